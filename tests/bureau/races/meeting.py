"""Two people or workers at the same moment, each on a connection of their own."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connection, connections, transaction

DONE = "done"
_WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
_LOOKS_MAX = 3_000


def together(*acts: Callable[[], object]) -> list[str]:
    """What acts begun at the same moment came to: those done first, then the sentences told."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        start.wait()
        return _told(act)

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts), key=lambda told: told != DONE)


@contextmanager
def meanwhile(second: Callable[[], object]) -> Iterator[list[str]]:
    """Let `second` begin when the block has done its part, and wait for it before it is committed.

    The block runs in a transaction; at its end `second` starts and comes as far as a lock of the
    block's. What it came to is in the list afterwards.
    """
    told: list[str] = []
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            yield told
            running = pool.submit(_told, second)
            _until_it_waits(running)
        told.append(running.result())


def _told(act: Callable[[], object]) -> str:
    """Done, or the sentence; whatever is not told as one is raised."""
    try:
        act()
    except Exception as error:
        if not _is_a_sentence(error):
            raise
        return str(error)
    finally:
        connections.close_all()
    return DONE


def _is_a_sentence(error: Exception) -> bool:
    return type(error).__module__.startswith("mianshen.") and (
        hasattr(error, "sentence") or hasattr(error, "messages")
    )


def _until_it_waits(running: "Future[str]") -> None:
    for _ in range(_LOOKS_MAX):
        with connection.cursor() as cursor:
            cursor.execute(_WAITING)
            (found,) = cursor.fetchone()
        if found or running.done():
            return
        time.sleep(0.005)
    raise AssertionError("the second one neither waits nor ends")
