"""The posts of a member of staff on a day, read from assignments, delegations, offices, roles."""

from dataclasses import dataclass
from datetime import date, datetime

from mianshen.bureau.bitemporal.rows import Row, query
from mianshen.bureau.offices.models import Succession
from mianshen.bureau.offices.scope import Heritage, Post, Scope, scope_of_posts
from mianshen.bureau.offices.vocabulary import Act, OfficeKind, Reach, Sight
from mianshen.policy.saying import Said

# What is lent counts while whoever lends it holds it as well.
_HELD = """
    WITH given AS (
        SELECT a.office_id, a.role_id, a.staff_id FROM offices_assignment a WHERE {a}
    ), held AS (
        SELECT office_id, role_id, NULL::bigint AS principal_id
          FROM given WHERE staff_id = %(staff)s
        UNION ALL
        SELECT l.office_id, l.role_id, l.principal_id FROM offices_delegation l
          JOIN given ON (given.office_id, given.role_id, given.staff_id)
                      = (l.office_id, l.role_id, l.principal_id)
         WHERE l.deputy_id = %(staff)s AND {l}
    )
    SELECT held.office_id, o.region, department.code, role.code, r.departments, r.sees, r.does,
           held.principal_id, o.name, o.name_en, o.kind, r.title, r.title_en,
           office.district_id, d.title, d.title_en, d.profile
      FROM held
      JOIN offices_office office ON office.id = held.office_id
      JOIN offices_role role ON role.id = held.role_id
      JOIN offices_office_state o ON o.office_id = held.office_id AND {o}
      JOIN offices_department department ON department.id = o.department_id
      JOIN offices_role_state r ON r.role_id = held.role_id AND {r}
      LEFT JOIN offices_district_state d ON d.district_id = office.district_id AND {d}
     ORDER BY held.office_id, held.role_id, coalesce(held.principal_id, 0)"""

_ON_THE_DAY = """
    ({0}.valid_from <= %(day)s AND coalesce({0}.valid_to, %(day)s) >= %(day)s
     AND CASE WHEN %(at)s::timestamptz IS NULL THEN {0}.known_to IS NULL
              ELSE {0}.known_from <= %(at)s::timestamptz
                   AND coalesce({0}.known_to > %(at)s::timestamptz, TRUE) END)"""

_STATEMENT = _HELD.format(**{one: _ON_THE_DAY.format(one) for one in "alord"})


@dataclass(frozen=True, slots=True)
class Place:
    """A post as people speak of it; `district` is its code and `profile` the one it runs."""

    post: Post
    office: Said
    kind: OfficeKind
    role: Said
    district: str
    district_title: Said
    profile: str


def places_of(staff: int, day: date, at: datetime | None = None) -> tuple[Place, ...]:
    """The posts that a member of staff (by id) holds on a day, as known at a moment (now).

    One query, whatever the number of posts.
    """
    return tuple(_place(row) for row in query(_STATEMENT, staff=staff, day=day, at=at))


def scope_of(staff: int, day: date, at: datetime | None = None) -> Scope:
    """What a member of staff (by id) may see and do on a day, as known at a moment (now).

    Two queries, whatever the number of posts.
    """
    return scope_of_places(staff, day, places_of(staff, day, at), at)


def scope_of_places(
    staff: int, day: date, places: tuple[Place, ...], at: datetime | None = None
) -> Scope:
    """The same for whoever knows the posts already; one query."""
    return scope_of_posts(staff, day, [one.post for one in places], heritage_on(day, at))


def heritage_on(day: date, at: datetime | None = None) -> list[Heritage]:
    """Whose cases have come to whom by a day."""
    found = Succession.objects.on(day, at).order_by("old", "new")
    return [Heritage(*one) for one in found.values_list("old", "new", "valid_from")]


def _place(row: Row) -> Place:
    office, region, department, role, reach, sees, does, principal, *titles = row
    name, name_en, kind, title, title_en, district, district_title, district_en, profile = titles
    post = Post(
        office=office,
        region=region,
        department=department,
        role=role,
        reaches_all=reach == Reach.ALL,
        sees=frozenset(map(Sight, sees)),
        does=frozenset(map(Act, does)),
        principal=principal,
    )
    return Place(
        post,
        Said(name_en or name, name),
        OfficeKind(kind),
        Said(title_en or title, title),
        district,
        Said(district_en or district_title or district, district_title or district),
        profile or "",
    )
