"""本部门待办: the parts of orders that one's department decides, beside those of the others."""

from collections.abc import Iterable, Iterator, Mapping
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
from mianshen.bureau.refusals import refused
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


@dataclass(frozen=True)
class Pile:
    """All parts of a department that wait in a stage of a flow, which one click may decide."""

    work: Work
    department: str
    title: Said
    orders: list[int]
    amount_fen: int


@page(said("Parts to decide", "本部门待办"), does=[Act.APPROVE])
@require_safe
def department_tasks(request: AtDesk) -> HttpResponse:
    """What waits for one's own department, oldest due first within a page."""
    works = _works(request.desk)
    after = request.GET.get("after", "")
    listed = casework.page_of_orders(
        casework.waiting(works), int(after) if after.isdigit() else None, ROWS_SHOWN
    )
    shown = {
        "rows": _mine(request.desk, works, listed.rows),
        "after": listed.after,
        "piles": list(_piles(request.desk, works)),
        "sample": _sample(request),
    }
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


@page(said("Draw a sample of one's parts", "抽查本部门部分"), does=[Act.APPROVE])
@require_POST
def draw_parts(request: AtDesk) -> HttpResponse:
    """What must be read before one click decides all parts of a department."""
    asked = request.POST
    for pile in _piles(request.desk, _works(request.desk)):
        here = (pile.work.flow, str(pile.work.stage), pile.department)
        if here == (asked.get("flow"), asked.get("stage"), asked.get("department")):
            sample = casework.draw(pile.orders, request.desk.by(), pile.department)
            return HttpResponseRedirect(f"{reverse('department-tasks')}?sample={sample.pk}")
    raise refused(
        "no part of your department waits for one click any more; look at the list again",
        "本部门已没有可一键同意的部分；请刷新后再看",
    )


@page(said("Read one of a sample", "查看抽中的工单"), does=[Act.APPROVE])
@require_POST
def read_part(request: AtDesk) -> HttpResponse:
    """An order of the sample is opened: its page follows, and that it was read is kept."""
    sample, order = (_number(request.POST.get(name, "")) for name in ("sample", "order"))
    casework.open_sampled(sample, order, request.desk.by())
    return HttpResponseRedirect(reverse("order", args=[order]))


@page(said("Agree in one click", "一键同意"), does=[Act.APPROVE])
@require_POST
def confirm_parts(request: AtDesk) -> HttpResponse:
    """All parts of a sample, once what was drawn of it has been read."""
    done = casework.confirm_all(_number(request.POST.get("sample", "")), request.desk.by())
    sentence = said("{n} parts agreed to", "已同意 {n} 件", n=done.decided)
    if done.left_out:
        sentence = said(
            "{n} parts agreed to; {left} were moved by somebody else meanwhile",
            "已同意 {n} 件；另有 {left} 件期间已由他人办理",
            n=done.decided,
            left=done.left_out,
        )
    messages.success(request, told(sentence, request.lang))
    return HttpResponseRedirect(reverse("department-tasks"))


def _piles(desk: Desk, works: Iterable[Work]) -> Iterator[Pile]:
    titles = department_titles(desk.place.district, desk.day) if desk.place else {}
    for work in works:
        if work.spelling.one_click is None or work.spelling.minutes:
            continue
        mine = {one.post.department for one in work.scope.grants}
        waiting = casework.waiting([work]).values_list("pk", flat=True)
        for department, orders in casework.open_parts(waiting, work.stage).items():
            if department in mine:
                title = titles.get(department, Said(department, department))
                fen = casework.amount_of(orders, department)
                yield Pile(work, department, title, orders, fen)


def _number(text: str) -> int:
    """A number of a form; 0, which nothing has, where it is none."""
    return int(text) if text.isdigit() else 0


def _sample(request: AtDesk) -> dict[str, object] | None:
    number = request.GET.get("sample", "")
    sample = casework.sample_told(int(number), request.desk.staff.pk) if number.isdigit() else None
    if sample is None or not sample.department:
        return None
    fen = casework.amount_of(sample.orders, sample.department)
    return {"told": sample, "amount_fen": fen}


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
