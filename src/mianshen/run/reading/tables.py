"""A delivered file as rows under field names: all records counted, damage mended."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from mianshen.run.messages import InputError, Message, bad, message
from mianshen.run.reading.grids import Sheet, beginning
from mianshen.run.reading.headers import Columns, Header, find_header, has_header, likeness
from mianshen.run.reading.ledger import FileAccount, Ledger, Repair
from mianshen.run.reading.limits import CHUNK_BYTES, FILE_BYTES_MAX
from mianshen.run.reading.mending import CellMender, masked_cell
from mianshen.run.reading.parquet_files import read_parquet
from mianshen.run.reading.periods import Period
from mianshen.run.reading.text_files import DELIMITERS, scan_text, text_sheet
from mianshen.run.reading.workbooks import read_workbook
from mianshen.run.reading.zero_reports import says_nothing, zero_claim
from mianshen.sources.layouts import Layout
from mianshen.standards.fields import HeaderMap, fold_header

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PARQUET = b"PAR1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SPECIAL_SHEETS = ("first", "all")

DELIVERY_CHARS = 8
"""So many characters of its hash name a delivery to people."""

_NO_CELLS: Mapping[str, str] = {}
LEFT_OUT = ""
"""Among the mended cells of a row: the clerk leaves the row out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data: its place (`file:line`), its cells by column, what keeps it from use.

    `made` is what a clean row was made into at once; it has no cells then.
    """

    place: str
    cells: Mapping[str, str]
    problem: Message | None = None
    made: Any = None


MakeClean = Callable[[str, Sequence[str]], Any]
"""What a row of clean cells is, from its place and cells; None where a cell is not clean."""


@dataclass(frozen=True)
class Part:
    """One sheet of a table with its header."""

    place: str
    sheet: Sheet
    header: Header

    @cached_property
    def field_at(self) -> Mapping[int, str]:
        """The field that each column carries, by its place from 0."""
        return {
            index: field
            for field, column in self.header.columns.items()
            for index, name in enumerate(self.header.names)
            if name == column
        }


@dataclass(frozen=True)
class Table:
    """A file that was read as what its layout says; rows are made when asked for.

    `mended` are the cells that clerks corrected, by the row's place and the column. A zero report
    (零报告) is signed and says that there is nothing to tell; it may have no header.
    """

    path: Path
    name: str
    sha256: str
    layout: Layout
    parts: tuple[Part, ...]
    period: Period | None = None
    mended: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    is_zero_report: bool = False

    @property
    def role(self) -> str:
        """What the file was given as (`settlements`, `rosters` …)."""
        return self.layout.role

    @property
    def source(self) -> str:
        """The source that is declared; empty where none is."""
        return "" if self.layout.is_plain else self.layout.id

    @property
    def told_by(self) -> str:
        """Whose word the rows are: the source's, or the file's where no source is declared."""
        return self.source or self.name

    @property
    def delivery(self) -> str:
        """By what people tell this delivery of the file from another."""
        return self.sha256[:DELIVERY_CHARS]

    @cached_property
    def columns(self) -> Columns:
        """The column of each field; fixed values stand under the field's own name."""
        found: dict[str, str] = {}
        for part in self.parts:
            for name, column in part.header.columns.items():
                found.setdefault(name, column)
        return {**dict(zip(self.layout.fixed, self.layout.fixed, strict=True)), **found}

    @property
    def header(self) -> tuple[str, ...]:
        """The names of all columns."""
        names = [name for part in self.parts for name in part.header.names if name.strip()]
        return tuple(dict.fromkeys(names))

    @property
    def national(self) -> HeaderMap:
        """The header as the settlement standard reads it."""
        (found, *_) = [part.header.national for part in self.parts if part.header.national]
        return found

    def rows(
        self, ledger: Ledger, clean: "Callable[[Part], MakeClean | None] | None" = None
    ) -> Iterator[Row]:
        """Every row of data, mended; all other records are counted in the ledger.

        Rows that `clean` makes something of are given as that.
        """
        account = ledger.open(self.role, self.name, self.source)
        account.is_zero_report = self.is_zero_report
        for part in self.parts:
            make = clean(part) if clean else None
            yield from _PartReader(self, part, account, ledger, make).rows()


