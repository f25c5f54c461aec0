"""What people are called, and which region answers for them, for whoever may be shown it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.registry.models import Listing, Person
from mianshen.bureau.registry.vault import open_value

_NAMINGS = """
    SELECT DISTINCT ON (r.person_id) r.person_id, name.sealed, certno.sealed, n.born
      FROM registry_resolution r
      JOIN vault_naming n ON n.id = r.naming_id
      LEFT JOIN vault_mention m ON m.naming_id = n.id
      LEFT JOIN vault_value name ON name.id = n.name_id
      LEFT JOIN vault_value certno ON certno.id = n.certno_id
     WHERE r.known_to IS NULL AND r.person_id = ANY(%(people)s)
     ORDER BY r.person_id, n.name_id IS NULL, n.certno_id IS NULL, m.rank, n.id"""

_REGIONS = """
    SELECT DISTINCT ON (person_id) person_id, region
      FROM registry_responsibility
     WHERE known_to IS NULL AND person_id = ANY(%(people)s) AND valid_from <= %(day)s
     ORDER BY person_id, coalesce(valid_to, 'infinity') >= %(day)s DESC, valid_from DESC"""


@dataclass(frozen=True, slots=True)
class Called:
    """Name and number of a person as the most trusted file spells them, and the day of birth."""

    name: str
    certno: str | None
    born: date | None


def called(people: Collection[int]) -> dict[int, Called]:
    """What some people are called; one query. Whoever shows it unmasked records the look."""
    rows = query(_NAMINGS, people=sorted(set(people)))
    return {
        int(person): Called(open_value(name) or "", open_value(certno), born)
        for person, name, certno, born in rows
    }


def anybody() -> bool:
    """Whether anybody is known here at all."""
    return Person.objects.exists()


def places_of_listings(listings: Collection[int]) -> dict[int, str]:
    """The file and line of some rows of rosters; one query."""
    return dict(Listing.objects.filter(pk__in=listings).values_list("pk", "place"))


def last_regions_of(people: Collection[int], day: date) -> dict[int, str]:
    """The region that answers for each of some people on a day, else the last one that did."""
    rows = query(_REGIONS, people=sorted(set(people)), day=day)
    return {int(person): str(region) for person, region in rows}
