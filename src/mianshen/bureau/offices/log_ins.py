"""Log-ins of staff: a password for once given by somebody else, another chosen by oneself."""

import secrets
from datetime import date

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from mianshen.bureau.offices.models import (
    Assignment,
    District,
    DistrictState,
    OfficeState,
    RoleState,
    Staff,
)
from mianshen.bureau.offices.staffing import appoint, assign
from mianshen.bureau.offices.vocabulary import Act, OfficeKind
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record

PASSWORD_CHARACTERS_MIN = 10
_BYTES = 9


def reset_log_in(staff: Staff, actor: str) -> str:
    """A new password that holds until its owner chooses another; it is kept nowhere.

    Sessions that are open end, and whoever was made to wait for wrong passwords waits no longer.
    """
    if actor == f"staff:{staff.number}":
        raise refused(
            "choose a new password for yourself; a reset is for others",
            "本人请直接修改密码；重置是给其他人用的",
        )
    if not staff.user.is_active:
        raise refused(
            "{staff} has left; the log-in stays closed",
            "{staff} 已离职，登录名不再启用",
            staff=staff.number,
        )
    password = secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        _set(staff, password, must_choose=True)
        record(actor, "reset_log_in", f"staff:{staff.number}")
    reset(username=staff.number)
    return password


def take_in_administrator(district: str, number: str, name: str, actor: str) -> str:
    """The first administrator of a district (by code; empty where there is one), with a password.

    Raises `InputError` where the district has one who can sign in: that one takes others in.
    """
    today = localdate()
    here = _district(district, today)
    roles = RoleState.objects.on(today).filter(role__district=here)
    role = roles.filter(does__contains=[Act.ADMINISTER]).select_related("role").first()
    offices = OfficeState.objects.on(today).filter(office__district=here).select_related("office")
    office = offices.filter(kind=OfficeKind.BUREAU).first() or offices.first()
    if role is None or office is None:
        raise refused(
            "the profile of {district} has no role that does `administer`, or no office",
            "{district} 的配置里没有系统管理岗位（administer）或机构",
            district=here.code,
        )
    with transaction.atomic():
        District.objects.select_for_update().get(pk=here.pk)
        held = Assignment.objects.on(today).filter(role=role.role, staff__user__is_active=True)
        able = [one.staff for one in held.select_related("staff__user") if _can_sign_in(one.staff)]
        if able:
            raise refused(
                "{numbers} administers already and takes others in on the page Administration",
                "已有系统管理员 {numbers}；请由其在“系统管理”里新增人员",
                numbers="、".join(sorted(one.number for one in able)),
            )
        staff = appoint(number, name, actor)
        assign(staff, office.office, role.role, today, actor)
        return reset_log_in(staff, actor)


def _district(code: str, today: date) -> District:
    found = list(DistrictState.objects.on(today).select_related("district").order_by("district"))
    meant = [one.district for one in found if one.district.code.startswith(code)]
    if len(meant) != 1:
        raise refused(
            "say which district is meant: {known}",
            "请用 --district 指明是哪个区：{known}",
            known="、".join(one.district.code[:6] for one in found) or "-",
        )
    return meant[0]


def _can_sign_in(staff: Staff) -> bool:
    return bool(staff.user.has_usable_password())


def choose_password(staff: Staff, old: str, new: str) -> None:
    """Choose one's own password; raises `InputError` for a wrong or weak one."""
    if not staff.user.check_password(old):
        raise refused("the password until now is wrong", "原密码不对")
    if old == new:
        raise refused("choose one that is not the old one", "新密码不能与原密码相同")
    try:
        validate_password(new, staff.user)
    except ValidationError as error:
        raise refused(
            "choose at least {characters} characters that are not easily guessed",
            "新密码至少 {characters} 位，且不能是常见密码、纯数字或工号",
            characters=PASSWORD_CHARACTERS_MIN,
        ) from error
    with transaction.atomic():
        _set(staff, new, must_choose=False)
        record(f"staff:{staff.number}", "choose_password", f"staff:{staff.number}")


def _set(staff: Staff, password: str, *, must_choose: bool) -> None:
    staff.user.set_password(password)
    staff.user.save(update_fields=["password"])
    staff.must_choose = must_choose
    staff.save(update_fields=["must_choose"])
