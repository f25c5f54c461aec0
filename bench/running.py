"""A mix answered several times: its seconds, each part's, and what was left to the reference."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mixes import Mix
from parts import timed_apart

from mianshen.engine.facts import Facts
from mianshen.engine.kernel.answering import Kernel
from mianshen.engine.reference import assess

RUNS = 3


@dataclass(frozen=True)
class Measured:
    """Processor seconds of runs, ascending, of the parts of the middle one, and what came out."""

    count: int
    spent: list[float]
    answer: int
    parts: Counter[str]
    left: int = 0
    units: int = 0

    @property
    def middle(self) -> float:
        """Seconds of the middle run."""
        return self.spent[len(self.spent) // 2]

    @property
    def rate(self) -> float:
        """Settlements a second and core."""
        return self.count / self.middle

    @property
    def micros(self) -> float:
        """Microseconds a settlement."""
        return 1_000_000 * self.middle / self.count

    @property
    def spread(self) -> str:
        """The rate of the middle run, of the slowest and of the fastest."""
        ends = f"{self.count / self.spent[-1]:,.0f} to {self.count / self.spent[0]:,.0f}"
        return f"{self.rate:,.0f} ({ends})"


def timed(work: Callable[[], int], count: int, runs: int = RUNS) -> Measured:
    """Run work once to warm up and then several times."""
    answer = work()
    spent = []
    for _ in range(runs):
        started = time.process_time()
        answer = work()
        spent.append(time.process_time() - started)
    return Measured(count, sorted(spent), answer, Counter())


def by_kernel(mix: Mix, runs: int = RUNS) -> Measured:
    """What assesses a mix as `assess-tables` does, without files; answers all that is paid."""
    kernel = Kernel(mix.pack, year=mix.year, as_of=mix.as_of, year_closed=True)
    found = []
    left = 0
    for _ in range(runs + 1):
        with timed_apart() as parts:
            started = time.process_time()
            answered = kernel.answer(mix.frames)
            paid = int(answered.in_words(mix.frames)["amount_fen"].sum())
            found.append((time.process_time() - started, parts.seconds))
        left = len(answered.left)
    found = sorted(found[1:], key=lambda one: one[0])
    spent = [seconds for seconds, _ in found]
    own = found[len(found) // 2][1]
    return Measured(mix.settlements, spent, paid, own, left, mix.frames.units)


def by_reference(mix: Mix) -> Measured:
    """The same mix unit by unit by the reference, once."""
    units: list[Facts] = mix.frames.facts_of(range(mix.frames.units))
    asked: dict[str, Any] = {"year": mix.year, "as_of": mix.as_of, "year_closed": True}
    started = time.process_time()
    paid = 0
    for unit in units:
        paid += sum(line.amount_fen for line in assess(unit, (mix.pack,), **asked).lines)
    spent = [time.process_time() - started]
    return Measured(mix.settlements, spent, paid, Counter(), len(units), len(units))
