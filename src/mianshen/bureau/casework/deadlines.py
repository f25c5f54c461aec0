"""Where orders lie and when they are due: by the kind of office that has them and its township."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import Substr

from mianshen.bureau.casework.advancing import UNDER_WAY
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import Order, State, Visit
from mianshen.bureau.casework.waiting import due
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.vocabulary import OfficeKind, Sight
from mianshen.standards.regions import region_code

_TOWNSHIP_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Lying:
    """So many orders that a kind of office has and that are due on one day; None: no clock runs.

    `township` is where their people live.
    """

    office: OfficeKind
    township: str
    due: date | None
    orders: int


def lying(scope: Scope) -> list[Lying]:
    """Every order under way within scope, counted; one query."""
    rows = (
        Order.objects.filter(scope.seen(Sight.ORDERS), state__in=UNDER_WAY)
        .annotate(township=Substr("region", 1, _TOWNSHIP_DIGITS), due=due("pk"))
        .values("flow", "state", "stage", "township", "due")
        .annotate(orders=Count("pk"))
        .order_by()
    )
    return [
        Lying(
            _office(row["flow"], row["state"], row["stage"]),
            region_code(row["township"]),
            row["due"],
            row["orders"],
        )
        for row in rows
    ]


def stuck(scope: Scope) -> tuple[int, int]:
    """How many orders within scope are frozen, and how many questions to villages are open."""
    frozen = Order.objects.filter(scope.seen(Sight.ORDERS), is_frozen=True, state__in=UNDER_WAY)
    asked = Visit.objects.filter(
        scope.seen(Sight.ORDERS, "order__region"), answered_at__isnull=True
    )
    return frozen.count(), asked.count()


def _office(digest: str, state: str, stage: int) -> OfficeKind:
    flow = flow_of(digest)
    if state == State.PENDING:
        return OfficeKind.CENTRE
    if state in (State.HANDED_DOWN, State.RECEIVED):
        return flow.receives
    return flow.stages[stage].office
