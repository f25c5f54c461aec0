"""The kernel compiled by a process of its own while files are written and read."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from mianshen.run.engines import Engine, waits_to_compile

_COMPILE = "from mianshen.run.engines import compile_kernel; compile_kernel()"


@contextmanager
def compiled_meanwhile(units: int) -> Iterator[Callable[[], object]]:
    """Compile where so many units will need it; what is given waits until that is done.

    What the other process compiled is kept on disk, where this one finds it. Should it end
    without, the first use compiles, as always.
    """
    if not waits_to_compile(Engine.AUTO, units):
        yield lambda: None
        return
    process = subprocess.Popen([sys.executable, "-c", _COMPILE], stdin=subprocess.DEVNULL)
    try:
        yield process.wait
    finally:
        process.kill()
        process.wait()
