"""月结封账: what still hinders the close of a month, the act, and months that are closed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.refusals import refused
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.services import OpenEnd, Period
from mianshen.bureau.workbench.centre.at import close_on, may_close, view_of, way_to
from mianshen.bureau.workbench.centre.words import OPEN_ENDS
from mianshen.bureau.workbench.desk import AtDesk, Desk, lang_of, told
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.money import parse_yuan
from mianshen.policy.saying import Said, said

_WHERE: Mapping[OpenEnd, str] = {
    OpenEnd.LEDGER: "books",
    OpenEnd.UNANSWERED: "batches",
    OpenEnd.PROPOSALS: "payment-tasks",
    OpenEnd.UNSENT: "batches",
    OpenEnd.REQUESTS: "requests",
    OpenEnd.TASKS: "payment-tasks",
    OpenEnd.APPROVED: "orders",
    OpenEnd.RECOVERIES: "recoveries",
    OpenEnd.OVERDUE: "orders",
}
_ASKED = {OpenEnd.APPROVED: "?state=approved", OpenEnd.OVERDUE: "?due=late"}


@dataclass(frozen=True)
class Open:
    """Something that is still open: what, how many, and where it is seen to."""

    title: Said
    number: int
    address: str


@dataclass(frozen=True)
class Closed:
    """A closed month, and what it left open."""

    month: Period
    closing: reporting.Closing
    carried: list[Open]


@page(said("Month close", "月结封账"), sees=[Sight.REPORTS], menu=Menu.TABLES)
@require_safe
def months(request: AtDesk) -> HttpResponse:
    """The next month to be closed with what hinders it, and the months that are closed."""
    desk = request.desk
    view = view_of(desk)
    ahead = (
        reporting.ahead(view.district, desk.booked_day, close_on(desk)) if view.is_whole else None
    )
    closed = reporting.closings(view.district)
    shown = {
        "ahead": ahead,
        "is_ready": ahead is not None and not ahead.hindered_by,
        "hindered_by": list(open_ends(desk, ahead.hindered_by)) if ahead else [],
        "carried": list(open_ends(desk, ahead.carried)) if ahead else [],
        "closed": [_closed(desk, one) for one in closed],
        "may_close": may_close(desk),
        "is_whole": view.is_whole,
        "sees_payments": desk.may_somewhere([Sight.PAYMENTS], []),
        "tab": "months",
        **_corrections(desk),
    }
    return render(request, "centre/months.html", shown)


@page(said("Close the month", "封账"), does=[Act.CLOSE_MONTH])
@require_POST
def close_month(request: AtDesk) -> HttpResponse:
    """Close the next month, for good."""
    desk = request.desk
    month = reporting.period_named(request.POST.get("month", ""))
    if month is not None:
        reporting.close(view_of(desk), month, desk.actor, close_on(desk))
        done = said("{month} is closed", "{month}已封账", month=month.title)
        messages.success(request, told(done, lang_of(request)))
    return HttpResponseRedirect(reverse("months"))


@page(said("Set a budget entry right", "更正预算登记"), does=reporting.ACTS)
@require_POST
def propose_correction(request: AtDesk) -> HttpResponse:
    """Propose to reverse an entry of budget and to enter the right sum."""
    desk, asked = request.desk, request.POST
    try:
        right_fen = parse_yuan(asked.get("amount", ""))
    except ValueError:
        raise refused("write the right sum in yuan", "请填写正确金额（元）") from None
    reporting.propose_correction(
        asked.get("key", ""), right_fen, asked.get("reason", ""), view_of(desk), desk.actor
    )
    done = said("proposed; somebody else has to agree", "已提出，待另一位同事复核")
    messages.success(request, told(done, lang_of(request)))
    return HttpResponseRedirect(reverse("months"))


@page(said("Decide on a correction", "复核更正"), does=reporting.ACTS)
@require_POST
def decide_correction(request: AtDesk, correction: int) -> HttpResponse:
    """Agree to a correction that somebody else proposed, or turn it down."""
    desk = request.desk
    is_agreed = request.POST.get("answer") == "agree"
    reporting.decide_correction(correction, view_of(desk), desk.actor, is_agreed=is_agreed)
    done = said("it is set right", "已更正") if is_agreed else said("turned down", "未同意")
    messages.success(request, told(done, lang_of(request)))
    return HttpResponseRedirect(reverse("months"))


def _corrections(desk: Desk) -> dict[str, object]:
    """Entries of budget with their funds, and the corrections made or proposed of them."""
    view = view_of(desk)
    if not reporting.may_correct(view):
        return {}
    return {
        "entries": payout.budget_entries(),
        "corrections": reporting.corrections(view.district),
        "actor": desk.actor,
    }


def open_ends(desk: Desk, found: Mapping[OpenEnd, int]) -> Iterator[Open]:
    """What is still open, with where it is seen to for whoever may look there; not the day."""
    for one, number in found.items():
        if one is OpenEnd.NOT_YET:
            continue
        address = way_to(desk, _WHERE[one])
        yield Open(OPEN_ENDS[one], number, address and address + _ASKED.get(one, ""))


def _closed(desk: Desk, closing: reporting.Closing) -> Closed:
    carried = {OpenEnd(name): number for name, number in closing.carried.items()}
    return Closed(Period(closing.month), closing, list(open_ends(desk, carried)))
