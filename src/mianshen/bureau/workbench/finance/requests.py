"""用款申请 → 财政审核 → 资金到账 → 代发: each request with its steps, each step with its time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.desk import AtDesk, told
from mianshen.bureau.workbench.finance.at import bank_of, may, require, require_seen
from mianshen.bureau.workbench.finance.words import REQUESTS, STEPS, Standing, batch_standing
from mianshen.bureau.workbench.pages import page
from mianshen.money import parse_yuan
from mianshen.policy.saying import Said, said


@dataclass(frozen=True)
class Step:
    """A step with how long it took since the one before."""

    title: Said
    at: object
    actor: str
    note: str
    took: Said | None


@dataclass(frozen=True)
class Shown:
    """A request with where it stands and since when."""

    told: payout.RequestTold
    standing: Standing
    steps: tuple[Step, ...]
    waits: Said | None


@page(said("Requests for money", "用款申请"), sees=[Sight.FUNDS, Sight.PAYMENTS])
@require_safe
def requests(request: AtDesk) -> HttpResponse:
    """The latest requests."""
    require_seen(request.desk, Sight.FUNDS, Sight.PAYMENTS)
    rows = [_shown(one) for one in payout.requests_told()]
    return render(request, "finance/requests.html", {"rows": rows, "tab": "requests"})


@page(said("A request for money", "用款申请详情"), sees=[Sight.FUNDS, Sight.PAYMENTS])
@require_safe
def request_for_money(request: AtDesk, number: str) -> HttpResponse:
    """One request, its steps and batches, and what is to be done next."""
    require_seen(request.desk, Sight.FUNDS, Sight.PAYMENTS)
    one = _shown(_told(number))
    batches = [(batch, batch_standing(batch)) for batch in payout.batches_told(request=number)]
    state = one.told.request.state
    asked_by = one.told.steps[0].actor
    shown = {
        "one": one,
        "batches": batches,
        "may_review": state == payout.RequestState.SUBMITTED
        and may(request.desk, Act.GRANT_FUNDS)
        and asked_by != request.desk.actor,
        "may_return": state in (payout.RequestState.SUBMITTED, payout.RequestState.REVIEWED)
        and may(request.desk, Act.GRANT_FUNDS),
        "may_arrive": state == payout.RequestState.REVIEWED
        and may(request.desk, Act.REQUEST_FUNDS),
        "may_batch": state == payout.RequestState.ARRIVED and may(request.desk, Act.PAY),
        "tab": "requests",
    }
    return render(request, "finance/request.html", shown)


@page(said("Review a request", "财政审核"), does=[Act.GRANT_FUNDS])
@require_POST
def review(request: AtDesk, number: str) -> HttpResponse:
    """The treasury agrees, or sends the request back with a reason."""
    require(request.desk, Act.GRANT_FUNDS)
    note = request.POST.get("note", "")
    if request.POST.get("act") == "return":
        payout.return_request(number, request.desk.actor, note)
        done = said("{number} was sent back", "{number} 已退回", number=number)
    else:
        payout.review(number, request.desk.actor, note)
        done = said("{number} is reviewed", "{number} 已审核", number=number)
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("request", args=[number]))


@page(said("Money arrived", "登记到账"), does=[Act.REQUEST_FUNDS])
@require_POST
def arrive(request: AtDesk, number: str) -> HttpResponse:
    """The money is on the special account, to the fen."""
    require(request.desk, Act.REQUEST_FUNDS)
    asked = request.POST
    reference = asked.get("reference", "").strip()
    try:
        fen, day = parse_yuan(asked.get("amount", "")), date.fromisoformat(asked.get("day", ""))
    except ValueError:
        raise _unreadable() from None
    if not reference:
        raise _unreadable()
    payout.money_arrived(number, request.desk.actor, fen, day, reference)
    done = said("the money of {number} is there", "{number} 资金已到账", number=number)
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("request", args=[number]))


@page(said("Make a batch", "生成代发批次"), does=[Act.PAY])
@require_POST
def make_batch(request: AtDesk, number: str) -> HttpResponse:
    """Look at accounts, names and deaths, and seal what can be paid."""
    require(request.desk, Act.PAY)
    bank = bank_of(request.desk).bank
    made = payout.make_batch(
        number, bank, request.desk.actor, payout.Registered(), request.desk.day
    )
    if made.tasks:
        aside = said(
            "{n} lines wait for somebody: no account, another name, or a death",
            "{n} 笔转为待办：没有账户、户名不一致或收款人死亡",
            n=made.tasks,
        )
        messages.warning(request, told(aside, request.lang))
    if made.batch is None:
        return HttpResponseRedirect(reverse("payment-tasks"))
    return HttpResponseRedirect(reverse("payment-batch", args=[made.batch]))


def _told(number: str) -> payout.RequestTold:
    found = payout.requests_told([number])
    if not found:
        raise Http404
    return found[0]


def _shown(one: payout.RequestTold) -> Shown:
    state = payout.RequestState(one.request.state)
    is_open = state in (payout.RequestState.SUBMITTED, payout.RequestState.REVIEWED)
    waits = _span(now() - one.steps[-1].at) if is_open else None
    return Shown(one, REQUESTS[state], tuple(_steps(one)), waits)


def _steps(one: payout.RequestTold) -> Iterator[Step]:
    before = None
    for step in one.steps:
        took = _span(step.at - before) if before else None
        title = STEPS[payout.RequestState(step.step)]
        yield Step(title, step.at, step.actor.removeprefix("staff:"), step.note, took)
        before = step.at


def _span(took: timedelta) -> Said:
    hours = took.seconds // 3600
    if not took.days:
        return said("{hours} h", "{hours} 小时", hours=hours)
    return said("{days} d {hours} h", "{days} 天 {hours} 小时", days=took.days, hours=hours)


def _unreadable() -> Exception:
    return refused(
        "write the amount as 1,234.50, the day, and the bank's reference",
        "请填写金额（如 1,234.50）、到账日期和银行流水号",
    )
