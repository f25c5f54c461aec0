"""Rosters of the offices: who belongs to which class from when to when, and what else is stated."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mianshen.engine.facts import AttributeFact, Identity, Value
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Attribute, AttributeType
from mianshen.run.cells import RowReader, read_truth
from mianshen.run.messages import InputError, Message, message
from mianshen.run.people import Named, Register
from mianshen.run.reading import Columns, Table, match_columns
from mianshen.standards.fields import fold_header

PERSON_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "certno": ("证件号码", "身份证号", "身份证号码", "cert_no"),
    "psn_no": ("人员编号", "金保号"),
}
_DETAILS: Mapping[str, tuple[str, ...]] = {
    **PERSON_COLUMNS,
    "name": ("姓名", "人员姓名", "psn_name"),
    "household": ("户编号", "household_no"),
    "born": ("出生日期", "brdy", "birth_date"),
    "sex": ("性别", "gend"),
    "start": ("开始日期", "begntime", "start_date"),
    "end": ("结束日期", "endtime", "end_date"),
}
_ROSTER: Mapping[str, tuple[str, ...]] = {
    **_DETAILS,
    "identity": ("身份类别", "人员身份类别", "救助身份"),
    "recognised": ("认定日期", "recognised_on"),
    "office": ("部门", "office_name"),
}
PEOPLE_RANK, ROSTER_RANK = 0, 1


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row of a roster (or of the table of people, which has no identity)."""

    named: Named
    identity: str | None
    start: date | None
    end: date | None
    recognised: date | None
    office: str
    attributes: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Rosters:
    """Every row of the rosters and of the table of people."""

    rows: tuple[RosterRow, ...]
    people_rows: tuple[RosterRow, ...]
    unused_columns: tuple[str, ...]

    def named(self) -> Iterable[Named]:
        """Who the people of the rosters are."""
        return (row.named for row in (*self.rows, *self.people_rows))

    def identities(self, register: Register) -> list[Identity]:
        """The classes people belong to, as facts."""
        return [
            Identity(
                register.key(row.named.certno, row.named.psn_no),
                row.identity,
                row.start,
                row.end,
                row.recognised,
                origin=f"{row.named.where} {row.office}".strip(),
            )
            for row in self.rows
            if row.identity and row.start
        ]

    def attributes(self, register: Register) -> list[AttributeFact]:
        """What is stated about people beside that; without days it holds always."""
        return [
            AttributeFact(
                register.key(row.named.certno, row.named.psn_no),
                name,
                value,
                row.start or date.min,
                row.end,
                row.named.where,
            )
            for row in (*self.rows, *self.people_rows)
            for name, value in row.attributes
        ]

    def unknown_identities(self, pack: Pack) -> dict[str, int]:
        """Classes that the pack does not name, with the number of rows."""
        known = frozenset(pack.spelling.identities)
        words = [row.identity for row in self.rows if row.identity]
        return dict(sorted(Counter(word for word in words if word not in known).items()))


def read_rosters(tables: Iterable[Table], people: Table | None, pack: Pack) -> Rosters:
    """Read rosters and the table of people; raises `InputError` with every row that is no row."""
    problems: list[Message] = []
    unused: list[str] = []
    rows: list[RosterRow] = []
    for table in tables:
        rows += _read(table, pack, _ROSTER, ("identity", "start"), problems, unused)
    people_rows = []
    if people is not None:
        people_rows = _read(people, pack, _DETAILS, (), problems, unused)
    if problems:
        raise InputError(problems)
    return Rosters(tuple(rows), tuple(people_rows), tuple(dict.fromkeys(unused)))


def person_columns(table: Table, columns: Columns) -> None:
    """Raise `InputError` when no column of the table says who a row is about."""
    if "certno" not in columns and "psn_no" not in columns:
        raise InputError([message("person_column_missing", f"{table.name}:1")])


def _read(
    table: Table,
    pack: Pack,
    names: Mapping[str, tuple[str, ...]],
    required: tuple[str, ...],
    problems: list[Message],
    unused: list[str],
) -> list[RosterRow]:
    columns = match_columns(table, names, required)
    person_columns(table, columns)
    taken = set(columns.values())
    stated = _attribute_columns(table, pack, taken)
    unused += [
        name for name in table.header if name.strip() and name not in taken and name not in stated
    ]
    rows = []
    for row in table.rows():
        reader = RowReader(table, row, columns, problems)
        rows.append(_row(reader, names, stated, pack))
    return rows


def _row(
    reader: RowReader,
    names: Mapping[str, tuple[str, ...]],
    stated: Mapping[str, str],
    pack: Pack,
) -> RosterRow:
    is_roster = "identity" in names
    certno, psn_no = reader.person()
    start, end = reader.date("start", required=is_roster), reader.date("end")
    if start and end and end < start:
        reader.refuse("end", "end_before_start", start=start, end=end)
    named = Named(
        reader.place,
        certno,
        psn_no,
        reader.text("name"),
        reader.date("born"),
        reader.sex("sex"),
        reader.text("household"),
        ROSTER_RANK if is_roster else PEOPLE_RANK,
    )
    attributes = []
    for column, name in stated.items():
        value = _attribute(reader, column, pack.spelling.attributes[name])
        if value is not None:
            attributes.append((name, value))
    identity = reader.required("identity") if is_roster else None
    recognised, office = reader.date("recognised"), reader.text("office") or ""
    return RosterRow(named, identity, start, end, recognised, office, tuple(attributes))


def _attribute_columns(table: Table, pack: Pack, taken: set[str]) -> dict[str, str]:
    """Which other columns state an attribute of the pack, by its name or title."""
    meant: dict[str, str] = {}
    for name, attribute in pack.spelling.attributes.items():
        for word in (name, attribute.title, attribute.title_en):
            if word:
                meant.setdefault(fold_header(word), name)
    found: dict[str, str] = {}
    for column in table.header:
        name = meant.get(fold_header(column), "")
        if not name or column in taken:
            continue
        if name in found.values():
            first = next(one for one, other in found.items() if other == name)
            where, listed = f"{table.name}:1:{column}", f"{first}、{column}"
            raise InputError([message("columns_for_one_field", where, columns=listed, field=name)])
        found[column] = name
    return found


def _attribute(reader: RowReader, column: str, attribute: Attribute) -> Value | None:
    text = reader.text_of_column(column)
    if text is None:
        return None
    if attribute.type is AttributeType.NUMBER:
        return reader.number(column, text)
    if attribute.type is AttributeType.TEXT:
        return reader.option(column, text, attribute.options)
    truth = read_truth(text)
    if truth is None:
        reader.refuse(column, "not_a_truth", value=text)
    return truth
