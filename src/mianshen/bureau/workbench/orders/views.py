"""工单: the orders within one's scope, by state, by what waits and by when it is due."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Order, Row, State, WorkKind
from mianshen.bureau.offices.services import region_names
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import Called
from mianshen.bureau.workbench.desk import AtDesk, Desk, lang_of, told
from mianshen.bureau.workbench.orders.words import STATES, Standing, standing_of
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.policy.saying import said

PAGE_ROWS = 50
_DAY = timedelta(days=1)
_TOWNSHIP = re.compile(r"\d{9}")


@dataclass(frozen=True)
class Shown:
    """A row with what it is called."""

    row: Row
    name: str
    region: str
    standing: Standing
    due_tone: str


@page(said("Orders", "工单"), sees=[Sight.ORDERS], menu=Menu.ORDERS)
@require_safe
def orders(request: AtDesk) -> HttpResponse:
    """A page of orders; what is asked lies in the address."""
    found = _asked(request.desk, request.GET)
    after = request.GET.get("after", "")
    listed = casework.page_of_orders(found, int(after) if after.isdigit() else None, PAGE_ROWS)
    shown = {
        "rows": show(listed.rows, request.desk.day),
        "after": listed.after,
        "states": list(STATES.items()),
        "to_hand_down": _to_hand_down(request.desk, request.GET).count()
        if request.GET.get("work") == WorkKind.HAND_DOWN
        else 0,
    }
    return render(request, "orders/orders.html", shown)


@page(said("Hand down all", "全部下放"), does=[Act.REVIEW])
@require_POST
def hand_down_all(request: AtDesk) -> HttpResponse:
    """待下放 → 已下放 for all orders that were asked for, on whatever page of the list they are."""
    found = _to_hand_down(request.desk, request.POST)
    done = casework.hand_down_all(list(found.values_list("pk", flat=True)), request.desk.by())
    sentence = said("{n} orders handed down", "已下放 {n} 件工单", n=done.decided)
    messages.success(request, told(sentence, lang_of(request)))
    asked = QueryDict(mutable=True)
    asked.update({name: one for name in _NAMES if (one := request.POST.get(name, ""))})
    return HttpResponseRedirect(f"{reverse('orders')}?{asked.urlencode()}")


_NAMES = ("work", "stage", "state", "due", "township")


def _to_hand_down(desk: Desk, asked: QueryDict) -> "QuerySet[Order]":
    return _asked(desk, asked).filter(state=State.PENDING)


def show(rows: Iterable[Row], day: date, known: Mapping[int, Called] | None = None) -> list[Shown]:
    """Rows with names of people and regions; three queries, or two where the people are known."""
    listed = list(rows)
    called = registry.called([row.person for row in listed]) if known is None else known
    regions = region_names({row.region for row in listed}, day)
    return [
        Shown(
            row,
            called[row.person].name if row.person in called else "",
            regions.get(row.region, row.region),
            standing_of(row.state, row.stage, casework.flow_of(row.flow), is_frozen=row.is_frozen),
            _tone(row.due, day),
        )
        for row in listed
    ]


def _asked(desk: Desk, asked: QueryDict) -> "QuerySet[Order]":
    found = casework.orders_seen(desk.scope)
    works = [
        one
        for one in casework.works_of(desk.scope, desk.kinds)
        if (one.kind, str(one.stage)) == (asked.get("work"), asked.get("stage"))
    ]
    if asked.get("work"):
        found = casework.waiting(works)
    if asked.get("state") in STATES:
        found = found.filter(state=asked["state"])
    if _TOWNSHIP.fullmatch(asked.get("township", "")):
        found = found.filter(region__startswith=asked["township"])
    days = _days(asked.get("due", ""), desk.day)
    return casework.orders_due(found, *days) if days else found


def _days(due: str, day: date) -> tuple[date | None, date | None] | None:
    match due:
        case "late":
            return None, day - _DAY
        case "today":
            return day, day
        case "tomorrow":
            return day + _DAY, day + _DAY
    return None


def _tone(due: date | None, day: date) -> str:
    if due is None or due > day + _DAY:
        return ""
    return "late" if due < day else "wait"
