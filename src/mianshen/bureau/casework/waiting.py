"""What waits for somebody: orders to hand down, to receive or to decide, and by when."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum

from mianshen.bureau.casework.flow import Event, StageSpelling, Tasks
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import (
    Clock,
    FlowText,
    LineState,
    Order,
    OrderLine,
    State,
    Task,
    TaskState,
)
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.vocabulary import Act, OfficeKind


class WorkKind(StrEnum):
    """What is to be done with an order."""

    HAND_DOWN = "hand_down"
    RECEIVE = "receive"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work that somebody has, under one flow; `stage` counts from 0."""

    kind: WorkKind
    flow: str
    stage: int
    spelling: StageSpelling
    scope: Scope

    @property
    def is_of_departments(self) -> bool:
        """Whether a department decides its own part alone."""
        return self.kind is WorkKind.DECIDE and self.spelling.tasks is Tasks.DEPARTMENT

    @property
    def is_by_one_click(self) -> bool:
        """Whether whoever has it may decide many orders by one click."""
        stage = self.spelling
        return (
            self.kind is WorkKind.DECIDE
            and bool(self.scope.grants)
            and stage.one_click is not None
            and not stage.minutes
            and not self.is_of_departments
        )


@dataclass(frozen=True, slots=True)
class Pile:
    """Orders of one kind of work that are due on the same day; None where no clock runs."""

    work: Work
    due: date | None
    orders: int
    amount_fen: int


def works_of(scope: Scope, kinds: Mapping[int, OfficeKind]) -> tuple[Work, ...]:
    """Every kind of work of a scope; `kinds` tells the kind of each of its offices."""
    digests = FlowText.objects.values_list("digest", flat=True)
    return works_in(scope, kinds, digests)


def works_in(
    scope: Scope, kinds: Mapping[int, OfficeKind], flows: Iterable[str]
) -> tuple[Work, ...]:
    """The same for some flows alone, by their hashes."""
    return tuple(one for digest in sorted(flows) for one in _works(digest, scope, kinds))


def waiting(works: Iterable[Work]) -> "QuerySet[Order]":
    """The orders that wait for some kinds of work; an office's share of its scope alone."""
    condition = Q(pk__in=[])
    for one in works:
        condition |= _waits(one)
    return Order.objects.filter(condition, is_frozen=False)


def piles(works: Sequence[Work]) -> list[Pile]:
    """How much waits of each kind of work, by the day it is due; one query."""
    if not works:
        return []
    rows = (
        _own_lines(works)
        .annotate(
            flow=F("order__flow"),
            stage=F("order__stage"),
            at=F("order__state"),
            due=due("order_id"),
        )
        .values("flow", "at", "stage", "due")
        .annotate(orders=Count("order", distinct=True), fen=Sum("amount_fen"))
        .order_by("due", "flow", "stage")
    )
    return [_pile(works, row) for row in rows]


def due_days(orders: Collection[Order]) -> dict[int, date | None]:
    """The next day on which each of some orders is due; one query."""
    found = Order.objects.filter(pk__in=[one.pk for one in orders])
    flows = {one.flow_id for one in orders}
    return dict(found.annotate(due=due("pk", flows)).values_list("pk", "due"))


def due(order: str, flows: Collection[str] | None = None) -> Subquery:
    """The next last day of all clocks of an order that run, as they are kept, as an annotation.

    Given the name of the field that holds the order's number, and the flows of the orders where
    they are known. A clock whose event has come since it was looked at runs no more.
    """
    running = running_clocks(flows).filter(order=OuterRef(order))
    return Subquery(running.order_by().values("order").annotate(day=Min("due_on")).values("day"))


def running_clocks(flows: Collection[str] | None = None) -> "QuerySet[Clock]":
    """The clocks that run, of orders under some flows (none: under all)."""
    over = _over(FlowText.objects.values_list("digest", flat=True) if flows is None else flows)
    return Clock.objects.filter(ended_on__isnull=True).exclude(over)


def _works(digest: str, scope: Scope, kinds: Mapping[int, OfficeKind]) -> Iterator[Work]:
    flow = flow_of(digest)
    first = flow.stages[0]

    def at(kind: OfficeKind | None, act: Act) -> Scope:
        grants = (
            one
            for one in scope.grants
            if kind in (None, kinds.get(one.post.office)) and act in one.post.does
        )
        return replace(scope, grants=tuple(grants))

    yield Work(WorkKind.HAND_DOWN, digest, 0, first, at(OfficeKind.CENTRE, Act.REVIEW))
    yield Work(WorkKind.RECEIVE, digest, 0, first, at(flow.receives, Act.CONFIRM))
    for number, stage in enumerate(flow.stages):
        # A department decides wherever it sits: medical security's own part lies at the bureau.
        office = None if stage.tasks is Tasks.DEPARTMENT else stage.office
        yield Work(WorkKind.DECIDE, digest, number, stage, at(office, stage.act))


def _waits(work: Work) -> Q:
    match work.kind:
        case WorkKind.HAND_DOWN:
            return Q(flow=work.flow, state=State.PENDING) & work.scope.done(Act.REVIEW)
        case WorkKind.RECEIVE:
            return Q(flow=work.flow, state=State.HANDED_DOWN) & work.scope.done(Act.CONFIRM)
    tasks = Task.objects.filter(order=OuterRef("pk"), stage=work.stage, state=TaskState.OPEN)
    here = Q(flow=work.flow, stage=work.stage, state__in=[State.RECEIVED, State.IN_APPROVAL])
    if work.is_of_departments:
        mine = work.scope.done(work.spelling.act, "order__region", "department")
        return here & Exists(tasks.filter(mine))
    return here & work.scope.done(work.spelling.act) & Exists(tasks)


def _own_lines(works: Sequence[Work]) -> "QuerySet[OrderLine]":
    """Lines that wait with their orders; a department's work has its own lines alone."""
    lines = OrderLine.objects.filter(state=LineState.OPEN, order__in=waiting(works))
    theirs = Q(pk__in=[])
    for one in works:
        here = Q(order__flow=one.flow, order__stage=one.stage)
        if one.is_of_departments:
            here &= one.scope.done(one.spelling.act, "order__region", "department")
        theirs |= here
    return lines.filter(theirs)


def _pile(works: Sequence[Work], row: Mapping[str, Any]) -> Pile:
    kinds = {State.PENDING: WorkKind.HAND_DOWN, State.HANDED_DOWN: WorkKind.RECEIVE}
    key = (row["flow"], kinds.get(State(row["at"]), WorkKind.DECIDE), row["stage"])
    work = next(one for one in works if (one.flow, one.kind, one.stage) == key)
    return Pile(work, row["due"], row["orders"], row["fen"])


def _over(flows: Iterable[str]) -> Q:
    """Clocks whose end has come, by the flow, the state and the stage of their orders."""
    over = Q(pk__in=[])
    for digest in flows:
        for event, has_come in _HAS_COME.items():
            clocks = flow_of(digest).clocks.items()
            codes = [code for code, clock in clocks if clock.ends is event]
            if codes:
                over |= Q(order__flow=digest, code__in=codes) & has_come
    return over


_DONE = (State.APPROVED, State.VOID)
_HAS_COME = {
    Event.HANDED_DOWN: ~Q(order__state=State.PENDING),
    Event.RECEIVED: Q(order__state__in=[State.RECEIVED, State.IN_APPROVAL, *_DONE]),
    Event.CONFIRMED: Q(order__stage__gt=0) | Q(order__state__in=_DONE),
    Event.APPROVED: Q(order__state__in=_DONE),
}
"""When an event of an order is past."""
