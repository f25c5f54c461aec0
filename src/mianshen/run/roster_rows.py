"""One row of a roster or of a table of people: what each of its cells says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from mianshen.engine.facts import Value
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Attribute, AttributeType
from mianshen.run.cells import RowReader, read_truth
from mianshen.run.people import Named
from mianshen.run.reading.periods import Period
from mianshen.run.reading.tables import Table
from mianshen.sources.layouts import Sources
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


def read_row(
    reader: RowReader, table: Table, stated: Mapping[str, str], pack: Pack, sources: Sources
) -> RosterRow:
    """What a row says; what cannot be read is noted by the reader. `stated` are its attributes."""
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
        (*_attributes(reader, stated, pack), *said_by_class(reader, meaning, pack)),
        table.source,
        table.period,
        is_roster and is_ending(reader),
        reader.date("died"),
        reader.date("moved"),
        meaning.code if meaning else "",
        *(reader.text(name) or "" for name in ("township", "village", "phone")),
    )


def who_tells(table: Table) -> tuple[int, str, str]:
    """Rank, role and source of the rows of a table."""
    rank = ROSTER_RANK if table.role == "rosters" else PEOPLE_RANK
    return rank, table.role, table.told_by


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
        *who_tells(table),
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
    return meaning_of(table, sources, word, day)


def meaning_of(table: Table, sources: Sources, word: str, day: date | None) -> Meaning:
    """What a word for a class means in a table on a day; without a meaning it stays what it is."""
    vocabulary = table.layout.vocabulary
    known = sources.vocabularies.meaning(sources.region, vocabulary, word, day)
    return known or Meaning(sources.region, vocabulary, word, word)


def said_by_class(
    reader: RowReader, meaning: Meaning | None, pack: Pack
) -> Iterable[tuple[str, Value]]:
    """Attributes that the word for the class states, as far as the pack has them."""
    for name, text in meaning.states if meaning else ():
        attribute = pack.spelling.attributes.get(name)
        value = _valued(reader, "identity", text, attribute) if attribute else None
        if value is not None:
            yield name, value


def is_ending(reader: RowReader) -> bool:
    """Whether a row of changes takes somebody off the list."""
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
        value = attribute_in(reader, column, pack.spelling.attributes[name])
        if value is not None:
            yield name, value


def attribute_in(reader: RowReader, column: str, attribute: Attribute) -> Value | None:
    """What a column states of an attribute of the pack, or None where it says nothing."""
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
