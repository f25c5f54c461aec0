"""How long facts and assessment take: rosters resolved, a year assessed and written, a change.

Run `python bench/facts.py --people 200000 --settlements 1000000 --rows 1000000`; it makes a
database of its own and removes it again.
"""

import argparse
import os
import resource
import statistics
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import partial, reduce
from typing import Any

from alone import Spent, installation_of_its_own, make_database, stopwatch, tell_machine

AS_OF, YEAR = date(2026, 3, 31), 2025
ROSTERS = 7
_CHUNK = 100_000
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = (
    "安博成德恩方国海吉军开兰明宁平清荣松泰文伟刚勇毅俊峰强东"
    "辉力永健世广志义兴良仁波贵福生龙元全胜学祥才发武新利飞彬"
)
_DAYS = 81 * 12 * 28
"""So many birth dates; about twenty people of a district share one, and some eleven a name."""


@dataclass
class Figures:
    """What was measured, by name: seconds by the clock, of this process and of the database's."""

    found: dict[str, list[Spent]] = field(default_factory=dict)

    def timed(self, name: str, act: Callable[[], Any]) -> Any:
        """Do something once more and keep how long it took."""
        spent = stopwatch()
        result = act()
        taken = spent()
        self.found.setdefault(name, []).append(taken)
        print(f"{name:44} {taken}", flush=True)
        return result

    def spread(self) -> Iterator[str]:
        """The middle, the least and the most of what was done several times."""
        for name, taken in self.found.items():
            if len(taken) > 1:
                clock = sorted(one.clock for one in taken)
                middle = statistics.median(clock)
                yield f"{name:44} {middle:8.2f} s ({clock[0]:.2f} to {clock[-1]:.2f})"


