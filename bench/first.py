"""The first answer of a process and its second: seconds by the clock, for `engine.py`."""

import time

started = time.perf_counter()

import mixes  # noqa: E402 - what is loaded belongs to the first answer

from mianshen.engine.kernel.answering import Kernel  # noqa: E402

SETTLEMENTS = 1000

mix = mixes.single(SETTLEMENTS)
for _ in range(2):
    kernel = Kernel(mix.pack, year=mixes.YEAR, as_of=mixes.AS_OF, year_closed=True)
    assert not kernel.answer(mix.frames).left
    print(time.perf_counter() - started, flush=True)
    started = time.perf_counter()
