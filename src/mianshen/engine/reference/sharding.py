"""Facts divided among the people who have to be assessed together (§1.3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from mianshen.engine.facts import Facts
from mianshen.engine.reference.members import Seats

_PERSONAL = (
    "identities",
    "attributes",
    "payments",
    "deliveries",
    "openings",
    "pool_openings",
    "applications",
    "releases",
    "rejections",
    "choices",
    "responsibilities",
    "events",
)


def units(facts: Facts, seats: Iterable[Seats]) -> Iterator[Facts]:
    """The facts of the people to assess together, unit by unit, sorted.

    A unit is a household where a pack has a pool for households, else one person. People without
    events make no unit.
    """
    personal = {name: _by_person(getattr(facts, name)) for name in _PERSONAL}
    known = {person.id: person for person in facts.people}
    person_of = {event.id: event.person for event in facts.events}
    pins = defaultdict(list)
    for pin in facts.pins:
        pins[person_of.get(pin.event, "")].append(pin)
    for people in _groups(facts, seats):
        own: dict[str, Any] = {
            name: tuple(fact for person in people for fact in held.get(person, ()))
            for name, held in personal.items()
        }
        own["people"] = tuple(known[person] for person in people if person in known)
        own["pins"] = tuple(pin for person in people for pin in pins.get(person, ()))
        yield replace(facts, **own)


def _by_person(facts: Iterable[Any]) -> Mapping[str, list[Any]]:
    held: dict[str, list[Any]] = defaultdict(list)
    for fact in facts:
        held[fact.person].append(fact)
    return held


def _groups(facts: Facts, seats: Iterable[Seats]) -> list[tuple[str, ...]]:
    shared = any(pool.household for one in seats for pool in one.shared.values())
    household = {person.id: person.household for person in facts.people}
    groups: dict[str, list[str]] = defaultdict(list)
    for person in sorted({event.person for event in facts.events}):
        home = household.get(person) if shared else None
        groups[f"h:{home}" if home else f"p:{person}"].append(person)
    return sorted(tuple(group) for group in groups.values())
