"""The one place where the calculator is called: all units of a batch in, an answer for each out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mianshen.engine.facts import Facts, FactsError
from mianshen.engine.kernel.coverage import Uncovered
from mianshen.engine.results import Assessment
from mianshen.policy.pack import Pack
from mianshen.run.engines import Engine, uses_kernel
from mianshen.run.processes import Question, answers

Answered = Assessment | FactsError


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


def answers_to(
    units: Sequence[Facts], packs: Sequence[Pack], year: int, asked: Asked
) -> list[Answered]:
    """The answer for every unit in turn, or why its facts cannot be assessed.

    Many units go to the kernel first; what it does not cover, and few units, to the reference.
    """
    found = _by_kernel(units, packs, year, asked)
    left = [unit for unit, one in zip(units, found, strict=True) if isinstance(one, Uncovered)]
    first, *others = packs
    question = Question(first, year, asked.as_of, year in asked.closed, others=tuple(others))
    again = iter(answers(question, left, len(left)))
    return [next(again) if isinstance(one, Uncovered) else one for one in found]


def _by_kernel(
    units: Sequence[Facts], packs: Sequence[Pack], year: int, asked: Asked
) -> Sequence[Assessment | Uncovered]:
    if len(packs) > 1 or not uses_kernel(Engine.AUTO, len(units)):
        return [Uncovered.SEVERAL_PACKS] * len(units)
    # What compiles takes a second to import, which a small batch need not wait for.
    from mianshen.engine.kernel.answering import Kernel

    kernel = Kernel(packs[0], year=year, as_of=asked.as_of, year_closed=year in asked.closed)
    return kernel.assess(list(units))
