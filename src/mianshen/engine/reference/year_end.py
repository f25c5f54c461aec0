"""Programmes computed once at the end of their year, and what openings still owe (§5.7, §9.2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from mianshen.engine.reference.booking import Bookings
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.members import Member, Seats
from mianshen.engine.reference.state import AccountKey, State
from mianshen.engine.reference.targets import latest_figures
from mianshen.engine.reference.turns import Screening, Turns
from mianshen.engine.reference.unit import Unit
from mianshen.engine.reference.years import year_end, year_label
from mianshen.engine.results import Line, Reason, Status
from mianshen.policy.schema import Kind, Per, Settled

_LASTING = frozenset({Per.YEAR, Per.LIFE})


@dataclass(frozen=True)
class _Year:
    """What became of a year-end programme in somebody's year."""

    charges: tuple[Charge, ...]
    reason: Reason | None
    hold: Reason | None
    held_fen: int


class YearEnd:
    """What is computed after the last event of a unit."""

    def __init__(self, unit: Unit, state: State, year: int) -> None:
        self._unit = unit
        self._state = state
        self._year = year
        self._decided: dict[AccountKey, _Year] = {}

    def run(self) -> None:
        """Decide the year-end programmes person by person, each person's in order."""
        for person in sorted({charge.person for charge in self._unit.folded}):
            for seats in self._all_seats():
                for member in seats.members_for(Kind.REIMBURSEMENT):
                    if member.programme.settled is Settled.YEAR_END:
                        self._decide(member, person)

    def lines(self) -> Iterator[Line]:
        """The year lines: of year-end programmes, and of openings that still owe something."""
        for key, year in self._decided.items():
            yield self._line(key, year)
        for key in list(self._state.accounts):
            owed = 0 if key in self._decided else self._owed_from_before(key)
            if owed:
                member, person, label = key
                reason = Reason.NEEDS_CHECK
                yield Line(person, None, member.name, label, Status.HELD, 0, owed, reason)

    def _all_seats(self) -> list[Seats]:
        return list({id(charge.seats): charge.seats for charge in self._unit.folded}.values())

    def _decide(self, member: Member, person: str) -> None:
        labels: dict[int, list[Charge]] = {}
        for charge in self._unit.folded:
            same_pack = charge.seats.by_name.get(member.name) is member
            if charge.person == person and same_pack and charge.event.kind is Kind.REIMBURSEMENT:
                labels.setdefault(charge.label(member.year), []).append(charge)
        for label, charges in sorted(labels.items()):
            ends = year_label(year_end(label, member.year), member.pack.year)
            if ends == self._year:
                self._decide_year(member, person, label, charges)

    def _decide_year(self, member: Member, person: str, label: int, charges: list[Charge]) -> None:
        turns = Turns(self._unit, self._state)
        holds: list[Reason] = []
        noes: list[Reason] = []
        held = 0
        ready: list[Charge] = []
        for charge in charges:
            screening = turns.screen(member, charge)
            if screening.ready:
                self._enter(turns, member, charge, screening)
                ready.append(charge)
            else:
                turns.leave_out(member, charge, screening, settled=False)
            if screening.no is not None:
                noes.append(screening.no)
            if waits := screening.waits_fen:
                held += waits
                holds.append(screening.hold or Reason.NEEDS_CHECK)
                self._state.hold(member, charge, screening.at_most_fen)
        reason = turns.settle_year(member, ready[-1]) if ready else next(iter(noes), None)
        hold = next(iter(holds), None)
        self._decided[member, person, label] = _Year(tuple(charges), reason, hold, held)

    def _enter(self, turns: Turns, member: Member, charge: Charge, screening: Screening) -> None:
        """Enter a bill under the row that newly pays most, the first on ties."""
        offers = screening.offers
        amounts = [turns.newly_pays(member, charge, one)[0] for one in offers]
        turns.enter(member, charge, offers[amounts.index(max(amounts))])

    def _line(self, key: AccountKey, year: _Year) -> Line:
        member, person, label = key
        amount = sum(self._state.line.get((member, one.index), 0) for one in year.charges)
        held = year.held_fen + self._owed_from_before(key)
        status = Status.ENTITLED if amount else Status.HELD if held else Status.ZERO
        why = None if amount else year.reason or Reason.NOTHING_LEFT
        if held:
            why = year.hold or Reason.NEEDS_CHECK
        if amount and not self._unit.year_closed:
            status, why = Status.HELD, Reason.WAITING_FOR_YEAR_END
            held, amount = held + amount, 0
        delivered = sum(one.advance_fen.get(member, 0) for one in year.charges)
        return Line(person, None, member.name, label, status, amount, held, why, 0, delivered)

    def _owed_from_before(self, key: AccountKey) -> int:
        """What a yearly account owes on costs from before our data begins (§5.7)."""
        member, person, label = key
        opening = self._unit.opening_of(member, person, label)
        if member.programme.per is not Per.YEAR or opening is None:
            return 0
        if year_label(year_end(label, member.year), member.pack.year) != self._year:
            return 0
        entries = self._state.accounts[key].in_order()
        if not entries:
            return 0
        bookings = Bookings(self._unit, self._state)
        last = entries[-1].charge
        latest = latest_figures(entries)
        row = latest.row if latest is not None else None
        left = bookings.pools_left(member, last, row=row, spans=_LASTING)
        owed = min(bookings.unbooked(member, person, label), left, opening.room_left_fen)
        return max(0, owed)
