"""本月救助名单: read, sampled, and confirmed in one click."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.claims.services import Verdict
from mianshen.bureau.offices.services import region_names
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import AtDesk, lang_of, out_of_sight, told
from mianshen.bureau.workbench.lists.doubts import DOUBTS
from mianshen.bureau.workbench.lists.month import (
    Asked,
    Details,
    Entry,
    MonthList,
    details_of,
    entry_of,
    list_of,
)
from mianshen.bureau.workbench.orders.words import STATES, Standing, standing_of
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.money import parse_yuan
from mianshen.policy.saying import Said, said

PAGE_ROWS = 30

VERDICTS = {
    Verdict.TRUE: Standing("good", said("true", "真")),
    Verdict.DUPLICATE: Standing("late", said("repeated", "重复")),
    Verdict.REFUNDED: Standing("late", said("refunded", "退费")),
    Verdict.FALSE: Standing("stop", said("false", "假")),
    Verdict.UNSEEN: Standing("plain", said("no bill", "未送票据")),
}


@dataclass(frozen=True)
class Row:
    """An entry with names for the page."""

    entry: Entry
    details: Details
    name: str
    region: str
    standing: Standing
    verdicts: Sequence[tuple[Standing, int]]


@page(said("This month's list", "本月救助名单"), sees=[Sight.ORDERS], menu=Menu.LIST)
@require_safe
def month(request: AtDesk) -> HttpResponse:
    """A page of the list as asked, its sums, and what one click can do."""
    asked = _asked(request.GET)
    found = list_of(request.desk, asked)
    entries, after = _paged(found.entries, request.GET.get("after", ""))
    regions = region_names(found.regions, request.desk.day)
    shown = {
        "list": found,
        "rows": _rows(entries, regions),
        "after": after,
        "regions": sorted(regions.items()),
        "doubts": DOUBTS.items(),
        "states": STATES.items(),
        "sample": _sample(request, found),
        "period": asked.period or found.period,
    }
    return render(request, "lists/month.html", shown)


@page(said("An order at a glance", "名单详情"), sees=[Sight.ORDERS])
@require_http_methods(["GET", "HEAD", "POST"])
def glance(request: AtDesk, order: int) -> HttpResponse:
    """An order beside the list; a POST with a sample says that it was opened for it."""
    entry = entry_of(request.desk, order)
    if entry is None:
        raise out_of_sight()
    sample = None
    if request.method == "POST":
        number = _number(request.POST.get("sample", ""))
        casework.open_sampled(number, order, request.desk.by())
        sample = casework.sample_told(number, request.desk.staff.pk)
    (row,) = _rows([entry], region_names({entry.order.region}, request.desk.day))
    to_read = [one for one, is_read in sample.chosen.items() if not is_read] if sample else []
    shown = {
        "row": row,
        "sample": sample and {"told": sample, "amount_fen": casework.amount_of(sample.orders)},
        "next_to_read": to_read[0] if to_read else None,
        "swap": True,
    }
    return render(request, "lists/glance.html", shown)


@page(said("Receive", "接收"), does=[Act.CONFIRM])
@require_POST
def receive(request: AtDesk) -> HttpResponse:
    """已下放 → 已接收, for everything that was handed down here."""
    found = list_of(request.desk, _asked(request.POST))
    done = casework.receive_all(found.to_receive, request.desk.by())
    sentence = said("{n} orders received", "已接收 {n} 件工单", n=done.decided)
    return _told(request, sentence, _back(request))


@page(said("Draw a sample", "抽查"), does=[Act.CONFIRM, Act.REVIEW])
@require_POST
def draw(request: AtDesk) -> HttpResponse:
    """What must be read before one click: of all without doubt, or of those that were ticked."""
    found = list_of(request.desk, _asked(request.POST))
    ticked = {_number(one) for one in request.POST.getlist("order")}
    chosen = [one for one in found.entries if one.is_mine and one.order.order in ticked]
    orders = [one.order.order for one in chosen or found.clear]
    if not orders:
        raise refused(
            "nothing on this list waits for your click; receive orders first, or ask for others",
            "名单上没有等您确认的工单；请先接收，或换一个筛选条件",
        )
    sample = casework.draw(orders, request.desk.by())
    return HttpResponseRedirect(_back(request, sample=str(sample.pk)))


@page(said("Confirm in one click", "一键确认"), does=[Act.CONFIRM, Act.REVIEW])
@require_POST
def confirm(request: AtDesk) -> HttpResponse:
    """Everything of a sample, once what was drawn of it has been read."""
    sample = _number(request.POST.get("sample", ""))
    done = casework.confirm_all(sample, request.desk.by())
    sentence = said("{n} orders confirmed", "已确认 {n} 件工单", n=done.decided)
    if done.left_out:
        sentence = said(
            "{n} orders confirmed; {left} were moved by somebody else meanwhile",
            "已确认 {n} 件工单；另有 {left} 件期间已由他人办理",
            n=done.decided,
            left=done.left_out,
        )
    return _told(request, sentence, _back(request))


def _rows(entries: Sequence[Entry], regions: Mapping[str, str]) -> list[Row]:
    details = details_of(entries)
    called = registry.called([one.order.person for one in entries])
    return [
        Row(
            one,
            (read := details[one.order.order]),
            called[one.order.person].name if one.order.person in called else "",
            regions.get(one.order.region, one.order.region),
            standing_of(
                one.order.state,
                one.order.stage,
                casework.flow_of(one.order.flow),
                is_frozen=one.order.is_frozen,
            ),
            [(VERDICTS[verdict], number) for verdict, number in read.verdicts.items()],
        )
        for one in entries
    ]


def _asked(given: QueryDict) -> Asked:
    return Asked(
        period=given.get("period", ""),
        identity=given.get("identity", ""),
        region=given.get("region", ""),
        doubt=given.get("doubt", ""),
        state=given.get("state", ""),
        least_fen=_fen(given.get("least", "")),
        most_fen=_fen(given.get("most", "")),
        sort=given.get("sort", "order"),
    )


def _fen(text: str) -> int | None:
    """Yuan as somebody typed them; what is no amount asks for nothing."""
    try:
        return parse_yuan(text.replace(",", "").strip()) if text.strip() else None
    except ValueError:
        return None


def _number(text: str) -> int:
    if not text.isdigit():
        raise refused("this address is not complete; go back to the list", "地址不完整；请回到名单")
    return int(text)


def _paged(entries: Sequence[Entry], after: str) -> tuple[Sequence[Entry], int | None]:
    """The page that follows an order, and after which order the next one begins."""
    last = int(after) if after.isdecimal() else None
    places = (n for n, one in enumerate(entries) if one.order.order == last)
    first = 0 if last is None else next(places, -1) + 1
    shown = entries[first : first + PAGE_ROWS]
    is_last = first + PAGE_ROWS >= len(entries)
    return shown, None if is_last or not shown else shown[-1].order.order


def _sample(request: AtDesk, found: MonthList) -> dict[str, object] | None:
    """The sample of the address: what was drawn, what was read, and what one click comes to."""
    number = request.GET.get("sample", "")
    sample = casework.sample_told(int(number), request.desk.staff.pk) if number.isdigit() else None
    if sample is None:
        return None
    of = {one.order.order: one for one in found.everything}
    orders = [of[order] for order in sample.orders if order in of and of[order].is_mine]
    return {
        "told": sample,
        "amount_fen": sum(one.order.amount_fen for one in orders),
    }


def _back(request: HttpRequest, **more: str) -> str:
    """The list as it was asked, from the fields of a form."""
    query = QueryDict(mutable=True)
    names = ("period", "identity", "region", "doubt", "state", "least", "most", "sort")
    given = {name: request.POST.get(name, "") for name in names}
    query.update({name: value for name, value in {**given, **more}.items() if value})
    return f"{reverse('month')}?{query.urlencode()}"


def _told(request: HttpRequest, sentence: Said, address: str) -> HttpResponse:
    messages.success(request, told(sentence, lang_of(request)))
    return HttpResponseRedirect(address)
