"""A clerk's corrections change the delivered row they name, once, and for that delivery alone."""

from pathlib import Path

import pytest

from mianshen.run.corrections import corrected
from mianshen.run.messages import InputError, Lang
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import Row, Table, read_table
from mianshen.sources.layouts import Layout, plain_layout

ROSTER = "姓名,身份证号,类别,纳入日期\n李秀英,,低保,2025年1月1日\n王建军,2,低保,\n"
LAYOUT = Layout.model_validate(
    {
        "id": "list",
        "role": "roster",
        "columns": {
            "name": ["姓名"],
            "certno": ["身份证号"],
            "identity": ["类别"],
            "start": ["纳入日期"],
        },
        "dates": ["yyyy年M月d日"],
    }
)
BILLS = "setl_id,setl_time,medfee_sumamt,inscp_scp_amt,psn_no\nS1,2025-01-01,1.00,1.00,P1\n"
NUMBER = "990000196804120128"
HEADER = ("文件", "行", "送达号", "字段", "更正为", "依据", "经办人", "复核人")


def read(folder: Path, name: str, text: str, layout: Layout) -> Table:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_table(file, layout, name)


class Desk:
    """A roster, a table of bills, and corrections of their rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.roster = read(folder, "名单.csv", ROSTER, LAYOUT)
        self.bills = read(folder, "bills.csv", BILLS, plain_layout("settlements"))
        self.ledger = Ledger()

    def row(self, **changes: str) -> dict[str, str]:
        usual = dict(
            zip(
                HEADER,
                ("名单.csv", "2", self.roster.delivery, "", "", "原件", "甲", "乙"),
                strict=True,
            )
        )
        return usual | changes

    def correct(self, *rows: dict[str, str]) -> list[Row]:
        """The rows of the roster after the corrections."""
        lines = [",".join(HEADER), *(",".join(row.values()) for row in rows)]
        given = read(self.folder, "更正.csv", "\n".join(lines) + "\n", plain_layout("corrections"))
        tables = {"rosters": [self.roster], "settlements": [self.bills], "corrections": [given]}
        (roster,) = corrected(tables, self.ledger)["rosters"]
        return list(roster.rows(self.ledger))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("column", ["身份证号", "certno", "证件号码"])
def test_a_cell_is_replaced_under_any_name_of_its_column(desk: Desk, column: str) -> None:
    (first, second) = desk.correct(desk.row(字段=column, 更正为=NUMBER))
    assert first.cells["身份证号"] == NUMBER
    assert second.cells["身份证号"] == "2"


def test_a_corrected_cell_is_mended_as_the_office_would_have_written_it(desk: Desk) -> None:
    (_, second) = desk.correct(desk.row(行="3", 字段="纳入日期", 更正为="2025年2月3日"))
    assert second.cells["纳入日期"] == "2025-02-03"


def test_what_was_corrected_is_written_down_and_masked(desk: Desk) -> None:
    desk.correct(desk.row(字段="certno", 更正为=NUMBER))
    (repair,) = [one for one in desk.ledger.repairs if one.rule == "corrected"]
    assert (repair.place, repair.field) == ("名单.csv:2", "certno")
    assert NUMBER not in repair.after


def test_a_row_can_be_left_out_and_is_counted(desk: Desk) -> None:
    assert len(desk.correct(desk.row(更正为="不采用"))) == 1
    account = desk.ledger.accounts[-1]
    assert (account.rows, account.left_out) == (2, 1)
    assert [one.rule for one in desk.ledger.repairs] == ["row_left_out"]


REFUSED = {
    "没有“名单2.csv”": {"文件": "名单2.csv"},
    "已不是当时那一份": {"送达号": "00000000"},
    "没有第 9 行": {"行": "9"},
    "没有“证号”这一列": {"字段": "证号"},
    "复核人不能是经办人本人": {"复核人": "甲"},
    "这一格是空的": {"依据": ""},
    "结算不能不采用": {"文件": "bills.csv", "字段": "", "更正为": "不采用"},
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_a_correction_that_does_not_fit_is_quarantined_and_changes_nothing(
    desk: Desk, sentence: str
) -> None:
    changes = dict(REFUSED[sentence])
    if changes.get("文件") == "bills.csv":
        changes["送达号"] = desk.bills.delivery
    fitting = desk.row(行="3", 字段="certno", 更正为=NUMBER)
    (first, _) = desk.correct(fitting, desk.row(**{"字段": "certno", "更正为": "1", **changes}))
    assert first.cells["身份证号"] == ""
    (refused,) = desk.ledger.quarantined
    assert sentence in refused.problems[0].text(Lang.ZH)


def test_one_cell_is_not_corrected_twice(desk: Desk) -> None:
    once = desk.row(字段="certno", 更正为=NUMBER)
    with pytest.raises(InputError, match="corrected twice"):
        desk.correct(once, {**once, "字段": "身份证号"})
