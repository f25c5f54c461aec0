"""A checked pack as arrays: layers, programmes, pools and base formulas, ready for the fold."""

from dataclasses import dataclass
from functools import cached_property

from mianshen.engine.frames import AMOUNTS
from mianshen.engine.kernel.coverage import UncoveredError, uncovered_in
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.formulas import BaseCompiler, Worked
from mianshen.engine.kernel.tables import Grain, Tables
from mianshen.engine.reference.members import Member, PoolRef, Seats
from mianshen.policy.schema import Kind

KINDS = tuple(Kind)


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
    def open_base(self) -> int:
        """What each programme's account had counted before our data begins, in 1/scale fen."""
        return self.advanced + self.members

    @cached_property
    def open_consumed(self) -> int:
        """What its start lines had consumed of it."""
        return self.open_base + self.members

    @cached_property
    def open_entitled(self) -> int:
        """What it had been entitled to, in fen."""
        return self.open_consumed + self.members

    @cached_property
    def open_used(self) -> int:
        """What each pool had paid in the event's period before our data begins."""
        return self.open_entitled + self.members

    @cached_property
    def width(self) -> int:
        """How wide a row of the unit is."""
        return self.open_used + self.pools

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
    """One pack ready for the kernel; its tables grow as events meet verdicts and figures."""

    seats: Seats
    pools: tuple[PoolRef, ...]
    blocks: Blocks
    bases: tuple[Worked | None, ...]
    tables: Tables

    @property
    def members(self) -> tuple[Member, ...]:
        """The programmes in the order of payment."""
        return self.seats.members


def plan_of(seats: Seats) -> Plan:
    """The plan of a pack; raises `UncoveredError` for a pack the kernel does not cover."""
    pack = seats.pack
    why = uncovered_in(pack)
    if why is not None:
        raise UncoveredError(why)
    pools = tuple(dict.fromkeys(pool for member in seats.members for pool in member.pools))
    blocks = Blocks(len(seats.members), len(pack.layers), len(pools), len(pack.payers))
    compiler = BaseCompiler(seats, AMOUNTS, blocks.paid)
    bases = tuple(compiler.compiled(member) for member in seats.members)
    grains = _grains(seats)
    for grain, base in zip(grains, bases, strict=True):
        if base is not None:
            grain.make_room(base.parts)
    numbers = {pool: index for index, pool in enumerate(pools)}
    marks = [{pool: mark for mark, pool in enumerate(one.pools)} for one in seats.members]
    return Plan(seats, pools, blocks, bases, Tables(grains, numbers, marks))


def _grains(seats: Seats) -> list[Grain]:
    """A grain for every programme; programmes whose bases one cap adds up have one together."""
    grains = {member: Grain() for member in seats.members}
    for pool, mates in seats.sharing.items():
        if pool.limits_base:
            together = grains[mates[0]]
            joined = {id(grains[mate]) for mate in mates}
            for member, grain in grains.items():
                if id(grain) in joined:
                    grains[member] = together
    return [grains[member] for member in seats.members]
