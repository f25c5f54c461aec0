"""One order opened: what it holds by department, whose decision it waits for, what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mianshen.bureau.casework.flow import FlowSpelling, PauseReason, StageSpelling, Tasks
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.listing import orders_seen
from mianshen.bureau.casework.models import (
    LineState,
    Order,
    OrderLine,
    State,
    Task,
    TaskState,
)
from mianshen.bureau.casework.waiting import due_days
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.vocabulary import Act, OfficeKind


@dataclass(frozen=True, slots=True)
class DepartmentPart:
    """A department's part of an order: what it gives, and where its own decision stands.

    `task` is none while no stage asks the department.
    """

    department: str
    amount_fen: int
    lines: tuple[OrderLine, ...]
    task: str | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """An order as whoever opens it has it before them.

    `mine` are the departments whose decision is theirs now; one empty name is the whole order's.
    `may_hold` says that they may let its clocks stand, `may_freeze` that they may freeze it and
    thaw it.
    """

    order: Order
    stage: StageSpelling
    due: date | None
    amount_fen: int
    parts: tuple[DepartmentPart, ...]
    mine: tuple[str, ...]
    may_hand_down: bool
    may_receive: bool
    may_hold: bool
    may_freeze: bool

    @property
    def may_wait_for_more(self) -> bool:
        """Whether they may say what is missing, where a clock of the flow stands for that."""
        clocks = self.flow.clocks.values()
        return self.may_hold and any(PauseReason.SUPPLEMENT in one.pauses for one in clocks)

    @property
    def flow(self) -> FlowSpelling:
        """The flow it goes through."""
        return flow_of(self.order.flow_id)

    @property
    def events(self) -> tuple[str, ...]:
        """The settlements it is about."""
        return tuple(sorted({one.event for part in self.parts for one in part.lines if one.event}))

    @property
    def years(self) -> tuple[int, ...]:
        """The benefit years it is about."""
        return tuple(sorted({one.year for part in self.parts for one in part.lines}))


def open_order(order: int, scope: Scope, kinds: Mapping[int, OfficeKind]) -> Opened | None:
    """An order with all its parts; None where it may not be seen. Four queries."""
    found = orders_seen(scope).filter(pk=order).first()
    if found is None:
        return None
    flow = flow_of(found.flow_id)
    stage = flow.stages[found.stage]
    lines = list(found.lines.exclude(state=LineState.GIVEN_BACK).order_by("department", "id"))
    tasks = list(found.tasks.filter(stage=found.stage).exclude(state=TaskState.DROPPED))
    mine = _mine(found, stage, tasks, scope, kinds)
    reviews = _at(scope, kinds, OfficeKind.CENTRE).may_do(Act.REVIEW, found.region)
    is_under_way = found.state not in (State.APPROVED, State.VOID)
    return Opened(
        found,
        stage,
        due_days([found])[order],
        _sum(lines),
        _parts(lines, stage, tasks, mine),
        mine,
        may_hand_down=found.state == State.PENDING and reviews,
        may_receive=found.state == State.HANDED_DOWN
        and _at(scope, kinds, flow.receives).may_do(Act.CONFIRM, found.region),
        may_hold=is_under_way and (bool(mine) or reviews),
        may_freeze=is_under_way and reviews,
    )


def _mine(
    order: Order,
    stage: StageSpelling,
    tasks: Sequence[Task],
    scope: Scope,
    kinds: Mapping[int, OfficeKind],
) -> tuple[str, ...]:
    if order.is_frozen or order.state not in (State.RECEIVED, State.IN_APPROVAL):
        return ()
    here = scope if stage.tasks is Tasks.DEPARTMENT else _at(scope, kinds, stage.office)
    return tuple(
        one.department
        for one in tasks
        if one.state == TaskState.OPEN
        and here.may_do(stage.act, order.region, one.department or None)
    )


def _at(scope: Scope, kinds: Mapping[int, OfficeKind], kind: OfficeKind) -> Scope:
    grants = (one for one in scope.grants if kinds.get(one.post.office) is kind)
    return replace(scope, grants=tuple(grants))


def _parts(
    lines: Sequence[OrderLine], stage: StageSpelling, tasks: Sequence[Task], mine: Sequence[str]
) -> tuple[DepartmentPart, ...]:
    states = {one.department: one.state for one in tasks}
    of_departments = stage.tasks is Tasks.DEPARTMENT
    parts = []
    for department in sorted({one.department for one in lines}):
        own = tuple(one for one in lines if one.department == department)
        task = states.get(department) if of_departments else None
        parts.append(DepartmentPart(department, _sum(own), own, task, department in mine))
    return tuple(parts)


def _sum(lines: Sequence[OrderLine]) -> int:
    return sum(one.amount_fen for one in lines if one.state in (LineState.OPEN, LineState.APPROVED))
