"""Rows of rosters whose cells are all clean, made column by column: every text is read once.

What a text is read as is what the reading of single rows makes of it. A row with a cell that was
mended, refused or is not understood here is left to that.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mianshen.engine.facts import Value
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Attribute
from mianshen.run.cells import RowReader
from mianshen.run.messages import Message
from mianshen.run.people import Named
from mianshen.run.reading.ledger import FileAccount, Ledger
from mianshen.run.reading.mending import CellMender
from mianshen.run.reading.tables import MakeClean, Part, Row, Table
from mianshen.run.roster_rows import (
    RosterRow,
    attribute_in,
    is_ending,
    meaning_of,
    said_by_class,
    who_tells,
)
from mianshen.sources.field_names import LAST_DAYS
from mianshen.sources.layouts import Sources
from mianshen.standards.identity.mending import is_unharmed
from mianshen.standards.identity.vocabularies import Meaning

_PSN_NO_CHARS_MAX = 30
_TEXTS_MAX = 100_000
"""So many distinct texts of a column are remembered."""

_TEXT_FIELDS = (
    *("name", "household", "cert_type", "former_name", "office", "township", "village", "phone"),
)
_DATE_FIELDS = ("born", "start", "end", "recognised", "died", "moved")

_SHARED = frozenset(("name", *_DATE_FIELDS))
_KNOWN: dict[tuple[object, ...], dict[str, Any]] = {}
"""What names and dates were read as, which come again in file after file; by field and forms."""

_Read = Callable[[RowReader], Any]


class _Dirty:
    """Stands for a text that is not clean."""


_DIRTY, _UNREAD = _Dirty(), _Dirty()


@dataclass
class _Column:
    """A column that is read for one slot of the row, with what its texts were read as."""

    slot: str
    index: int
    read: _Read
    known: dict[str, Any] = field(default_factory=dict)


@dataclass
class CleanRows:
    """Makes the clean rows of one sheet."""

    table: Table
    part: Part
    stated: Mapping[str, str]
    pack: Pack
    sources: Sources

    def __post_init__(self) -> None:
        self._ledger = Ledger()
        layout = self.table.layout
        self._mender = CellMender(layout, self.part, FileAccount("", ""), self._ledger)
        self._fixed_cells = {
            name: text for name, text in layout.fixed.items() if self._is_fixed(name)
        }
        self._is_roster = self.table.role == "rosters"
        self._fixed: dict[str, Any] = {}
        self._columns: list[_Column] = []
        self._meanings: dict[tuple[str, date | None], Any] = {}
        for slot, column, read in self._wanted():
            self._place(slot, column, read)
        self._certno_at = self._at("certno")
        self._psn_no_at = self._at("psn_no")
        table = self.table
        self._first = table.period.first if table.period and self._is_roster else None
        self._source = table.source
        self._who = who_tells(table)

    def make(self, place: str, cells: Sequence[str]) -> RosterRow | None:
        """The row that clean cells tell; None where one of them is not clean."""
        numbers = self._numbers(cells)
        if numbers is None:
            return None
        told = dict(self._fixed)
        for column in self._columns:
            raw = cells[column.index]
            if raw:
                value = column.known.get(raw, _UNREAD)
                if value is _UNREAD:
                    value = self._learn(column, raw)
                if value is _DIRTY:
                    return None
                told[column.slot] = value
        return self._row(place, *numbers, told)

    def _row(
        self, place: str, certno: str | None, psn_no: str | None, told: Mapping[str, Any]
    ) -> RosterRow | None:
        get = told.get
        card, end, start = get("disability_card"), get("end"), get("start")
        if card:
            certno = certno or card.certno
        if (certno or psn_no or get("name")) is None or (start and end and end < start):
            return None
        meaning: Meaning | None = None
        said: tuple[tuple[str, Value], ...] = ()
        if self._is_roster:
            start = start or self._first
            word = get("identity") or (card.grade if card else None)
            meant = self._meant(word, start) if word and start else None
            if meant is None:
                return None
            meaning, said = meant
        stated = (
            (name, told[column]) for column, name in self.stated.items() if get(column) is not None
        )
        return RosterRow(
            Named(
                *(place, certno, psn_no, get("name"), get("born"), get("sex"), get("household")),
                *(*self._who, get("cert_type"), get("former_name")),
            ),
            meaning.identity if meaning else None,
            start,
            end,
            get("recognised"),
            get("office") or self.table.layout.department,
            (*stated, *said),
            self._source,
            self.table.period,
            ends=get("change", False),
            died=get("died"),
            moved=get("moved"),
            word=meaning.code if meaning else "",
            township=get("township") or "",
            village=get("village") or "",
            phone=get("phone") or "",
        )

    def _numbers(self, cells: Sequence[str]) -> tuple[str | None, str | None] | None:
        """Certificate and person number, hardly one of which comes twice; None if not clean."""
        certno = cells[self._certno_at] if self._certno_at is not None else ""
        if certno and not is_unharmed(certno):
            return None
        psn_no = cells[self._psn_no_at] if self._psn_no_at is not None else ""
        if psn_no:
            plain = psn_no.isascii() and psn_no.isalnum() and len(psn_no) <= _PSN_NO_CHARS_MAX
            if not plain or psn_no.casefold() == "null":
                return None
        return certno or None, psn_no or None

    def _meant(self, word: str, day: date | None) -> Any:
        found = self._meanings.get((word, day), _UNREAD)
        if found is _UNREAD:
            meaning = meaning_of(self.table, self.sources, word, day)

            def read(reader: RowReader) -> tuple[Meaning, tuple[tuple[str, Value], ...]]:
                return meaning, tuple(said_by_class(reader, meaning, self.pack))

            found = self._meanings[word, day] = self._probe(None, "", read)
        return None if found is _DIRTY else found

    def _learn(self, column: _Column, raw: str) -> Any:
        if len(column.known) >= _TEXTS_MAX:
            column.known.clear()
        value = column.known[raw] = self._probe(column.index, raw, column.read)
        return value

    def _probe(self, index: int | None, raw: str, read: _Read) -> Any:
        """What the reading of rows makes of a row that has this cell and no other."""
        cells = dict(self._fixed_cells)
        if index is not None:
            cells[self.part.header.names[index]] = self._mender.mend_alone(index, raw)
        problems: list[Message] = []
        value = read(RowReader(Row("", cells), self.table.columns, problems))
        is_clean = not problems and not self._ledger.repairs
        self._ledger.repairs.clear()
        return value if is_clean else _DIRTY

    def _wanted(self) -> list[tuple[str, str, _Read]]:
        """Slots with the columns they are read from, and how."""
        named = self.table.columns
        wanted: list[tuple[str, _Read]] = [
            *((name, _text(name)) for name in _TEXT_FIELDS),
            *((name, _date(name)) for name in _DATE_FIELDS),
            ("sex", lambda reader: reader.sex("sex")),
            ("disability_card", lambda reader: reader.disability_card() or _DIRTY),
        ]
        if self._is_roster:
            wanted += [("identity", _text("identity")), ("change", is_ending)]
        found = [(slot, named[slot], read) for slot, read in wanted if slot in named]
        for column, name in self.stated.items():
            attribute = self.pack.spelling.attributes[name]
            found.append((column, column, _attribute(column, attribute)))
        return found

    def _place(self, slot: str, column: str, read: _Read) -> None:
        index = self._column_at(column)
        if index is not None:
            forms = (slot in LAST_DAYS, *self.table.layout.dates)
            known = _KNOWN.setdefault((slot, *forms), {}) if slot in _SHARED else {}
            self._columns.append(_Column(slot, index, read, known))
        elif self._is_fixed(column):
            self._fixed[slot] = self._probe(None, "", read)

    def _at(self, field: str) -> int | None:
        column = self.table.columns.get(field)
        return None if column is None else self._column_at(column)

    def _column_at(self, column: str) -> int | None:
        names = self.part.header.names
        return names.index(column) if column in names and not self._is_fixed(column) else None

    def _is_fixed(self, column: str) -> bool:
        return column in self.table.layout.fixed and column not in self.part.header.columns

    @property
    def is_possible(self) -> bool:
        """Whether columns can be told apart, and what is the same in all rows is clean."""
        names = [name for name in self.part.header.names if name]
        carried = list(self.part.header.columns.values())
        are_apart = len({*names}) == len(names) and len({*carried}) == len(carried)
        has_fixed_number = any(self._is_fixed(one) for one in ("certno", "psn_no"))
        return are_apart and not has_fixed_number and _DIRTY not in self._fixed.values()


def _text(name: str) -> _Read:
    return lambda reader: reader.text(name)


def _date(name: str) -> _Read:
    return lambda reader: reader.date(name)


def _attribute(column: str, attribute: Attribute) -> _Read:
    return lambda reader: attribute_in(reader, column, attribute)


def clean_rows(
    table: Table, stated: Mapping[str, str], pack: Pack, sources: Sources
) -> Callable[[Part], MakeClean | None]:
    """What makes the clean rows of each sheet of a table, where its columns can be told apart."""

    def of(part: Part) -> MakeClean | None:
        rows = CleanRows(table, part, stated, pack, sources)
        return rows.make if rows.is_possible else None

    return of
