"""Files become tables whatever they are called; every record is counted, and damage is named."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from mianshen.run.messages import InputError, Lang, bad
from mianshen.run.reading import limits, workbooks
from mianshen.run.reading.headers import match_columns
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import Row, Table, read_table
from mianshen.sources.layouts import Layout, plain_layout

Cell = str | int | float | datetime | None

LAYOUT = {
    "id": "roster",
    "role": "roster",
    "header_row": 3,
    "columns": {
        "name": ["姓名"],
        "certno": ["身份证号"],
        "identity": ["类别"],
        "household": ["户号"],
        "start": ["纳入日期"],
    },
    "required": ["name", "certno"],
    "dates": ["yyyy年M月d日", "serial"],
    "fill_down": ["household"],
    "footer": ["合计", "填表人"],
}
HEADER = ["序号", "姓名", "身份证号", "类别", "户号", "纳入日期"]
NUMBER = "990000196804120128"


def layout(**changes: object) -> Layout:
    return Layout.model_validate({**LAYOUT, **changes})


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "t.csv"
    file.write_bytes(text.encode(encoding))
    return file


def workbook(folder: Path, *sheets: tuple[str, Sequence[Sequence[Cell]]]) -> Path:
    file = folder / "t.xlsx"
    with xlsxwriter.Workbook(file) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets:
            sheet = book.add_worksheet(title)
            for line, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, datetime):
                        sheet.write_datetime(line, column, cell, day)
                    elif cell is not None:
                        sheet.write(line, column, cell)
    return file


def plain(file: Path) -> Table:
    return read_table(file, plain_layout("people"), file.name)


def rows(table: Table, ledger: Ledger | None = None) -> list[Row]:
    return list(table.rows(ledger or Ledger()))


def refusal(file: Path, as_layout: Layout | None = None) -> str:
    with pytest.raises(InputError) as refused:
        rows(read_table(file, as_layout or plain_layout("people"), file.name))
    return " ".join(refused.value.lines(Lang.EN))


def test_a_byte_order_mark_and_blank_lines_do_not_matter(tmp_path: Path) -> None:
    read = plain(written(tmp_path, "\ufeffpsn_no,b\r\n\r\n1,2\r\n,\r\n3,4\r\n"))
    assert read.header == ("psn_no", "b")
    assert [(row.place, row.cells["b"]) for row in rows(read)] == [
        ("t.csv:3", "2"),
        ("t.csv:5", "4"),
    ]


def test_a_row_with_a_broken_line_in_a_cell_stands_at_its_first_line(tmp_path: Path) -> None:
    read = plain(written(tmp_path, 'psn_no,b\n1,"x\ny"\n2,z\n'))
    assert [row.place for row in rows(read)] == ["t.csv:2", "t.csv:4"]


def test_a_row_of_another_width_is_a_row_with_a_problem(tmp_path: Path) -> None:
    read = plain(written(tmp_path, "psn_no,b\n1,2,3\n1\n1,2,\n"))
    assert [row.problem and row.problem.code for row in rows(read)] == [
        "row_width",
        "row_width",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('psn_no,b\n1,"x\n', "t.csv:2: this is not well-formed CSV"),
        ("\n\n", "t.csv:1: the file is empty"),
        ("psn_no,psn_no\n1,2\n", "t.csv:1:psn_no: the header has this column more than once"),
        ("psn_no,b\n1,\0\n", "t.csv: this is no text file"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(written(tmp_path, text))


def test_text_in_gb18030_is_read_with_its_rare_characters(tmp_path: Path) -> None:
    file = written(tmp_path, "姓名,身份证号,类别\n张\U00020087,1,低保\n", "gb18030")
    (row,) = rows(read_table(file, layout(header_row=1), "t.csv"))
    assert row.cells["姓名"] == "张\U00020087"


def test_titles_footers_notes_and_repeated_headers_are_counted_and_are_no_rows(
    tmp_path: Path,
) -> None:
    person = ["1", "张三", NUMBER, "低保", "H1", "2024年3月1日"]
    records = [
        ["新津区困难人员名单"],
        ["填报单位：某局", None, None, None, None, "2025-12-31"],
        HEADER,
        person,
        ["以下为农村"],
        HEADER,
        ["2", "李四", "", "低保", None, 45000],
        [],
        ["合计", "2人"],
        ["填表人：王五", None, "审核人：赵六"],
    ]
    ledger = Ledger()
    read = rows(read_table(workbook(tmp_path, ("名单", records)), layout(), "t.xlsx"), ledger)
    assert [row.cells["户号"] for row in read] == ["H1", "H1"]
    assert [row.cells["纳入日期"] for row in read] == ["2024-03-01", "2023-03-15"]
    (account,) = ledger.accounts
    assert (account.titles, account.headers, account.notes, account.rows) == (2, 2, 3, 2)
    counted = account.titles + account.headers + account.notes + account.rows + account.blank
    assert counted == account.records == len(records)


def test_a_header_is_found_where_titles_came_or_went(tmp_path: Path) -> None:
    file = workbook(
        tmp_path, ("名单", [HEADER, ["1", "张三", NUMBER, "低保", "H1", "2024年3月1日"]])
    )
    (row,) = rows(read_table(file, layout(), "t.xlsx"))
    assert row.place == "t.xlsx:2"


def test_every_sheet_with_the_header_is_read_where_the_layout_says_all(tmp_path: Path) -> None:
    sheets = [
        (town, [HEADER, ["1", name, NUMBER, "低保", "H", "2024年3月1日"]])
        for town, name in (("五津", "张三"), ("花源", "李四"))
    ]
    file = workbook(tmp_path, ("说明", [["填报说明"]]), *sheets)
    read = read_table(file, layout(sheet="all"), "t.xlsx")
    assert [row.place for row in rows(read)] == ["t.xlsx[五津]:2", "t.xlsx[花源]:2"]
    assert [row.place for row in rows(read_table(file, layout(), "t"))] == ["t[五津]:2"]


def test_a_number_that_a_spreadsheet_rounded_keeps_only_its_sure_digits(tmp_path: Path) -> None:
    people = [
        ["1", "张三", int(NUMBER), "低保", "H", "2024年3月1日"],
        ["2", "李四", f"\t{NUMBER}", "低保", "H", "2024年3月1日"],
        ["3", "王五", "510118900101123", "低保", "H", "2024年3月1日"],
    ]
    ledger = Ledger()
    file = workbook(tmp_path, ("名单", [HEADER, *people]))
    read = rows(read_table(file, layout(), "t.xlsx"), ledger)
    assert [row.cells["身份证号"] for row in read] == [
        "99000019680412****",
        NUMBER,
        "510118900101123",
    ]
    assert [(one.place, one.rule) for one in ledger.repairs] == [
        ("t.xlsx:2", "digits_lost"),
        ("t.xlsx:3", "blanks_removed"),
    ]


def test_typed_dates_of_a_workbook_are_dates(tmp_path: Path) -> None:
    person = ["1", "张三", NUMBER, "低保", "H", datetime(2024, 3, 1)]
    file = workbook(tmp_path, ("名单", [HEADER, person]))
    (row,) = rows(read_table(file, layout(), "t.xlsx"))
    assert row.cells["纳入日期"].startswith("2024-03-01")


def test_parquet_is_read_as_text_whatever_it_is_called(tmp_path: Path) -> None:
    frame = pl.DataFrame({"psn_no": ["P1"], "brdy": [date(1970, 1, 2)], "flag": [True]})
    frame.write_parquet(tmp_path / "t.csv")
    (row,) = rows(plain(tmp_path / "t.csv"))
    assert row.cells == {"psn_no": "P1", "brdy": "1970-01-02", "flag": "1"}


def zipped(members: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in members.items():
            book.writestr(name, content)
    return memory.getvalue()


HUGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a cell without end": (lambda: b"psn_no\n" + b"x" * 5_000_000, "longer than"),
    "a quoted cell without end": (lambda: b'psn_no\n"' + b"x\n" * 500_000, "not well-formed"),
    "a million columns": (lambda: b"a," * 1_000_000 + b"psn_no\n", "more than"),
    "a zip that blows up": (
        lambda: zipped({"xl/worksheets/sheet1.xml": b"<c/>" * 3_000_000}),
        "packed beyond reason",
    ),
    "a sheet as wide as it is high": (
        lambda: zipped({"xl/worksheets/sheet1.xml": b'<row><c r="A1"/><c r="ALL1048576"/></row>'}),
        "spans more than",
    ),
    "a sheet of too many columns": (
        lambda: zipped({"xl/worksheets/sheet1.xml": b'<c r="XFD1"/>'}),
        "columns",
    ),
    "one endless text in a workbook": (
        lambda: zipped({"xl/sharedStrings.xml": b"<t>" + bytes(range(65, 91)) * 40_000 + b"</t>"}),
        "a cell holds more than",
    ),
    "entities in a workbook": (
        lambda: zipped({"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        "DOCTYPE",
    ),
    "a zip that is none": (lambda: b"PK\x03\x04" + b"?" * 100, "cannot be opened"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"?" * 100, "old workbook"),
    "Parquet that is none": (lambda: b"PAR1" + b"?" * 100 + b"PAR1", "Parquet"),
}


@pytest.mark.parametrize("case", HUGE)
def test_what_would_fill_the_memory_is_refused_before_it_is_parsed(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, said = HUGE[case]
    file = tmp_path / "t.any"
    file.write_bytes(make())
    monkeypatch.setattr(workbooks.fastexcel, "read_excel", lambda _: pytest.fail("was parsed"))
    assert said in refusal(file)
    assert "t.any" in refusal(file)


def test_the_limits_leave_room_for_a_district(tmp_path: Path) -> None:
    assert limits.ROWS_MAX >= 1_048_576
    assert limits.SHEET_CELLS_MAX >= 240_000 * 60
    assert plain(written(tmp_path, "psn_no\n1\n")).sha256


def test_columns_are_found_without_case_width_or_blanks() -> None:
    names = {"certno": ("身份证号",), "psn_no": ("人员编号",)}
    found = match_columns([" 身份 证号", "PSN_NO"], names, (), "t.csv:1")
    assert found == {"certno": " 身份 证号", "psn_no": "PSN_NO"}


def test_more_than_ten_problems_are_counted_in_either_language() -> None:
    one = bad("demo_missing").messages
    assert InputError(one * 12).lines(Lang.EN)[-1] == "There are 2 more problems like these."
    assert InputError(one * 12).lines(Lang.ZH)[-1] == "另有 2 处问题未列出。"
