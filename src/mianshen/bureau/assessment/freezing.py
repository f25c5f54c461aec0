"""Facts as one line of JSON that is the same for the same facts, and facts again from it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, replace
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from mianshen.engine.facts import Facts

NUMBER = "n"
"""The key under which an exact number is spelled, so that it is told from a text."""


def frozen(facts: Facts) -> str:
    """The facts as canonical JSON: sorted, what is not stated left out, numbers exact."""
    told = ((name, getattr(facts, name), usual) for name, usual in usual_of(Facts))
    stated = (f'"{name}":{_told(value)}' for name, value, usual in told if value != usual)
    return f"{{{','.join(stated)}}}"


def thawed(text: str) -> Facts:
    """The facts that were frozen."""
    facts: Facts = _read(Facts, json.loads(text))
    return facts


def digest_of(text: str) -> str:
    """The hash (SHA-256, hexadecimal) under which a text is kept."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def in_order(facts: Facts) -> Facts:
    """The same facts, those of each kind in an order that only depends on what they say."""
    told = {one.name: getattr(facts, one.name) for one in fields(Facts)}
    sorts: dict[str, Any] = {
        name: tuple(sorted(own, key=_text)) for name, own in told.items() if isinstance(own, tuple)
    }
    return replace(facts, **sorts)


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{','.join(sorted(map(_text, value)))}]"
    return _ENCODER.encode(value)


def _text(fact: Any) -> str:
    """What a fact says beyond what goes without saying."""
    kind: Any = type(fact)
    told = ((name, getattr(fact, name), usual) for name, usual in usual_of(kind))
    return _ENCODER.encode(
        {
            name: dict(sorted(value.items())) if isinstance(value, Mapping) else value
            for name, value, usual in told
            if value != usual
        }
    )


def _spelled(value: Any) -> Any:
    """What JSON has no words for."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Fraction():
            return {NUMBER: str(value)}
        case _:
            raise TypeError(f"{type(value).__name__} is no part of a fact")


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_spelled)


@cache
def usual_of(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a kind of fact and what each is where nothing is stated."""
    return tuple(
        (one.name, one.default_factory() if one.default_factory is not MISSING else one.default)
        for one in fields(kind)
    )


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in value)
    if origin is Mapping:
        return {name: _read(get_args(hint)[1], one) for name, one in value.items()}
    if isinstance(value, dict) and NUMBER in value and Fraction in get_args(hint):
        return Fraction(value[NUMBER])
    if origin is UnionType or origin is not None:
        (kind, *others) = [one for one in get_args(hint) if one is not type(None)]
        return value if value is None or others else _read(kind, value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return _fact(hint, value) if isinstance(value, dict) else value


def _fact(kind: type, told: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], value) for name, value in told.items()})


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)
