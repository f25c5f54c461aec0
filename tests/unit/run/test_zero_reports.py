"""A signed zero report is a delivery: it has no rows, changes no list, and closes its period."""

from datetime import date
from pathlib import Path

import pytest

from deliveries.district import PACK, district, payment, person, roster_row
from mianshen.run.case import Case, Order
from mianshen.run.job import read_case
from mianshen.run.messages import InputError, Lang
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import Table, read_table
from mianshen.sources.layouts import Layout

LAYOUT = Layout.model_validate(
    {
        "id": "list",
        "role": "roster",
        "columns": {"name": ["姓名"], "certno": ["身份证号"]},
        "required": ["name", "certno"],
        "fixed": {"identity": "困难党员"},
        "list": "whole",
    }
)
HEADER = "姓名,身份证号,备注\n"
SUPPLEMENT = "结算编号,参保人姓名,身份证号码,赔付金额（元）,赔付日期,赔案号"


def read(folder: Path, text: str) -> Table:
    file = folder / "名单_202502.csv"
    file.write_text(text, encoding="utf-8")
    return read_table(file, LAYOUT, file.name)


SIGNED = {
    "under its header": f"{HEADER}零报告：本月无变动,,\n填表人：陈静,,\n",
    "with the name in the next cell": f"{HEADER}本月无变动,,\n填表人,陈静,\n",
    "as a letter": "困难党员名单\n零报告\n经办人：陈静\n",
}


@pytest.mark.parametrize("form", SIGNED)
def test_it_is_accepted_with_every_line_in_its_account(tmp_path: Path, form: str) -> None:
    table = read(tmp_path, SIGNED[form])
    ledger = Ledger()
    assert not list(table.rows(ledger))
    assert table.is_zero_report
    (account,) = ledger.accounts
    assert account.is_zero_report
    assert account.records == account.headers + account.notes == SIGNED[form].count("\n")


NOT_ONE = {
    "nobody signed": f"{HEADER}零报告,,\n填表人：,,\n",
    "nothing is said": f"{HEADER}填表人：陈静,,\n",
    "there are rows": f"{HEADER}李秀英,990000196804120128,\n零报告,,\n填表人：陈静,,\n",
}


@pytest.mark.parametrize("why", NOT_ONE)
def test_it_is_none_where(tmp_path: Path, why: str) -> None:
    assert not read(tmp_path, NOT_ONE[why]).is_zero_report


def test_a_letter_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, "困难党员名单\n零报告\n")
    assert "没有填表人签名" in refused.value.lines(Lang.ZH)[0]


def case_of(folder: Path) -> Case:
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    order = Order(str(folder), {}, 2025, date(2025, 12, 31), profile="xinjin", folder=folder / "in")
    return read_case(order)


def test_whoever_was_on_a_whole_list_stays_on_it(tmp_path: Path) -> None:
    made = district(10)
    made.rows["organisation"] = [roster_row("organisation", person(index)) for index in range(10)]
    made.write(tmp_path / "in", "202501")
    (tmp_path / "in" / "困难党员名单_202502.xlsx").write_text(
        "困难党员名单\n零报告：本月无变动\n填表人：陈静\n", encoding="utf-8"
    )
    case = case_of(tmp_path)
    assert not case.partial
    ends = [
        one.end
        for facts in case.by_person.values()
        for one in facts.identities
        if one.identity == "困难党员"
    ]
    assert ends == [None] * 10


def test_a_source_that_closes_is_closed_through_its_month(tmp_path: Path) -> None:
    made = district(2)
    made.rows["supplement"] = [payment(person(0), "S0000", "PA1")]
    made.write(tmp_path / "in", "202501")
    (tmp_path / "in" / "大病互助补充_202502.csv").write_text(
        f"{SUPPLEMENT}\n零报告,,,,,\n填表人：陈静,,,,,\n",
        encoding="utf-8",
    )
    (closure,) = case_of(tmp_path).closures
    assert closure.through == date(2025, 2, 28)
