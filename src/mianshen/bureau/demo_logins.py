"""Members of staff to try a demonstration with: one for each role, with a password made here.

Only an installation for practice has them; their password lies among its secrets.
"""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from mianshen.bureau.installation import installation
from mianshen.bureau.offices.models import OfficeState, RoleState
from mianshen.bureau.offices.services import Staff, appoint, assign
from mianshen.bureau.offices.vocabulary import Act, OfficeKind
from mianshen.bureau.practice import is_practice, mark_practice
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.secrets_file import kept
from mianshen.policy.saying import Said

ACTOR = "system:demo"
PREFIX = "demo-"
_FILE = "demo.json"

# The first act a role has says at which kinds of office it is tried.
_KINDS = (
    (Act.CONFIRM, (OfficeKind.STREET,)),
    # Medical security decides its part at the bureau.
    (Act.APPROVE, (OfficeKind.DEPARTMENT, OfficeKind.BUREAU)),
    (Act.GRANT_FUNDS, (OfficeKind.FINANCE,)),
    (Act.RECTIFY, (OfficeKind.SUPERVISION,)),
    (Act.WRITE_POLICY, (OfficeKind.BUREAU,)),
    (Act.SIGN_POLICY, (OfficeKind.BUREAU,)),
    (Act.ADMINISTER, (OfficeKind.BUREAU,)),
    (Act.REVIEW, (OfficeKind.CENTRE,)),
    (Act.RELEASE, (OfficeKind.CENTRE,)),
    (Act.REQUEST_FUNDS, (OfficeKind.CENTRE,)),
    (Act.PAY, (OfficeKind.CENTRE,)),
    (Act.VISIT, (OfficeKind.STREET,)),
)
_STREETS_MAX = 2


@dataclass(frozen=True)
class DemoLogin:
    """A log-in that the sign-in page of a demonstration lists."""

    number: str
    title: Said


@dataclass(frozen=True)
class DemoLogins:
    """All of them; they share the password."""

    password: str
    logins: tuple[DemoLogin, ...]


def demo_logins() -> DemoLogins | None:
    """The log-ins to practise with; None where this is not for practice."""
    file = installation().keys / _FILE
    if not file.exists() or not is_practice():
        return None
    told = json.loads(file.read_text(encoding="utf-8"))
    found = Staff.objects.filter(number__startswith=PREFIX, user__is_active=True).order_by("pk")
    logins = (DemoLogin(one.number, Said(one.number, one.name)) for one in found)
    return DemoLogins(told["password"], tuple(logins))


def begin_practice() -> None:
    """Make this installation one for practice, for good; only where there is nobody and nothing.

    Raises `InputError` where people work or are known already: a log-in whose password stands on
    the sign-in page, and messages that are never sent, are not for them.
    """
    if is_practice():
        return
    if Staff.objects.exists() or registry.anybody():
        raise refused(
            "people work here already, so this cannot become a place for practice; set"
            " MIANSHEN_HOME to an empty folder and leave DATABASE_URL out",
            "这里已有人员或数据，不能改作练习环境；请把 MIANSHEN_HOME 设为空文件夹，"
            "并去掉 DATABASE_URL",
        )
    mark_practice(ACTOR)


def make_demo_logins(day: date) -> str:
    """Make whoever is missing, in every district; returns the password. Safe to do again."""
    password: str = kept(
        installation().keys / _FILE, lambda: {"password": secrets.token_urlsafe(9)}
    )["password"]
    with transaction.atomic():
        for number, name, office, role in _wanted(day):
            if not Staff.objects.filter(number=number).exists():
                staff = appoint(number, name, ACTOR)
                assign(staff, office.office, role.role, day, ACTOR)
        users = get_user_model().objects.filter(username__startswith=PREFIX)
        users.update(password=make_password(password))
    return password


def _wanted(day: date) -> Iterator[tuple[str, str, OfficeState, RoleState]]:
    """Number, name, office and role of everyone wanted."""
    roles = RoleState.objects.on(day).select_related("role").order_by("pk")
    offices = list(OfficeState.objects.on(day).select_related("office").order_by("pk"))
    taken: set[str] = set()
    for role in roles:
        kinds = next((kinds for act, kinds in _KINDS if act in role.does), (OfficeKind.CENTRE,))
        here = [
            one
            for one in offices
            if one.kind in kinds and one.office.district_id == role.role.district_id
        ]
        for office in here[: _STREETS_MAX if OfficeKind.STREET in kinds else None]:
            several = OfficeKind.STREET in kinds or OfficeKind.DEPARTMENT in kinds
            number = f"{PREFIX}{role.role.code}" + (f"-{office.office.code}" if several else "")
            if number in taken:
                number += f"-{role.role.district_id}"
            taken.add(number)
            yield number, f"{role.title}（{office.name}）", office, role
