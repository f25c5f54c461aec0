"""Figures of a whole district: what is dear to count is counted once and stands for a while."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock, Thread
from time import monotonic
from typing import Any, Generic, TypeVar

from django.db import connection
from django.utils.timezone import now

T = TypeVar("T")

KEPT_AT_MOST = timedelta(minutes=10)
"""For so long figures stand before they are counted again."""
SHOWN_AT_MOST = timedelta(hours=12)
"""So old may dear figures be that are shown while they are counted again."""
DEAR_S = 1.0
"""What took longer to count is dear: it stands though data moved; the page says since when."""
_KEPT_MAX = 96

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept(Generic[T]):
    """Figures, when they were counted, and whether data that moved let them stand."""

    figures: T
    at: datetime
    through: Hashable = None
    is_dear: bool = False


_kept: OrderedDict[Hashable, Kept[Any]] = OrderedDict()
_counting: dict[Hashable, Lock] = {}
_renewing: set[Hashable] = set()
_lock = Lock()
_one_renewed_at_a_time = Lock()


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
    found = None if anew else _found(key)
    if found and _stands(found, through):
        return found

    def made() -> Kept[T]:
        began = monotonic()
        figures = count()
        return Kept(figures, now(), through, stands and monotonic() - began > DEAR_S)

    if found and found.is_dear:
        _renew(key, through, made)
        return found
    return _made_once(key, through, made, since if anew else None)


def forget() -> None:
    """Count everything anew when it is next asked for."""
    with _lock:
        _kept.clear()


def _found(key: Hashable) -> Kept[Any] | None:
    with _lock:
        found = _kept.get(key)
    return None if found is None or now() - found.at > SHOWN_AT_MOST else found


def _stands(found: Kept[Any], through: Hashable) -> bool:
    if now() - found.at > KEPT_AT_MOST:
        return False
    return found.is_dear or found.through == through


def _made_once(
    key: Hashable, through: Hashable, made: Callable[[], Kept[Any]], since: datetime | None
) -> Kept[Any]:
    """Count, unless somebody did while one waited; `since` when it has to be newer than that."""
    with _lock:
        counting = _counting.setdefault(key, Lock())
    # Whoever asks for the same meanwhile waits for this count and makes none of their own.
    with counting:
        found = _found(key)
        if found and _stands(found, through) and (since is None or found.at > since):
            return found
        fresh = made()
        _keep(key, fresh)
        return fresh


def _renew(key: Hashable, through: Hashable, made: Callable[[], Kept[Any]]) -> None:
    """Count again beside the pages, so that nobody waits for what is dear."""
    with _lock:
        if key in _renewing:
            return
        _renewing.add(key)

    def count_again() -> None:
        try:
            with _one_renewed_at_a_time:
                _made_once(key, through, made, None)
        except Exception:
            _log.exception("figures could not be counted again")
        finally:
            connection.close()
            with _lock:
                _renewing.discard(key)

    Thread(target=count_again, name="figures", daemon=True).start()


def _keep(key: Hashable, made: Kept[Any]) -> None:
    with _lock:
        _kept[key] = made
        _kept.move_to_end(key)
        _counting.pop(key, None)
        while len(_kept) > _KEPT_MAX:
            _kept.popitem(last=False)
