"""Lines of a list of orders: who, where, how much and by when; one page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from mianshen.bureau.casework.models import LineState, Order, OrderLine
from mianshen.bureau.casework.waiting import due, running_clocks
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.vocabulary import Sight

_COLUMNS = ("pk", "person", "period", "region", "state", "stage", "flow", "is_frozen", "fen")


@dataclass(frozen=True, slots=True)
class Row:
    """An order as a list shows it; `amount_fen` is what is not refused."""

    order: int
    person: int
    period: str
    region: str
    state: str
    stage: int
    flow: str
    is_frozen: bool
    amount_fen: int
    due: date | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows, and after which order the next one begins; None at the end."""

    rows: tuple[Row, ...]
    after: int | None


def page_of_orders(orders: "QuerySet[Order]", after: int | None, size: int) -> Listed:
    """A page of orders by number, newest first; two queries, which add up no more than the page."""
    found = orders if after is None else orders.filter(pk__lt=after)
    flows = dict(found.order_by("-pk").values_list("pk", "flow")[: size + 1])
    numbers = list(flows)
    counted = Q(lines__state__in=[LineState.OPEN, LineState.APPROVED])
    rows = (
        Order.objects.filter(pk__in=numbers[:size])
        .annotate(
            fen=Coalesce(Sum("lines__amount_fen", filter=counted), 0),
            due=due("pk", set(flows.values())),
        )
        .order_by("-pk")
        .values_list(*_COLUMNS, "due")
    )
    shown = tuple(Row(*row) for row in rows)
    return Listed(shown, shown[-1].order if len(numbers) > size else None)


def amount_of(orders: Collection[int], department: str = "") -> int:
    """What some orders, or one department's part of them, come to, in fen; one query."""
    lines = OrderLine.objects.filter(
        order__in=orders, state__in=[LineState.OPEN, LineState.APPROVED]
    )
    if department:
        lines = lines.filter(department=department)
    return int(lines.aggregate(fen=Coalesce(Sum("amount_fen"), 0))["fen"])


def orders_seen(scope: Scope) -> "QuerySet[Order]":
    """The orders that may be seen: those of one's regions, or with a part of one's department."""
    whole = Order.objects.filter(scope.seen(Sight.ORDERS))
    if not any(one.department and Sight.ORDERS in one.post.sees for one in scope.grants):
        return whole
    parts = OrderLine.objects.filter(order=OuterRef("pk"))
    theirs = parts.filter(scope.seen(Sight.ORDERS, "order__region", "department"))
    return Order.objects.filter(scope.seen(Sight.ORDERS) | Exists(theirs))


def orders_due(
    orders: "QuerySet[Order]", first: date | None, last: date | None
) -> "QuerySet[Order]":
    """Those of some orders whose next clock runs out from one day through another."""
    running = running_clocks()
    here = running.filter(due_on__range=(first or date.min, last or date.max))
    found = orders.filter(pk__in=here.order_by().values("order"))
    if first is None:
        return found
    return found.exclude(pk__in=running.filter(due_on__lt=first).order_by().values("order"))
