"""The programmes of a pack at their places in the order of payment, and the pools they stand in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from mianshen.policy.exactness import Exactness, exactness
from mianshen.policy.pack import Pack
from mianshen.policy.schema import (
    Cap,
    Combine,
    Counts,
    Kind,
    Layer,
    Limits,
    Per,
    PoolScope,
    Programme,
    Year,
)


@dataclass(frozen=True, eq=False)
class PoolRef:
    """A shared pool, a cap of a programme, or a cap of one row of its terms (`row`, `slot`)."""

    name: str
    cap: Cap
    per: Per
    year: Year
    household: bool = False
    private: bool = False
    row: int | None = None
    slot: int = 0

    @property
    def limits_base(self) -> bool:
        """Whether it limits bases instead of benefits."""
        return self.cap.limits is Limits.BASE

    @property
    def counts_normal(self) -> bool:
        """Whether it counts the aid before a factor on the result."""
        return self.cap.counts is Counts.NORMAL


@dataclass(frozen=True, eq=False)
class Member:
    """A programme at its place: which layer, which position in it, which pools."""

    name: str
    programme: Programme
    pack: Pack
    layer: Layer
    place: int
    position: int
    year: Year
    pools: tuple[PoolRef, ...]

    def __repr__(self) -> str:
        return f"Member({self.name})"


class Seats:
    """All members of one pack, by name and by layer."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.shared = {name: _shared(pack, name) for name in pack.pools}
        self.members: tuple[Member, ...] = tuple(
            self._member(place, layer, position, name)
            for place, layer in enumerate(pack.layers)
            for position, name in enumerate(layer.members)
        )

    @cached_property
    def by_name(self) -> Mapping[str, Member]:
        """Every member by its programme's name."""
        return {member.name: member for member in self.members}

    @cached_property
    def by_layer(self) -> tuple[tuple[Member, ...], ...]:
        """The members of each layer, in listed order (none for a layer of payers)."""
        return tuple(
            tuple(member for member in self.members if member.place == place)
            for place in range(len(self.pack.layers))
        )

    @cached_property
    def exactness(self) -> Mapping[str, Exactness]:
        """Which search is exact, for every layer that looks for the best order."""
        return {
            layer.id: exactness(self.pack, layer).kind
            for layer in self.pack.layers
            if layer.combine is Combine.BEST_ORDER
        }

    @cached_property
    def sharing(self) -> Mapping[PoolRef, tuple[Member, ...]]:
        """The members that stand in each pool."""
        pools = {pool for member in self.members for pool in member.pools}
        return {
            pool: tuple(member for member in self.members if pool in member.pools) for pool in pools
        }

    def members_for(self, kind: Kind) -> tuple[Member, ...]:
        """The members that pay for events of a kind."""
        return tuple(member for member in self.members if member.programme.kind is kind)

    def _member(self, place: int, layer: Layer, position: int, name: str) -> Member:
        programme = self.pack.programmes[name]
        year = self.pack.year_of(name)
        pools = [self.shared[pool] for pool in programme.pools]
        pools += [
            PoolRef(f"{name}.{index}", cap, cap.per, year, private=True)
            for index, cap in enumerate(programme.caps)
        ]
        pools += [
            PoolRef(f"{name}.{row}.{slot}", cap, cap.per, year, private=True, row=row, slot=slot)
            for row, terms in enumerate(programme.terms)
            for slot, cap in enumerate(terms.caps)
        ]
        return Member(name, programme, self.pack, layer, place, position, year, tuple(pools))


def _shared(pack: Pack, name: str) -> PoolRef:
    pool = pack.pools[name]
    household = pool.scope is PoolScope.HOUSEHOLD
    return PoolRef(name, pool, pool.per, pool.year or pack.year, household)
