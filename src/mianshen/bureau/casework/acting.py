"""One place where it is decided whether somebody may act on an order, and where acts are noted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from mianshen.bureau.bitemporal.stating import CHINA, Stated
from mianshen.bureau.casework.advancing import run
from mianshen.bureau.casework.errors import refused
from mianshen.bureau.casework.flow import FlowSpelling, StageSpelling, Tasks
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import Order, State, Step
from mianshen.bureau.offices.scope import Post, Scope
from mianshen.bureau.offices.services import Staff, offices_of_kind, scope_of
from mianshen.bureau.offices.vocabulary import Act, OfficeKind


@dataclass(frozen=True, slots=True)
class By:
    """A member of staff who acts, and when; `stated` says so to the trail and to assessment."""

    staff: Staff
    stated: Stated

    @property
    def day(self) -> date:
        """The day in China on which the act is done."""
        return self.stated.at.astimezone(CHINA).date()


def scope_at(by: By, kind: OfficeKind | None) -> Scope:
    """What somebody may do today, in posts at offices of a kind alone where one is asked for."""
    scope = scope_of(by.staff.pk, by.day)
    if kind is None:
        return scope
    offices = offices_of_kind(kind, by.day)
    return replace(scope, grants=tuple(g for g in scope.grants if g.post.office in offices))


def scope_for(by: By, stage: StageSpelling) -> Scope:
    """What somebody may do in a stage; a department's part is for whoever approves for it."""
    return scope_at(by, None if stage.tasks is Tasks.DEPARTMENT else stage.office)


def may_decide(by: By, order: Order, stage: StageSpelling, department: str = "") -> Post:
    """The post in which somebody decides a task; refused outside scope and after another part."""
    post = scope_for(by, stage).acting_for(stage.act, order.region, department or None)
    apart_from_earlier([order.pk], flow_of(order.flow_id), stage, {by.staff.pk, post.principal})
    return post


def may_receive(by: By, order: Order) -> Post:
    """The post in which somebody receives an order, which the office that confirms it does."""
    flow = flow_of(order.flow_id)
    return scope_at(by, flow.receives).acting_for(Act.CONFIRM, order.region)


def of_centre(by: By, order: Order) -> Post:
    """The post of a reviewer of the centre, who hands down, withdraws, freezes and pauses."""
    return scope_at(by, OfficeKind.CENTRE).acting_for(Act.REVIEW, order.region)


def may_hold(by: By, order: Order, department: str) -> Post:
    """The post of whoever may decide an order now, or of a reviewer of the centre.

    They may ask for something, and let clocks stand, without deciding anything.
    """
    if order.state in (State.RECEIVED, State.IN_APPROVAL):
        stage = stage_of(order)
        scope = scope_for(by, stage)
        if scope.may_do(stage.act, order.region, department or None):
            return scope.acting_for(stage.act, order.region, department or None)
    return of_centre(by, order)


def apart_from_earlier(
    orders: Iterable[int], flow: FlowSpelling, stage: StageSpelling, people: set[int | None]
) -> None:
    """Refuse whoever decided a stage of these orders from which this one is kept apart."""
    numbers = [n for n, one in enumerate(flow.stages) if one.id in stage.apart_from]
    decided = run("deciders", orders=list(orders), stages=numbers) if numbers else []
    for by, instead_of in decided:
        if {by, instead_of} & people - {None}:
            raise refused(
                "you decided an earlier stage of this order; {title} is for somebody else",
                "您已办理过本工单的前一环节，“{title}”须由他人办理",
                title=stage.title,
            )


def note(order: Order, act: str, by: By, post: Post | None, why: str = "") -> None:
    """Add one act to the record of an order."""
    Step.objects.create(
        order=order,
        act=act,
        stage=order.stage,
        staff=by.staff.pk,
        principal=post.principal if post else None,
        note=why,
        at=by.stated.at,
    )


def stage_of(order: Order) -> StageSpelling:
    """The stage an order is in."""
    return flow_of(order.flow_id).stages[order.stage]


def locked(order: int) -> Order:
    """An order that nobody else changes until the transaction ends."""
    found = Order.objects.select_for_update().filter(pk=order).first()
    if found is None:
        raise refused("there is no order {order}", "没有第 {order} 号工单", order=order)
    return found


def expect(order: Order, *states: str) -> None:
    """Refuse an act on an order that is not, or no longer, where the act takes it from."""
    if order.state not in states or order.is_frozen:
        last = order.steps.order_by("-id").first()
        raise refused(
            "order {order} is {state} now{frozen} (last act: {act}); look at it again",
            "第 {order} 号工单现在是“{state}”{frozen}（最近一次办理：{act}）；请刷新后再办",
            order=order.pk,
            state=order.state,
            frozen=" (frozen)" if order.is_frozen else "",
            act=last.act if last else "",
        )


def must_be_under_way(order: Order) -> None:
    """Refuse what nobody waits for any more."""
    if order.state in (State.APPROVED, State.VOID):
        raise refused(
            "order {order} is {state}: nothing of it waits any more",
            "第 {order} 号工单已是“{state}”，无须再办",
            order=order.pk,
            state=order.state,
        )


def because(why: str) -> str:
    """A reason, which some acts must have."""
    if not why.strip():
        raise refused("say why: a reason is part of it", "请写明理由")
    return why
