"""Units assessed side by side in several processes, answered in the order they were given."""

import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context, parent_process

from mianshen.engine.facts import Facts, FactsError
from mianshen.engine.reference import assess
from mianshen.engine.results import Assessment
from mianshen.policy.pack import Pack

_ALONE_MAX = 300
"""Up to so many units one process is done before others have started."""
_CHUNK = 20
_PROCESSES_MAX = 16


@dataclass(frozen=True)
class Question:
    """What every unit is asked; `others` are packs of other regions people may belong to."""

    pack: Pack
    year: int
    as_of: date
    year_closed: bool
    traced: bool = False
    others: tuple[Pack, ...] = ()

    def ask(self, facts: Facts) -> Assessment | FactsError:
        """The answer for one unit, or why its facts cannot be assessed."""
        try:
            return assess(
                facts,
                [self.pack, *self.others],
                year=self.year,
                as_of=self.as_of,
                year_closed=self.year_closed,
                with_trace=self.traced,
            )
        except FactsError as error:
            return error


def answers(
    question: Question, facts: Iterable[Facts], count: int
) -> Iterator[Assessment | FactsError]:
    """The answers for `count` units; the same whether in one process or in several."""
    processes = min(os.cpu_count() or 1, _PROCESSES_MAX)
    if count <= _ALONE_MAX or processes == 1:
        yield from map(question.ask, facts)
        return
    # Fresh processes: a fork would copy the threads of a progress bar in the middle of their work.
    fresh = get_context("spawn")
    with ProcessPoolExecutor(processes, fresh, initializer=end_with_the_parent) as pool:
        try:
            yield from pool.map(question.ask, facts, chunksize=_CHUNK)
        finally:
            pool.shutdown(cancel_futures=True)


def end_with_the_parent() -> None:
    """End this process when the one that started it is gone; it would wait for work for ever."""
    parent = parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
