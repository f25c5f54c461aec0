"""责任区与移交: who answers for a person over time, a move handed over with what was used."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.offices.services import region_names, regions_told
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import AnsweringFor
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.desk import AtDesk, Desk, out_of_sight, told
from mianshen.bureau.workbench.finance.at import day_of
from mianshen.bureau.workbench.pages import page
from mianshen.bureau.workbench.people.within import area_of, people_seen, require_seen
from mianshen.engine.results import Status
from mianshen.money import format_yuan
from mianshen.policy.saying import said
from mianshen.standards.regions import RegionCodeError, region_code

_ELSEWHERE = "elsewhere"
_HEADER = ("姓名", "身份证号", "救助项目", "年度", "已救助金额")
"""As a source of role `opening` reads it."""


@dataclass(frozen=True)
class Shown:
    """Who answers, with names."""

    told: AnsweringFor
    region: str
    policy: str


@dataclass(frozen=True)
class Used:
    """What a person was given of a programme in a benefit year."""

    year: int
    programme: str
    title: str
    entitled_fen: int


@page(said("Who answers, and moves", "责任区与移交"), sees=[Sight.PEOPLE])
@require_safe
def answering(request: AtDesk, person: int) -> HttpResponse:
    """Who answers for a person and did, what was used this year, and a move to be stated."""
    desk, region = request.desk, require_seen(request.desk, person)
    spans = registry.answering_for(person)
    policies = _policies()
    names = region_names({one.region for one in spans} | ({region} - {""}), desk.day)
    may_state = desk.scope.may_do(Act.REVIEW, area_of(desk, region))
    shown = {
        "person": person,
        "rows": [
            Shown(one, names.get(one.region, one.region), policies.get(one.pack, one.pack))
            for one in spans
        ],
        "listed": names.get(region, region),
        "used": _used(desk, person),
        "may_state": may_state,
        "regions": _regions(desk) if may_state else (),
        "policies": policies.items(),
        "elsewhere": _ELSEWHERE,
    }
    return render(request, "people/answering.html", shown)


@page(said("Hand a person over", "登记移交"), does=[Act.REVIEW])
@require_POST
def hand_over(request: AtDesk, person: int) -> HttpResponse:
    """Say that somebody moved: another region answers from a day on, or nobody here does."""
    desk, region = request.desk, require_seen(request.desk, person)
    area = area_of(desk, region)
    desk.scope.require(Act.REVIEW, area)
    asked, first = request.POST, day_of(request.POST.get("day", ""))
    policies = _policies()
    to = _region(asked.get("region", ""), asked.get("code", ""))
    is_here = asked.get("region") != _ELSEWHERE
    pack = asked.get("policy", "") or (next(iter(policies)) if len(policies) == 1 else "")
    if is_here and pack not in policies:
        raise refused("choose the policy that answers", "请选择适用的救助政策")
    now = AnsweringFor(to, pack if is_here else "", asked.get("why", ""), first, None)
    until = next(iter(policies)) if len(policies) == 1 else ""
    before = AnsweringFor(area, until, "", registry.EVER, first - timedelta(days=1))
    with transaction.atomic():
        registry.hand_over(person, now, before, desk.by().stated)
    done = said(
        "entered; bills settled from {day} on are assessed so",
        "已登记，自 {day} 起结算的费用按此测算",
        day=first,
    )
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(f"{reverse('person', args=[person])}#person-answering")


@page(said("What was used", "移交单"), sees=[Sight.NUMBERS])
@require_POST
def used_file(request: AtDesk, person: int) -> HttpResponse:
    """What was used this year, as the bureau that answers now takes in opening balances."""
    desk = request.desk
    if person not in people_seen(desk, [person], Sight.NUMBERS):
        raise out_of_sight()
    called = registry.called([person]).get(person)
    rows = _used(desk, person)
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(_HEADER)
    for one in rows:
        who = (called.name, called.certno or "") if called else ("", "")
        lines.writerow((*who, one.programme, one.year, format_yuan(one.entitled_fen)))
    record(desk.actor, "hand_over_file", f"person:{person}", {"lines": len(rows)})
    response = HttpResponse(
        text.getvalue().encode("gb18030"), content_type="text/csv; charset=gb18030"
    )
    header = content_disposition_header(as_attachment=True, filename=f"期初数_移交_{person}.csv")
    response.headers["Content-Disposition"] = header or "attachment"
    return response


def _used(desk: Desk, person: int) -> list[Used]:
    """What lines of the year of today, and the one before, come to by programme."""
    titles = {name: title for (_, name), title in assessment.programme_titles().items()}
    sums: Counter[tuple[int, str]] = Counter()
    for one in assessment.lines_as_known([person]):
        if one.status is Status.ENTITLED and one.year >= desk.day.year - 1:
            sums[one.year, one.programme] += one.amount_fen
    return [
        Used(year, name, titles.get(name, name), fen) for (year, name), fen in sorted(sums.items())
    ]


def _policies() -> dict[str, str]:
    packs = [assessment.policy(digest) for digest in assessment.in_force()]
    return {pack.id: pack.spelling.title or pack.id for pack in packs}


def _regions(desk: Desk) -> list[tuple[str, str]]:
    """Every region of the district that is one today, by code."""
    if desk.place is None:
        return []
    codes = {one.code for one in regions_told(desk.place.district) if _holds(one.last, desk)}
    return sorted(region_names(codes, desk.day).items())


def _holds(last: date | None, desk: Desk) -> bool:
    return last is None or last >= desk.day


def _region(chosen: str, code: str) -> str:
    try:
        return region_code(code if chosen == _ELSEWHERE else chosen)
    except RegionCodeError:
        raise refused(
            "choose the region, or write its code of 6, 9 or 12 digits",
            "请选择区划，或填写 6、9 或 12 位区划代码",
        ) from None
