"""Deliveries read in a process of their own: reading and stating each have a core.

What this process begins with must not ask for a table before Django is ready in it.
"""

import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from mianshen.bureau.intake.profile import Profile
from mianshen.run.collecting import collect_seldom
from mianshen.run.processes import end_with_the_parent

if TYPE_CHECKING:
    from mianshen.bureau.intake.readings import Reading
    from mianshen.bureau.intake.steps import Work

ReadOn = Callable[["Work"], None]
"""Takes a batch as far as it is read, and no further."""

_profiles: list[Profile] = []
"""By what the other process reads."""


@contextmanager
def reading_apart(profile: Profile) -> Iterator[ReadOn]:
    """What reads deliveries of a profile in another process, which begins at once.

    It takes seconds to be ready and memory of its own: worth it where many files come. Should it
    end before its time, the rest is read in this process.
    """
    from django.db import connections

    database = connections["default"].settings_dict
    fresh = get_context("spawn")
    with ProcessPoolExecutor(1, fresh, initializer=_begin, initargs=(profile, database)) as other:
        other.submit(_is_ready)

        def read_on(work: "Work") -> None:
            try:
                work.is_read(other.submit(_read, work.batch.pk, work.actor).result())
            except BrokenExecutor:
                work.read_on()

        try:
            yield read_on
        finally:
            other.shutdown(cancel_futures=True)


def _begin(profile: Profile, database: Mapping[str, Any]) -> None:
    from mianshen.bureau.database.migrating import prepare

    end_with_the_parent()
    collect_seldom()
    # Whoever presses Ctrl-C ends the one that states; this one is then told to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepare()
    from django.db import connections

    connections["default"].settings_dict.update(database)
    _profiles.append(profile)


def _is_ready() -> None:
    """Nothing: who asks makes the process begin."""
    from mianshen.bureau.intake import steps

    assert steps


def _read(batch: int, actor: str) -> "Reading | None":
    """What a batch says once it is validated; None where there is nothing to be stated of it."""
    from mianshen.bureau.intake.models import Batch
    from mianshen.bureau.intake.states import State
    from mianshen.bureau.intake.steps import Work

    with ExitStack() as stack:
        work = Work(Batch.objects.get(pk=batch), _profiles[-1], actor, stack)
        work.read_on()
        if work.batch.state != State.VALIDATED:
            return None
        return work.reading().to_be_stated()
