"""智慧监管: deadlines by office, what is stuck, and what became of every settlement of the year."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.services import Fallen
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Lying
from mianshen.bureau.offices.services import districts_on, region_names
from mianshen.bureau.offices.vocabulary import OfficeKind, Sight
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.services import BatchTold
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.services import OpenEnd
from mianshen.bureau.workbench.centre import charts
from mianshen.bureau.workbench.centre.at import close_on, lying, may_see_payments, view_of, way_to
from mianshen.bureau.workbench.centre.months import open_ends
from mianshen.bureau.workbench.centre.words import BUCKETS, CLASSES, OFFICES, WAITS, reason_title
from mianshen.bureau.workbench.desk import AtDesk, lang_of, told
from mianshen.bureau.workbench.finance.words import Standing as BatchStanding
from mianshen.bureau.workbench.finance.words import batch_standing
from mianshen.bureau.workbench.keeping import Kept, kept
from mianshen.bureau.workbench.orders.words import Standing
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.policy.saying import Said, said

_YEARS_SHOWN = 3
_BATCHES_SHOWN = 10
_TOWNSHIP_DIGITS = 9
_LISTED = ("late", "today")
_TOLD_ELSEWHERE = {OpenEnd.OVERDUE}


@dataclass(frozen=True)
class Office:
    """An office of the heat map, with so many orders in each span of days."""

    title: Said
    cells: tuple[int, ...]
    addresses: tuple[str, ...]

    @property
    def linked(self) -> list[tuple[int, str]]:
        """Each number with where its orders are listed."""
        return list(zip(self.cells, self.addresses, strict=True))


@dataclass(frozen=True)
class Class:
    """A class of settlements with its reasons; sums are those of all of them."""

    standing: Standing
    reasons: Sequence[tuple[Said, Fallen]]

    @property
    def settlements(self) -> int:
        """How many there are."""
        return sum(one.settlements for _, one in self.reasons)

    @property
    def bill_fen(self) -> int:
        """What they cost."""
        return sum(one.bill_fen for _, one in self.reasons)

    @property
    def amount_fen(self) -> int:
        """The aid they give."""
        return sum(one.amount_fen for _, one in self.reasons)


@dataclass(frozen=True)
class Stuck:
    """Something that does not go on by itself: how many, and where it is seen to."""

    title: Said
    number: int
    address: str = ""


@page(said("Supervision", "智慧监管"), sees=[Sight.ALERTS], menu=Menu.OVERSIGHT)
@require_safe
def centre(request: AtDesk) -> HttpResponse:
    """Deadlines by office, and what does not go on by itself; the funnel comes as a part."""
    offices = _offices(request, lying(request.desk))
    lang = lang_of(request)
    heat = charts.heat(
        [told(one.title, lang) for one in offices],
        [told(one, lang) for one in BUCKETS],
        [one.cells for one in offices],
    )
    shown = {
        "offices": offices,
        "buckets": BUCKETS,
        "heat": heat,
        "exceptions": [one for one in _exceptions(request) if one.number],
        "orders": sum(sum(one.cells) for one in offices),
        "late": sum(one.cells[0] for one in offices),
        "batches": _batches(request),
    }
    return render(request, "centre/centre.html", shown)


@page(said("Funnel", "救助漏斗"), sees=[Sight.ALERTS])
@require_safe
def funnel(request: AtDesk) -> HttpResponse:
    """Every settlement of a year in one class with its reason, for whoever sees all districts."""
    today = request.desk.day
    asked = request.GET.get("year", "")
    years = range(today.year, today.year - _YEARS_SHOWN, -1)
    year = next((one for one in years if str(one) == asked), today.year)
    found = _fallout(request, year) if _sees_all(request) else None
    if found and not found.figures and not asked:
        # The first weeks of a year have no settlements yet: the last year is what one comes for.
        year, found = year - 1, _fallout(request, year - 1)
    fallen = found.figures if found else []
    classes = [
        Class(CLASSES[name], [(reason_title(name, one.reason), one) for one in rows])
        for name, rows in groupby(fallen, key=lambda one: one.class_)
    ]
    lang = lang_of(request)
    bars = [(told(one.standing.title, lang), one.standing.tone, one.settlements) for one in classes]
    shown = {
        "year": year,
        "years": years,
        "classes": classes,
        "chart": charts.funnel(bars),
        "settlements": sum(one.settlements for one in classes),
        "sees_all": found is not None,
        "counted_at": found.at if found else None,
    }
    return render(request, "centre/funnel.html", shown)


def _fallout(request: AtDesk, year: int) -> Kept[list[Fallen]]:
    return kept(
        ("fallout", year),
        assessment.newest_answer(),
        lambda: assessment.fallout(year),
        anew="anew" in request.GET,
    )


def _sees_all(request: AtDesk) -> bool:
    districts = districts_on(request.desk.day)
    return all(request.desk.scope.may_see(Sight.ALERTS, one.district_id) for one in districts)


def _offices(request: AtDesk, found: Sequence[Lying]) -> list[Office]:
    """Streets by township, other kinds of office each as one; the most urgent first."""
    names = region_names({one.township for one in found}, request.desk.day)
    counted: dict[str, list[int]] = defaultdict(lambda: [0] * len(BUCKETS))
    titles: dict[str, Said] = {}
    for one in found:
        is_street = one.office is OfficeKind.STREET
        key = one.township if is_street else one.office.value
        name = names.get(one.township, one.township)
        titles[key] = Said(name, name) if is_street else OFFICES[one.office]
        counted[key][_bucket(one.due, request.desk.day)] += one.orders
    offices = [
        Office(titles[key], tuple(cells), _addresses(key if key in names else ""))
        for key, cells in counted.items()
    ]
    return sorted(offices, key=lambda one: [-number for number in one.cells])


def _addresses(township: str) -> tuple[str, ...]:
    """Where the orders of each span are listed, as far as the list can be asked for them."""
    of = {"township": township[:_TOWNSHIP_DIGITS]} if township else {}
    late, today = (f"{reverse('orders')}?{urlencode({'due': due, **of})}" for due in _LISTED)
    return (late, today, *[""] * (len(BUCKETS) - len(_LISTED)))


def _batches(request: AtDesk) -> list[tuple[BatchTold, BatchStanding]]:
    """The newest batches, for whoever sees the district's payments."""
    if not may_see_payments(request.desk):
        return []
    return [(one, batch_standing(one)) for one in payout.batches_told(count=_BATCHES_SHOWN)]


def _bucket(due: date | None, today: date) -> int:
    if due is None:
        return len(BUCKETS) - 1
    days = (due - today).days
    return 0 if days < 0 else 1 if days == 0 else 2 if days <= 2 else 3 if days <= 5 else 4


def _exceptions(request: AtDesk) -> Iterator[Stuck]:
    frozen, asked = casework.stuck(request.desk.scope)
    orders = reverse("orders")
    yield Stuck(said("Orders frozen by the centre", "区级已冻结的工单"), frozen, orders)
    title = said("Questions to villages without an answer", "转村（社区）核实未回复")
    yield Stuck(title, asked, way_to(request.desk, "visits"))
    view = view_of(request.desk)
    ahead = reporting.ahead(view.district, request.desk.booked_day, close_on(request.desk))
    if ahead is not None and view.is_whole:
        found = {one: n for one, n in ahead.open_ends.items() if one not in _TOLD_ELSEWHERE}
        for one in open_ends(request.desk, found):
            yield Stuck(one.title, one.number, one.address)
    if _sees_all(request):
        for why, people in sorted(assessment.waiting_counted().items()):
            title = said("People not assessed: {why}", "暂不能测算的人：{why}", why=WAITS[why])
            yield Stuck(title, people)
