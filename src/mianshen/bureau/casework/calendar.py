"""Official working days; in a year that has not been announced, weekends are the days off."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from chinese_calendar.constants import holidays, workdays

_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days off and weekends worked as announced for some years."""

    off: frozenset[date]
    worked: frozenset[date]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def next_working(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def assumed_years(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days of which nothing is announced: weekends stand in for it."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)


@cache
def official() -> WorkCalendar:
    """The days announced by the State Council, as far as they are known here."""
    years = frozenset(day.year for day in holidays)
    return WorkCalendar(frozenset(holidays), frozenset(workdays), years)
