"""The parts of the person's page with money in them: visits, orders and what was paid."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.claims import services as claims
from mianshen.bureau.claims.services import SettlementShown
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.orders.views import PAGE_ROWS, Shown, show
from mianshen.bureau.workbench.orders.words import Standing
from mianshen.bureau.workbench.pages import page
from mianshen.bureau.workbench.people.within import people_seen, require_seen
from mianshen.bureau.workbench.people.words import STATUS, paid_standing
from mianshen.policy.saying import said
from mianshen.standards.codes import label

_BEST_FIRST = ("entitled", "held", "zero", "excluded")


@dataclass(frozen=True)
class Visit:
    """A settlement with what it was for and what came of it."""

    settlement: SettlementShown
    care: str
    standing: Standing | None
    amount_fen: int


@dataclass(frozen=True)
class Line:
    """A line of an order: its programme, and how far its money is."""

    programme: str
    event: str | None
    amount_fen: int
    standing: Standing
    paid_on: date | None


@dataclass(frozen=True)
class OrderShown:
    """An order with its lines."""

    shown: Shown
    lines: Sequence[Line]

    @property
    def paid_fen(self) -> int:
        """What of it was paid."""
        return sum(one.amount_fen for one in self.lines if one.paid_on is not None)


@page(said("Visits", "就诊记录"), sees=[Sight.SETTLEMENTS])
@require_safe
def visits(request: AtDesk, person: int) -> HttpResponse:
    """Every settlement of a person, what was spent and what came of it, newest first."""
    require_seen(request.desk, person)
    if person not in people_seen(request.desk, [person], Sight.SETTLEMENTS):
        return render(request, "people/visits.html", {"rows": [], "is_hidden": True})
    settlements = claims.settlements_of(person)
    sums: Counter[str] = Counter()
    statuses: dict[str, set[str]] = defaultdict(set)
    for line in assessment.lines_as_known([person]):
        if line.event is not None:
            sums[line.event] += line.amount_fen
            statuses[line.event].add(line.status.value)
    rows = [_visit(one, statuses[one.number], sums[one.number]) for one in settlements]
    shown = {"rows": rows, "total_fen": sum(one.total_fen for one in settlements if one.is_used)}
    return render(request, "people/visits.html", shown)


@page(said("Orders and payments", "工单与拨付"), sees=[Sight.ORDERS])
@require_safe
def orders(request: AtDesk, person: int) -> HttpResponse:
    """The orders of a person with their lines, and of each line whether and when it was paid."""
    require_seen(request.desk, person)
    numbers = registry.numbers_of(person)
    mine = casework.orders_seen(request.desk.scope).filter(person__in=numbers)
    listed = casework.page_of_orders(mine, None, PAGE_ROWS).rows
    lines = _lines([one.order for one in listed])
    rows = [OrderShown(one, lines[one.row.order]) for one in show(listed, request.desk.day)]
    shown = {"rows": rows, "paid_fen": sum(one.paid_fen for one in rows)}
    return render(request, "people/orders.html", shown)


def _lines(orders: Sequence[int]) -> dict[int, list[Line]]:
    held = casework.lines_of(orders)
    paid = {one.key: one for one in payout.lines_paid([line.key for line in held])}
    titles = assessment.programme_titles() if held else {}
    found: dict[int, list[Line]] = defaultdict(list)
    for one in held:
        payment = paid.get(one.key)
        standing = paid_standing(
            one.state, payment.outcome if payment else None, taken_over=payment is not None
        )
        title = titles.get((one.pack, one.programme), one.programme)
        day = payment.paid_on if payment else None
        found[one.order_id].append(Line(title, one.event, one.amount_fen, standing, day))
    return found


def _visit(one: SettlementShown, statuses: set[str], amount_fen: int) -> Visit:
    best = next((name for name in _BEST_FIRST if name in statuses), None)
    care = (label("med_type", one.med_type) if one.med_type else None) or one.med_type
    return Visit(one, care, STATUS[best] if best else None, amount_fen)
