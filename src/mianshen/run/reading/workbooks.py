"""XLSX files: what the zip would become is measured before any of it is parsed."""

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from mianshen.run.messages import InputError, bad
from mianshen.run.reading.grids import Record, Sheet
from mianshen.run.reading.limits import (
    CELL_CHARS_MAX,
    CHUNK_BYTES,
    COLUMNS_MAX,
    MEMBER_BYTES_MAX,
    MEMBERS_MAX,
    RATIO_MAX,
    RATIO_TESTED_FROM_BYTES,
    ROWS_MAX,
    SHEET_CELLS_MAX,
    SHEETS_MAX,
    WORKBOOK_BYTES_MAX,
)

_PLACED_CELL = re.compile(rb"<(?:\w+:)?c\s[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,9})[\"']")
_PLACED_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\br=[\"'](\d{1,9})[\"']")
_ROW_TAGS = (b"<row", b":row")
_CELL_TAGS = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")
_OVERLAP_BYTES = 400
_LETTERS = 26
_UTF_8_BYTES_MAX = 4
_PANIC = "PanicException"


def read_workbook(path: Path, name: str) -> list[Sheet]:
    """The visible sheets of a workbook as text.

    Raises `InputError` when it is no workbook, is damaged, or would grow beyond the limits.
    """
    _measure(path, name)
    try:
        reader = fastexcel.read_excel(path)
        names = reader.sheet_names
        if len(names) > SHEETS_MAX:
            raise bad("too_many_sheets", name, limit=SHEETS_MAX)
        loaded = [(title, _load(reader, title, "string")) for title in names]
    except InputError:
        raise
    except BaseException as error:
        raise _refusal(error, name) from error
    return [
        _sheet(reader, title, frame, name, alone=len(names) == 1)
        for title, frame in loaded
        if frame is not None
    ]


def _sheet(reader: Any, title: str, frame: pl.DataFrame, name: str, *, alone: bool) -> Sheet:
    if frame.width > COLUMNS_MAX:
        raise bad("too_many_columns", f"{name}[{title}]", limit=COLUMNS_MAX)
    longest = frame.select(pl.max_horizontal(pl.all().str.len_chars().max())).item()
    if (longest or 0) > CELL_CHARS_MAX:
        raise bad("cell_too_long", f"{name}[{title}]", limit=CELL_CHARS_MAX)

    def records() -> Iterator[Record]:
        for line, cells in enumerate(frame.iter_rows(), 1):
            yield line, ["" if cell is None else cell for cell in cells]

    def numbers(columns: Collection[int]) -> Collection[tuple[int, int]]:
        # Read as truths, cells of text are empty and cells of numbers are not.
        truths = _load(reader, title, "boolean")
        if truths is None:
            return frozenset()
        return {
            (line, column)
            for column in columns
            if column < truths.width
            for line in (truths.to_series(column).is_not_null().arg_true() + 1).to_list()
        }

    return Sheet("" if alone else title, records, numbers)


def _load(reader: Any, title: str, kind: str) -> pl.DataFrame | None:
    sheet = reader.load_sheet(title, header_row=None, skip_rows=0, dtypes=kind)
    if sheet.visible != "visible" or not sheet.width or not sheet.total_height:
        return None
    frame = sheet.to_polars()
    # What stands left of the first used column was left out.
    return frame if isinstance(frame, pl.DataFrame) else None


def _measure(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as book:
            members = book.infolist()
            if len(members) > MEMBERS_MAX or len({one.filename for one in members}) < len(members):
                raise bad("not_a_workbook", name, reason="zip")
            if any(one.flag_bits & 1 for one in members):
                raise bad("workbook_locked", name)
            total = 0
            for member in members:
                total += _measured(book, member, name)
                if total > WORKBOOK_BYTES_MAX:
                    raise bad("workbook_too_large", name, limit=WORKBOOK_BYTES_MAX)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise bad("not_a_workbook", name, reason=_reason(error)) from error
    except (NotImplementedError, RuntimeError, OverflowError) as error:
        raise bad("not_a_workbook", name, reason=_reason(error)) from error


def _measured(book: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> int:
    """Unpack a member piece by piece without keeping it; its true size in bytes."""
    is_sheet = member.filename.startswith("xl/worksheets/") and member.filename.endswith(".xml")
    extent = _Extent(name) if is_sheet else None
    size, since_tag = 0, 0
    tail = b""
    with book.open(member) as file:
        while chunk := file.read(CHUNK_BYTES):
            size += len(chunk)
            grown = size > RATIO_TESTED_FROM_BYTES
            if size > MEMBER_BYTES_MAX or (grown and size > RATIO_MAX * member.compress_size):
                raise bad("workbook_too_large", name, limit=MEMBER_BYTES_MAX)
            if member.filename.endswith((".xml", ".rels")):
                since_tag = _since_tag(chunk, since_tag, name)
                if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                    raise bad("not_a_workbook", name, reason="DOCTYPE")
            if extent is not None:
                extent.take(tail + chunk)
            tail = chunk[-_OVERLAP_BYTES:]
    if extent is not None:
        extent.check()
    return size


def _since_tag(chunk: bytes, before: int, name: str) -> int:
    """Bytes since the last tag; a text that goes on and on is one endless cell."""
    texts = chunk.split(b"<")
    lengths = [len(text) for text in texts]
    lengths[0] += before
    if max(lengths) > _UTF_8_BYTES_MAX * CELL_CHARS_MAX:
        raise bad("cell_too_long", name, limit=CELL_CHARS_MAX)
    return lengths[-1]


class _Extent:
    """How far the cells of a sheet reach: the parser would lay out the whole rectangle."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = self._row_tags = self._columns = self._cells = 0

    def take(self, piece: bytes) -> None:
        """Look at a piece of the sheet; pieces overlap a little, which only rounds up."""
        placed = _PLACED_CELL.findall(piece)
        for letters in {letters for letters, _ in placed}:
            self._columns = max(self._columns, _column_number(letters))
        lines = {digits for _, digits in placed} | set(_PLACED_ROW.findall(piece))
        self._rows = max([self._rows, *map(int, lines)])
        self._row_tags += sum(piece.count(tag) for tag in _ROW_TAGS)
        cells = sum(piece.count(tag) for tag in _CELL_TAGS)
        self._cells += cells
        if cells > len(placed):
            # Cells without a place stand one beside the other.
            widest = max(row.count(b"<c") + row.count(b":c") for row in piece.split(b"row"))
            self._columns = max(self._columns, widest)

    def check(self) -> None:
        """Raise `InputError` when the rectangle is beyond the limits."""
        rows = max(self._rows, self._row_tags)
        if self._columns > COLUMNS_MAX:
            raise bad("too_many_columns", self._name, limit=COLUMNS_MAX)
        if rows > ROWS_MAX:
            raise bad("too_many_rows", self._name, limit=ROWS_MAX)
        if max(self._cells, rows * self._columns) > SHEET_CELLS_MAX:
            raise bad("sheet_too_large", self._name, limit=SHEET_CELLS_MAX)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - 64
    return number


def _refusal(error: BaseException, name: str) -> BaseException:
    if isinstance(error, Exception) or type(error).__name__ == _PANIC:
        return bad("not_a_workbook", name, reason=_reason(error))
    return error


def _reason(error: BaseException) -> str:
    words = str(error).strip().splitlines()
    return words[0][:120] if words else type(error).__name__
