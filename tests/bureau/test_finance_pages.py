"""资金拨付: funds opened and given budget, and what is asked back settled in each of its ways."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from bureau import paying
from bureau.desk_district import (
    CLERK,
    PAYER,
    REVIEWER,
    TREASURER,
    DeskDistrict,
    make_district,
    signed_in,
)
from bureau.desk_money import FUND
from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.payout import services as payout

FORM = {
    "code": "2026-aid",
    "name": "医疗救助资金",
    "year": "2026",
    "kind": "floor",
    "document": "财社〔2026〕1号",
    "account": "医疗救助专户",
    "shares": "中央 6、市 3、区 1",
}


@pytest.fixture(scope="module")
def district(module_database: str) -> Iterator[DeskDistrict]:
    assert module_database
    return make_district()


def test_a_fund_is_opened_empty_and_given_budget_paper_by_paper(district: DeskDistrict) -> None:
    assert district
    clerk, treasurer = signed_in(PAYER), signed_in(TREASURER)
    assert clerk.post("/finance/funds/open", FORM).url == "/finance/funds/2026-aid"
    assert "已经有了" in clerk.post("/finance/funds/open", FORM).content.decode()
    given = {"document": "财社〔2026〕1号", "amount": "1,234.50"}
    assert clerk.post("/finance/funds/2026-aid/budget", given).status_code == 403
    for _ in range(2):
        treasurer.post("/finance/funds/2026-aid/budget", given)
    refused = treasurer.post("/finance/funds/2026-aid/budget", {**given, "amount": "7"})

    assert "此前已按另一金额" in refused.content.decode()
    assert payout.position("2026-aid").appropriated_fen == 123_450
    assert payout.shares_of("2026-aid", 10) == {"中央": 6, "市": 3, "区": 1}
    for lang, words in (("zh", "预算下达"), ("en", "Budget given")):
        page = signed_in(TREASURER, lang).get("/finance/funds/2026-aid").content.decode()
        assert words in page
        assert page.count("1,234.50") >= 2


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("code", "2026 aid", "资金编号用字母"),
        ("year", "26", "预算年度"),
        ("kind", "", "预算用完"),
        ("document", " ", "指标文号"),
        ("shares", "中央六成", "各级分担"),
    ],
)
def test_what_is_no_fund_is_told_and_nothing_is_opened(
    district: DeskDistrict, part: str, text: str, told: str
) -> None:
    assert district
    form = {**FORM, "code": "2027-aid", part: text}
    assert told in signed_in(PAYER).post("/finance/funds/open", form).content.decode()
    assert {one.fund.code for one in payout.funds_told()} <= {FUND, "2026-aid"}


def test_a_recovery_is_settled_in_parts_with_consent_and_a_small_rest_is_waived(
    district: DeskDistrict,
) -> None:
    recovery, who = district.money.recovery, district.people[-7]
    address, reviewer = f"/finance/recoveries/{recovery}", signed_in(REVIEWER)
    line = payout.ApprovedLine(
        "desk-later", who, str(who), "医疗救助", "2025-04", 17_000, FUND, date(2025, 4, 1)
    )
    paying.approve([line])
    payout.accept([line], f"staff:{PAYER}")

    def acts(**form: object) -> str:
        return reviewer.post(f"{address}/act", form, follow=True).content.decode()

    plan = {"act": "instalments", "agreement": "分期协议1号", "first": "2027-01-31"}
    assert "期数应为 1 至 12" in acts(**plan, parts="13")
    assert "约定分 3 期" in acts(**plan, parts="3")
    agreed = [(str(one.day), one.amount_fen) for one in payout.instalments_of(recovery)]
    assert agreed == [("2027-01-31", 6_667), ("2027-02-28", 6_667), ("2027-03-31", 6_666)]
    offset = {"act": "offset", "key": "desk-later", "amount": "160.00"}
    assert "书面同意" in acts(**offset, consent=" ")
    assert "抵扣已登记" in acts(**offset, consent="同意书2号")
    page = reviewer.get(address).content.decode()
    assert "免予追回 40.00 元" in page
    assert "余额 <b>40.00</b> 元" in page
    acts(act="waive", why="金额小，追回成本高")

    assert payout.remaining_fen(recovery) == 0
    assert payout.prove().is_whole


def test_a_line_that_its_person_declined_is_voided_by_two_and_taken_up_again(
    district: DeskDistrict,
) -> None:
    line = paying.line(9, 12_300)
    line = replace(line, key="desk-declined", fund=FUND)
    paying.approve([line])
    payout.accept([line], f"staff:{PAYER}")
    clerk, treasurer = signed_in(PAYER), signed_in(TREASURER)
    task = f"/finance/tasks/{district.money.task}"
    asked = {"act": "void", "key": "desk-declined", "note": "书面声明1号"}
    assert "请选择作废的原因" in clerk.post(task, asked).content.decode()
    clerk.post(task, asked | {"ground": "declined"})
    (proposed,) = [one for one in payout.proposals() if one.subject == "desk-declined"]
    treasurer.post(f"/finance/second/{proposed.pk}", {"act": "agree"})

    page = clerk.get("/finance/tasks").content.decode()
    assert "本人放弃" in page
    assert "书面声明1号" in page
    taken = {"key": "desk-declined", "note": "本人收回声明"}
    again = clerk.post("/finance/tasks/take-up", taken, follow=True).content.decode()
    assert "已恢复" in again
    assert "书面声明1号" not in again
    assert payout.prove().is_whole


@pytest.mark.parametrize(
    ("kind", "why", "asked_for"),
    [("floor", "已超预算照付", True), ("ceiling", "应付待付", False), ("warn", "已超预算", True)],
)
def test_what_a_fund_lacks_is_listed_for_the_next_budget(
    district: DeskDistrict, kind: str, why: str, asked_for: bool
) -> None:
    assert district
    code, year = f"2031-{kind}", {"floor": 2031, "ceiling": 2032, "warn": 2033}[kind]
    clerk, treasurer = signed_in(PAYER), signed_in(TREASURER)
    clerk.post("/finance/funds/open", {**FORM, "code": code, "year": str(year), "kind": kind})
    budget = {"document": "财社〔2031〕9号", "amount": "100.00"}
    treasurer.post(f"/finance/funds/{code}/budget", budget)
    address = f"/finance/shortfalls?year={year}"
    assert "没有资金缺口" in treasurer.get(address).content.decode()
    lines = [
        replace(paying.line(number, fen), key=f"{code}-{number}", fund=code)
        for number, fen in ((21, 9_000), (22, 3_050))
    ]
    paying.approve(lines)
    payout.accept(lines, f"staff:{PAYER}")
    if asked_for:
        clerk.post("/finance/ask", {"fund": code, "approval": "青医保〔2031〕1号"})
    page = treasurer.get(address).content.decode()
    assert why in page
    assert "20.50" in page
    file = treasurer.get(f"/finance/shortfalls/file?year={year}")
    (_, row) = file.content.decode("gb18030").splitlines()
    assert row.split(",")[0] == code
    assert row.split(",")[-2:] == ["20.50", "0" if asked_for else "2"]
    assert "预算年度" in treasurer.get("/finance/shortfalls?year=26").content.decode()
    assert signed_in(CLERK).get(address).status_code == 403


def test_cash_of_voided_lines_goes_back_to_the_treasury_when_a_second_person_agrees(
    district: DeskDistrict,
) -> None:
    clerk, treasurer = signed_in(PAYER), signed_in(TREASURER)
    fund, books, back = f"/finance/funds/{FUND}", "/finance/books", "/finance/books/return"
    assert "没有待退回的结余" in treasurer.get(books).content.decode()
    assert "作废明细结余" not in clerk.get(fund).content.decode()
    clerk.post(f"/finance/second/{district.money.proposal}", {"act": "agree"})
    assert "1,234.51" in clerk.get(fund).content.decode()
    assert "结余 1,234.51 元" in clerk.get(books).content.decode()

    asked = {"account": "医疗救助专户", "day": "2025-03-28", "reference": "退1", "why": "作废结余"}
    assert treasurer.post(back, {**asked, "amount": "1234.51"}).status_code == 403
    for amount, told in (("1234.52", "请核对金额"), ("0", "请核对金额"), ("x", "的样子填写")):
        assert told in clerk.post(back, {**asked, "amount": amount}).content.decode()
    clerk.post(back, {**asked, "amount": "1,234.51"})
    assert "此前已提出" in clerk.post(back, {**asked, "amount": "1"}).content.decode()
    (proposed,) = payout.proposals()
    second = {"act": "agree", "back": "books"}
    address = f"/finance/second/{proposed.pk}"
    assert "两个人" in clerk.post(address, second).content.decode()
    assert payout.idle_by_account() == {"医疗救助专户": 123_451}
    assert "退1" in treasurer.get("/finance/tasks").content.decode()

    agreed = treasurer.post(address, second, follow=True).content.decode()
    assert "没有待退回的结余" in agreed
    assert payout.idle_by_account() == {}
    assert "作废明细结余" not in clerk.get(fund).content.decode()
    assert payout.prove().is_whole
    (voucher,) = [
        one
        for one in payout.vouchers(
            datetime(2020, 1, 1, tzinfo=CHINA), datetime(2100, 1, 1, tzinfo=CHINA)
        )
        if one.summary == "退回财政"
    ]
    assert voucher.amount_fen == 123_451
