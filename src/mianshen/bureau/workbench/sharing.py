"""Dear figures that one process of the pages has counted, for the others of the same server."""

import hashlib
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.files import locks

CACHE = "figures"


def shared(key: Hashable) -> Any | None:
    """What another process has counted under a key, None where none has."""
    return caches[CACHE].get(_name(key))


def share(key: Hashable, counted: Any, lasts: timedelta) -> None:
    """Let the other processes see what was counted, for so long."""
    caches[CACHE].set(_name(key), counted, lasts.total_seconds())


def forget_shared() -> None:
    """Leave nothing for the other processes."""
    caches[CACHE].clear()


@contextmanager
def counting_alone(key: Hashable) -> Iterator[None]:
    """While nobody else, in any process of the server, counts under the same key."""
    if settings.FIGURES is None:
        yield
        return
    with (settings.FIGURES / f"{_name(key)}.lock").open("a") as file:
        # It goes with the file's end, also where the process is killed.
        locks.lock(file, locks.LOCK_EX)
        yield


def _name(key: Hashable) -> str:
    return hashlib.sha256(_spelled(key).encode()).hexdigest()


def _spelled(value: object) -> str:
    """The same text in every process; sets have no order of their own."""
    if isinstance(value, frozenset):
        return f"{{{','.join(sorted(map(_spelled, value)))}}}"
    if isinstance(value, tuple):
        return f"({','.join(map(_spelled, value))})"
    if is_dataclass(value) and not isinstance(value, type):
        told = tuple(getattr(value, one.name) for one in fields(value))
        return f"{type(value).__qualname__}{_spelled(told)}"
    return repr(value)
