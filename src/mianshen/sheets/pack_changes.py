"""The difference of two packs in words: what was added, what is gone, what changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from rich.console import Console
from rich.text import Text

from mianshen.policy.formula import Formula
from mianshen.policy.pack import Pack
from mianshen.policy.schema import (
    Adjust,
    Cap,
    Gate,
    Law,
    Line,
    PackSpelling,
    Parameter,
    Programme,
    Spelling,
    Terms,
    Who,
)
from mianshen.run.messages import Lang
from mianshen.run.words import say
from mianshen.sheets.phrasing import Phrasing, figure, read_value
from mianshen.sheets.policy_words import FIELDS, choice
from mianshen.sheets.terms import RowInWords
from mianshen.sheets.titles import Titles

_RATIOS = ("ratio", "share", "points", "factor")
_CONDITIONS = ("when",)
_WORD_MAX = 24
_GROUPS = ("parameters", "payers", "pools", "attributes", "lists", "layers", "programmes")


@dataclass(frozen=True, slots=True)
class PackChange:
    """One thing that differs: where, what, and the clause of the newer pack beside it."""

    where: str
    sentence: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class PackChanges:
    """All that differs between two packs, in one language."""

    lang: Lang
    old: str
    new: str
    changes: tuple[PackChange, ...]


def tell_changes(old: Pack, new: Pack, lang: Lang) -> PackChanges:
    """What the newer pack says otherwise; no difference of the spelling is left out."""
    telling = _Telling(old, new, lang)
    return PackChanges(lang, _named(old, lang), _named(new, lang), tuple(telling.all()))


def print_changes(console: Console, changes: PackChanges) -> None:
    """The changes as text for a terminal, under the thing they are about."""

    def told(chinese: str, english: str) -> str:
        return say((chinese, english), changes.lang)

    def line(text: str, style: str = "") -> None:
        console.print(Text(text, style=style), soft_wrap=True)

    line(f"{changes.old} → {changes.new}", "bold")
    if not changes.changes:
        line(told("两个政策包没有差别。", "The two packs say the same."))
    where = ""
    for one in changes.changes:
        if one.where != where:
            where = one.where
            line(where, "bold")
        law = told(f"（依据 {one.law}）", f" (by {one.law})") if one.law else ""
        line(f"  · {one.sentence}{law}")


def _named(pack: Pack, lang: Lang) -> str:
    return f"{Titles(pack, lang).titled(pack.spelling, pack.id)} ({pack.id})"


class _Side:
    """One of the packs and how it is said."""

    def __init__(self, pack: Pack, lang: Lang) -> None:
        self.pack = pack
        self.titles = Titles(pack, lang)
        self.phrasing = Phrasing(self.titles)
        self.rows = RowInWords(self.phrasing)
        self._say = self.titles.say

    def value(self, name: str, value: Any, programme: Programme | None) -> str:
        """A value of the pack language in words; `name` is the key it stands under."""
        match value:
            case None | () | "":
                return self._say("无", "none")
            case bool():
                return self._say("是", "yes") if value else self._say("否", "no")
            case StrEnum():
                return self._say(*choice(value))
            case Fraction():
                return figure(value)
            case date() | int():
                return str(value)
            case Formula():
                return self._formula(name, value)
            case str():
                return self._word(name, value)
            case tuple():
                return self.titles.listed([self.value(name, one, programme) for one in value])
            case _:
                return self._thing(value, programme)

    def _formula(self, name: str, formula: Formula) -> str:
        if name in _CONDITIONS:
            return self.phrasing.condition(formula)
        return (self.phrasing.ratio if name in _RATIOS else self.phrasing.formula)(formula)

    def _word(self, name: str, word: str) -> str:
        if name in ("who", "any", "all", "none", "identities"):
            return self.titles.identity(word)
        if name == "pools":
            return self.titles.pool(word)
        return self.titles.word(word)

    def _thing(self, value: Any, programme: Programme | None) -> str:
        match value:
            case Law():
                return self.titles.law(value)
            case Who():
                return self.phrasing.who(value)
            case Line():
                return self.rows.line(value)
            case Gate():
                return self.rows.gate(value)
            case Cap():
                return self.rows.cap(value)
            case Adjust():
                return self.rows.adjust(value)
            case Terms() if programme is not None:
                return self.rows.rule(programme, value)
            case Mapping():
                told = (f"{key}: {self.value(key, one, programme)}" for key, one in value.items())
                return self.titles.listed(list(told))
            case Spelling():
                parts = list(self._parts(value, programme))
                return self.titles.listed(parts) if parts else self._say("通常规则", "the usual")
            case _:
                return str(value)

    def _parts(self, value: Spelling, programme: Programme | None) -> Iterator[str]:
        for name, told in type(value).model_fields.items():
            part = getattr(value, name)
            if name != "law" and part != told.get_default(call_default_factory=True):
                yield f"{self._say(*FIELDS[name])} {self.value(name, part, programme)}"


class _Telling:
    def __init__(self, old: Pack, new: Pack, lang: Lang) -> None:
        self._old = _Side(old, lang)
        self._new = _Side(new, lang)
        self._say = self._new.titles.say

    def all(self) -> Iterator[PackChange]:
        """Every difference: the pack itself, then its parts by name."""
        old, new = self._old.pack.spelling, self._new.pack.spelling
        whole = self._say("整个政策", "the whole policy")
        yield from self._fields(whole, old, new, skip=_GROUPS)
        yield from self._group("parameters", old.parameters, new.parameters, self._parameter)
        for name in ("payers", "pools", "attributes"):
            yield from self._group(name, getattr(old, name), getattr(new, name), self._fields)
        yield from self._group("lists", old.lists, new.lists, self._list)
        layers, before = ({layer.id: layer for layer in one.layers} for one in (new, old))
        yield from self._group("layers", before, layers, self._fields)
        order = [[layer.id for layer in one.layers] for one in (old, new)]
        if order[0] != order[1] and sorted(order[0]) == sorted(order[1]):
            was, now = (
                " → ".join(map(side.titles.word, names)) for side, names in self._pair(order)
            )
            yield PackChange(self._say(*FIELDS["layers"]), self._changed("", was, now))
        yield from self._group("programmes", old.programmes, new.programmes, self._programme)

    def _pair(self, values: Sequence[Any]) -> Iterator[tuple[_Side, Any]]:
        yield from zip((self._old, self._new), values, strict=True)

    def _changed(self, label: str, was: str, now: str) -> str:
        return self._say(f"{label}由 {was} 改为 {now}", f"{label} {was} → {now}".strip())

    def _group(
        self,
        name: str,
        old: Mapping[str, Any],
        new: Mapping[str, Any],
        tell: Callable[[str, Any, Any], Iterator[PackChange]],
    ) -> Iterator[PackChange]:
        group = self._say(*FIELDS[name])
        for key in dict.fromkeys((*new, *old)):
            side = self._new if key in new else self._old
            title = self._title(side, name, key)
            where = self._say(f"{group}“{title}”", f"{group}: {title}")
            if key not in old:
                yield PackChange(where, self._added(new[key]), self._law(self._new, new[key]))
            elif key not in new:
                yield PackChange(where, self._say("取消", "gone"))
            else:
                yield from tell(where, old[key], new[key])

    def _title(self, side: _Side, group: str, key: str) -> str:
        if group == "pools":
            return side.titles.pool(key)
        return key if group == "lists" else side.titles.word(key)

    def _added(self, value: Any) -> str:
        programme = value if isinstance(value, Programme) else None
        text = self._new.value("", value, programme)
        return self._say(f"新增：{text}", f"new: {text}")

    def _law(self, side: _Side, *values: Any) -> str:
        """The first clause named by any of the things, the innermost first."""
        laws = (getattr(value, "law", None) for value in values)
        return next((side.titles.law(law) for law in laws if law is not None), "")

    def _parameter(self, where: str, old: Parameter, new: Parameter) -> Iterator[PackChange]:
        law = self._law(self._new, new)
        name = next(key for key, one in self._new.pack.parameters.items() if one is new)
        before = {one.start: one.value for one in old.values}
        after = {one.start: one.value for one in new.values}
        for day in sorted({*before, *after}):
            was, now = (
                None if values.get(day) is None else read_value(side.titles, name, str(values[day]))
                for side, values in self._pair([before, after])
            )
            since = self._say(f"{day} 起", f"from {day}")
            if was is None:
                yield PackChange(
                    where, self._say(f"{since}新增 {now}", f"{since} newly {now}"), law
                )
            elif now is None:
                yield PackChange(
                    where, self._say(f"{since} {was} 取消", f"{since} {was} gone"), law
                )
            elif was != now:
                yield PackChange(where, self._changed(since, was, now), law)
        yield from self._fields(where, old, new, skip=("values",))

    def _list(self, where: str, old: Sequence[str], new: Sequence[str]) -> Iterator[PackChange]:
        yield from self._words(where, "", "lists", old, new)

    def _words(
        self, where: str, label: str, name: str, old: Sequence[str], new: Sequence[str]
    ) -> Iterator[PackChange]:
        """Words added and gone, or put in another order."""
        gone = [self._old.value(name, one, None) for one in old if one not in new]
        come = [self._new.value(name, one, None) for one in new if one not in old]
        for text in self._together(come):
            sentence = self._say(f"{label}新增：{text}", f"{label} newly {text}".strip())
            yield PackChange(where, sentence)
        for text in self._together(gone):
            sentence = self._say(f"{label}取消：{text}", f"{label} gone {text}".strip())
            yield PackChange(where, sentence)
        if not come and not gone and tuple(old) != tuple(new):
            was, now = (side.value(name, one, None) for side, one in self._pair([old, new]))
            yield PackChange(where, self._changed(label, was, now))

    def _together(self, words: Sequence[str]) -> Sequence[str]:
        """Short words in one sentence, long ones in a sentence each."""
        if any(len(word) > _WORD_MAX for word in words):
            return words
        return [self._new.titles.listed(list(words))] if words else []

    def _programme(self, where: str, old: Programme, new: Programme) -> Iterator[PackChange]:
        yield from self._fields(where, old, new, skip=("terms",))
        rest_old, rest_new = list(enumerate(old.terms)), list(enumerate(new.terms))
        pairs = []
        for alike in (_same_heading, _same_classes, _same_place):
            for before in list(rest_old):
                match = next((one for one in rest_new if alike(before, one)), None)
                if match is not None:
                    pairs.append((before, match))
                    rest_old.remove(before)
                    rest_new.remove(match)
        for (_, was), (at, now) in sorted(pairs, key=lambda pair: pair[1][0]):
            label = f"{where} {self._row_title(self._new, at, now)}"
            yield from self._fields(label, was, now, programmes=(old, new))
        for at, now in rest_new:
            text = self._new.value("", now, new)
            label = self._row_title(self._new, at, now)
            law = self._law(self._new, now, new)
            yield PackChange(where, self._say(f"新增{label}：{text}", f"new {label}: {text}"), law)
        for at, was in rest_old:
            text = self._old.value("", was, old)
            label = self._row_title(self._old, at, was)
            yield PackChange(where, self._say(f"取消{label}：{text}", f"gone {label}: {text}"))

    def _row_title(self, side: _Side, at: int, row: Terms) -> str:
        whom = side.titles.listed([side.titles.identity(one) for one in row.who])
        when = side.phrasing.condition(row.when) if row.when else ""
        told = self._say("；", "; ").join(word for word in (whom, when) if word)
        number = self._say(f"第{at + 1}行", f"row {at + 1}")
        return self._say(f"{number}（{told}）", f"{number} ({told})") if told else number

    def _fields(
        self,
        where: str,
        old: Spelling,
        new: Spelling,
        *,
        skip: Sequence[str] = (),
        programmes: tuple[Programme | None, Programme | None] | None = None,
    ) -> Iterator[PackChange]:
        """The keys of a thing that differ, its clause last."""
        if programmes is None:
            both = (old, new) if isinstance(old, Programme) and isinstance(new, Programme) else None
            programmes = both or (None, None)
        law = "" if isinstance(new, PackSpelling) else self._law(self._new, new, programmes[1])
        told = False
        for name in type(new).model_fields:
            was, now = getattr(old, name), getattr(new, name)
            if name in (*skip, "law") or plain(was) == plain(now):
                continue
            told = True
            label = self._say(*FIELDS[name])
            if _are_words(was) and _are_words(now):
                for change in self._words(where, label, name, was, now):
                    yield PackChange(change.where, change.sentence, law)
                continue
            texts = (
                side.value(name, value, programme)
                for (side, value), programme in zip(self._pair([was, now]), programmes, strict=True)
            )
            yield PackChange(where, self._changed(label, *texts), law)
        if not told or "law" not in type(new).model_fields:
            yield from self._law_only(where, old, new)

    def _law_only(self, where: str, old: Spelling, new: Spelling) -> Iterator[PackChange]:
        was, now = getattr(old, "law", None), getattr(new, "law", None)
        if plain(was) != plain(now):
            texts = (side.value("law", law, None) for side, law in self._pair([was, now]))
            yield PackChange(where, self._changed(self._say(*FIELDS["law"]), *texts))


_Row = tuple[int, Terms]


def _same_heading(one: _Row, other: _Row) -> bool:
    texts = [row.when.text if row.when else None for _, row in (one, other)]
    return _same_classes(one, other) and texts[0] == texts[1]


def _same_classes(one: _Row, other: _Row) -> bool:
    return sorted(one[1].who) == sorted(other[1].who)


def _same_place(one: _Row, other: _Row) -> bool:
    return one[0] == other[0]


def _are_words(value: Any) -> bool:
    return isinstance(value, tuple) and all(type(one) is str for one in value)


def plain(value: Any) -> Any:
    """A value of a pack as it is spelled, for comparing: formulas are compared by their text."""
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, Spelling):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    return tuple(map(plain, value)) if isinstance(value, tuple | list) else value
