"""Orders move on through their stages, begin again, or end; for many at a time in the database."""

from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection

from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.casework.errors import refused
from mianshen.bureau.casework.flow import FlowSpelling, Tasks
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import (
    OPEN,
    LineState,
    Order,
    OrderLine,
    State,
    Step,
    Task,
    TaskState,
)
from mianshen.bureau.casework.moving import approve, give_back

UNDER_WAY = (*OPEN, State.IN_APPROVAL)
"""States of an order that is neither approved nor void."""


def open_tasks(orders: Collection[int], flow: FlowSpelling, stage: int) -> None:
    """The tasks of a stage of some orders: one each, or one for each department with a line."""
    by_department = flow.stages[stage].tasks is Tasks.DEPARTMENT
    run("open_tasks", orders=list(orders), stage=stage, by_department=by_department)


def advance(orders: Collection[int], flow: FlowSpelling, stage: int) -> None:
    """Send orders of one flow on whose stage is passed: to the next that takes their sum, or on.

    After the last one their lines are approved, in the ledger as well.
    """
    later = list(range(stage + 1, len(flow.stages)))
    moved = run(
        "advance",
        orders=list(orders),
        stage=stage,
        later=later,
        above=[(flow.stages[n].above_yuan or 0) * 100 for n in later],
        limited=[flow.stages[n].above_yuan is not None for n in later],
    )
    for number in later:
        here = [order for order, to in moved if to == number]
        if here:
            open_tasks(here, flow, number)
    if ended := [order for order, to in moved if to is None]:
        approve((str(key), int(fen)) for key, fen in run("approve_lines", orders=ended))


def passed(order: Order, flow: FlowSpelling) -> bool:
    """Whether enough tasks of the order's stage are approved."""
    tasks = Task.objects.filter(order=order, stage=order.stage)
    counting = tasks.filter(state__in=[TaskState.OPEN, TaskState.APPROVED]).count()
    enough = flow.stages[order.stage].enough(counting)
    return tasks.filter(state=TaskState.APPROVED).count() >= enough


def begin_again(order: Order) -> None:
    """Back to its first stage as received; what was decided before no longer counts."""
    Task.objects.filter(order=order).exclude(state=TaskState.DROPPED).update(
        state=TaskState.DROPPED
    )
    order.state, order.stage = State.RECEIVED, 0
    order.save(update_fields=["state", "stage"])
    open_tasks([order.pk], flow_of(order.flow_id), 0)


def void(order: Order, why: str, stated: Stated) -> None:
    """End an order; what it holds is entitled again."""
    let_go(order.lines.filter(state=LineState.OPEN), why)
    Task.objects.filter(order=order, state=TaskState.OPEN).update(state=TaskState.DROPPED)
    order.state = State.VOID
    order.save(update_fields=["state"])
    noted(order, "void", why, stated)


def let_go(
    lines: Iterable[OrderLine], why: str, state: LineState = LineState.GIVEN_BACK
) -> list[OrderLine]:
    """Take lines out of their orders; their fen are entitled again, and wait."""
    taken = list(lines)
    give_back(taken, why)
    OrderLine.objects.filter(pk__in=[one.pk for one in taken]).update(state=state, why=why)
    return taken


def has_open_sibling(order: Order) -> bool:
    """Whether another order of the person and period is open."""
    same = Order.objects.filter(person=order.person, period=order.period, state__in=OPEN)
    return same.exclude(pk=order.pk).exists()


def no_sibling(order: Order) -> None:
    """Refuse what would leave two open orders of a person and period."""
    if has_open_sibling(order):
        raise refused(
            "{person} has a newer open order of this period; decide it first",
            "该对象本期已有新的待确认工单（对象 {person}），请先办理",
            person=order.person,
        )


def noted(order: Order, act: str, why: str, stated: Stated) -> None:
    """Something that happened to an order without anybody's act."""
    Step.objects.create(order=order, act=act, stage=order.stage, note=why, at=stated.at)


def run(name: str, **values: object) -> list[tuple[Any, ...]]:
    """Run the statement of a file of this app; its rows, where it gives any."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(name), values)
        return list(cursor.fetchall()) if cursor.description else []


@cache
def _statement(name: str) -> str:
    return files("mianshen.bureau.casework").joinpath("sql", f"{name}.sql").read_text("utf-8")
