"""What a post is called on a day: its office, its role and its district, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.offices.scope import Post
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.policy.saying import Said

_TITLES = """
    SELECT asked.office, asked.role, o.name, o.name_en, o.kind, r.title, r.title_en,
           office.district_id, d.title, d.title_en, d.profile
      FROM unnest(%(offices)s::bigint[], %(roles)s::text[]) AS asked (office, role)
      JOIN offices_office office ON office.id = asked.office
      JOIN offices_office_state o ON o.office_id = office.id
      JOIN offices_role role ON role.district_id = office.district_id AND role.code = asked.role
      JOIN offices_role_state r ON r.role_id = role.id
      JOIN offices_district_state d ON d.district_id = office.district_id
     WHERE o.known_to IS NULL AND o.valid_from <= %(day)s
       AND coalesce(o.valid_to, %(day)s) >= %(day)s
       AND r.known_to IS NULL AND r.valid_from <= %(day)s
       AND coalesce(r.valid_to, %(day)s) >= %(day)s
       AND d.known_to IS NULL AND d.valid_from <= %(day)s
       AND coalesce(d.valid_to, %(day)s) >= %(day)s"""


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


def places_of(posts: Sequence[Post], day: date) -> tuple[Place, ...]:
    """Posts with their titles on a day, in the order given; one query."""
    rows = query(
        _TITLES,
        offices=[one.office for one in posts],
        roles=[one.role for one in posts],
        day=day,
    )
    told = {(row[0], row[1]): row[2:] for row in rows}
    return tuple(_place(one, told[one.office, one.role]) for one in posts)


def _place(post: Post, told: Sequence[str]) -> Place:
    name, name_en, kind, title, title_en, district, district_title, district_en, profile = told
    return Place(
        post,
        Said(name_en or name, name),
        OfficeKind(kind),
        Said(title_en or title, title),
        district,
        Said(district_en or district_title, district_title),
        profile,
    )
