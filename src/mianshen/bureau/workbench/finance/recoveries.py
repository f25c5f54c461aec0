"""追款: what was paid too much and a person asks back, step by step, two where one decides."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.notice import services as notice
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk, told
from mianshen.bureau.workbench.finance.at import (
    bank_of,
    day_of,
    fen_of,
    may,
    require,
    require_seen,
)
from mianshen.bureau.workbench.finance.words import ACTS, RECOVERIES, Standing
from mianshen.bureau.workbench.pages import page
from mianshen.money import share_by_largest_remainder
from mianshen.policy.saying import Said, said

_MONTHS = 12


@dataclass(frozen=True)
class Shown:
    """An order to pay back with the name of whom it is asked."""

    told: payout.RecoveryTold
    name: str
    standing: Standing


@page(said("Recoveries", "追款"), sees=[Sight.PAYMENTS])
@require_safe
def recoveries(request: AtDesk) -> HttpResponse:
    """The latest orders to pay back."""
    require_seen(request.desk, Sight.PAYMENTS)
    found = payout.recoveries_told()
    act = payout.ProposedAct.WRITE_OFF
    shown = {
        "rows": _shown(found, request.desk.day),
        "left_fen": sum(one.left_fen for one in found),
        "proposals": [one for one in payout.proposals() if one.act == act],
        "may_open": may(request.desk, Act.CLAW_BACK),
        "may_agree": may(request.desk, Act.CLAW_BACK, Act.PAY, Act.GRANT_FUNDS),
        "tab": "recoveries",
    }
    return render(request, "finance/recoveries.html", shown)


@page(said("A recovery", "追款单"), sees=[Sight.PAYMENTS])
@require_safe
def recovery(request: AtDesk, recovery: int) -> HttpResponse:
    """One order to pay back: its basis, its steps, and what can be done now."""
    require_seen(request.desk, Sight.PAYMENTS)
    found = _shown(payout.recoveries_told([recovery]), request.desk.day)
    if not found:
        raise Http404
    (one,) = found
    order, state = one.told.recovery, one.told.recovery.state
    may_act = may(request.desk, Act.CLAW_BACK)
    steps = [(ACTS[step.act], step) for step in payout.recovery_steps(recovery)]
    objected = state == payout.RecoveryState.OBJECTED
    papers = notice.documents_about(f"recovery:{recovery}")
    shown = {
        "one": one,
        "steps": steps,
        "papers": papers,
        "may_write": may_act and not papers,
        "may_object": may_act
        and state == payout.RecoveryState.NOTIFIED
        and request.desk.day <= order.objection_through,
        "may_decide": may_act and objected and order.opened_by != request.desk.actor,
        "is_decided_by_another": objected and order.opened_by == request.desk.actor,
        "may_collect": may_act
        and state in (payout.RecoveryState.NOTIFIED, payout.RecoveryState.DUE),
        "plan": payout.instalments_of(recovery),
        "lines": payout.lines_waiting_of(order.line.person) if may_act else [],
        "rules": bank_of(request.desk).recoveries,
        "is_due": state == payout.RecoveryState.DUE or request.desk.day > order.objection_through,
        "tab": "recoveries",
    }
    return render(request, "finance/recovery.html", shown)


@page(said("Open a recovery", "发起追款"), does=[Act.CLAW_BACK])
@require_POST
def open_recovery(request: AtDesk) -> HttpResponse:
    """Order that part of a paid line be paid back; the period to object begins today."""
    require(request.desk, Act.CLAW_BACK)
    asked = request.POST
    number = payout.open_recovery(
        asked.get("key", "").strip(),
        fen_of(asked.get("amount", "")),
        asked.get("basis", ""),
        request.desk.actor,
        request.desk.day,
        bank_of(request.desk).recoveries,
    )
    return HttpResponseRedirect(reverse("recovery", args=[number]))


@page(said("Act on a recovery", "办理追款"), does=[Act.CLAW_BACK])
@require_POST
def act_on_recovery(request: AtDesk, recovery: int) -> HttpResponse:
    """An objection, its decision, a repayment, a waiver, or a write-off for a second person."""
    require(request.desk, Act.CLAW_BACK)
    done = _act(request, recovery)
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("recovery", args=[recovery]))


def _act(request: AtDesk, number: int) -> Said:
    asked, actor, today = request.POST, request.desk.actor, request.desk.day
    why = asked.get("why", "").strip()
    match asked.get("act", ""):
        case "object":
            payout.object_to(number, actor, why, today)
            return said("the objection is entered", "异议已登记")
        case "uphold" | "reject" as decision:
            payout.decide_objection(number, actor, upheld=decision == "uphold", reason=why)
            return said("the objection is decided", "异议已作出决定")
        case "repaid":
            reference = asked.get("reference", "").strip()
            day = day_of(asked.get("day", ""))
            if not reference:
                raise refused("name the bank's reference", "请填写银行流水号")
            payout.receive_repayment(number, actor, fen_of(asked.get("amount", "")), day, reference)
            return said("the repayment is entered", "收回款项已登记")
        case "instalments":
            rules, agreement = bank_of(request.desk).recoveries, asked.get("agreement", "")
            plan = _plan(asked, payout.remaining_fen(number), rules)
            payout.agree_instalments(number, actor, plan, rules, agreement)
            return said("{n} instalments are agreed", "已约定分 {n} 期归还", n=len(plan))
        case "offset":
            key, consent = asked.get("key", ""), asked.get("consent", "")
            payout.offset(number, key, fen_of(asked.get("amount", "")), actor, consent, today)
            return said("the offset is entered", "抵扣已登记")
        case "waive":
            payout.waive(number, actor, why, bank_of(request.desk).recoveries)
            return said("the rest is waived", "余额已免予追回")
        case "write_off":
            payout.propose(payout.ProposedAct.WRITE_OFF, str(number), why, actor)
            return said("proposed; a colleague has to agree", "已提出核销，请同事复核")
    raise refused("this act is not known", "没有这一步")


def _plan(asked: QueryDict, left_fen: int, rules: payout.RecoveryRules) -> list[payout.Instalment]:
    """What is left in equal parts a month apart, as many as were asked for; the fen add up."""
    parts, first = asked.get("parts", "").strip(), day_of(asked.get("first", ""))
    if not parts.isdecimal() or not 0 < int(parts) <= min(rules.instalments_max, left_fen):
        raise refused(
            "the parts are from 1 to {most}", "期数应为 1 至 {most}", most=rules.instalments_max
        )
    fen = share_by_largest_remainder(left_fen, [1] * int(parts))
    return [payout.Instalment(_months_on(first, n), part) for n, part in enumerate(fen)]


def _months_on(day: date, months: int) -> date:
    """The same day so many months on, or the last of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _shown(found: list[payout.RecoveryTold], day: date) -> list[Shown]:
    called = registry.called([one.recovery.line.person for one in found])
    return [
        Shown(
            one,
            called[one.recovery.line.person].name if one.recovery.line.person in called else "",
            RECOVERIES[_state(one.recovery, day)],
        )
        for one in found
    ]


def _state(recovery: payout.Recovery, day: date) -> payout.RecoveryState:
    """The state on a day: once nobody can object any more, it is due."""
    state = payout.RecoveryState(recovery.state)
    is_over = state is payout.RecoveryState.NOTIFIED and day > recovery.objection_through
    return payout.RecoveryState.DUE if is_over else state
