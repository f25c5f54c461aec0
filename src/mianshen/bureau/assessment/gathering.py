"""From people to units: everyone who has to be assessed together, with all facts as known."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from mianshen.bureau.assessment.asking import Asked
from mianshen.bureau.assessment.rulings import Rulings, rulings_of
from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.claims import services as claims
from mianshen.bureau.registry import services as registry
from mianshen.engine.facts import Event, Facts, Opening, Responsibility
from mianshen.engine.reference.members import Seats
from mianshen.engine.reference.sharding import units
from mianshen.policy.pack import Pack
from mianshen.run.case import has_household_pool

WaitingRow = tuple[int, int, str, str, str]
"""Person, year, why, event, detail."""


@dataclass(frozen=True)
class Gathered:
    """Units ready for the calculator, and who has to wait before anything can be worked out."""

    units: tuple[Facts, ...]
    waiting: tuple[WaitingRow, ...]


def owners_of(people: Collection[int], packs: Sequence[Pack]) -> set[int]:
    """Some people and everyone whose amounts theirs may change: who shares a pool, or shared it."""
    if not people or not any(map(has_household_pool, packs)):
        return set(people)
    both = set(people) | _assessed_with(people)
    return both | registry.members_of(set().union(*registry.homes_of(both).values()))


def gather(
    people: Collection[int], packs: Sequence[Pack], asked: Asked, at: datetime | None = None
) -> Gathered:
    """The units of some people as known at a moment (none: now).

    Left out are people on no roster, and whoever waits for a look at a row in doubt.
    """
    waiting = in_review(people, packs)
    able = sorted(set(people) & registry.rostered(at) - waiting.keys())
    rulings = rulings_of(able, at)
    known = claims.facts_as_known(able, at)
    facts = replace(
        registry.facts_as_known(able, at),
        events=known.events,
        payments=known.payments,
        deliveries=known.deliveries,
        closures=known.closures,
        openings=(*known.openings, *_waived(rulings, known.openings, packs)),
        pool_openings=known.pool_openings,
        **rulings.facts,
        complete_from=asked.complete_from,
    )
    rows = [
        (person, year, "in_review", "", ", ".join(reasons))
        for person, reasons in waiting.items()
        for year in asked.years
    ]
    rows += _without_pack(facts, packs, asked)
    return Gathered(tuple(units(facts, map(Seats, packs))), tuple(rows))


def answers_for(
    event: Event, spans: Sequence[Responsibility], packs: Sequence[Pack]
) -> Pack | None:
    """The pack that answers for an event of somebody with some responsibilities, if any does."""
    if not spans:
        return packs[0] if len(packs) == 1 else None
    day = event.settled.date()
    for span in spans:
        if span.start <= day <= (span.end or date.max):
            return next((pack for pack in packs if pack.id == span.pack), None)
    return None


def spans_of(facts: Facts) -> dict[str, list[Responsibility]]:
    """Who answers for each person, over time."""
    spans: dict[str, list[Responsibility]] = defaultdict(list)
    for span in facts.responsibilities:
        spans[span.person].append(span)
    return spans


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


def _waived(
    rulings: Rulings, stated: Sequence[Opening], packs: Sequence[Pack]
) -> Iterator[Opening]:
    """Opening balances of nothing, where two people say that none need be waited for."""
    known = {(one.person, one.programme, one.year_start) for one in stated}
    for person, year in rulings.waived:
        for pack in packs:
            for name in pack.programmes:
                start = date.fromisoformat(f"{year:04d}-{pack.year_of(name).starts}")
                if (person, name, start) not in known:
                    yield Opening(person, name, start)


def _without_pack(facts: Facts, packs: Sequence[Pack], asked: Asked) -> Iterator[WaitingRow]:
    """Events that no pack in force answers for: they would silently give nothing."""
    spans = spans_of(facts)
    for event in facts.events:
        year = event.settled.year
        if year in asked.years and answers_for(event, spans[event.person], packs) is None:
            yield int(event.person), year, "no_pack", event.id, ""
