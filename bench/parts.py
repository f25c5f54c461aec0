"""Where a settlement's time goes: steps of the kernel and of the job on files, timed apart."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from mianshen.engine.frames import FactFrames
from mianshen.engine.kernel import answering, charging
from mianshen.engine.kernel.cases import Cases
from mianshen.engine.kernel.lines import Answered
from mianshen.engine.kernel.readings import Readings
from mianshen.engine.kernel.rows import FoldRows
from mianshen.run import table_job

ONE_BY_ONE = "units taken up one by one"
COLUMNS = "columns read and coded"
CASES = "cases judged"
ROWS = "rows laid out for the fold"
FOLD = "the fold"
LINES = "lines and choices"

KERNEL_PARTS = {
    COLUMNS: "days, visits, years, words and amounts of all events as codes; inherent, a pass each",
    ONE_BY_ONE: "payments over a span of days, versions, chains of reversals: dealt out by the "
    "reference's `prepare`; not inherent, could be columns",
    CASES: "each distinct case once, by the reference's judge, and remembered: the run to warm up "
    "has done it, and it does not grow with rows",
    ROWS: "what the fold reads, event by event; not inherent, a fold made for one pack would read "
    "the columns",
    FOLD: "tables interpreted by compiled functions; its share above one loop is the price of one "
    "program for all packs",
    LINES: "every programme's line with its reason in words; inherent, grows with programmes",
}
"""The parts of an assessment in memory, and what of each could go."""

FILE_PARTS = {
    "facts checked and dealt out to shards": "inherent while memory is to stay level",
    "shards read": "inherent",
    **dict.fromkeys(KERNEL_PARTS, "as above"),
    CASES: "each distinct case once; does not grow with rows",
    "lines sorted and written": "inherent, grows with lines",
}
"""The parts of the job on files."""

_STEPS: tuple[tuple[Any, str, str], ...] = (
    (answering, "charged", COLUMNS),
    (Readings, "__init__", COLUMNS),
    (Cases, "_keys", COLUMNS),
    (FactFrames, "facts_of", ONE_BY_ONE),
    (charging, "prepare", ONE_BY_ONE),
    (charging, "_part_of", ONE_BY_ONE),
    (Cases, "_judge", CASES),
    (FoldRows, "__init__", ROWS),
    (FoldRows, "left_by_amounts", ROWS),
    (FoldRows, "work_out_steady_bases", ROWS),
    (FoldRows, "_active", ROWS),
    (FoldRows, "of_group", ROWS),
    (answering, "_folded", FOLD),
    (answering.Kernel, "answer", LINES),
    (Answered, "in_words", LINES),
    (table_job, "units_of", "facts checked and dealt out to shards"),
    (table_job, "_divide", "facts checked and dealt out to shards"),
    (table_job._Job, "_frames", "shards read"),
    (table_job._Job, "_write", "lines sorted and written"),
    (table_job, "_join", "lines sorted and written"),
)


class Parts:
    """Processor seconds of each part, without those of parts inside it."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._inner: list[float] = []

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function whose seconds are added to a part."""

        @wraps(function)
        def run(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            self._inner.append(0.0)
            try:
                return function(*given, **named)
            finally:
                spent = time.process_time() - started
                self.seconds[part] += spent - self._inner.pop()
                if self._inner:
                    self._inner[-1] += spent

        return run


@contextmanager
def timed_apart() -> Iterator[Parts]:
    """While it lasts, every step adds its seconds to its part; one thread alone may run them."""
    parts = Parts()
    with ExitStack() as patched:
        for owner, name, part in _STEPS:
            timed = parts.timed(part, getattr(owner, name))
            patched.enter_context(patch.object(owner, name, timed))
        yield parts
