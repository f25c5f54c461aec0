"""Staff: who works where, taking in and letting go, posts given, lent and ended, log-ins reset."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.offices import services as staffing
from mianshen.bureau.offices.services import Office, Role, Staff, StaffTold
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import entries_of
from mianshen.bureau.workbench.administration.at import (
    ADMINISTERS,
    READERS,
    day_in,
    day_or_none,
    district_of,
    done,
    may_administer,
    member_of,
    required_district,
)
from mianshen.bureau.workbench.administration.words import act_title
from mianshen.bureau.workbench.desk import AtDesk, out_of_sight
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.policy.saying import chinese, said

SHOWN_MAX = 100
_ENTRIES_SHOWN = 30


@page(said("Staff", "人员管理"), sees=READERS, does=ADMINISTERS, menu=Menu.ADMINISTRATION)
@require_safe
def everyone(request: AtDesk) -> HttpResponse:
    """Whoever works in the district, or nowhere yet; found by number, name, office or role."""
    district = district_of(request.desk)
    words = request.GET.get("q", "").strip()
    found = [one for one in staffing.staff_told(district, request.desk.day) if _meets(one, words)]
    shown = {
        "everyone": found[:SHOWN_MAX],
        "number": len(found),
        "shown_max": SHOWN_MAX,
        "q": words,
        "may_change": may_administer(request.desk),
        "tab": "staff",
    }
    return render(request, "administration/staff.html", shown)


@page(said("A member of staff", "人员"), sees=READERS, does=ADMINISTERS)
@require_safe
def one(request: AtDesk, member: str) -> HttpResponse:
    """Posts, what was lent, the log-in, and everything that was done about it."""
    return _shown(request, member)


@page(said("Take somebody in", "新增人员"), does=ADMINISTERS)
@require_POST
def add(request: AtDesk) -> HttpResponse:
    """A member of staff with a log-in that has no password yet."""
    required_district(request.desk)
    number, name = (request.POST.get(key, "").strip() for key in ("number", "name"))
    if not (number and name):
        raise refused("write the number and the name", "请填写工号和姓名")
    staffing.appoint(number, name, request.desk.actor)
    sentence = said(
        "{number} is taken in; now give a post and a password",
        "已新增 {number}；接着请安排岗位、发放密码",
        number=number,
    )
    return done(request, sentence, "staff-one", number)


@page(said("Give a post", "安排岗位"), does=ADMINISTERS)
@require_POST
def give(request: AtDesk, member: str) -> HttpResponse:
    """A role at an office from a day on; roles that keep apart are refused by the database."""
    district, staff = _changed(request, member)
    if request.desk.actor == f"staff:{staff.number}":
        raise _to_oneself()
    office, role = _post(request, district)
    first, last = day_in(request.POST, "first"), day_or_none(request.POST, "last")
    staffing.assign(staff, office, role, first, request.desk.actor, last)
    return done(request, said("the post is given", "已安排岗位"), "staff-one", member)


@page(said("End a post", "免去岗位"), does=ADMINISTERS)
@require_POST
def end(request: AtDesk, member: str) -> HttpResponse:
    """A role at an office ends after a day."""
    district, staff = _changed(request, member)
    office, role = _post(request, district)
    staffing.end_assignment(staff, office, role, day_in(request.POST, "last"), request.desk.actor)
    return done(request, said("the post ends", "已登记免去岗位"), "staff-one", member)


@page(said("Delegate", "委托代办"), does=ADMINISTERS)
@require_POST
def lend(request: AtDesk, member: str) -> HttpResponse:
    """Let somebody act in a role of this member of staff for some days."""
    district, staff = _changed(request, member)
    office, role = _post(request, district)
    deputy = member_of(request.desk, request.POST.get("deputy", "").strip())
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise refused("say why it is lent", "请填写委托原因")
    if request.desk.actor == f"staff:{deputy.number}":
        raise _to_oneself()
    days = day_in(request.POST, "first"), day_in(request.POST, "last")
    staffing.delegate(staff, deputy, office, role, *days, reason, request.desk.actor)
    sentence = said("{n} acts in this role", "已委托 {n} 代办", n=deputy.number)
    return done(request, sentence, "staff-one", member)


@page(said("End a delegation", "终止委托"), does=ADMINISTERS)
@require_POST
def take_back(request: AtDesk, member: str) -> HttpResponse:
    """What others lent to this member of staff ends after a day."""
    required_district(request.desk)
    deputy = member_of(request.desk, member)
    principal = member_of(request.desk, request.POST.get("principal", ""))
    last = day_in(request.POST, "last")
    staffing.end_delegation(principal, deputy, last, request.desk.actor)
    return done(request, said("the delegation ends", "已登记终止委托"), "staff-one", member)


@page(said("Reset a log-in", "重置密码"), does=ADMINISTERS)
@never_cache
@require_POST
def reset(request: AtDesk, member: str) -> HttpResponse:
    """A password for once, shown once on the answer itself and kept nowhere."""
    _, staff = _changed(request, member)
    password = staffing.reset_log_in(staff, request.desk.actor)
    return _shown(request, member, password)


@page(said("Somebody leaves", "离职"), does=ADMINISTERS)
@require_POST
def leave(request: AtDesk, member: str) -> HttpResponse:
    """All posts and delegations end after a day, and the log-in with them."""
    district, staff = _changed(request, member)
    if elsewhere := staffing.districts_of(staff) - {district}:
        raise refused(
            "{staff} also has posts in {districts}; end the posts of this district one by one",
            "{staff} 在其他区（{districts}）也有岗位；请逐个免去本区岗位",
            staff=staff.number,
            districts="、".join(sorted(one[:6] for one in elsewhere)),
        )
    if request.desk.actor == f"staff:{staff.number}":
        raise refused("somebody else lets you go", "本人离职请由其他管理员办理")
    last = day_in(request.POST, "last")
    staffing.leave(staff, last, request.desk.actor)
    sentence = said("{n} leaves after {day}", "已登记 {n} 于 {day} 离职", n=member, day=last)
    return done(request, sentence, "staff-one", member)


def _shown(request: AtDesk, member: str, password: str = "") -> HttpResponse:
    district = district_of(request.desk)
    found = staffing.staff_told(district, request.desk.day, member)
    if not found:
        raise out_of_sight()
    may_change = may_administer(request.desk)
    about: dict[str, object] = {
        "one": found[0],
        "password": password,
        "may_change": may_change,
        "is_oneself": request.desk.actor == f"staff:{member}",
        "entries": [
            (act_title(entry.act), entry)
            for entry in reversed(entries_of(f"staff:{member}")[-_ENTRIES_SHOWN:])
        ],
        "tab": "staff",
    }
    if may_change:
        about["offices"] = staffing.office_choices(district, request.desk.day)
        about["roles"] = staffing.roles_told(district, request.desk.day)
    return render(request, "administration/one.html", about)


def _changed(request: AtDesk, member: str) -> tuple[str, Staff]:
    """The district and the member of staff an act is about."""
    district = required_district(request.desk)
    return district, member_of(request.desk, member)


def _to_oneself() -> Exception:
    return refused(
        "nobody gives a post to himself; another administrator does it",
        "不能给自己安排岗位；请由其他管理员办理",
    )


def _post(request: AtDesk, district: str) -> tuple[Office, Role]:
    try:
        office = staffing.office_by_code(district, request.POST.get("office", ""))
        role = staffing.role_by_code(district, request.POST.get("role", ""))
    except (Office.DoesNotExist, Role.DoesNotExist):
        raise refused("choose an office and a role", "请选择机构和岗位") from None
    return office, role


def _meets(one: StaffTold, words: str) -> bool:
    titles = [title for post in one.posts for title in (post.office_title, post.role_title)]
    texts = [one.number, one.name, *titles, *map(chinese, titles)]
    return all(any(word.lower() in text.lower() for text in texts) for word in words.split())
