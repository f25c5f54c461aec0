"""What each page is: its title, its place in the navigation, and who may open it.

A view without one of these decorators answers nobody: the middleware asks for it.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.policy.saying import Said, said

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Menu(Enum):
    """The entries of the navigation, in their order."""

    HOME = said("Home", "工作台")
    LIST = said("This month's list", "本月救助名单")
    ORDERS = said("Orders", "工单")
    DOCUMENTS = said("Documents", "文书")
    VISITS = said("Visits", "转村（社区）核实")
    PEOPLE = said("People", "救助对象")
    ROSTERS = said("Rosters", "部门人员名单")
    PAYOUT = said("Payments", "资金拨付")
    CLEARING = said("Clearing", "救助清算")
    TABLES = said("Tables", "统计报表")
    OVERSIGHT = said("Supervision", "智慧监管")
    POLICY = said("Policy", "待遇政策")
    ADMINISTRATION = said("Administration", "系统管理")


@dataclass(frozen=True)
class Page:
    """A page: who sees one of `sees` or does one of `does` somewhere may open it.

    Both empty: whoever is signed in. `is_open`: anyone at all. What of the data is shown is the
    view's to ask of the scope.
    """

    title: Said
    sees: frozenset[Sight] = frozenset()
    does: frozenset[Act] = frozenset()
    menu: Menu | None = None
    is_open: bool = False

    @property
    def is_for_all_staff(self) -> bool:
        """Whether no particular post is needed."""
        return not self.sees and not self.does


def page(
    title: Said,
    *,
    sees: Collection[Sight] = (),
    does: Collection[Act] = (),
    menu: Menu | None = None,
) -> Callable[[View], View]:
    """Say what a view is and who may open it."""
    told = Page(title, frozenset(sees), frozenset(does), menu)

    def mark(view: View) -> View:
        view.page = told  # type: ignore[attr-defined]
        return view

    return mark


def open_to_anyone(view: View) -> View:
    """A view that answers without anybody being signed in; it shows nothing of anybody."""
    view.page = Page(said("Mianshen", "免申"), is_open=True)  # type: ignore[attr-defined]
    return view


def page_of(view: object) -> Page | None:
    """What a view was said to be."""
    return getattr(view, "page", None)


@dataclass(frozen=True)
class Route:
    """A page under its name; `takes` are the arguments of its address."""

    name: str
    page: Page
    takes: tuple[str, ...]


@cache
def routes() -> tuple[Route, ...]:
    """Every page there is, in the order of addresses."""
    return tuple(_walk(get_resolver().url_patterns))


def _walk(patterns: Collection[Any]) -> Iterator[Route]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns)
        elif isinstance(one, URLPattern) and (found := page_of(one.callback)):
            yield Route(str(one.name), found, tuple(one.pattern.converters))
