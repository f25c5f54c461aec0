"""Who shares a household, who may, and of which households that is not sure."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import LiteralString

from mianshen.bureau.bitemporal.rows import known, query
from mianshen.bureau.registry.models import Listing, Membership


def households_of(people: Collection[int], at: datetime | None = None) -> dict[int, int]:
    """The household of each person who has one and no more."""
    found: dict[int, set[int]] = defaultdict(set)
    for person, household in known(
        Membership,
        ("person_id", "household"),
        "t.person_id = ANY(%(people)s) AND t.valid_to IS NULL",
        at,
        people=list(people),
    ):
        found[int(person)].add(int(household))
    return {person: next(iter(some)) for person, some in found.items() if len(some) == 1}


def homes_of(people: Collection[int]) -> dict[int, set[int]]:
    """Every household that some people belong to now, or may belong to by a row in doubt."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = query(
        _BELONGING + "SELECT person, household FROM belonging WHERE person = ANY(%(people)s)",
        people=list(people),
    )
    for person, household in rows:
        found[int(person)].add(int(household))
    return dict(found)


def homes_of_namings(namings: Collection[int]) -> dict[int, set[int]]:
    """The households that lists state of some namings, whoever those mean."""
    found: dict[int, set[int]] = defaultdict(set)
    for naming, household in known(
        Listing,
        ("naming", "household"),
        "t.household IS NOT NULL AND t.naming = ANY(%(namings)s)",
        namings=list(namings),
    ):
        found[int(naming)].add(int(household))
    return dict(found)


def members_of(households: Collection[int]) -> set[int]:
    """Everyone who belongs to one of some households now, or may by a row in doubt."""
    rows = query(
        _BELONGING
        + "SELECT DISTINCT person FROM belonging"
        + " WHERE person IS NOT NULL AND household = ANY(%(households)s)",
        households=list(households),
    )
    return {int(person) for (person,) in rows}


def homes_in_doubt(households: Collection[int]) -> set[int]:
    """Of which of some households it is not sure who belongs to them.

    A row in doubt names somebody in it, or a member is stated to belong to another as well.
    """
    rows = query(_BELONGING + _IN_DOUBT, households=list(households))
    return {int(household) for (household,) in rows}


_BELONGING: LiteralString = """
    WITH last AS (SELECT source, max(period_first) AS period_first FROM registry_listing
                   WHERE known_to IS NULL GROUP BY source),
    belonging AS (
        SELECT person_id AS person, household, TRUE AS is_sure FROM registry_membership
         WHERE known_to IS NULL AND valid_to IS NULL
        UNION
        SELECT (c ->> 'person')::bigint, l.household, FALSE
          FROM registry_listing l
          JOIN last ON last.source = l.source
           AND last.period_first IS NOT DISTINCT FROM l.period_first
          JOIN registry_resolution r
            ON r.naming_id = l.naming AND r.known_to IS NULL AND r.person_id IS NULL
          LEFT JOIN LATERAL jsonb_array_elements(r.candidates) c ON TRUE
         WHERE l.known_to IS NULL AND l.household IS NOT NULL)
    """

_IN_DOUBT: LiteralString = """
    SELECT household FROM belonging WHERE NOT is_sure AND household = ANY(%(households)s)
    UNION
    SELECT household FROM belonging WHERE household = ANY(%(households)s) AND person IN (
        SELECT person FROM belonging WHERE is_sure GROUP BY person HAVING count(*) > 1)"""
