"""The one place where the calculator is called: all units of a batch in, an answer for each out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mianshen.engine.facts import Facts, FactsError
from mianshen.engine.results import Assessment
from mianshen.policy.pack import Pack
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
    """The answer for every unit in turn, or why its facts cannot be assessed."""
    first, *others = packs
    question = Question(first, year, asked.as_of, year in asked.closed, others=tuple(others))
    return list(answers(question, units, len(units)))
