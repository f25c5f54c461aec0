"""Workbooks written as a stream of rows: XlsxWriter makes the frame, polars the rows inside it.

Cell by cell XlsxWriter writes less than a hundred thousand cells a second; made as columns of text
they come more than ten times as fast, and a nation's rosters need not take hours.
"""

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import IO

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

ROWS_MAX = 1_048_576
"""The most rows that a sheet can have (ECMA-376)."""

_CREATED = datetime(2025, 1, 1)
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_COMPRESSION = 4
_SPOOL_BYTES_MAX = 1 << 18
_MARKUP = "[&<>]"
_SERIAL = r"^\d{5}$"


def spooled(folder: Path, files: ExitStack) -> IO[bytes]:
    """A nameless file that lies in memory while it is small; a district has hundreds of them."""
    spool = tempfile.SpooledTemporaryFile(_SPOOL_BYTES_MAX, dir=str(folder))  # noqa: SIM115
    return files.enter_context(spool)


class Sheet:
    """One sheet under way; its rows wait in a file until the workbook is closed."""

    def __init__(self, name: str, spool: IO[bytes]) -> None:
        self.name = name
        self.rows = 0
        self.spool = spool

    def append(self, cells: pl.DataFrame, serial_columns: Sequence[str] = ()) -> None:
        """Write rows of text; five digits in a serial column become a date of the spreadsheet."""
        if not len(cells):
            return
        numbers = pl.int_range(self.rows + 1, self.rows + 1 + len(cells), eager=True)
        frame = _escaped(cells).with_columns(numbers.cast(pl.String).alias("\0row"))
        parts = [
            _cell(name, xl_col_to_name(place), serial=name in serial_columns)
            for place, name in enumerate(cells.columns)
        ]
        row = pl.concat_str(
            pl.lit('<row r="'), pl.col("\0row"), pl.lit('">'), *parts, pl.lit("</row>")
        )
        self.spool.write("".join(frame.select(row).to_series().to_list()).encode())
        self.rows += len(cells)


class Workbook:
    """An XLSX file under way; `close` writes it. Open files are closed with `files`."""

    def __init__(self, path: Path, files: ExitStack) -> None:
        self.path = path
        self._files = files

    def new_sheet(self, name: str) -> Sheet:
        """A sheet that `close` may put into the workbook."""
        return Sheet(name, spooled(self.path.parent, self._files))

    def close(self, sheets: Sequence[Sheet]) -> None:
        """Write the file: the frame as the library makes it, each sheet's rows in their place."""
        frame = zipfile.ZipFile(io.BytesIO(_frame([sheet.name for sheet in sheets])))
        by_part = {
            f"xl/worksheets/sheet{number}.xml": sheet
            for number, sheet in enumerate(sheets, start=1)
        }
        with zipfile.ZipFile(
            self.path, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION
        ) as book:
            for part in frame.namelist():
                content = frame.read(part)
                with book.open(_entry(part), "w", force_zip64=True) as target:
                    if part in by_part:
                        _fill(target, content, by_part[part])
                    else:
                        target.write(content)


def _frame(names: Sequence[str]) -> bytes:
    """A workbook of these sheets with nothing in them but one date, which brings in its style."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"created": _CREATED})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name in names:
        book.add_worksheet(name).write_datetime(0, 0, _CREATED, day)
    book.close()
    return made.getvalue()


def _fill(target: IO[bytes], empty: bytes, sheet: Sheet) -> None:
    head, rest = re.split(rb"<sheetData>.*</sheetData>", empty, maxsplit=1, flags=re.DOTALL)
    target.write(re.sub(rb"<dimension [^>]*/>", b"", head) + b"<sheetData>")
    sheet.spool.seek(0)
    shutil.copyfileobj(sheet.spool, target, 1 << 20)
    sheet.spool.close()
    target.write(b"</sheetData>" + rest)


def _entry(part: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(part, _ZIP_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _escaped(cells: pl.DataFrame) -> pl.DataFrame:
    marked = [name for name in cells.columns if cells[name].str.contains(_MARKUP).any()]
    return cells.with_columns(
        pl.col(marked)
        .str.replace_all("&", "&amp;", literal=True)
        .str.replace_all("<", "&lt;", literal=True)
        .str.replace_all(">", "&gt;", literal=True)
    )


def _cell(name: str, letters: str, *, serial: bool) -> pl.Expr:
    text, at = pl.col(name), pl.col("\0row")
    written = pl.concat_str(
        pl.lit(f'<c r="{letters}'),
        at,
        pl.lit('" t="inlineStr"><is><t xml:space="preserve">'),
        text,
        pl.lit("</t></is></c>"),
    )
    if serial:
        dated = pl.concat_str(
            pl.lit(f'<c r="{letters}'), at, pl.lit('" s="1"><v>'), text, pl.lit("</v></c>")
        )
        written = pl.when(text.str.contains(_SERIAL)).then(dated).otherwise(written)
    return pl.when(text.is_null() | (text == "")).then(pl.lit("")).otherwise(written)
