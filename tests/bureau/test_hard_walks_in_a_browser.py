"""Every page looked at; sessions that end, double clicks, going back, two tabs, broken networks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Error, Page, Route, expect

from acceptance.browser import needs_chromium
from bureau.desk_district import (
    ADMINISTRATOR,
    CENTRE_CLERK,
    CLERK,
    DISABLED,
    HELPER,
    INSPECTOR,
    PAYER,
    REVIEWER,
    TREASURER,
    DeskDistrict,
)
from bureau.desk_lists import content, name_of, with_faults
from bureau.live_pages import (
    PHONE,
    PICTURES,
    WIDE,
    Screen,
    barriers,
    keep,
    settled,
    wider_than_screen,
)
from bureau.workbench_pages import address_of
from mianshen.bureau.casework import services as casework
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.services import Staff, scope_of
from mianshen.bureau.workbench.pages import Route as PageRoute
from mianshen.bureau.workbench.pages import routes

pytestmark = needs_chromium

PAGES_MIN = 50
WIDTHS = {"1440": WIDE, "720": {"width": 720, "height": 450}, "360": PHONE}
"""A screen, the same with text of twice the size, and a phone."""
_EVERYONE = (
    *(CLERK, REVIEWER, ADMINISTRATOR, PAYER, DISABLED, CENTRE_CLERK, TREASURER, HELPER, INSPECTOR),
    "demo-policy-signer",
)


@dataclass(frozen=True)
class Known:
    """What is asked of the database before the browser is there."""

    password: str
    walks: Sequence[tuple[str, str, Sequence[str]]]
    orders: Iterator[int]


@pytest.fixture(scope="module", autouse=True)
def known(district: DeskDistrict) -> Known:
    mine = casework.Order.objects.filter(state="received", region__startswith="510118001")
    return Known(
        district.password,
        tuple(_walks(district)),
        iter(list(mine.order_by("-pk").values_list("pk", flat=True))),
    )


def _walks(district: DeskDistrict) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Each page with those of whom somebody opens it: name, address, numbers."""
    scopes = {
        number: scope_of(Staff.objects.get(number=number).pk, localdate()) for number in _EVERYONE
    }
    for route in routes():
        numbers = [number for number in _EVERYONE if _opens(route, scopes[number])]
        if numbers:
            yield route.name, address_of(route, district), numbers
    delivery = reverse("batch", args=[district.lists.batch])
    for show in ("joined", "left", "changed", "repaired"):
        yield f"batch-{show}", f"{delivery}?show={show}", [DISABLED]
    for kind in ("summary", "departments", "funds"):
        yield f"table-{kind}", reverse("table", args=[kind]), [REVIEWER]


def _opens(route: PageRoute, scope: Scope) -> bool:
    page = route.page
    may = page.is_for_all_staff or any(
        one.post.sees & page.sees or one.post.does & page.does for one in scope.grants
    )
    return may and not page.is_open


def test_every_page_is_free_of_barriers_and_fits_screens_phones_and_large_text(
    known: Known, desk: Screen
) -> None:
    pages: dict[str, Page] = {}
    seen: set[str] = set()
    wrong: list[str] = []
    for name, address, numbers in known.walks:
        for number in numbers:
            page = pages.get(number) or pages.setdefault(number, desk.page(number, "/"))
            if _is_shown(page, desk.address + address):
                seen.add(name)
                wrong += [f"{name}: {one}" for one in _wrong(settled(page), name)]
                break
    for page in pages.values():
        page.context.close()
    assert not wrong
    assert len(seen) > PAGES_MIN


def _is_shown(page: Page, address: str) -> bool:
    """Whether somebody gets a page there: not a refusal, a part of one, or a file."""
    page.set_viewport_size(WIDE)
    try:
        answer = page.goto(address, wait_until="load")
    except Error:
        # A file begins to come: no page.
        return False
    is_there = answer is not None and answer.status == HTTPStatus.OK
    return is_there and page.locator("main").count() > 0


def _wrong(page: Page, name: str) -> Iterator[str]:
    for width, size in WIDTHS.items():
        page.set_viewport_size(size)
        keep(page, PICTURES if width != "720" else None, f"all-{name}-{width}")
        if wide := wider_than_screen(page):
            yield f"{wide} px too wide at {width}"
        yield from (f"{one} at {width}" for one in page.evaluate(_CUT))
    yield from barriers(page)
    page.set_viewport_size(WIDE)
    yield from barriers(page)


