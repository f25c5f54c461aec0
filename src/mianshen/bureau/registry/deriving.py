"""From what was stated to what holds: identities, attributes, households, departures of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from mianshen.bureau.bitemporal.rows import known, query, replace
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.models import (
    Attribute,
    Departure,
    Description,
    Identity,
    Listing,
    Membership,
    Resolution,
    Roster,
)
from mianshen.bureau.registry.simple import ToldPeriods, derive_simple, describe_sound
from mianshen.bureau.registry.vault import read_mentions, read_spellings
from mianshen.engine.facts import Value
from mianshen.run.people import Known, Named, Register
from mianshen.run.reading.periods import Period
from mianshen.run.rosters import RosterFile, RosterRow, Rosters
from mianshen.run.spans import Doubts, Spans, find_spans, told_periods
from mianshen.standards.identity.numbers import read_number

HOUSEHOLD = "#household"
"""Households over time are found as an attribute of this name, which no pack can have."""

_LISTED = (
    *("id", "naming", "role", "source", "period_first", "period_last", "identity", "start"),
    *("end", "recognised", "office", "document", "ends", "died", "moved", "household"),
    *("attributes", "kept"),
)


@dataclass
class _Stated:
    """All that is stated about some people, ready for the spans."""

    rosters: Rosters
    register: Register
    doubts: Doubts
    listings: dict[str, dict[str, Any]] = field(default_factory=dict)
    grace_days: dict[str, int] = field(default_factory=dict)


def derive(people: Collection[int], stated: Stated) -> set[int]:
    """Work out anew what holds of some people; whose facts changed."""
    if not people:
        return set()
    files, grace_days = _rosters()
    doubts = _kept_on()
    doubted = {person for some in doubts.values() for person in some}
    simple, changed = derive_simple(people, _told(files, grace_days), doubted, stated)
    others = [person for person in people if person not in simple]
    return changed | _derive(others, files, grace_days, doubts, stated) if others else changed


def _derive(
    people: Collection[int],
    files: tuple[RosterFile, ...],
    grace_days: dict[str, int],
    doubts: Doubts,
    stated: Stated,
) -> set[int]:
    """Work out what holds of people one by one."""
    held = _gather(people, files, grace_days, doubts)
    spans = find_spans(held.rosters, held.register, held.doubts)
    changed = replace(Identity, "person_id", people, _identities(spans, held), stated)
    changed |= replace(Attribute, "person_id", people, _attributes(spans), stated)
    changed |= replace(Membership, "person_id", people, _memberships(spans, held), stated)
    changed |= replace(Departure, "person_id", people, _departures(held), stated)
    sound, described = describe_sound(people, stated)
    others = [person for person in people if person not in sound]
    changed |= replace(Description, "person_id", others, _descriptions(others), stated)
    return changed | described


def _told(files: Iterable[RosterFile], grace_days: Mapping[str, int]) -> list[ToldPeriods]:
    whole = [one for one in files if one.is_whole and one.period]
    return [
        ToldPeriods(source, told_periods(source, whole, Spans()), grace_days.get(source, 0))
        for source in sorted({one.source for one in whole})
    ]


def _gather(
    people: Collection[int],
    files: tuple[RosterFile, ...],
    grace_days: dict[str, int],
    doubts: Doubts,
) -> _Stated:
    whose = {
        int(naming): int(person)
        for naming, person in known(
            Resolution,
            ("naming_id", "person_id"),
            "t.person_id = ANY(%(people)s)",
            people=list(people),
        )
    }
    # Of two rows that say otherwise of one day the later counts, so their order must be one.
    found = known(Listing, _LISTED, "t.naming = ANY(%(namings)s)", namings=list(whose))
    rows = sorted(found, key=lambda row: int(row[0]))
    listings = {str(row[0]): dict(zip(_LISTED, row, strict=True)) for row in rows}
    keys = {place: str(whose[one["naming"]]) for place, one in listings.items()}
    made = {place: _row(place, one) for place, one in listings.items() if not one["kept"]}
    rosters = Rosters(
        tuple(row for row in made.values() if row.named.role == "rosters"),
        tuple(row for row in made.values() if row.named.role != "rosters"),
        files,
        (),
    )
    return _Stated(rosters, Register((), keys), doubts, listings, grace_days)


def _row(place: str, one: Mapping[str, Any]) -> RosterRow:
    first, last = one["period_first"], one["period_last"]
    attributes = [(name, value_of(kind, text)) for name, kind, text in one["attributes"]]
    if one["household"] is not None:
        attributes.append((HOUSEHOLD, str(one["household"])))
    return RosterRow(
        Named(place, None, None, role=one["role"], source=one["source"]),
        one["identity"],
        one["start"],
        one["end"],
        one["recognised"],
        one["office"],
        tuple(attributes),
        one["source"],
        Period(first, last) if first else None,
        one["ends"],
        one["died"],
        one["moved"],
    )


def _rosters() -> tuple[tuple[RosterFile, ...], dict[str, int]]:
    rows = known(
        Roster,
        (
            *("source", "is_whole", "mass_exit_percent", "period_first", "period_last", "rows"),
            *("grace_days", "is_partial"),
        ),
    )
    files = tuple(
        RosterFile(
            f"{source} {first:%Y-%m}",
            *(source, whole, percent, Period(first, last), count),
            is_partial=is_partial,
        )
        for source, whole, percent, first, last, count, _, is_partial in sorted(
            rows, key=lambda row: row[3]
        )
    )
    return files, {str(row[0]): int(row[6]) for row in rows}


def _kept_on() -> Doubts:
    """On which lists people may stand in a row whose person or content is in doubt."""
    kept: dict[tuple[str, Period], set[str]] = defaultdict(set)
    for source, first, last, person in query(_KEPT_ON):
        kept[source, Period(first, last)].add(str(person))
    return kept


_KEPT_ON = """
    WITH unsure AS (
        SELECT l.id, r.person_id, r.candidates FROM registry_listing l
          JOIN registry_resolution r ON r.naming_id = l.naming AND r.known_to IS NULL
         WHERE l.known_to IS NULL AND l.kept
        UNION
        SELECT l.id, r.person_id, r.candidates FROM registry_resolution r
          JOIN registry_listing l ON l.naming = r.naming_id AND l.known_to IS NULL
         WHERE r.known_to IS NULL AND (r.person_id IS NULL OR r.reason <> '')
           AND r.person_id IS NULL)
    SELECT l.source, l.period_first, l.period_last, coalesce(u.person_id, (c ->> 'person')::bigint)
      FROM unsure u JOIN registry_listing l ON l.id = u.id
      LEFT JOIN LATERAL jsonb_array_elements(u.candidates) c ON u.person_id IS NULL
     WHERE l.role = 'rosters' AND l.period_first IS NOT NULL
       AND coalesce(u.person_id, (c ->> 'person')::bigint) IS NOT NULL"""


def _identities(spans: Spans, held: _Stated) -> Iterator[tuple[Any, ...]]:
    for one in spans.identities:
        place = one.origin.partition(" ")[0]
        row = held.listings[place]
        start_reason = "stated" if row["start"] not in (None, row["period_first"]) else "listed"
        end_reason = _end_reason(one.end, row, spans.left.get(one.person))
        days = held.grace_days.get(row["source"], 0)
        grace = None
        if one.end and days and end_reason != "died":
            grace = one.end + timedelta(days=days)
        yield (
            *(int(one.person), one.identity, row["source"], row["office"], row["document"]),
            *(one.start, one.end, one.recognised, one.confirmed),
            *(start_reason, end_reason, grace, place),
        )


def _end_reason(end: date | None, row: Mapping[str, Any], left: Any) -> str:
    if end is None:
        return ""
    if left is not None and left.day == end:
        return str(left.reason)
    if row["end"] == end:
        return "stated"
    return "off_list" if row["period_first"] else "ended"


def _attributes(spans: Spans) -> Iterator[tuple[Any, ...]]:
    for one in spans.attributes:
        if one.name != HOUSEHOLD:
            kind, text = spelled_value(one.value)
            first = None if one.start == date.min else one.start
            yield int(one.person), one.name, kind, text, first, one.end, one.origin


def _memberships(spans: Spans, held: _Stated) -> Iterator[tuple[Any, ...]]:
    """The households of people by the tables that are trusted most with them, as in a job."""
    stated = [(one, held.listings[one.origin]) for one in spans.attributes if one.name == HOUSEHOLD]
    told_apart = {one.person for one, listing in stated if listing["role"] == "people"}
    for one, listing in stated:
        if listing["role"] == "people" or one.person not in told_apart:
            household, source = int(str(one.value)), listing["source"]
            yield int(one.person), household, source, one.start, one.end, one.origin


def _departures(held: _Stated) -> Iterator[tuple[Any, ...]]:
    days: dict[tuple[int, str], dict[date, str]] = defaultdict(dict)
    for place, one in held.listings.items():
        key = held.register.key_at(place)
        for kind in ("died", "moved"):
            if one[kind] is not None and key is not None and not one["kept"]:
                days[int(key), kind].setdefault(one[kind], place)
    for (person, kind), stated in sorted(days.items()):
        for day, place in sorted(stated.items()):
            yield person, kind, day, len(stated) > 1, place


def _descriptions(people: Collection[int]) -> Iterator[tuple[Any, ...]]:
    rows = known(
        Resolution, ("naming_id", "person_id"), "t.person_id = ANY(%(ids)s)", ids=list(people)
    )
    whose = {int(naming): int(person) for naming, person in rows}
    spellings, mentions = read_spellings(whose), read_mentions(whose)
    described: dict[int, Known] = {}
    for naming, spelling in sorted(spellings.items(), key=lambda pair: pair[1].canonical()):
        known_ = described.setdefault(whose[naming], Known(""))
        if spelling.certno and read_number(spelling.certno, spelling.cert_type).is_proven:
            known_.key = spelling.certno
        for _, _, rank, sex in mentions.get(naming, ()):
            if spelling.born:
                known_.born.add((rank, spelling.born))
            if sex:
                known_.sexes.add((rank, sex))
    for person, one in sorted(described.items()):
        facts = one.as_person()
        yield person, facts.born, facts.sex, ""


def spelled_value(value: Value) -> tuple[str, str]:
    """The kind and the text of a stated value."""
    if isinstance(value, bool):
        return "truth", str(value).lower()
    return ("number", str(value)) if isinstance(value, Fraction) else ("text", value)


def value_of(kind: str, text: str) -> Value:
    """A stated value from its kind and text."""
    match kind:
        case "number":
            return Fraction(text)
        case "truth":
            return text == "true"
        case _:
            return text


def attributes_of(row: RosterRow) -> list[list[str]]:
    """What a row states beside its identity, as a listing keeps it."""
    return [[name, *spelled_value(value)] for name, value in _sorted(row.attributes)]


def _sorted(attributes: Iterable[tuple[str, Value]]) -> list[tuple[str, Value]]:
    return sorted(attributes, key=lambda pair: pair[0])
