"""A checked pack as arrays: layers, programmes, pools and base formulas, ready for the fold."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mianshen.engine.kernel.cases import Cases
from mianshen.engine.kernel.coverage import UncoveredError, uncovered_in
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.formulas import BaseCompiler, Worked
from mianshen.engine.kernel.tables import Grain, Tables
from mianshen.engine.reference.members import Member, PoolRef, Seats
from mianshen.money import Rounding, RoundingUnit
from mianshen.policy.expressions.vocabulary import CARE_AMOUNTS
from mianshen.policy.pack import Pack
from mianshen.policy.schema import BestOver, Combine, Counts, Covers, Kind, Per

Image = NDArray[np.int64]

AMOUNTS = (*CARE_AMOUNTS, "price", "wage")
KINDS = tuple(Kind)

_COMBINES = {Combine.SEQUENCE: at.SEQUENCE, Combine.BEST_ORDER: at.BEST_ORDER}
_ROUNDINGS = {
    Rounding.HALF_UP: at.HALF_UP,
    Rounding.HALF_EVEN: at.HALF_EVEN,
    Rounding.DOWN: at.DOWN,
    Rounding.UP: at.UP,
}
_ROUND_FEN = {RoundingUnit.FEN: 1, RoundingUnit.JIAO: 10, RoundingUnit.YUAN: 100}
_ONCE = {None: 0, Per.YEAR: at.ONCE_YEAR, Per.LIFE: at.ONCE_LIFE}


@dataclass(frozen=True)
class Blocks:
    """Where the blocks of a row of the unit and of the state begin."""

    members: int
    layers: int
    pools: int
    payers: int

    @cached_property
    def paid(self) -> int:
        """What each payer paid."""
        return at.U_AMOUNTS + len(AMOUNTS)

    @cached_property
    def advance(self) -> int:
        """What was advanced on each programme."""
        return self.paid + self.payers

    @cached_property
    def layer_advance(self) -> int:
        """What was advanced on each layer."""
        return self.advance + self.members

    @cached_property
    def case(self) -> int:
        """The verdict on each programme, or -1."""
        return self.layer_advance + self.layers

    @cached_property
    def account(self) -> int:
        """The first event of the account, for each programme."""
        return self.case + self.members

    @cached_property
    def visit(self) -> int:
        """The first event of the visit within the account, for each programme."""
        return self.account + self.members

    @cached_property
    def base(self) -> int:
        """Bases the fold cannot change, in 1/scale fen."""
        return self.visit + self.members

    @cached_property
    def base_known(self) -> int:
        """Whether the base of each programme is known."""
        return self.base + self.members

    @cached_property
    def period(self) -> int:
        """The first event of the period, for each pool."""
        return self.base_known + self.members

    @cached_property
    def advanced(self) -> int:
        """Whether anything was ever advanced to the person on each programme."""
        return self.period + self.pools

    @cached_property
    def width(self) -> int:
        """How wide a row of the unit is."""
        return self.advanced + self.members

    @cached_property
    def caps(self) -> int:
        """Where the caps in force stand in a row of the state."""
        return self.members * at.CELLS

    @cached_property
    def state_width(self) -> int:
        """How wide a row of the state is."""
        return self.caps + self.pools


@dataclass
class Plan:
    """One pack ready for the kernel; verdicts and figures are added as events meet them."""

    seats: Seats
    pools: tuple[PoolRef, ...]
    blocks: Blocks
    bases: tuple[Worked | None, ...]
    tables: Tables
    cases: Cases = field(init=False)

    def __post_init__(self) -> None:
        self.cases = Cases(self.seats.members, self.tables)

    @property
    def members(self) -> tuple[Member, ...]:
        """The programmes in the order of payment."""
        return self.seats.members

    def image(self) -> Image:
        """The plan as one array of whole numbers."""
        lists: list[int] = []
        verdicts, offers, figures = self.tables.written(lists)
        layers = self._layers(lists)
        members = self._members(lists)
        pools = self._pools(lists)
        covers = [
            payer.covers is Covers.OUT_OF_SCOPE_FIRST for payer in self.seats.pack.payers.values()
        ]
        header = np.zeros(at.HEADER, np.int64)
        blocks = self.blocks
        header[at.H_LAYERS], header[at.H_MEMBERS] = blocks.layers, blocks.members
        header[at.H_POOLS], header[at.H_PAYERS] = blocks.pools, blocks.payers
        header[at.H_PAID], header[at.H_ADVANCE] = blocks.paid, blocks.advance
        header[at.H_LAYER_ADVANCE], header[at.H_CASE] = blocks.layer_advance, blocks.case
        header[at.H_ACCOUNT], header[at.H_VISIT] = blocks.account, blocks.visit
        header[at.H_BASE], header[at.H_BASE_KNOWN] = blocks.base, blocks.base_known
        header[at.H_PERIOD], header[at.H_ADVANCED] = blocks.period, blocks.advanced
        header[at.H_CAPS], header[at.H_ROW] = blocks.caps, blocks.width
        parts = {
            at.H_AT_LAYERS: layers,
            at.H_AT_MEMBERS: members,
            at.H_AT_POOLS: pools,
            at.H_AT_COVERS: np.array(covers, np.int64),
            at.H_AT_VERDICTS: verdicts,
            at.H_AT_OFFERS: offers,
            at.H_AT_FIGURES: figures,
            at.H_AT_LISTS: np.array(lists, np.int64),
        }
        begin = at.HEADER
        for offset, table in parts.items():
            header[offset] = begin
            begin += table.size
        return np.concatenate([header, *(table.ravel() for table in parts.values())])

    def _layers(self, lists: list[int]) -> Image:
        numbers = {member.name: index for index, member in enumerate(self.members)}
        payers = {name: index for index, name in enumerate(self.seats.pack.payers)}
        table = np.zeros((self.blocks.layers, at.LAYER), np.int64)
        for row, layer in zip(table, self.seats.pack.layers, strict=True):
            row[at.L_PAYERS_AT], row[at.L_PAYERS] = len(lists), len(layer.payers)
            lists += [payers[name] for name in layer.payers]
            if layer.members:
                first = self.seats.by_name[layer.members[0]]
                row[at.L_FIRST], row[at.L_COUNT] = numbers[first.name], len(layer.members)
                row[at.L_COMBINE] = _COMBINES[layer.combine]
                row[at.L_KIND] = KINDS.index(first.programme.kind)
                row[at.L_YEAR_END] = self.seats.pack.is_year_end(layer)
                row[at.L_CHAIN] = layer.best_over is BestOver.CHAIN
                row[at.L_STATES_MAX] = layer.states_max
        return table

    def _members(self, lists: list[int]) -> Image:
        table = np.zeros((len(self.members), at.MEMBER), np.int64)
        for index, member in enumerate(self.members):
            programme, grain, base = member.programme, self.tables.grains[index], self.bases[index]
            row = table[index]
            row[at.M_PLACE], row[at.M_POSITION] = member.place, member.position
            row[at.M_PER_YEAR] = programme.per is Per.YEAR
            row[at.M_ROUNDING] = _ROUNDINGS[programme.rounding]
            row[at.M_ROUND_FEN] = _ROUND_FEN[programme.round_to]
            row[at.M_SCALE], row[at.M_PARTS] = grain.scale, grain.parts
            row[at.M_STEADY] = base is None
            if base is not None:
                row[at.M_CODE_AT], row[at.M_CODE] = len(lists), len(base.code)
                row[at.M_CODE_SCALE] = grain.scale // base.parts
                lists += [number for step in base.code for number in step]
            mates = {mate.name for mate in self.seats.by_layer[member.place]}
            row[at.M_ENTRY_LIMIT] = bool(programme.base.names & mates)
            row[at.M_WIDE] = programme.base.wide
            row[at.M_POOLS_AT], row[at.M_POOLS] = len(lists), len(member.pools)
            lists += [self.pools.index(pool) for pool in member.pools]
            row[at.M_ONCE] = _ONCE[programme.once]
            row[at.M_UNDISPUTED] = programme.pay_undisputed
            row[at.M_KIND] = KINDS.index(programme.kind)
            row[at.M_SIMULATED] = programme.simulated
        return table

    def _pools(self, lists: list[int]) -> Image:
        table = np.zeros((len(self.pools), at.POOL), np.int64)
        for row, pool in zip(table, self.pools, strict=True):
            mates = self.seats.sharing[pool]
            row[at.Q_ROW] = -1 if pool.row is None else pool.row
            row[at.Q_COUNTS_NORMAL] = pool.cap.counts is Counts.NORMAL
            row[at.Q_MATES_AT], row[at.Q_MATES] = len(lists), len(mates)
            lists += [self.members.index(mate) for mate in mates]
        return table


def plan_of(pack: Pack) -> Plan:
    """The plan of a pack; raises `UncoveredError` for a pack the kernel does not cover."""
    why = uncovered_in(pack)
    if why is not None:
        raise UncoveredError(why)
    seats = Seats(pack)
    pools = tuple(dict.fromkeys(pool for member in seats.members for pool in member.pools))
    blocks = Blocks(len(seats.members), len(pack.layers), len(pools), len(pack.payers))
    compiler = BaseCompiler(seats, AMOUNTS, blocks.paid)
    bases = tuple(compiler.compiled(member) for member in seats.members)
    grains = [Grain() for _ in seats.members]
    for grain, base in zip(grains, bases, strict=True):
        if base is not None:
            grain.scale = base.parts
            grain.add([], [])
    numbers = {pool: index for index, pool in enumerate(pools)}
    return Plan(seats, pools, blocks, bases, Tables(grains, numbers))
