"""Which people somebody may see, and where those live: by region, or by a department's orders."""

from collections.abc import Collection

from mianshen.bureau.casework import services as casework
from mianshen.bureau.intake import services as intake
from mianshen.bureau.offices.services import region_codes
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import Desk, out_of_sight


def people_seen(desk: Desk, people: Collection[int], sight: Sight = Sight.PEOPLE) -> dict[int, str]:
    """The region of each of some people who may be seen, empty where nobody knows it.

    A region is what somebody said, else that of the newest order, else what lists say. Of whom
    nothing is known those are shown who see the whole district. Five queries at most.
    """
    said = registry.last_regions_of(people, desk.day)
    parts = casework.parts_of_people(people)
    rest = set(people) - said.keys() - parts.keys()
    listed = _listed(desk, rest) if rest else {}
    found: dict[int, str] = {}
    for person in people:
        ordered = parts.get(person, [])
        region = said.get(person) or listed.get(person) or next((at for at, _ in ordered), "")
        in_region = desk.scope.may_see(sight, region or _district(desk))
        if in_region or any(desk.scope.may_see(sight, *part) for part in ordered):
            found[person] = region
    return found


def require_seen(desk: Desk, person: int) -> str:
    """The region of a person, refused where they may not be seen."""
    seen = people_seen(desk, [person])
    if person not in seen:
        raise out_of_sight()
    return seen[person]


def area_of(desk: Desk, region: str) -> str:
    """The region of a person, or the whole district where nobody knows theirs."""
    return (region or _district(desk)).ljust(12, "0")


def _listed(desk: Desk, people: Collection[int]) -> dict[int, str]:
    """Where lists say that people live: the village, or the township alone."""
    codes = region_codes(_district(desk), desk.day)
    found = {}
    for person, contact in intake.contacts_of(people).items():
        code = codes.get((contact.township, contact.village)) or codes.get((contact.township,))
        if code is not None:
            found[person] = code
    return found


def _district(desk: Desk) -> str:
    return desk.place.district if desk.place else ""
