"""The page of one order: why this person and amount, who still has to act, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import DepartmentPart, Opened
from mianshen.bureau.claims import services as claims
from mianshen.bureau.claims.services import EventTold
from mianshen.bureau.offices.services import department_titles, region_names, staff_names
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk, lang_of, out_of_sight
from mianshen.bureau.workbench.desk import told as chosen
from mianshen.bureau.workbench.lists.views import VERDICTS
from mianshen.bureau.workbench.orders import charts
from mianshen.bureau.workbench.orders.origins import origins_in_words
from mianshen.bureau.workbench.orders.words import (
    COUNTED,
    THRESHOLDS,
    Standing,
    act_title,
    line_standing,
    note_told,
    stage_title,
    standing_of,
    sum_title,
    task_standing,
)
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said
from mianshen.sheets.model import BillPart, Sheet
from mianshen.standards.regions import region_code

_DISTRICT = 6


@dataclass(frozen=True)
class PartShown:
    """A department's part with its names."""

    part: DepartmentPart
    title: Said
    standing: Standing | None
    lines: Sequence[tuple[str, object, Standing]]


@page(said("Order", "工单"), sees=[Sight.ORDERS])
@require_safe
def order(request: AtDesk, order: int) -> HttpResponse:
    """The order itself; its sheet and its record come as parts of their own."""
    opened = opened_here(request, order)
    person = opened.order.person
    flow = casework.flow_of(opened.order.flow_id)
    where = (opened.order.state, opened.order.stage)
    who = registry.standing_of([person], request.desk.day).get(person)
    shown = {
        "opened": opened,
        "order": opened.order,
        "supplement": casework.supplement_of(order),
        "who": who,
        "person": registry.called([person]).get(person),
        "standing": standing_of(*where, flow, is_frozen=opened.order.is_frozen),
        "sum_title": sum_title(opened.order.state),
        "parts": _parts(request, opened),
        "region": region_names({opened.order.region}, request.desk.day).values(),
        "stages": [(n, stage_title(flow, n)) for n in range(len(flow.stages))],
        "stage_title": stage_title(flow, opened.order.stage),
        "is_late": opened.due is not None and opened.due < request.desk.day,
    }
    return render(request, "orders/order.html", shown)


@page(said("Calculation sheet", "待遇测算明细"), sees=[Sight.ORDERS])
@require_safe
def sheet(request: AtDesk, order: int) -> HttpResponse:
    """待遇测算明细 of the order's bills, made again from the facts that were frozen."""
    opened = opened_here(request, order)
    sheets = [
        assessment.sheet_of(opened.order.person, None, year, lang=lang_of(request))
        for year in opened.years
    ]
    told = claims.events_told({bill.id for one in sheets for bill in one.bills})
    may_see = request.desk.scope.may_see(Sight.SETTLEMENTS, opened.order.region)
    bills = [bill for one in sheets for bill in one.bills if bill.id in opened.events]
    days = sorted(one.settled_on for one in told.values())
    identities = [span for one in sheets for span in one.identities]
    origins = origins_in_words(
        [span.origin for span in identities] + [bill.origin for bill in bills]
    )
    shown = {
        "opened": opened,
        "sheets": sheets,
        "may_see": may_see,
        "bills": [
            _bill(replace(bill, origin=origins[bill.origin]), told.get(bill.id)) for bill in bills
        ],
        "yearly": [part for one in sheets for part in one.yearly if part.pays],
        "timelines": charts.timelines(identities, days, request.desk.day),
        "identities": [replace(one, origin=origins[one.origin]) for one in identities],
        "burden": charts.burden(_by_day(sheets, told), _lines(request, sheets)),
        "thresholds": [
            (THRESHOLDS[line.mark], COUNTED[line.mark], line)
            for one in sheets
            for line in one.thresholds
        ],
        "by_day": _by_day(sheets, told),
    }
    return render(request, "orders/sheet.html", shown)


@page(said("Record of the order", "办理流转记录"), sees=[Sight.ORDERS])
@require_safe
def record(request: AtDesk, order: int) -> HttpResponse:
    """办理流转记录, newest first, and why the order changed."""
    opened = opened_here(request, order)
    flow = casework.flow_of(opened.order.flow_id)
    steps = list(reversed(casework.steps_of(order)))
    people = {one for step in steps for one in (step.staff, step.principal) if one}
    names = staff_names(people)
    titles = {name: title for (_, name), title in assessment.programme_titles().items()}
    shown: dict[str, object] = {
        "steps": [
            (
                *(step, act_title(step.act, flow, titles), note_told(step.act, step.note)),
                *(names.get(step.staff), names.get(step.principal)),
            )
            for step in steps
        ],
    }
    shown["changes"] = _changes(opened, titles)
    return render(request, "orders/record.html", shown)


def _changes(opened: Opened, titles: Mapping[str, str]) -> list[tuple[str, str, int, int]]:
    """Programme, settlement, fen before and now of what changed since the order was opened."""
    people, found = [opened.order.person], []
    for year in opened.years:
        before = {
            (one.event, one.programme): one.amount_fen
            for one in assessment.lines_as_known(people, year, opened.order.opened_at)
        }
        for one in assessment.lines_as_known(people, year):
            was = before.get((one.event, one.programme), 0)
            if was != one.amount_fen and one.event in opened.events:
                title = titles.get(one.programme, one.programme)
                found.append((title, one.event or "", was, one.amount_fen))
    return found


def opened_here(request: AtDesk, order: int) -> Opened:
    """An order with all its parts; refused where it lies out of sight."""
    opened = casework.open_order(order, request.desk.scope, request.desk.kinds)
    if opened is None:
        raise out_of_sight()
    return opened


def _parts(request: AtDesk, opened: Opened) -> list[PartShown]:
    titles = department_titles(region_code(opened.order.region[:_DISTRICT]), request.desk.day)
    programmes = assessment.programme_titles()
    return [
        PartShown(
            part,
            titles.get(part.department, Said(part.department, part.department)),
            task_standing(part.task) if part.task else None,
            [
                (
                    programmes.get((one.pack, one.programme), one.programme),
                    one,
                    line_standing(one.state),
                )
                for one in part.lines
            ],
        )
        for part in opened.parts
    ]


def _bill(bill: BillPart, told: EventTold | None) -> dict[str, object]:
    return {
        "bill": bill,
        "told": told,
        "verdict": VERDICTS[told.verdict] if told else None,
        "chart": charts.waterfall(bill.waterfall) if bill.waterfall else None,
        "paying": [one for one in bill.programmes if one.pays or one.held_fen],
        "others": [one for one in bill.programmes if not one.pays and not one.held_fen],
    }


def _lines(request: AtDesk, sheets: Sequence[Sheet]) -> list[tuple[str, int]]:
    """The lines of the year as the chart names them."""
    lang = lang_of(request)
    return [
        (f"{chosen(THRESHOLDS[line.mark], lang)} · {line.title}", line.amount_fen)
        for one in sheets
        for line in one.thresholds
    ]


def _by_day(sheets: Sequence[Sheet], told: dict[str, EventTold]) -> list[tuple[date, BillPart]]:
    """All bills of the years with a waterfall, by the day they were settled."""
    bills = [bill for one in sheets for bill in one.bills if bill.waterfall and bill.id in told]
    return sorted(
        ((told[bill.id].settled_on, bill) for bill in bills), key=lambda one: (one[0], one[1].id)
    )
