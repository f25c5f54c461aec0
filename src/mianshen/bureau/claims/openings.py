"""Which opening balances hold: of each the one stated for the latest period, if it is one."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mianshen.bureau.bitemporal.rows import known
from mianshen.bureau.claims import models
from mianshen.engine.facts import Opening, PoolOpening

_COLUMNS = (
    *("person", "programme", "pool", "year_start", "stated_for"),
    *("base_fen", "consumed_fen", "entitled_fen", "visits", "once_given", "room_left_fen"),
    "used_fen",
)
_KEYS = 5


@dataclass(frozen=True)
class Openings:
    """The opening balances that hold, and the people of whom files for one period contradict."""

    of_programmes: tuple[Opening, ...]
    of_pools: tuple[PoolOpening, ...]
    contradicted: frozenset[int]


def openings_of(people: Collection[int], at: datetime | None = None) -> Openings:
    """The opening balances of some people, whichever file came first.

    Of one programme (or pool) and year the file for the latest period is believed. Where files for
    that period say different things none of them is: the person waits until one is taken back.
    """
    said: dict[tuple[Any, ...], dict[date, set[tuple[Any, ...]]]] = {}
    for row in known(
        models.Opening, _COLUMNS, "t.person = ANY(%(people)s)", at, people=list(people)
    ):
        *key, stated_for = row[:_KEYS]
        versions = said.setdefault(tuple(key), defaultdict(set))
        versions[stated_for or date.min].add(tuple(row[_KEYS:]))
    programmes, pools, contradicted = [], [], set()
    for (person, programme, pool, start), versions in said.items():
        last = versions[max(versions)]
        if len(last) > 1:
            contradicted.add(int(person))
            continue
        ((*counted, used_fen),) = last
        if programme is not None:
            programmes.append(Opening(str(person), programme, start, *counted))
        else:
            pools.append(PoolOpening(str(person), pool, used_fen, start))
    return Openings(
        tuple(sorted(programmes, key=repr)),
        tuple(sorted(pools, key=repr)),
        frozenset(contradicted),
    )
