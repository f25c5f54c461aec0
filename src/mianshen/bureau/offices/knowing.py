"""What is known of a district's regions, offices, roles, waves and staff, as pages show it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.offices.models import (
    AnnouncedYear,
    Assignment,
    DepartmentState,
    IncompatibleRoles,
    OfficeState,
    RegionState,
    RoleState,
    Staff,
    Succession,
    WaveState,
)
from mianshen.bureau.offices.vocabulary import Act, OfficeKind, Sight
from mianshen.policy.saying import Said


@dataclass(frozen=True, slots=True)
class RegionTold:
    """A region with the days it is so called, and who has its cases after it has ended."""

    code: str
    name: str
    first: date
    last: date | None
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeTold:
    """An office with its days; `live_from` is its wave's, none while that is pending."""

    code: str
    title: Said
    kind: OfficeKind
    region: str
    department: Said
    first: date
    last: date | None
    wave: int | None


@dataclass(frozen=True, slots=True)
class WaveTold:
    """A wave of agencies (分批上线): its offices and the day they go live, none while pending."""

    number: int
    live_from: date | None
    source: str
    offices: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class RoleTold:
    """A role and what it lets be seen and done."""

    code: str
    title: Said
    sees: tuple[Sight, ...]
    does: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class PairTold:
    """Two roles that nobody holds on one day, and why."""

    one: Said
    other: Said
    reason: Said


@dataclass(frozen=True, slots=True)
class PostTold:
    """A role at an office in somebody's hands for some days; lent by `principal` if any."""

    office: str
    office_title: Said
    role: str
    role_title: Said
    first: date
    last: date | None
    principal: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StaffTold:
    """A member of staff with posts and log-in; `last_seen` is the last time of signing in."""

    number: str
    name: str
    posts: tuple[PostTold, ...]
    lent: tuple[PostTold, ...]
    has_password: bool
    is_active: bool
    must_choose: bool
    last_seen: datetime | None


@dataclass(frozen=True, slots=True)
class YearTold:
    """The days off and the weekends worked of a year, as stated at the desk."""

    year: int
    off: tuple[date, ...]
    worked: tuple[date, ...]
    source: str
    actor: str
    stated_at: datetime


def regions_told(district: str) -> list[RegionTold]:
    """Every region of a district, ended ones too, by code."""
    heirs = defaultdict[str, list[str]](list)
    found = Succession.objects.known().filter(district=district).order_by("new")
    for old, new in found.values_list("old", "new"):
        heirs[old].append(new)
    return [
        RegionTold(one.code, one.name, one.valid_from, one.valid_to, tuple(heirs[one.code]))
        for one in RegionState.objects.known()
        .filter(district=district)
        .order_by("code", "valid_from")
    ]


def offices_told(district: str) -> list[OfficeTold]:
    """Every office of a district as it was last, ended ones too."""
    found = OfficeState.objects.known().filter(office__district=district)
    newest = {one.office_id: one for one in found.order_by("valid_from").select_related("office")}
    departments = _department_titles(district)
    return [
        OfficeTold(
            one.office.code,
            Said(one.name_en or one.name, one.name),
            OfficeKind(one.kind),
            one.region,
            departments.get(one.department_id, Said("—", "—")),
            one.valid_from,
            one.valid_to,
            one.wave,
        )
        for _, one in sorted(newest.items())
    ]


def office_choices(district: str, day: date) -> list[tuple[str, Said]]:
    """Code and title of the offices that there are on a day; one query."""
    found = OfficeState.objects.on(day).filter(office__district=district).order_by("office_id")
    rows = found.values_list("office__code", "name", "name_en")
    return [(code, Said(name_en or name, name)) for code, name, name_en in rows]


def waves_told(district: str, offices: Iterable[OfficeTold]) -> list[WaveTold]:
    """The waves of a district in their order, each with those of its offices; one query."""
    titles = defaultdict[int, list[Said]](list)
    for one in offices:
        if one.wave is not None and one.last is None:
            titles[one.wave].append(one.title)
    known = WaveState.objects.known().filter(district=district).order_by("number", "valid_from")
    newest = {one.number: one for one in known}
    return [
        WaveTold(number, one.live_from, one.source, tuple(titles[number]))
        for number, one in sorted(newest.items())
    ]


def roles_told(district: str, day: date) -> list[RoleTold]:
    """The roles of a district on a day."""
    found = RoleState.objects.on(day).filter(role__district=district).select_related("role")
    return [
        RoleTold(
            one.role.code,
            Said(one.title_en or one.title, one.title),
            tuple(map(Sight, one.sees)),
            tuple(map(Act, one.does)),
        )
        for one in found.order_by("role_id")
    ]


