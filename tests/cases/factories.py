"""Small packs and bills for the cases worked by hand."""

from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

from mianshen.engine.facts import Event, Facts, Identity, Person, Value
from mianshen.engine.reference import assess
from mianshen.engine.results import Assessment
from mianshen.money import format_yuan, parse_yuan
from mianshen.policy.documents import parse_document
from mianshen.policy.loading import pack_from_document
from mianshen.policy.pack import Pack

PERSON = "P"
YEAR = 2023


def pack(text: str) -> Pack:
    """A pack of the layers and programmes in the text; the rest of it does not matter."""
    head = 'id: small\nregion: "000000"\nidentities: [特困, 低保, 低保边缘]\n'
    return pack_from_document(parse_document("small.yaml", head + text))


def bill(
    in_scope: str,
    day: str = "03-01",
    *,
    total: str | None = None,
    stay: str | None = None,
    paid: Mapping[str, str] | None = None,
    **facts: Value,
) -> Event:
    """A hospital bill of the year, named after the day it was settled."""
    on = date.fromisoformat(f"{YEAR}-{day}")
    return Event(
        id=day,
        person=PERSON,
        visit=stay or day,
        admitted=on,
        discharged=on,
        settled=datetime.combine(on, time(9)),
        amounts_fen={"total": parse_yuan(total or in_scope), "in_scope": parse_yuan(in_scope)},
        facts={"visit": "inpatient", "stay_days": Fraction(1), **facts},
        paid_fen={source: parse_yuan(yuan) for source, yuan in (paid or {}).items()},
    )


def held_in(identity: str, first: str, last: str) -> Identity:
    """An identity of the person from one day of the year through another."""
    days = (date.fromisoformat(f"{YEAR}-{day}") for day in (first, last))
    return Identity(PERSON, identity, *days)


def assessed(of: Pack, *bills: Event, **stated: tuple[Any, ...]) -> Assessment:
    """The person's year under the pack, looked at from its last day, with whatever is `stated`."""
    facts = Facts(people=(Person(PERSON),), events=bills, **stated)
    return assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31))


def aid_of(assessment: Assessment, programme: str) -> list[str]:
    """What a programme gives on each bill in the order of their days, in yuan."""
    lines = [line for line in assessment.lines if line.programme == programme]
    return [
        format_yuan(line.amount_fen) for line in sorted(lines, key=lambda line: line.event or "")
    ]


def aid_in_all(assessment: Assessment) -> str:
    """What all programmes give on all bills, in yuan."""
    return format_yuan(sum(line.amount_fen for line in assessment.lines))
