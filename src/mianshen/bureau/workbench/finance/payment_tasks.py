"""退票与待办: lines that could not be paid, seen to and paid anew, or voided by two people."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk, told
from mianshen.bureau.workbench.finance.at import may, require, require_seen
from mianshen.bureau.workbench.finance.words import GROUNDS, TASKS
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said

TASKS_SHOWN = 100
_BACK = ("recoveries", "books")


@dataclass(frozen=True)
class Waiting:
    """A line that waits for somebody, with the name it is for."""

    id: int
    key: str
    name: str
    programme: str
    request: str
    title: Said
    why: str
    amount_fen: int
    needs_payee: bool
    is_proposed: bool


@dataclass(frozen=True)
class GivenUp:
    """A line that was voided and not taken up again, with the name it is for."""

    line: payout.Voided
    name: str
    ground: Said


@page(said("Returned and waiting lines", "退票与待办"), sees=[Sight.PAYMENTS])
@require_safe
def payment_tasks(request: AtDesk) -> HttpResponse:
    """What has to be seen to before it can be paid, and what two people have to agree on."""
    require_seen(request.desk, Sight.PAYMENTS)
    tasks = payout.open_tasks()
    shown_tasks = tasks[:TASKS_SHOWN]
    voided = payout.voided_lines()[:TASKS_SHOWN]
    whose = [one.line.person for one in shown_tasks] + [one.person for one in voided]
    called = registry.called(whose)
    proposals = payout.proposals()
    proposed = {one.subject for one in proposals}
    rows = [
        Waiting(
            one.pk,
            one.line.key,
            called[one.line.person].name if one.line.person in called else "",
            one.line.programme,
            one.line.request.number if one.line.request else "",
            TASKS.get(one.kind, Said(one.kind, one.kind)),
            one.why,
            one.line.amount_fen - one.line.offset_fen,
            one.kind == "died",
            one.line.key in proposed,
        )
        for one in shown_tasks
    ]
    may_see_to = may(request.desk, Act.PAY)
    shown = {
        "rows": rows,
        "all": len(tasks),
        "requests": sorted({one.request for one in rows if one.request}),
        "proposals": proposals,
        "grounds": GROUNDS.items(),
        "voided": [
            GivenUp(
                one, called[one.person].name if one.person in called else "", GROUNDS[one.ground]
            )
            for one in voided
        ],
        "may_see_to": may_see_to,
        "may_agree": may(request.desk, Act.PAY, Act.GRANT_FUNDS, Act.CLAW_BACK),
        "tab": "tasks",
    }
    return render(request, "finance/payment_tasks.html", shown)


@page(said("See to a line", "办理待办"), does=[Act.PAY])
@require_POST
def see_to(request: AtDesk, task: int) -> HttpResponse:
    """The line goes into the next batch under a new number, or is proposed to be voided."""
    require(request.desk, Act.PAY)
    note, actor = request.POST.get("note", "").strip(), request.desk.actor
    if request.POST.get("act") == "void":
        key, ground = request.POST.get("key", ""), _ground(request.POST.get("ground", ""))
        payout.propose(payout.ProposedAct.VOID_LINE, key, note, actor, ground)
        done = said("proposed; a colleague has to agree", "已提出作废，请同事复核")
    else:
        payee = request.POST.get("payee", "").strip() or None
        payout.settle_task(task, actor, note, payee)
        done = said("goes into the next batch", "已办结，进入下一批次重发")
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("payment-tasks"))


def _ground(word: str) -> payout.Ground:
    """On what ground a line is given up; raises `RefusedError` where none is chosen."""
    try:
        return payout.Ground(word)
    except ValueError:
        raise refused("choose why it is voided", "请选择作废的原因") from None


@page(said("Take a voided line up again", "恢复作废明细"), does=[Act.PAY])
@require_POST
def take_up(request: AtDesk) -> HttpResponse:
    """What was voided is counted and ordered anew."""
    require(request.desk, Act.PAY)
    key, why = request.POST.get("key", ""), request.POST.get("note", "").strip()
    payout.take_up(key, request.desk.actor, why)
    done = said("counted anew at the next assessment", "已恢复，下次核算后重新列入工单")
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("payment-tasks"))


@page(said("Agree as the second person", "复核"), does=[Act.PAY, Act.GRANT_FUNDS, Act.CLAW_BACK])
@require_POST
def second(request: AtDesk, proposal: int) -> HttpResponse:
    """Agree to what a colleague proposed, or turn it down."""
    require(request.desk, Act.PAY, Act.GRANT_FUNDS, Act.CLAW_BACK)
    if request.POST.get("act") == "disagree":
        payout.disagree(proposal, request.desk.actor)
        done = said("turned down; nothing was changed", "未同意，未作改动")
    else:
        payout.agree(proposal, request.desk.actor, request.desk.day)
        done = said("agreed and done", "已复核，办理完毕")
    messages.success(request, told(done, request.lang))
    back = request.POST.get("back", "")
    return HttpResponseRedirect(reverse(back if back in _BACK else "payment-tasks"))
