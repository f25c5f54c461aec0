"""How people stand on a day, as a list shows it: classes, account, departure; and since when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.bitemporal.rows import known, query
from mianshen.bureau.registry.models import Identity

_STANDING = """
    WITH asked AS (SELECT unnest(%(people)s::bigint[]) AS id), held AS (
        SELECT i.person_id,
               array_agg(DISTINCT i.identity ORDER BY i.identity)
                   FILTER (WHERE i.valid_from <= %(day)s
                       AND coalesce(i.grace_until, i.valid_to, %(day)s) >= %(day)s) AS identities,
               max(i.valid_to) AS ended
          FROM registry_identity i
         WHERE i.person_id = ANY(%(people)s::bigint[]) AND i.known_to IS NULL
         GROUP BY i.person_id
    ), gone AS (
        SELECT d.person_id, array_agg(DISTINCT d.kind) AS kinds
          FROM registry_departure d
         WHERE d.person_id = ANY(%(people)s::bigint[]) AND d.known_to IS NULL
         GROUP BY d.person_id
    ), paid AS (
        SELECT DISTINCT a.person_id FROM vault_account a
         WHERE a.person_id = ANY(%(people)s::bigint[])
           AND a.confirmed_at IS NOT NULL AND a.refused_at IS NULL AND a.closed_at IS NULL
    )
    SELECT array_agg(asked.id), held.identities,
           CASE WHEN held.identities IS NULL THEN held.ended END AS ended,
           paid.person_id IS NOT NULL AS has_account, gone.kinds
      FROM asked
      LEFT JOIN held ON held.person_id = asked.id
      LEFT JOIN gone ON gone.person_id = asked.id
      LEFT JOIN paid ON paid.person_id = asked.id
     GROUP BY 2, 3, 4, 5"""


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """Classes a person belongs to on a day; without one, `ended` is the last day there was one.

    `gone` holds `died` and `moved`.
    """

    identities: tuple[str, ...]
    ended: date | None
    has_account: bool
    gone: frozenset[str]


def standing_of(people: Collection[int], day: date) -> dict[int, PersonStanding]:
    """How some people stand on a day; one query, a row for all who stand alike."""
    found: dict[int, PersonStanding] = {}
    for alike, identities, ended, has_account, gone in query(
        _STANDING, people=sorted(set(people)), day=day
    ):
        standing = PersonStanding(
            tuple(identities or ()), ended, bool(has_account), frozenset(gone or ())
        )
        found |= dict.fromkeys(alike, standing)
    return found


@dataclass(frozen=True, slots=True)
class ClassSpan:
    """A class of a person by one source: its days, and why it began and ended.

    Through `grace_until` aid goes on; `start_reason` and `end_reason` are those of the identity.
    """

    identity: str
    source: str
    office: str
    document: str
    start: date
    end: date | None
    grace_until: date | None
    is_confirmed: bool
    start_reason: str
    end_reason: str


def spans_of(person: int) -> list[ClassSpan]:
    """Every class a person ever belonged to, as known now, the oldest first; one query."""
    columns = (
        *("identity", "source", "office", "document", "valid_from", "valid_to"),
        *("grace_until", "confirmed", "start_reason", "end_reason"),
    )
    rows = known(Identity, columns, "t.person_id = %(person)s", person=person)
    found = [ClassSpan(*row) for row in rows]
    return sorted(found, key=lambda one: (one.start, one.identity, one.source))
