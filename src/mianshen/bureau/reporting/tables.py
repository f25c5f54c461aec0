"""A table as it is shown, printed and kept: columns with how they are counted, rows, a total."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mianshen.bureau.reporting.models import Kind
from mianshen.bureau.reporting.periods import Period, period_named
from mianshen.policy.saying import Said, chinese

Cell = str | int | None
"""A text (a sentence where it is one in both languages), a count, whole fen, or nothing."""


class Sort(StrEnum):
    """What the cells of a column are."""

    WORD = "word"
    COUNT = "count"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by name, with its title and its 口径: how it is counted, in words."""

    name: str
    title: Said
    counted: Said
    sort: Sort = Sort.MONEY


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns; `key` names what the row is about, for good.

    `person` is the registry's number where the row is about somebody.
    """

    key: str
    cells: tuple[Cell, ...]
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a kind for a period, with the row of its total."""

    kind: Kind
    period: Period
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row

    def place(self, name: str) -> int:
        """Where a column stands."""
        return [one.name for one in self.columns].index(name)

    def total_of(self, name: str) -> int:
        """The total of a column of counts or fen."""
        found = self.total.cells[self.place(name)]
        if not isinstance(found, int):
            raise TypeError(f"{name} has no total")
        return found


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that differs: as it was handed in and as it is counted now; none where it is not."""

    was: Row | None
    now: Row | None
    differences: tuple[int | None, ...] = field(default=())


def changes(was: Table, now: Table) -> list[Changed]:
    """The rows that differ between two countings of one table; none of them, and none of the total.

    Differences are now less then, by column of counts and fen; a row that is not there counts zero.
    """
    before = {one.key: one for one in was.rows}
    after = {one.key: one for one in now.rows}
    keys = [*before, *(key for key in after if key not in before)]
    pairs = ((before.get(key), after.get(key)) for key in keys)
    found = [_changed(was.columns, *pair) for pair in pairs if not _same(was.columns, *pair)]
    if found or not _same(was.columns, was.total, now.total):
        found.append(_changed(was.columns, was.total, now.total))
    return found


def as_json(table: Table) -> str:
    """A table as text, the same for the same table."""
    told = {
        "kind": table.kind.value,
        "period": str(table.period),
        "columns": [
            [one.name, _pair(one.title), _pair(one.counted), one.sort.value]
            for one in table.columns
        ],
        "rows": [_kept(one) for one in table.rows],
        "total": _kept(table.total),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Table:
    """The table that was written so."""
    told = json.loads(text)
    period = period_named(told["period"])
    if period is None:
        raise ValueError(f"no period is spelled {told['period']!r}")
    columns = (
        Column(name, Said(*title), Said(*counted), Sort(sort))
        for name, title, counted, sort in told["columns"]
    )
    rows = tuple(_read(one) for one in told["rows"])
    return Table(Kind(told["kind"]), period, tuple(columns), rows, _read(told["total"]))


def _same(columns: Sequence[Column], was: Row | None, now: Row | None) -> bool:
    """Whether figures and words agree; a running number says nothing of the row."""
    return was is not None and now is not None and _told(columns, was) == _told(columns, now)


def _told(columns: Sequence[Column], row: Row) -> list[Cell]:
    pairs = zip(columns, row.cells, strict=True)
    return [cell for column, cell in pairs if column.name != "number"]


def _changed(columns: Sequence[Column], was: Row | None, now: Row | None) -> Changed:
    differences = tuple(
        None if column.sort is Sort.WORD else _figure(now, n) - _figure(was, n)
        for n, column in enumerate(columns)
    )
    return Changed(was, now, differences)


def _figure(row: Row | None, place: int) -> int:
    cell = row.cells[place] if row is not None else 0
    return cell if isinstance(cell, int) else 0


def _pair(sentence: str) -> list[str]:
    return [str(sentence), chinese(sentence)]


def _kept(row: Row) -> list[Any]:
    cells = [_pair(one) if isinstance(one, Said) else one for one in row.cells]
    return [row.key, cells, row.person]


def _read(told: Sequence[Any]) -> Row:
    key, cells, person = told
    return Row(key, tuple(Said(*one) if isinstance(one, list) else one for one in cells), person)
