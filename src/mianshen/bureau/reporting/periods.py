"""Accounting periods (会计期间): months, quarters and years, bounded by the closes of months.

A movement of the ledger belongs to the month in which it was written, and where that was closed by
then, to the next one: what is closed never changes.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg import sql

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.reporting.models import Closing
from mianshen.policy.saying import Said, said

MONTH, QUARTER, YEAR = 1, 3, 12
_SPELLED = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)|Q(?P<quarter>[1-4])))?")
_YEAR_FIRST, _YEAR_LAST = 2000, 2199


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """So many months (1, 3 or 12) from a first day on; spelled `2025-03`, `2025-Q1`, `2025`."""

    first: date
    months: int = MONTH

    @property
    def before(self) -> date:
        """The first day after it."""
        return months_after(self.first, self.months)

    @property
    def last_month(self) -> date:
        """The first day of its last month."""
        return months_after(self.first, self.months - 1)

    @property
    def title(self) -> Said:
        """What it is called."""
        year, month = self.first.year, self.first.month
        if self.months == YEAR:
            return said("{year}", "{year}年度", year=str(year))
        if self.months == QUARTER:
            quarter = (month + 2) // QUARTER
            return said("{year} Q{n}", "{year}年第{n}季度", year=str(year), n=quarter)
        return said("{day:%Y-%m}", "{day:%Y}年{month}月", day=self.first, month=month)

    def __str__(self) -> str:
        if self.months == YEAR:
            return f"{self.first:%Y}"
        if self.months == QUARTER:
            return f"{self.first:%Y}-Q{(self.first.month + 2) // QUARTER}"
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where a period begins and ends in the ledger: moments, and last numbers of closed months.

    `after` closes the month before it and `through` its last one; none where that is open.
    """

    first_at: datetime
    before_at: datetime
    after: int | None
    through: int | None

    @property
    def is_closed(self) -> bool:
        """Whether nothing can come to it any more."""
        return self.through is not None

    @property
    def values(self) -> dict[str, Any]:
        """What the conditions below take."""
        return {
            "first_at": self.first_at,
            "before_at": self.before_at,
            "after": self.after,
            "through": self.through,
        }


NOT_BEFORE = sql.SQL("(t.at >= %(first_at)s OR t.id > %(after)s::bigint)")
"""Of a transfer `t`: it belongs to the period or to a later one."""

NOT_AFTER = sql.SQL(
    "(t.at < %(before_at)s AND t.id <= coalesce(%(through)s::bigint, 9223372036854775807))"
)
"""Of a transfer `t`: it belongs to the period or to an earlier one."""


def period_named(text: str) -> Period | None:
    """The period that is spelled so; None where there is none such."""
    found = _SPELLED.fullmatch(text)
    if found is None or not _YEAR_FIRST <= int(found["year"]) <= _YEAR_LAST:
        return None
    year = int(found["year"])
    if found["quarter"]:
        return Period(date(year, QUARTER * int(found["quarter"]) - 2, 1), QUARTER)
    if not found["month"]:
        return Period(date(year, 1, 1), YEAR)
    month = int(found["month"])
    return Period(date(year, month, 1)) if 1 <= month <= YEAR else None


def period_of(day: date, months: int = MONTH) -> Period:
    """The month, quarter or year that a day lies in."""
    month = (day.month - 1) // months * months + 1
    return Period(date(day.year, month, 1), months)


def months_after(day: date, months: int) -> date:
    """The first day of the month so many months after that of a day."""
    number = day.year * YEAR + day.month - 1 + months
    return date(number // YEAR, number % YEAR + 1, 1)


def bounds_of(district: str, period: Period) -> Bounds:
    """Where a period of a district begins and ends; one query."""
    ends = (months_after(period.first, -1), period.last_month)
    closed = dict(
        Closing.objects.filter(district=district, month__in=ends).values_list("month", "through")
    )
    return Bounds(
        _midnight(period.first), _midnight(period.before), closed.get(ends[0]), closed.get(ends[1])
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)
