"""A sample of every batch is worked out again by the reference; a difference stops the batch."""

import hashlib
from collections.abc import Sequence
from heapq import nsmallest

import polars as pl

from mianshen.bureau.assessment.answers import Answers, of_objects
from mianshen.bureau.assessment.asking import Asked
from mianshen.bureau.assessment.errors import DisagreementError
from mianshen.engine.facts import Facts, FactsError
from mianshen.engine.frames import UNIT, FactFrames
from mianshen.engine.reference import assess
from mianshen.policy.pack import Pack
from mianshen.policy.saying import said

ONE_IN = 100
"""One unit in so many is worked out twice, at least one of every batch."""
MOST = 20
"""And no more than so many: of a district's first load the reference would be a quarter."""


def check_sample(
    frames: FactFrames,
    answers: Answers,
    packs: Sequence[Pack],
    year: int,
    asked: Asked,
    most: int = MOST,
) -> int:
    """Work a sample out again and say how many units it was, `most` at the most.

    The sample follows from the day alone, so that it cannot be chosen. What is compared are the
    rows to be kept. Raises `DisagreementError`.
    """
    chosen = _chosen(frames, asked, most)
    for number, unit in zip(chosen, frames.facts_of(chosen), strict=True):
        if not _again(number, unit, packs, year, asked).same_as(answers.of_units([number])):
            raise _disagreement(unit, year)
    return len(chosen)


def _chosen(frames: FactFrames, asked: Asked, most: int) -> Sequence[int]:
    size = min(most, -(-frames.units // ONE_IN))
    people = frames.table("people")
    named = people.group_by(UNIT).agg(pl.col("id").str.join(" "))
    names = dict(named.iter_rows())
    units = range(frames.units)
    return nsmallest(size, units, key=lambda number: _draw(names.get(number, ""), asked))


def _draw(people: str, asked: Asked) -> int:
    digest = hashlib.sha256(f"{asked.as_of} {people}".encode()).digest()
    return int.from_bytes(digest[:8])


def _again(number: int, unit: Facts, packs: Sequence[Pack], year: int, asked: Asked) -> Answers:
    try:
        answer = assess(unit, packs, year=year, as_of=asked.as_of, year_closed=year in asked.closed)
    except FactsError as error:
        return Answers(refused={number: str(error)})
    return of_objects([(number, unit, answer)], packs, year)


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
