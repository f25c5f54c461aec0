"""What out of the ordinary happened in a world, so that the proofs can say what they have met."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from generation.events import WORDS
from generation.people import VALUES
from generation.worlds import World
from mianshen.engine.facts import (
    Application,
    AttributeFact,
    Choice,
    Closure,
    Event,
    Facts,
    Opening,
    Value,
)
from mianshen.engine.results import Assessment, Effect, Line, Reason, Status
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Combine, PoolScope

MID_STAY = "mid-stay"
PAYER_AFTER = "payer listed after"
IDENTITY_CHANGE = "identity change"
HOUSEHOLD = "household"
REVERSAL = "reversal"
HELD_THEN_CLEARED = "held then cleared"

EFFECTS = (
    *(effect.value for effect in Effect),
    MID_STAY,
    PAYER_AFTER,
    IDENTITY_CHANGE,
    HOUSEHOLD,
    REVERSAL,
    HELD_THEN_CLEARED,
)
SHARE_PERCENT = 5

Assess = Callable[[World], Assessment]


def effects_in(world: World, assessment: Assessment, assess: Assess) -> set[str]:
    """The effects that occurred; asks `assess` again where something held may clear."""
    checks = {
        MID_STAY: _mid_stay,
        PAYER_AFTER: _payer_after,
        IDENTITY_CHANGE: _identity_change,
        HOUSEHOLD: _household,
        REVERSAL: _reversal,
    }
    found = {effect.value for effect in assessment.effects}
    found |= {name for name, occurs in checks.items() if occurs(world, assessment)}
    if _clears(world, assessment, assess):
        found.add(HELD_THEN_CLEARED)
    return found


def _computed(world: World, assessment: Assessment) -> list[Event]:
    """Events that have a line which is not excluded, each once."""
    ids = {line.event for line in assessment.lines if line.status is not Status.EXCLUDED}
    return list({event.id: event for event in world.facts.events if event.id in ids}.values())


def _mid_stay(world: World, assessment: Assessment) -> bool:
    paid = {line.event for line in assessment.lines if line.amount_fen > 0}
    visits = [(one.person, one.visit) for one in _computed(world, assessment) if one.id in paid]
    return len(visits) > len(set(visits))


def _payer_after(world: World, assessment: Assessment) -> bool:
    return any(
        event.paid_fen.get(source, 0) > 0
        for event in _computed(world, assessment)
        for pack in world.packs
        for source in _sources_after(pack)
    )


def _sources_after(pack: Pack) -> Iterator[str]:
    """Sources of payers that stand after the first layer of programmes."""
    seen = False
    for layer in pack.layers:
        seen = seen or bool(layer.members)
        if seen:
            yield from (source for name in layer.payers for source in pack.payers[name].sources)


def _identity_change(world: World, assessment: Assessment) -> bool:
    """Whether a person's identities differ between two events, and one of them was paid."""
    paid = {line.event for line in assessment.lines if line.amount_fen > 0}
    held: dict[str, set[frozenset[str]]] = {}
    for event in _computed(world, assessment):
        held.setdefault(event.person, set()).add(_identities_on(world.facts, event))
    events = {event.person for event in _computed(world, assessment) if event.id in paid}
    return any(len(held[person]) > 1 for person in events)


def _identities_on(facts: Facts, event: Event) -> frozenset[str]:
    day = event.settled.date()
    return frozenset(
        one.identity
        for one in facts.identities
        if one.person == event.person and one.start <= day <= (one.end or date.max)
    )


def _household(world: World, assessment: Assessment) -> bool:
    """Whether two people of one household were paid out of the same household pool."""
    homes = {person.id: person.household for person in world.facts.people}
    for pack in world.packs:
        shared = {name for name, pool in pack.pools.items() if pool.scope is PoolScope.HOUSEHOLD}
        paid = {
            (homes[line.person], line.person)
            for line in assessment.lines
            if line.amount_fen > 0
            and line.programme in pack.programmes
            and shared & set(pack.programmes[line.programme].pools)
        }
        known = [home for home, _ in paid if home is not None]
        if len(known) > len(set(known)):
            return True
    return False


def _reversal(world: World, assessment: Assessment) -> bool:
    named = {event.reverses for event in world.facts.events}
    return any(line.reason is Reason.REVERSED and line.event in named for line in assessment.lines)


def _clears(world: World, assessment: Assessment, assess: Assess) -> bool:
    held = {_key(line) for line in assessment.lines if line.status is Status.HELD}
    if not held:
        return False
    again = assess(supplied(world))
    return any(_key(line) in held and line.status is Status.ENTITLED for line in again.lines)


def _key(line: Line) -> tuple[str, str | None, str]:
    return line.person, line.event, line.programme


def supplied(world: World) -> World:
    """The same world once everybody has stated what was missing."""
    facts, ids = world.facts, [person.id for person in world.facts.people]
    sources = [name for pack in world.packs for one in pack.payers.values() for name in one.sources]
    closures = tuple(Closure(source, date(2026, 1, 1)) for source in sources)
    full = replace(
        facts,
        events=tuple(_stated(event) for event in facts.events),
        people=tuple(replace(one, born=one.born or date(1950, 1, 1)) for one in facts.people),
        identities=tuple(replace(one, confirmed=True) for one in facts.identities),
        attributes=facts.attributes + tuple(_attributes(world, ids)),
        closures=facts.closures + closures,
        openings=facts.openings + tuple(_openings(world, ids)),
        applications=facts.applications + tuple(_applications(world)),
        choices=tuple(_choices(world, ids)) + facts.choices,
    )
    return replace(world, facts=full, year_closed=True)


def _stated(event: Event) -> Event:
    usual: dict[str, Value] = {word: values[0] for word, values in WORDS.items()}
    return replace(event, facts={**usual, "tier": Fraction(1), "days": Fraction(3), **event.facts})


def _attributes(world: World, ids: list[str]) -> Iterator[AttributeFact]:
    stated = {(one.person, one.name) for one in world.facts.attributes}
    for name in dict.fromkeys(name for pack in world.packs for name in pack.spelling.attributes):
        value = VALUES[name][0]
        for person in ids:
            if (person, name) not in stated:
                known = Fraction(value) if name == "income" else value
                yield AttributeFact(person, name, known)


def _openings(world: World, ids: list[str]) -> Iterator[Opening]:
    """Empty openings where our data begins late and none was stated."""
    if world.facts.complete_from is None:
        return
    stated = {(one.person, one.programme) for one in world.facts.openings}
    for pack in world.packs:
        for name in pack.programmes:
            month, day = map(int, pack.year_of(name).starts.split("-"))
            for person in ids:
                if (person, name) not in stated:
                    yield Opening(person, name, date(2024 - ((month, day) != (1, 1)), month, day))


def _applications(world: World) -> Iterator[Application]:
    stated = {(one.person, one.programme, one.event) for one in world.facts.applications}
    for pack in world.packs:
        for name in pack.programmes:
            for event in world.facts.events:
                keys = {(event.person, name, event.id), (event.person, name, None)}
                if not keys & stated:
                    stated |= {(event.person, name, event.id)}
                    yield Application(event.person, name, event.discharged, event.id)


def _choices(world: World, ids: list[str]) -> Iterator[Choice]:
    for pack in world.packs:
        for layer in pack.layers:
            if layer.combine is Combine.ELECTIVE:
                yield from (Choice(person, layer.id, layer.members[0]) for person in ids)
