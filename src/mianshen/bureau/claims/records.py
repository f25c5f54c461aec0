"""Settlements as rows of the table and back, exact and without anything that names somebody."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from mianshen.bureau.bitemporal.rows import content_columns
from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.claims import models
from mianshen.bureau.sealing.seal import seal
from mianshen.run.settlements import EXTRA_TRUTHS
from mianshen.standards.fields import Kind
from mianshen.standards.settlement import FundDetail, Settlement

NATIONAL = tuple(field.attribute for field in models.NATIONAL_FIELDS)
READ_COLUMNS = ("id", "batch", "place", "naming", "person", "extra", *NATIONAL)
"""What has to be selected for `settlement_of`."""

_UNREAD_PURPOSE = "claims_settlement.unread"
_READ_WORDS = frozenset(word for words in EXTRA_TRUTHS.values() for word in words)
_KINDS = {field.attribute: field.kind for field in models.NATIONAL_FIELDS}
_MOMENTS = frozenset(name for name, kind in _KINDS.items() if kind is Kind.DATETIME)
_FRACTIONS = frozenset(name for name, kind in _KINDS.items() if kind in (Kind.NUMBER, Kind.RATIO))
_DIGEST_BYTES = 16


def digest_of(one: Settlement, naming: int) -> bytes:
    """Equal for versions that say the same of the same naming, whichever file they stand in."""
    plain = replace(one, rid=None, extra={}, repairs=(), where="")
    text = repr((naming, [getattr(plain, name) for name in NATIONAL], sorted(one.extra.items())))
    return hashlib.sha256(text.encode()).digest()[:_DIGEST_BYTES]


def row_of(one: Settlement, naming: int, person: int | None) -> tuple[Any, ...]:
    """The content columns of a settlement, and its place."""
    read = {name: text for name, text in one.extra.items() if name in _READ_WORDS}
    unread = {name: text for name, text in one.extra.items() if name not in _READ_WORDS}
    sealed = None
    if unread:
        sealed = seal(json.dumps(unread, ensure_ascii=False, sort_keys=True), _UNREAD_PURPOSE)
    values: dict[str, Any] = {
        "naming": naming,
        "person": person,
        "extra": read,
        "unread": sealed,
        "digest": digest_of(one, naming),
    }
    for name in NATIONAL:
        values[name] = _stored(name, getattr(one, name))
    return (*(values[name] for name in content_columns(models.Settlement)), one.where)


def settlement_of(row: Sequence[Any]) -> Settlement:
    """The settlement of `READ_COLUMNS`; its person (or naming) stands in the person number."""
    number, batch, place, naming, person, extra = row[:6]
    values: Mapping[str, Any] = {
        name: _loaded(name, value)
        for name, value in zip(NATIONAL, row[6:], strict=True)
        if value is not None
    }
    who = str(person) if person is not None else f"naming:{naming}"
    return Settlement(**values, psn_no=who, extra=extra, where=f"{number}@{batch} {place}")


def number_of(one: Settlement) -> int:
    """The number of the row that a settlement was read from."""
    return int(one.where.partition("@")[0])


def _stored(name: str, value: Any) -> Any:
    if name == "funds":
        return [asdict(detail) for detail in value]
    if isinstance(value, datetime):
        return value.replace(tzinfo=CHINA)
    return str(value) if isinstance(value, Fraction) else value


def _loaded(name: str, value: Any) -> Any:
    if name == "funds":
        return tuple(FundDetail(**detail) for detail in value)
    if name in _MOMENTS:
        return value.astimezone(CHINA).replace(tzinfo=None)
    return Fraction(value) if name in _FRACTIONS else value
