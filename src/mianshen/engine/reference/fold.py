"""`assess`: facts and packs in, every line of every programme out (§1 to §10)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from mianshen.engine.facts import Event, Facts
from mianshen.engine.reference.assumptions import assumed_in
from mianshen.engine.reference.charges import Charge, prepare
from mianshen.engine.reference.layers import Decisions, Layers
from mianshen.engine.reference.members import Member, Seats
from mianshen.engine.reference.orders import dealt, orders
from mianshen.engine.reference.sharding import units
from mianshen.engine.reference.state import Note, State
from mianshen.engine.reference.trace import Tracer
from mianshen.engine.reference.unit import Held, Unit
from mianshen.engine.reference.year_choices import YearChoices
from mianshen.engine.reference.year_end import YearEnd
from mianshen.engine.reference.years import day_of, year_label
from mianshen.engine.results import (
    Assessment,
    Effect,
    Finding,
    Line,
    OrderChoice,
    Reason,
    Status,
    YearChoice,
)
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Settled


def assess(
    facts: Facts,
    packs: Sequence[Pack],
    *,
    year: int,
    as_of: date,
    year_closed: bool = False,
    with_trace: bool = False,
) -> Assessment:
    """What every programme gives every person of the facts in one benefit year.

    A pure function: no clock, no database; the order in which facts are given does not matter.
    `year` names the packs' benefit year by the calendar year it starts in. Lines are ordered by
    person, event and programme, year lines last. `with_trace` adds a finding per clause looked at,
    as things stood right after each event. Raises `FactsError` for facts that no rule can
    settle. Source: docs/semantics.md.
    """
    seats_for = {pack.id: Seats(pack) for pack in packs}
    lines: list[Line] = []
    choices: list[OrderChoice] = []
    year_choices: list[YearChoice] = []
    trace: list[Finding] = []
    effects: set[Effect] = set()
    for own in units(facts, seats_for.values()):
        fold = Fold(own, seats_for, year, as_of, year_closed)
        fold.run(with_trace=with_trace)
        lines += fold.lines()
        choices += fold.choices()
        year_choices += fold.year_choices
        trace += fold.trace
        effects |= fold.state.effects
    lines.sort(key=_line_order)
    choices.sort(key=lambda choice: (choice.person, choice.event, choice.layer))
    year_choices.sort(key=lambda choice: (choice.person, choice.layer))
    return Assessment(
        tuple(lines), tuple(choices), tuple(year_choices), tuple(trace), frozenset(effects)
    )


def _line_order(line: Line) -> tuple[str, bool, str, str, int]:
    return line.person, line.event is None, line.event or "", line.programme, line.year


class Fold:
    """The fold of one unit's events, from the first to the last."""

    def __init__(
        self,
        facts: Facts,
        seats_for: dict[str, Seats],
        year: int,
        as_of: date,
        year_closed: bool,
    ) -> None:
        charges = prepare(facts, seats_for, as_of)
        known = {person.id: person for person in facts.people}
        self._unit = Unit(facts, charges, as_of, year_closed, known)
        self._year = year
        self._decisions: Decisions
        self.state = State()
        self.trace: list[Finding] = []
        self.year_choices: tuple[YearChoice, ...] = ()
        self._year_end: YearEnd

    def run(self, *, with_trace: bool) -> None:
        """Decide every event in order, then the programmes of the year's end."""
        self._pass(with_trace=with_trace)
        years = YearChoices(self._unit, self._year, self._passed)
        held, self.year_choices = years.decide(self.state)
        if held:
            self._unit = replace(self._unit, held=held)
            self._pass(with_trace=with_trace)
        self._year_end = YearEnd(self._unit, self.state, self._year)
        self._year_end.run()
        if with_trace:
            self.trace += Tracer(self._unit, self.state).year_end(self._year)

    def _pass(self, *, with_trace: bool) -> None:
        """Decide every event in order, and remember what is told of it."""
        self._decisions, self.trace = Decisions(), []
        passage = Passage(self._unit, self._decisions)
        self.state = passage.state
        for charge in self._unit.folded:
            passage.step(charge)
            if with_trace and charge.label(charge.pack.year) == self._year:
                self.trace += Tracer(self._unit, self.state).event(charge)

    def _passed(self, held: Held) -> State:
        """The state after all events with some orders held all year."""
        unit = replace(self._unit, held=held)
        passage = Passage(unit, None)
        for charge in unit.folded:
            passage.step(charge)
        return passage.state

    def lines(self) -> Iterator[Line]:
        """The lines of the year asked for, in no particular order."""
        for event, seats, reason in self._unit.charges.excluded:
            label = _own_label(event, seats)
            if label == self._year:
                for member in seats.members_for(event.kind):
                    if member.programme.settled is Settled.EACH:
                        yield _excluded(event, member, label, reason)
        ordered = orders(self._unit, self.state)
        for charge in self._unit.folded:
            label = charge.label(charge.pack.year)
            if label == self._year:
                delivered = dealt(charge, self.state)
                for member in charge.seats.members_for(charge.event.kind):
                    if member.programme.settled is Settled.EACH:
                        line = self._line(member, charge, label, delivered.get(member, 0))
                        order = ordered.get((member, charge.index), 0)
                        yield replace(line, order_fen=order)
        yield from self._year_end.lines()

    def choices(self) -> Iterator[OrderChoice]:
        """The choices made on events of the year asked for."""
        for (_, index), choice in self._decisions.choices.items():
            charge = self._unit.folded[index]
            if charge.label(charge.pack.year) == self._year:
                yield choice

    def _line(self, member: Member, charge: Charge, label: int, delivered: int) -> Line:
        key = (member, charge.index)
        note = self.state.notes.get(key, Note())
        amount = self.state.line.get(key, 0)
        if amount > 0:
            status, reason = Status.ENTITLED, note.hold
        elif note.held_fen > 0:
            status, reason = Status.HELD, note.hold
        else:
            status, reason = Status.ZERO, note.reason or self._why_fallen(member, charge)
        if delivered > amount:
            self.state.effects.add(Effect.ADVANCE_ABOVE)
        return Line(
            person=charge.person,
            event=charge.event.id,
            programme=member.name,
            year=label,
            status=status,
            amount_fen=amount,
            held_fen=note.held_fen,
            reason=reason,
            catch_up_fen=min(amount, max(0, self.state.catch_up.get(key, 0))),
            delivered_fen=delivered,
            provisional=charge.provisional,
            assumed=self._assumed(member, charge) if amount > 0 else (),
        )

    def _assumed(self, member: Member, charge: Charge) -> tuple[str, ...]:
        entry = self.state.account(member, charge).entries.get(charge.index)
        figures = entry.figures if entry is not None else None
        return () if figures is None else assumed_in(member, figures.row)

    def _why_fallen(self, member: Member, charge: Charge) -> Reason:
        """Why a line that was paid has fallen to nothing since (§6.8)."""
        account = self.state.account(member, charge)
        entry = account.entries.get(charge.index)
        if entry is not None and not entry.counted:
            return Reason.CONDITION_FALSE
        if entry is not None and entry.struck:
            return Reason.EXCLUDED_BY_CLAUSE
        return Reason.NOTHING_LEFT


