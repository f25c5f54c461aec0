"""Who works where and in which role: given, ended, lent to a deputy; never overwritten."""

from datetime import date, datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils.timezone import localdate

from mianshen.bureau.offices.dated import Dated, DatedQuerySet
from mianshen.bureau.offices.incompatible import telling_incompatible
from mianshen.bureau.offices.models import (
    Assignment,
    Delegation,
    Office,
    OfficeState,
    Role,
    RoleState,
    Staff,
)
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record
from mianshen.run.messages import InputError

_DAY = timedelta(days=1)


def appoint(number: str, name: str, actor: str) -> Staff:
    """Take a member of staff in, with a log-in that has no password yet."""
    with transaction.atomic():
        if Staff.objects.filter(number=number).exists():
            raise refused(
                "the number {number} is taken by another member of staff",
                "工号 {number} 已有人使用",
                number=number,
            )
        user = get_user_model().objects.create_user(username=number)
        staff = Staff.objects.create(user=user, number=number, name=name)
        record(actor, "appoint", f"staff:{number}")
    return staff


def assign(
    staff: Staff, office: Office, role: Role, first: date, actor: str, last: date | None = None
) -> None:
    """Give a role at an office from a day on; raises `InputError` where roles keep apart."""
    if office.district_id != role.district_id:
        raise refused(
            "office {office} and role {role} are of different districts",
            "机构 {office} 和岗位 {role} 不属于同一个区",
            office=office.code,
            role=role.code,
        )
    _check_days(first, last)
    with telling_incompatible(), transaction.atomic():
        at = _locked(staff)
        if not OfficeState.objects.on(first).filter(office=office).exists():
            raise _not_there(office.code, first)
        if not RoleState.objects.on(first).filter(role=role).exists():
            raise _not_there(role.code, first)
        held = Assignment.objects.known().filter(staff=staff, office=office, role=role)
        if _overlapping(held, first, last):
            raise refused(
                "{staff} already has this role at this office in these days",
                "{staff} 在这段时间已经担任这个岗位",
                staff=staff.number,
            )
        Assignment.objects.create(
            staff=staff, office=office, role=role, valid_from=first, valid_to=last, known_from=at
        )
        _record(actor, "assign", staff, office, role, first, last)


def end_assignment(staff: Staff, office: Office, role: Role, last: date, actor: str) -> None:
    """Take a role away after its last day; a day before it began takes all of it away."""
    with transaction.atomic():
        at = _locked(staff)
        held = Assignment.objects.known().filter(staff=staff, office=office, role=role)
        if not _shorten(held, last, at):
            raise refused(
                "{staff} does not have this role at this office after {last}",
                "{staff} 在 {last} 之后没有担任这个岗位",
                staff=staff.number,
                last=last,
            )
        _record(actor, "end_assignment", staff, office, role, last=last)


def leave(staff: Staff, last: date, actor: str) -> None:
    """End all roles and delegations of one who leaves, and the log-in once that day is past."""
    with transaction.atomic():
        at = _locked(staff)
        _shorten(Assignment.objects.known().filter(staff=staff), last, at)
        _shorten(Delegation.objects.known().filter(principal=staff), last, at)
        _shorten(Delegation.objects.known().filter(deputy=staff), last, at)
        if last < localdate():
            staff.user.is_active = False
            staff.user.save(update_fields=["is_active"])
        record(actor, "leave", f"staff:{staff.number}", {"last": last.isoformat()})


def delegate(
    principal: Staff,
    deputy: Staff,
    office: Office,
    role: Role,
    first: date,
    last: date,
    reason: str,
    actor: str,
) -> None:
    """Let a deputy act in a role for whoever holds it, through a last day.

    Only what is one's own, through all these days, can be lent; raises `InputError`.
    """
    _check_days(first, last)
    with telling_incompatible(), transaction.atomic():
        for one in sorted((principal, deputy), key=lambda staff: staff.pk):
            at = _locked(one)
        own = Assignment.objects.on(first).filter(staff=principal, office=office, role=role)
        if principal == deputy or not own.on(last).exists():
            raise refused(
                "{staff} cannot lend this role: it is not his own from {first} through {last}",
                "{staff} 不能委托这个岗位：{first} 至 {last} 并非一直由其本人担任",
                staff=principal.number,
                first=first,
                last=last,
            )
        lent = Delegation.objects.known().filter(
            principal=principal, deputy=deputy, office=office, role=role
        )
        if _overlapping(lent, first, last):
            raise refused(
                "{staff} is already deputy in this role in these days",
                "{staff} 在这段时间已经受托代办这个岗位",
                staff=deputy.number,
            )
        Delegation.objects.create(
            principal=principal,
            deputy=deputy,
            office=office,
            role=role,
            valid_from=first,
            valid_to=last,
            reason=reason,
            known_from=at,
        )
        _record(actor, "delegate", deputy, office, role, first, last)


def end_delegation(principal: Staff, deputy: Staff, last: date, actor: str) -> None:
    """End what a principal has lent to a deputy after a last day."""
    with transaction.atomic():
        at = _locked(deputy)
        lent = Delegation.objects.known().filter(principal=principal, deputy=deputy)
        if not _shorten(lent, last, at):
            raise refused(
                "{staff} is not deputy after {last}",
                "{staff} 在 {last} 之后没有受托代办",
                staff=deputy.number,
                last=last,
            )
        told = {"principal": principal.number, "last": last.isoformat()}
        record(actor, "end_delegation", f"staff:{deputy.number}", told)


def _locked(staff: Staff) -> datetime:
    """Lock a member of staff and read the database's clock."""
    Staff.objects.select_for_update().get(pk=staff.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
    return at


def _check_days(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise refused(
            "the last day ({last}) lies before the first ({first})",
            "截止日（{last}）早于开始日（{first}）",
            last=last,
            first=first,
        )


def _not_there(code: str, day: date) -> InputError:
    return refused(
        "there is no {code} on {day}", "{day} 还没有或已不再有 {code}", code=code, day=day
    )


def _overlapping(versions: DatedQuerySet, first: date, last: date | None) -> bool:
    found = versions.exclude(valid_to__lt=first)
    return (found if last is None else found.filter(valid_from__lte=last)).exists()


def _shorten(versions: DatedQuerySet, last: date, at: datetime) -> int:
    """Let versions end after a last day at the latest; returns how many went on beyond it."""
    beyond = [one for one in versions if one.valid_to is None or one.valid_to > last]
    versions.filter(pk__in=[one.pk for one in beyond]).update(known_to=at)
    for one in beyond:
        if one.valid_from <= last:
            _again(one, last, at)
    return len(beyond)


def _again(version: Dated, last: date, at: datetime) -> None:
    version.pk, version.valid_to, version.known_from = None, last, at
    version._state.adding = True
    version.save()


def _record(
    actor: str,
    act: str,
    staff: Staff,
    office: Office,
    role: Role,
    first: date | None = None,
    last: date | None = None,
) -> None:
    told = {"office": office.code, "role": role.code}
    days = {"first": first, "last": last}
    told |= {name: day.isoformat() for name, day in days.items() if day is not None}
    record(actor, act, f"staff:{staff.number}", told)