_CUT = """() => {
  const seen = (one) => one.checkVisibility() && one.clientWidth > 0;
  const words = [...document.querySelectorAll("main *")].filter(
    (one) => seen(one) && !one.closest(".unseen, .scroll, [data-option], textarea, select"));
  const cut = words.filter((one) => one.scrollWidth > one.clientWidth + 2
    && ["hidden", "clip"].includes(getComputedStyle(one).overflowX));
  const money = [...document.querySelectorAll("td.money, th.money")].filter(
    (one) => seen(one) && !["right", "end"].includes(getComputedStyle(one).textAlign));
  return [...cut.map((one) => `cut: ${one.textContent.trim().slice(0, 40)}`),
          ...money.map((one) => `money not to the right: ${one.textContent.trim()}`)];
}"""
"""Words that are cut off, and amounts that do not stand to the right."""


def test_an_order_is_read_and_decided_by_keyboard_alone(known: Known, desk: Screen) -> None:
    page = desk.page(CLERK, reverse("order", args=[next(known.orders)]))
    settled(page)
    there = int(page.evaluate(_NUMBERED))
    reached: set[int] = set()
    without_mark: list[str] = []
    for _ in range(there + 60):
        page.keyboard.press("Tab")
        number, what, is_marked = page.evaluate(_FOCUSED)
        if number >= 0:
            reached.add(number)
        without_mark += [] if is_marked else [what]
        if len(reached) == there:
            break
    assert len(reached) == there > 3
    assert not without_mark
    page.locator("main summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("main details").first).to_have_attribute("open", "")
    page.locator("h1").click()
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice.success")
    page.context.close()


_NUMBERED = """() => {
  const found = [...document.querySelectorAll("main :is(a[href], button, summary, input, textarea,"
    + " select, [tabindex='0'])")].filter((one) => one.checkVisibility() && !one.disabled
    && one.type !== "hidden");
  found.forEach((one, number) => (one.dataset.number = number));
  return found.length;
}"""
"""Numbers what can be reached in the page, and counts it."""
_FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const isMarked = one === document.body || parseFloat(style.outlineWidth) >= 2;
  return [Number(one.dataset.number ?? -1), one.outerHTML.slice(0, 80), isMarked];
}"""
"""The number of what has the focus, what it is, and whether that is seen."""


def test_what_was_written_outlives_a_session_that_ended(known: Known, desk: Screen) -> None:
    order = next(known.orders)
    page = desk.page(CLERK, reverse("visit-ask", args=[order]))
    page.fill("#question", "是否仍在本村居住？")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="发给村（社区）").click()
    expect(page.locator(".error-summary")).to_contain_text("登录已过期，刚才的操作没有保存")
    page.fill("#username", CLERK)
    page.fill("#password", known.password)
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("已把填写的内容放回原处")
    assert page.input_value("#question") == "是否仍在本村居住？"
    page.get_by_role("button", name="发给村（社区）").click()
    page.wait_for_selector(".notice.success")
    page.context.close()


def test_a_double_click_is_one_act_and_going_back_offers_no_second(
    known: Known, desk: Screen
) -> None:
    page = desk.page(CLERK, reverse("order", args=[next(known.orders)]))
    posts: list[str] = []
    page.on("request", lambda one: posts.append(one.url) if one.method == "POST" else None)
    page.locator("button[data-enter]").dblclick()
    page.wait_for_selector(".notice.success")
    assert len(posts) == 1
    page.go_back()
    settled(page)
    assert page.locator("button[data-enter]").count() == 0
    page.context.close()


def test_an_order_open_in_two_tabs_is_decided_once_and_the_other_tab_says_so(
    known: Known, desk: Screen
) -> None:
    address = reverse("order", args=[next(known.orders)])
    one = desk.page(CLERK, address)
    other = one.context.new_page()
    other.goto(desk.address + address)
    settled(other)
    # The whole page by keyboard: Enter is the one thing to do.
    one.locator("h1").click()
    one.keyboard.press("Enter")
    one.wait_for_selector(".notice.success")
    other.locator("button[data-enter]").click()
    expect(other.locator(".plain-page")).to_contain_text("没有办成")
    assert len(other.locator(".plain-page p").first.inner_text()) > len("没有办成")
    one.context.close()


def test_a_list_whose_upload_broke_off_is_handed_in_again_and_counts_once(
    known: Known, desk: Screen
) -> None:
    assert known
    page = desk.page(DISABLED, reverse("rosters"))
    before = page.locator("tr[data-row]").count()

    def break_off(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/departments/upload", break_off)
    file = {
        "name": name_of("202508"),
        "mimeType": "text/csv",
        "buffer": content(with_faults()[:-1]),
    }
    page.set_input_files("#file", file)
    page.get_by_role("button", name="上传").click()
    expect(page.locator("#notices")).to_contain_text("网络中断，没有收到回复")
    page.unroute("**/departments/upload")
    page.get_by_role("button", name="上传").click()
    expect(page.locator("#notices")).to_contain_text("这份文件此前已经上传，没有重复处理")
    page.goto(desk.address + reverse("rosters"))
    assert page.locator("tr[data-row]").count() == before + 1
    page.context.close()
