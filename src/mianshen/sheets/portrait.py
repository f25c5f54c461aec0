"""The portrait of a policy (政策画像): every class of people against every kind of aid."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from mianshen.engine.reference.values import Known, Scene, Truth, Unknown, truth
from mianshen.policy.formula import Formula
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Cap, Kind, Law, Parameter, Programme, Spelling, Terms
from mianshen.run.messages import Lang
from mianshen.run.words import Pair, say
from mianshen.sheets.phrasing import Phrasing, read_value
from mianshen.sheets.policy_words import choice
from mianshen.sheets.terms import RowInWords
from mianshen.sheets.titles import Titles

Part = TypeVar("Part")

_UNKNOWN = Unknown()


class Column(StrEnum):
    """A kind of aid in the portrait."""

    PREMIUM = "premium"
    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"
    TILTED = "tilted"
    DEPARTMENT = "department"
    ALLOWANCE = "allowance"


COLUMNS: dict[Column, Pair] = {
    Column.PREMIUM: ("资助参保", "premium"),
    Column.OUTPATIENT: ("门诊", "outpatient"),
    Column.INPATIENT: ("住院", "inpatient"),
    Column.TILTED: ("倾斜", "tilted aid"),
    Column.DEPARTMENT: ("部门专项", "departments"),
    Column.ALLOWANCE: ("津贴", "allowance"),
}
_ALWAYS_SHOWN = tuple(column for column in Column if column is not Column.ALLOWANCE)
_VISITS = {
    Column.OUTPATIENT: ("outpatient", "chronic_outpatient", "pharmacy"),
    Column.INPATIENT: ("inpatient", "maternity", "home_bed"),
}
_MEDICAL_OFFICE = ("医疗保障", "医保")
_TILTED = "倾斜"


@dataclass(frozen=True, slots=True)
class Offered:
    """A row of a programme in a cell: the rule, its caps, its condition, and where it stands."""

    programme: str
    rule: str
    caps: tuple[str, ...]
    condition: str
    law: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a class of people gets of one kind of aid; nothing means not covered."""

    column: Column
    title: str
    offered: tuple[Offered, ...]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """Classes of people whom the policy treats alike."""

    titles: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """One programme written out: each of its rules with a label."""

    title: str
    office: str
    lines: tuple[tuple[str, str], ...]
    law: str


