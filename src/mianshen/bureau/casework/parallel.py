"""The parts of orders that departments decide side by side: whose, how much, how far each is."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from mianshen.bureau.casework.models import LineState, OrderLine, Task, TaskState


@dataclass(frozen=True, slots=True)
class ParallelPart:
    """One department's part of an order in its stage: its task's state, and its fen not refused."""

    department: str
    state: str
    amount_fen: int


def parts_beside(orders: Collection[int]) -> dict[int, tuple[ParallelPart, ...]]:
    """What every department has to decide in the stage of each of some orders; one query."""
    lines = OrderLine.objects.filter(
        order=OuterRef("order"),
        department=OuterRef("department"),
        state__in=[LineState.OPEN, LineState.APPROVED],
    )
    total = lines.order_by().values("order").annotate(fen=Sum("amount_fen")).values("fen")
    tasks = Task.objects.filter(order__in=list(orders), stage=F("order__stage"))
    rows = (
        tasks.exclude(state=TaskState.DROPPED)
        .annotate(fen=Coalesce(Subquery(total), 0))
        .order_by("order_id", "department")
        .values_list("order_id", "department", "state", "fen")
    )
    found: dict[int, list[ParallelPart]] = defaultdict(list)
    for order, department, state, fen in rows:
        found[order].append(ParallelPart(department, state, fen))
    return {order: tuple(parts) for order, parts in found.items()}
