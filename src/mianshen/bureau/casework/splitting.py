"""An order is split: what is in doubt goes on by itself, so that the rest need not wait for it."""

from collections.abc import Collection, Sequence

from django.db import transaction

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.casework.acting import (
    By,
    because,
    expect,
    locked,
    may_decide,
    note,
    stage_of,
)
from mianshen.bureau.casework.advancing import advance, let_go, no_sibling, open_tasks, passed
from mianshen.bureau.casework.errors import refused
from mianshen.bureau.casework.flow import Tasks
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import (
    LineState,
    Order,
    OrderLine,
    State,
    Task,
    TaskState,
)
from mianshen.bureau.casework.moving import take
from mianshen.bureau.ledger.chart import part_of
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move
from mianshen.bureau.ledger.services import post as post_moves


def split(order: int, lines: Collection[int], why: str, by: By, department: str = "") -> int:
    """Take lines of an order under approval into one of their own; gives its number.

    The new one was opened when the old one was, so that no time is gained, and begins where the
    street has received it. Raises `CaseworkError` where the lines are not open ones of this part,
    are all there are, or the person has an open order of the period.
    """
    because(why)
    with transaction.atomic():
        found = locked(order)
        expect(found, State.IN_APPROVAL)
        post = may_decide(by, found, stage_of(found), department)
        no_sibling(found)
        chosen = _chosen(found, set(lines), department)
        made = _opened_beside(found)
        note(found, f"split_off:{made.pk}", by, post, why)
        note(made, "received", by, post, f"拆分自第 {found.pk} 号工单：{why}")
        let_go(chosen, why)
        post_moves(Book.CLAIMS, [_moved(line, made) for line in chosen])
        flow = flow_of(found.flow_id)
        open_tasks([made.pk], flow, 0)
        _drop_empty_parts(found)
        if passed(found, flow):
            advance([found.pk], flow, found.stage)
    return int(made.pk)


def _chosen(order: Order, wanted: set[int], department: str) -> Sequence[OrderLine]:
    mine = order.lines.filter(state=LineState.OPEN)
    own = mine.filter(department=department) if department else mine
    chosen = list(own.filter(pk__in=wanted).order_by("id"))
    if len(chosen) != len(wanted) or not 0 < len(chosen) < mine.count():
        raise refused(
            "choose some of the open lines of this part, and not all of the order",
            "请选择本部分中待办的几行，且不能是整单",
        )
    return chosen


def _opened_beside(order: Order) -> Order:
    return Order.objects.create(
        person=order.person,
        period=order.period,
        region=order.region,
        flow_id=order.flow_id,
        state=State.RECEIVED,
        opened_at=order.opened_at,
    )


def _moved(line: OrderLine, to: Order) -> Move:
    """The line in its new order, and the move of its fen there."""
    ((number,),) = query("SELECT nextval(pg_get_serial_sequence('casework_order_line', 'id'))")
    key, fen = part_of(line.line, number), line.amount_fen
    line.pk, line.key, line.order = number, key, to
    line.state, line.why = LineState.OPEN, ""
    line.save(force_insert=True)
    return take(line.line, key, 0, fen)


def _drop_empty_parts(order: Order) -> None:
    """Departments that have nothing left in the order have nothing to decide."""
    if stage_of(order).tasks is Tasks.DEPARTMENT:
        left = order.lines.filter(state=LineState.OPEN).values("department")
        Task.objects.filter(order=order, stage=order.stage, state=TaskState.OPEN).exclude(
            department__in=left
        ).update(state=TaskState.DROPPED)
