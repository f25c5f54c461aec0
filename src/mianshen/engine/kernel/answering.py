"""Units assessed by the kernel: rows in, folded, and lines out, in the words of the reference."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from mianshen.engine.facts import Facts
from mianshen.engine.kernel.columns import Columns, Question, UnitRows, scaled
from mianshen.engine.kernel.coverage import Uncovered, UncoveredError
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding import units as fold
from mianshen.engine.kernel.folding.codes import REASONS, STATUSES
from mianshen.engine.kernel.folding.memory import Whole
from mianshen.engine.kernel.plan import Plan, plan_of
from mianshen.engine.reference.assumptions import assumed_in
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.years import day_of, year_label
from mianshen.engine.results import Assessment, Line, OrderChoice, Status
from mianshen.policy.pack import Pack

_FAILED = {at.FAIL_SEARCH: Uncovered.SEARCH, at.FAIL_STATES: Uncovered.SEARCH}


def make_ready() -> None:
    """Compile the fold, or read it where it was compiled before; until then the first use waits."""
    empty = np.zeros(at.HEADER, np.int64)
    nothing = np.zeros((0, 1, 1), np.int64)
    fold.fold_units()(
        empty,
        nothing[:, :, 0],
        np.zeros(1, np.int64),
        nothing,
        nothing,
        _state(1, 1),
        _pad(1, 1),
        nothing[:, :, 0],
    )


class Kernel:
    """One pack asked about many units; what it has judged once it remembers."""

    def __init__(self, pack: Pack, *, year: int, as_of: date, year_closed: bool) -> None:
        self._question = Question(year, as_of, year_closed)
        self._why: Uncovered | None = None
        try:
            self._plan: Plan = plan_of(pack)
        except UncoveredError as error:
            self._why = error.why
            return
        self._columns = Columns(self._plan, self._question)

    def assess(self, units: Sequence[Facts]) -> list[Assessment | Uncovered]:
        """The answer for each unit, or why the kernel leaves it to the reference."""
        if self._why is not None:
            return [self._why] * len(units)
        read = [self._read(facts) for facts in units]
        known = [one for one in read if isinstance(one, UnitRows)]
        folded = iter(_Folded(self._plan, self._question, known).answers() if known else ())
        return [one if isinstance(one, Uncovered) else next(folded) for one in read]

    def _read(self, facts: Facts) -> UnitRows | Uncovered:
        try:
            return self._columns.unit(facts)
        except UncoveredError as error:
            return error.why


class _Folded:
    """A batch of units through the fold, and the lines read off it."""

    def __init__(self, plan: Plan, question: Question, units: Sequence[UnitRows]) -> None:
        self._plan = plan
        self._question = question
        self._units = units
        self._starts = np.zeros(len(units) + 1, np.int64)
        np.cumsum([len(unit.rows) for unit in units], out=self._starts[1:])
        events, members = int(self._starts[-1]), len(plan.members)
        self._lines = np.zeros((events, members, fold.TOLD), np.int64)
        self._choices = np.zeros((events, plan.blocks.layers, at.TOLD_CHOICE), np.int64)
        self._failed = self._fold() if events else np.zeros(len(units), np.int64)

    def _fold(self) -> Whole:
        plan, blocks = self._plan, self._plan.blocks
        rows = np.array([row for unit in self._units for row in unit.rows], np.int64)
        for start, unit in zip(self._starts, self._units, strict=False):
            for (e, m), base in unit.steady.items():
                rows[start + e, blocks.base + m] = scaled(base, plan.tables.grains[m].scale)
        longest = int(np.diff(self._starts).max())
        works = max(len(plan.members), len(plan.pools), 1)
        failed: Whole = fold.fold_units()(
            plan.image(),
            rows,
            self._starts,
            self._lines,
            self._choices,
            _state(longest, blocks.state_width),
            _pad(longest, blocks.layers),
            np.zeros((3, longest * works), np.int64),
        )
        return failed

    def answers(self) -> Iterator[Assessment | Uncovered]:
        """What became of each unit, in the order given."""
        for index, unit in enumerate(self._units):
            if self._failed[index]:
                yield _FAILED[int(self._failed[index])]
            else:
                start = int(self._starts[index])
                lines = [*self._excluded(unit), *self._told(unit, start)]
                lines.sort(key=lambda line: (line.person, line.event or "", line.programme))
                choices = self._chosen(unit, start)
                choices.sort(key=lambda one: (one.person, one.event, one.layer))
                yield Assessment(tuple(lines), tuple(choices))

    def _excluded(self, unit: UnitRows) -> Iterator[Line]:
        for event, seats, reason in unit.excluded:
            label = year_label(day_of(event, seats.pack.year.by), seats.pack.year)
            if label == self._question.year:
                for member in seats.members_for(event.kind):
                    excluded = Status.EXCLUDED
                    yield Line(event.person, event.id, member.name, label, excluded, reason=reason)

    def _told(self, unit: UnitRows, start: int) -> Iterator[Line]:
        members = self._plan.members
        told = self._lines[start : start + len(unit.charges)].tolist()
        for charge, row in zip(unit.charges, told, strict=True):
            if self._is_asked(charge):
                for member, cells in zip(members, row, strict=True):
                    if member.programme.kind is charge.event.kind:
                        amount = cells[fold.R_AMOUNT]
                        yield Line(
                            person=charge.person,
                            event=charge.event.id,
                            programme=member.name,
                            year=self._question.year,
                            status=STATUSES[cells[fold.R_STATUS]],
                            amount_fen=amount,
                            held_fen=cells[fold.R_HELD],
                            reason=REASONS[cells[fold.R_REASON]],
                            catch_up_fen=cells[fold.R_CATCH_UP],
                            delivered_fen=cells[fold.R_DELIVERED],
                            order_fen=cells[fold.R_ORDER],
                            provisional=charge.provisional,
                            assumed=assumed_in(member, cells[fold.R_ROW]) if amount > 0 else (),
                        )

    def _is_asked(self, charge: Charge) -> bool:
        return charge.label(charge.pack.year) == self._question.year

    def _chosen(self, unit: UnitRows, start: int) -> list[OrderChoice]:
        names = [member.name for member in self._plan.members]
        found = []
        for place, layer in enumerate(self._plan.seats.pack.layers):
            told = self._choices[start : start + len(unit.charges), place]
            for e in np.flatnonzero(told[:, at.T_COUNT]).tolist():
                charge, row = unit.charges[e], told[e].tolist()
                count = row[at.T_COUNT]
                if not self._is_asked(charge):
                    continue
                order = row[at.T_ORDER : at.T_ORDER + count]
                members = row[at.T_MEMBERS : at.T_MEMBERS + count]
                lefts = row[at.T_ALONE : at.T_ALONE + count]
                alone = [(names[m], left) for m, left in zip(members, lefts, strict=True)]
                found.append(
                    OrderChoice(
                        person=charge.person,
                        event=charge.event.id,
                        layer=layer.id,
                        chosen=tuple(names[m] for m in order),
                        chosen_left_fen=row[at.T_CHOSEN],
                        listed_left_fen=row[at.T_LISTED],
                        worst_left_fen=row[at.T_WORST],
                        alone_left_fen=tuple(alone),
                        tied=bool(row[at.T_TIED]),
                    )
                )
        return found


def _state(events: int, width: int) -> Whole:
    """An empty state for units of up to so many events."""
    state = np.zeros(at.STATE_HEADER + at.DEPTHS * events * width, np.int64)
    state[at.STATE_WIDTH], state[at.STATE_EVENTS] = width, events
    return state


def _pad(events: int, layers: int) -> Whole:
    """An empty pad for units of up to so many events and packs of so many layers."""
    width = max(events, at.STACK)
    searches = at.PAD_ROWS * width
    told = searches + at.LEVELS * at.SEARCH
    pad = np.zeros(told + layers * at.TOLD_CHOICE, np.int64)
    pad[at.PAD_WIDTH], pad[at.SEARCH_AT], pad[at.TOLD_AT] = width, searches, told
    for slot, address in fold.part_addresses().items():
        pad[slot] = address
    return pad
