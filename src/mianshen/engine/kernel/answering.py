"""Units assessed by the kernel: columns in, folded by groups, and lines out as columns."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.facts import Facts
from mianshen.engine.frames import FactFrames, frames_of
from mianshen.engine.kernel.cases import NO_CASE, Cases, Question
from mianshen.engine.kernel.charging import DAY_COLUMNS, Charged, charged
from mianshen.engine.kernel.choices import (
    Told,
    by_unit,
    choice_table,
    no_choices,
    told_choices,
    with_events,
)
from mianshen.engine.kernel.coverage import Uncovered, UncoveredError
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding import units as fold
from mianshen.engine.kernel.folding.codes import REASONS, ZERO
from mianshen.engine.kernel.folding.memory import Whole
from mianshen.engine.kernel.image import Narrowed
from mianshen.engine.kernel.lines import NO_ROW, Answered, excluded_lines, line_table
from mianshen.engine.kernel.plan import Plan, plan_of
from mianshen.engine.kernel.readings import Readings
from mianshen.engine.kernel.rows import FoldRows, Group
from mianshen.engine.reference.members import Seats
from mianshen.engine.reference.years import year_label
from mianshen.engine.results import Assessment
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Kind

Rows = NDArray[np.int64]

_FAILED = {at.FAIL_SEARCH: Uncovered.SEARCH, at.FAIL_STATES: Uncovered.SEARCH}
_AMOUNTS = (fold.R_AMOUNT, fold.R_HELD, fold.R_CATCH_UP, fold.R_DELIVERED, fold.R_ORDER)


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
        self._seats = Seats(pack)
        self._why: Uncovered | None = None
        try:
            self._plan: Plan = plan_of(self._seats)
        except UncoveredError as error:
            self._why = error.why
            return
        self._cases = Cases(self._seats, self._question, self._plan.tables)

    def assess(self, units: Sequence[Facts]) -> list[Assessment | Uncovered]:
        """The answer for each unit, or why the kernel leaves it to the reference.

        The units share their closures and the day the data begins.
        """
        if self._why is not None:
            return [self._why] * len(units)
        frames = frames_of(units)
        answered = self.answer(frames)
        lines, choices = answered.by_unit(frames), by_unit(answered.choices)
        return [
            answered.left[number]
            if number in answered.left
            else Assessment(tuple(lines.get(number, ())), tuple(choices.get(number, ())))
            for number in range(len(units))
        ]

    def answer(self, frames: FactFrames) -> Answered:
        """The lines of all units as columns, and the units that are left to the reference."""
        if self._why is not None:
            left = dict.fromkeys(range(frames.units), self._why)
            return Answered(self._seats, self._question.year, _no_lines(), no_choices(), left)
        ready = charged(frames, self._seats, self._question.as_of)
        readings = Readings(frames, ready, self._seats, self._question.as_of)
        cases, unjudged = self._cases.verdicts(frames, ready, readings)
        rows = FoldRows(self._plan, ready, readings, cases)
        left = {
            **ready.left,
            **unjudged,
            **rows.left_by_amounts(),
            **rows.work_out_steady_bases(),
        }
        batch = _Batch(self._plan, self._question, frames, ready, readings, cases)
        marks = np.zeros(frames.units, bool)
        marks[list(left)] = True
        for group in rows.groups(marks):
            failed = batch.fold(group, rows)
            left |= failed
        return batch.answered(left)


class _Batch:
    """The lines of many units, as they come out of the fold."""

    def __init__(
        self,
        plan: Plan,
        question: Question,
        frames: FactFrames,
        ready: Charged,
        readings: Readings,
        cases: Rows,
    ) -> None:
        self._plan, self._question, self._frames = plan, question, frames
        self._charged, self._readings, self._cases = ready, readings, cases
        shape = (len(ready), len(plan.members))
        self._status = np.full(shape, ZERO, np.int8)
        no = [REASONS.index(judged.no) for judged in plan.tables.verdicts] or [0]
        self._reason = np.array(no, np.int8)[cases]
        self._amounts = [np.zeros(shape, np.int64) for _ in _AMOUNTS]
        self._terms = np.full(shape, NO_ROW, np.int16)
        self._choices: list[Told] = []
        self._asked = readings.calendar.label(plan.seats.pack.year) == question.year

    def fold(self, group: Group, rows: FoldRows) -> Mapping[int, Uncovered]:
        """Fold the units of a group; answers those that could not be."""
        narrowed = Narrowed(self._plan, group.members)
        told, choices, failed = _folded(narrowed, rows.of_group(group, narrowed), group.starts)
        place = np.ix_(group.events, np.array(group.members))
        self._status[place] = told[:, :, fold.R_STATUS]
        reasons = told[:, :, fold.R_REASON]
        is_case = self._cases[place] != NO_CASE
        self._reason[place] = np.where(is_case, reasons, 0)
        for target, column in zip(self._amounts, _AMOUNTS, strict=True):
            target[place] = told[:, :, column]
        self._terms[place] = told[:, :, fold.R_ROW]
        self._choices.append(told_choices(choices, group.events, narrowed.members, narrowed.layers))
        units = self._charged.unit[group.events[group.starts[:-1]]]
        return {int(units[index]): _FAILED[int(failed[index])] for index in np.flatnonzero(failed)}

    def answered(self, left: Mapping[int, Uncovered]) -> Answered:
        """The answer for all units that are not left."""
        kept = np.ones(self._frames.units, bool)
        kept[list(left)] = False
        wanted = self._asked & kept[self._charged.unit]
        event, programme = np.nonzero(wanted[:, None] & (self._cases != NO_CASE))
        lines = line_table(
            self._charged.unit[event],
            self._charged.row[event],
            programme,
            self._status[event, programme],
            self._reason[event, programme],
            [column[event, programme] for column in self._amounts],
            self._charged.provisional[event],
            self._terms[event, programme],
        )
        choices = choice_table(self._choices, wanted, self._plan.seats)
        return Answered(
            self._plan.seats,
            self._question.year,
            pl.concat([lines, self._excluded(kept)]),
            with_events(choices, self._readings.events, self._charged.unit),
            left,
        )

    def _excluded(self, kept: NDArray[np.bool_]) -> pl.DataFrame:
        seats, ready = self._plan.seats, self._charged
        events = self._frames.table("events")[ready.excluded_row]
        units = events["unit"].to_numpy()
        days = events.select(DAY_COLUMNS[seats.pack.year.by]).to_series().to_list()
        asked = np.array(
            [year_label(day, seats.pack.year) == self._question.year for day in days], bool
        )
        wanted = np.flatnonzero(asked & kept[units])
        own = {
            kind.value: [m for m, one in enumerate(seats.members) if one.programme.kind is kind]
            for kind in Kind
        }
        kinds = events["kind"].to_list()
        return excluded_lines(
            ready.excluded_row[wanted],
            units[wanted],
            ready.excluded_reason[wanted],
            [own[kinds[index]] for index in wanted.tolist()],
        )


def _no_lines() -> pl.DataFrame:
    nothing = np.zeros(0, np.int64)
    return line_table(nothing, nothing, nothing, nothing, nothing)


def _folded(narrowed: Narrowed, rows: Rows, starts: Rows) -> tuple[Whole, Whole, Whole]:
    """What the fold tells of lines and choices, and of units that failed."""
    blocks = narrowed.blocks
    told = np.zeros((len(rows), blocks.members, fold.TOLD), np.int64)
    choices = np.zeros((len(rows), blocks.layers, at.TOLD_CHOICE), np.int64)
    longest = int(np.diff(starts).max())
    works = max(blocks.members, blocks.pools, 1)
    failed: Whole = fold.fold_units()(
        narrowed.image(),
        rows,
        starts.astype(np.int64),
        told,
        choices,
        _state(longest, blocks.state_width),
        _pad(longest, blocks.layers),
        np.zeros((3, longest * works), np.int64),
    )
    return told, choices, failed


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
