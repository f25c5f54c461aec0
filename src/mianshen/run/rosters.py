"""Rosters of the offices: who belongs to which class from when to when, and what else is stated."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mianshen.engine.facts import Value
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Attribute, AttributeType
from mianshen.run.cells import RowReader, read_truth
from mianshen.run.messages import InputError, message
from mianshen.run.people import Named
from mianshen.run.reading.intake import take_rows
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.periods import Period
from mianshen.run.reading.tables import Table
from mianshen.sources.field_names import ATTRIBUTE_PREFIX
from mianshen.sources.layouts import Sources
from mianshen.standards.fields import fold_header
from mianshen.standards.identity.vocabularies import Meaning

PEOPLE_RANK, ROSTER_RANK = 0, 1

_ENDINGS = ("终止", "停止", "退出", "注销", "减少", "删除", "核减", "end", "remove")
_BEGINNINGS = ("新增", "变更", "增加", "续期", "恢复", "调整", "add", "change")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row of a roster (or of a table of people, which has no identity).

    `source` is the declared source and `period` the period its file speaks of; `ends` says that
    the row takes somebody off the list; `died` and `moved` stand in tables of people. `word` is how
    the file spells the identity. `township`, `village` and `phone` say where somebody is found;
    nothing is reckoned from them.
    """

    named: Named
    identity: str | None
    start: date | None
    end: date | None
    recognised: date | None
    office: str
    attributes: tuple[tuple[str, Value], ...] = ()
    source: str = ""
    period: Period | None = None
    ends: bool = False
    died: date | None = None
    moved: date | None = None
    word: str = ""
    township: str = ""
    village: str = ""
    phone: str = ""


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
        return _row(reader, table, stated, pack, sources)

    return take_rows(table, ledger, read)


def _row(
    reader: RowReader, table: Table, stated: Mapping[str, str], pack: Pack, sources: Sources
) -> RosterRow:
    is_roster = table.role == "rosters"
    start_given = reader.date("start", required=is_roster and table.period is None)
    end = reader.date("end")
    if start_given and end and end < start_given:
        reader.refuse("end", "end_before_start", start=start_given, end=end)
    start = start_given or (table.period.first if table.period and is_roster else None)
    meaning = _meaning(reader, table, sources, start) if is_roster else None
    return RosterRow(
        _named(reader, table),
        meaning.identity if meaning else None,
        start,
        end,
        reader.date("recognised"),
        reader.text("office") or table.layout.department,
        (*_attributes(reader, stated, pack), *_said_by_class(reader, meaning, pack)),
        table.layout.id if not table.layout.is_plain else "",
        table.period,
        is_roster and _is_ending(reader),
        reader.date("died"),
        reader.date("moved"),
        meaning.code if meaning else "",
        *(reader.text(name) or "" for name in ("township", "village", "phone")),
    )


def _named(reader: RowReader, table: Table) -> Named:
    certno, psn_no = reader.person()
    return Named(
        reader.place,
        certno,
        psn_no,
        reader.text("name"),
        reader.date("born"),
        reader.sex("sex"),
        reader.text("household"),
        ROSTER_RANK if table.role == "rosters" else PEOPLE_RANK,
        table.role,
        table.name if table.layout.is_plain else table.layout.id,
        reader.text("cert_type"),
        reader.text("former_name"),
    )


def _meaning(reader: RowReader, table: Table, sources: Sources, day: date | None) -> Meaning | None:
    """What the row's class means; a word without a meaning stays what it is."""
    word = reader.text("identity")
    if word is None:
        card = reader.disability_card()
        word = card.grade if card else reader.required("identity")
    if word is None:
        return None
    vocabulary = table.layout.vocabulary
    known = sources.vocabularies.meaning(sources.region, vocabulary, word, day)
    return known or Meaning(sources.region, vocabulary, word, word)


def _said_by_class(
    reader: RowReader, meaning: Meaning | None, pack: Pack
) -> Iterable[tuple[str, Value]]:
    """Attributes that the word for the class states, as far as the pack has them."""
    for name, text in meaning.states if meaning else ():
        attribute = pack.spelling.attributes.get(name)
        value = _valued(reader, "identity", text, attribute) if attribute else None
        if value is not None:
            yield name, value


def _is_ending(reader: RowReader) -> bool:
    word = reader.text("change")
    if word is None or word.startswith(_BEGINNINGS):
        return False
    if not word.startswith(_ENDINGS):
        reader.refuse("change", "not_a_change", value=word)
    return True


def _attributes(
    reader: RowReader, stated: Mapping[str, str], pack: Pack
) -> Iterable[tuple[str, Value]]:
    for column, name in stated.items():
        value = _attribute(reader, column, pack.spelling.attributes[name])
        if value is not None:
            yield name, value


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


def _attribute(reader: RowReader, column: str, attribute: Attribute) -> Value | None:
    text = reader.text_of_column(column)
    return None if text is None else _valued(reader, column, text, attribute)


def _valued(reader: RowReader, column: str, text: str, attribute: Attribute) -> Value | None:
    if attribute.type is AttributeType.NUMBER:
        return reader.number(column, text)
    if attribute.type is AttributeType.TEXT:
        return reader.option(column, text, attribute.options)
    truth = read_truth(text)
    if truth is None:
        reader.refuse(column, "not_a_truth", value=text)
    return truth


def by_source(rows: Sequence[RosterRow]) -> dict[str, list[RosterRow]]:
    """The rows of every source; those without one stand under the empty name."""
    found: dict[str, list[RosterRow]] = {}
    for row in rows:
        found.setdefault(row.source, []).append(row)
    return found
