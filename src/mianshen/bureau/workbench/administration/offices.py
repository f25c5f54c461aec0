"""Offices and their waves, and regions with their days and successors."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.offices import services as staffing
from mianshen.bureau.offices.services import department_titles
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.administration.at import (
    ADMINISTERS,
    READERS,
    day_in,
    district_of,
    done,
    may_administer,
    required_district,
)
from mianshen.bureau.workbench.administration.words import KINDS
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said


@page(said("Offices and waves", "机构与分批上线"), sees=READERS, does=ADMINISTERS)
@require_safe
def offices(request: AtDesk) -> HttpResponse:
    """Every office with its days, and the waves in which agencies join."""
    district = district_of(request.desk)
    found = staffing.offices_told(district)
    may_change = may_administer(request.desk)
    shown = {
        "offices": [(one, KINDS[one.kind]) for one in found],
        "waves": staffing.waves_told(district, found),
        "may_change": may_change,
        "tab": "offices",
    }
    if may_change:
        shown["kinds"] = [(kind.value, title) for kind, title in KINDS.items()]
        shown["departments"] = department_titles(district, request.desk.day)
    return render(request, "administration/offices.html", shown)


@page(said("Add an office", "新增机构"), does=ADMINISTERS)
@require_POST
def add_office(request: AtDesk) -> HttpResponse:
    """An office from a day on."""
    district = required_district(request.desk)
    asked = request.POST
    try:
        kind = OfficeKind(asked.get("kind", ""))
    except ValueError:
        raise refused("choose what kind of office it is", "请选择机构类型") from None
    staffing.add_office(
        district,
        asked.get("code", "").strip(),
        asked.get("name", "").strip(),
        kind,
        asked.get("region", "").strip(),
        asked.get("department", ""),
        day_in(asked, "first"),
        request.desk.actor,
    )
    return done(request, said("the office is added", "已新增机构"), "offices")


@page(said("Close an office", "撤销机构"), does=ADMINISTERS)
@require_POST
def end_office(request: AtDesk) -> HttpResponse:
    """An office closes after a day; nobody holds a post there any more."""
    district = required_district(request.desk)
    last = day_in(request.POST, "last")
    staffing.end_office(district, request.POST.get("code", ""), last, request.desk.actor)
    return done(
        request, said("the office closes after {day}", "已登记 {day} 撤销", day=last), "offices"
    )


@page(said("A wave goes live", "分批上线"), does=ADMINISTERS)
@require_POST
def go_live(request: AtDesk) -> HttpResponse:
    """From which day the offices of a wave work with the platform."""
    district = required_district(request.desk)
    number, day = request.POST.get("number", ""), day_in(request.POST, "live_from")
    if not number.isdigit():
        raise refused("choose a wave", "请选择批次")
    source = request.POST.get("source", "").strip()
    staffing.go_live(district, int(number), day, source, request.desk.actor)
    sentence = said("wave {n} is live from {day}", "第 {n} 批 {day} 上线", n=number, day=day)
    return done(request, sentence, "offices")


@page(said("Regions", "行政区划"), sees=READERS, does=ADMINISTERS)
@require_safe
def regions(request: AtDesk) -> HttpResponse:
    """Every region with its days; ended ones with those who have their cases."""
    district = district_of(request.desk)
    shown = {
        "regions": staffing.regions_told(district),
        "district": district,
        "may_change": may_administer(request.desk),
        "tab": "regions",
    }
    return render(request, "administration/regions.html", shown)


@page(said("Add a region", "新增区划"), does=ADMINISTERS)
@require_POST
def add_region(request: AtDesk) -> HttpResponse:
    """A township or village from a day on."""
    district = required_district(request.desk)
    code, name = (request.POST.get(key, "").strip() for key in ("code", "name"))
    staffing.add_region(district, code, name, day_in(request.POST, "first"), request.desk.actor)
    return done(request, said("{name} is added", "已新增 {name}", name=name), "regions")


@page(said("A region ends", "区划撤并"), does=ADMINISTERS)
@require_POST
def end_region(request: AtDesk) -> HttpResponse:
    """A region ends after a day; its cases, open ones too, are the successor's from the next on."""
    district = required_district(request.desk)
    code, into = (request.POST.get(key, "").strip() for key in ("code", "into"))
    last = day_in(request.POST, "last")
    staffing.end_region(district, code, last, into, request.desk.actor)
    sentence = said(
        "{code} goes into {into} after {day}; open orders go with it",
        "{code} 于 {day} 撤并，次日起未办结工单随转 {into}",
        code=code,
        into=into,
        day=last,
    )
    return done(request, sentence, "regions")
