"""The search box: people by whole name or number, orders and settlements by their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Row
from mianshen.bureau.claims import services as claims
from mianshen.bureau.offices.services import region_names
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.services import Called, PersonStanding
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.orders.views import PAGE_ROWS, Shown, show
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.bureau.workbench.people.within import people_seen
from mianshen.policy.saying import said

_ORDER_DIGITS_MAX = 12
_PEOPLE_MAX = 50
"""People who share a name and are looked at; more are asked for by number."""


@dataclass(frozen=True)
class Found:
    """A person who was found, as the list shows them."""

    person: int
    called: Called | None
    standing: PersonStanding
    region: str


@page(said("People", "救助对象"), sees=[Sight.PEOPLE], menu=Menu.PEOPLE)
@require_safe
def search(request: AtDesk) -> HttpResponse:
    """People and orders within one's scope that a name or a number leads to; nothing is guessed."""
    asked = request.GET.get("q", "").strip()
    mine = casework.orders_seen(request.desk.scope)
    is_number = asked.isdigit() and len(asked) <= _ORDER_DIGITS_MAX
    order = mine.filter(pk=int(asked)).first() if is_number else None
    meant = _meant(asked)
    if order is not None and not meant:
        _keep(request, 1)
        return HttpResponseRedirect(reverse("order", args=[order.pk]))
    found = _found(request, meant[:_PEOPLE_MAX]) if meant else []
    theirs = mine.filter(person__in=[one.person for one in found])
    listed = casework.page_of_orders(theirs, None, PAGE_ROWS) if found else None
    if asked:
        _keep(request, len(found))
    shown = {
        "asked": asked,
        "people": found,
        "is_cut": len(meant) > _PEOPLE_MAX,
        "order": order,
        "rows": _orders(request, found, listed.rows) if listed else [],
    }
    return render(request, "people/search.html", shown)


def _orders(request: AtDesk, found: Sequence[Found], rows: Sequence[Row]) -> list[Shown]:
    known = {one.person: one.called for one in found if one.called}
    return show(rows, request.desk.day, known) if rows else []


def _meant(asked: str) -> Sequence[int]:
    if not asked:
        return ()
    return registry.people_meant(asked) or sorted(claims.people_of_settlement(asked))


def _found(request: AtDesk, people: Sequence[int]) -> list[Found]:
    seen = people_seen(request.desk, people)
    called = registry.called(seen)
    standing = registry.standing_of(seen, request.desk.day)
    names = region_names(set(seen.values()) - {""}, request.desk.day)
    return [
        Found(person, called.get(person), standing[person], names.get(region, region))
        for person, region in seen.items()
    ]


def _keep(request: AtDesk, found: int) -> None:
    """What was asked for is personal data; that somebody asked, and what came of it, is kept."""
    record(request.desk.actor, "search", "", {"found": found})
