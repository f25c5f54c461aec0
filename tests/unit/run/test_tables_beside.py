"""Rosters, payments by others and opening balances become facts, or say what is wrong with them."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest

from mianshen.engine.facts import Closure, PoolOpening
from mianshen.run.messages import InputError
from mianshen.run.opening import Openings, read_opening
from mianshen.run.others import Others, read_others
from mianshen.run.people import Named, Register
from mianshen.run.reading.ledger import Ledger
from mianshen.run.rosters import Rosters, read_rosters
from mianshen.run.spans import Spans, find_spans
from mianshen.sources.layouts import no_sources
from unit.run.table_factory import small_pack, table

ROSTER = {"人员编号": "P1", "身份类别": "低保", "开始日期": "2024-01-01"}
PAID = {"人员编号": "P1", "来源": "others:商保", "金额": "12.30", "结算ID": "S1"}
OPENING = {"人员编号": "P1", "救助项目": "aid", "共用限额": "", "已救助": "10.00"}


def known(named: Iterable[Named]) -> Register:
    """A register in which every row is about the person of its number."""
    listed = list(named)
    return Register(listed, {one.where: one.psn_no or one.certno or "" for one in listed})


def rosters(*rows: dict[str, str], people: list[dict[str, str]] | None = None) -> Rosters:
    beside = [table("people.csv", people, "people")] if people else []
    return read_rosters([table("roster.csv", rows)], beside, small_pack(), no_sources(), Ledger())


def spans(read: Rosters) -> Spans:
    return find_spans(read, known(read.named()), {})


def others(*rows: dict[str, str]) -> Others:
    return read_others([table("others.csv", rows, "others")], small_pack(), Ledger())


def opening(*rows: dict[str, str]) -> Openings:
    return read_opening([table("opening.csv", rows, "opening")], small_pack(), 2025, Ledger())


def problems(ledger: Ledger) -> list[str]:
    return [
        f"{problem.where} {problem.code}" for one in ledger.quarantined for problem in one.problems
    ]


def refusal(read: object, *rows: dict[str, str]) -> str:
    assert callable(read)
    with pytest.raises(InputError) as refused:
        read(*rows)
    (message,) = refused.value.messages
    return f"{message.where} {message.code}"


def test_a_roster_row_is_an_identity_with_its_days_and_its_place() -> None:
    row = ROSTER | {"结束日期": "2025-06-30", "认定日期": "2023-12-20", "部门": "民政局"}
    (identity,) = spans(rosters(row)).identities
    assert (identity.person, identity.identity) == ("P1", "低保")
    assert (identity.start, identity.end) == (date(2024, 1, 1), date(2025, 6, 30))
    assert identity.recognised == date(2023, 12, 20)
    assert identity.origin == "roster.csv:2 民政局"


def test_english_headers_mean_the_same() -> None:
    row = {"psn_no": "P1", "identity": "低保", "begntime": "20240101", "name": "甲"}
    assert spans(rosters(row)).identities[0].start == date(2024, 1, 1)


def test_columns_of_the_pack_become_attributes_for_the_days_of_the_row() -> None:
    row = ROSTER | {"家庭收入": "1200.5", "残疾等级": "一级", "hukou": "是", "备注": "x"}
    read = rosters(row)
    stated = {one.name: (one.value, one.start) for one in spans(read).attributes}
    assert stated["income"] == (Fraction("1200.5"), date(2024, 1, 1))
    assert stated["grade_of_disability"][0] == "一级"
    assert stated["hukou"][0] is True
    assert read.unused_columns == ("备注",)


def test_the_table_of_people_states_attributes_for_all_days() -> None:
    (fact,) = spans(rosters(ROSTER, people=[{"人员编号": "P1", "hukou": "否"}])).attributes
    assert (fact.value, fact.start, fact.end) == (False, date.min, None)


def test_classes_the_pack_does_not_name_are_counted() -> None:
    read = rosters(ROSTER, ROSTER | {"身份类别": "低宝"})
    assert read.unknown_identities(small_pack()) == {"低宝": 1}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"开始日期": ""}, "roster.csv:2:开始日期 rule.value_missing"),
        ({"身份类别": ""}, "roster.csv:2:身份类别 rule.value_missing"),
        ({"结束日期": "2023-01-01"}, "roster.csv:2:结束日期 end_before_start"),
        ({"残疾等级": "五级"}, "roster.csv:2:残疾等级 not_an_option"),
        ({"家庭收入": "不多"}, "roster.csv:2:家庭收入 rule.not_a_number"),
        ({"本地户籍": "大概"}, "roster.csv:2:本地户籍 not_a_truth"),
        ({"性别": "?"}, "roster.csv:2:性别 not_a_sex"),
        ({"家庭收入": "1", "income": "2"}, "roster.csv:1:income columns_for_one_field"),
    ],
)
def test_a_roster_row_that_cannot_be_read_says_where(changes: dict[str, str], problem: str) -> None:
    assert refusal(rosters, ROSTER | changes) == problem


def test_a_payment_is_told_with_its_source_as_the_pack_spells_it() -> None:
    read = others(PAID | {"来源": "商保", "暂定": "是"})
    (paid,) = read.payments(known(read.named()))
    assert (paid.source, paid.amount_fen, paid.event) == ("others:商保", 12_30, "S1")
    assert paid.provisional
    assert paid.id == "others.csv:000000002"


def test_a_closing_day_needs_no_person() -> None:
    row = {"人员编号": "", "来源": "慈善", "金额": "", "截至日期": "2025-06-30"}
    assert others(row).closures == (Closure("慈善", date(2025, 6, 30)),)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"来源": "工会"}, "others.csv:2:来源 source_unknown"),
        ({"金额": ""}, "others.csv:2:金额 rule.value_missing"),
        ({"结算ID": ""}, "others.csv:2:结算ID payment_needs_span"),
        ({"开始日期": "2025-01-01"}, "others.csv:2:结算ID payment_both"),
        (
            {"结算ID": "", "来源": "慈善", "开始日期": "2025-01-01", "结束日期": "2025-12-31"},
            "others.csv:2:来源 payment_no_allocation",
        ),
        ({"截至日期": "2025-01-01"}, "others.csv:2:截至日期 closure_alone"),
        ({"暂定": "也许"}, "others.csv:2:暂定 not_a_truth"),
    ],
)
def test_a_payment_that_cannot_be_used_says_where(changes: dict[str, str], problem: str) -> None:
    assert refusal(others, PAID | changes) == problem


def test_a_payment_may_be_delivered_again_but_not_with_another_amount() -> None:
    ledger = Ledger()
    twice = [PAID | {"编号": "7"}, PAID | {"编号": "7"}, PAID | {"编号": "7", "金额": "9.00"}]
    read = read_others([table("others.csv", twice, "others")], small_pack(), ledger)
    assert len(read.rows) == 1
    assert read.again == 1
    assert problems(ledger) == ["others.csv:4:编号 payment_id_repeated"]


def test_an_opening_balance_counts_in_the_year_asked_for_unless_it_names_another() -> None:
    read = opening(OPENING | {"次数": "2", "年度": ""}, OPENING | {"年度": "2024"})
    now, before = read.of_programmes(known(read.named()))
    assert (now.year_start, now.entitled_fen, now.visits) == (date(2025, 1, 1), 10_00, 2)
    assert before.year_start == date(2024, 1, 1)


def test_a_pool_row_says_what_was_used() -> None:
    row = {"人员编号": "P1", "救助项目": "", "共用限额": "共用", "已用金额": "5.00"}
    pool = PoolOpening("P1", "shared", 5_00, date(2025, 1, 1))
    read = opening(row)
    assert read.of_pools(known(read.named())) == [pool]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"救助项目": "aids"}, "opening.csv:2:救助项目 programme_unknown"),
        ({"共用限额": "共用"}, "opening.csv:2:救助项目 opening_needs_one"),
        ({"次数": "两次"}, "opening.csv:2:次数 not_a_count"),
        ({"年度": "20"}, "opening.csv:2:年度 year_out_of_range"),
        ({"已享受一次": "是"}, "opening.csv:2:已享受一次 opening_not_once"),
        ({"已救助": "-1"}, "opening.csv:2:已救助 below_zero"),
    ],
)
def test_an_opening_row_that_cannot_be_used_says_where(
    changes: dict[str, str], problem: str
) -> None:
    assert refusal(opening, OPENING | changes) == problem


def test_a_pool_row_has_nothing_but_what_was_used() -> None:
    row = {"人员编号": "P1", "共用限额": "shared", "已用金额": "5.00", "次数": "1"}
    assert refusal(opening, row) == "opening.csv:2:次数 opening_stray"


def test_one_opening_balance_is_given_once() -> None:
    ledger = Ledger()
    twice = table("opening.csv", [OPENING, OPENING], "opening")
    read = read_opening([twice], small_pack(), 2025, ledger)
    assert len(read.programmes) == 1
    assert problems(ledger) == ["opening.csv:3:救助项目 opening_repeated"]
