"""No sweeping for rubbish while very many rows are made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unswept() -> Iterator[None]:
    """Let Python not look for cycles meanwhile.

    Rows of a list are made by the hundred thousand, have no cycles among them, and are let go
    together: to go through all of them again and again took a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
