"""Which engine assesses: the kernel where many are asked about, else the reference; both agree."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mianshen.engine.facts import FactsError
from mianshen.engine.kernel.coverage import Uncovered
from mianshen.engine.results import Assessment
from mianshen.run.case import Case
from mianshen.run.processes import Question, answers

Answer = Assessment | FactsError
Unit = tuple[str, ...]

Track = Callable[[Sequence[Unit]], Iterable[Unit]]
"""Passes units through one by one and may show how far it is."""

UNITS_FOR_KERNEL = 300
"""Up to so many units the reference is done before the kernel has started."""
_BATCH = 2_000


class Engine(StrEnum):
    """Who works the amounts out: whichever is done sooner, or one by name."""

    AUTO = "auto"
    KERNEL = "kernel"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Assessed:
    """The answer for every unit in turn, and why units were left to the reference."""

    answers: Sequence[Answer]
    engine: Engine
    left: Mapping[str, int] = field(default_factory=dict)


def uses_kernel(engine: Engine, units: int) -> bool:
    """Whether the kernel is asked first."""
    return engine is Engine.KERNEL or (engine is Engine.AUTO and units > UNITS_FOR_KERNEL)


def waits_to_compile(engine: Engine, units: int) -> bool:
    """Whether the kernel will be asked and has yet to be compiled on this machine."""
    if not uses_kernel(engine, units):
        return False
    from mianshen.engine.kernel.folding.compiled import is_kept

    return not is_kept()


def compile_kernel() -> None:
    """Compile the kernel for this machine; it is kept for the next run."""
    from mianshen.engine.kernel.answering import make_ready

    make_ready()


def assess_units(case: Case, units: Sequence[Unit], track: Track, question: Question) -> Assessed:
    """Assess units by the kernel; what it does not cover goes to the reference.

    `track` passes units through and may show how far it is: once for the kernel, and once more for
    what is left to the reference.
    """
    # What compiles takes a second to import, which whoever does not assess need not wait for.
    from mianshen.engine.kernel.answering import Kernel

    kernel = Kernel(
        case.pack, year=question.year, as_of=question.as_of, year_closed=question.year_closed
    )
    found: list[Assessment | Uncovered] = []
    for batch in _batches(track(units)):
        found += kernel.assess([case.facts_of(unit) for unit in batch])
    left = [unit for unit, one in zip(units, found, strict=True) if isinstance(one, Uncovered)]
    again = iter(by_reference(case, left, track, question))
    reasons = Counter(str(one) for one in found if isinstance(one, Uncovered))
    merged = [next(again) if isinstance(one, Uncovered) else one for one in found]
    return Assessed(merged, Engine.KERNEL, dict(sorted(reasons.items())))


def by_reference(
    case: Case, units: Sequence[Unit], track: Track, question: Question
) -> Iterator[Answer]:
    """Assess units by the reference, in several processes where there are many."""
    found = answers(question, map(case.facts_of, units), len(units))
    for _, answer in zip(track(units), found, strict=True):
        yield answer


def _batches(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    batch: list[Unit] = []
    for unit in units:
        batch.append(unit)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
