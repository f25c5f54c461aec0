"""How often Python looks for objects that hold each other: seldom, while rows come by thousands."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_THRESHOLDS = (20_000, 20, 50)
"""Rows hold nothing that holds them: as often as usual, a sixth of the time went to looking."""


def collect_seldom() -> None:
    """Look seldom, as long as this process lives."""
    gc.set_threshold(*_THRESHOLDS)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look seldom, and afterwards as often as before."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
