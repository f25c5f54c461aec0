"""What every template has: the language, the desk, and the navigation of whoever sits there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from mianshen.bureau.practice import is_practice, standing_on
from mianshen.bureau.workbench.desk import Desk, desk_of, lang_of
from mianshen.bureau.workbench.frame.practising import practised
from mianshen.bureau.workbench.pages import Menu, Route, page_of, routes
from mianshen.policy.saying import Said


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation."""

    title: Said
    address: str
    is_here: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """Language, desk, navigation and the page itself."""
    desk = desk_of(request)
    match = request.resolver_match
    here = page_of(match.func) if match else None
    return {
        "lang": lang_of(request),
        "desk": desk,
        "page": here,
        "practice": practised(desk, match.url_name if match else None) if is_practice() else None,
        "stands_on": standing_on(),
        "navigation": list(_entries(desk, here.menu if here else None)) if desk else [],
    }


def _entries(desk: Desk, here: Menu | None) -> Iterator[Entry]:
    doors: dict[Menu, Route] = {}
    for route in routes():
        menu = route.page.menu
        if menu is not None and not route.takes and menu not in doors and _opens(desk, route):
            doors[menu] = route
    for menu in Menu:
        if menu in doors:
            yield Entry(menu.value, reverse(doors[menu].name), menu is here)


def _opens(desk: Desk, route: Route) -> bool:
    page = route.page
    return page.is_for_all_staff or desk.may_somewhere(page.sees, page.does)
