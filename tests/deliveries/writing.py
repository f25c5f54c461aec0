"""One file of one source, spelled as its layout says: titles, header, rows, footer, encoding."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from mianshen.sources.field_names import DATES
from mianshen.sources.layouts import Layout
from mianshen.standards.fields import FIELD_BY_NAME

Fields = Mapping[str, str]

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_SERIAL = re.compile(r"[1-9]\d{4}", re.ASCII)
_ORIGIN = date(1899, 12, 30)
_CODECS = {"utf-8": "utf-8-sig", "gb18030": "gb18030", "auto": "utf-8"}


Cell = str | int | float | bool | None


@dataclass
class Grid:
    """A file before it is written: one list of records a sheet, headers among them.

    `data` says for every sheet which records are rows of data.
    """

    layout: Layout
    sheets: dict[str, list[list[Cell]]]
    data: dict[str, range]

    @property
    def rows(self) -> int:
        """How many rows of data there are."""
        return sum(len(lines) for lines in self.data.values())


def write_delivery(
    folder: Path, layout: Layout, rows: Sequence[Fields], period: str = "202512"
) -> Path:
    """Write rows of field → text (dates in ISO) as the department would send them."""
    file = folder / file_name(layout, period)
    file.write_bytes(file_bytes(laid_out(layout, rows), file.suffix))
    return file


def file_name(layout: Layout, period: str = "202512") -> str:
    """What the department calls the file of a period."""
    return layout.files[0].format_map({"yyyymm": period, "yyyy": period[:4], "yyyymmdd": period})


def laid_out(layout: Layout, rows: Sequence[Fields]) -> Grid:
    """Rows under titles and a header, over a footer, dealt out to the sheets of the layout."""
    columns = columns_of(layout, rows)
    records = [
        [_spelled(layout, field, row.get(field, "")) for field, _ in columns] for row in rows
    ]
    header = [column for _, column in columns]
    titles = {"all": ("五津街道", "花源街道"), "first": ("Sheet1",)}.get(
        layout.sheet, (layout.sheet,)
    )
    sheets: dict[str, list[list[Cell]]] = {}
    data: dict[str, range] = {}
    for at, title in enumerate(titles):
        own = records[at :: len(titles)]
        above = [*_titles(layout), header]
        sheets[title] = [list(one) for one in (*above, *own, *_footer(layout, header))]
        data[title] = range(len(above), len(above) + len(own))
    return Grid(layout, sheets, data)


def file_bytes(grid: Grid, suffix: str) -> bytes:
    """The file as the department's program writes it."""
    (first, *_) = grid.sheets.values()
    memory = io.BytesIO()
    if suffix == ".parquet":
        header, *records = first
        columns = {
            str(name): [_text(record[at]) if at < len(record) else "" for record in records]
            for at, name in enumerate(header)
        }
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).write_parquet(memory)
        return memory.getvalue()
    if suffix == ".xlsx":
        _write_workbook(memory, grid)
        return memory.getvalue()
    return csv_text(first).encode(_CODECS[grid.layout.encoding])


def columns_of(layout: Layout, rows: Sequence[Fields]) -> list[tuple[str, str]]:
    """Fields and the headers they are sent under; an office numbers its rows in the first one."""
    if isinstance(layout.columns, Mapping):
        declared = [(field, aliases[0]) for field, aliases in layout.columns.items()]
        return [("number", "序号"), *declared] if layout.footer else declared
    given = dict.fromkeys(field for row in rows for field in row)
    return [(field, FIELD_BY_NAME[field].name) for field in given]


def csv_text(records: Sequence[Sequence[Cell]]) -> str:
    """Records as CSV."""
    text = io.StringIO()
    lines = [[_text(cell) for cell in record] for record in records]
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


def _write_workbook(memory: io.BytesIO, grid: Grid) -> None:
    layout = grid.layout
    with xlsxwriter.Workbook(memory, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        for title, records in grid.sheets.items():
            sheet = book.add_worksheet(title)
            for line, cells in enumerate(records):
                for column, cell in enumerate(cells):
                    _write_cell(sheet, line, column, cell, layout)
        if layout.sheet not in ("first", "all"):
            book.add_worksheet("填报说明").write_string(0, 0, "请各单位按月填报")


def _write_cell(sheet: Any, line: int, column: int, cell: Cell, layout: Layout) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(line, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, column, cell)
    elif cell and "serial" in layout.dates[:1] and _SERIAL.fullmatch(cell):
        sheet.write_number(line, column, int(cell))
    elif cell:
        sheet.write_string(line, column, cell)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


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
