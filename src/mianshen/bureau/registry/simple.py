"""What holds of people about whom nothing is complicated, worked out by sets in the database.

The rules are those of `deriving` and `run.spans`; whoever is not simple is left to those.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mianshen.bureau.bitemporal.rows import query, replace, replace_by, stage
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.models import (
    Attribute,
    Departure,
    Description,
    Identity,
    Membership,
)
from mianshen.bureau.registry.statements import statement
from mianshen.run.reading.periods import Period

FEW = 200
"""So few people are worked out one by one sooner than tables for them are made."""


def describe_sound(people: Collection[int], stated: Stated) -> tuple[set[int], set[int]]:
    """Keep birth date and sex of those of some people whom nothing but one sound number names.

    Who they are, and whose description changed. Nothing is opened for it.
    """
    if len(people) < FEW:
        return set(), set()
    stage("asked", "person bigint", ((person,) for person in people))
    sound = {int(person) for (person,) in query(_SOUND)}
    stage("simple", "person bigint", ((person,) for person in sound))
    changed = replace_by(Description, "person_id", sound, statement("simple_descriptions"), stated)
    return sound, changed


@dataclass(frozen=True, slots=True)
class ToldPeriods:
    """The periods a source sent whole lists for, in order, and whether absence counts in each."""

    source: str
    periods: Sequence[tuple[Period, bool]]
    grace_days: int

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Source, place, first and last day, the next list that counts absence, days of grace."""
        missed: tuple[int | None, Any] = (None, None)
        found = []
        for seq, (period, counts) in reversed([*enumerate(self.periods)]):
            found.append((self.source, seq, period.first, period.last, *missed, self.grace_days))
            if counts:
                missed = (seq, period.first)
        yield from reversed(found)


def derive_simple(
    people: Collection[int],
    told: Collection[ToldPeriods],
    doubted: Collection[str],
    stated: Stated,
) -> tuple[set[int], set[int]]:
    """Work out what holds of the simple ones of some people; who they are, whose facts changed.

    `doubted` may stand in rows of which that is not sure.
    """
    if len(people) < FEW:
        return set(), set()
    stage("asked", "person bigint", ((person,) for person in people))
    stage("doubted", "person bigint", ((int(person),) for person in doubted))
    periods = "source text, seq int, first date, last date, missed_seq int, missed_first date,"
    rows = [row for one in told for row in one.rows()]
    stage("told_period", periods + " grace_days int", rows)
    query("DROP TABLE IF EXISTS pg_temp.simple_row, pg_temp.simple_attribute")
    query(statement("simple_rows"))
    query("ANALYZE simple_row")
    stage("simple", "person bigint", ())
    query(statement("simple_people"))
    query("ANALYZE simple")
    simple = {int(person) for (person,) in query("SELECT person FROM simple")}
    if not simple:
        return set(), set()
    if len(simple) < len(people):
        query("DELETE FROM simple_row WHERE person NOT IN (SELECT person FROM simple)")
    query(statement("simple_attributes"))
    changed = replace_by(Identity, "person_id", simple, statement("simple_identities"), stated)
    changed |= replace_by(Attribute, "person_id", simple, _ATTRIBUTES, stated)
    changed |= replace_by(Membership, "person_id", simple, _MEMBERSHIPS, stated)
    changed |= replace(Departure, "person_id", simple, (), stated)
    changed |= replace_by(
        Description, "person_id", simple, statement("simple_descriptions"), stated
    )
    return simple, changed


_SOUND = """
    SELECT r.person_id
      FROM asked a
      JOIN registry_resolution r ON r.person_id = a.person AND r.known_to IS NULL
      JOIN vault_naming n ON n.id = r.naming_id
     GROUP BY r.person_id
    HAVING bool_and(n.is_sound IS TRUE) AND min(n.certno_id) = max(n.certno_id)"""

_ATTRIBUTES = """
    SELECT person, name, kind, value, valid_from, valid_to, place FROM simple_attribute
     WHERE name <> '#household'"""

# Tables of people are trusted with households before lists.
_MEMBERSHIPS = """
    WITH home AS (SELECT * FROM simple_attribute WHERE name = '#household')
    SELECT person, value::bigint, source, coalesce(valid_from, date '0001-01-01'), valid_to, place
      FROM home
     WHERE role = 'people' OR person NOT IN (SELECT person FROM home WHERE role = 'people')"""
