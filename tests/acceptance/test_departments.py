"""Seven departments send what they send: everything is found, read, matched and accounted for."""

import contextlib
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from acceptance.job_factory import read_csv
from deliveries.district import (
    PACK,
    District,
    beside,
    bill,
    district,
    payment,
    person,
    roster_row,
)
from mianshen.cli import app
from mianshen.run.case import Case, Order
from mianshen.run.funnel import Funnel, make_funnel
from mianshen.run.job import read_case, run_case
from mianshen.run.messages import InputError, Lang

SOUND = 14


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "pack.yaml").write_text(PACK, encoding="utf-8")
    return tmp_path


def read(room: Path, *months: tuple[str, District]) -> Case:
    for period, one in months:
        one.write(room / "in", period)
    order = Order(
        str(room / "pack"), {}, 2025, date(2025, 12, 31), profile="xinjin", folder=room / "in"
    )
    return read_case(order)


def funnel_of(case: Case) -> Funnel:
    return make_funnel(case, run_case(case, case.units()))


def visits(funnel: Funnel) -> dict[str, int]:
    return {name: one.visits for name, one in funnel.classes.items() if one.visits}


def assert_closes(funnel: Funnel) -> None:
    """The law: rows, visits and fen are each in exactly one place."""
    every, classes, rows = funnel.steps["visits"], funnel.classes.values(), funnel.rows
    assert sum(one.visits for one in classes) == every.visits
    assert sum(one.bill_fen for one in classes) == every.bill_fen == rows.used_fen
    assert sum(one.amount_fen for one in classes) == funnel.visit_amount_fen
    assert rows.read == rows.used + rows.set_aside + rows.quarantined
    assert rows.read_fen == rows.used_fen + rows.set_aside_fen + rows.quarantined_fen
    bills = [one for one in funnel.files if one["role"] == "settlements"]
    assert sum(one["rows"] for one in bills) == rows.read
    for one in funnel.files:
        assert one["rows"] == one["accepted"] + one["quarantined"] + one["left_out"]
        beside_rows = one["titles"] + one["headers"] + one["blank"] + one["notes"]
        assert one["records"] == one["rows"] + beside_rows


def test_seven_layouts_are_read_by_what_the_profile_tells_alone(room: Path) -> None:
    case = read(room, ("202512", district()))
    funnel = funnel_of(case)
    assert visits(funnel) == {"entitled": SOUND}
    assert_closes(funnel)
    assert not case.ledger.quarantined
    assert not case.reviews
    assert {one.identity for facts in case.by_person.values() for one in facts.identities} == {
        *("低保", "因病致贫", "困难党员", "重点优抚", "困难职工", "大病救助对象", "重度残疾")
    }


def spoiled() -> tuple[District, dict[str, str]]:
    """A district with one kind of dirt a person, and where the visit of each belongs."""
    made = district(40)
    expected: dict[str, str] = {}
    at: dict[str, dict[str, str]] = {
        row["certno"]: row
        for source in ("settlements", "settlements-elsewhere")
        for row in made.rows[source]
    }

    def spoil(index: int, ends_in: str, **changes: str) -> None:
        row = at[person(index).certno]
        row.update(changes)
        expected[row["setl_id"]] = ends_in

    number = person
    spoil(0, "entitled", certno=f"\t{number(0).certno}'")
    spoil(1, "entitled", certno=f"{number(1).certno[:17]}{_other_digit(number(1).certno)}")
    spoil(2, "entitled", certno=number(2).certno[:6] + number(2).certno[8:17])
    spoil(3, "entitled", certno="", psn_no=number(3).psn_no)
    spoil(4, "entitled", psn_name=f"{number(4).name[0]}?{number(4).name[2]}")
    spoil(5, "entitled", psn_name=number(5).name[1:] + number(5).name[0])
    spoil(6, "in_review", certno=number(7).certno, psn_no="")
    spoil(8, "in_review", certno="", psn_no="")
    spoil(9, "in_review", certno=f"{number(9).certno[:14]}****", psn_no="")
    spoil(10, "in_review", psn_no=number(11).psn_no)
    spoil(12, "quarantined", medfee_sumamt="一万元")
    spoil(13, "quarantined", setl_time="2025年13月1日")
    spoil(14, "set_aside", vali_flag="0")
    spoil(15, "set_aside", fund_pay_sumamt="1.00")
    spoil(16, "entitled", medfee_sumamt="￥10,000.00")
    spoil(17, "entitled", certno=number(17).certno.lower())
    made.rows["supplement"].append(payment(person(18), "S0018", "PA2", amount="?"))
    expected["S0018"] = "in_review"
    made.rows["supplement"].append(payment(person(20), "S0020", "PA3", certno="123456789012345678"))
    expected["S0020"] = "in_review"
    made.rows["deaths"].append(dict(beside(person(22), died="2025-02-01")))
    expected["S0022"] = "in_review"
    made.rows["deaths"].append(dict(beside(person(24), died="2025-04-01")))
    expected["S0024"] = "entitled"
    made.rows["deaths"].append(dict(beside(person(26), died="2023-04-01")))
    expected["S0026"] = "in_review"
    (backwards,) = [row for row in made.rows["civil-affairs"] if row["certno"] == person(35).certno]
    backwards["end"] = "2020-01-01"
    expected["S0035"] = "in_review"
    made.rows["settlements"].append(bill(person(50), "S0050"))
    expected["S0050"] = "not_rostered"
    return made, expected


