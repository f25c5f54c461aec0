"""What is shown of orders: one sheet with every department's part, and lines ready for payout."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, Max, OuterRef
from django.db.models.functions import Coalesce

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import Alert, Clock, LineState, Order, OrderLine, Step, Task
from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import balances
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.vocabulary import OfficeKind, Sight


@dataclass(frozen=True, slots=True)
class Part:
    """One department's part of an order: its lines by programme and event, in fen."""

    department: str
    amount_fen: int
    lines: tuple[tuple[str, str | None, int, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """一单制: everything about one order on one sheet; `amount_fen` is what is not refused."""

    order: int
    person: int
    period: str
    state: str
    stage: int
    amount_fen: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A clock of an order as it was last looked at; `due_on` is none while it stands for good."""

    code: str
    title: str
    began_on: date
    due_on: date | None
    is_assumed: bool
    stand: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class AlertShown:
    """An order of which a kind of office was told that a clock runs out, or has run out."""

    order: int
    code: str
    kind: str
    region: str
    due_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Ready:
    """An approved line that waits for payout to take it over; `region` answers for its person."""

    key: str
    person: int
    region: str
    programme: str
    event: str
    amount_fen: int
    fund: str
    year: int
    basis_on: date


def sheet(order: int) -> Sheet:
    """The sheet of an order; raises `Order.DoesNotExist` where there is none."""
    found = Order.objects.get(pk=order)
    parts = []
    lines = list(found.lines.exclude(state=LineState.GIVEN_BACK).order_by("department", "id"))
    for department in sorted({line.department for line in lines}):
        own = [line for line in lines if line.department == department]
        rows = tuple((one.programme, one.event, one.amount_fen, one.state) for one in own)
        parts.append(Part(department, _due(own), rows))
    place = (found.state, found.stage)
    return Sheet(found.pk, found.person, found.period, *place, _due(lines), tuple(parts))


def orders_of(person: int) -> Sequence[Order]:
    """All orders of a person, oldest first."""
    return list(Order.objects.filter(person=person).order_by("id"))


def parts_of(person: int) -> Sequence[tuple[str, str]]:
    """Region and department of every part of a person's orders."""
    return parts_of_people([person]).get(person, [])


def parts_of_people(people: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Region and department of every part of the orders of some people; one query."""
    lines = OrderLine.objects.filter(person__in=people).distinct()
    found: dict[int, list[tuple[str, str]]] = {}
    for person, *part in lines.values_list("person", "order__region", "department"):
        found.setdefault(person, []).append((part[0], part[1]))
    return found


def lines_of(orders: Collection[int]) -> Sequence[OrderLine]:
    """What some orders hold and did not give back, by order; one query."""
    found = OrderLine.objects.filter(order__in=orders).exclude(state=LineState.GIVEN_BACK)
    return list(found.order_by("order", "department", "id"))


def newest_step() -> int:
    """The number of the last act on an order: while it stays, no order went on."""
    return int(Step.objects.aggregate(newest=Coalesce(Max("pk"), 0))["newest"])


def acts_of(staff: int) -> frozenset[str]:
    """What a member of staff has ever done with orders and decided of them; one query."""
    steps = Step.objects.filter(staff=staff).order_by().values_list("act", flat=True)
    decided = Task.objects.filter(decided_by=staff).order_by().values_list("state", flat=True)
    return frozenset(steps.distinct().union(decided.distinct()))


def acts_by_staff() -> dict[int, frozenset[str]]:
    """What everyone has ever done with orders; one query."""
    found: dict[int, set[str]] = defaultdict(set)
    steps = Step.objects.filter(staff__isnull=False).order_by().values_list("staff", "act")
    decided = Task.objects.filter(decided_by__isnull=False).order_by()
    for staff, act in steps.distinct().union(decided.values_list("decided_by", "state").distinct()):
        found[int(staff)].add(act)
    return {staff: frozenset(acts) for staff, acts in found.items()}


def steps_of(order: int) -> Sequence[Step]:
    """办理流转记录, oldest first."""
    return list(Step.objects.filter(order=order).order_by("id"))


def clocks_of(order: int) -> Sequence[ClockShown]:
    """The clocks of an order that have begun, what runs out first before the others."""
    flow = flow_of(Order.objects.get(pk=order).flow_id)
    kept = Clock.objects.filter(order=order).order_by(F("due_on").asc(nulls_last=True), "code")
    return [
        ClockShown(
            *(one.code, flow.clocks[one.code].title, one.began_on, one.due_on),
            *(one.is_assumed, one.stand, one.ended_on),
        )
        for one in kept
    ]


def alerts(scope: Scope, office: OfficeKind) -> Sequence[AlertShown]:
    """What a kind of office was told of clocks that still run, within scope, soonest first."""
    running = Clock.objects.filter(
        order=OuterRef("order"), code=OuterRef("code"), ended_on__isnull=True
    )
    found = Alert.objects.filter(Exists(running), scope.seen(Sight.ORDERS), office=office.value)
    return [
        AlertShown(one.order_id, one.code, one.kind, one.region, one.due_on, one.at)
        for one in found.order_by("due_on", "order", "code", "-id")
    ]


def ready_for_payout(district: str = "") -> list[Ready]:
    """Approved lines that payout has not taken over yet, by key; of one district where asked."""
    approved = OrderLine.objects.filter(
        state=LineState.APPROVED, order__region__startswith=district
    ).select_related("order")
    lines = {claim(Claim.APPROVED, one.key).holder: one for one in approved}
    waiting = balances(Book.CLAIMS, [Claim.APPROVED], list(lines))
    holders = sorted(one.holder for one in waiting if one.held_fen > 0)
    return [_ready(lines[holder]) for holder in holders]


def _ready(line: OrderLine) -> Ready:
    basis = line.settled_on or line.order.opened_at.astimezone(CHINA).date()
    about = (line.key, line.person, line.order.region)
    named = (line.programme, line.event or str(line.year))
    return Ready(*about, *named, line.amount_fen, line.fund, line.year, basis)


def _due(lines: Sequence[OrderLine]) -> int:
    due = (LineState.OPEN, LineState.APPROVED)
    return sum(line.amount_fen for line in lines if line.state in due)
