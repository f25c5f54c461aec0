"""The registry's facts about people as the calculator takes them, as known at any moment."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from mianshen.bureau.bitemporal.rows import known, query
from mianshen.bureau.registry.deriving import value_of
from mianshen.bureau.registry.homes import households_of
from mianshen.bureau.registry.models import (
    Attribute,
    Departure,
    Description,
    Identity,
    Listing,
    Resolution,
    Responsibility,
)
from mianshen.engine import facts

_ABOUT = "t.person_id = ANY(%(people)s)"


def facts_as_known(people: Collection[int], at: datetime | None = None) -> facts.Facts:
    """People, identities, attributes and responsibilities as known at a moment (none: now).

    A person's id is their number as text; aid in a period of grace counts as identity.
    """
    asked = sorted(set(people))
    return facts.Facts(
        people=_people(asked, at),
        identities=_identities(asked, at),
        attributes=_attributes(asked, at),
        responsibilities=_responsibilities(asked, at),
    )


def namings_of(people: Collection[int], at: datetime | None = None) -> dict[int, int]:
    """The namings that mean some people, each with its person."""
    rows = known(Resolution, ("naming_id", "person_id"), _ABOUT, at, people=list(people))
    return {int(naming): int(person) for naming, person in rows}


def people_of(namings: Collection[int], at: datetime | None = None) -> dict[int, int | None]:
    """Whom some namings mean; none while that is in doubt."""
    columns = ("naming_id", "person_id")
    rows = known(Resolution, columns, "t.naming_id = ANY(%(ids)s)", at, ids=list(namings))
    return {int(naming): person for naming, person in rows}


def rostered(at: datetime | None = None) -> set[int]:
    """Everyone whom a roster names or ever named."""
    rows = known(Identity, ("person_id",), "TRUE", at)
    return {int(person) for (person,) in rows}


def resting_on(sources: Collection[str]) -> dict[str, int]:
    """How many people have an identity that goes on by the lists of each of some sources."""
    rows = query(
        "SELECT source, count(DISTINCT person_id) FROM registry_identity"
        " WHERE known_to IS NULL AND valid_to IS NULL AND source = ANY(%(sources)s)"
        " GROUP BY source",
        sources=list(sources),
    )
    return {str(source): int(count) for source, count in rows}


def regions_of(people: Collection[int], day: date) -> dict[int, str]:
    """The region that somebody said answers for each of some people on a day."""
    rows = known(
        Responsibility,
        ("person_id", "region"),
        _ABOUT + " AND t.valid_from <= %(day)s AND coalesce(t.valid_to, 'infinity') >= %(day)s",
        people=list(people),
        day=day,
    )
    return {int(person): str(region) for person, region in rows}


def in_review(people: Collection[int]) -> dict[int, list[str]]:
    """Which of some people a row in doubt may be about, and why each has to be looked at.

    The same rule as for files: whoever is on no list but may be meant by a doubtful roster row.
    """
    rows = query(
        """
        SELECT (c ->> 'person')::bigint, r.reason
          FROM registry_resolution r, LATERAL jsonb_array_elements(r.candidates) c
         WHERE r.known_to IS NULL AND r.person_id IS NULL
           AND (c ->> 'person')::bigint = ANY(%(people)s)
           AND EXISTS (SELECT 1 FROM vault_mention m
                        WHERE m.naming_id = r.naming_id
                          AND (m.role IN ('others', 'opening')
                               OR (m.role = 'rosters' AND NOT EXISTS (
                                   SELECT 1 FROM registry_identity i
                                    WHERE i.person_id = (c ->> 'person')::bigint
                                      AND i.known_to IS NULL))))""",
        people=list(people),
    )
    found: dict[int, set[str]] = defaultdict(set)
    for person, reason in rows:
        found[int(person)].add(str(reason))
    return {person: sorted(reasons) for person, reasons in found.items()}


def departures(people: Collection[int], at: datetime | None = None) -> dict[int, dict[str, date]]:
    """The last day each of some people died or moved away, by `died` and `moved`."""
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for person, kind, day in known(
        Departure, ("person_id", "kind", "day"), _ABOUT, at, people=list(people)
    ):
        own = found[int(person)]
        own[kind] = max(day, own.get(kind, day))
    return dict(found)


def listed_periods(source: str) -> list[tuple[date, date]]:
    """The periods of which a source has delivered anything, in their order."""
    rows = known(
        Listing,
        ("period_first", "period_last"),
        "t.source = %(source)s AND t.period_first IS NOT NULL",
        source=source,
    )
    return sorted({(first, last) for first, last in rows})


def _people(people: list[int], at: datetime | None) -> tuple[facts.Person, ...]:
    rows = known(Description, ("person_id", "born", "sex"), _ABOUT, at, people=people)
    described = {int(person): (born, sex) for person, born, sex in rows}
    households = households_of(people, at)
    return tuple(
        facts.Person(
            str(person),
            *described.get(person, (None, None)),
            str(households[person]) if person in households else None,
        )
        for person in people
    )


def _identities(people: list[int], at: datetime | None) -> tuple[facts.Identity, ...]:
    columns = (
        *("person_id", "identity", "valid_from", "valid_to", "recognised", "confirmed"),
        *("source", "office", "batch", "place", "grace_until"),
    )
    rows = known(Identity, columns, _ABOUT, at, people=people)
    return tuple(
        facts.Identity(
            str(row[0]),
            row[1],
            row[2],
            row[10] or row[3],
            row[4],
            row[5],
            f"batch:{row[8]} listing:{row[9]} {row[7]}".strip(),
        )
        for row in sorted(rows, key=lambda row: (row[0], row[1], row[2], row[6], row[9]))
    )


def _attributes(people: list[int], at: datetime | None) -> tuple[facts.AttributeFact, ...]:
    columns = ("person_id", "name", "kind", "value", "valid_from", "valid_to", "place")
    rows = known(Attribute, columns, _ABOUT, at, people=people)
    return tuple(
        facts.AttributeFact(
            str(person), name, value_of(kind, value), first or date.min, last, f"listing:{place}"
        )
        for person, name, kind, value, first, last, place in sorted(rows, key=repr)
    )


def _responsibilities(people: list[int], at: datetime | None) -> tuple[facts.Responsibility, ...]:
    columns = ("person_id", "pack", "valid_from", "valid_to")
    rows = known(Responsibility, columns, _ABOUT, at, people=people)
    return tuple(
        facts.Responsibility(str(person), pack, first, last)
        for person, pack, first, last in sorted(rows, key=repr)
    )