def pairs_told(district: str, day: date) -> list[PairTold]:
    """Which roles of a district keep apart on a day, and why."""
    titles = _role_titles(district)
    found = IncompatibleRoles.objects.on(day).filter(one__district=district).order_by("pk")
    return [
        PairTold(
            titles[one.one_id], titles[one.other_id], Said(one.reason_en or one.reason, one.reason)
        )
        for one in found
    ]


def staff_told(district: str, day: date, number: str = "") -> list[StaffTold]:
    """Whoever has or had a post in a district, or has none anywhere, by number; two queries.

    With `number` that one alone. Posts are the ones there that have not ended before the day.
    """
    people = Staff.objects.select_related("user").order_by("number")
    here = Assignment.objects.known().filter(staff=OuterRef("pk"))
    is_here = Exists(here.filter(office__district=district)) | ~Exists(here)
    people = people.filter(is_here, number=number) if number else people.filter(is_here)
    own, lent = _posts_of(district, day, number)
    return [
        StaffTold(
            one.number,
            one.name,
            tuple(own[one.pk]),
            tuple(lent[one.pk]),
            one.user.has_usable_password(),
            one.user.is_active,
            one.must_choose,
            one.user.last_login,
        )
        for one in people
    ]


def districts_of(staff: Staff) -> set[str]:
    """The districts in which somebody has a post that has not ended, now or later."""
    found = Assignment.objects.known().filter(staff=staff)
    return set(found.values_list("office__district", flat=True))


def announced_years() -> dict[int, YearTold]:
    """The years whose days off were stated at the desk, each as stated last; one query."""
    return {
        one.year: YearTold(
            one.year, tuple(one.off), tuple(one.worked), one.source, one.actor, one.stated_at
        )
        for one in AnnouncedYear.objects.order_by("pk")
    }


_Posts = defaultdict[int, list[PostTold]]

_POSTS = """
    WITH held AS (
        SELECT staff_id AS holder, office_id, role_id, valid_from, valid_to,
               NULL::bigint AS principal_id, '' AS reason
          FROM offices_assignment WHERE known_to IS NULL
        UNION ALL
        SELECT deputy_id, office_id, role_id, valid_from, valid_to, principal_id, reason
          FROM offices_delegation WHERE known_to IS NULL)
    SELECT held.holder, held.principal_id IS NOT NULL, office.code, o.name, o.name_en,
           role.code, r.title, r.title_en, held.valid_from, held.valid_to,
           coalesce(principal.number, ''), held.reason
      FROM held
      JOIN offices_staff holder ON holder.id = held.holder
      JOIN offices_office office ON office.id = held.office_id
      JOIN offices_role role ON role.id = held.role_id
      LEFT JOIN offices_staff principal ON principal.id = held.principal_id
     CROSS JOIN LATERAL (
           SELECT name, name_en FROM offices_office_state
            WHERE office_id = office.id AND known_to IS NULL
            ORDER BY valid_from DESC LIMIT 1) o
     CROSS JOIN LATERAL (
           SELECT title, title_en FROM offices_role_state
            WHERE role_id = role.id AND known_to IS NULL
            ORDER BY valid_from DESC LIMIT 1) r
     WHERE office.district_id = %(district)s
       AND coalesce(held.valid_to, %(day)s) >= %(day)s
       AND (%(number)s = '' OR holder.number = %(number)s)
     ORDER BY held.valid_from, held.holder, office.code, role.code"""


def _posts_of(district: str, day: date, number: str) -> tuple[_Posts, _Posts]:
    """Posts of one's own and those lent by others, by member of staff; one query."""
    own, lent = _Posts(list), _Posts(list)
    for row in query(_POSTS, district=district, day=day, number=number):
        holder, is_lent, office, name, name_en, role, title, title_en, *rest = row
        offices, roles = Said(name_en or name, name), Said(title_en or title, title)
        told = PostTold(office, offices, role, roles, *rest)
        (lent if is_lent else own)[holder].append(told)
    return own, lent


def _role_titles(district: str) -> dict[int, Said]:
    found = RoleState.objects.known().filter(role__district=district).order_by("valid_from")
    rows = found.values_list("role_id", "title", "title_en")
    return {role: Said(title_en or title, title) for role, title, title_en in rows}


def _department_titles(district: str) -> dict[int, Said]:
    found = DepartmentState.objects.known().filter(department__district=district)
    rows = found.order_by("valid_from").values_list("department_id", "name", "name_en")
    return {department: Said(name_en or name, name) for department, name, name_en in rows}