def read_table(path: Path, layout: Layout, name: str, period: Period | None = None) -> Table:
    """Read a file by what it is, whatever it is called.

    Raises `InputError` when it is missing, damaged, beyond the limits, or has no header that the
    layout knows.
    """
    start = beginning(path, name)
    if path.stat().st_size > FILE_BYTES_MAX:
        raise bad("file_too_large", name, limit=FILE_BYTES_MAX)
    try:
        sha256, sheets = _read_sheets(path, layout, name, start)
    except OSError as error:
        raise bad("file_unreadable", name, reason=error.strerror or error) from error
    claim = zero_claim(sheets)
    try:
        parts = tuple(
            Part(place, sheet, find_header(sheet.records(), layout, place))
            for sheet in _chosen(sheets, layout, name)
            for place in [_place(name, sheet)]
        )
    except InputError:
        if claim is None or layout.role == "settlements":
            raise
        if not claim.is_signed:
            raise bad("zero_report_unsigned", name) from None
        bare = tuple(Part(_place(name, one), one, Header(0, (), {})) for one in sheets)
        return Table(path, name, sha256, layout, bare, period, is_zero_report=True)
    table = Table(path, name, sha256, layout, parts, period)
    if claim is None or not claim.is_signed or any(table.rows(Ledger())):
        return table
    return replace(table, is_zero_report=True)


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file; raises `InputError` when it is not there or cannot be read."""
    beginning(path, name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise bad("file_unreadable", name, reason=error.strerror or error) from error


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _read_sheets(path: Path, layout: Layout, name: str, start: bytes) -> tuple[str, list[Sheet]]:
    if start.startswith(_ZIP):
        return fingerprint(path), read_workbook(path, name)
    if start.startswith(_PARQUET):
        return fingerprint(path), read_parquet(path, name)
    if start.startswith(_OLD_OFFICE):
        raise bad("old_workbook", name)
    if start.startswith(_UTF_16):
        raise bad("not_utf8", f"{name}:1")
    scan = scan_text(path, name)
    declared = [one for one in scan.encodings if one == layout.encoding]
    encodings = [*declared, *(one for one in scan.encodings if one not in declared)]
    tried = [text_sheet(path, name, one, mark) for one in encodings for mark in DELIMITERS]
    if layout.is_plain:
        return scan.sha256, tried[:1]
    likely = [_likeness(sheet, layout) for sheet in tried]
    return scan.sha256, [tried[likely.index(max(likely))]]


def _likeness(sheet: Sheet, layout: Layout) -> int:
    try:
        return likeness(sheet.records(), layout)
    except InputError:
        return -1


def _chosen(sheets: Sequence[Sheet], layout: Layout, name: str) -> list[Sheet]:
    if not sheets:
        raise bad("no_header", f"{name}:1")
    if layout.sheet not in _SPECIAL_SHEETS:
        named = [one for one in sheets if one.name.strip() == layout.sheet]
        if named:
            return named
        if len(sheets) > 1:
            known = "、".join(one.name for one in sheets)
            raise bad("sheet_missing", name, sheet=layout.sheet, known=known)
    fitting = [one for one in sheets if has_header(one.records(), layout, name)]
    if not fitting:
        return [sheets[0]]
    return fitting if layout.sheet == "all" else fitting[:1]


def _place(name: str, sheet: Sheet) -> str:
    return f"{name}[{sheet.name}]" if sheet.name else name


class _PartReader:
    """Walks one sheet once."""

    def __init__(
        self,
        table: Table,
        part: Part,
        account: FileAccount,
        ledger: Ledger,
        make_clean: MakeClean | None = None,
    ) -> None:
        self._part = part
        self._make_clean = make_clean
        self._layout = table.layout
        self._is_zero_report = table.is_zero_report
        self._account = account
        self._ledger = ledger
        self._mended = table.mended
        self._header = part.header
        self._width = len(part.header.names)
        self._folded = [fold_header(name) for name in part.header.names]
        self._footers = tuple(fold_header(word) for word in table.layout.footer)
        self._field_at = part.field_at
        self._required = [
            index
            for index, field in self._field_at.items()
            if field in (table.layout.required or table.columns)
        ]
        self._mender = CellMender(table.layout, part, account, ledger)

    def rows(self) -> Iterator[Row]:
        """The rows of data; everything else is counted."""
        for line, cells in self._part.sheet.records():
            self._account.records += 1
            if not any(cell and not cell.isspace() for cell in cells):
                self._account.blank += 1
            elif line < self._header.line:
                self._account.titles += 1
            elif line == self._header.line or self._repeats_header(cells):
                self._account.headers += 1
            elif self._is_zero_report or self._is_note(cells):
                self._account.notes += 1
            else:
                self._account.rows += 1
                if LEFT_OUT in self._mended.get(f"{self._part.place}:{line}", ()):
                    self._leave_out(line)
                else:
                    yield self._row(line, cells)

    def _leave_out(self, line: int) -> None:
        place = f"{self._part.place}:{line}"
        self._account.left_out += 1
        self._ledger.repairs.append(Repair(place, "", "row_left_out", "", ""))

    def _correct(self, place: str, line: int, cells: list[str]) -> None:
        """Write what a clerk corrected into the cells, and each change into the ledger."""
        for column, text in self._mended.get(place, {}).items():
            index = self._header.names.index(column)
            field = self._field_at.get(index, column)
            before, after = masked_cell(field, cells[index]), masked_cell(field, text)
            self._ledger.repairs.append(Repair(place, field, "corrected", before, after))
            cells[index] = text
            self._mender.trust(line, index)

    def _row(self, line: int, cells: list[str]) -> Row:
        place = f"{self._part.place}:{line}"
        surplus = cells[self._width :]
        if len(cells) < self._width or any(cell.strip() for cell in surplus):
            found, wanted = len(cells), self._width
            return Row(place, {}, message("row_width", place, found=found, wanted=wanted))
        cells = cells[: self._width]
        if self._make_clean and place not in self._mended:
            self._mender.fill(cells)
            made = None if self._mender.has_number(line) else self._make_clean(place, cells)
            if made is not None:
                return Row(place, _NO_CELLS, made=made)
        self._correct(place, line, cells)
        return Row(place, self._mender.mend(place, line, cells))

    def _repeats_header(self, cells: Sequence[str]) -> bool:
        # Most rows differ in their first cell, and folding costs.
        if not self._folded or (cells[0] and fold_header(cells[0]) != self._folded[0]):
            return False
        return [fold_header(cell) for cell in cells[: self._width]] == self._folded

    def _is_note(self, cells: Sequence[str]) -> bool:
        """A footer (合计, 填表人 …), or one merged cell of words where no field stands."""
        if self._layout.is_plain:
            return False
        if says_nothing(cells):
            return True
        if all(index < len(cells) and cells[index].strip() for index in self._required):
            return False
        filled = [index for index, cell in enumerate(cells) if cell.strip()]
        first = fold_header(cells[filled[0]])
        if self._footers and first.startswith(self._footers):
            return True
        return len(filled) == 1 and self._width > 2 and filled[0] not in self._field_at


def line_of(place: str) -> tuple[str, int]:
    """File (with its sheet) and line of the words that say where a row stood."""
    file, _, line = place.rpartition(":")
    return file, int(line)
