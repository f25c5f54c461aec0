"""Settlements whose cells are all clean, made column by column: most texts are read once.

What a text is read as is what the reading of single rows makes of it; only the plainest spellings
of amounts and numbers are told without asking. A row with a cell that was mended or refused, or
that lacks what it needs, is left to that.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mianshen.run.reading.ledger import FileAccount, Ledger
from mianshen.run.reading.mending import CellMender
from mianshen.run.reading.tables import MakeClean, Part, Table
from mianshen.standards.fields import FIELD_BY_NAME, Field, Kind, is_required
from mianshen.standards.findings import Rule
from mianshen.standards.identity.mending import is_unharmed
from mianshen.standards.settlement import NAMING, Repair, Settlement, read_cell

_AMOUNT = re.compile(r"(-?\d{1,12})\.(\d\d)", re.ASCII)
_DISTINCT = frozenset((Kind.ID, Kind.DATETIME, Kind.FUNDS))
"""Numbers and moments hardly come twice and are not remembered."""
_TEXTS_MAX = 100_000
"""So many distinct texts of a column are remembered."""


class _Dirty:
    """Stands for a text that is not clean."""


_DIRTY, _UNREAD = _Dirty(), _Dirty()


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that carries a national field, and what its texts were read as.

    `repairs` are the codes of which another text was kept than the one that stands there.
    """

    index: int
    national: Field
    attribute: str
    known: dict[str, Any] = field(default_factory=dict)
    repairs: dict[str, Repair] = field(default_factory=dict)


class CleanSettlements:
    """Makes the clean settlements of one sheet."""

    def __init__(self, table: Table, part: Part, is_read: Callable[[Settlement], bool]) -> None:
        names, national = part.header.names, table.national
        carried = national.columns.values()
        # Fields of two columns, columns of one name and fixed values are left to single rows.
        self.is_possible = (
            len({*names}) == len(names)
            and not table.layout.fixed
            and all(len(columns) == 1 for columns in carried)
            and {*national.unknown}.union(*carried) <= {*names}
        )
        self._is_read = is_read
        self._ledger = Ledger()
        self._mender = CellMender(table.layout, part, FileAccount("", ""), self._ledger)
        if not self.is_possible:
            return
        self._unknown = [(name, names.index(name)) for name in national.unknown]
        self._columns = [
            _Column(names.index(column), one, one.attribute)
            for name, (column,) in national.columns.items()
            for one in [FIELD_BY_NAME[name]]
        ]
        required = [one.attribute for one in self._columns if is_required(one.national.name)]
        self._required = frozenset(required)
        self._certno_at = next(
            (one.index for one in self._columns if one.national.name == "certno"), None
        )

    def make(self, place: str, cells: Sequence[str]) -> Settlement | None:
        """The settlement that clean cells tell; None where one of them is not clean."""
        certno = "" if self._certno_at is None else cells[self._certno_at]
        if certno and not is_unharmed(certno):
            return None
        told: dict[str, Any] = {}
        repairs: list[Repair] = []
        for column in self._columns:
            raw = cells[column.index]
            if not raw:
                continue
            value = column.known.get(raw, _UNREAD)
            if value is _UNREAD:
                value = self._learn(column, raw)
            if value is _DIRTY:
                return None
            if value is not None:
                told[column.attribute] = value
                if column.repairs and raw in column.repairs:
                    repairs.append(column.repairs[raw])
        if not (told.keys() & NAMING and self._required <= told.keys()):
            return None
        extra = {name: text for name, index in self._unknown if (text := cells[index].strip())}
        made = Settlement(**told, extra=extra, repairs=tuple(repairs), where=place)
        return made if not extra or self._is_read(made) else None

    def _learn(self, column: _Column, raw: str) -> Any:
        """What a text is read as, from now on."""
        # A number of a card is looked at before the row, with all that may be wrong with it.
        value = raw if column.index == self._certno_at else _plain(column.national, raw)
        if value is None:
            value = self._read(column, raw)
        if column.national.kind not in _DISTINCT:
            if len(column.known) >= _TEXTS_MAX:
                column.known.clear()
            column.known[raw] = value
        return value

    def _read(self, column: _Column, raw: str) -> Any:
        """What the reading of single rows makes of a text."""
        name = column.national.name
        found = read_cell(name, self._mender.mend_alone(column.index, raw))
        value, written = found or (None, "")
        if self._ledger.repairs or isinstance(value, Rule):
            self._ledger.repairs.clear()
            return _DIRTY
        if column.national.kind is Kind.CODE and value != written:
            column.repairs[raw] = Repair(name, written, str(value))
        return value


def _plain(national: Field, raw: str) -> int | str | None:
    """An amount with two decimals in fen, or a number of letters and digits; None for all else."""
    if national.kind is Kind.MONEY:
        amount = _AMOUNT.fullmatch(raw)
        return int(amount[1] + amount[2]) if amount else None
    if national.kind is not Kind.ID or not (raw.isascii() and raw.isalnum()):
        return None
    if len(raw) > national.length or raw.casefold() == "null":
        return None
    return raw.upper() if national.personal else raw


def clean_settlements(
    table: Table, is_read: Callable[[Settlement], bool]
) -> Callable[[Part], MakeClean | None]:
    """What makes the clean settlements of each sheet, where its columns can be told apart.

    `is_read` tells whether the columns beside the national fields can be read.
    """

    def of(part: Part) -> MakeClean | None:
        rows = CleanSettlements(table, part, is_read)
        return rows.make if rows.is_possible else None

    return of
