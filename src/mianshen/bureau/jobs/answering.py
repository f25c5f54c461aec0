"""Which region answers for each person of a district, as far as its agencies work here."""

from collections.abc import Collection, Mapping
from datetime import date

from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs.districts import District
from mianshen.bureau.offices.services import is_live, offices_answering_for, region_codes
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
    served = _served(district, set(regions.values()), receives, day)
    return {person: region for person, region in regions.items() if region in served}


def _listed(people: Collection[int], district: District, day: date) -> Mapping[int, str]:
    """Where lists say that people live, township and village, or the township alone."""
    codes = region_codes(region_code(district.code), day)
    found: dict[int, str] = {}
    for person, contact in intake.contacts_of(people).items():
        code = codes.get((contact.township, contact.village)) or codes.get((contact.township,))
        if code is not None:
            found[person] = code
    return found


def _served(
    district: District, regions: Collection[str], receives: OfficeKind, day: date
) -> set[str]:
    """Those of some regions that are the district's own and whose agency has joined."""
    code = region_code(district.code)
    own = span_of(code)
    offices = offices_answering_for(code, [one for one in regions if one in own], receives, day)
    live = {office for office in set(offices.values()) if is_live(office, day)}
    return {region for region, office in offices.items() if office in live}
