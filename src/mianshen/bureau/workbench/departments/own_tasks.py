"""本部门待办: the parts of orders that one's department decides, beside those of the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import ParallelPart, Work
from mianshen.bureau.offices.services import department_titles
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.departments.words import Standing
from mianshen.bureau.workbench.desk import AtDesk, Desk, told
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said

ROWS_SHOWN = 50
_PARTS = {
    "open": Standing("wait", said("open", "待办")),
    "approved": Standing("good", said("agreed", "已同意")),
    "rejected": Standing("stop", said("refused", "不予救助")),
}


@dataclass(frozen=True)
class Other:
    """The part of another department."""

    department: Said
    standing: Standing


@dataclass(frozen=True)
class Mine:
    """An order with one's own part and the others'."""

    order: int
    name: str
    period: str
    department: str
    stage: str
    amount_fen: int
    others: tuple[Other, ...]
    due: date | None
    is_late: bool


@page(said("Parts to decide", "本部门待办"), does=[Act.APPROVE])
@require_safe
def department_tasks(request: AtDesk) -> HttpResponse:
    """What waits for one's own department, oldest due first within a page."""
    works = _works(request.desk)
    after = request.GET.get("after", "")
    listed = casework.page_of_orders(
        casework.waiting(works), int(after) if after.isdigit() else None, ROWS_SHOWN
    )
    shown = {"rows": _mine(request.desk, works, listed.rows), "after": listed.after}
    return render(request, "departments/own_tasks.html", shown)


@page(said("Decide one's part", "办理本部门部分"), does=[Act.APPROVE])
@require_POST
def approve_part(request: AtDesk, order: int) -> HttpResponse:
    """Agree to the own part of an order; a second click decides nothing more."""
    asked = request.POST
    casework.approve(
        order,
        asked.get("stage", ""),
        request.desk.by(),
        asked.get("department", ""),
        asked.get("minutes", ""),
    )
    done = said(
        "your part of order {order} is agreed to", "第 {order} 号工单本部门部分已同意", order=order
    )
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("department-tasks"))


def _works(desk: Desk) -> list[Work]:
    found = casework.works_of(desk.scope, desk.kinds)
    return [one for one in found if one.is_of_departments and one.scope.grants]


def _mine(desk: Desk, works: list[Work], rows: tuple[casework.Row, ...]) -> list[Mine]:
    called = registry.called([row.person for row in rows])
    parts = casework.parts_beside([row.order for row in rows])
    titles = department_titles(desk.place.district, desk.day) if desk.place else {}
    stages = {(one.flow, one.stage): one for one in works}
    found = []
    for row in rows:
        work = stages[row.flow, row.stage]
        here = parts.get(row.order, ())
        name = called[row.person].name if row.person in called else ""
        for own in here:
            if own.state == "open" and _may(work, row, own.department):
                others = tuple(_other(one, titles) for one in here if one is not own)
                about = (row.order, name, row.period, own.department, work.spelling.id)
                late = row.due is not None and row.due < desk.day
                found.append(Mine(*about, own.amount_fen, others, row.due, late))
    return found


def _may(work: Work, row: casework.Row, department: str) -> bool:
    return work.scope.may_do(work.spelling.act, row.region, department)


def _other(part: ParallelPart, titles: Mapping[str, Said]) -> Other:
    return Other(
        titles.get(part.department, Said(part.department, part.department)), _PARTS[part.state]
    )
