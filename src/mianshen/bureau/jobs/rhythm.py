"""What a district's rhythm asks for at a moment, each thing by a key that it has once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mianshen.bureau.casework.services import RhythmSpelling

_DAY = timedelta(days=1)
_ABOUT_A_MONTH = timedelta(days=31)


class Kind(StrEnum):
    """What is done by itself."""

    ASSESS = "assess"
    """测算并列入工单."""
    PAY = "pay"
    """转入待拨付: what is approved is handed to payout; money is asked for by people."""
    CLOCKS = "clocks"
    """时限: warned before, told after."""
    YEAR = "year"
    """年度结转: a year is closed, and everyone with bills is assessed once more."""


@dataclass(frozen=True, slots=True)
class Due:
    """A thing that is due, by its kind and the key that tells one time from another."""

    kind: Kind
    key: str


def due(rhythm: RhythmSpelling, now: datetime, is_working: Callable[[date], bool]) -> Iterator[Due]:
    """Everything a rhythm has asked for by a moment in China, the latest of each kind.

    What was missed while nothing ran is due at once, and once.
    """
    today = now.date()
    if (closed := rhythm.closed_by(today)) is not None:
        yield Due(Kind.YEAR, str(closed))
    if (assessed := _assessment(rhythm, today)) is not None:
        yield Due(Kind.ASSESS, assessed)
    if (paid := _pay_day(rhythm, today, is_working)) is not None:
        yield Due(Kind.PAY, paid.isoformat())
    yield Due(Kind.CLOCKS, f"{today.isoformat()}T{now.hour:02d}")


def _assessment(rhythm: RhythmSpelling, today: date) -> str:
    if rhythm.assess == "weekly":
        # A week's assessment is due from its day on; until then the week before is looked at.
        year, week, _ = (today - (rhythm.assess_on - 1) * _DAY).isocalendar()
        return f"{year}-W{week:02d}"
    if rhythm.assess == "monthly":
        month = today if today.day >= rhythm.assess_on else today.replace(day=1) - _DAY
        return f"{month:%Y-%m}"
    return today.isoformat()


def _pay_day(
    rhythm: RhythmSpelling, today: date, is_working: Callable[[date], bool]
) -> date | None:
    """The latest day of payment; one that falls on a day off is the next working day."""
    months = (today, today.replace(day=1) - _DAY)
    days = [month.replace(day=day) for month in months for day in rhythm.pay_on]
    passed = (_next_working(day, is_working) for day in days)
    return max((day for day in passed if day <= today), default=None)


def _next_working(day: date, is_working: Callable[[date], bool]) -> date:
    last = day + _ABOUT_A_MONTH
    while not is_working(day) and day < last:
        day += _DAY
    return day
