"""What a case states, as facts for the engine; names its pack does not know are told apart."""

from collections.abc import Iterator
from fractions import Fraction

from pydantic import TypeAdapter, ValidationError

from mianshen.engine.facts import (
    Application,
    AttributeFact,
    Choice,
    Closure,
    Delivery,
    Event,
    Facts,
    Identity,
    Opening,
    OtherPayment,
    Person,
    Pin,
    PoolOpening,
    Rejection,
    Release,
    Value,
)
from mianshen.policy.documents import Path_
from mianshen.policy.expressions.checker import nearest, one_of_its_values
from mianshen.policy.pack import ONE_STOP_SOURCE, Pack
from mianshen.policy.saying import Said, said, sentence_of
from mianshen.policy.scalars import Number
from mianshen.policy.schema import AttributeType
from mianshen.run.case_files import Case
from mianshen.run.case_spelling import AMOUNTS, FACTS, EventSpelling

_NUMBER: TypeAdapter[Fraction] = TypeAdapter(Number)

_KINDS = {
    "identity": Said("identity", "人员身份"),
    "attribute": Said("attribute", "其他事实"),
    "programme": Said("programme", "救助项目"),
    "layer": Said("layer", "支付层"),
    "programme or layer": Said("programme or layer", "救助项目或支付层"),
    "source": Said("source", "支付来源"),
}


def unknown_names(case: Case, pack: Pack) -> Iterator[tuple[Path_, str]]:
    """Names in a case that its pack does not know."""
    layers = tuple(layer.id for layer in pack.layers)
    programmes = tuple(pack.programmes)
    places: list[tuple[Path_, str, str, tuple[str, ...]]] = []
    for name, person in case.people.items():
        at = case.path_of_person(name)
        known = tuple(pack.spelling.identities)
        places += [
            ((*at, "identities", index), one.identity, "identity", known)
            for index, one in enumerate(person.identities)
        ]
        attributes = tuple(pack.spelling.attributes)
        places += [
            ((*at, "attributes", one), one, "attribute", attributes) for one in person.attributes
        ]
        places += [
            ((*at, "expect", one), one, "programme", programmes) for one in person.expect or ()
        ]
    for name, event in case.spelling.events.items():
        for key in ("expect", "applied", "rejected", "released"):
            places += [
                (("events", name, key, one), one, "programme", programmes)
                for one in getattr(event, key) or ()
            ]
        for key in ("order", "pinned"):
            places += [
                (("events", name, key, one), one, "layer", layers) for one in getattr(event, key)
            ]
        places += [
            (("events", name, "delivered", one), one, "programme or layer", (*programmes, *layers))
            for one in event.delivered
        ]
        places += [
            (("events", name, "paid", one), one, "source", _sources(pack)) for one in event.paid
        ]
    places += [
        (("payments", name, "source"), payment.source, "source", _sources(pack))
        for name, payment in case.spelling.payments.items()
    ]
    for path, word, what, known in places:
        if word not in known:
            message = said(
                "the pack has no {what} {word!r}{hint}",
                "政策包没有{what}“{word}”{hint}",
                what=_KINDS[what],
                word=word,
                hint=nearest(word, known),
            )
            yield path, message
    yield from _wrong_values(case, pack)


def _sources(pack: Pack) -> tuple[str, ...]:
    """Every source whose money the pack counts somewhere."""
    named = [source for payer in pack.payers.values() for source in payer.sources]
    named += [source for layer in pack.layers for source in layer.advance]
    named += [source for one in pack.programmes.values() for source in one.advance]
    return (*named, ONE_STOP_SOURCE)


def _wrong_values(case: Case, pack: Pack) -> Iterator[tuple[Path_, str]]:
    for name, person in case.people.items():
        for word, values in person.attributes.items():
            attribute = pack.spelling.attributes.get(word)
            if attribute is None:
                continue
            for one in values:
                path = (*case.path_of_person(name), "attributes", word)
                try:
                    value = _attribute_value(attribute.type, one.value)
                except ValueError as error:
                    yield path, sentence_of(error)
                    continue
                if attribute.options and value not in attribute.options:
                    yield path, one_of_its_values(one.value, attribute.options)


