"""Settlements as rows of the table and back, exact and without anything that names somebody."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from fractions import Fraction
from functools import cache
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
    # A running number of the exporting table says nothing.
    said = [None if name == "rid" else getattr(one, name) for name in NATIONAL]
    text = repr((naming, said, sorted(one.extra.items())))
    return hashlib.sha256(text.encode()).digest()[:_DIGEST_BYTES]


def row_of(one: Settlement, naming: int, person: int | None, digest: bytes) -> tuple[Any, ...]:
    """The content columns of a settlement, and its place."""
    read = {name: text for name, text in one.extra.items() if name in _READ_WORDS}
    unread = {name: text for name, text in one.extra.items() if name not in _READ_WORDS}
    sealed = None
    if unread:
        sealed = seal(json.dumps(unread, ensure_ascii=False, sort_keys=True), _UNREAD_PURPOSE)
    values: dict[str, Any] = {name: getattr(one, name) for name in NATIONAL}
    for name, stored in _STORED.items():
        if values[name] is not None:
            values[name] = stored(values[name])
    values |= {"naming": naming, "person": person, "extra": read, "unread": sealed}
    values["digest"] = digest
    return (*(values[name] for name in _columns()), one.where)


def settlement_of(row: Sequence[Any]) -> Settlement:
    """The settlement of `READ_COLUMNS`; its person (or naming) stands in the person number."""
    number, batch, place, naming, person, extra = row[:6]
    given = zip(NATIONAL, row[6:], strict=True)
    values = {name: value for name, value in given if value is not None}
    for name, loaded in _LOADED.items():
        if name in values:
            values[name] = loaded(values[name])
    who = str(person) if person is not None else f"naming:{naming}"
    return Settlement(**values, psn_no=who, extra=extra, where=f"{number}@{batch} {place}")


def number_of(one: Settlement) -> int:
    """The number of the row that a settlement was read from."""
    return int(one.where.partition("@")[0])


@cache
def _columns() -> tuple[str, ...]:
    return content_columns(models.Settlement)


def _in_china(moment: datetime) -> datetime:
    return moment.replace(tzinfo=CHINA)


def _without_zone(moment: datetime) -> datetime:
    return moment.astimezone(CHINA).replace(tzinfo=None)


def _fund_rows(funds: Sequence[FundDetail]) -> list[dict[str, Any]]:
    return [asdict(detail) for detail in funds]


def _funds(rows: Sequence[Mapping[str, Any]]) -> tuple[FundDetail, ...]:
    return tuple(FundDetail(**detail) for detail in rows)


_STORED: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_MOMENTS, _in_china),
    **dict.fromkeys(_FRACTIONS, str),
    "funds": _fund_rows,
}
_LOADED: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_MOMENTS, _without_zone),
    **dict.fromkeys(_FRACTIONS, Fraction),
    "funds": _funds,
}
"""The columns that keep another kind of value than the settlement has."""
