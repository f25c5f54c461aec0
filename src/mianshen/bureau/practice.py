"""Practice (练习): an installation on which nothing is real, and whose database says so for good.

The mark is an entry of the trail, which is only ever added to: it stays with the data through
backup and restore, and no setting of a process can put it on or take it off.
"""

from datetime import date
from functools import lru_cache

from django.db import connection
from django.utils.timezone import localdate

from mianshen.bureau.trail.services import entries_of, record

SUBJECT = "installation"
_ACT = "begin_practice"
_STANDS = "practice_stands_on"


def is_practice() -> bool:
    """Whether this installation is for practice; asked of the database once for a process.

    It is begun before anybody works here, and never ends.
    """
    return _told(str(connection.settings_dict["NAME"]))[0]


def standing_on() -> date | None:
    """The day an invented year ends on, by which its pages count; none where there is no such day.

    What is done here is still written under the day on which it is done.
    """
    return _told(str(connection.settings_dict["NAME"]))[1]


def booked_on() -> date | None:
    """The day on which an invented year was booked: its money moved on the day it was made."""
    return _told(str(connection.settings_dict["NAME"]))[2]


def mark_practice(actor: str) -> None:
    """Say for good that nothing here is real; whoever asks has seen that nothing is there yet."""
    record(actor, _ACT, SUBJECT)
    forget()


def stand_on(day: date, actor: str) -> None:
    """Let the pages count what is due from the last day of an invented year."""
    record(actor, _STANDS, SUBJECT, {"day": day.isoformat()})
    forget()


def forget() -> None:
    """Ask the database again at the next occasion."""
    _told.cache_clear()


@lru_cache(maxsize=1)
def _told(_database: str) -> tuple[bool, date | None, date | None]:
    entries = entries_of(SUBJECT)
    if not any(one.act == _ACT for one in entries):
        return False, None, None
    stands = [one for one in entries if one.act == _STANDS]
    if not stands:
        return True, None, None
    last = max(stands, key=lambda one: one.at)
    return True, date.fromisoformat(last.details["day"]), localdate(last.at)
