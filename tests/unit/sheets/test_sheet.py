"""The sheet of the example: every office, every step with its numbers, every fen accounted for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mianshen.engine.results import YearChoice
from mianshen.money import parse_yuan
from mianshen.run.case import Case, Order
from mianshen.run.job import read_case, run_case
from mianshen.run.messages import Lang
from mianshen.sheets.basis import of_case
from mianshen.sheets.building import SheetBuilder
from mianshen.sheets.model import Flow, Part, Sheet, Waterfall
from mianshen.sheets.page import sheet_page
from mianshen.sheets.waterfall_chart import chart, wrapped

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "one-sheet"


@pytest.fixture(scope="module")
def case() -> Case:
    files = {
        "settlements": [EXAMPLE / "settlements.csv"],
        "rosters": sorted(EXAMPLE.glob("roster-*.csv")),
        "others": [EXAMPLE / "others.csv"],
    }
    return read_case(Order(str(EXAMPLE / "pack"), files, 2025, date(2025, 12, 31)))


@pytest.fixture(scope="module")
def sheet_in(case: Case) -> Callable[[Lang], Sheet]:
    (unit,) = case.units()
    answer = run_case(case, [unit], traced=True)
    return lambda lang: SheetBuilder(of_case(case), answer, lang).build(unit[0], unit)


@pytest.fixture
def sheet(sheet_in: Callable[[Lang], Sheet]) -> Sheet:
    return sheet_in(Lang.ZH)


def waterfalls(sheet: Sheet) -> list[Waterfall]:
    return [bill.waterfall for bill in sheet.bills if bill.waterfall]


def test_every_fen_of_a_bill_is_somewhere(sheet: Sheet) -> None:
    for waterfall in waterfalls(sheet):
        falls = waterfall.falls
        left_fen = falls[0].amount_fen
        for fall in falls[1:-1]:
            left_fen -= fall.amount_fen
            assert fall.left_fen == left_fen
        assert falls[-1].flow is Flow.BORNE
        assert left_fen == waterfall.borne_fen
        assert sum(share.amount_fen for share in waterfall.shares) == left_fen


def test_what_is_outside_the_scope_stands_apart(sheet: Sheet) -> None:
    shares = {share.part: share.amount_fen for share in waterfalls(sheet)[0].shares}
    assert shares == {
        Part.IN_SCOPE: parse_yuan("348.96"),
        Part.FULL_SELF_PAY: parse_yuan("1600"),
        Part.SELF_PAY_FIRST: parse_yuan("1400"),
        Part.OVER_LIMIT: parse_yuan("400"),
    }


def test_all_offices_are_on_the_one_sheet(sheet: Sheet) -> None:
    assert {one.office for one in sheet.offices} == {"医疗保障局", "民政局", "残联", "总工会"}
    assert sum(one.amount_fen for one in sheet.offices) == sheet.aid_fen
    assert sheet.cost_fen - sheet.borne_fen == parse_yuan("110784.64")


def test_programmes_stand_in_the_order_chosen(sheet: Sheet) -> None:
    (choice,) = sheet.bills[0].choices
    assert choice.rows[0].order == "民政临时救助 → 残疾人住院补助 → 困难职工帮扶"
    assert choice.rows[1].order == "残疾人住院补助 → 民政临时救助 → 困难职工帮扶"
    assert choice.rows[1].left_fen - choice.chosen_left_fen == parse_yuan("64")
    names = [one.name for one in sheet.bills[0].programmes]
    assert names == ["aid", "civil_affairs", "disabled", "union", "floor"]


def test_steps_say_the_formula_in_words_and_in_numbers(sheet: Sheet) -> None:
    aid = sheet.bills[0].programmes[0]
    steps = {step.label: step for step in aid.steps}
    assert steps["基数"].words == "符合政策范围金额 − 基本医保统筹基金 − 大病保险"
    assert steps["基数"].numbers == ("83,000 − 54,000 − 9,800",)
    assert steps["待遇标准"].numbers == ("19,200 × 70% = 13,440.00",)
    assert steps["限额"].result == "余 16,560.00"
    union = {step.label: step for step in sheet.bills[1].programmes[3].steps}
    assert union["待遇标准"].numbers == (
        "3,111 × 20% = 622.20",
        "622.20 − 以前各次已计 405.60 = 216.60",
    )


def test_a_figure_says_since_when_it_holds(sheet: Sheet) -> None:
    floor = {step.label: step for step in sheet.bills[0].programmes[4].steps}
    assert floor["待遇标准"].inputs[0] == (
        "兜底救助起付标准",
        "300，2025-01-01 起，假定：示例，虚构",
    )


def test_a_late_payer_is_named(sheet: Sheet) -> None:
    held = sheet.bills[1].programmes[4]
    assert held.reason == "待其他渠道数据"
    assert held.remarks[0] == "尚未收到：惠民商业保险"
    assert not held.pays


def test_one_stop_aid_is_counted_once_and_needs_no_order(sheet: Sheet) -> None:
    aid = sheet.bills[0].programmes[0]
    assert (aid.delivered_fen, aid.order_fen) == (aid.amount_fen, 0)


def test_the_page_is_one_file_that_fetches_nothing(sheet_in: Callable[[Lang], Sheet]) -> None:
    for lang in Lang:
        page = sheet_page(sheet_in(lang))
        for fetched in ("<script", "<link", "<img", "src=", "url(", "@import"):
            assert fetched not in page
        assert "周*兰" in page
        assert "周桂兰" not in page


def test_texts_from_outside_are_escaped(case: Case) -> None:
    (unit,) = case.units()
    known = case.register.known(unit[0])
    before = set(known.names)
    known.names.clear()
    known.names.add((0, "<b>&\"'"))
    try:
        answer = run_case(case, [unit], traced=True)
        page = sheet_page(
            SheetBuilder(of_case(case), answer, Lang.ZH, unmasked=True).build(unit[0], unit)
        )
    finally:
        known.names.clear()
        known.names.update(before)
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page


def test_bars_stay_inside_the_drawing_and_tell_what_is_left(sheet: Sheet) -> None:
    for waterfall in waterfalls(sheet):
        drawn = chart(waterfall, Lang.ZH)
        for row in drawn.rows:
            assert drawn.bars_x <= row.x <= row.x + row.width <= drawn.bars_x + drawn.bars_width
            assert row.first_baseline < row.top + row.height <= drawn.height


def test_long_labels_are_broken_into_lines() -> None:
    assert wrapped("Union support for workers", 14) == ("Union support", "for workers")
    assert wrapped("残疾人住院补助", 8) == ("残疾人住", "院补助")
    assert wrapped("abcdefghij", 4) == ("abcd", "efgh", "ij")
    assert wrapped("", 4) == ("",)


def test_everyone_in_the_demo_has_a_sheet_in_both_languages() -> None:
    demo = EXAMPLE.parent / "demo"
    files = {
        "settlements": [demo / "settlements-2025.csv"],
        "rosters": sorted(demo.glob("roster-*.csv")),
        "others": [demo / "others.csv"],
    }
    order = Order("500112-yubei", files, 2025, date(2025, 12, 31), [str(demo / "assumed")])
    case = read_case(order)
    answer = run_case(case, case.units(), traced=True)
    shown_fen = 0
    for unit in case.units():
        for lang in Lang:
            built = SheetBuilder(of_case(case), answer, lang).build(unit[0], unit)
            assert sheet_page(built)
        shown_fen += built.aid_fen
    assert shown_fen == sum(line.amount_fen for line in answer.lines)


@pytest.mark.parametrize(
    ("applied", "ending"), [(False, "年度关账后按此计算。"), (True, "本单已按此计算。")]
)
def test_a_year_better_held_is_told_on_the_sheet(case: Case, applied: bool, ending: str) -> None:
    (unit,) = case.units()
    answer = run_case(case, [unit], traced=True)
    layer = next(one for one in case.pack.layers if len(one.members) > 1)
    held = YearChoice(unit[0], layer.id, 2025, layer.members[:1], 900_00, 650_50, 2, applied)
    sheet = SheetBuilder(of_case(case), replace(answer, year_choices=(held,)), Lang.ZH).build(
        unit[0], unit
    )
    (note,) = sheet.notes
    assert "个人负担 650.50 元，比逐笔选择少 249.50 元" in note
    assert note.endswith(ending)
