"""People of a district under a shipped pack: a year of bills as they come, with what goes wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from generation.drawing import Drawing
from generation.events import Reading, cost_fen, reversal_of
from generation.people import reading_of
from mianshen.engine.facts import (
    AttributeFact,
    Closure,
    Delivery,
    Event,
    Facts,
    Identity,
    Opening,
    OtherPayment,
    Person,
    Value,
)
from mianshen.policy.expressions.vocabulary import GRADES, INSURANCES, PLACES
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Attribute, AttributeType, Kind

VISITS = (("inpatient", 40), ("outpatient", 35), ("chronic_outpatient", 15), ("pharmacy", 10))
DISEASES = (("I10", 40), ("C34.1", 12), ("N18.5", 10), ("N04.0", 6), ("D66.x01", 4), ("J18.9", 28))
YUAN = 100


def person_facts(pack: Pack, year: int, seed: str) -> Facts:
    """Everything about one person of a district in one year, drawn by a seed."""
    d = Drawing.by_seed(seed)
    reading = reading_of((pack,))
    person = f"P{seed}"
    events = tuple(_events(d, reading, person, year))
    back = [reversal_of(one, one.id) for one in events if d.chance(3)]
    again = [
        replace(one, recorded=one.settled + timedelta(days=3))
        for one in events
        if d.chance(1) and all(one.id != other.reverses for other in back)
    ]
    return Facts(
        people=(Person(person, date(d.whole(1930, 2015), d.whole(1, 12), 15), d.of("男", "女")),),
        events=(*events, *back, *again),
        identities=tuple(_identities(d, pack, person, year)),
        attributes=tuple(_attributes(d, pack, person)),
        payments=tuple(_payments(d, pack, events)),
        deliveries=tuple(
            Delivery(person, one.id, d.of(*pack.programmes), d.whole(1, 300) * YUAN)
            for one in events
            if d.chance(4)
        ),
        openings=tuple(_openings(d, pack, person, year)),
        closures=tuple(_closures(pack, year)),
    )


def _closures(pack: Pack, year: int) -> Iterator[Closure]:
    """All payers but the last have told everything; that of the last is waited for."""
    names = list(pack.payers)
    for name in names[:-1] or names:
        for source in pack.payers[name].sources:
            yield Closure(source, date(year + 1, 1, 31))


def _events(d: Drawing, reading: Reading, person: str, year: int) -> Iterator[Event]:
    count = d.among((1, 30), (2, 20), (3, 15), (5, 15), (8, 12), (14, 6), (24, 2))
    kinds = sorted(reading.kinds - {Kind.REIMBURSEMENT})
    last: Event | None = None
    for number in range(count):
        day = date(year, 1, 1) + timedelta(days=d.whole(0, 364))
        identifier = f"{person}-{number:02d}"
        if kinds and d.chance(6):
            yield _other_event(d, d.of(*kinds), person, identifier, day)
            continue
        event = _bill(d, reading, person, identifier, day)
        if last is not None and d.chance(8):
            # The next bill of the same stay.
            event = replace(event, visit=last.visit, admitted=last.admitted, facts=last.facts)
            event = replace(event, admitted=min(event.admitted, event.discharged))
        last = event
        yield event


def _bill(d: Drawing, reading: Reading, person: str, identifier: str, day: date) -> Event:
    visit = d.among(*VISITS)
    scale = 40 if visit == "inpatient" else 1
    total = d.whole(20, 3000) * scale * d.of(1, 1, 1, 7) * 10 + d.whole(0, 99)
    discharged = day - timedelta(days=d.among((0, 85), (2, 15)))
    stay = d.whole(1, 25) if visit == "inpatient" else 0
    facts: dict[str, Value] = {
        "visit": visit,
        "med_type": d.of("11", "21", "14"),
        "grade": d.of(*GRADES),
        "insurance": d.among((INSURANCES[1], 70), (INSURANCES[0], 30)),
        "place": d.among((PLACES[0], 70), (PLACES[1], 12), (PLACES[2], 10), (PLACES[3], 8)),
        "diagnosis": d.among(*DISEASES),
        "hospital": d.of("H1", "H2", "H3"),
        "referred": d.chance(70),
        "filed": d.chance(60),
        "stay_days": Fraction(max(1, stay)),
    }
    event = Event(
        id=identifier,
        person=person,
        visit=f"V{identifier}",
        admitted=discharged - timedelta(days=stay),
        discharged=discharged,
        settled=datetime(day.year, day.month, day.day, d.whole(8, 17), d.whole(0, 59)),
        amounts_fen={
            "total": total,
            "in_scope": total * d.whole(60, 100) // 100,
            "full_self_pay": total * d.whole(0, 10) // 100,
        },
        facts={word: value for word, value in facts.items() if not d.chance(1)},
    )
    left = cost_fen(reading, event)
    paid: dict[str, int] = {}
    for source in (*reading.payer_sources(), *reading.advance_sources()):
        if d.chance(70):
            paid[source] = left * d.among((0, 30), (10, 20), (30, 25), (60, 20), (85, 5)) // 100
            left -= paid[source]
    return replace(event, paid_fen=paid)


def _other_event(d: Drawing, kind: Kind, person: str, identifier: str, day: date) -> Event:
    amounts = {"price": d.of(380_00, 400_00, 760_00)}
    facts: dict[str, Value] = {"tier": Fraction(d.of(1, 2)), "scheme": d.of("居民", "互助")}
    if kind is Kind.DAILY:
        amounts, facts = {"wage": d.of(8000_05, 5200_00)}, {"days": Fraction(d.of(98, 128, 14))}
    moment = datetime(day.year, day.month, day.day, 12)
    visit = f"V{identifier}"
    return Event(identifier, person, visit, day, day, moment, kind, amounts, facts)


def _identities(d: Drawing, pack: Pack, person: str, year: int) -> Iterator[Identity]:
    for identity in d.some(pack.spelling.identities, 20):
        start, end = date(year - 3, 6, 1), None
        if d.chance(20):
            start = date(year, d.whole(1, 12), 1)
        if d.chance(10):
            end = date(year, d.whole(6, 12), 30)
        yield Identity(person, identity, start, end, confirmed=not d.chance(2))


def _attributes(d: Drawing, pack: Pack, person: str) -> Iterator[AttributeFact]:
    for name, attribute in pack.spelling.attributes.items():
        if d.chance(92):
            yield AttributeFact(person, name, _value(d, attribute))


def _value(d: Drawing, attribute: Attribute) -> Value:
    if attribute.type is AttributeType.TRUTH:
        return d.chance(60)
    if attribute.type is AttributeType.NUMBER:
        return Fraction(d.whole(0, 400_000), 100)
    return d.of(*attribute.options) if attribute.options else d.of("甲", "乙")


def _payments(d: Drawing, pack: Pack, events: tuple[Event, ...]) -> Iterator[OtherPayment]:
    for number, event in enumerate(events):
        if pack.payers and d.chance(4):
            payer = pack.payers[d.of(*pack.payers)]
            named = None if payer.allocate is not None and d.chance(50) else event.id
            yield OtherPayment(
                f"{event.id}-{number}",
                event.person,
                payer.sources[0],
                d.whole(0, 500) * YUAN,
                named,
                provisional=d.chance(20),
            )


def _openings(d: Drawing, pack: Pack, person: str, year: int) -> Iterator[Opening]:
    if not d.chance(3):
        return
    for name in pack.programmes:
        month, day = map(int, pack.year_of(name).starts.split("-"))
        base = d.whole(0, 9000) * YUAN
        entitled = base * d.of(0, 50, 70) // 100
        yield Opening(person, name, date(year, month, day), base, 0, entitled)
