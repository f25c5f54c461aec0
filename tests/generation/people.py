"""Generated people: who they are over time, and everything stated about them and their events."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from generation import events as happenings
from generation.drawing import Drawing
from generation.events import Reading
from generation.figures import IDENTITIES
from mianshen.engine.facts import (
    Application,
    AttributeFact,
    Choice,
    Closure,
    Event,
    Facts,
    Identity,
    Opening,
    Person,
    Pin,
    PoolOpening,
    Rejection,
    Release,
    Responsibility,
    Value,
)
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Combine, Kind, Per, Programme, Year

VALUES: dict[str, tuple[Any, ...]] = {
    "income": (1000, 800, 3000, 0),
    "hukou": ("本地", "外地"),
    "job": ("务农", "务工"),
    "tested": (True, False),
}


ODDITIES = (
    ("payments", 26),
    ("delivered", 20),
    ("reversals", 24),
    ("closures", 10),
    ("versions", 7),
    ("rejections", 9),
    ("openings", 13),
)
ODDITIES_COUNTED = (30, 36, 24, 10)


def reading_of(packs: tuple[Pack, ...]) -> Reading:
    """The words that stand in the packs; others are not worth stating."""
    spelled = [
        pack.spelling.model_dump(mode="json", fallback=str, exclude_defaults=True) for pack in packs
    ]
    words = re.findall(r"\w+", json.dumps(spelled, ensure_ascii=False))
    return Reading(packs, frozenset(words))


def facts_for(d: Drawing, packs: tuple[Pack, ...]) -> Facts:
    """Facts about one or two people, with events that the packs have programmes for."""
    reading = reading_of(packs)
    together = any(pool.scope == "household" for pack in packs for pool in pack.pools.values())
    count = 2 if d.chance(94 if together else 18) else 1
    ids = [f"P{number}" for number in range(1, count + 1)]
    people = tuple(_person(d, one, together=together) for one in ids)
    events: list[Event] = []
    for one in ids:
        many = d.among((2, 42), (1, 13), (3, 40), (4, 12)) if count == 1 else d.of(1, 2, 2, 3)
        events += happenings.events_of(d, reading, one, many)
    odd = d.few(ODDITIES_COUNTED, *ODDITIES)
    facts = Facts(
        people=people,
        identities=tuple(identity for one in ids for identity in _identities(d, one)),
        attributes=tuple(stated for one in ids for stated in _attributes(d, packs, one)),
        payments=tuple(happenings.payments(d, reading, events)) if "payments" in odd else (),
        deliveries=tuple(happenings.deliveries(d, reading, events)) if "delivered" in odd else (),
        closures=tuple(_closures(d, reading)) if "closures" in odd else (),
        applications=tuple(_applications(d, packs, events)),
        releases=tuple(_releases(d, packs, events)),
        rejections=tuple(_rejections(d, packs, events)) if "rejections" in odd else (),
        pins=tuple(_pins(d, packs, events)),
        choices=tuple(_choices(d, packs, ids)),
        responsibilities=tuple(_responsibilities(d, packs, ids)),
    )
    if "openings" in odd:
        facts = replace(facts, **_openings(d, packs[0], ids))
    if any(pack.pools for pack in packs) and d.chance(12):
        facts = replace(facts, pool_openings=tuple(_pool_openings(d, packs[0], ids)))
    return replace(facts, events=_all_events(d, events, odd))


def _all_events(d: Drawing, events: list[Event], odd: set[str]) -> tuple[Event, ...]:
    second = list(happenings.versions(d, events)) if "versions" in odd else []
    changed = {event.id for event in second}
    plain = [event for event in events if event.id not in changed]
    back = happenings.reversals(d, plain) if "reversals" in odd else ()
    return (*events, *second, *back)


def _person(d: Drawing, identifier: str, *, together: bool) -> Person:
    born = d.among((date(1960, 5, 10), 60), (date(1964, 9, 15), 20), (None, 20))
    sex = d.among(("女", 50), ("男", 40), (None, 10))
    household = "H" if d.chance(94 if together else 20) else None
    return Person(identifier, born, sex, household)


def _identities(d: Drawing, person: str) -> Iterator[Identity]:
    for identity, percent in zip(IDENTITIES, (88, 42, 34), strict=True):
        if not d.chance(percent):
            continue
        start = date(2020, 1, 1)
        end = None
        recognised = None
        span = d.among(("all", 46), ("from", 30), ("to", 16), ("two", 8))
        if span in ("from", "two"):
            start = d.of(date(2024, 3, 31), date(2024, 5, 10), date(2024, 1, 20))
            if d.chance(25):
                recognised = d.of(start, start + timedelta(days=40))
        if span == "to":
            end = d.of(date(2024, 4, 1), date(2024, 6, 29))
        yield Identity(person, identity, start, end, recognised, confirmed=not d.chance(5))
        if span == "two":
            yield Identity(person, identity, date(2023, 1, 1), start - timedelta(days=30))


def _attributes(d: Drawing, packs: tuple[Pack, ...], person: str) -> Iterator[AttributeFact]:
    for name in dict.fromkeys(name for pack in packs for name in pack.spelling.attributes):
        if not d.chance(66):
            continue
        if d.chance(15):
            middle = d.of(date(2024, 4, 1), date(2024, 6, 30))
            yield AttributeFact(person, name, _value(d, name), date(2020, 1, 1), middle)
            if d.chance(60):
                yield AttributeFact(person, name, _value(d, name), middle + timedelta(days=1))
        else:
            yield AttributeFact(person, name, _value(d, name))


def _value(d: Drawing, name: str) -> Value:
    value = d.of(*VALUES[name])
    return Fraction(value) if name == "income" else value


def _closures(d: Drawing, reading: Reading) -> Iterator[Closure]:
    for source in reading.payer_sources():
        if d.chance(18):
            yield Closure(source, d.of(date(2025, 6, 30), date(2024, 4, 1), date(2024, 6, 30)))


def _programmes(packs: tuple[Pack, ...]) -> dict[str, Programme]:
    return {name: one for pack in packs for name, one in pack.programmes.items()}


def _applications(
    d: Drawing, packs: tuple[Pack, ...], events: list[Event]
) -> Iterator[Application]:
    for name, programme in _programmes(packs).items():
        backdate = programme.who.backdate if programme.who else None
        asked = programme.on_application or (backdate is not None and backdate.on_application)
        if not asked and programme.claim_within is None:
            continue
        for event in events:
            if d.chance(50):
                on = event.discharged + timedelta(days=d.of(0, 30, 100, 400))
                yield Application(event.person, name, on, event.id if d.chance(70) else None)


def _releases(d: Drawing, packs: tuple[Pack, ...], events: list[Event]) -> Iterator[Release]:
    for name, programme in _programmes(packs).items():
        for event in events:
            if programme.requires and event.kind is programme.kind and d.chance(8):
                yield Release(event.person, name, event.id)


def _rejections(d: Drawing, packs: tuple[Pack, ...], events: list[Event]) -> Iterator[Rejection]:
    for event in events:
        fitting = [name for name, one in _programmes(packs).items() if one.kind is event.kind]
        if fitting and d.chance(40):
            yield Rejection(event.person, d.of(*fitting), event.id)


def _pins(d: Drawing, packs: tuple[Pack, ...], events: list[Event]) -> Iterator[Pin]:
    for pack in packs:
        for layer in pack.layers:
            if layer.combine is not Combine.BEST_ORDER:
                continue
            for event in events:
                if event.kind is Kind.REIMBURSEMENT and d.chance(14):
                    order = d.shuffled(layer.members)
                    yield Pin(event.id, layer.id, tuple(order if d.chance(75) else order[:1]))


def _choices(d: Drawing, packs: tuple[Pack, ...], ids: list[str]) -> Iterator[Choice]:
    for pack in packs:
        for layer in pack.layers:
            if layer.combine is not Combine.ELECTIVE:
                continue
            for person in ids:
                if d.chance(66):
                    yield Choice(person, layer.id, d.of(*layer.members))
                if d.chance(20):
                    yield Choice(person, layer.id, d.of(*layer.members), date(2024, 5, 10))


def _responsibilities(
    d: Drawing, packs: tuple[Pack, ...], ids: list[str]
) -> Iterator[Responsibility]:
    if len(packs) == 1 and not d.chance(3):
        return
    for person in ids:
        middle = d.of(date(2024, 4, 1), date(2024, 6, 30))
        yield Responsibility(person, packs[0].id, date(2020, 1, 1), middle)
        if d.chance(85):
            yield Responsibility(person, packs[-1].id, middle + timedelta(days=1))


def _start(year: Year) -> date:
    """The first day of the year's last span that begins by the start of 2024."""
    month, day = map(int, year.starts.split("-"))
    return date(2024 if (month, day) == (1, 1) else 2023, month, day)


