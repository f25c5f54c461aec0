"""The search box: an order by its number, people by their whole name or number."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import record
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.orders.views import PAGE_ROWS, show
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said

_ORDER_DIGITS_MAX = 12


@page(said("Search", "搜索"), sees=[Sight.ORDERS])
@require_safe
def search(request: AtDesk) -> HttpResponse:
    """Orders within one's scope that a name, a number or an order's own number leads to."""
    asked = request.GET.get("q", "").strip()
    mine = casework.orders_seen(request.desk.scope)
    if asked.isdigit() and len(asked) <= _ORDER_DIGITS_MAX:
        if mine.filter(pk=int(asked)).exists():
            return HttpResponseRedirect(reverse("order", args=[int(asked)]))
        found = mine.none()
    else:
        found = mine.filter(person__in=_people(asked))
    listed = casework.page_of_orders(found, None, PAGE_ROWS)
    if asked:
        # What was asked for is personal data; that somebody asked, and what came of it, is kept.
        record(request.desk.actor, "search", "", {"found": len(listed.rows)})
    shown = {"rows": show(listed.rows, request.desk.day), "asked": asked}
    return render(request, "frame/search.html", shown)


def _people(asked: str) -> set[int]:
    """Whoever is called so, or has that number; by blind index, so whole words alone."""
    namings = registry.find_namings("name", asked) if asked else []
    if not namings and asked:
        namings = registry.find_namings("certno", asked.upper())
    return {person for person in registry.people_of(namings).values() if person is not None}