class Passage:
    """One passage over a unit's events, in one state."""

    def __init__(self, unit: Unit, decisions: Decisions | None) -> None:
        self._unit = unit
        self._decisions = decisions
        self.state = State()

    def step(self, charge: Charge) -> None:
        """Decide every layer on an event, and what holds may still bring to layers after them."""
        start = self.state.fork()
        Layers(self._unit, self.state, self._decisions).run(charge)
        phantoms = [
            member
            for (member, index), fen in self.state.phantom.items()
            if index == charge.index and fen > 0
        ]
        if not phantoms:
            return
        start.blind_on = charge.index
        Layers(self._unit, start).run(charge)
        self._hold_what_phantoms_cost(charge, start, phantoms)

    def _hold_what_phantoms_cost(
        self, charge: Charge, without: State, phantoms: Sequence[Member]
    ) -> None:
        """Hold what later layers would get if nothing held were paid (§9.1)."""
        first = min(phantoms, key=lambda member: (member.place, member.position))
        reason = self.state.notes[first, charge.index].hold
        for member in charge.seats.members_for(charge.event.kind):
            key = (member, charge.index)
            note = self.state.notes.get(key, Note())
            might = without.sum_of(member) + without.notes.get(key, Note()).held_fen
            more = might - self.state.sum_of(member) - note.held_fen
            if member.place > first.place and more > 0:
                held = note.held_fen + more
                self.state.notes[key] = Note(note.reason, note.hold or reason, held)


def _own_label(event: Event, seats: Seats) -> int:
    """The benefit year of an excluded event: that of the date it goes by itself."""
    return year_label(day_of(event, seats.pack.year.by), seats.pack.year)


def _excluded(event: Event, member: Member, label: int, reason: Reason) -> Line:
    return Line(event.person, event.id, member.name, label, Status.EXCLUDED, reason=reason)
