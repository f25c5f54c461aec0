"""Which region answers for each person of a district, as far as its agencies work here."""

from collections.abc import Collection, Mapping
from datetime import date

from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs.districts import District
from mianshen.bureau.offices.services import is_live, office_answering_for, region_codes
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.bureau.registry import services as registry
from mianshen.standards.regions import region_code, span_of


def answering_regions(
    people: Collection[int], district: District, receives: OfficeKind, day: date
) -> Mapping[int, str]:
    """The region of each of some people who live where a live agency answers for them.

    What somebody said of a person goes before what lists say. Left out are other districts' people
    and those whose agency has not joined yet (分批上线): they still apply.
    """
    said = registry.regions_of(people, day)
    listed = _listed(set(people) - said.keys(), district, day)
    regions = {**listed, **said}
    own = span_of(region_code(district.code))
    lives = {
        region: region in own and _is_served(district, region, receives, day)
        for region in set(regions.values())
    }
    return {person: region for person, region in regions.items() if lives[region]}


def _listed(people: Collection[int], district: District, day: date) -> Mapping[int, str]:
    """Where lists say that people live, township and village, or the township alone."""
    codes = region_codes(region_code(district.code), day)
    found: dict[int, str] = {}
    for person, contact in intake.contacts_of(people).items():
        code = codes.get((contact.township, contact.village)) or codes.get((contact.township,))
        if code is not None:
            found[person] = code
    return found


def _is_served(district: District, region: str, receives: OfficeKind, day: date) -> bool:
    office = office_answering_for(region_code(district.code), region, receives, day)
    return office is not None and is_live(office, day)
