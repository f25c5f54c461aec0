"""冻结与中止计时: nobody decides about an order for a while, or its clocks stand."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Opened, Pause, PauseReason
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk, lang_of, out_of_sight, told
from mianshen.bureau.workbench.orders.one import opened_here
from mianshen.bureau.workbench.orders.words import pause_title
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said

_HOLDS = (Act.CONFIRM, Act.APPROVE, Act.REVIEW)


@page(said("Freeze or pause", "冻结与中止计时"), does=_HOLDS)
@require_safe
def hold(request: AtDesk, order: int) -> HttpResponse:
    """What stands of an order and why, and what may be stopped or go on, each with a reason."""
    opened = _mine(request, order)
    standing = casework.pauses_of(order)
    shown = {
        "order": opened.order,
        "opened": opened,
        "standing": [(pause_title(PauseReason(one.reason)), one) for one in standing],
        "reasons": [(one.value, pause_title(one)) for one in _reasons(opened, standing)],
        "called": registry.called([opened.order.person]).get(opened.order.person),
    }
    return render(request, "orders/hold.html", shown)


@page(said("Freeze", "冻结"), does=[Act.REVIEW])
@require_POST
def freeze(request: AtDesk, order: int) -> HttpResponse:
    """Nobody decides about the order until it is thawed."""
    opened_here(request, order)
    casework.freeze(order, request.POST.get("why", ""), request.desk.by())
    return _done(request, order, said("Order {n} is frozen", "工单 {n} 已冻结", n=order))


@page(said("Thaw", "解冻"), does=[Act.REVIEW])
@require_POST
def thaw(request: AtDesk, order: int) -> HttpResponse:
    """The order goes on from where it was."""
    opened_here(request, order)
    casework.thaw(order, request.POST.get("why", ""), request.desk.by())
    sentence = said("Order {n} goes on", "工单 {n} 已解冻，从原环节继续办理", n=order)
    return _done(request, order, sentence)


@page(said("Let the clocks stand", "中止计时"), does=_HOLDS)
@require_POST
def pause(request: AtDesk, order: int) -> HttpResponse:
    """The clocks that may stand for this reason stand from today on."""
    opened = _mine(request, order)
    reason = _reason(request, _reasons(opened, casework.pauses_of(order)))
    why, department = request.POST.get("why", ""), _department(opened)
    casework.pause(order, reason, why, request.desk.by(), department)
    sentence = said(
        "The clocks stand: {why}", "时限从今天起中止计算：{why}", why=pause_title(reason)
    )
    return _done(request, order, sentence)


@page(said("Let the clocks go on", "恢复计时"), does=_HOLDS)
@require_POST
def resume(request: AtDesk, order: int) -> HttpResponse:
    """The clocks that stand for this reason go on from tomorrow."""
    opened = _mine(request, order)
    reason = _reason(request, [*PauseReason])
    why, department = request.POST.get("why", ""), _department(opened)
    casework.resume(order, reason, why, request.desk.by(), department)
    sentence = said("The clocks go on from tomorrow", "时限从明天起恢复计算")
    return _done(request, order, sentence)


def _mine(request: AtDesk, order: int) -> Opened:
    opened = opened_here(request, order)
    if not opened.may_hold:
        raise out_of_sight()
    return opened


def _reasons(opened: Opened, standing: Sequence[Pause]) -> list[PauseReason]:
    """For what clocks of the flow may stand and do not; what is missing is told on its own page."""
    held = {one.reason for one in standing} | {PauseReason.SUPPLEMENT.value}
    clocks = opened.flow.clocks.values()
    return [
        one
        for one in PauseReason
        if one.value not in held and any(one in clock.pauses for clock in clocks)
    ]


def _reason(request: AtDesk, among: list[PauseReason]) -> PauseReason:
    chosen = request.POST.get("reason", "")
    found = next((one for one in among if one.value == chosen), None)
    if found is None:
        raise refused("choose why the clocks stand", "请选择中止计时的原因")
    return found


def _department(opened: Opened) -> str:
    return opened.mine[0] if opened.mine else ""


def _done(request: AtDesk, order: int, sentence: Said) -> HttpResponse:
    messages.success(request, told(sentence, lang_of(request)))
    return HttpResponseRedirect(reverse("order", args=[order]))
