"""Events as rows of whole numbers for the fold, for the programmes that can pay them anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.frames import AMOUNTS
from mianshen.engine.kernel.cases import NO_CASE
from mianshen.engine.kernel.charging import Charged
from mianshen.engine.kernel.coding import distinct, of_choices
from mianshen.engine.kernel.coverage import Uncovered, UncoveredError
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.image import Narrowed
from mianshen.engine.kernel.plan import KINDS, Plan
from mianshen.engine.kernel.readings import Readings
from mianshen.engine.reference.values import Unknown
from mianshen.money import FEN_PER_YUAN
from mianshen.policy.schema import Covers, Per

Rows = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Group:
    """Events of units that the same programmes can pay: their places, and where units begin."""

    members: tuple[int, ...]
    events: Rows
    starts: Rows


class FoldRows:
    """Rows for the fold of all events that were charged and judged."""

    def __init__(self, plan: Plan, charged: Charged, readings: Readings, cases: Rows) -> None:
        self._plan = plan
        self._charged = charged
        self._readings = readings
        self._cases = cases
        self._steady: dict[int, dict[int, Fraction]] = {}
        units, self._begin = np.unique(charged.unit, return_index=True)
        self.units: Rows = units

    def left_by_amounts(self) -> dict[int, Uncovered]:
        """Units with amounts below zero, or beyond what the proofs of fit stand on."""
        charged = self._charged
        if not len(charged):
            return {}
        columns = [self._readings.fen(name) for name in AMOUNTS]
        columns += [charged.cost, charged.in_scope, charged.paid.sum(axis=1)]
        columns += [*charged.paid.T, *charged.advance.T, *charged.layer_advance.T]
        columns += self._readings.openings.amounts(self._plan.seats)
        bad = np.zeros(len(self.units), bool)
        for column in columns:
            bad |= np.minimum.reduceat(column, self._begin) < 0
            # One amount too large is too much, and keeps the sum itself from overflowing.
            most = np.maximum.reduceat(column, self._begin)
            total = np.add.reduceat(np.minimum(column, at.AMOUNT_MAX_FEN + 1), self._begin)
            bad |= (most > at.AMOUNT_MAX_FEN) | (total > at.AMOUNT_MAX_FEN)
        return dict.fromkeys(self.units[bad].tolist(), Uncovered.AMOUNTS)

    def work_out_steady_bases(self) -> dict[int, Uncovered]:
        """Work out bases that the fold cannot change, and make room for them in the grains.

        Answers the units with bases for which there is no room.
        """
        left: dict[int, Uncovered] = {}
        for m, base in enumerate(self._plan.bases):
            if base is not None:
                continue
            rows = np.flatnonzero(self._cases[:, m] != NO_CASE)
            values = self._readings.steady_base(self._plan.members[m], rows)
            self._steady[m] = {}
            for row, value in zip(rows.tolist(), values, strict=True):
                if isinstance(value, Unknown):
                    continue
                self._steady[m][row] = value
                try:
                    self._plan.tables.grains[m].add([value], [])
                except UncoveredError as error:
                    left[int(self._charged.unit[row])] = error.why
        return left

    def groups(self, left: Marks) -> Iterator[Group]:
        """The units to fold (all but those marked as left), by the programmes that can pay them."""
        if not len(self.units):
            return
        active = self._active()
        sets = distinct([of_choices(column, 2) for column in active.T], len(self.units))
        own = np.where(left[self.units], len(sets.rows), sets.numbers)
        lengths = np.diff(np.append(self._begin, len(self._charged)))
        order = np.argsort(own, kind="stable")
        edges = np.searchsorted(own[order], np.arange(len(sets.rows) + 1))
        for number, row in enumerate(sets.rows.tolist()):
            members = tuple(np.flatnonzero(active[row]).tolist())
            units = order[edges[number] : edges[number + 1]]
            if members and len(units):
                starts = np.concatenate([[0], np.cumsum(lengths[units])])
                events = np.repeat(self._begin[units] - starts[:-1], lengths[units])
                yield Group(members, events + np.arange(starts[-1]), starts)

    def _active(self) -> Marks:
        """Which programmes may pay a unit anything, or have been advanced to it.

        The first programme of a layer stands for what was advanced on the layer.
        """
        charged, plan = self._charged, self._plan
        is_no = np.array([judged.no is not None for judged in plan.tables.verdicts] or [True])
        open_ = (self._cases != NO_CASE) & ~is_no[self._cases]
        open_ |= charged.advance != 0
        active = np.logical_or.reduceat(open_, self._begin)
        layered = np.logical_or.reduceat(charged.layer_advance != 0, self._begin)
        for m, member in enumerate(plan.members):
            if member.position == 0:
                active[:, m] |= layered[:, member.place]
        return active

    def of_group(self, group: Group, narrowed: Narrowed) -> Rows:
        """The rows of a group in the layout of its narrowed plan."""
        plan, blocks, charged = self._plan, narrowed.blocks, self._charged
        events, members = group.events, narrowed.members
        own = np.ix_(events, np.array(members))
        rows = np.zeros((len(events), blocks.width), np.int64)
        rows[:, at.U_COST] = charged.cost[events]
        in_scope, total = self._left_before(narrowed.layers[0], events)
        rows[:, at.U_IN_SCOPE_LEFT], rows[:, at.U_TOTAL_LEFT] = in_scope, total
        rows[:, at.U_PAID] = charged.paid[events].sum(axis=1)
        rows[:, at.U_KIND] = self._kinds[events]
        calendar = self._readings.calendar
        rows[:, at.U_VISIT] = self._within_unit(calendar.first_of_visit, events)
        for index, name in enumerate(AMOUNTS):
            rows[:, at.U_AMOUNTS + index] = self._readings.fen(name)[events]
        rows[:, blocks.paid : blocks.advance] = charged.paid[events]
        rows[:, blocks.advance : blocks.layer_advance] = charged.advance[own]
        layered = charged.layer_advance[np.ix_(events, np.array(narrowed.layers))]
        rows[:, blocks.layer_advance : blocks.case] = layered
        rows[:, blocks.case : blocks.account] = self._cases[own]
        for index, m in enumerate(members):
            year = plan.members[m].year
            rows[:, blocks.account + index] = self._within_unit(
                calendar.first_of_year(year), events
            )
            visit = calendar.first_of_visit_in(year)
            rows[:, blocks.visit + index] = self._within_unit(visit, events)
            rows[:, blocks.base_known + index] = plan.bases[m] is not None
            self._put_steady(rows, m, blocks.base + index, blocks.base_known + index, events)
        for index, q in enumerate(narrowed.pools):
            rows[:, blocks.period + index] = self._within_unit(self._period(q), events)
        advanced = np.logical_or.reduceat(charged.advance[own] != 0, group.starts[:-1])
        rows[:, blocks.advanced : blocks.open_base] = np.repeat(
            advanced, np.diff(group.starts), axis=0
        )
        self._put_openings(rows, narrowed, events)
        return rows

    def _put_openings(self, rows: Rows, narrowed: Narrowed, events: Rows) -> None:
        blocks, plan, openings = narrowed.blocks, self._plan, self._readings.openings
        for index, m in enumerate(narrowed.members):
            opening, scale = openings.of(plan.members[m]), plan.tables.grains[m].scale
            rows[:, blocks.open_base + index] = opening.base[events] * scale
            rows[:, blocks.open_consumed + index] = opening.consumed[events] * scale
            rows[:, blocks.open_entitled + index] = opening.entitled[events]
        for index, q in enumerate(narrowed.pools):
            pool = plan.pools[q]
            used = openings.used(pool, plan.seats.sharing[pool])
            rows[:, blocks.open_used + index] = used[events]

    def _left_before(self, place: int, events: Rows) -> tuple[Rows, Rows]:
        """What the payers before a layer leave on events, in scope and in all (§2.4)."""
        charged, pack = self._charged, self._plan.seats.pack
        in_scope, total = charged.in_scope[events], charged.cost[events]
        payers = {name: index for index, name in enumerate(pack.payers)}
        for layer in pack.layers[:place]:
            for name in layer.payers:
                amount = charged.paid[events, payers[name]]
                rest = np.maximum(0, total - amount)
                if pack.payers[name].covers is Covers.OUT_OF_SCOPE_FIRST:
                    amount = np.maximum(0, amount - (total - in_scope))
                in_scope = np.minimum(np.maximum(0, in_scope - amount), rest)
                total = rest
        return in_scope, total

    @property
    def _kinds(self) -> Rows:
        kinds = {kind.value: index for index, kind in enumerate(KINDS)}
        known = self._readings.events["kind"]
        found: Rows = known.replace_strict(kinds, return_dtype=pl.Int64).to_numpy()
        return found

    def _within_unit(self, first: Rows, events: Rows) -> Rows:
        """An event of the same unit by its place within the unit."""
        return first[events] - self._readings.calendar.unit_first[events]

    def _period(self, q: int) -> Rows:
        pool, calendar = self._plan.pools[q], self._readings.calendar
        match pool.per:
            case Per.VISIT:
                return calendar.first_of_visit
            case Per.YEAR:
                return calendar.first_of_year(pool.year)
            case Per.LIFE:
                return calendar.unit_first

    def _put_steady(self, rows: Rows, m: int, base: int, known: int, events: Rows) -> None:
        values = self._steady.get(m)
        if values is not None:
            scale = self._plan.tables.grains[m].scale
            for index, row in enumerate(events.tolist()):
                value = values.get(row)
                if value is not None:
                    rows[index, base], rows[index, known] = scaled(value, scale), 1


def scaled(base: Fraction, scale: int) -> int:
    """A base in yuan as a whole number of 1/scale fen."""
    value = base * FEN_PER_YUAN * scale
    assert value.denominator == 1, "the grain holds every base"
    return value.numerator