def _other_digit(number: str) -> str:
    return "1" if number[17] != "1" else "2"


def test_dirt_ends_where_it_belongs_and_the_funnel_closes(room: Path) -> None:
    made, expected = spoiled()
    case = read(room, ("202512", made))
    funnel = funnel_of(case)
    assert_closes(funnel)
    lines = run_case(case, case.units()).lines
    entitled = {line.event for line in lines if line.amount_fen}
    assert {one for one, ends in expected.items() if ends == "entitled"} <= entitled
    assert not {one for one, ends in expected.items() if ends != "entitled"} & entitled
    counted = {name: list(expected.values()).count(name) for name in expected.values()}
    counted["entitled"] += 41 - len(expected)
    assert visits(funnel) == counted


def test_rows_that_wait_are_written_with_reason_remedy_and_masked(room: Path) -> None:
    made, _ = spoiled()
    made.write(room / "in")
    arguments = ["--pack", str(room / "pack"), "--profile", "xinjin", "--in", str(room / "in")]
    arguments += ["--year", "2025", "--as-of", "2025-12-31", "--out", str(room / "out")]
    done = CliRunner().invoke(app, ["assess", *arguments])
    assert done.exit_code == 0, done.stderr
    review, quarantine, repairs = (
        read_csv(room / "out" / f"{name}.csv") for name in ("review", "quarantine", "repairs")
    )
    reasons = {row["规则"] for row in review}
    assert {"number_of_another_name", "number_missing", "number_digits_lost"} <= reasons
    assert {"two_certificates", "bill_after_death", "died_before_identity"} <= reasons
    assert all(row["说明"] and row["处理办法"] for row in (*review, *quarantine))
    explained = next(row for row in review if row["规则"] == "number_of_another_name")
    assert "证件号码相同" in explained["依据1"] + explained["依据2"]
    fields = {row["字段"] for row in quarantine}
    assert fields == {"medfee_sumamt", "setl_time", "赔付金额（元）", "停发日期"}
    assert {row["规则"] for row in repairs} >= {"blanks_removed", "amount_written_plainly"}
    for file in ("review.csv", "quarantine.csv", "repairs.csv"):
        text = (room / "out" / file).read_text(encoding="utf-8")
        assert not any(person(index).certno in text for index in range(51)), file
        assert not any(person(index).name in text for index in range(51)), file
    funnel = json.loads((room / "out" / "funnel.json").read_text(encoding="utf-8"))
    assert funnel["review"]["number_of_another_name"] == 1
    assert_closes_json(funnel)
    shown = CliRunner().invoke(
        app, ["explain", "--run", str(room / "out"), "--person", person(28).certno]
    )
    assert shown.exit_code == 0, shown.stderr
    waiting = CliRunner().invoke(
        app, ["explain", "--run", str(room / "out"), "--person", person(18).certno, "--lang", "en"]
    )
    assert "is in review" in waiting.stderr


def assert_closes_json(funnel: dict[str, Any]) -> None:
    classes = funnel["classes"].values()
    for figure in ("visits", "bill_fen", "amount_fen"):
        assert sum(one[figure] for one in classes) == funnel["steps"]["visits"][figure]


def test_absence_from_a_whole_list_ends_an_identity_and_a_partial_list_ends_none(
    room: Path,
) -> None:
    names = ("organisation", "settlements", "settlements-elsewhere")

    def month(period: str, present: range) -> tuple[str, District]:
        one = district(10)
        one.rows = {name: one.rows[name] for name in names}
        one.rows["organisation"] = [
            roster_row("organisation", person(index), start="2025-01-01") for index in present
        ]
        if period != "202501":
            del one.rows["settlements"], one.rows["settlements-elsewhere"]
        return period, one

    case = read(
        room, month("202501", range(10)), month("202503", range(9)), month("202504", range(2))
    )
    ends = {one.person: one.end for facts in case.by_person.values() for one in facts.identities}
    assert ends[person(9).certno] == date(2025, 2, 28)
    assert {ends[person(index).certno] for index in range(9)} == {None}
    assert len(case.partial) == 1
    assert "困难党员名单_202504.xlsx (2 / 9)" in case.partial[0]


def test_somebody_who_may_stand_in_a_row_in_review_is_not_taken_off_the_list(room: Path) -> None:
    def month(period: str, changes: dict[str, str]) -> tuple[str, District]:
        one = district(10)
        wanted = ("settlements",) if period == "202501" else ()
        one.rows = {name: one.rows[name] for name in wanted}
        rows = [roster_row("organisation", person(index)) for index in range(10)]
        rows[0] = roster_row("organisation", person(0), **changes)
        one.rows["organisation"] = rows
        return period, one

    lost = {"certno": f"{person(0).certno[:14]}****"}
    case = read(room, month("202501", {}), month("202502", lost))
    (identity,) = case.by_person[person(0).certno].identities
    assert identity.end is None
    assert [one.reason for one in case.reviews] == ["number_digits_lost"]