def _openings(d: Drawing, pack: Pack, ids: list[str]) -> dict[str, Any]:
    openings = tuple(
        _opening(d, pack, name, person)
        for name in pack.programmes
        for person in ids
        if d.chance(70)
    )
    complete = d.among((date(2024, 3, 1), 50), (date(2024, 1, 1), 20), (None, 30))
    return {"openings": openings, "complete_from": complete}


def _pool_openings(d: Drawing, pack: Pack, ids: list[str]) -> Iterator[PoolOpening]:
    for name, pool in pack.pools.items():
        if pool.per is not Per.VISIT and d.chance(80):
            start = None if pool.per is Per.LIFE else _start(pool.year or pack.year)
            used = d.of(1000_00, 3000_00, 33_35)
            yield PoolOpening(d.of(*ids), name, used, start)


def _opening(d: Drawing, pack: Pack, programme: str, person: str) -> Opening:
    base = d.of(3000_00, 0, 4900_00, 1000_00)
    yearly = pack.programmes[programme].per is Per.YEAR
    return Opening(
        person,
        programme,
        _start(pack.year_of(programme)),
        base_fen=base,
        consumed_fen=d.of(min(base, 1000_00), 0, base),
        entitled_fen=d.of(0, base // 2, base),
        visits=d.of(1, 0, 2),
        once_given=d.chance(15),
        room_left_fen=d.of(0, 1000_00, 3000_00) if yearly else 0,
    )
