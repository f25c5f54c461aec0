"""The period a delivery speaks of, as its file name tells it."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FORMS = {"{yyyymmdd}": 8, "{yyyymm}": 6, "{yyyy}": 4}
_PLACEHOLDER = re.compile(r"\{yyyy(?:mm(?:dd)?)?\}|\*|\?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both inclusive."""

    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def name_pattern(spelled: str) -> re.Pattern[str]:
    """A file name pattern of a layout as a regular expression; the group `period` is digits."""
    pieces: list[str] = []
    end = 0
    for match in _PLACEHOLDER.finditer(spelled):
        pieces.append(re.escape(spelled[end : match.start()]))
        word = match[0]
        if word in _FORMS:
            pieces.append(rf"(?P<period>\d{{{_FORMS[word]}}})")
        else:
            pieces.append(".*" if word == "*" else ".")
        end = match.end()
    pieces.append(re.escape(spelled[end:]))
    return re.compile("".join(pieces), re.IGNORECASE | re.ASCII | re.DOTALL)


def period_of(digits: str) -> Period | None:
    """The period that `2025`, `202503` or `20250301` names; None when there is none such."""
    try:
        year = int(digits[:4])
        if len(digits) == _FORMS["{yyyy}"]:
            return Period(date(year, 1, 1), date(year, 12, 31))
        month = int(digits[4:6])
        if len(digits) == _FORMS["{yyyymm}"]:
            last = calendar.monthrange(year, month)[1]
            return Period(date(year, month, 1), date(year, month, last))
        day = date(year, month, int(digits[6:]))
    except (ValueError, calendar.IllegalMonthError):
        return None
    return Period(day, day)
