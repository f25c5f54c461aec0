"""What is done to one order from its page: handed down, received, approved, sent back."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mianshen.bureau.casework import services as casework
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.workbench.desk import AtDesk, lang_of, told
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said

_DECIDES = (Act.CONFIRM, Act.APPROVE, Act.REVIEW)


@page(said("Approve", "确认"), does=_DECIDES)
@require_POST
def approve(request: AtDesk, order: int) -> HttpResponse:
    """The decision of the stage that the page was showing, of the whole or of one department."""
    given = request.POST
    casework.approve(
        order,
        given.get("stage", ""),
        request.desk.by(),
        given.get("department", ""),
        given.get("minutes", ""),
    )
    return _done(request, order, said("Order {n} approved", "工单 {n} 已确认", n=order))


@page(said("Send back", "退回"), does=_DECIDES)
@require_POST
def send_back(request: AtDesk, order: int) -> HttpResponse:
    """退回, with the reason that whoever gets it reads."""
    given = request.POST
    why, department = given.get("why", ""), given.get("department", "")
    casework.send_back(order, why, request.desk.by(), department)
    return _done(request, order, said("Order {n} sent back", "工单 {n} 已退回", n=order))


@page(said("Receive", "接收"), does=[Act.CONFIRM])
@require_POST
def receive(request: AtDesk, order: int) -> HttpResponse:
    """已下放 → 已接收."""
    casework.receive(order, request.desk.by())
    return _done(request, order, said("Order {n} received", "工单 {n} 已接收", n=order))


@page(said("Hand down", "下放"), does=[Act.REVIEW])
@require_POST
def hand_down(request: AtDesk, order: int) -> HttpResponse:
    """待下放 → 已下放."""
    casework.hand_down(order, request.desk.by())
    return _done(request, order, said("Order {n} handed down", "工单 {n} 已下放", n=order))


def _done(request: AtDesk, order: int, sentence: Said) -> HttpResponse:
    messages.success(request, told(sentence, lang_of(request)))
    return HttpResponseRedirect(reverse("order", args=[order]))
