"""What clerks have mended, handed back as a file: cells of delivered rows, or rows to leave out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mianshen.policy.expressions.checker import nearest
from mianshen.run.cells import RowReader
from mianshen.run.messages import bad
from mianshen.run.reading.intake import take_rows
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import DELIVERY_CHARS, LEFT_OUT, Part, Table
from mianshen.sources.field_names import OF_ROLE
from mianshen.standards.fields import fold_header

ROLE = "corrections"

_LEAVE_OUT = ("不采用", "left out")


@dataclass(frozen=True, slots=True)
class _Correction:
    """One cell (by its column) of the row at a place, or the whole row to be left out."""

    table: str
    place: str
    column: str
    text: str


def corrected(tables: Mapping[str, Sequence[Table]], ledger: Ledger) -> dict[str, list[Table]]:
    """The tables by role, with what the files of corrections say of their rows.

    A correction holds for one delivery, told by the beginning of its hash: when the file is sent
    again the row has to be looked at again. Corrections that fit nothing are quarantined; raises
    `InputError` when none of a file does, or when one cell is corrected twice.
    """
    known = {table.name: table for role in tables if role != ROLE for table in tables[role]}
    found: list[_Correction] = []
    for given in tables[ROLE]:

        def read(reader: RowReader) -> _Correction | None:
            return _read_row(reader, known)

        found += [one for one in take_rows(given, ledger, read) if one is not None]
    mended = _by_place(found)
    return {
        role: [replace(table, mended=mended.get(table.name, {})) for table in listed]
        for role, listed in tables.items()
    }


def _by_place(found: Sequence[_Correction]) -> dict[str, dict[str, dict[str, str]]]:
    by_table: dict[str, dict[str, dict[str, str]]] = {}
    for one in found:
        cells = by_table.setdefault(one.table, {}).setdefault(one.place, {})
        if one.column in cells or (cells and LEFT_OUT in (one.column, *cells)):
            raise bad("correction_twice", one.place)
        cells[one.column] = one.text
    return by_table


def _read_row(reader: RowReader, known: Mapping[str, Table]) -> _Correction | None:
    stated = [reader.required(name) for name in ("reason", "by", "checked_by")]
    if stated[1] is not None and stated[1] == stated[2]:
        reader.refuse("checked_by", "correction_checked_by_oneself")
    file, text = reader.required("file"), reader.required("corrected")
    line = reader.count("row") if reader.required("row") else None
    table = _table(reader, file, known) if file else None
    if table is None or line is None or text is None:
        return None
    part = next((one for one in table.parts if file in (one.place, table.name)), None)
    if part is None or all(at != line for at, _ in part.sheet.records()):
        reader.refuse("row", "correction_no_row", row=line)
        return None
    column = _column(reader, table, part, text)
    return None if column is None else _Correction(table.name, f"{part.place}:{line}", column, text)


def _table(reader: RowReader, file: str, known: Mapping[str, Table]) -> Table | None:
    table = known.get(file) or known.get(file.partition("[")[0])
    if table is None:
        hint = nearest(file, dict.fromkeys(known, ""))
        reader.refuse("file", "correction_no_file", name=file, hint=hint)
        return None
    delivery = reader.required("delivery") or ""
    if len(delivery) < DELIVERY_CHARS or not table.sha256.startswith(delivery.lower()):
        reader.refuse("delivery", "correction_other_delivery", now=table.delivery)
    return table


def _column(reader: RowReader, table: Table, part: Part, text: str) -> str | None:
    """The column as the cells of the table are called, or `LEFT_OUT` for the whole row."""
    stated = reader.text("field")
    if stated is None and text in _LEAVE_OUT:
        if table.role == "settlements":
            reader.refuse("corrected", "correction_of_a_bill")
        return LEFT_OUT
    columns = {fold_header(name): name for name in part.header.names if name.strip()}
    declared = table.layout.columns if isinstance(table.layout.columns, Mapping) else {}
    for name, column in part.header.columns.items():
        for alias in (name, *OF_ROLE[table.role].get(name, ()), *declared.get(name, ())):
            columns.setdefault(fold_header(alias), column)
    if fold_header(stated or "") in columns:
        return columns[fold_header(stated or "")]
    listed = "、".join(name for name in part.header.names if name.strip())
    reader.refuse("field", "correction_no_field", name=stated or "", known=listed)
    return None
