"""A CSV file as a table of text: encoding, header and width are checked, cells are left alone."""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mianshen.run.messages import InputError, Message, bad, message
from mianshen.standards.fields import fold_header

_CELL_CHARS_MAX = 1_000_000


@dataclass(frozen=True)
class Row:
    """One row of a table: its line in the file and its cells by column name."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """A file that was read; rows are made when asked for, so that large files stay small.

    `role` is what the file was given as (`settlements`, `rosters` …).
    """

    path: Path
    name: str
    role: str
    sha256: str
    text: str

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        for _, cells in self._records():
            return tuple(cells)
        raise bad("no_header", f"{self.name}:1")

    def rows(self) -> Iterator[Row]:
        """Every row that is not blank; raises `InputError` at the first one that is no row."""
        header = self.header
        records = self._records()
        next(records)
        for line, cells in records:
            if len(cells) != len(header):
                where = f"{self.name}:{line}"
                raise bad("row_width", where, found=len(cells), wanted=len(header))
            yield Row(line, dict(zip(header, cells, strict=True)))

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(_CELL_CHARS_MAX)
        reader = csv.reader(io.StringIO(self.text, newline=""), strict=True)
        line = 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise bad("not_csv", f"{self.name}:{line}", reason=error) from error


def read_table(path: Path, role: str, name: str) -> Table:
    """Read a CSV file (UTF-8, with or without byte order mark).

    Raises `InputError` when it is missing, unreadable or not UTF-8.
    """
    raw = read_bytes(path, name)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise bad("not_utf8", f"{name}:{line}") from error
    table = Table(path, name, role, hashlib.sha256(raw).hexdigest(), text)
    repeated = [column for column, count in Counter(table.header).items() if count > 1 and column]
    if repeated:
        raise InputError(message("column_repeated", f"{name}:1:{column}") for column in repeated)
    return table


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of a file; raises `InputError` when it is not there or cannot be read."""
    if not path.is_file():
        raise bad("file_missing", str(path))
    try:
        return path.read_bytes()
    except OSError as error:
        raise bad("file_unreadable", name, reason=error.strerror or error) from error


Columns = Mapping[str, str]
"""Which column of a table carries a field."""


def match_columns(
    table: Table, names: Mapping[str, Sequence[str]], required: Sequence[str]
) -> Columns:
    """Find the column of each field by any of its names; width, case and blanks do not matter.

    Raises `InputError` with every field that has no column and is required, or has two.
    """
    field_of = {fold_header(alias): field for field in names for alias in (field, *names[field])}
    found: dict[str, list[str]] = {}
    for column in table.header:
        field = field_of.get(fold_header(column))
        if field is not None:
            found.setdefault(field, []).append(column)
    problems: list[Message] = []
    for field, columns in found.items():
        if len(columns) > 1:
            where = f"{table.name}:1:{columns[1]}"
            listed = "、".join(columns)
            problems.append(
                message("columns_for_one_field", where, columns=listed, field=names[field][0])
            )
    for field in required:
        if field not in found:
            aliases = "、".join((*names[field], field))
            where = f"{table.name}:1"
            problems.append(
                message("column_missing", where, field=names[field][0], aliases=aliases)
            )
    if problems:
        raise InputError(problems)
    return {field: columns[0] for field, columns in found.items()}
