"""The one place where the calculator is called: all units of a batch in, an answer for each out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from mianshen.bureau.assessment.answers import Answers, of_kernel, of_objects
from mianshen.engine.facts import FactsError
from mianshen.engine.frames import FactFrames
from mianshen.policy.pack import Pack
from mianshen.run.engines import Engine, uses_kernel
from mianshen.run.processes import Question, answers

if TYPE_CHECKING:
    from mianshen.engine.kernel.answering import Kernel


@dataclass(frozen=True, slots=True)
class Asked:
    """What a batch asks: which benefit years, and from which day they are looked at.

    `closed` are the years whose end has been settled. `complete_from` is the day our settlement
    data begin; none means they cover every year, so that no opening balance is missing.
    """

    as_of: date
    years: tuple[int, ...]
    closed: frozenset[int] = frozenset()
    complete_from: date | None = None


def answers_to(frames: FactFrames, packs: Sequence[Pack], year: int, asked: Asked) -> Answers:
    """The answers for all units, or why the facts of one cannot be assessed.

    Many units go to the kernel as columns; what it does not cover, and few units, to the reference.
    """
    if len(packs) > 1 or not uses_kernel(Engine.AUTO, frames.units):
        return by_reference(frames, range(frames.units), packs, year, asked)
    with _ANSWERING:
        answered = _kernel(packs[0], year, asked).answer(frames)
        told = of_kernel(answered, frames, packs[0])
    return told.with_others(by_reference(frames, sorted(answered.left), packs, year, asked))


def by_reference(
    frames: FactFrames, numbers: Sequence[int], packs: Sequence[Pack], year: int, asked: Asked
) -> Answers:
    """The answers of the reference for some units."""
    first, *others = packs
    question = Question(first, year, asked.as_of, year in asked.closed, others=tuple(others))
    units = frames.facts_of(numbers)
    told, refused = [], {}
    for number, facts, answer in zip(
        numbers, units, answers(question, units, len(units)), strict=True
    ):
        if isinstance(answer, FactsError):
            refused[number] = str(answer)
        else:
            told.append((number, facts, answer))
    found = of_objects(told, packs, year)
    return Answers(found.lines, found.choices, found.years, refused)


def _kernel(pack: Pack, year: int, asked: Asked) -> "Kernel":
    """The kernel for a question; it remembers what it judged for the batches after."""
    # What compiles takes a second to import, which a small batch need not wait for.
    from mianshen.engine.kernel.answering import Kernel

    key = (id(pack), year, asked.as_of, year in asked.closed)
    if key not in _KERNELS:
        if len(_KERNELS) == _KERNELS_MAX:
            del _KERNELS[next(iter(_KERNELS))]
        kernel = Kernel(pack, year=year, as_of=asked.as_of, year_closed=year in asked.closed)
        _KERNELS[key] = pack, kernel
    return _KERNELS[key][1]


_ANSWERING = Lock()
"""A kernel remembers as it answers: it is asked by one at a time."""
_KERNELS_MAX = 4
_KERNELS: dict[tuple[object, ...], tuple[Pack, "Kernel"]] = {}
"""Kernels of the last questions, each with its pack, so that no other can have its number."""
