"""Official working days; in a year that has not been announced, weekends are the days off."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from time import monotonic

from chinese_calendar.constants import holidays, workdays
from django.db import connection

from mianshen.bureau.offices.services import announced_years

_SATURDAY = 5
_ASK_AGAIN_S = 60
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
    """The days announced by the State Council, as far as the program came with them."""
    years = frozenset(day.year for day in holidays)
    return WorkCalendar(frozenset(holidays), frozenset(workdays), years)


def in_use() -> WorkCalendar:
    """The official days, and those of years that were entered at the desk since.

    What is entered is heard within a minute by every process.
    """
    return _in_use(str(connection.settings_dict["NAME"]), int(monotonic() // _ASK_AGAIN_S))


def hear_now() -> None:
    """Let this process hear at once what was entered."""
    _in_use.cache_clear()


@lru_cache(maxsize=1)
def _in_use(_database: str, _minute: int) -> WorkCalendar:
    shipped, entered = official(), announced_years()
    off = {day for day in shipped.off if day.year not in entered}
    worked = {day for day in shipped.worked if day.year not in entered}
    for one in entered.values():
        off |= set(one.off)
        worked |= set(one.worked)
    return WorkCalendar(frozenset(off), frozenset(worked), shipped.years | set(entered))
