"""Rosters of the offices: who belongs to which class from when to when, and what else is stated."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mianshen.policy.pack import Pack
from mianshen.run.cells import RowReader
from mianshen.run.clean_rosters import clean_rows
from mianshen.run.messages import InputError, message
from mianshen.run.people import Named
from mianshen.run.reading.intake import take_rows
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.periods import Period
from mianshen.run.reading.tables import Table
from mianshen.run.roster_rows import PEOPLE_RANK, ROSTER_RANK, RosterRow, read_row
from mianshen.sources.field_names import ATTRIBUTE_PREFIX
from mianshen.sources.layouts import Sources
from mianshen.standards.fields import fold_header

__all__ = [
    "PEOPLE_RANK",
    "ROSTER_RANK",
    "RosterFile",
    "RosterRow",
    "Rosters",
    "by_source",
    "read_rosters",
]


@dataclass(frozen=True)
class RosterFile:
    """One delivery of a roster: of which source and period, whole or changes, how many rows.

    `is_partial` is what somebody decided after looking; where nobody did, the sizes tell.
    """

    name: str
    source: str
    is_whole: bool
    mass_exit_percent: int
    period: Period | None
    rows: int
    is_zero_report: bool = False
    is_partial: bool | None = None


@dataclass(frozen=True)
class Rosters:
    """Every row of the rosters and of the tables of people."""

    rows: tuple[RosterRow, ...]
    people_rows: tuple[RosterRow, ...]
    files: tuple[RosterFile, ...]
    unused_columns: tuple[str, ...]

    def named(self) -> Iterable[Named]:
        """Who the people of the rosters are."""
        return (row.named for row in (*self.rows, *self.people_rows))

    def unknown_identities(self, pack: Pack) -> dict[str, int]:
        """Classes that the pack does not name, with the number of rows."""
        known = frozenset(pack.spelling.identities)
        words = [row.identity for row in self.rows if row.identity]
        return dict(sorted(Counter(word for word in words if word not in known).items()))


def read_rosters(
    tables: Iterable[Table], people: Iterable[Table], pack: Pack, sources: Sources, ledger: Ledger
) -> Rosters:
    """Read rosters and tables of people; rows that cannot be read go to quarantine."""
    unused: list[str] = []
    rows: list[RosterRow] = []
    files: list[RosterFile] = []
    people_rows: list[RosterRow] = []
    for table in tables:
        rows += _read(table, pack, sources, ledger, unused)
        files.append(_file(table, ledger))
    for table in people:
        people_rows += _read(table, pack, sources, ledger, unused)
    return Rosters(tuple(rows), tuple(people_rows), tuple(files), tuple(dict.fromkeys(unused)))


def _file(table: Table, ledger: Ledger) -> RosterFile:
    layout = table.layout
    is_whole = layout.list == "whole" and table.period is not None
    return RosterFile(
        table.name,
        layout.id,
        is_whole,
        layout.mass_exit_percent,
        table.period,
        ledger.accounts[-1].rows,
        table.is_zero_report,
    )


def _read(
    table: Table, pack: Pack, sources: Sources, ledger: Ledger, unused: list[str]
) -> list[RosterRow]:
    stated = _attribute_columns(table, pack)
    taken = {*table.columns.values(), *stated}
    unused += [
        name.removeprefix(ATTRIBUTE_PREFIX)
        for name in table.header
        if name.strip() and name not in taken and table.layout.is_plain
    ]

    def read(reader: RowReader) -> RosterRow:
        return read_row(reader, table, stated, pack, sources)

    return take_rows(table, ledger, read, clean_rows(table, stated, pack, sources))


def _attribute_columns(table: Table, pack: Pack) -> dict[str, str]:
    """Which columns state an attribute of the pack: declared, or called by its name or title."""
    meant: dict[str, str] = {}
    for name, attribute in pack.spelling.attributes.items():
        for word in (name, attribute.title, attribute.title_en):
            if word:
                meant.setdefault(fold_header(word), name)
    declared = {
        column: field.removeprefix(ATTRIBUTE_PREFIX)
        for field, column in table.columns.items()
        if field.startswith(ATTRIBUTE_PREFIX)
    }
    found = {column: name for column, name in declared.items() if name in pack.spelling.attributes}
    taken = set(table.columns.values())
    for column in table.header:
        name = meant.get(fold_header(column), "")
        if not name or column in taken:
            continue
        if name in found.values():
            first = next(one for one, other in found.items() if other == name)
            where, listed = f"{table.parts[0].place}:1:{column}", f"{first}、{column}"
            raise InputError([message("columns_for_one_field", where, columns=listed, field=name)])
        found[column] = name
    return found


def by_source(rows: Sequence[RosterRow]) -> dict[str, list[RosterRow]]:
    """The rows of every source; those without one stand under the empty name."""
    found: dict[str, list[RosterRow]] = {}
    for row in rows:
        found.setdefault(row.source, []).append(row)
    return found
