"""Many deliveries walked in their order: while one is stated, those after it are read."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from django.db import connections

from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.intake.reading_apart import ReadOn
from mianshen.bureau.intake.steps import Work, go
from mianshen.run.collecting import seldom_collecting

AHEAD = 2
"""So many deliveries are read before their turn; more would only lie in memory."""

_TURN_S = 0.0005
"""Whoever reads lets the one who states go on so soon, whom the database has just answered."""


def process_in_turn(
    batches: Iterable[Batch], profile: Profile, actor: str, read_on: ReadOn = Work.read_on
) -> Iterator[Batch]:
    """`process` every batch, in their order; each is given when it has gone as far as it goes.

    What does not depend on the batches before is done beside them, on a connection of its own:
    taking `batches` from where they come, finding the table, reading its rows, which `read_on` may
    do elsewhere, and working out how they name people. Whoever calls again after being killed goes
    on where the last step of each had ended.
    """
    coming = iter(batches)

    def read_next() -> Work | None:
        batch = next(coming, None)
        if batch is None:
            return None
        work = Work(batch, profile, actor)
        read_on(work)
        work.spell_on()
        return work

    read: deque[Future[Work | None]] = deque()
    with short_turns(), seldom_collecting(), ThreadPoolExecutor(1) as beside:
        try:
            read += (beside.submit(read_next) for _ in range(AHEAD))
            while (work := read.popleft().result()) is not None:
                read.append(beside.submit(read_next))
                with work.stack:
                    go(work)
                yield work.batch
        finally:
            beside.submit(_end, read).result()


@contextmanager
def short_turns() -> Iterator[None]:
    """One thread of Python reckons at a time: by itself each does so ten times longer."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _end(read: Iterable[Future[Work | None]]) -> None:
    """Let go of what was read and comes to no turn, in the thread that read it."""
    for one in read:
        if not one.cancel() and one.exception() is None and (work := one.result()) is not None:
            work.stack.close()
    connections.close_all()
