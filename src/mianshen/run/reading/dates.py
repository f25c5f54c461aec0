"""Dates as departments write them, told as ISO dates by the forms a layout declares."""

import calendar
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from mianshen.sources.date_forms import FORMS

_AROUND = " \t\r\n\u00a0\u3000\ufeff\u200b'"
_SERIAL_ORIGIN = date(1899, 12, 30)
_SERIALS = range(7_306, 73_051)
_TIME = r"(?:[ T]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?)?"


def date_reader(forms: Sequence[str]) -> Callable[[str, bool], str]:
    """A reader of dates in some forms, tried in order, that tells them as ISO text.

    The reader takes the text and whether a month alone means its last day. What it cannot read it
    returns as it was: the field's own rule refuses it then. A time of day behind the date stays.
    """
    patterns = [re.compile(FORMS[form] + _TIME, re.ASCII) for form in forms]
    # A typed date of a workbook comes as ISO text whatever the department's own form is.
    patterns.append(re.compile(FORMS["yyyy-M-d"] + _TIME, re.ASCII))

    @lru_cache(maxsize=20_000)
    def read(text: str, is_last: bool = False) -> str:
        stripped = unicodedata.normalize("NFKC", text).strip(_AROUND)
        for pattern in patterns:
            match = pattern.fullmatch(stripped)
            day = _day(match, is_last=is_last) if match else None
            if match and day:
                time = match[match.re.groups]
                return f"{day.isoformat()} {_padded(time)}" if time else day.isoformat()
        return text

    return read


def _padded(time: str) -> str:
    parts = [part.zfill(2) for part in time.split(":")]
    return ":".join((*parts, "00")[:3])


def _day(match: re.Match[str], *, is_last: bool) -> date | None:
    parts = match.groupdict()
    if "serial" in parts:
        serial = int(parts["serial"])
        return _SERIAL_ORIGIN + timedelta(days=serial) if serial in _SERIALS else None
    year, month = int(parts["y"]), int(parts["m"])
    if not (1900 <= year < 2100 and 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(parts["d"]) if "d" in parts else last if is_last else 1
    return date(year, month, day) if 1 <= day <= last else None
