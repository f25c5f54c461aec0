"""The days of a demonstration: official working days from the one on which orders are opened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.casework.calendar import official

_DAY = timedelta(days=1)
_OPENING_HOUR = time(10)


@dataclass(frozen=True, slots=True)
class Days:
    """Working days counted from a first one, which is number 0."""

    first: date

    def number(self, number: int) -> date:
        """The working day so many after the first."""
        day = self.first
        for _ in range(number):
            day = official().next_working(day + _DAY)
        return day

    def payment_days(self, days_of_month: Iterable[int], until: date) -> Iterator[date]:
        """The working days on or after these days of a month, after the first and up to one."""
        wanted = set(days_of_month)
        day = self.first + _DAY
        while day <= until:
            if day.day in wanted:
                yield official().next_working(day)
            day += _DAY


def days_from(day: date) -> Days:
    """Days counted from the first working day on or after one."""
    return Days(official().next_working(day))


def moment(day: date) -> datetime:
    """A moment in the office hours of a day."""
    return datetime.combine(day, _OPENING_HOUR, CHINA)
