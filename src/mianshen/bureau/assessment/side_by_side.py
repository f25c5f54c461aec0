"""Everyone who is marked, assessed batch by batch, and the parts of a batch three at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, groupby, islice

from django.db import connections, transaction

from mianshen.bureau.assessment.asking import Asked
from mianshen.bureau.assessment.assessing import (
    Assessed,
    assess_and_clear,
    keep_frame,
    telling_disagreements,
    whom_to_assess,
)
from mianshen.bureau.assessment.policies import in_force, policy
from mianshen.bureau.assessment.sampling import MOST
from mianshen.bureau.assessment.taking_turns import leader, one_at_a_time, part_of
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry import services as registry
from mianshen.run.case import has_household_pool
from mianshen.run.collecting import seldom_collecting

AT_A_TIME = 3
"""While one is written by the database the others reckon, of which one holds Python at a time."""
PARTS = 6
"""More than go at a time: who ends first goes on, and only the last are waited for."""
FEW = 2_000
"""So few people are done sooner than a second connection pays."""

_Marks = Mapping[int, Collection[int]]


def assess_marked(
    asked: Asked, actor: str, at_once: int, people: Collection[int] | None = None
) -> Iterator[Assessed]:
    """Assess everyone who is marked (or of some people those who are), so many at once.

    Each batch has a moment of its own; so has each part of a batch its transaction. Killed
    anywhere and called again it ends in the same state: a part is kept with its marks cleared, or
    not at all. Raises what `assess_dirty` raises. Call it outside a transaction.
    """
    while registry.is_anybody_dirty(people):
        with transaction.atomic():
            stated = Stated(registry.next_moment(), 0, actor)
        yield from _batch(asked, stated, at_once, people)


@seldom_collecting()
def _batch(
    asked: Asked, stated: Stated, at_once: int, people: Collection[int] | None
) -> Sequence[Assessed]:
    digests = in_force()
    # What all parts rest on is there before: one would wait for the other to end.
    for year in asked.years:
        keep_frame(year, asked, digests)
    with telling_disagreements(stated), transaction.atomic():
        one_at_a_time()
        parts = _parts(whom_to_assess(at_once, people))
        if len(parts) == 1:
            return [assess_and_clear(parts[0], asked, stated)]
        leading = leader()
        with ThreadPoolExecutor(AT_A_TIME) as beside:
            done = [beside.submit(_part, one, asked, stated, leading) for one in parts]
        return [one.result() for one in done]


def _parts(marks: _Marks) -> list[_Marks]:
    """People who are never assessed together, all numbers of one among them in one part.

    Where households share a pool nobody is parted.
    """
    packs = [policy(digest) for digest in in_force()]
    if len(marks) < FEW or any(map(has_household_pool, packs)):
        return [marks]
    became = registry.merged_into()

    def is_now(one: tuple[int, Collection[int]]) -> int:
        return became.get(one[0], one[0])

    people = (list(same) for _, same in groupby(sorted(marks.items(), key=is_now), key=is_now))
    size = -(-len(marks) // PARTS)
    parts = [dict(chain.from_iterable(islice(people, size))) for _ in range(PARTS)]
    return [part for part in parts if part]


def _part(marks: _Marks, asked: Asked, stated: Stated, leading: int) -> Assessed:
    """A part in a transaction and on a connection of its own."""
    try:
        with transaction.atomic():
            part_of(leading)
            return assess_and_clear(marks, asked, stated, MOST // PARTS)
    finally:
        connections.close_all()