def test_a_source_that_delivers_month_by_month_is_closed_to_the_first_gap(room: Path) -> None:
    def month(period: str) -> tuple[str, District]:
        one = district(2)
        one.rows = {"supplement": [] if period != "202501" else one.rows["supplement"]}
        return period, one

    case = read(room, ("202512", district()), *map(month, ("202501", "202502", "202504")))
    assert [(one.source, one.through) for one in case.closures] == [
        ("others:大病互助补充", date(2025, 2, 28))
    ]


def test_a_word_of_a_roster_says_the_class_and_what_the_pack_asks_of_it(room: Path) -> None:
    one = district()
    words = {"残疾军人（五至六级）": "残疾军人五至六级", "参战退役人员": "参战参试人员"}
    for index, word in zip((3, 10), words, strict=True):
        (row,) = [row for row in one.rows["veterans"] if row["certno"] == person(index).certno]
        row["identity"] = word
    one.write(room / "in")
    order = Order("xinjin", {}, 2025, date(2025, 12, 31), profile="xinjin", folder=room / "in")
    by_person = read_case(order).by_person
    for index, said in zip((3, 10), words.values(), strict=True):
        facts = by_person[person(index).certno]
        assert {one.identity for one in facts.identities} == {"重点优抚"}
        assert ("veteran_class", said) in [(one.name, one.value) for one in facts.attributes]


def test_a_change_list_ends_what_it_says_has_ended(room: Path) -> None:
    one = district()
    ended = roster_row("red-cross", person(5), change="终止", start="2024-01-01", end="2025-01-31")
    one.rows["red-cross"].append(ended)
    case = read(room, ("202512", one))
    (identity,) = case.by_person[person(5).certno].identities
    assert identity.end == date(2025, 1, 31)


def test_strange_files_and_silent_sources_are_told(room: Path) -> None:
    one = district()
    del one.rows["veterans"]
    one.write(room / "in")
    (room / "in" / "通知.docx").write_bytes(b"PK\x03\x04")
    case = read(room)
    assert case.strangers == ("通知.docx",)
    assert case.missing == ("veterans",)
    assert asdict(funnel_of(case))["missing_sources"] == ["veterans"]


def test_files_that_cannot_be_read_are_all_refused_by_name_and_nothing_is_written(
    room: Path,
) -> None:
    written = district().write(room / "in")
    workbook = next(file for file in written if file.suffix == ".xlsx")
    text = next(file for file in written if file.suffix == ".csv")
    workbook.write_bytes(workbook.read_bytes()[:2_000])
    text.write_bytes(b"\x00" * 100)
    with pytest.raises(InputError) as refused:
        read(room)
    said = refused.value.lines(Lang.ZH)
    assert len(said) == 2
    assert any(line.startswith(workbook.name) for line in said)
    assert any(line.startswith(text.name) for line in said)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--profile", "xinjin"], "--profile and --in belong together; give both."),
        ([], "--settlements is missing; name the files"),
        (["--profile", "atlantis", "--in", "."], "There is no profile named 'atlantis'"),
        (["--profile", "xinjin", "--in", "nowhere"], "nowhere: there is no such folder"),
        (["--profile", "xinjin", "--in", "empty"], "empty: the folder holds no settlements"),
        (["--profile", "empty", "--in", "empty"], "empty: there is no sources.yaml"),
        (["--profile", "bad.yaml", "--in", "empty"], "bad.yaml:2:11: 'fiels' is not"),
    ],
)
def test_it_says_what_is_missing(room: Path, arguments: list[str], sentence: str) -> None:
    (room / "empty").mkdir()
    spelled = "region: '51'\nsources: [{id: a, role: roster, files: [x], columns: {fiels: [x]}}]\n"
    (room / "bad.yaml").write_text(spelled, encoding="utf-8")
    usual = ["--pack", "pack", "--year", "2025", "--as-of", "2025-12-31", "--out", "out"]
    with contextlib.chdir(room):
        done = CliRunner().invoke(app, ["assess", *usual, *arguments, "--lang", "en"])
    assert done.exit_code == 2
    assert sentence.split(":", 1)[-1].strip() in done.stderr
    assert not (room / "out").exists()


def test_a_whole_list_may_come_in_parts_of_one_name_in_folders_of_their_own(room: Path) -> None:
    one = district(20)
    members = [roster_row("organisation", person(index)) for index in range(20)]
    one.rows["organisation"] = members[:10]
    one.write(room / "in" / "五津街道", "202512")
    one.rows = {"organisation": members[10:]}
    one.write(room / "in" / "花源街道", "202512")
    case = read(room)
    party = [
        identity
        for facts in case.by_person.values()
        for identity in facts.identities
        if identity.identity == "困难党员"
    ]
    assert [one.end for one in party] == [None] * 20
    assert not case.partial
