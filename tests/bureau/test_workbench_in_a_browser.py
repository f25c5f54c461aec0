"""The workbench in a browser: no barrier, nothing cut on a phone, every screen by keyboard."""

import pytest
from playwright.sync_api import expect

from acceptance.browser import needs_chromium
from bureau.desk_district import CLERK, REVIEWER, DeskDistrict
from bureau.live_pages import PAPER, PICTURES, Screen, barriers, keep, wider_than_screen
from mianshen.bureau.practice import mark_practice

pytestmark = needs_chromium


@pytest.fixture(scope="module", autouse=True)
def practising(district: DeskDistrict) -> None:
    """These pages are those of a place for practice, banner and cards with them."""
    assert district
    mark_practice("system:test")


@pytest.mark.parametrize("phone", [False, True], ids=["wide", "phone"])
@pytest.mark.parametrize(
    ("number", "path", "name"),
    [
        (CLERK, "/", "home"),
        (CLERK, "/lists/", "month"),
        (REVIEWER, "/orders/", "orders"),
        (CLERK, "/orders/5", "order"),
        (CLERK, "/nowhere", "refusal"),
        (REVIEWER, "/centre/tables/summary", "summary"),
        (REVIEWER, "/centre/handed-in/1", "frozen"),
        (REVIEWER, "/centre/months", "months"),
        (REVIEWER, "/centre/indicators", "indicators"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isalpha() else "",
)
def test_screens_have_no_barrier_and_fit(
    desk: Screen, number: str, path: str, name: str, phone: bool
) -> None:
    page = desk.page(number, path, phone=phone)
    keep(page, PICTURES, f"{name}-{360 if phone else 1440}")
    assert barriers(page) == []
    assert wider_than_screen(page) == 0
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)
    keep(page, PICTURES if phone else None, f"{name}-print")
    assert wider_than_screen(page) == 0
    assert page.locator("nav.side, header.top, .bar").locator("visible=true").count() == 0
    page.context.close()


def test_charts_fit_a_narrower_screen_before_they_are_drawn_anew(desk: Screen) -> None:
    never = "window.ResizeObserver = class { observe() {} };"
    page = desk.page(CLERK, "/orders/5", before=never)
    chart = page.locator("[data-option] svg").first
    drawn_px = int(chart.get_attribute("width") or 0)
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        page.set_viewport_size(PAPER)
        assert int(chart.get_attribute("width") or 0) == drawn_px > PAPER["width"] // 2
        assert wider_than_screen(page) == 0
        spilt = "boxes => boxes.map((one) => one.scrollWidth - one.clientWidth)"
        assert set(page.locator("[data-option]").evaluate_all(spilt)) == {0}
    page.context.close()


def test_whoever_tries_it_signs_in_with_one_click_and_the_password(
    desk: Screen, district: DeskDistrict
) -> None:
    context = desk.browser.new_context()
    page = context.new_page()
    page.goto(f"{desk.address}/orders/?state=received")
    keep(page, PICTURES, "sign-in")
    assert barriers(page) == []
    page.get_by_role("button", name=REVIEWER).click()
    page.keyboard.type(district.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/orders/?state=received")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    context.close()


def test_the_list_is_read_and_confirmed_by_keyboard(desk: Screen) -> None:
    page = desk.page(CLERK, "/lists/?state=mine")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h2")
    first = page.inner_text("#drawer dl")
    keep(page, PICTURES, "month-drawer")
    assert barriers(page) == []
    page.keyboard.press("ArrowDown")
    expect(page.locator("#drawer dl")).not_to_have_text(first, use_inner_text=True)
    page.keyboard.press("Escape")
    assert page.locator("#drawer").is_hidden()
    ticks = page.locator("input[name=order]")
    ticks.nth(0).check()
    assert page.inner_text("[data-count]") == "1"
    page.locator("[data-tick-all]").check()
    assert page.inner_text("[data-count]") == str(ticks.count())
    keep(page, PICTURES, "month-ticked")

    page.get_by_role("button", name="抽查后一键确认").click()
    page.wait_for_selector("#sample")
    waiting = page.locator("#sample .state.wait")
    drawn = waiting.count()
    page.locator("#sample button").first.click()
    for left in range(drawn - 1, 0, -1):
        expect(waiting).to_have_count(left)
        page.get_by_role("button", name="看下一件").click()
    page.get_by_role("button", name="去确认").click()
    keep(page, PICTURES, "month-sample")
    page.get_by_role("button", name="一键确认").click()
    page.wait_for_selector(".notice.success")
    keep(page, PICTURES, "month-confirmed")
    page.context.close()


def test_a_table_is_handed_in_and_taken_home_with_two_clicks(desk: Screen) -> None:
    page = desk.page(REVIEWER, "/centre/tables")
    page.get_by_role("button", name="报送 医疗救助汇总表").click()
    page.wait_for_selector(".notice.success")
    assert "一致" in page.inner_text("section[aria-labelledby=differences]")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载报送原件").click()
    assert download.value.suggested_filename.endswith("_第1版.xlsx")
    page.context.close()
