"""Whole pieces of work in a browser, with their clicks counted: a month, a roster, a batch."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from acceptance.browser import needs_chromium
from bureau.desk_district import (
    CENTRE_CLERK,
    CLERK,
    DISABLED,
    PAYER,
    TREASURER,
    DeskDistrict,
)
from bureau.desk_jobs import aside, do_jobs
from bureau.desk_lists import content, name_of, with_faults
from bureau.desk_money import returned
from bureau.live_pages import PATIENCE_MS, PICTURES, WIDE, Screen, keep

pytestmark = needs_chromium

WAIT_MS = 20_000


class Hand:
    """A hand on a mouse that counts."""

    def __init__(self) -> None:
        self.clicks = 0

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click(timeout=WAIT_MS)


def test_a_clerk_signs_in_understands_an_amount_and_confirms_the_month(
    desk: Screen, district: DeskDistrict
) -> None:
    clerk, next_office = Hand(), desk.page(DISABLED, "/")
    before = waiting(next_office)
    context = desk.browser.new_context(viewport=WIDE)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(desk.address)
    page.fill("#username", CLERK)
    page.fill("#password", district.password)
    clerk.click(page.get_by_role("button", name="登录", exact=True))
    clerk.click(page.get_by_role("link", name="本月救助名单", exact=True))
    clerk.click(page.locator("tr[data-row] a[data-open]").first)
    page.wait_for_selector("#drawer h2")
    assert "多重救助（2项）：医疗救助" in page.inner_text("#drawer .sentence")
    page.keyboard.press("Escape")
    clerk.click(page.get_by_role("button", name="抽查后一键确认"))
    chosen = page.locator("#sample .chips button")
    clerk.click(chosen.first)
    sampled = chosen.count()
    for left in range(sampled - 1, 0, -1):
        expect(page.locator("#sample .state.wait")).to_have_count(left)
        clerk.click(page.get_by_role("button", name="看下一件"))
    clerk.click(page.get_by_role("button", name="去确认"))
    confirm = page.get_by_role("button", name="一键确认")
    orders = int(confirm.inner_text().split()[1])
    clerk.click(confirm)
    expect(page.locator(".notice.success")).to_contain_text(f"已确认 {orders} 件工单")
    next_office.reload()
    assert waiting(next_office) == before + orders > before
    assert clerk.clicks == 6 + sampled
    for one in (context, next_office.context):
        one.close()


def test_an_officer_hands_in_a_roster_mends_two_rows_and_applies_it(desk: Screen) -> None:
    officer, colleague = Hand(), Hand()
    page = desk.page(DISABLED, "/departments/")
    officer.clicks += 1
    page.set_input_files(
        "#file",
        {"name": name_of("202509"), "mimeType": "text/csv", "buffer": content(with_faults())},
    )
    officer.click(page.get_by_role("button", name="上传"))
    page.wait_for_url("**/batches/*")
    keep(page, PICTURES, "journey-progress")
    do_jobs()
    page.get_by_role("button", name="确认入库").wait_for(timeout=WAIT_MS)
    for _ in range(2):
        officer.click(page.get_by_role("link", name="更正").first)
        page.locator("#drawer input:focus").wait_for(timeout=WAIT_MS)
        page.keyboard.type("2020-02-28")
        keep(page, PICTURES, "journey-mend")
        officer.click(page.get_by_role("button", name="提交更正"))
        page.wait_for_load_state("networkidle")
    address = page.url.removeprefix(desk.address)

    beside = desk.page(CENTRE_CLERK, address)
    colleague.click(beside.get_by_role("button", name="核对"))
    beside.locator(".open-data", has_text="2020-02-28").nth(1).wait_for(timeout=WAIT_MS)
    keep(beside, PICTURES, "journey-check")
    colleague.click(beside.get_by_role("button", name="同意所选更正"))
    beside.get_by_text("2 行现在可用").wait_for(timeout=WAIT_MS)

    page.reload()
    assert figure(page, "待纠正（行）") == "0"
    officer.click(page.get_by_role("button", name="确认入库"))
    page.wait_for_load_state("networkidle")
    do_jobs()
    page.locator(".page-head .state.good").wait_for(timeout=WAIT_MS)
    keep(page, PICTURES, "journey-applied")
    assert (officer.clicks, colleague.clicks) == (7, 2)


def waiting(page: Page) -> int:
    """How many orders the home page says wait for whoever sees it."""
    return int(figure(page, "待办").removesuffix("件"))


def figure(page: Page, name: str) -> str:
    return page.locator(".figures > *", has_text=name).locator(".value").inner_text()


def test_a_clerk_and_the_treasury_pay_a_batch_and_load_its_return(desk: Screen) -> None:
    clerk, treasury = Hand(), Hand()
    page = desk.page(PAYER, "/finance/")
    clerk.click(page.get_by_role("button", name="申请"))
    page.wait_for_url("**/requests/*")
    request = page.url.removeprefix(desk.address)

    beside = desk.page(TREASURER, request)
    treasury.click(beside.get_by_role("button", name="同意"))
    beside.get_by_text("已审核，待到账").wait_for(timeout=WAIT_MS)

    page.reload()
    page.get_by_label("银行流水号").fill("到账0002")
    clerk.click(page.get_by_role("button", name="登记到账"))
    clerk.click(page.get_by_role("button", name="生成代发批次"))
    page.wait_for_url("**/batches/*")
    with page.expect_download() as download:
        clerk.click(page.get_by_role("button", name="下载代发文件"))
    assert "62170000" in Path(download.value.path()).read_text("gb18030")
    batch = page.url.removeprefix(desk.address)

    beside.goto(desk.address + batch)
    treasury.click(beside.get_by_role("button", name="已送银行"))
    beside.get_by_text("代发中，待回盘").wait_for(timeout=WAIT_MS)

    page.reload()
    answer = aside(lambda: returned(batch.rsplit("/", 1)[1], {1}))
    clerk.clicks += 1
    page.set_input_files("#file", {"name": "回盘2.csv", "mimeType": "text/csv", "buffer": answer})
    clerk.click(page.get_by_role("button", name="导入回盘"))
    page.get_by_text("退票 1 笔").wait_for(timeout=WAIT_MS)
    keep(page, PICTURES, "journey-batch")
    clerk.click(page.get_by_role("link", name="退票与待办"))
    row = page.locator("tr[data-row]", has_text="已销户").last
    row.get_by_placeholder("已电话核对").fill("已更正账户")
    clerk.click(row.get_by_role("button", name="重发"))
    page.get_by_text("进入下一批次重发").wait_for(timeout=WAIT_MS)
    page.goto(desk.address + "/finance/books")
    assert page.locator(".next .state.good").inner_text() == "账平"
    assert (clerk.clicks, treasury.clicks) == (8, 2)
