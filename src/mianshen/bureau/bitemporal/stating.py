"""Who states a change of facts and when: the batch it comes with, or the person who decided."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Stated:
    """The moment facts become known and with what: a batch of intake (0: no file), an actor.

    Moments never go back: whoever states takes `next_moment`.
    """

    at: datetime
    batch: int = 0
    actor: str = "system"


def end_of_day(day: date) -> datetime:
    """The moment by which everything stated on a day is known."""
    return datetime.combine(day + timedelta(days=1), time.min, CHINA)