def _attribute_value(kind: AttributeType, text: str) -> Value:
    if kind is AttributeType.TEXT:
        return text
    if kind is AttributeType.TRUTH:
        if text not in ("true", "false"):
            message = said(
                "true or false was expected here, not {text!r}",
                "这里应填 true 或 false，而不是“{text}”",
                text=text,
            )
            raise ValueError(message)
        return text == "true"
    try:
        return _NUMBER.validate_python(text)
    except ValidationError as error:
        message = said(
            "a number was expected here, not {text!r}", "这里应填数字，而不是“{text}”", text=text
        )
        raise ValueError(message) from error


def facts_of(case: Case, pack: Pack) -> Facts:
    """The facts a case states, as the engine reads them; attributes are typed by the pack."""
    spelling = case.spelling
    events = spelling.events
    by_event = [(name, case.person_of(event.person), event) for name, event in events.items()]
    return Facts(
        people=tuple(
            Person(name, one.born, one.sex, one.household) for name, one in case.people.items()
        ),
        events=tuple(_event(name, person, event) for name, person, event in by_event),
        identities=tuple(_identities(case)),
        attributes=tuple(_attributes(case, pack)),
        payments=tuple(_payments(case)),
        deliveries=tuple(
            Delivery(person, name, place, amount_fen)
            for name, person, event in by_event
            for place, amount_fen in event.delivered.items()
        ),
        closures=tuple(Closure(source, through) for source, through in spelling.closures.items()),
        openings=tuple(_openings(case)),
        pool_openings=tuple(
            PoolOpening(case.person_of(one.person), one.pool, one.used, one.year_start)
            for one in spelling.openings
            if one.pool is not None
        ),
        applications=tuple(_applications(case)),
        releases=tuple(
            Release(person, programme, name, why)
            for name, person, event in by_event
            for programme, why in event.released.items()
        ),
        rejections=tuple(
            Rejection(person, programme, name, clause)
            for name, person, event in by_event
            for programme, clause in event.rejected.items()
        ),
        pins=tuple(
            Pin(name, layer, order)
            for name, _, event in by_event
            for layer, order in event.pinned.items()
        ),
        choices=tuple(
            Choice(case.person_of(one.person), one.layer, one.programme, one.start)
            for one in spelling.choices
        ),
        complete_from=spelling.complete_from,
    )


def _event(name: str, person: str, spelled: EventSpelling) -> Event:
    day = spelled.settled.date()
    amounts_fen = {word: getattr(spelled, word) for word in AMOUNTS}
    facts = {word: getattr(spelled, word) for word in FACTS}
    return Event(
        id=name,
        person=person,
        visit=spelled.stay or name,
        admitted=spelled.admitted or day,
        discharged=spelled.discharged or day,
        settled=spelled.settled,
        kind=spelled.kind,
        amounts_fen={word: value for word, value in amounts_fen.items() if value is not None},
        facts={word: value for word, value in facts.items() if value is not None},
        paid_fen=spelled.paid,
        reverses=spelled.reverses,
        recorded=spelled.recorded,
    )


def _identities(case: Case) -> Iterator[Identity]:
    for name, person in case.people.items():
        for one in person.identities:
            yield Identity(name, one.identity, one.start, one.end, one.recognised, one.confirmed)


def _attributes(case: Case, pack: Pack) -> Iterator[AttributeFact]:
    for name, person in case.people.items():
        for word, values in person.attributes.items():
            kind = pack.spelling.attributes[word].type
            for one in values:
                value = _attribute_value(kind, one.value)
                yield AttributeFact(name, word, value, one.start, one.end)


def _payments(case: Case) -> Iterator[OtherPayment]:
    for name, one in case.spelling.payments.items():
        yield OtherPayment(
            id=name,
            person=case.person_of(one.person),
            source=one.source,
            amount_fen=one.amount,
            event=one.event,
            first_day=one.first_day,
            last_day=one.last_day,
            provisional=one.provisional,
        )


def _applications(case: Case) -> Iterator[Application]:
    for one in case.spelling.applications:
        yield Application(case.person_of(one.person), one.programme, one.on)
    for name, event in case.spelling.events.items():
        for programme, on in event.applied.items():
            yield Application(case.person_of(event.person), programme, on, name)


def _openings(case: Case) -> Iterator[Opening]:
    for one in case.spelling.openings:
        if one.programme is not None and one.year_start is not None:
            yield Opening(
                person=case.person_of(one.person),
                programme=one.programme,
                year_start=one.year_start,
                base_fen=one.base,
                consumed_fen=one.consumed,
                entitled_fen=one.entitled,
                visits=one.visits,
                once_given=one.once_given,
                room_left_fen=one.room_left,
            )
