"""Every page of the workbench as every role: in one language, within scope, by few queries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from bureau.desk_district import (
    ADMINISTRATOR,
    CLERK,
    DISABLED,
    INSPECTOR,
    NORTH,
    REVIEWER,
    SOUTH,
    DeskDistrict,
    signed_in,
)
from bureau.statements import statements
from bureau.workbench_pages import address_of
from mianshen.bureau.casework import services as casework
from mianshen.bureau.offices.scope import Grant
from mianshen.bureau.offices.services import Staff, scope_of
from mianshen.bureau.trail.models import Entry
from mianshen.bureau.trail.services import entries_of
from mianshen.bureau.workbench.pages import Route, routes

QUERIES_MAX = 15
EVERY_KIND = (CLERK, REVIEWER, DISABLED, INSPECTOR, ADMINISTRATOR)
BACK = "/sign-in?next=%2Forders%2F%3Fdue%3Dlate"

_TAGS_WITHOUT_WORDS = {"script", "style", "code"}
_SPOKEN = {"aria-label", "placeholder", "title", "alt", "data-name"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_VOID = {"input", "meta", "link", "br", "hr", "img", "col", "wbr"}


def one_of_each_post() -> list[str]:
    """Numbers of staff, of those with the same rights one."""
    found = {}
    for staff in Staff.objects.order_by("pk"):
        grants = scope_of(staff.pk, localdate()).grants
        found.setdefault(frozenset((one.post.sees, one.post.does) for one in grants), staff.number)
    return list(found.values())


class Words(HTMLParser):
    """The words of a page that are said in its own language."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_left_out = (tag != "html" and "lang" in given) or tag in _TAGS_WITHOUT_WORDS
        if not is_left_out and not self._left_out():
            self.said += [given[name] or "" for name in _SPOKEN & set(given)]
        if tag not in _VOID:
            self.open.append((tag, is_left_out))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._left_out():
            self.said.append(data)

    def _left_out(self) -> bool:
        return any(left_out for _, left_out in self.open)


def said_on(page: str) -> str:
    words = Words()
    words.feed(page)
    return " ".join(words.said)


def pages() -> list[Route]:
    return [one for one in routes() if not one.page.is_open]


@dataclass(frozen=True)
class Answered:
    """What a page answered somebody: its status, its words if it is one, what it asked."""

    number: str
    route: Route
    status: int
    words: str
    statements: int


@pytest.fixture(scope="module")
def answered(district: DeskDistrict) -> list[Answered]:
    """Every page in Chinese, asked for once by one member of staff of each post."""
    return [one for number in one_of_each_post() for one in walk(number, "zh", district)]


def walk(number: str, lang: str, district: DeskDistrict) -> Iterator[Answered]:
    client = signed_in(number, lang)
    client.get("/")
    for route in pages():
        with statements() as said:
            answer = client.get(address_of(route, district))
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        words = said_on(answer.content.decode()) if is_page else ""
        yield Answered(number, route, answer.status_code, words, len(said))


def test_every_page_opens_to_those_it_is_for_and_to_nobody_else(answered: list[Answered]) -> None:
    for one in answered:
        desk_may = one.route.page.is_for_all_staff or _may(one.number, one.route)
        expected = {200, 302, 404, 405} if desk_may else {403}
        # A thing of another region is refused as well; that is another test's business.
        allowed = expected | ({400, 403} if one.route.takes else set())
        assert one.status in allowed, (one.number, one.route.name, one.status)


def _may(number: str, route: Route) -> bool:
    return any(
        one.post.sees & route.page.sees or one.post.does & route.page.does
        for one in _grants(number)
    )


@cache
def _grants(number: str) -> tuple[Grant, ...]:
    return scope_of(Staff.objects.get(number=number).pk, localdate()).grants


def test_no_page_in_chinese_holds_english_words(answered: list[Answered]) -> None:
    assert not {(one.route.name, word) for one in answered for word in _LATIN.findall(one.words)}


def test_no_page_in_english_holds_chinese_words(district: DeskDistrict) -> None:
    walked = [one for number in EVERY_KIND for one in walk(number, "en", district)]
    assert not {(one.route.name, word) for one in walked for word in _CHINESE.findall(one.words)}


