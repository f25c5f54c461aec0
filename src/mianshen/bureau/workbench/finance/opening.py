"""登记资金与预算: a fund opened with its allotment, and budget given to it paper by paper."""

import re

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.desk import AtDesk, told
from mianshen.bureau.workbench.finance.at import fen_of, may, require, require_seen
from mianshen.bureau.workbench.finance.words import KINDS
from mianshen.bureau.workbench.pages import page
from mianshen.money import format_yuan
from mianshen.policy.saying import said

_CODE = re.compile(r"[A-Za-z0-9-]{1,60}")
_YEARS = range(2000, 2201)
_SHARE = re.compile(r"(\S+?)\s*[:：]?\s*(\d{1,6})")


@page(said("Open a fund", "登记资金"), does=[Act.REQUEST_FUNDS, Act.GRANT_FUNDS])
@require_safe
def new_fund(request: AtDesk) -> HttpResponse:
    """The form of a new fund."""
    require(request.desk, Act.REQUEST_FUNDS, Act.GRANT_FUNDS)
    shown = {"kinds": KINDS.items(), "year": request.desk.day.year, "tab": "funds"}
    return render(request, "finance/new_fund.html", shown)


@page(said("Enter a fund", "登记资金"), does=[Act.REQUEST_FUNDS, Act.GRANT_FUNDS])
@require_POST
def open_fund(request: AtDesk) -> HttpResponse:
    """Open a fund, empty: its budget is given on its own page."""
    require(request.desk, Act.REQUEST_FUNDS, Act.GRANT_FUNDS)
    given = {name: text.strip() for name, text in request.POST.items() if isinstance(text, str)}
    code = given.get("code", "")
    if not _CODE.fullmatch(code):
        raise refused(
            "a fund's code has letters, digits and hyphens, as in 2026-01",
            "资金编号用字母、数字和“-”，如 2026-01",
        )
    for name in ("name", "document", "account"):
        if not given.get(name):
            raise refused(
                "name, number of the allotment and special account belong to a fund",
                "请写明资金名称、指标文号和专户",
            )
    payout.open_fund(
        code,
        given["name"],
        _year(given.get("year", "")),
        _kind(given.get("kind", "")),
        document=given["document"],
        account=given["account"],
        actor=request.desk.actor,
        earmark=given.get("earmark", ""),
        shares=_shares(given.get("shares", "")),
    )
    done = said("the fund is open; give it its budget", "资金已登记，请下达预算")
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("fund", args=[code]))


@page(said("A fund and its budget", "资金与预算"), sees=[Sight.FUNDS, Sight.PAYMENTS])
@require_safe
def fund(request: AtDesk, code: str) -> HttpResponse:
    """One fund: what it is for, its allotments, what was spent in each month."""
    require_seen(request.desk, Sight.FUNDS, Sight.PAYMENTS)
    found = next((one for one in payout.funds_told() if one.fund.code == code), None)
    if found is None:
        raise Http404
    shown = {
        "one": found,
        "kind": KINDS[payout.FundKind(found.fund.kind)],
        "shares": payout.shares_of(code, found.given_fen),
        "allotments": payout.allotments_of(code),
        "idle_fen": payout.idle_fen(found.fund.account),
        "months": payout.spent_by_month(code).items(),
        "may_give": may(request.desk, Act.GRANT_FUNDS),
        "tab": "funds",
    }
    return render(request, "finance/fund.html", shown)


@page(said("Give budget", "下达预算"), does=[Act.GRANT_FUNDS])
@require_POST
def give_budget(request: AtDesk, code: str) -> HttpResponse:
    """Give a fund budget under an allotment; the same paper gives it once."""
    require(request.desk, Act.GRANT_FUNDS)
    document, fen = request.POST.get("document", "").strip(), fen_of(request.POST.get("amount", ""))
    if not document or fen <= 0:
        raise refused(
            "budget is given under the number of its paper, and is more than nothing",
            "下达预算要写明指标文号，金额须大于零",
        )
    payout.appropriate(code, fen, document, request.desk.actor)
    done = said(
        "{yuan} yuan given under {document}",
        "已按 {document} 下达 {yuan} 元",
        yuan=format_yuan(fen, grouped=True),
        document=document,
    )
    messages.success(request, told(done, request.lang))
    return HttpResponseRedirect(reverse("fund", args=[code]))


def _year(text: str) -> int:
    if not text.isdecimal() or int(text) not in _YEARS:
        raise refused("write the budget year as 2026", "请按 2026 的样子填写预算年度")
    return int(text)


def _kind(text: str) -> payout.FundKind:
    try:
        return payout.FundKind(text)
    except ValueError:
        raise refused(
            "say what happens at the end of the budget", "请选择预算用完时怎么办"
        ) from None


def _shares(text: str) -> dict[str, int]:
    """The parts that levels bear, as `中央 6、市 3、区 1`; raises `InputError`."""
    parts = [one.strip() for one in re.split(r"[、，,;；\n]", text) if one.strip()]
    found = [_SHARE.fullmatch(one) for one in parts]
    if any(one is None or not int(one[2]) for one in found):
        raise refused(
            "write the parts that levels bear as: 中央 6、市 3、区 1",
            "请按“中央 6、市 3、区 1”的样子填写各级分担",
        )
    return {one[1]: int(one[2]) for one in found if one is not None}
