"""`assess`: facts and packs in, every line of every programme out (§1 to §10)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from mianshen.engine.facts import Event, Facts
from mianshen.engine.reference.charges import Charge, prepare
from mianshen.engine.reference.layers import Decisions, Layers
from mianshen.engine.reference.members import Member, Seats
from mianshen.engine.reference.orders import dealt, orders
from mianshen.engine.reference.state import Note, State
from mianshen.engine.reference.trace import Tracer
from mianshen.engine.reference.unit import Unit, households
from mianshen.engine.reference.unknowns import formulas_of
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
)
from mianshen.policy.expressions import tree
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
    trace: list[Finding] = []
    effects: set[Effect] = set()
    for people in households(facts, seats_for.values()):
        fold = Fold(facts, seats_for, people, year, as_of, year_closed)
        fold.run(with_trace=with_trace)
        lines += fold.lines()
        choices += fold.choices()
        trace += fold.trace
        effects |= fold.state.effects
    lines.sort(key=_line_order)
    choices.sort(key=lambda choice: (choice.person, choice.event, choice.layer))
    return Assessment(tuple(lines), tuple(choices), tuple(trace), frozenset(effects))


def _line_order(line: Line) -> tuple[str, bool, str, str, int]:
    return line.person, line.event is None, line.event or "", line.programme, line.year


class Fold:
    """The fold of one unit's events, from the first to the last."""

    def __init__(
        self,
        facts: Facts,
        seats_for: dict[str, Seats],
        people: tuple[str, ...],
        year: int,
        as_of: date,
        year_closed: bool,
    ) -> None:
        charges = prepare(facts, seats_for, as_of, people)
        known = {person.id: person for person in facts.people if person.id in people}
        self._unit = Unit(facts, charges, as_of, year_closed, known)
        self._year = year
        self._decisions = Decisions()
        self.state = State()
        self.trace: list[Finding] = []
        self._year_end = YearEnd(self._unit, self.state, year)

    def run(self, *, with_trace: bool) -> None:
        """Decide every event in order, then the programmes of the year's end."""
        for charge in self._unit.folded:
            self._step(charge)
            if with_trace and charge.label(charge.pack.year) == self._year:
                self.trace += Tracer(self._unit, self.state).event(charge)
        self._year_end.run()

    def _step(self, charge: Charge) -> None:
        start = self.state.fork()
        Layers(self._unit, self.state, self._decisions).run(charge)
        phantoms = [
            member
            for (member, index), fen in self.state.phantom.items()
            if index == charge.index and fen > 0
        ]
        if not phantoms:
            return
        start.blind_to_phantoms = True
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
            more = without.line.get(key, 0) - self.state.line.get(key, 0)
            if member.place > first.place and more > 0:
                note = self.state.notes.get(key, Note())
                held = note.held_fen + more
                self.state.notes[key] = Note(note.reason, note.hold or reason, held)

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
            status, reason = Status.ZERO, note.reason or Reason.NOTHING_LEFT
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
            catch_up_fen=self.state.catch_up.get(key, 0),
            delivered_fen=delivered,
            provisional=charge.provisional,
            assumed=assumed_figures(member),
        )


def _own_label(event: Event, seats: Seats) -> int:
    """The benefit year of an excluded event: that of the date it goes by itself."""
    return year_label(day_of(event, seats.pack.year.by), seats.pack.year)


def _excluded(event: Event, member: Member, label: int, reason: Reason) -> Line:
    return Line(event.person, event.id, member.name, label, Status.EXCLUDED, reason=reason)


def assumed_figures(member: Member) -> tuple[str, ...]:
    """The figures without a published source that a programme rests on."""
    pack = member.pack
    named: set[str] = set()
    programme = member.programme
    if programme.law is not None and programme.law.assumed:
        named.add(member.name)
    read = _names_read(member)
    for name, parameter in pack.parameters.items():
        if name in read and parameter.law is not None and parameter.law.assumed:
            named.add(name)
    return tuple(sorted(named))


def _names_read(member: Member) -> set[str]:
    return {name for node in formulas_of(member) for name in tree.names(node)}