@dataclass(frozen=True, slots=True)
class FigureText:
    """A dated figure; an unknown one has no values."""

    title: str
    values: tuple[str, ...]
    law: str


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document that the policy rests on: how many rules cite it, and where it is published."""

    name: str
    cited: int
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """A policy as a sheet, in one language."""

    lang: Lang
    title: str
    id: str
    region: str
    law: str
    assumed: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]
    rows: tuple[ClassRow, ...]
    order: tuple[tuple[str, str], ...]
    programmes: tuple[ProgrammeText, ...]
    figures: tuple[FigureText, ...]
    documents: tuple[DocumentText, ...]
    untranslatable: tuple[str, ...]


def draw_portrait(pack: Pack, lang: Lang) -> Portrait:
    """The portrait of a pack."""
    return _Drawing(pack, lang).portrait()


class _Drawing:
    def __init__(self, pack: Pack, lang: Lang) -> None:
        self._pack = pack
        self._titles = Titles(pack, lang)
        self._say = self._titles.say
        self._phrasing = Phrasing(self._titles)
        self._rows = RowInWords(self._phrasing)
        self._in_figures = RowInWords(Phrasing(self._titles, figures=True))

    def portrait(self) -> Portrait:
        pack, titles = self._pack, self._titles
        used = {column for one in pack.programmes.values() for column in columns_of(one)}
        columns = [column for column in Column if column in _ALWAYS_SHOWN or column in used]
        return Portrait(
            lang=titles.lang,
            title=titles.titled(pack.spelling, pack.id),
            id=pack.id,
            region=pack.spelling.region,
            law=titles.law(pack.spelling.law),
            assumed=pack.overlays,
            counts=tuple(self._counts()),
            columns=tuple(say(COLUMNS[column], titles.lang) for column in columns),
            rows=tuple(self._class_rows(columns)),
            order=tuple(self._order()),
            programmes=tuple(self._programme(name) for name in pack.programmes),
            figures=tuple(self._figure(*one) for one in pack.parameters.items()),
            documents=tuple(_documents(pack)),
            untranslatable=pack.spelling.untranslatable,
        )

    def _counts(self) -> Iterator[tuple[str, int]]:
        """How much there is of each thing."""
        pack = self._pack
        conditions = sum(1 for name, _ in formulas_in(pack.spelling) if name == "when")
        conditions += sum(1 for one in pack.programmes.values() if one.who is not None)
        conditions += sum(1 for one in pack.programmes.values() for row in one.terms if row.who)
        formulas = sum(1 for name, _ in formulas_in(pack.spelling) if name != "when")
        caps = len(pack.pools)
        for one in pack.programmes.values():
            caps += len(one.caps) + sum(len(row.caps) for row in one.terms)
        yield self._say("救助项目", "programmes"), len(pack.programmes)
        yield (
            self._say("待遇标准", "rows of terms"),
            sum(len(one.terms) for one in pack.programmes.values()),
        )
        yield self._say("规则（对象和条件）", "rules (classes, conditions)"), conditions
        yield self._say("算式", "formulas"), formulas
        yield self._say("限额", "caps"), caps
        yield self._say("政策参数", "figures"), len(pack.parameters)
        unknown = sum(1 for one in pack.parameters.values() if not one.values)
        yield self._say("待补参数", "figures not known"), unknown

    def _class_rows(self, columns: Sequence[Column]) -> Iterator[ClassRow]:
        """The classes in the pack's order, those treated alike in one row; last everyone else."""
        alike: dict[tuple[Cell, ...], list[str]] = {}
        for identity in self._pack.spelling.identities:
            cells = tuple(self._cell(identity, column) for column in columns)
            alike.setdefault(cells, []).append(self._titles.identity(identity))
        for cells, titles in alike.items():
            yield ClassRow(tuple(titles), cells)
        others = tuple(self._cell(None, column) for column in columns)
        yield ClassRow((self._say("没有以上身份", "none of these classes"),), others)

    def _cell(self, identity: str | None, column: Column) -> Cell:
        offered = [
            self._offered(name, programme, row)
            for name, programme in self._pack.programmes.items()
            if column in columns_of(programme) and is_for(programme, identity)
            for row in programme.terms
            if not row.who or identity in row.who
            if may_pay(programme, row, column, identity)
        ]
        return Cell(column, say(COLUMNS[column], self._titles.lang), tuple(offered))

    def _offered(self, name: str, programme: Programme, row: Terms) -> Offered:
        return Offered(
            programme=self._titles.programme(name),
            rule=self._in_figures.rule(programme, row),
            caps=tuple(self._cap(self._in_figures, cap) for cap in (*programme.caps, *row.caps)),
            condition=self._phrasing.condition(row.when) if row.when else "",
            law=self._titles.law(row.law or programme.law),
        )

    def _order(self) -> Iterator[tuple[str, str]]:
        for layer in self._pack.layers:
            names = [self._titles.payer(name) for name in layer.payers]
            names += [self._titles.programme(name) for name in layer.members]
            how = f" ({say(choice(layer.combine), self._titles.lang)})" if len(names) > 1 else ""
            title = self._titles.titled(layer, layer.id)
            yield title, self._titles.listed(names) + (how if layer.members else "")

    def _programme(self, name: str) -> ProgrammeText:
        programme = self._pack.programmes[name]
        lines = [*self._about(programme), *self._pays(programme), *self._limits(programme)]
        office = " · ".join(word for word in (programme.office, programme.fund) if word)
        law = self._titles.law(programme.law)
        return ProgrammeText(self._titles.programme(name), office, tuple(lines), law)

    def _about(self, programme: Programme) -> Iterator[tuple[str, str]]:
        if programme.who is not None:
            yield self._say("对象", "whom for"), self._phrasing.who(programme.who)
        if programme.when is not None:
            yield self._say("条件", "condition"), self._phrasing.condition(programme.when)
        if programme.requires:
            payers = self._titles.listed([self._titles.payer(one) for one in programme.requires])
            yield self._say("须先取得", "waits for"), payers
        if programme.on_application:
            yield self._say("方式", "how"), self._say("依申请", "on application")
        span = programme.in_force
        if span.start or span.end:
            end = span.end or self._say("长期", "open")
            yield self._say("施行期", "in force"), f"{span.start or ''} – {end}"

    def _pays(self, programme: Programme) -> Iterator[tuple[str, str]]:
        yield self._say("基数", "base"), self._phrasing.formula(programme.base)
        for number, row in enumerate(programme.terms, 1):
            words = []
            if row.who:
                words.append(self._titles.listed([self._titles.identity(one) for one in row.who]))
            if row.when is not None:
                words.append(self._phrasing.condition(row.when))
            words.append(self._rows.rule(programme, row))
            words += [self._rows.cap(cap) for cap in row.caps]
            if row.law is not None:
                words.append(f"[{self._titles.law(row.law)}]")
            label = self._say(f"待遇 {number}", f"terms {number}")
            yield label, self._say("；", "; ").join(words)

    def _limits(self, programme: Programme) -> Iterator[tuple[str, str]]:
        for cap in programme.caps:
            yield self._say("限额", "cap"), self._cap(self._rows, cap)
        for name in programme.pools:
            pool = self._pack.pools[name]
            text = f"{self._titles.pool(name)}{self._say('：', ': ')}{self._rows.cap(pool)}"
            yield self._say("共用限额", "shared cap"), text
        for adjust in programme.adjust:
            yield self._say("调整", "adjustment"), self._rows.adjust(adjust)
        for exclusion in programme.excludes:
            title = self._titles.programme(exclusion.programme)
            yield self._say("不同享", "excludes"), title

    def _cap(self, rows: RowInWords, cap: Cap) -> str:
        """A cap with its clause."""
        law = f" [{self._titles.law(cap.law)}]" if cap.law else ""
        return rows.cap(cap) + law

    def _figure(self, name: str, parameter: Parameter) -> FigureText:
        values = (
            read_value(self._titles, name, str(one.value))
            + self._say(f"（{one.start} 起）", f" (from {one.start})")
            for one in parameter.values
        )
        title = self._titles.titled(parameter, name)
        return FigureText(title, tuple(values), self._titles.law(parameter.law))