def test_no_page_asks_more_of_the_database_than_it_may(answered: list[Answered]) -> None:
    too_many = {
        (one.number, one.route.name): one.statements
        for one in answered
        if one.statements > QUERIES_MAX
    }
    assert not too_many


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(district: DeskDistrict) -> None:
    client = Client(headers={"host": "localhost"})
    asked = client.get("/orders/?due=late")
    assert asked.status_code == 302
    assert asked.headers["Location"] == BACK

    form = {"username": CLERK, "password": district.password, "next": "/orders/?due=late"}
    assert client.post("/sign-in", form).headers["Location"] == "/orders/?due=late"
    assert client.get("/orders/?due=late").status_code == 200

    elsewhere = {**form, "next": "https://elsewhere.example/"}
    assert client.post("/sign-in", elsewhere).headers["Location"] == "/"
    assert client.post("/sign-out").status_code == 302
    assert client.get("/").status_code == 302


def test_a_part_of_a_page_asked_for_after_the_session_ended_sends_to_sign_in(
    district: DeskDistrict,
) -> None:
    assert district
    client = Client(headers={"host": "localhost"})
    headers = {"hx-request": "true", "hx-current-url": "http://localhost/orders/?due=late"}
    answer = client.get("/orders/", headers=headers)
    assert answer.headers["HX-Redirect"] == BACK


def test_a_part_of_a_page_that_is_refused_is_a_notice_that_says_why(
    district: DeskDistrict,
) -> None:
    assert district
    theirs = casework.Order.objects.filter(region=SOUTH).first()
    address = reverse("order-sheet", args=[theirs.pk])
    answer = signed_in(CLERK).get(address, headers={"hx-request": "true"})
    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#notices"
    assert "不在您的辖区或部门范围内" in answer.content.decode()


def test_whoever_guesses_passwords_waits(district: DeskDistrict) -> None:
    client = Client(headers={"host": "localhost"})
    wrong = {"username": DISABLED, "password": "not-it"}
    answers = [client.post("/sign-in", wrong).status_code for _ in range(5)]
    assert answers == [400, 400, 400, 400, 429]
    right = {**wrong, "password": district.password}
    assert client.post("/sign-in", right).status_code == 429
    # Somebody else at the same address is not made to wait.
    form = {"username": CLERK, "password": district.password}
    assert client.post("/sign-in", form).status_code == 302


def looks_at(person: int) -> list[Entry]:
    return [entry for entry in entries_of(f"person:{person}") if entry.act == "look"]


def test_open_data_is_shown_for_a_purpose_that_is_recorded(district: DeskDistrict) -> None:
    assert district
    orders = {region: casework.Order.objects.filter(region=region) for region in (NORTH, SOUTH)}
    mine, theirs = (orders[region].last().person for region in (NORTH, SOUTH))
    client = signed_in(CLERK)
    assert client.get(reverse("look", args=[mine])).status_code == 405
    assert client.post(reverse("look", args=[mine])).status_code == 400
    assert not looks_at(mine)

    answer = client.post(reverse("look", args=[mine]), {"purpose": "电话核实"})
    assert re.search(r"510118\d{11}[\dX]", answer.content.decode())
    (entry,) = looks_at(mine)
    assert entry.actor == f"staff:{CLERK}"
    assert entry.details == {"purpose": "电话核实"}

    asked = client.post(reverse("look", args=[theirs]), {"purpose": "好奇"})
    assert asked.status_code == 403
    assert not looks_at(theirs)


def test_the_language_stays_as_it_was_chosen(district: DeskDistrict) -> None:
    assert district
    client = signed_in(REVIEWER)
    del client.cookies["lang"]
    assert 'lang="zh-Hans"' in client.get("/").content.decode()[:40]
    client.post("/language", {"lang": "en", "next": "/orders/"})
    assert '<html lang="en">' in client.get("/").content.decode()


def test_pages_are_kept_to_their_own_assets_and_by_nobody(district: DeskDistrict) -> None:
    assert district
    answer = signed_in(CLERK).get("/")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", answer.content.decode())
