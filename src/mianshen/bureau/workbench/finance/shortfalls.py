"""资金缺口: what the funds of a year lack, for next year's budget, on screen and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.finance.at import require_seen
from mianshen.bureau.workbench.finance.words import LACKS
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import Said, said

_YEARS = range(2000, 2201)


@dataclass(frozen=True)
class Shown:
    """A fund that lacks something, and why."""

    lacking: payout.Lacking
    why: Said


@page(said("Shortfalls", "资金缺口"), sees=[Sight.FUNDS, Sight.PAYMENTS])
@require_safe
def shortfalls(request: AtDesk) -> HttpResponse:
    """The funds of a year that paid beyond their budget, or whose lines wait because of it."""
    require_seen(request.desk, Sight.FUNDS, Sight.PAYMENTS)
    year = _year(request)
    found = payout.lacking(year)
    shown = {
        "year": str(year),
        "rows": _shown(found),
        "sum_fen": sum(one.lacks_fen for one in found),
        "tab": "funds",
    }
    return render(request, "finance/shortfalls.html", shown)


@page(said("Shortfalls as a file", "下载资金缺口"), sees=[Sight.FUNDS, Sight.PAYMENTS])
@require_safe
def shortfalls_file(request: AtDesk) -> HttpResponse:
    """The same as a file, to be put beside a draft of the budget."""
    require_seen(request.desk, Sight.FUNDS, Sight.PAYMENTS)
    year = _year(request)
    content_type = "text/csv; charset=gb18030"
    response = HttpResponse(payout.lacking_file(year), content_type=content_type)
    name = f"资金缺口_{year}.csv"
    header = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Disposition"] = header or "attachment"
    return response


def _shown(found: Sequence[payout.Lacking]) -> list[Shown]:
    return [Shown(one, LACKS[payout.FundKind(one.told.fund.kind)]) for one in found]


def _year(request: AtDesk) -> int:
    text = request.GET.get("year", "") or str(request.desk.day.year)
    if not text.isdecimal() or int(text) not in _YEARS:
        raise refused("write the budget year as 2026", "请按 2026 的样子填写预算年度")
    return int(text)
