"""Single values as a pack spells them: numbers, days, words and names."""

import re
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from mianshen.policy.saying import said

_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_NUMBER_MAX_CHARS = 100
_NO_NUMBER = said(
    "a number was expected here, for example 717.00 or 70%",
    "这里应填数字，如 717.00 或 70%",
)
_NO_MONTH_DAY = said(
    "a day of every year was expected here, for example 07-01",
    "这里应填每年的某月某日，如 07-01",
)
_NO_DAY = said("a date was expected here, for example 2023-01-01", "这里应填日期，如 2023-01-01")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _exact_number(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    text = str(value).strip().replace("_", "")
    plain = text.removesuffix("%")
    if not _NUMBER.fullmatch(plain) or len(plain) > _NUMBER_MAX_CHARS:
        raise ValueError(_NO_NUMBER)
    return Fraction(plain) / 100 if text.endswith("%") else Fraction(plain)


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _month_day(value: str) -> str:
    if _day_of(f"2001-{value}") is None:
        raise ValueError(_NO_MONTH_DAY)
    return value


def _day(value: object) -> date:
    day = value if isinstance(value, date) else _day_of(str(value))
    if day is None:
        raise ValueError(_NO_DAY)
    return day


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


_WORD = {"type": ["string", "number", "boolean"]}

Number = Annotated[
    Fraction,
    BeforeValidator(_exact_number),
    WithJsonSchema({"type": ["number", "string"], "pattern": r"^\s*-?[\d_.]+%?\s*$"}),
]
Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]
MonthDay = Annotated[
    str,
    AfterValidator(_month_day),
    WithJsonSchema({"type": "string", "pattern": r"^\d{2}-\d{2}$"}),
]
Words = Annotated[
    tuple[str, ...],
    BeforeValidator(_several),
    WithJsonSchema({"anyOf": [_WORD, {"type": "array", "items": _WORD}]}),
]
Identifier = Annotated[str, Field(pattern=r"^[^\W\d]\w*$", max_length=60)]
