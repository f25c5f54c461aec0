"""The sheet behind an answer, made again from its frozen facts by the reference at any time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mianshen.bureau.assessment import models
from mianshen.bureau.assessment.errors import refused
from mianshen.bureau.assessment.freezing import digest_of, thawed
from mianshen.bureau.assessment.policies import policy
from mianshen.bureau.assessment.responsible import answers_for, spans_of
from mianshen.bureau.assessment.showing import lines_as_known
from mianshen.bureau.bitemporal.rows import known
from mianshen.engine.facts import Event, Facts
from mianshen.engine.reference import assess
from mianshen.engine.results import Assessment, Line
from mianshen.policy.pack import Pack
from mianshen.run.job import Outcome
from mianshen.run.messages import Lang
from mianshen.sheets.basis import Naming, of_facts
from mianshen.sheets.building import SheetBuilder
from mianshen.sheets.model import Sheet


@dataclass(frozen=True)
class Basis:
    """Everything an answer rests on: the facts, the words of the packs, the frame."""

    facts: Facts
    packs: tuple[Pack, ...]
    year: int
    as_of: date
    year_closed: bool


def basis_of(person: int, year: int, at: datetime | None = None) -> Basis:
    """What a person's answer of a year rested on at a moment (none: now).

    Raises `AssessmentError` where there was no answer, or the facts are not those that were frozen.
    """
    rows = known(
        models.Answer,
        ("facts", "frame"),
        "t.person = %(person)s AND t.year = %(year)s",
        at,
        person=person,
        year=year,
    )
    if not rows:
        raise refused(
            "person {person} has no answer for {year}; look whether they wait to be assessed",
            "人员 {person} 没有 {year} 年度的测算结果；请查看是否在待测算名单",
            person=person,
            year=year,
        )
    ((facts, frame),) = rows
    text = models.FrozenFacts.objects.get(digest=facts).facts
    if digest_of(text) != facts:
        raise refused(
            "the facts kept under {digest} are not the ones that were frozen; check the database",
            "编号 {digest} 的测算依据与存档不符；请检查数据库",
            digest=facts,
        )
    asked = models.Frame.objects.get(digest=frame)
    packs = tuple(policy(digest) for digest in asked.packs)
    return Basis(thawed(text), packs, asked.year, asked.as_of, asked.year_closed)


def sheet_of(
    person: int,
    event: str | None = None,
    year: int | None = None,
    at: datetime | None = None,
    lang: Lang = Lang.ZH,
    naming_of: Callable[[str], Naming] = Naming,
) -> Sheet:
    """The sheet of an event, or of a person's whole year, as answered at a moment (none: now).

    Without `naming_of` it names nobody; whoever opens the vault for it records the look. Raises
    `AssessmentError` where there is no such answer, or it cannot be made again to the fen.
    """
    kept = lines_as_known([person], year, at)
    own = [line for line in kept if event is None or line.event == event]
    if not own:
        raise refused(
            "person {person} has no line for {event}; look whether they wait to be assessed",
            "人员 {person} 没有 {event} 的测算结果；请查看是否在待测算名单",
            person=person,
            event=event or year or "",
        )
    asked = max(line.year for line in own)
    basis = basis_of(person, asked, at)
    answer = assess(
        basis.facts,
        basis.packs,
        year=basis.year,
        as_of=basis.as_of,
        year_closed=basis.year_closed,
        with_trace=True,
    )
    _check(person, asked, [line for line in kept if line.year == asked], answer.lines)
    pack = _pack_for(basis, person, event)
    told = of_facts(basis.facts, pack, basis.year, basis.as_of, naming_of)
    outcome = _by_pack(answer, basis, pack)
    unit = [one.id for one in basis.facts.people]
    return SheetBuilder(told, outcome, lang).build(str(person), unit, event)


def _check(person: int, year: int, kept: Sequence[Line], again: Sequence[Line]) -> None:
    if tuple(kept) != tuple(line for line in again if line.person == str(person)):
        raise refused(
            "person {person}, {year}: this program works out another answer than the one kept;"
            " make the sheet with the release that answered",
            "人员 {person}，{year} 年度：当前程序的复算结果与存档不一致；请用当时的程序版本出单",
            person=person,
            year=year,
        )


def _pack_for(basis: Basis, person: int, event: str | None) -> Pack:
    """The pack that answered for an event, or for the last one of the person."""
    own = [one for one in basis.facts.events if one.person == str(person)]
    chosen = [one for one in own if one.id == event] or sorted(own, key=_when, reverse=True)
    spans = spans_of(basis.facts)[str(person)]
    answering = (answers_for(one, spans, basis.packs) for one in chosen)
    return next(pack for pack in answering if pack is not None)


def _when(event: Event) -> tuple[datetime, str]:
    return event.settled, event.id


def _by_pack(answer: Assessment, basis: Basis, pack: Pack) -> Outcome:
    """What one pack answered: a sheet tells one policy."""
    spans = spans_of(basis.facts)
    own = {
        event.id
        for event in basis.facts.events
        if answers_for(event, spans[event.person], basis.packs) is pack
    }
    lines = tuple(
        line
        for line in answer.lines
        if line.programme in pack.programmes and (line.event is None or line.event in own)
    )
    choices = tuple(one for one in answer.choices if one.event in own)
    layers = {layer.id for layer in pack.layers}
    years = tuple(one for one in answer.year_choices if one.layer in layers)
    return Outcome(lines, choices, years, answer.trace)
