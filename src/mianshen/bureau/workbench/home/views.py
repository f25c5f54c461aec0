"""工作台: what waits for whoever sits here, by when, and the one next thing to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Pile, Work, WorkKind
from mianshen.bureau.registry import services as registry
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.services import OpenEnd
from mianshen.bureau.workbench.centre.at import close_on, lying, may_watch, view_of
from mianshen.bureau.workbench.centre.months import open_ends
from mianshen.bureau.workbench.desk import AtDesk, Desk
from mianshen.bureau.workbench.home.waiting import waiting_for
from mianshen.bureau.workbench.keeping import kept
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.policy.saying import Said, said

_DAY = timedelta(days=1)
_SHOWN_ENDS = (OpenEnd.UNANSWERED, OpenEnd.TASKS, OpenEnd.PROPOSALS, OpenEnd.APPROVED)
_ACTS = {
    WorkKind.HAND_DOWN: said("Hand down", "下放"),
    WorkKind.RECEIVE: said("Receive", "接收"),
}


@dataclass
class Card:
    """One kind of work over all flows: how much waits, and how much of it late or due soon."""

    kind: WorkKind
    stage: int
    title: Said
    is_by_one_click: bool
    orders: int = 0
    amount_fen: int = 0
    late: int = 0
    today: int = 0
    tomorrow: int = 0
    addresses: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """A number of the district, and the page that tells more of it."""

    title: Said
    number: int
    address: str
    is_late: bool = False


@page(said("Home", "工作台"), menu=Menu.HOME)
@require_safe
def home(request: AtDesk) -> HttpResponse:
    """The start of a working day."""
    works = casework.works_of(request.desk.scope, request.desk.kinds)
    mine = [one for one in works if one.scope.grants]
    cards = _cards(mine, _piles(request.desk, mine), request.desk.day)
    shown = {
        "cards": cards,
        "next": _next(cards),
        "has_work": bool(mine),
        "waiting": waiting_for(request.desk),
        "district": list(_district(request.desk)),
    }
    return render(request, "home/home.html", shown)


def _piles(desk: Desk, works: Sequence[Work]) -> Sequence[Pile]:
    about = (desk.day, desk.scope.grants, tuple(sorted(desk.kinds.items())))
    through = registry.last_moment()
    return kept(("piles", *about), through, lambda: casework.piles(works), stands=False).figures


def _district(desk: Desk) -> Iterator[Figure]:
    """The numbers of the district for whoever watches over it, each a way to its page."""
    if desk.place is None or not may_watch(desk):
        return
    view, month = view_of(desk), reporting.period_of(desk.booked_day)
    late = sum(one.orders for one in lying(desk) if one.due and one.due < desk.day)
    yield Figure(said("Orders late", "已逾期工单"), late, reverse("centre"), is_late=late > 0)
    ahead = reporting.ahead(view.district, desk.booked_day, close_on(desk))
    if ahead is not None:
        for one in open_ends(desk, {end: ahead.open_ends.get(end, 0) for end in _SHOWN_ENDS}):
            yield Figure(one.title, one.number, one.address or reverse("centre"))
        title = said("Hinders the close of {month}", "{month}封账待处理", month=ahead.month.title)
        yield Figure(title, len(set(ahead.hindered_by) - {OpenEnd.NOT_YET}), reverse("months"))
    kinds = {one.kind for one in reporting.handed_in(view.district, [month])}
    title = said("Tables of {month} handed in", "{month}已报送报表", month=month.title)
    yield Figure(title, len(kinds), reverse("tables"))


def _cards(works: Sequence[Work], piles: Iterable[Pile], today: date) -> list[Card]:
    cards: dict[tuple[WorkKind, str], Card] = {}
    for work in works:
        key = (work.kind, work.spelling.id)
        cards.setdefault(key, _card(work))
    for pile in piles:
        card = cards[pile.work.kind, pile.work.spelling.id]
        card.orders += pile.orders
        card.amount_fen += pile.amount_fen
        if pile.due is not None:
            card.late += pile.orders * (pile.due < today)
            card.today += pile.orders * (pile.due == today)
            card.tomorrow += pile.orders * (pile.due == today + _DAY)
    for card in cards.values():
        card.addresses = _addresses(card)
    return sorted(cards.values(), key=lambda card: (card.stage, card.kind != WorkKind.HAND_DOWN))


def _card(work: Work) -> Card:
    return Card(work.kind, work.stage, _title(work), work.is_by_one_click)


def _title(work: Work) -> Said:
    if work.kind in _ACTS:
        return _ACTS[work.kind]
    return Said(work.spelling.title_en or work.spelling.id, work.spelling.title)


def _addresses(card: Card) -> dict[str, str]:
    base = reverse("orders")
    asked = {"work": card.kind.value, "stage": str(card.stage)}
    found = {"all": f"{base}?{urlencode(asked)}"}
    if card.is_by_one_click:
        found["all"] = f"{reverse('month')}?state=mine"
    for due in ("late", "today", "tomorrow"):
        found[due] = f"{base}?{urlencode({**asked, 'due': due})}"
    return found


def _next(cards: Sequence[Card]) -> Card | None:
    """The one thing to begin with: what is late, then what is due first, then what there is."""
    waiting = [card for card in cards if card.orders]
    return max(waiting, key=lambda card: (card.late > 0, card.today, card.tomorrow), default=None)
