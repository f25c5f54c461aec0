"""资金拨付: every fund's budget, what is committed and spent, and what the year will cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.workbench.desk import AtDesk, told
from mianshen.bureau.workbench.finance.at import may, require, require_seen
from mianshen.bureau.workbench.finance.words import KINDS
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.money import format_yuan, round_to_integer
from mianshen.policy.saying import Said, said
from mianshen.run.messages import Lang

_MONTHS = 12
_SERIES = (
    ("spent_fen", said("spent", "已列支"), "#1f5fbf"),
    ("committed_fen", said("committed", "已请款"), "#6f8fb8"),
    ("ahead_fen", said("expected until the year's end", "预计至年底"), "#c6cfda"),
)
_BUDGET = (said("budget", "预算"), "#b42318")
_NAME_CHARS_MAX = 12


@dataclass(frozen=True)
class Shown:
    """A fund with what is still to be expected this year, and what that leaves."""

    told: payout.FundTold
    kind: Said
    ahead_fen: int

    @property
    def forecast_fen(self) -> int:
        """What the year will have cost."""
        return self.told.spent_fen + self.told.committed_fen + self.ahead_fen

    @property
    def over_fen(self) -> int:
        """By how much that is more than the budget; nothing where it is less."""
        return max(0, self.forecast_fen - self.told.given_fen)


@page(said("Payments", "资金拨付"), sees=[Sight.FUNDS, Sight.PAYMENTS], menu=Menu.PAYOUT)
@require_safe
def funds(request: AtDesk) -> HttpResponse:
    """Funds of this year and the last, as a chart and as the table that says the same."""
    require_seen(request.desk, Sight.FUNDS, Sight.PAYMENTS)
    found = [_shown(one, request.desk.day) for one in payout.funds_told()]
    shown = {
        "funds": found,
        "option": _option(found, request.lang) if found else None,
        "may_open": may(request.desk, Act.REQUEST_FUNDS, Act.GRANT_FUNDS),
        "may_request": may(request.desk, Act.REQUEST_FUNDS),
        "tab": "funds",
    }
    return render(request, "finance/funds.html", shown)


@page(said("Ask for money", "用款申请"), does=[Act.REQUEST_FUNDS])
@require_POST
def ask(request: AtDesk) -> HttpResponse:
    """Ask the treasury for the money of a fund's waiting lines."""
    require(request.desk, Act.REQUEST_FUNDS)
    code, approval = request.POST.get("fund", ""), request.POST.get("approval", "")
    asked = payout.make_request(code, request.desk.actor, approval)
    done = said(
        "{number}: {lines} lines, {yuan} yuan asked for",
        "{number}：{lines} 笔，共 {yuan} 元，已提交财政审核",
        number=asked.number,
        lines=asked.lines,
        yuan=format_yuan(asked.asked_fen, grouped=True),
    )
    messages.success(request, told(done, request.lang))
    if asked.beyond_budget_fen:
        over = said(
            "{yuan} yuan of it go beyond the budget",
            "其中 {yuan} 元超出预算",
            yuan=format_yuan(asked.beyond_budget_fen, grouped=True),
        )
        messages.warning(request, told(over, request.lang))
    return HttpResponseRedirect(reverse("request", args=[asked.number]))


def _shown(one: payout.FundTold, day: date) -> Shown:
    return Shown(one, KINDS[payout.FundKind(one.fund.kind)], ahead_fen(one, day))


def ahead_fen(one: payout.FundTold, day: date) -> int:
    """What is to be expected from today to the end of a fund's year beyond what is committed.

    Lines that wait, or as much a month as was spent and committed in the months that are over,
    whichever is more; nothing in another year than the fund's.
    """
    if one.fund.year != day.year:
        return one.waiting_fen
    past = day.month - 1
    used = one.spent_fen + one.committed_fen
    by_month = Fraction(used * (_MONTHS - past), past) if past else Fraction(0)
    return max(one.waiting_fen, round_to_integer(by_month))


def _option(found: Sequence[Shown], lang: Lang) -> dict[str, Any]:
    """Bars from zero, a mark for the budget; whole yuan, as the table has the fen."""
    titles = [_short(f"{one.told.fund.year} {one.told.fund.name}") for one in found]
    series: list[dict[str, Any]] = [
        {
            "type": "bar",
            "stack": "year",
            "barMaxWidth": 28,
            "name": told(title, lang),
            "itemStyle": {"color": colour},
            "data": [_yuan(_figure(one, name)) for one in found],
        }
        for name, title, colour in _SERIES
    ]
    budget, colour = _BUDGET
    series.append(
        {
            "type": "scatter",
            "name": told(budget, lang),
            "symbol": "rect",
            "symbolSize": [3, 26],
            "itemStyle": {"color": colour},
            "data": [[_yuan(one.told.given_fen), number] for number, one in enumerate(found)],
        }
    )
    return {
        "grid": {"left": 8, "right": 48, "top": 36, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "left": 0, "itemWidth": 14},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "min": 0, "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "category", "inverse": True, "data": titles},
        "series": series,
    }


def _figure(one: Shown, name: str) -> int:
    return one.ahead_fen if name == "ahead_fen" else int(getattr(one.told, name))


def _yuan(fen: int) -> int:
    return round_to_integer(Fraction(fen, 100))


def _short(name: str) -> str:
    return name if len(name) <= _NAME_CHARS_MAX + 5 else name[: _NAME_CHARS_MAX + 4] + "…"
