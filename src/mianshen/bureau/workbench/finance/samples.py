"""到账回访: payees called to hear whether the money came, and what that says of the whole batch."""

import secrets
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
from mianshen.bureau.workbench.finance.words import ANSWERS
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said

_SEEDS = 2**31


@dataclass(frozen=True)
class Call:
    """Somebody to be called."""

    payment: str
    person: int
    name: str
    amount_fen: int
    answer: Said | None


@page(said("People to be called", "到账回访"), sees=[Sight.PAYMENTS])
@require_safe
def sample(request: AtDesk, sample: int) -> HttpResponse:
    """Who is to be called, what was answered, and between which bounds the batch lies."""
    require_seen(request.desk, Sight.PAYMENTS)
    asked = payout.asked_in(sample)
    called = registry.called([one.person for one in asked])
    calls = [
        Call(
            one.payment,
            one.person,
            called[one.person].name if one.person in called else "",
            one.amount_fen,
            ANSWERS[payout.Answer(one.answer)] if one.answer else None,
        )
        for one in asked
    ]
    heard = any(one.answer not in (None, payout.Answer.UNREACHED) for one in asked)
    shown = {
        "calls": calls,
        "sample": sample,
        "answers": list(ANSWERS.items()),
        "interval": payout.interval(sample) if heard else None,
        "may_enter": may(request.desk, Act.PAY),
        "tab": "batches",
    }
    return render(request, "finance/sample.html", shown)


@page(said("Draw payees", "抽取回访"), does=[Act.PAY])
@require_POST
def draw_payments(request: AtDesk, number: str) -> HttpResponse:
    """Draw payments by chance; the seed is written down, so that anybody can draw them again."""
    require(request.desk, Act.PAY)
    size = request.POST.get("size", "")
    if not size.isdigit():
        raise refused("say how many", "请填写抽取笔数")
    drawn = payout.draw_sample(number, int(size), secrets.randbelow(_SEEDS), request.desk.actor)
    return HttpResponseRedirect(reverse("sample", args=[drawn]))


@page(said("Enter an answer", "登记回访"), does=[Act.PAY])
@require_POST
def answer(request: AtDesk, sample: int) -> HttpResponse:
    """What somebody said; it can be asked again and the last answer counts."""
    require(request.desk, Act.PAY)
    said_ = request.POST.get("answer", "")
    if said_ not in list(payout.Answer):
        raise refused("choose what was answered", "请选择回访结果")
    payment = request.POST.get("payment", "")
    payout.enter_answer(sample, payment, payout.Answer(said_), request.desk.actor)
    messages.success(request, told(said("entered", "已登记"), request.lang))
    return HttpResponseRedirect(reverse("sample", args=[sample]))
