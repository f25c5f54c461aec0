"""The difference of two sheets: what changed, and the fen each change moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mianshen.engine.difference import Difference, Kind, Moved, Snapshot, Step, difference
from mianshen.engine.facts import Facts, FactsError
from mianshen.run.case import Case
from mianshen.run.masking import masked_name, masked_number
from mianshen.run.messages import Lang, bad
from mianshen.run.people import Known
from mianshen.run.words import say, yuan
from mianshen.sheets.change_words import ChangeWords
from mianshen.sheets.page import render
from mianshen.sheets.phrasing import signed_yuan
from mianshen.sheets.titles import Titles


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line that a step moved, in words and fen."""

    title: str
    settlement: str
    before_fen: int
    after_fen: int
    held_before_fen: int
    held_after_fen: int


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step: its changes in sentences, where they were stated, and what they moved."""

    sentences: tuple[str, ...]
    origins: tuple[str, ...]
    amount_fen: int
    held_fen: int
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True)
class DifferenceSheet:
    """Why an amount changed, in one language; the steps add up to the whole difference."""

    lang: Lang
    person: str
    numbers: str
    policy: str
    year: int
    before_fen: int
    after_fen: int
    held_before_fen: int
    held_after_fen: int
    steps: tuple[ToldStep, ...]
    silent: tuple[str, ...]

    @property
    def change_fen(self) -> int:
        """The whole difference."""
        return self.after_fen - self.before_fen


def tell_difference(
    new: Case, against: Case, person: str, lang: Lang, *, unmasked: bool = False
) -> DifferenceSheet:
    """The difference of two runs for a person named by either number.

    Raises `InputError` where the runs are of different years or do not know the person.
    """
    if new.order.year != against.order.year:
        raise bad("runs_of_two_years", new=new.order.year, old=against.order.year)
    shown = person if unmasked else masked_number(person)
    known, before = new.register.find(person), against.register.find(person)
    if known is None or before is None:
        raise bad("person_unknown", person=shown)
    if known.key not in new.rostered and before.key not in against.rostered:
        raise bad("person_not_rostered", person=shown)
    if known.key in new.in_review or before.key in against.in_review:
        raise bad("person_in_review", person=shown)
    try:
        found = difference(
            _snapshot(against, before, known.key), _snapshot(new, known, known.key), known.key
        )
    except FactsError as error:
        raise bad("facts", shown, detail=error) from error
    return _told(new, known, found, Titles(new.pack, lang), unmasked=unmasked)


def _snapshot(case: Case, known: Known, key: str) -> Snapshot:
    unit = next((unit for unit in case.units() if known.key in unit), ())
    facts = _renamed(case.facts_of(unit), known.key, key)
    order = case.order
    return Snapshot(facts, (case.pack,), order.year, order.as_of, order.year_closed)


def _renamed(facts: Facts, old: str, new: str) -> Facts:
    """The facts with a person under another key: two runs may know one by different numbers."""
    if old == new:
        return facts
    renamed: dict[str, Any] = {
        "people": tuple(replace(one, id=new) if one.id == old else one for one in facts.people)
    }
    for name in ("events", "identities", "attributes", "payments", "openings", "pool_openings"):
        renamed[name] = tuple(
            replace(one, person=new) if one.person == old else one for one in getattr(facts, name)
        )
    return replace(facts, **renamed)


def _told(
    case: Case, known: Known, found: Difference, titles: Titles, *, unmasked: bool
) -> DifferenceSheet:
    words = ChangeWords(titles)
    moving = [step for step in found.steps if step.moved]
    silent = [step for step in found.steps if not step.moved]
    number = known.key if unmasked else masked_number(known.key)
    return DifferenceSheet(
        lang=titles.lang,
        person=known.name if unmasked else masked_name(known.name),
        numbers=" ".join(dict.fromkeys((number, known.psn_no))).strip(),
        policy=f"{titles.titled(case.pack.spelling, case.pack.id)} ({case.pack.id})",
        year=case.order.year,
        before_fen=found.before_fen,
        after_fen=found.after_fen,
        held_before_fen=found.held_before_fen,
        held_after_fen=found.held_after_fen,
        steps=tuple(_step(step, words, titles) for step in moving),
        silent=tuple(words.sentence(change) for step in silent for change in step.changes),
    )


def _step(step: Step, words: ChangeWords, titles: Titles) -> ToldStep:
    told = [one for one in step.changes if one.kind is not Kind.SPELLING]
    sentences = [text for one in told for text in (words.sentence(one), *words.rules(one))]
    origins = (words.origin(one) for one in step.changes)
    return ToldStep(
        tuple(sentences) or (titles.say("数据写法不同", "the data are spelled differently"),),
        tuple(origin for origin in origins if origin),
        step.amount_fen,
        step.held_fen,
        tuple(_line(one, titles) for one in step.moved),
    )


def _line(moved: Moved, titles: Titles) -> ToldLine:
    known = moved.programme in titles.pack.programmes
    return ToldLine(
        titles.programme(moved.programme) if known else moved.programme,
        moved.event or titles.say("年度", "year"),
        moved.before_fen,
        moved.after_fen,
        moved.held_before_fen,
        moved.held_after_fen,
    )


def difference_page(sheet: DifferenceSheet) -> str:
    """The difference as a page to print on A4."""
    return render("difference.html.jinja", sheet.lang, sheet=sheet)


def print_difference(console: Console, sheet: DifferenceSheet) -> None:
    """The difference as text for a terminal."""

    def told(chinese: str, english: str) -> str:
        return say((chinese, english), sheet.lang)

    def line(text: str, style: str = "") -> None:
        console.print(Text(text, style=style), soft_wrap=True)

    line(
        f"{told('待遇变动说明', 'Why the amount changed')}  {sheet.person} {sheet.numbers}", "bold"
    )
    year = told(f"{sheet.year} 年度", f"benefit year {sheet.year}")
    line(f"{sheet.policy}{told('，', ', ')}{year}")
    table = Table()
    table.add_column("")
    table.add_column(told("变动与影响", "change and effect"))
    table.add_column(told("应救助(元)", "entitled (yuan)"), justify="right")
    table.add_column(told("暂缓约(元)", "held, about"), justify="right")
    was = told("原来", "before")
    table.add_row("", was, yuan(sheet.before_fen), yuan(sheet.held_before_fen), end_section=True)
    for number, step in enumerate(sheet.steps, 1):
        amount, held = signed_yuan(step.amount_fen), signed_yuan(step.held_fen)
        text = "\n".join((*step.sentences, *_effects(step.lines, sheet.lang)))
        table.add_row(str(number), Text(text), amount, held)
    table.add_section()
    now = told("现在", "now")
    table.add_row("", now, yuan(sheet.after_fen), yuan(sheet.held_after_fen))
    console.print(table)
    change = signed_yuan(sheet.change_fen)
    line(told(f"合计变动 {change} 元。", f"The whole difference: {change} yuan."), "bold")
    if sheet.silent:
        line(told("以下变化没有影响金额：", "These changes moved nothing:"))
        for sentence in sheet.silent:
            line(f"  · {sentence}")


def _effects(lines: Sequence[ToldLine], lang: Lang) -> list[str]:
    """What became of each line, a row each."""
    told = []
    for one in lines:
        words = [f"  {one.title} · {one.settlement}:"]
        if one.before_fen != one.after_fen:
            words.append(f"{yuan(one.before_fen)} → {yuan(one.after_fen)}")
        if one.held_before_fen != one.held_after_fen:
            held = say(("暂缓", "held"), lang)
            words.append(f"{held} {yuan(one.held_before_fen)} → {yuan(one.held_after_fen)}")
        told.append(" ".join(words))
    return told
