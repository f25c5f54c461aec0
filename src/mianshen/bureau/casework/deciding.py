"""Acts of people on one order: handed down, received, decided, refused, sent back, frozen."""

from collections.abc import Callable, Collection

from django.db import transaction

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework.acting import (
    By,
    because,
    expect,
    locked,
    may_decide,
    may_receive,
    note,
    of_centre,
    stage_of,
)
from mianshen.bureau.casework.advancing import (
    advance,
    begin_again,
    let_go,
    no_sibling,
    passed,
    void,
)
from mianshen.bureau.casework.errors import refused
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import LineState, Order, State, Task, TaskState
from mianshen.bureau.offices.scope import Post


def hand_down(order: int, by: By) -> None:
    """待下放 → 已下放, by the centre."""
    _turn(order, by, "handed_down", (State.PENDING,), State.HANDED_DOWN, of_centre)


def withdraw(order: int, why: str, by: By) -> None:
    """撤销下放: back to the centre, as long as nobody received it."""
    because(why)
    _turn(order, by, "withdrawn", (State.HANDED_DOWN,), State.PENDING, of_centre, why)


def receive(order: int, by: By) -> None:
    """已下放 → 已接收: an act of its own of the office that will confirm."""
    _turn(order, by, "received", (State.HANDED_DOWN,), State.RECEIVED, may_receive)


def approve(order: int, stage_id: str, by: By, department: str = "", minutes: str = "") -> None:
    """Decide the task of a stage, or of one department in it; the last one moves the order on.

    `stage_id` is the stage that whoever decides has before them: a second click is not the next
    decision. Raises `CaseworkError` where it is not open any more, or minutes are asked for.
    """
    with transaction.atomic():
        found = locked(order)
        expect(found, State.RECEIVED, State.IN_APPROVAL)
        stage = stage_of(found)
        if stage.id != stage_id:
            raise refused(
                "order {order} is at {title} now: somebody has decided; look at it again",
                "第 {order} 号工单已到“{title}”环节：已有人办理，请刷新后再看",
                order=order,
                title=stage.title,
            )
        post = may_decide(by, found, stage, department)
        if stage.minutes and not minutes.strip():
            raise refused(
                "{title} needs the number of the minutes",
                "“{title}”须填写会议纪要编号",
                title=stage.title,
            )
        _close_task(found, department, by, post, TaskState.APPROVED, minutes)
        note(found, f"approved:{stage.id}", by, post, minutes)
        _move_on(found)


def reject(
    order: int, programmes: Collection[str], clause: str, by: By, department: str = ""
) -> None:
    """不予救助: refuse programmes of an order under a clause; the calculator hears of it.

    The rest goes on; an order of which nothing is left is void.
    """
    because(clause)
    with transaction.atomic():
        found = locked(order)
        expect(found, State.RECEIVED, State.IN_APPROVAL)
        stage = stage_of(found)
        post = may_decide(by, found, stage, department)
        lines = found.lines.filter(state=LineState.OPEN, programme__in=list(programmes))
        if department:
            lines = lines.filter(department=department)
        unknown = set(programmes) - {line.programme for line in lines}
        if unknown or any(line.event is None for line in lines):
            raise refused(
                "not refused here: {names}; they are not in this part, or are of a whole year",
                "不能在此不予救助：{names}（不在本部门的部分之内，或为全年项目）",
                names="、".join(sorted(unknown or set(programmes))),
            )
        for line in let_go(lines, clause, LineState.REJECTED):
            assessment.reject(line.person, line.programme, line.event or "", clause, by.stated)
        note(found, f"rejected:{'、'.join(sorted(programmes))}", by, post, clause)
        _after_rejection(found, department, by, post)


def _after_rejection(order: Order, department: str, by: By, post: Post) -> None:
    rest = order.lines.filter(state=LineState.OPEN)
    if not rest.exists():
        void(order, "全部不予救助", by.stated)
        return
    if department and not rest.filter(department=department).exists():
        _close_task(order, department, by, post, TaskState.REJECTED)
        _move_on(order)


def send_back(order: int, why: str, by: By, department: str = "") -> None:
    """退回: to the office that confirmed, with a reason; all stages are gone through again."""
    because(why)
    with transaction.atomic():
        found = locked(order)
        expect(found, State.IN_APPROVAL)
        post = may_decide(by, found, stage_of(found), department)
        no_sibling(found)
        note(found, "sent_back", by, post, why)
        begin_again(found)


def freeze(order: int, why: str, by: By) -> None:
    """Nobody decides anything about an order until it is thawed."""
    _hold(order, by, because(why), is_frozen=True)


def thaw(order: int, why: str, by: By) -> None:
    """A frozen order goes on from where it was."""
    _hold(order, by, because(why), is_frozen=False)


def _hold(order: int, by: By, why: str, *, is_frozen: bool) -> None:
    with transaction.atomic():
        found = locked(order)
        if found.is_frozen == is_frozen or found.state in (State.APPROVED, State.VOID):
            raise refused(
                "order {order} is not there to be frozen or thawed",
                "第 {order} 号工单不能冻结或解冻",
                order=order,
            )
        post = of_centre(by, found)
        found.is_frozen = is_frozen
        found.save(update_fields=["is_frozen"])
        note(found, "frozen" if is_frozen else "thawed", by, post, why)


def _turn(
    order: int,
    by: By,
    act: str,
    origins: tuple[State, ...],
    to: State,
    post_of: Callable[[By, Order], Post],
    why: str = "",
) -> None:
    with transaction.atomic():
        found = locked(order)
        expect(found, *origins)
        post = post_of(by, found)
        found.state = to
        found.save(update_fields=["state"])
        note(found, act, by, post, why)


def _close_task(
    order: Order, department: str, by: By, post: Post, state: TaskState, minutes: str = ""
) -> None:
    closed = Task.objects.filter(
        order=order, stage=order.stage, department=department, state=TaskState.OPEN
    ).update(state=state, decided_by=by.staff.pk, decided_for=post.principal, minutes=minutes)
    if not closed:
        raise refused(
            "this part of order {order} is not open: somebody decided it, or there is none",
            "第 {order} 号工单没有待办的这一部分：已有人办理，或本无此项",
            order=order.pk,
        )


def _move_on(order: Order) -> None:
    flow = flow_of(order.flow_id)
    if passed(order, flow):
        advance([order.pk], flow, order.stage)