def main() -> None:
    """Measure each part and print it, with the machine and how busy it was."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--settlements", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of all rosters together")
    parser.add_argument(
        "--on-lists", type=int, help="people on all rosters together; else --people"
    )
    parser.add_argument("--changed", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=3, help="how often a change is measured")
    parser.add_argument("--at-once", type=int, default=20_000, help="people of one batch")
    parser.add_argument("--pack", default="yubei")
    given = parser.parse_args()
    with installation_of_its_own():
        _run(given)


def _run(given: argparse.Namespace) -> None:
    make_database()
    tell_machine()
    print(f"{given.people:,} people, {given.settlements:,} settlements, pack {given.pack}")
    figures = Figures()
    _rosters(figures, given.rows, given.on_lists or given.people)
    _settle(given.people, given.settlements)
    _assess(figures, given)
    print("\n".join(figures.spread()))
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"load {os.getloadavg()[0]:.1f} at the end, {memory_mib:,} MiB at most")


def _rosters(figures: Figures, rows: int, people: int) -> None:
    """Whole lists of seven sources, once new and once as the next month brings them."""
    each = rows // ROSTERS
    apart = max(0, people - each) // (ROSTERS - 1)
    print(f"{ROSTERS} rosters, {each * ROSTERS:,} rows of {each + apart * (ROSTERS - 1):,} people")
    for title, months in (("first load", "202501"), ("next month", "202502")):
        listed = [_list(source * apart, source, each, months) for source in range(ROSTERS)]
        figures.timed(f"rosters, {title}", partial(_resolve, figures, listed, months))
        for part in ("whom rows mean", "what follows"):
            spent = figures.found.pop(part)
            print(f"{'  ' + part:44} {reduce(Spent.and_more, spent)}", flush=True)
        del listed
    registry = _registry()
    registry.clear_marks(registry.dirty_people())


def _resolve(figures: Figures, lists: Sequence[Sequence[Any]], months: str) -> None:
    """Each list as the platform takes it in; how the next two name people is worked out beside."""
    from django.db import connections, transaction

    from mianshen.bureau.bitemporal.stating import Stated
    from mianshen.bureau.intake.in_turn import AHEAD, short_turns
    from mianshen.run.reading.periods import period_of

    registry, period = _registry(), period_of(months)

    def spell(rows: Sequence[Any]) -> Any:
        return registry.spell([row.named for row in rows])

    with short_turns(), ThreadPoolExecutor(1) as beside:
        spelled = [beside.submit(spell, rows) for rows in lists[:AHEAD]]
        for source, rows in enumerate(lists):
            spent = stopwatch()
            named = spelled[source].result()
            spelled += (beside.submit(spell, more) for more in lists[source + AHEAD :][:1])
            with transaction.atomic():
                stated = Stated(registry.next_moment(), source + 1, "system:bench")
                identified = registry.identify(named, stated)
                figures.found.setdefault("whom rows mean", []).append(spent())
                spent = stopwatch()
                delivered = registry.RosterList(
                    f"roster-{source}", "rosters", period, True, tuple(rows), (), 30
                )
                registry.state_list(delivered, identified, stated)
            figures.found.setdefault("what follows", []).append(spent())
        beside.submit(connections.close_all).result()


def _registry() -> Any:
    from mianshen.bureau.registry import services

    return services


def _list(first: int, source: int, rows: int, month: str) -> list[Any]:
    """A roster: the people from `first` on; of the next month one in a hundred is another."""
    from mianshen.run.people import Named
    from mianshen.run.reading.periods import period_of
    from mianshen.run.rosters import RosterRow

    period = period_of(month)
    assert period is not None
    shift = 0 if month.endswith("01") else rows // 100
    listed = []
    for place, number in enumerate(range(first + shift, first + shift + rows)):
        drawn = number * 7_919
        given, drawn = _GIVEN[drawn // 16 % 56], drawn // 16 // 56
        name = _SURNAMES[number * 7_919 % 16] + given + _GIVEN[drawn % 56]
        named = Named(
            f"{source}:{month}:{place}",
            _card(number),
            None,
            name,
            rank=1,
            role="rosters",
            source=f"roster-{source}",
        )
        listed.append(
            RosterRow(
                *(named, "低保", date(2024, 1, 1), None, None, "civil-affairs"),
                source=f"roster-{source}",
                period=period,
            )
        )
    return listed


def _card(number: int) -> str:
    from mianshen.standards.identity.numbers import check_digit

    turn, born = divmod(number, _DAYS)
    month, day = divmod(born, 28)
    year, month = divmod(month, 12)
    place = (turn * 47 + born * 13) % 1_000
    first = f"510118{1930 + year}{month + 1:02d}{day + 1:02d}{place:03d}"
    return first + check_digit(first)


def _settle(people: int, settlements: int) -> None:
    """People on a list with settlements spread over them and the year, straight into the tables."""
    from mianshen.bureau.bitemporal.rows import query

    query(_PEOPLE, people=people)
    query(_IDENTITIES)
    for first in range(0, settlements, _CHUNK):
        last = min(first + _CHUNK, settlements) - 1
        query(_SETTLEMENTS, first=first, last=last, people=people)
    query(_OUTCOMES)
    query("INSERT INTO registry_dirty_mark (person, batch, at) SELECT id, 1, now() FROM bench")


_PEOPLE = """
    CREATE TEMPORARY TABLE bench AS WITH made AS (
        INSERT INTO registry_person (batch) SELECT 0 FROM generate_series(1, %(people)s)
        RETURNING id)
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM made"""

_IDENTITIES = """
    INSERT INTO registry_identity (person_id, identity, source, office, document, valid_from,
        confirmed, start_reason, end_reason, known_from, batch, place)
    SELECT id, '低保', 'bench', '', '', '2020-01-01', true, 'stated', '', now(), 1, ''
      FROM bench"""

# Amounts follow from the number of the settlement; the same sizes give the same rows.
_SETTLEMENTS = """
    INSERT INTO claims_settlement (naming, person, extra, digest, known_from, batch, place,
        setl_id, mdtrt_id, med_type, insutype, begndate, enddate, setl_time, hosp_lv,
        medfee_sumamt_fen, inscp_scp_amt_fen, hifp_pay_fen, fund_pay_sumamt_fen,
        psn_part_amt_fen, funds)
    SELECT 0, bench.id, '{}', decode(md5(n::text), 'hex'), now(), 1, '', 'b' || n, 'v' || n,
        '21', '390', day, day, day + time '10:00', '5', fee, fee * 9 / 10, fee / 2, fee / 2,
        fee - fee / 2, '[]'
      FROM generate_series(%(first)s::bigint, %(last)s) AS n
      JOIN bench ON bench.place = n %% %(people)s,
           LATERAL (SELECT date '2025-01-01' + (n * 37 %% 365)::int AS day,
                           100000 + n * 7919 %% 2000000 AS fee) AS drawn"""

_OUTCOMES = """
    INSERT INTO claims_outcome (settlement_id, person, outcome, reason, is_used, rule, known_from,
        batch, place)
    SELECT id, person, 'kept', 'counts', true, '', now(), 1, '' FROM claims_settlement s
     WHERE NOT EXISTS (SELECT 1 FROM claims_outcome o WHERE o.settlement_id = s.id)"""


def _assess(figures: Figures, given: argparse.Namespace) -> None:
    """Everyone once, then some people to whom a settlement was added, several times."""
    from mianshen.bureau.assessment import services as assessment
    from mianshen.bureau.bitemporal.rows import query
    from mianshen.bureau.bitemporal.stating import Stated
    from mianshen.bureau.registry import services as registry
    from mianshen.run.engines import compile_kernel
    from mianshen.run.shipped import locate

    figures.timed("the kernel compiled, or read", compile_kernel)
    stated = Stated(registry.next_moment(), 0, "system:bench")
    assessment.put_in_force(locate(given.pack), (), stated)
    asked = assessment.Asked(AS_OF, (YEAR,))

    def everyone() -> list[Any]:
        return list(assessment.assess_marked(asked, "system:bench", given.at_once))

    done = figures.timed(f"{given.people:,} people assessed and written", everyone)
    lines = sum(one.lines for one in done)
    print(f"{'':44} {lines:,} lines, {sum(one.sampled for one in done)} units worked out twice")
    for number in range(given.times):
        first = given.settlements + number * given.changed
        last = first + given.changed - 1
        query(_SETTLEMENTS, first=first, last=last, people=given.people)
        query(_OUTCOMES)
        query(
            "INSERT INTO registry_dirty_mark (person, batch, at)"
            " SELECT DISTINCT person, %(batch)s, now() FROM claims_settlement"
            " WHERE setl_id = ANY(%(ids)s)",
            batch=number + 2,
            ids=[f"b{one}" for one in range(first, last + 1)],
        )
        figures.timed(f"{given.changed:,} changed people assessed and written", everyone)


if __name__ == "__main__":
    main()
