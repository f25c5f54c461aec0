"""From people to units: everyone assessed together, with all facts as known, in columns."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from mianshen.bureau.assessment.asking import Asked
from mianshen.bureau.assessment.responsible import answers_for, spans_of
from mianshen.bureau.assessment.rulings import Rulings, rulings_of
from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.claims import services as claims
from mianshen.bureau.registry import services as registry
from mianshen.engine.facts import Facts, Opening
from mianshen.engine.frames import COLUMNS_OF, UNIT, FactFrames, frames_of
from mianshen.policy.pack import Pack
from mianshen.run.case import has_household_pool
from mianshen.run.fact_tables import FactTables, units_of

WaitingRow = tuple[int, int, str, str, str]
"""Person, year, why, event, detail."""


@dataclass(frozen=True)
class Gathered:
    """Units ready for the calculator, and who has to wait before anything can be worked out."""

    frames: FactFrames
    waiting: tuple[WaitingRow, ...]


def owners_of(people: Collection[int], packs: Sequence[Pack]) -> set[int]:
    """Some people and everyone whose amounts theirs may change: who shares a pool, or shared it.

    What a number was given counts for whoever it was merged into.
    """
    if not people:
        return set()
    became = registry.merged_into()
    people = set(people) | {became[one] for one in people if one in became}
    if not any(map(has_household_pool, packs)):
        return people
    both = people | _assessed_with(people)
    return both | registry.members_of(set().union(*registry.homes_of(both).values()))


def gather(people: Collection[int], packs: Sequence[Pack], asked: Asked) -> Gathered:
    """The units of some people as known now.

    Left out are people on no roster, and whoever waits for a look at a row in doubt.
    """
    waiting = in_review(people, packs)
    able = sorted(registry.rostered(among=people) - waiting.keys())
    rulings = rulings_of(able)
    tables = {**registry.facts_in_columns(able), **claims.facts_in_columns(able)}
    ruled = frames_of([Facts(**rulings.facts)])
    for name in rulings.facts:
        tables[name] = ruled.table(name).drop(UNIT)
    waived = _waived(rulings, tables["openings"], packs)
    tables["openings"] = pl.concat([tables["openings"], waived])
    rows = [
        (person, year, "in_review", "", ", ".join(reasons))
        for person, reasons in waiting.items()
        for year in asked.years
    ]
    frames = _in_units(tables, packs, asked)
    rows += _without_pack(frames, packs, asked)
    return Gathered(frames, tuple(rows))


def _in_units(
    tables: Mapping[str, pl.DataFrame], packs: Sequence[Pack], asked: Asked
) -> FactFrames:
    """The facts with the numbers of units: households where one shares a pool, else people."""
    read = FactTables({name: table.lazy() for name, table in tables.items()}, ())
    shares = any(map(has_household_pool, packs))
    units = units_of(read, 1, by_household=shares).drop("shard")
    own = {
        name: tables.get(name, pl.DataFrame(schema=dict(columns)))
        for name, columns in COLUMNS_OF.items()
    }
    owners = own["events"].select("person", event="id").unique("event", keep="last")
    numbered = {}
    for name, table in own.items():
        beside, key = units, "person"
        if name == "people":
            key = "id"
            beside = units.rename({"person": "id"})
        elif name == "pins":
            key = "event"
            beside = owners.join(units, on="person").select("event", UNIT)
        joined = table.join(beside, on=key, maintain_order="left")
        numbered[name] = joined.sort(UNIT, maintain_order=True)
    return FactFrames(int(units[UNIT].n_unique()), numbered, claims.closures(), asked.complete_from)


def _assessed_with(people: Collection[int]) -> set[int]:
    """Everyone who was assessed together with some people the last time."""
    rows = query(
        "SELECT DISTINCT mate.person FROM assessment_answer own JOIN assessment_answer mate"
        " ON mate.facts = own.facts AND mate.known_to IS NULL"
        " WHERE own.known_to IS NULL AND own.person = ANY(%(people)s)",
        people=list(people),
    )
    return {int(person) for (person,) in rows}


def waits(people: Collection[int]) -> dict[int, list[str]]:
    """Which of some people wait, and why: rows that may mean them, rows that are to be mended."""
    found = {person: [*reasons] for person, reasons in registry.in_review(people).items()}
    for person, reasons in claims.waiting_rows(people).items():
        found[person] = sorted({*found.get(person, ()), *reasons})
    return found


def in_review(people: Collection[int], packs: Sequence[Pack]) -> dict[int, list[str]]:
    """Which of some people wait, and why; a household that shares a pool waits with them.

    It waits whole for a member who waits, and while it is not sure who belongs to it.
    """
    waiting = waits(people)
    if not any(map(has_household_pool, packs)):
        return waiting
    homes = registry.homes_of(people)
    doubted = registry.homes_in_doubt(set().union(*homes.values()))
    closed = doubted.union(*(homes.get(person, ()) for person in waiting))
    for person, own in homes.items():
        if own & closed:
            reason = "household_in_doubt" if own & doubted else "household"
            waiting.setdefault(person, [reason])
    return waiting


def _waived(rulings: Rulings, stated: pl.DataFrame, packs: Sequence[Pack]) -> pl.DataFrame:
    """Opening balances of nothing, where two people say that none need be waited for."""
    known = set(stated.select("person", "programme", "year_start").iter_rows())
    made = [
        Opening(person, name, start)
        for person, year in rulings.waived
        for pack in packs
        for name in pack.programmes
        for start in [date.fromisoformat(f"{year:04d}-{pack.year_of(name).starts}")]
        if (person, name, start) not in known
    ]
    return frames_of([Facts(openings=tuple(made))]).table("openings").drop(UNIT)


def _without_pack(frames: FactFrames, packs: Sequence[Pack], asked: Asked) -> Iterator[WaitingRow]:
    """Events that no pack in force answers for: they would silently give nothing."""
    moved = frames.table("responsibilities")[UNIT].unique().sort().to_list()
    for facts in frames.facts_of(moved if len(packs) == 1 else range(frames.units)):
        spans = spans_of(facts)
        for event in facts.events:
            year = event.settled.year
            if year in asked.years and answers_for(event, spans[event.person], packs) is None:
                yield int(event.person), year, "no_pack", event.id, ""
