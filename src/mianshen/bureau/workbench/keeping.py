"""Figures of a whole district: what is dear to count is counted once and stands for a while."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Any, Generic, TypeVar

from django.db import connection
from django.utils.timezone import now

T = TypeVar("T")

KEPT_AT_MOST = timedelta(minutes=10)
"""For so long figures stand at most."""
DEAR_S = 1.0
"""What took longer to count stands for that long though data moved; the page says since when."""
_KEPT_MAX = 96


@dataclass(frozen=True)
class Kept(Generic[T]):
    """Figures, when they were counted, and whether data that moved let them stand."""

    figures: T
    at: datetime
    through: Hashable = None
    is_dear: bool = False


_kept: OrderedDict[Hashable, Kept[Any]] = OrderedDict()
_counting: dict[Hashable, Lock] = {}
_lock = Lock()


def kept(
    about: tuple[Hashable, ...],
    through: Hashable,
    count: Callable[[], T],
    *,
    anew: bool = False,
    stands: bool = True,
) -> Kept[T]:
    """What was counted before, or is counted now.

    `about` names the figures with all that was asked of them (scope, days); `through` is how far
    the data have come. `anew` counts again whatever is kept; what does not stand (`stands`) is
    counted again as soon as data moved, however dear.
    """
    key = (connection.settings_dict["NAME"], *about)
    since = now()
    if not anew and (found := _standing(key, through)):
        return found
    with _lock:
        counting = _counting.setdefault(key, Lock())
    # Whoever asks for the same meanwhile waits for this count and makes none of their own.
    with counting:
        found = _standing(key, through)
        if found and (not anew or found.at > since):
            return found
        began = monotonic()
        figures = count()
        made = Kept(figures, now(), through, stands and monotonic() - began > DEAR_S)
        _keep(key, made)
        return made


def forget() -> None:
    """Count everything anew when it is next asked for."""
    with _lock:
        _kept.clear()


def _standing(key: Hashable, through: Hashable) -> Kept[Any] | None:
    with _lock:
        found = _kept.get(key)
    if found is None or now() - found.at > KEPT_AT_MOST:
        return None
    return found if found.is_dear or found.through == through else None


def _keep(key: Hashable, made: Kept[Any]) -> None:
    with _lock:
        _kept[key] = made
        _kept.move_to_end(key)
        _counting.pop(key, None)
        while len(_kept) > _KEPT_MAX:
            _kept.popitem(last=False)
