"""Practice (练习): an installation on which nothing is real, and whose database says so for good.

The mark is an entry of the trail, which is only ever added to: it stays with the data through
backup and restore, and no setting of a process can put it on or take it off.
"""

from functools import lru_cache

from django.db import connection

from mianshen.bureau.trail.services import entries_of, record

SUBJECT = "installation"
_ACT = "begin_practice"


def is_practice() -> bool:
    """Whether this installation is for practice; asked of the database once for a process.

    It is begun before anybody works here, and never ends.
    """
    return _is_practice(str(connection.settings_dict["NAME"]))


def mark_practice(actor: str) -> None:
    """Say for good that nothing here is real; whoever asks has seen that nothing is there yet."""
    record(actor, _ACT, SUBJECT)
    forget()


def forget() -> None:
    """Ask the database again at the next occasion."""
    _is_practice.cache_clear()


@lru_cache(maxsize=1)
def _is_practice(_database: str) -> bool:
    return any(one.act == _ACT for one in entries_of(SUBJECT))
