"""The posts of a member of staff on a day, read from assignments, delegations, offices, roles."""

from collections.abc import Iterable
from datetime import date, datetime

from mianshen.bureau.offices.models import (
    Assignment,
    Delegation,
    OfficeState,
    RoleState,
    Succession,
)
from mianshen.bureau.offices.scope import Heritage, Post, Scope, scope_of_posts
from mianshen.bureau.offices.vocabulary import Act, Reach, Sight

Held = tuple[int, int, int | None]


def scope_of(staff: int, day: date, at: datetime | None = None) -> Scope:
    """What a member of staff (by id) may see and do on a day, as known at a moment (now).

    At most six queries, whatever the number of posts.
    """
    held = _held(staff, day, at)
    posts = _posts(held, day, at)
    return scope_of_posts(staff, day, posts, heritage_on(day, at))


def heritage_on(day: date, at: datetime | None = None) -> list[Heritage]:
    """Whose cases have come to whom by a day."""
    found = Succession.objects.on(day, at).order_by("old", "new")
    return [Heritage(*one) for one in found.values_list("old", "new", "valid_from")]


def _held(staff: int, day: date, at: datetime | None) -> list[Held]:
    """Office, role and principal of what is held on a day; a principal must hold it as well."""
    own = Assignment.objects.on(day, at).filter(staff=staff)
    delegated = Delegation.objects.on(day, at).filter(deputy=staff)
    lent = list(delegated.values_list("office_id", "role_id", "principal_id"))
    principals = {principal for _, _, principal in lent}
    theirs = set(
        Assignment.objects.on(day, at)
        .filter(staff__in=principals)
        .values_list("office_id", "role_id", "staff_id")
    )
    mine: list[Held] = [(*one, None) for one in own.values_list("office_id", "role_id")]
    return mine + [one for one in lent if one in theirs]


def _posts(held: Iterable[Held], day: date, at: datetime | None) -> list[Post]:
    """The posts whose office and role exist on the day."""
    held = sorted(held, key=lambda one: (one[0], one[1], one[2] or 0))
    offices = {
        one.office_id: one
        for one in OfficeState.objects.on(day, at)
        .filter(office__in={office for office, _, _ in held})
        .select_related("department")
    }
    roles = {
        one.role_id: one
        for one in RoleState.objects.on(day, at)
        .filter(role__in={role for _, role, _ in held})
        .select_related("role")
    }
    return [
        _post(offices[office], roles[role], principal)
        for office, role, principal in held
        if office in offices and role in roles
    ]


def _post(office: OfficeState, role: RoleState, principal: int | None) -> Post:
    return Post(
        office=office.office_id,
        region=office.region,
        department=office.department.code,
        role=role.role.code,
        reaches_all=role.departments == Reach.ALL,
        sees=frozenset(map(Sight, role.sees)),
        does=frozenset(map(Act, role.does)),
        principal=principal,
    )
