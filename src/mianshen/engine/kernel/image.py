"""A plan brought down to some of its programmes, as one array of whole numbers for the fold.

Programmes that can pay nothing to a unit whatever happens are left out of what it is folded with:
they change nothing, and most programmes are such to most people.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.plan import KINDS, Blocks, Plan
from mianshen.money import Rounding, RoundingUnit
from mianshen.policy.schema import BestOver, Combine, Counts, Covers, Per

Image = NDArray[np.int64]

_COMBINES = {
    Combine.SEQUENCE: at.SEQUENCE,
    Combine.BEST_ORDER: at.BEST_ORDER,
    Combine.BEST_ONE: at.BEST_ONE,
}
_ROUNDINGS = {
    Rounding.HALF_UP: at.HALF_UP,
    Rounding.HALF_EVEN: at.HALF_EVEN,
    Rounding.DOWN: at.DOWN,
    Rounding.UP: at.UP,
}
_ROUND_FEN = {RoundingUnit.FEN: 1, RoundingUnit.JIAO: 10, RoundingUnit.YUAN: 100}
_ONCE = {None: 0, Per.YEAR: at.ONCE_YEAR, Per.LIFE: at.ONCE_LIFE}


class Narrowed:
    """A plan with only some programmes, by their numbers in the order of payment.

    Layers in which nothing is left fall out, and pools in which nobody is left; so do payers before
    all programmes (what they leave stands in the rows) and after them (nothing reads what they do).
    """

    def __init__(self, plan: Plan, members: Sequence[int]) -> None:
        self._plan = plan
        self.members = tuple(members)
        kept = {plan.members[m].place for m in members}
        self.layers = tuple(
            place
            for place, layer in enumerate(plan.seats.pack.layers)
            if place in kept or (layer.payers and min(kept) < place < max(kept))
        )
        standing = {pool for m in members for pool in plan.members[m].pools}
        self.pools = tuple(q for q, pool in enumerate(plan.pools) if pool in standing)
        payers = len(plan.seats.pack.payers)
        self.blocks = Blocks(len(self.members), len(self.layers), len(self.pools), payers)

    @cached_property
    def _member_numbers(self) -> dict[int, int]:
        return {m: index for index, m in enumerate(self.members)}

    @cached_property
    def _layer_numbers(self) -> dict[int, int]:
        return {place: index for index, place in enumerate(self.layers)}

    def image(self) -> Image:
        """The plan as one array: a header, then tables."""
        written = self._plan.tables.written()
        pools = np.full(max(1, len(self._plan.pools)), at.NONE, np.int64)
        pools[list(self.pools)] = np.arange(len(self.pools))
        known = written.lists.copy()
        known[written.pools_at] = pools[known[written.pools_at]]
        own = _Lists(len(known))
        layers, members = self._layers(own), self._members(own)
        parts = {
            at.H_AT_LAYERS: layers,
            at.H_AT_MEMBERS: members,
            at.H_AT_POOLS: self._pools(own),
            at.H_AT_COVERS: self._covers(),
            at.H_AT_VERDICTS: written.verdicts,
            at.H_AT_OFFERS: written.offers,
            at.H_AT_FIGURES: written.figures,
            at.H_AT_LISTS: np.concatenate([known, np.array(own.items, np.int64)]),
        }
        header = self._header()
        begin = at.HEADER
        for offset, table in parts.items():
            header[offset] = begin
            begin += table.size
        return np.concatenate([header, *(table.ravel() for table in parts.values())])

    def _header(self) -> Image:
        header, blocks = np.zeros(at.HEADER, np.int64), self.blocks
        header[at.H_LAYERS], header[at.H_MEMBERS] = blocks.layers, blocks.members
        header[at.H_POOLS], header[at.H_PAYERS] = blocks.pools, blocks.payers
        header[at.H_PAID], header[at.H_ADVANCE] = blocks.paid, blocks.advance
        header[at.H_LAYER_ADVANCE], header[at.H_CASE] = blocks.layer_advance, blocks.case
        header[at.H_ACCOUNT], header[at.H_VISIT] = blocks.account, blocks.visit
        header[at.H_BASE], header[at.H_BASE_KNOWN] = blocks.base, blocks.base_known
        header[at.H_PERIOD], header[at.H_ADVANCED] = blocks.period, blocks.advanced
        header[at.H_CAPS], header[at.H_ROW] = blocks.caps, blocks.width
        header[at.H_OPEN_BASE], header[at.H_OPEN_CONSUMED] = blocks.open_base, blocks.open_consumed
        header[at.H_OPEN_ENTITLED] = blocks.open_entitled
        header[at.H_OPEN_USED] = blocks.open_used
        return header

    def _covers(self) -> Image:
        payers = self._plan.seats.pack.payers.values()
        return np.array([one.covers is Covers.OUT_OF_SCOPE_FIRST for one in payers], np.int64)

    def _layers(self, lists: "_Lists") -> Image:
        pack = self._plan.seats.pack
        payers = {name: index for index, name in enumerate(pack.payers)}
        table = np.zeros((len(self.layers), at.LAYER), np.int64)
        for row, place in zip(table, self.layers, strict=True):
            layer = pack.layers[place]
            row[at.L_PAYERS] = len(layer.payers)
            row[at.L_PAYERS_AT] = lists.add([payers[name] for name in layer.payers])
            own = [m for m in self.members if self._plan.members[m].place == place]
            if own:
                first = self._plan.members[own[0]]
                row[at.L_FIRST], row[at.L_COUNT] = self._member_numbers[own[0]], len(own)
                row[at.L_COMBINE] = _COMBINES[layer.combine]
                row[at.L_KIND] = KINDS.index(first.programme.kind)
                row[at.L_YEAR_END] = pack.is_year_end(layer)
                row[at.L_CHAIN] = layer.best_over is BestOver.CHAIN
                row[at.L_STATES_MAX] = layer.states_max
        return table

    def _members(self, lists: "_Lists") -> Image:
        plan = self._plan
        table = np.zeros((len(self.members), at.MEMBER), np.int64)
        pools = {plan.pools[q]: index for index, q in enumerate(self.pools)}
        for row, m in zip(table, self.members, strict=True):
            member, grain, base = plan.members[m], plan.tables.grains[m], plan.bases[m]
            programme = member.programme
            row[at.M_PLACE] = self._layer_numbers[member.place]
            row[at.M_POSITION] = member.position
            row[at.M_PER_YEAR] = programme.per is Per.YEAR
            row[at.M_ROUNDING] = _ROUNDINGS[programme.rounding]
            row[at.M_ROUND_FEN] = _ROUND_FEN[programme.round_to]
            row[at.M_SCALE], row[at.M_PARTS] = grain.scale, grain.parts
            row[at.M_STEADY] = base is None
            if base is not None:
                row[at.M_CODE] = len(base.code)
                row[at.M_CODE_SCALE] = grain.scale // base.parts
                code = [self._moved(what, operand) for what, operand in base.code]
                row[at.M_CODE_AT] = lists.add([one for step in code for one in step])
            mates = {mate.name for mate in plan.seats.by_layer[member.place]}
            row[at.M_ENTRY_LIMIT] = bool(programme.base.names & mates)
            row[at.M_WIDE] = programme.base.wide
            row[at.M_POOLS] = len(member.pools)
            row[at.M_POOLS_AT] = lists.add([pools[pool] for pool in member.pools])
            row[at.M_ONCE] = _ONCE[programme.once]
            row[at.M_UNDISPUTED] = programme.pay_undisputed
            row[at.M_KIND] = KINDS.index(programme.kind)
            row[at.M_SIMULATED] = programme.simulated
        return table

    def _moved(self, what: int, operand: int) -> tuple[int, int]:
        """An instruction with the numbers of this plan; what is left out has paid nothing."""
        numbers = {at.DO_MEMBER: self._member_numbers, at.DO_LAYER: self._layer_numbers}.get(what)
        if numbers is None:
            return what, operand
        return (what, numbers[operand]) if operand in numbers else (at.DO_NUMBER, 0)

    def _pools(self, lists: "_Lists") -> Image:
        plan = self._plan
        table = np.zeros((len(self.pools), at.POOL), np.int64)
        for row, q in zip(table, self.pools, strict=True):
            pool = plan.pools[q]
            numbers = [plan.members.index(mate) for mate in plan.seats.sharing[pool]]
            mates = [m for m in numbers if m in self._member_numbers]
            row[at.Q_ROW] = -1 if pool.row is None else pool.row
            row[at.Q_COUNTS_NORMAL] = pool.cap.counts is Counts.NORMAL
            row[at.Q_CONDITIONAL] = pool.cap.when is not None
            row[at.Q_MARKED] = pool.cap.when is not None and not pool.cap.uncapped_use_counts
            row[at.Q_LIMITS_BASE] = pool.limits_base
            row[at.Q_MATES] = len(mates)
            marked = ((self._member_numbers[m], plan.tables.marks[m][pool]) for m in mates)
            row[at.Q_MATES_AT] = lists.add([one for pair in marked for one in pair])
        return table


class _Lists:
    """Lists of the plan, behind those of its tables."""

    def __init__(self, begin: int) -> None:
        self._begin = begin
        self.items: list[int] = []

    def add(self, items: Sequence[int]) -> int:
        """Where a list begins once it is added."""
        begin = self._begin + len(self.items)
        self.items += items
        return begin
