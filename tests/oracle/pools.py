"""Caps and pools: who shares them, over which period, and how much they leave (§5.2)."""

from dataclasses import dataclass
from fractions import Fraction

from mianshen.engine.facts import Event
from mianshen.policy.schema import Cap, Counts, Limits, Per, Pool, PoolScope, Year
from oracle.amounts import floor_fen
from oracle.days import first_day
from oracle.left import entry_line, excesses, surplus
from oracle.state import Entry, Period, PoolKey, State
from oracle.world import World


@dataclass(frozen=True)
class PoolRef:
    """A pool as one programme of one person meets it."""

    key: PoolKey
    cap: Cap
    shared: bool
    people: tuple[str, ...]
    programmes: tuple[str, ...]
    named: str = ""


def pools_of(world: World, event: Event, name: str, row: int | None) -> list[PoolRef]:
    """The named pools of a programme, its own caps, and the caps of the row chosen."""
    pack = world.pack(event)
    programme = pack.programmes[name]
    found = []
    for pool in programme.pools:
        spelled = pack.pools[pool]
        people = [event.person]
        if spelled.scope is PoolScope.HOUSEHOLD:
            people = world.household(event.person)
        sharing = tuple(one for one in pack.programmes if pool in pack.programmes[one].pools)
        key = (pack.id, "named", pool, *people)
        found.append(PoolRef(key, spelled, True, tuple(people), sharing, pool))
    private = [("own", index, cap) for index, cap in enumerate(programme.caps)]
    if row is not None:
        private += [("row", index, cap) for index, cap in enumerate(programme.terms[row].caps)]
    for kind, index, cap in private:
        slot = f"{row}.{index}" if kind == "row" else str(index)
        key = (pack.id, kind, name, slot, event.person)
        found.append(PoolRef(key, cap, False, (event.person,), (name,)))
    return found


def _year(world: World, ref: PoolRef, event: Event, name: str) -> Year:
    own = ref.cap.year if isinstance(ref.cap, Pool) else None
    pack = world.pack(event)
    return own or (pack.year if ref.shared else pack.year_of(name))


def period_of(world: World, ref: PoolRef, event: Event, name: str) -> Period:
    """The period of a pool that an event falls into, as a programme counts."""
    if ref.cap.per is Per.VISIT:
        return ("visit", event.person, event.visit)
    if ref.cap.per is Per.LIFE:
        return ("life",)
    return ("year", str(world.year_under(_year(world, ref, event, name), event)))


def _counting(
    world: World, state: State, ref: PoolRef, event: Event, name: str
) -> list[tuple[str, Entry]]:
    """The entries that count in a pool in the period of an event, each with its programme."""
    period = period_of(world, ref, event, name)
    pack = world.pack(event).id
    found = []
    for (person, own_pack, programme, _), account in state.accounts.items():
        if person not in ref.people or own_pack != pack or programme not in ref.programmes:
            continue
        for entry in account.entries:
            if period_of(world, ref, entry.event, name) != period:
                continue
            if counts_in(state, ref, entry.event, programme):
                found.append((programme, entry))
    return found


def counts_in(state: State, ref: PoolRef, event: Event, programme: str) -> bool:
    """Whether an event counts in a pool that is not always in force."""
    if ref.cap.when is None or ref.cap.uncapped_use_counts:
        return True
    return state.in_force.get((ref.key, event.id, programme), False)


def used(world: World, state: State, ref: PoolRef, event: Event, name: str) -> int:
    """What has been used of a pool in the period of an event, as one programme sees it."""
    total = 0
    for programme, entry in _counting(world, state, ref, event, name):
        normal = ref.cap.counts is Counts.NORMAL
        total += entry.normal if normal else entry_line(entry)
        if (entry.event.person, programme) != (event.person, name):
            key = (
                entry.event.person,
                world.pack(entry.event).id,
                programme,
                world.year_of(entry.event, programme),
            )
            total += excesses(world, state.accounts[key])[entry.event.id]
    total += _surpluses(world, state, ref, event, name)
    return total + _opened(world, ref, event, name)


def _surpluses(world: World, state: State, ref: PoolRef, event: Event, name: str) -> int:
    period = period_of(world, ref, event, name)
    total = 0
    for other, layer_id in state.decided:
        if other.person not in ref.people or world.pack(other).id != world.pack(event).id:
            continue
        layer = next(one for one in world.pack(other).layers if one.id == layer_id)
        first = layer.members[0]
        itself = (other.person, first) == (event.person, name)
        if first not in ref.programmes or itself:
            continue
        if period_of(world, ref, other, name) == period and counts_in(state, ref, other, first):
            total += surplus(world, state, other, layer)
    return total


def _opened(world: World, ref: PoolRef, event: Event, name: str) -> int:
    if ref.cap.per is Per.VISIT:
        return 0
    year = _year(world, ref, event, name)
    number = world.year_under(year, event)
    if not ref.shared:
        opening = world.opening(event.person, world.pack(event), name, number)
        return opening.entitled_fen if opening and ref.cap.per is Per.YEAR else 0
    start = first_day(year, number) if ref.cap.per is Per.YEAR else None
    return sum(
        one.used_fen
        for one in world.facts.pool_openings
        if one.person in ref.people and one.pool == ref.named and one.year_start == start
    )


def pool_leaves(
    world: World,
    state: State,
    event: Event,
    name: str,
    row: int | None,
    *,
    only: tuple[Per, ...] = (Per.VISIT, Per.YEAR, Per.LIFE),
) -> int | None:
    """What the pools of a programme leave on an event; None when none is in force."""
    leaves = []
    for ref in pools_of(world, event, name, row):
        if ref.cap.limits is not Limits.BENEFIT or ref.cap.per not in only:
            continue
        cap = state.caps.get((ref.key, period_of(world, ref, event, name)))
        if cap is not None:
            leaves.append(floor_fen(cap - used(world, state, ref, event, name)))
    return max(0, min(leaves)) if leaves else None


def _turn(world: World, event: Event, name: str) -> tuple[object, int, int]:
    """When a programme is computed on an event, before and after others."""
    pack = world.pack(event)
    place = pack.place_of[name]
    return world.place(event), place, pack.layers[place].members.index(name)


def base_limit(
    world: World, state: State, event: Event, name: str, row: int | None, earlier: list[Entry]
) -> Fraction | None:
    """§4.1 What pools that limit bases leave for an entry after the programme's earlier ones."""
    leaves = []
    for ref in pools_of(world, event, name, row):
        if ref.cap.limits is not Limits.BASE:
            continue
        period = period_of(world, ref, event, name)
        cap = state.caps.get((ref.key, period))
        if cap is None:
            continue
        own = [
            one
            for one in earlier
            if period_of(world, ref, one.event, name) == period
            and counts_in(state, ref, one.event, name)
        ]
        total = sum((one.base for one in own), Fraction(0))
        for programme, entry in _counting(world, state, ref, event, name):
            same_year = world.year_of(entry.event, programme) == world.year_of(event, name)
            if (entry.event.person, programme) == (event.person, name) and same_year:
                continue
            if _turn(world, entry.event, programme) < _turn(world, event, name):
                from oracle.booking import counts

                total += entry.base if counts(world, state, programme, entry) else 0
        leaves.append(max(Fraction(0), floor_fen(cap) - total))
    return min(leaves) if leaves else None