def _documents(pack: Pack) -> Iterator[DocumentText]:
    """What is cited, most often first; a figure that is assumed cites nothing."""
    laws = [law for _, law in parts_in(pack.spelling, Law) if law.document is not None]
    for name, cited in Counter(str(law.document) for law in laws).most_common():
        urls = dict.fromkeys(law.url for law in laws if law.document == name and law.url)
        yield DocumentText(name, cited, tuple(urls))


def columns_of(programme: Programme) -> tuple[Column, ...]:
    """The kinds of aid a programme is, by its kind, office, title and the visits it may pay on."""
    if programme.kind is Kind.PREMIUM:
        return (Column.PREMIUM,)
    if programme.kind is Kind.DAILY:
        return (Column.ALLOWANCE,)
    if programme.office and not any(word in programme.office for word in _MEDICAL_OFFICE):
        return (Column.DEPARTMENT,)
    if _TILTED in programme.title:
        return (Column.TILTED,)
    return tuple(
        column
        for column, visits in _VISITS.items()
        if any(_may_hold(programme.when, visit, None) for visit in visits)
    )


def is_for(programme: Programme, identity: str | None) -> bool:
    """Whether someone with this class and perhaps others may be one of those it is for."""
    who = programme.who
    if who is None:
        return True
    if identity is None:
        return not who.any and not who.all
    if identity in who.none:
        return False
    return not (who.any or who.all) or identity in (*who.any, *who.all)


def may_pay(programme: Programme, row: Terms, column: Column, identity: str | None) -> bool:
    """Whether a row may pay on some visit of a kind of aid."""
    visits = _VISITS.get(column)
    if visits is None:
        return True
    return any(
        _may_hold(programme.when, visit, identity) and _may_hold(row.when, visit, identity)
        for visit in visits
    )


def _may_hold(condition: Formula | None, visit: str, identity: str | None) -> bool:
    """Whether a condition is not plainly false on a kind of visit, all else unknown."""
    if condition is None:
        return True

    def value(name: str) -> Known:
        return visit if name == "visit" else _UNKNOWN

    def holds(word: str) -> Truth:
        return True if word == identity else _UNKNOWN

    return truth(condition.node, Scene(value, holds)) is not False


def formulas_in(of: object) -> Iterator[tuple[str, Formula]]:
    """Every formula of a pack with the key it stands under."""
    return parts_in(of, Formula)


def parts_in(of: object, kind: type[Part], name: str = "") -> Iterator[tuple[str, Part]]:
    """Every part of a kind in something spelled, with the key it stands under."""
    if isinstance(of, kind):
        yield name, of
    elif isinstance(of, Spelling):
        for field in type(of).model_fields:
            yield from parts_in(getattr(of, field), kind, field)
    elif isinstance(of, dict):
        for value in of.values():
            yield from parts_in(value, kind, name)
    elif isinstance(of, tuple | list):
        for value in of:
            yield from parts_in(value, kind, name)
