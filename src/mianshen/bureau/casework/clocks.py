"""How long something may take: days counted on the official calendar, with pauses left out.

The day of the event is not counted. A limit in calendar days that ends on a day off ends on the
next working day (民法典 第二百零一条、第二百零三条).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mianshen.bureau.casework.calendar import WorkCalendar

_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit counts."""

    WORKING_DAYS = "working_days"
    DAYS = "days"


class Stand(StrEnum):
    """How a clock stands on a day."""

    RUNNING = "running"
    WARNED = "warned"
    PAUSED = "paused"
    OVERDUE = "overdue"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many working days or days; the last `warn_before` of them are warned of."""

    within: int
    unit: Unit
    warn_before: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands on both days and all between; without a last day it still stands."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the clock stands on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day in time; `assumed_years` had to be counted by weekends alone."""

    day: date
    assumed_years: tuple[int, ...]


def counted(
    start: date, last: date, unit: Unit, pauses: Collection[Pause], calendar: WorkCalendar
) -> int:
    """How many days after `start`, up to and with `last`, count against a limit."""
    number, day = 0, start
    while day < last:
        day += _DAY
        number += _counts(day, unit, pauses, calendar)
    return number


def deadline(
    start: date, limit: Limit, pauses: Collection[Pause], calendar: WorkCalendar
) -> Deadline | None:
    """The last day in time for what began on `start`; None where an endless pause comes first."""
    endless = min((one.first for one in pauses if one.last is None), default=None)
    left, day = limit.within, start
    while left:
        day += _DAY
        if endless is not None and day >= endless:
            return None
        left -= _counts(day, limit.unit, pauses, calendar)
    if limit.unit is Unit.DAYS:
        day = calendar.next_working(day)
    return Deadline(day, calendar.assumed_years(start, day))


def standing(
    start: date,
    done: date | None,
    today: date,
    limit: Limit,
    pauses: Collection[Pause],
    calendar: WorkCalendar,
) -> Stand:
    """How a clock that began on `start`, and stopped on `done` if it has, stands on a day."""
    due = deadline(start, limit, pauses, calendar)
    if done is not None:
        return Stand.KEPT if due is None or done <= due.day else Stand.MISSED
    if due is not None and today > due.day:
        return Stand.OVERDUE
    if any(pause.covers(today) for pause in pauses):
        return Stand.PAUSED
    used = counted(start, today, limit.unit, pauses, calendar)
    return Stand.WARNED if limit.within - used <= limit.warn_before else Stand.RUNNING


def _counts(day: date, unit: Unit, pauses: Collection[Pause], calendar: WorkCalendar) -> bool:
    if any(pause.covers(day) for pause in pauses):
        return False
    return unit is Unit.DAYS or calendar.is_working(day)
