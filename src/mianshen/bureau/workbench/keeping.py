"""Figures of a whole district: what is dear to count is counted once and stands for a while."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock, Thread
from time import monotonic
from typing import Any, Generic, TypeVar

from django.db import connection
from django.utils.timezone import now

from mianshen.bureau.workbench.sharing import counting_alone, forget_shared, share, shared

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


@dataclass(frozen=True)
class _Asked(Generic[T]):
    """Figures that are asked for: under which key, how far data have come, how they are counted."""

    key: Hashable
    through: Hashable
    count: Callable[[], T]
    stands: bool

    def found(self) -> Kept[T] | None:
        """What was counted last, if not too long ago; what is dear, by whichever process."""
        with _lock:
            found = _kept.get(self.key)
        if self.stands and (found is None or found.is_dear):
            told = shared(self.key)
            if told is not None and (found is None or told.at > found.at):
                found = told
                _keep(self.key, told)
        return None if found is None or now() - found.at > SHOWN_AT_MOST else found

    def is_right(self, found: Kept[T]) -> bool:
        """Whether what was counted stands still."""
        if now() - found.at > KEPT_AT_MOST:
            return False
        return found.is_dear or found.through == self.through

    def made(self, since: datetime | None = None) -> Kept[T]:
        """Count, unless somebody did while one waited; `since` when it has to be newer than that.

        Whoever asks for the same meanwhile waits for this count and makes none of their own.
        """
        with _lock:
            counting = _counting.setdefault(self.key, Lock())
        with counting, counting_alone(self.key) if self.stands else nullcontext():
            found = self.found()
            if found and self.is_right(found) and (since is None or found.at > since):
                return found
            fresh = self._counted()
            _keep(self.key, fresh)
            if fresh.is_dear:
                share(self.key, fresh, SHOWN_AT_MOST)
            return fresh

    def _counted(self) -> Kept[T]:
        began = monotonic()
        figures = self.count()
        is_dear = self.stands and monotonic() - began > DEAR_S
        return Kept(figures, now(), self.through, is_dear)

    def renew(self) -> None:
        """Count again beside the pages, so that nobody waits for what is dear."""
        with _lock:
            if self.key in _renewing:
                return
            _renewing.add(self.key)
        Thread(target=self._renewed, name="figures", daemon=True).start()

    def _renewed(self) -> None:
        try:
            with _one_renewed_at_a_time:
                self.made()
        except Exception:
            _log.exception("figures could not be counted again")
        finally:
            connection.close()
            with _lock:
                _renewing.discard(self.key)


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
    counted again as soon as data moved, however dear. What is dear and stands is counted once for
    all processes of a server.
    """
    asked = _Asked((connection.settings_dict["NAME"], *about), through, count, stands)
    since = now()
    if anew:
        return asked.made(since)
    found = asked.found()
    if found and asked.is_right(found):
        return found
    if found and found.is_dear:
        asked.renew()
        return found
    return asked.made()


def forget() -> None:
    """Count everything anew when it is next asked for."""
    forget_here()
    forget_shared()


def forget_here() -> None:
    """Keep nothing in this process any longer; what it shared stays."""
    with _lock:
        _kept.clear()


def _keep(key: Hashable, made: Kept[Any]) -> None:
    with _lock:
        _kept[key] = made
        _kept.move_to_end(key)
        _counting.pop(key, None)
        while len(_kept) > _KEPT_MAX:
            _kept.popitem(last=False)
