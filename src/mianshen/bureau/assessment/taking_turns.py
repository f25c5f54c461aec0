"""The locks by which one batch is assessed at a time, and the parts of one side by side."""

from django.db import OperationalError

from mianshen.bureau.bitemporal.rows import query

_LEAD = 7_305_001
"""Held by whoever assesses a batch, or moves what stands entitled otherwise."""
_PART = 7_305_002
"""Shared by the parts of a batch, each in a transaction of its own."""


def one_at_a_time() -> None:
    """Let no batch run beside this transaction until it ends.

    Parts of a batch whose leader was killed are waited for.
    """
    query("SELECT pg_advisory_xact_lock(%(lock)s)", lock=_LEAD)
    query("SELECT pg_advisory_lock(%(lock)s), pg_advisory_unlock(%(lock)s)", lock=_PART)


def leader() -> int:
    """The connection that leads: by what its parts know whether it still does."""
    ((number,),) = query("SELECT pg_backend_pid()")
    return int(number)


def part_of(leading: int) -> None:
    """Join in a batch until this transaction ends, as long as its leader leads.

    Raises `OperationalError` where that was lost: another may lead by now.
    """
    query("SELECT pg_advisory_xact_lock_shared(%(lock)s)", lock=_PART)
    if not query(_LEADS, leading=leading, lock=_LEAD):
        raise OperationalError("the connection that leads the assessment was lost")


_LEADS = """
    SELECT 1 FROM pg_locks
     WHERE locktype = 'advisory' AND classid = 0 AND objid = %(lock)s AND objsubid = 1
       AND pid = %(leading)s AND granted"""
