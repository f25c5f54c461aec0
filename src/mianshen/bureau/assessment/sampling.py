"""A sample of every batch is worked out again by the reference; a difference stops the batch."""

import hashlib
from collections.abc import Sequence
from heapq import nsmallest

from mianshen.bureau.assessment.asking import Answered, Asked
from mianshen.bureau.assessment.errors import DisagreementError
from mianshen.engine.facts import Facts, FactsError
from mianshen.engine.reference import assess
from mianshen.engine.results import Assessment
from mianshen.policy.pack import Pack
from mianshen.policy.saying import said

ONE_IN = 100
"""One unit in so many is worked out twice, at least one of every batch."""
MOST = 40
"""And no more than so many: a district's first load would wait for the reference for minutes."""


def check_sample(
    units: Sequence[Facts],
    answers: Sequence[Answered],
    packs: Sequence[Pack],
    year: int,
    asked: Asked,
) -> int:
    """Work a sample out again and say how many units it was.

    The sample follows from the day alone, so that it cannot be chosen. Raises `DisagreementError`.
    """
    chosen = _chosen(units, asked)
    for number in chosen:
        _compare(units[number], answers[number], packs, year, asked)
    return len(chosen)


def _chosen(units: Sequence[Facts], asked: Asked) -> Sequence[int]:
    size = min(MOST, -(-len(units) // ONE_IN))
    return nsmallest(size, range(len(units)), key=lambda number: _draw(units[number], asked))


def _draw(unit: Facts, asked: Asked) -> int:
    named = f"{asked.as_of} {' '.join(person.id for person in unit.people)}"
    return int.from_bytes(hashlib.sha256(named.encode()).digest()[:8])


def _compare(unit: Facts, answer: Answered, packs: Sequence[Pack], year: int, asked: Asked) -> None:
    try:
        again = assess(unit, packs, year=year, as_of=asked.as_of, year_closed=year in asked.closed)
    except FactsError:
        if isinstance(answer, FactsError):
            return
        raise _disagreement(unit, year) from None
    if isinstance(answer, FactsError) or _told(again) != _told(answer):
        raise _disagreement(unit, year)


def _told(answer: Assessment) -> tuple[object, ...]:
    return answer.lines, answer.choices, answer.year_choices


def _disagreement(unit: Facts, year: int) -> DisagreementError:
    people = ", ".join(person.id for person in unit.people)
    return DisagreementError(
        said(
            "person {people}, year {year}: worked out again, the amounts came out differently."
            " The batch was stopped and nothing was changed; send this line to whoever looks after"
            " the program",
            "人员 {people}，{year} 年度：抽样复算结果不一致。本批测算已停止，数据未作任何改动；"
            "请把这一行交给程序维护人员",
            people=people,
            year=year,
        )
    )
