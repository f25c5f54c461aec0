"""What judging finds, asked of the reference once per distinct set of things it reads (§6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from mianshen.engine.facts import Facts
from mianshen.engine.frames import FactFrames
from mianshen.engine.kernel.charging import Charged
from mianshen.engine.kernel.coding import distinct
from mianshen.engine.kernel.coverage import Uncovered, UncoveredError
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.readings import Readings
from mianshen.engine.kernel.reads import Reads
from mianshen.engine.kernel.tables import Judged, Tables
from mianshen.engine.reference.charges import Charge, prepare
from mianshen.engine.reference.judging import Judge, Verdict
from mianshen.engine.reference.members import Seats
from mianshen.engine.reference.state import State
from mianshen.engine.reference.turns import Turns
from mianshen.engine.reference.unit import Unit
from mianshen.engine.reference.values import NOTHING_ASSUMED, Assumed
from mianshen.engine.results import Reason

Rows = NDArray[np.int64]
Key = tuple[object, ...]

NO_CASE = -1

_BEFORE_WHEN = frozenset({Reason.NO_VERSION, Reason.NO_IDENTITY})


@dataclass(frozen=True)
class Question:
    """What every unit is asked."""

    year: int
    as_of: date
    year_closed: bool


@dataclass
class _Unjudged:
    """Distinct cases of one programme nobody has judged yet: where they stand, an event each."""

    m: int
    keys: list[Key] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


class Cases:
    """The verdicts on a pack's programmes, each distinct one judged once."""

    def __init__(self, seats: Seats, question: Question, tables: Tables) -> None:
        self._seats = seats
        self._question = question
        self._reads = [Reads(member) for member in seats.members]
        self._tables = tables
        self._known: dict[Key, int | Uncovered] = {}

    def verdicts(
        self, frames: FactFrames, charged: Charged, readings: Readings
    ) -> tuple[Rows, dict[int, Uncovered]]:
        """The number of the verdict on each programme for each event, or `NO_CASE`.

        Also the units with figures that do not fit the fold, or that it does not cover.
        """
        found = np.full((len(charged), len(self._reads)), NO_CASE, np.int64)
        left = self._left_by_visits(charged, readings)
        keyed = [self._keys(m, readings) for m in range(len(self._reads))]
        missing = []
        for m, (_, _, keys, at_rows) in enumerate(keyed):
            unjudged = _Unjudged(m)
            for key, row in zip(keys, at_rows, strict=True):
                if key not in self._known:
                    unjudged.keys.append(key)
                    unjudged.rows.append(row)
            missing.append(unjudged)
        self._judge(missing, frames, charged)
        for m, (rows, numbers, keys, _) in enumerate(keyed):
            answers = [self._known[key] for key in keys]
            codes = np.array(
                [NO_CASE if isinstance(one, Uncovered) else one for one in answers], np.int64
            )
            if len(rows):
                found[rows, m] = codes[numbers]
            for case, answer in enumerate(answers):
                if isinstance(answer, Uncovered):
                    for number in np.unique(charged.unit[rows[numbers == case]]).tolist():
                        left[number] = answer
        return found, left

    def _keys(self, m: int, readings: Readings) -> tuple[Rows, Rows, list[Key], list[int]]:
        """The events of a programme's kind, their cases by number, each case's key and an event."""
        reads = self._reads[m]
        kind = reads.member.programme.kind.value
        rows = np.flatnonzero((readings.events["kind"] == kind).to_numpy())
        if not len(rows):
            return rows, rows, [], []
        parts = [part.at(rows) for part in readings.parts(reads)]
        cases = distinct(parts, len(rows))
        keys = [
            (m, *(part.values[part.codes[row]] for part in parts)) for row in cases.rows.tolist()
        ]
        return rows, cases.numbers, keys, rows[cases.rows].tolist()

    def _left_by_visits(self, charged: Charged, readings: Readings) -> dict[int, Uncovered]:
        """Units where a condition reads amounts of a visit that comes in several parts."""
        if not any(reads.sums_in_condition for reads in self._reads):
            return {}
        later = readings.calendar.first_of_visit != np.arange(len(charged))
        units = np.unique(charged.unit[later]).tolist()
        return dict.fromkeys(units, Uncovered.VISIT_CONDITION)

    def _judge(self, missing: Sequence[_Unjudged], frames: FactFrames, charged: Charged) -> None:
        rows = np.array([row for one in missing for row in one.rows], np.int64)
        numbers = np.unique(charged.unit[rows]).tolist()
        units = dict(zip(numbers, map(self._unit, frames.facts_of(numbers)), strict=True))
        for one in missing:
            for key, row in zip(one.keys, one.rows, strict=True):
                number = int(charged.unit[row])
                first = int(np.searchsorted(charged.unit, number))
                unit = units[number]
                try:
                    known: int | Uncovered = self._judged(one.m, unit, unit.folded[row - first])
                except UncoveredError as error:
                    known = error.why
                self._known[key] = known

    def _unit(self, facts: Facts) -> Unit:
        question, seats = self._question, self._seats
        charges = prepare(facts, {seats.pack.id: seats}, question.as_of)
        people = {person.id: person for person in facts.people}
        return Unit(facts, charges, question.as_of, question.year_closed, people)

    def _judged(self, m: int, unit: Unit, charge: Charge) -> int:
        """Judge an event on a state in which nothing has been paid yet."""
        member = self._reads[m].member
        judge = Judge(unit, State())
        verdict = judge.judge(member, charge)
        ways: list[int] = []
        if verdict.no is None and verdict.hold is not None:
            tried = Turns(unit, State()).ways(member, charge, verdict)
            for way in tried or ():
                found = judge.judge(member, charge, way)
                ways.append(self._add(m, unit, charge, found, way, ()))
        return self._add(m, unit, charge, verdict, NOTHING_ASSUMED, tuple(ways))

    def _add(
        self,
        m: int,
        unit: Unit,
        charge: Charge,
        verdict: Verdict,
        assumed: Assumed,
        ways: tuple[int, ...],
    ) -> int:
        member = self._reads[m].member
        judge = Judge(unit, State())
        when = judge.when(member, judge.scene(member, charge, charge, assumed))
        judged = Judged(
            no=verdict.no,
            stage=_stage(verdict, when is False),
            hold=verdict.hold if verdict.no is None else None,
            admissible=verdict.admissible,
            when=when is True,
            base_known=verdict.base_known,
            offers=tuple(self._tables.add_offer(m, offer) for offer in verdict.offers),
            ways=ways,
        )
        return self._tables.add_verdict(judged)


def _stage(verdict: Verdict, when_false: bool) -> int:
    if verdict.no is None:
        return at.PASSED
    if verdict.no in _BEFORE_WHEN:
        return at.BEFORE_WHEN
    if verdict.no is Reason.CONDITION_FALSE:
        return at.AT_WHEN if when_false else at.AT_ROWS
    return at.AT_CLAIM
