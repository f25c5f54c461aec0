"""How people stand on a day, as a list shows it: classes, doubt, account, departure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.bitemporal.rows import query

_STANDING = """
    SELECT p.id,
           (SELECT array_agg(DISTINCT i.identity ORDER BY i.identity) FROM registry_identity i
             WHERE i.known_to IS NULL AND i.person_id = p.id AND i.valid_from <= %(day)s
               AND coalesce(i.grace_until, i.valid_to, %(day)s) >= %(day)s),
           (SELECT max(i.valid_to) FROM registry_identity i
             WHERE i.known_to IS NULL AND i.person_id = p.id),
           EXISTS (SELECT 1 FROM vault_account a
                    WHERE a.person_id = p.id AND a.confirmed_at IS NOT NULL
                      AND a.refused_at IS NULL AND a.closed_at IS NULL),
           (SELECT array_agg(DISTINCT d.kind) FROM registry_departure d
             WHERE d.known_to IS NULL AND d.person_id = p.id)
      FROM unnest(%(people)s::bigint[]) AS p (id)"""


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
    """How some people stand on a day; one query."""
    rows = query(_STANDING, people=sorted(set(people)), day=day)
    return {
        int(person): PersonStanding(
            tuple(identities or ()), ended, bool(has_account), frozenset(gone or ())
        )
        for person, identities, ended, has_account, gone in rows
    }
