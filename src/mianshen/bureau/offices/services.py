"""The door of offices: profiles in, staff and roles, scope, and which office answers for whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import product

from mianshen.bureau.offices.administering import (
    add_office,
    add_region,
    end_office,
    end_region,
    go_live,
)
from mianshen.bureau.offices.announcing import announce_year
from mianshen.bureau.offices.knowing import (
    OfficeTold,
    StaffTold,
    YearTold,
    announced_years,
    districts_of,
    office_choices,
    offices_told,
    pairs_told,
    regions_told,
    roles_told,
    staff_told,
    waves_told,
)
from mianshen.bureau.offices.loading import Loaded, load_offices, load_offices_once
from mianshen.bureau.offices.log_ins import choose_password, reset_log_in, take_in_administrator
from mianshen.bureau.offices.models import (
    Department,
    DepartmentState,
    District,
    DistrictState,
    Office,
    OfficeState,
    RegionState,
    Role,
    Staff,
    WaveState,
)
from mianshen.bureau.offices.posts import (
    Place,
    heritage_on,
    places_of,
    scope_of,
    scope_of_places,
)
from mianshen.bureau.offices.scope import spans_on
from mianshen.bureau.offices.staffing import (
    appoint,
    assign,
    delegate,
    end_assignment,
    end_delegation,
    leave,
)
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.policy.saying import Said
from mianshen.standards.regions import Level, level_of, span_of, township_of

__all__ = (
    "Department",
    "District",
    "Loaded",
    "Office",
    "OfficeTold",
    "Place",
    "Role",
    "Staff",
    "StaffTold",
    "YearTold",
    "add_office",
    "add_region",
    "announce_year",
    "announced_years",
    "appoint",
    "assign",
    "choose_password",
    "delegate",
    "department_codes",
    "department_named",
    "department_titles",
    "districts_of",
    "districts_on",
    "end_assignment",
    "end_delegation",
    "end_office",
    "end_region",
    "go_live",
    "is_live",
    "leave",
    "load_offices",
    "load_offices_once",
    "office_by_code",
    "office_choices",
    "offices_answering_for",
    "offices_of_kind",
    "offices_told",
    "pairs_told",
    "places_of",
    "region_codes",
    "region_named",
    "region_names",
    "regions_told",
    "reset_log_in",
    "role_by_code",
    "roles_told",
    "scope_of",
    "scope_of_places",
    "staff_by_number",
    "staff_ids",
    "staff_names",
    "staff_names_by_number",
    "staff_told",
    "take_in_administrator",
    "waves_told",
)


def districts_on(day: date) -> Sequence[DistrictState]:
    """Every district of this installation on a day, by code."""
    return list(DistrictState.objects.on(day).order_by("district"))


def region_names(codes: Collection[str], day: date) -> dict[str, str]:
    """The name of each region by its code, a village's after its township's; one query.

    A region that has ended keeps the name it had last.
    """
    around = {township_of(code) for code in codes} | set(codes)
    found = RegionState.objects.known().filter(code__in=around, valid_from__lte=day)
    names = dict(found.order_by("valid_from").values_list("code", "name"))
    return {
        code: names.get(township_of(code), "") + names[code]
        if level_of(code) is Level.VILLAGE
        else names[code]
        for code in codes
        if code in names
    }


def department_titles(district: str, day: date) -> dict[str, Said]:
    """What each department of a district is called, by its code; one query."""
    found = DepartmentState.objects.on(day).filter(department__district=district)
    rows = found.values_list("department__code", "name", "name_en")
    return {code: Said(name_en or name, name) for code, name, name_en in rows}


def staff_names(staff: Collection[int]) -> dict[int, str]:
    """The name of each of some members of staff; one query."""
    return dict(Staff.objects.filter(pk__in=staff).values_list("pk", "name"))


def staff_names_by_number(numbers: Collection[str]) -> dict[str, str]:
    """The name of each of some members of staff, by number; one query."""
    return dict(Staff.objects.filter(number__in=numbers).values_list("number", "name"))


def staff_ids() -> dict[str, int]:
    """Every member of staff by number; one query."""
    return dict(Staff.objects.values_list("number", "pk"))


def office_by_code(district: str, code: str) -> Office:
    """An office by the code its profile gives it."""
    return Office.objects.get(district=district, code=code)


def role_by_code(district: str, code: str) -> Role:
    """A role by the code its profile gives it."""
    return Role.objects.get(district=district, code=code)


def staff_by_number(number: str) -> Staff | None:
    """A member of staff by number, None where there is none."""
    return Staff.objects.select_related("user").filter(number=number).first()


def department_named(district: str, name: str, day: date) -> Department | None:
    """The department that a source or a pack calls by a name, None where there is none."""
    found = DepartmentState.objects.on(day).filter(department__district=district)
    for one in found.select_related("department"):
        if name in (one.name, *one.also):
            return one.department
    return None


def department_codes(district: str, day: date) -> dict[str, str]:
    """The code of each department of a district by every name that sources and packs call it."""
    found = DepartmentState.objects.on(day).filter(department__district=district)
    return {
        name: one.department.code
        for one in found.select_related("department")
        for name in (one.name, *one.also)
    }


def region_named(district: str, names: Sequence[str], day: date) -> str | None:
    """The code of one region by its names, the township's first; None where it is not one."""
    return region_codes(district, day).get(tuple(names))


