"""The registry's facts about people as the calculator takes them, as known at any moment."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

import polars as pl
from psycopg import sql

from mianshen.bureau.bitemporal.columns import copied_out, known_when
from mianshen.bureau.bitemporal.rows import known, query
from mianshen.bureau.registry.models import (
    Departure,
    Identity,
    Resolution,
    Responsibility,
)
from mianshen.engine.facts import Facts
from mianshen.engine.frames import COLUMNS_OF, facts_in

_ABOUT = "t.person_id = ANY(%(people)s)"

_TABLES = {
    "people": sql.SQL("""
        SELECT DISTINCT ON (p.id) p.id, t.born, t.sex, home.household
          FROM unnest(%(people)s::bigint[]) AS p (id)
          LEFT JOIN registry_description t ON t.person_id = p.id AND {known}
          LEFT JOIN (SELECT m.person_id, min(m.household) AS household
                       FROM registry_membership m
                      WHERE m.person_id = ANY(%(people)s::bigint[]) AND m.valid_to IS NULL
                        AND {also_known}
                      GROUP BY m.person_id HAVING count(DISTINCT m.household) = 1) AS home
            ON home.person_id = p.id
         ORDER BY p.id"""),
    "identities": sql.SQL("""
        SELECT t.person_id, t.identity, t.valid_from, coalesce(t.grace_until, t.valid_to),
               t.recognised, t.confirmed,
               btrim(concat('batch:', t.batch, ' listing:', t.place, ' ', t.office))
          FROM registry_identity t
         WHERE t.person_id = ANY(%(people)s::bigint[]) AND {known}
         ORDER BY t.person_id, t.identity, t.valid_from, t.source, t.place"""),
    "attributes": sql.SQL("""
        SELECT t.person_id, t.name, t.value, t.kind, coalesce(t.valid_from, '0001-01-01'),
               t.valid_to, concat('listing:', t.place)
          FROM registry_attribute t
         WHERE t.person_id = ANY(%(people)s::bigint[]) AND {known}
         ORDER BY t.person_id, t.name, t.value, t.valid_from, t.place"""),
    "responsibilities": sql.SQL("""
        SELECT t.person_id, t.pack, t.valid_from, t.valid_to
          FROM registry_responsibility t
         WHERE t.person_id = ANY(%(people)s::bigint[]) AND {known}
         ORDER BY t.person_id, t.pack, t.valid_from"""),
}
"""Columns in the order of `COLUMNS_OF`."""


def facts_in_columns(
    people: Collection[int], at: datetime | None = None
) -> Mapping[str, pl.DataFrame]:
    """People, identities, attributes, responsibilities as tables of `engine.frames`, no units.

    As known at a moment (none: now). A person's id is their number as text; aid in a period of
    grace counts as identity.
    """
    asked = {"people": sorted(set(people)), "at": at}
    return {
        name: copied_out(
            statement.format(known=known_when("t", at), also_known=known_when("m", at)),
            COLUMNS_OF[name],
            **asked,
        )
        for name, statement in _TABLES.items()
    }


def facts_as_known(people: Collection[int], at: datetime | None = None) -> Facts:
    """The same as objects."""
    return facts_in(facts_in_columns(people, at))


def namings_of(people: Collection[int], at: datetime | None = None) -> dict[int, int]:
    """The namings that mean some people, each with its person."""
    rows = known(Resolution, ("naming_id", "person_id"), _ABOUT, at, people=list(people))
    return {int(naming): int(person) for naming, person in rows}


def people_of(namings: Collection[int], at: datetime | None = None) -> dict[int, int | None]:
    """Whom some namings mean; none while that is in doubt."""
    if not namings:
        return {}
    columns = ("naming_id", "person_id")
    rows = known(Resolution, columns, "t.naming_id = ANY(%(ids)s)", at, ids=list(namings))
    return {int(naming): person for naming, person in rows}


def rostered(at: datetime | None = None, among: Collection[int] | None = None) -> set[int]:
    """Everyone, or of some people whoever, a roster names or ever named."""
    rows = known(
        Identity,
        ("person_id",),
        "%(among)s::bigint[] IS NULL OR t.person_id = ANY(%(among)s::bigint[])",
        at,
        among=None if among is None else list(among),
    )
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
