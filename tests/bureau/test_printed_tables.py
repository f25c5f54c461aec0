"""A table as a workbook: exact yuan, a head on every page, a total, and how it is counted."""

import io
import re
import zipfile
from datetime import date

import fastexcel

from mianshen.bureau.reporting.models import Kind
from mianshen.bureau.reporting.services import COLUMNS, Period, Printed, Row, Table, workbook
from mianshen.bureau.reporting.tables import as_json, from_json
from mianshen.policy.saying import said
from mianshen.run.messages import Lang

PERIOD = Period(date(2025, 1, 1), 3)
PRINTED = Printed(said("Qinghe", "青禾区"), said("version 1", "第 1 版（已报送）"))
ROWS = (
    Row("f1", ("医疗救助基金", "财社〔2025〕1号", 1, -2, 3, 4, -1, 0, 10**15 + 7, 5)),
    Row("f2", ("残疾人保障资金", "", 0, 0, 1, 0, 1, 0, -1, 0)),
)
TOTAL = Row("total", (said("Total", "合计"), "", 1, -2, 4, 4, 0, 0, 10**15 + 6, 5))
TABLE = Table(Kind.FUNDS, PERIOD, COLUMNS[Kind.FUNDS], ROWS, TOTAL)


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_amounts_are_written_to_the_fen_and_every_column_tells_how_it_is_counted() -> None:
    content = workbook(TABLE, PRINTED)
    xml = parts(content)
    assert {"0.01", "-0.02", "10000000000000.07", "10000000000000.06"} <= set(
        re.findall(r"<v>([^<]+)</v>", xml["xl/worksheets/sheet1.xml"])
    )
    book = fastexcel.read_excel(content)
    figures, counted = (
        book.load_sheet(name, header_row=None, dtypes="string").to_polars().rows()
        for name in book.sheet_names
    )
    assert figures[0][0] == "医疗救助资金使用表"
    assert "2025年第1季度" in figures[1][0]
    assert "单位：元、人、笔" in figures[1][0]
    assert figures[2][:3] == ("资金名称", "指标文号", "期初结余")
    assert figures[5][0] == "合计"
    assert "审核" in figures[-1][0]
    told = dict(row[:2] for row in counted[1:-1])
    assert told == {str(one.title.chinese): one.counted.chinese for one in TABLE.columns}


def test_it_lies_on_paper_with_its_head_on_every_page() -> None:
    xml = parts(workbook(TABLE, PRINTED))
    names = xml["xl/workbook.xml"]
    assert re.search(r'Print_Titles"[^>]*>[^<]*\$1:\$3<', names)
    assert re.search(r'Print_Area"[^>]*>[^<]*\$A\$1:\$J\$8<', names)
    sheet = xml["xl/worksheets/sheet1.xml"]
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "第 &amp;P 页，共 &amp;N 页" in sheet


def test_the_same_table_is_the_same_bytes_in_either_language() -> None:
    assert workbook(TABLE, PRINTED) == workbook(TABLE, PRINTED)
    english = fastexcel.read_excel(
        workbook(TABLE, Printed(PRINTED.district, PRINTED.state, Lang.EN))
    )
    rows = english.load_sheet("Table", header_row=None, dtypes="string").to_polars().rows()
    assert rows[0][0] == "Use of the funds"


def test_a_table_that_was_kept_is_the_same_table() -> None:
    assert from_json(as_json(TABLE)) == TABLE
    kept = from_json(as_json(TABLE))
    assert [one.title.chinese for one in kept.columns] == [
        one.title.chinese for one in TABLE.columns
    ]