def region_codes(district: str, day: date) -> dict[tuple[str, ...], str]:
    """Codes of all townships and villages by their names: `(街道,)` and `(街道, 居委)`.

    Names of before are understood too, as rosters lag behind; those that two regions share are
    left out.
    """
    found = RegionState.objects.known().filter(district=district, valid_from__lte=day)
    names = defaultdict[str, set[str]](set)
    for code, name in found.values_list("code", "name"):
        names[code].add(name)
    paths = defaultdict[tuple[str, ...], set[str]](set)
    for code in names:
        for path in _paths(code, names):
            paths[path].add(code)
    return {path: codes.pop() for path, codes in paths.items() if len(codes) == 1}


def _paths(code: str, names: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    township = township_of(code)
    around = names.get(township, set())
    if level_of(code) is Level.TOWNSHIP:
        return [(name,) for name in around]
    if level_of(code) is Level.VILLAGE:
        return list(product(around, names[code]))
    return []


def offices_answering_for(
    district: str, regions: Collection[str], kind: OfficeKind, day: date
) -> dict[str, OfficeState]:
    """For each region the office of a kind whose own lies closest around it on a day, if any does.

    A region that has ended is answered for by the office of its successor. Two queries.
    """
    heritage = heritage_on(day)
    offices = OfficeState.objects.on(day).filter(office__district=district, kind=kind.value)
    spans = {
        one: spans_on(day, one.region, heritage)
        for one in sorted(offices.order_by("office_id").select_related("office"), key=_width)
    }
    found = {
        region: next((one for one in spans if any(region in span for span in spans[one])), None)
        for region in regions
    }
    return {region: office for region, office in found.items() if office is not None}


def offices_of_kind(kind: OfficeKind, day: date) -> frozenset[int]:
    """The numbers of all offices of a kind on a day."""
    found = OfficeState.objects.on(day).filter(kind=kind.value)
    return frozenset(found.values_list("office_id", flat=True))


def _width(office: OfficeState) -> int:
    span = span_of(office.region)
    return int(span.last) - int(span.first)


def is_live(office: OfficeState, day: date) -> bool:
    """Whether an office works with the platform on a day; its wave may be pending or later."""
    if office.wave is None:
        return True
    wave = WaveState.objects.known().filter(district=office.office.district_id, number=office.wave)
    newest = wave.order_by("valid_from").last()
    return newest is not None and newest.live_from is not None and newest.live_from <= day
