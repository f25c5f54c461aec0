"""One file of one source, spelled as its layout says: titles, header, rows, footer, encoding."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl
import xlsxwriter

from mianshen.run.reading.field_names import DATES
from mianshen.run.reading.layouts import Layout
from mianshen.standards.fields import FIELD_BY_NAME

Fields = Mapping[str, str]

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_ORIGIN = date(1899, 12, 30)
_CODECS = {"utf-8": "utf-8-sig", "gb18030": "gb18030", "auto": "utf-8"}


def write_delivery(
    folder: Path, layout: Layout, rows: Sequence[Fields], period: str = "202512"
) -> Path:
    """Write rows of field → text (dates in ISO) as the department would send them."""
    name = layout.files[0].format_map({"yyyymm": period, "yyyy": period[:4], "yyyymmdd": period})
    file = folder / name
    columns = columns_of(layout, rows)
    records = [
        [_spelled(layout, field, row.get(field, "")) for field, _ in columns] for row in rows
    ]
    header = [column for _, column in columns]
    if file.suffix == ".parquet":
        pl.DataFrame(
            {name: [record[at] for record in records] for at, name in enumerate(header)},
            schema=dict.fromkeys(header, pl.String),
        ).write_parquet(file)
    elif file.suffix == ".xlsx":
        _write_workbook(file, layout, header, records)
    else:
        text = csv_text([*_titles(layout), header, *records, *_footer(layout, header)])
        file.write_bytes(text.encode(_CODECS[layout.encoding]))
    return file


def columns_of(layout: Layout, rows: Sequence[Fields]) -> list[tuple[str, str]]:
    """Fields and the headers they are sent under; an office numbers its rows in the first one."""
    if isinstance(layout.columns, Mapping):
        declared = [(field, aliases[0]) for field, aliases in layout.columns.items()]
        return [("number", "序号"), *declared] if layout.footer else declared
    given = dict.fromkeys(field for row in rows for field in row)
    return [(field, FIELD_BY_NAME[field].name) for field in given]


def csv_text(records: Sequence[Sequence[str]]) -> str:
    """Records as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(records)
    return text.getvalue()


def _write_workbook(
    file: Path, layout: Layout, header: Sequence[str], records: Sequence[Sequence[str]]
) -> None:
    titles = {"all": ("五津街道", "花源街道"), "first": ("Sheet1",)}.get(
        layout.sheet, (layout.sheet,)
    )
    with xlsxwriter.Workbook(file) as book:
        for at, title in enumerate(titles):
            sheet = book.add_worksheet(title)
            own = records[at :: len(titles)]
            lines = [*_titles(layout), list(header), *own, *_footer(layout, header)]
            for line, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    if not cell:
                        continue
                    is_serial = "serial" in layout.dates[:1] and len(cell) == 5 and cell.isdigit()
                    if is_serial:
                        sheet.write_number(line, column, int(cell))
                    else:
                        sheet.write_string(line, column, cell)
        if layout.sheet not in ("first", "all"):
            book.add_worksheet("填报说明").write_string(0, 0, "请各单位按月填报")


def _titles(layout: Layout) -> list[list[str]]:
    above = 2 if layout.header_row == "auto" else layout.header_row - 1
    return [[f"{layout.title}（{line + 1}）"] for line in range(above)]


def _footer(layout: Layout, header: Sequence[str]) -> list[list[str]]:
    padding = [""] * (len(header) - 1)
    return [[f"{word}：", *padding] for word in layout.footer[:2]]


def _spelled(layout: Layout, field: str, text: str) -> str:
    if field not in DATES or layout.columns == "national" or not _ISO.fullmatch(text):
        return text
    day, form = date.fromisoformat(text), layout.dates[0]
    if form == "serial":
        return str((day - _ORIGIN).days)
    parts = {"yyyy": f"{day:%Y}", "MM": f"{day:%m}", "dd": f"{day:%d}"}
    for token, value in (*parts.items(), ("M", str(day.month)), ("d", str(day.day))):
        form = form.replace(token, value)
    return form
