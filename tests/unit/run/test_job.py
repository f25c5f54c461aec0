"""People are assessed alone, or by household where a household shares a cap."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from acceptance.job_factory import Row, bill, rostered, write_table
from mianshen.run.case import Case, Order
from mianshen.run.funnel import make_funnel
from mianshen.run.job import read_case, run_case

PACK = """\
id: small
region: "000000"
identities: [低保]
pools:
  home: {amount: 5000, scope: household}
payers:
  commercial: {from: ["others:商保"], allocate: chronological}
layers:
  - {id: insurers, payers: [commercial]}
  - {id: relief, members: [aid]}
programmes:
  aid:
    who: {any: [低保]}
    base: in_scope_left
    terms: [{ratio: 70%}]
    pools: [home]
"""


def case(folder: Path, bills: list[Row], roster: list[Row], others: Sequence[Row] = ()) -> Case:
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    files = {
        "settlements": [write_table(folder / "bills.csv", bills)],
        "rosters": [write_table(folder / "roster.csv", roster)],
    }
    if others:
        files["others"] = [write_table(folder / "others.csv", others)]
    return read_case(Order(str(folder), files, 2025, date(2025, 12, 31)))


def home(psn_no: str, household: str) -> Row:
    names = {"P1": "王春", "P2": "李夏", "P3": "赵秋"}
    return rostered(psn_no, 户编号=household, 姓名=names[psn_no])


def test_a_household_shares_its_cap_and_is_assessed_together(tmp_path: Path) -> None:
    bills = [bill("S1", "P1"), bill("S2", "P2"), bill("S3", "P3")]
    read = case(tmp_path, bills, [home("P1", "H1"), home("P2", "H1"), home("P3", "H2")])
    assert read.units() == [("P1", "P2"), ("P3",)]
    lines = run_case(read, read.units()).lines
    assert [line.amount_fen for line in lines] == [5_000_00, 0, 5_000_00]


def test_whoever_stands_in_two_households_waits_with_both_where_it_matters(tmp_path: Path) -> None:
    bills = [bill(), bill("S2", "P2"), bill("S3", "P3")]
    roster = [home("P1", "H1"), home("P1", "H2"), home("P2", "H2"), home("P3", "H3")]
    read = case(tmp_path, bills, roster)
    assert read.units() == [("P3",)]
    assert read.in_review == {"P1", "P2"}
    assert [one.reason for one in read.reviews] == ["two_households"]


def test_people_without_bills_are_not_assessed(tmp_path: Path) -> None:
    assert case(tmp_path, [bill()], [home("P1", ""), home("P2", "")]).units() == [("P1",)]


def test_payments_that_no_settlement_can_take_are_set_aside(tmp_path: Path) -> None:
    paid = {"人员编号": "P1", "来源": "商保", "金额": "1.00"}
    others = [
        paid | {"结算ID": "S1"},
        paid | {"结算ID": "S9"},
        paid | {"开始日期": "2025-05-01", "结束日期": "2025-05-31"},
        paid | {"开始日期": "2025-03-01", "结束日期": "2025-03-31"},
        paid | {"人员编号": "P9", "结算ID": "S9"},
    ]
    read = case(tmp_path, [bill()], [rostered()], others)
    assert [(one.line, one.rule) for one in read.set_aside] == [
        (3, "payment_settlement_missing"),
        (4, "payment_without_settlement"),
    ]


def test_every_visit_has_one_class(tmp_path: Path) -> None:
    bills = [
        bill("S1"),
        bill("S2", mdtrt_id="V-S1"),
        bill("S3", vali_flag="0"),
        bill("S4", enddate="2024-05-05", begndate="2024-05-01", setl_time="2024-05-05"),
        bill("S5", "P2"),
        bill("S6", "P3"),
    ]
    roster = [rostered(), rostered("P3", 开始日期="2026-01-01")]
    read = case(tmp_path, bills, roster)
    funnel = make_funnel(read, run_case(read, read.units()))
    counted = {name: one.visits for name, one in funnel.classes.items() if one.visits}
    assert counted == {
        "entitled": 1,
        "zero": 1,
        "not_rostered": 1,
        "outside_period": 1,
        "set_aside": 1,
    }
    assert sum(counted.values()) == funnel.steps["visits"].visits
    assert funnel.steps["in_scope"].visits == 1
    assert funnel.rows.read_fen == funnel.rows.used_fen + funnel.rows.set_aside_fen
