"""Numbers that were one person: whom each is now, and what was decided about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.registry.calling import Called
from mianshen.bureau.registry.vault import read_spellings

_MERGED = """
    SELECT DISTINCT ON (m.gone_id) m.gone_id, m.into_id
      FROM registry_merge m
     WHERE m.known_to IS NULL
       AND NOT EXISTS (SELECT FROM registry_resolution r
                        WHERE r.known_to IS NULL AND r.person_id = m.gone_id)
     ORDER BY m.gone_id, m.id DESC"""

_MERGES = """
    SELECT m.gone_id, m.into_id, m.actor, m.why, m.known_from
      FROM registry_merge m
     WHERE m.known_to IS NULL AND m.into_id = %(person)s
       AND EXISTS (SELECT FROM registry_decision d
                    WHERE d.known_to IS NULL AND d.merge_id = m.id)
     ORDER BY m.id"""

_NAMINGS = """
    SELECT r.naming_id, r.person_id,
           (SELECT array_agg(DISTINCT m.source) FROM vault_mention m
             WHERE m.naming_id = r.naming_id)
      FROM registry_resolution r
     WHERE r.known_to IS NULL AND r.person_id = ANY(%(people)s) ORDER BY r.naming_id"""


@dataclass(frozen=True, slots=True)
class Merged:
    """A number that somebody said is the same person, and who said so, why and when."""

    gone: int
    into: int
    actor: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NamedSo:
    """A way in which lists name a person, and which lists do."""

    naming: int
    called: Called
    sources: tuple[str, ...]


def merged_into() -> Mapping[int, int]:
    """Every number that means nobody any more, with whom it is now; one query."""
    step = {int(gone): int(into) for gone, into in query(_MERGED)}
    return {gone: _end(gone, step) for gone in step}


def numbers_of(person: int) -> set[int]:
    """A person's number and every number that was merged into it."""
    return {person, *(gone for gone, into in merged_into().items() if into == person)}


def merges_of(person: int) -> list[Merged]:
    """What people merged into a person and may take apart again, the oldest first; one query."""
    return [Merged(*row) for row in query(_MERGES, person=person)]


def named_so(people: Collection[int]) -> dict[int, list[NamedSo]]:
    """How lists name each of some people; three queries.

    Whoever shows it unmasked records the look.
    """
    rows = query(_NAMINGS, people=[*people])
    spelled = read_spellings([int(naming) for naming, *_ in rows])
    found: dict[int, list[NamedSo]] = {person: [] for person in people}
    for naming, person, sources in rows:
        one = spelled[naming]
        called = Called(one.name or "", one.certno or one.psn_no, one.born)
        found[person].append(NamedSo(naming, called, tuple(sources or ())))
    return found


def _end(number: int, step: Mapping[int, int]) -> int:
    """Where a chain of merges ends; a circle, which nobody can make at a desk, ends anywhere."""
    seen = set()
    while number in step and number not in seen:
        seen.add(number)
        number = step[number]
    return number
