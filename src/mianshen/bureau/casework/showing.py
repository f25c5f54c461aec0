"""What is shown of orders: one sheet with every department's part, and lines ready for payout."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.casework.models import LineState, Order, OrderLine, Step
from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import balances


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
class Ready:
    """An approved line that waits for payout to take it over."""

    key: str
    person: int
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
    rows = OrderLine.objects.filter(person=person).values_list("order__region", "department")
    return list(rows.distinct())


def steps_of(order: int) -> Sequence[Step]:
    """办理流转记录, oldest first."""
    return list(Step.objects.filter(order=order).order_by("id"))


def ready_for_payout() -> list[Ready]:
    """Approved lines that payout has not taken over yet, by key."""
    approved = OrderLine.objects.filter(state=LineState.APPROVED).select_related("order")
    lines = {claim(Claim.APPROVED, one.key).holder: one for one in approved}
    waiting = balances(Book.CLAIMS, [Claim.APPROVED], list(lines))
    holders = sorted(one.holder for one in waiting if one.held_fen > 0)
    return [_ready(lines[holder]) for holder in holders]


def _ready(line: OrderLine) -> Ready:
    basis = line.settled_on or line.order.opened_at.astimezone(CHINA).date()
    named = (line.key, line.person, line.programme, line.event or str(line.year))
    return Ready(*named, line.amount_fen, line.fund, line.year, basis)


def _due(lines: Sequence[OrderLine]) -> int:
    due = (LineState.OPEN, LineState.APPROVED)
    return sum(line.amount_fen for line in lines if line.state in due)
