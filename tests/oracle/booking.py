"""Bases anew, falls and rises, booked on the entries that can carry them (§4.1, §5)."""

from dataclasses import dataclass
from fractions import Fraction

from mianshen.engine.facts import Event
from mianshen.policy.schema import ActsWhen, Clip, Per
from oracle.amounts import floor_fen
from oracle.days import year_holding
from oracle.expressions import Unknown
from oracle.left import account_of, base, entry_line, line, room
from oracle.pools import base_limit, pool_leaves
from oracle.state import Account, Entry, Scope, State
from oracle.targets import (
    guaranteed,
    latest_chosen,
    opening_of,
    scope_of,
    scope_parts,
    target_of,
)
from oracle.world import World

ENDLESS = 10**18


@dataclass
class Booked:
    """What a settlement of the account meant for the event it was made for."""

    want: int = 0
    below_minimum: bool = False
    by_pool: bool = False
    by_room: bool = False


@dataclass
class Limit:
    """The most that may still be booked in one step, in fen of results; None is no limit."""

    left: int | None = None


def counts(world: World, state: State, name: str, entry: Entry) -> bool:
    """§5.3 Whether an entry counts: it was counted, and no paying excluder has a line on it."""
    return entry.counted and not struck(world, state, name, entry)


def struck(world: World, state: State, name: str, entry: Entry) -> bool:
    """§5.3 (a) Whether a paying excluder has a line on an entry."""
    pack = world.pack(entry.event)
    for other, programme in pack.programmes.items():
        for one in programme.excludes:
            acts = one.programme == name and one.acts_when is ActsWhen.PAYS
            if acts and line(world, state, entry.event, other) > 0:
                return True
    return False


def renew_bases(world: World, state: State, account: Account) -> None:
    """§5.3 (a) Every entry's base computed anew; an unknown one keeps its last value."""
    name = account.key[2]
    fresh: list[Fraction] = []
    for entry in account.entries:
        found = base(world, state, entry.event, name)
        fresh.append(entry.base if isinstance(found, Unknown) else found)
    for entry, found in zip(account.entries, fresh, strict=True):
        entry.base = found
        entry.guaranteed = guaranteed(world, state, name, entry)
        entry.struck = struck(world, state, name, entry)
    if not account.entries:
        return
    if world.programme(account.entries[0].event, name).clip is Clip.SUM:
        _deal_out(world, state, account)
    earlier: list[Entry] = []
    for entry in account.entries:
        if not counts(world, state, name, entry):
            continue
        row = entry.chosen.row if entry.chosen else None
        most = base_limit(world, state, entry.event, name, row, earlier)
        if most is not None:
            entry.base = min(entry.base, most)
        earlier.append(entry)


def _deal_out(world: World, state: State, account: Account) -> None:
    name = account.key[2]
    for visit in {one.event.visit for one in account.entries}:
        of_visit = [one for one in account.entries if one.event.visit == visit]
        counted = [one for one in of_visit if counts(world, state, name, one)]
        rest = max(Fraction(0), sum((one.base for one in counted), Fraction(0)))
        for entry in counted:
            entry.base = min(max(Fraction(0), entry.base), rest)
            rest -= entry.base
        for entry in of_visit:
            entry.base = max(Fraction(0), entry.base)


def base_to_date(world: World, state: State, event: Event, name: str) -> Fraction | Unknown:
    """§6.3 The counted base of an account to date, the visit of an event as if counted."""
    of_visit = base(world, state, event, name)
    if isinstance(of_visit, Unknown):
        return of_visit
    trial = state.copy()
    account = account_of(world, trial, event, name) or Account(("", "", name, 0))
    others = Fraction(0)
    for entry in account.entries:
        if entry.event.visit == event.visit and entry.event.id != event.id:
            found = base(world, trial, entry.event, name)
            of_visit += entry.base if isinstance(found, Unknown) else found
    renew_bases(world, trial, account)
    for entry in account.entries:
        if entry.event.visit != event.visit and counts(world, trial, name, entry):
            others += entry.base
    return others + max(Fraction(0), of_visit)


def yearly_room(world: World, state: State, account: Account) -> int:
    """§5.5 What the lines of a yearly programme may come to in all."""
    name = account.key[2]
    paying = [one for one in account.entries if one.paying and counts(world, state, name, one)]
    rooms = sum(room(world, state, one.event, name) for one in paying)
    person, pack_id, _, year = account.key
    pack = next(one for one in world.packs if one.id == pack_id)
    own = pack.year_of(name)
    sources = {source for payer in pack.payers.values() for source in payer.sources}
    for payment, amount in world.year_level:
        day = payment.first_day
        in_year = day is None or year_holding(own, day) == year
        if payment.person == person and payment.source in sources and in_year:
            rooms -= amount
    return max(0, rooms)


def settle(
    world: World, state: State, event: Event, name: str, *, now: bool, limit: Limit | None = None
) -> Booked:
    """§5.3 Settle the account an event belongs to, for the event itself or for none."""
    booked = Booked()
    account = account_of(world, state, event, name)
    if account is None or not account.entries:
        return booked
    renew_bases(world, state, account)
    _lower_to_room(world, state, account)
    scopes: list[Scope] = []
    for entry in account.entries:
        scope = scope_of(world, entry.event, name)
        if scope not in scopes:
            scopes.append(scope)
    for scope in scopes:
        here = now and scope == scope_of(world, event, name)
        mine = event if here else None
        _settle_scope(world, state, account, scope, mine, booked, limit or Limit())
    return booked


def _lower_to_room(world: World, state: State, account: Account) -> None:
    name = account.key[2]
    for entry in account.entries:
        if not counts(world, state, name, entry):
            entry.normal = 0
        most = room(world, state, entry.event, name)
        if entry_line(entry) > most and entry.factor:
            entry.normal = min(entry.normal, floor_fen(most / entry.factor))
    if _per(world, account) is not Per.YEAR:
        return
    most = yearly_room(world, state, account)
    for entry in reversed(account.entries):
        total = sum(entry_line(one) for one in account.entries)
        own = entry_line(entry)
        if total > most and own and entry.factor:
            kept = max(0, own - (total - most))
            entry.normal = min(entry.normal, floor_fen(kept / entry.factor))


def _per(world: World, account: Account) -> Per:
    return world.programme(account.entries[0].event, account.key[2]).per


def _settle_scope(
    world: World,
    state: State,
    account: Account,
    scope: Scope,
    now: Event | None,
    booked: Booked,
    limit: Limit,
) -> None:
    name = account.key[2]
    members = [one for one in account.entries if scope_of(world, one.event, name) == scope]
    difference, below_minimum = _difference(world, state, account, scope, members)
    if below_minimum:
        minimum = world.programme(members[0].event, name).minimum
        if now is not None:
            booked.below_minimum = True
        if now is not None and minimum is not None and not minimum.accumulates:
            for entry in members:
                if entry.event.visit == now.visit:
                    entry.counted = False
            renew_bases(world, state, account)
            _lower_to_room(world, state, account)
            difference, below_minimum = _difference(world, state, account, scope, members)
            now = None
    if below_minimum:
        difference = min(0, difference)
    if now is not None:
        booked.want = max(0, difference)
    if difference < 0:
        _lower(members, -difference)
    elif difference > 0 and (now is not None or scope not in account.cut):
        _book(world, state, account, members, difference, now, booked, limit)


def _difference(
    world: World, state: State, account: Account, scope: Scope, members: list[Entry]
) -> tuple[int, bool]:
    target = target_of(world, state, account, scope)
    difference = target.fen - sum(one.normal for one in members)
    if scope != ("year",):
        return difference, target.below_minimum
    opening = opening_of(world, account)
    difference -= opening.entitled_fen if opening else 0
    parts, _, _ = scope_parts(world, state, account, scope)
    latest = latest_chosen([one.entry for one in parts])
    fails = (
        latest is not None
        and latest.minimum is not None
        and difference > 0
        and not latest.minimum.met_by(difference)
    )
    return difference, fails


def _lower(members: list[Entry], amount: int) -> None:
    for entry in reversed(members):
        fall = min(entry.normal, amount)
        entry.normal -= fall
        amount -= fall


def _book(
    world: World,
    state: State,
    account: Account,
    members: list[Entry],
    want: int,
    now: Event | None,
    booked: Booked,
    limit: Limit,
) -> None:
    name = account.key[2]
    paying = [one for one in members if one.paying and counts(world, state, name, one)]
    if now is not None:
        paying.sort(key=lambda one: one.event.id != now.id)
    pool_was_tighter = False
    for entry in paying:
        if want <= 0:
            break
        by_room = _room_for(world, state, account, entry)
        row = entry.chosen.row if entry.chosen else None
        leaves = pool_leaves(world, state, entry.event, name, row)
        by_pool = ENDLESS if leaves is None else floor_fen(leaves / max(entry.factor, Fraction(1)))
        share = _share_for(entry, limit)
        rise = max(0, min(want, by_room, by_pool, share))
        pool_was_tighter = pool_was_tighter or by_pool < min(by_room, want)
        if now is not None and entry.event.id == now.id:
            booked.by_pool = by_pool <= 0
            booked.by_room = by_room <= 0
        was = entry_line(entry)
        entry.normal += rise
        if limit.left is not None:
            limit.left -= entry_line(entry) - was
        want -= rise
    if now is not None and want > 0 and pool_was_tighter:
        account.cut.add(scope_of(world, members[0].event, name))


def _room_for(world: World, state: State, account: Account, entry: Entry) -> int:
    """How far an entry's normal aid may rise before its room, or the year's, is full."""
    name = account.key[2]
    if not entry.factor:
        return ENDLESS
    most = floor_fen(room(world, state, entry.event, name) / entry.factor)
    if _per(world, account) is Per.YEAR:
        others = sum(entry_line(one) for one in account.entries if one is not entry)
        rest = max(0, yearly_room(world, state, account) - others)
        most = min(most, floor_fen(rest / entry.factor))
    return most - entry.normal


def _share_for(entry: Entry, limit: Limit) -> int:
    if limit.left is None or not entry.factor:
        return ENDLESS
    most = max(0, entry_line(entry) + limit.left)
    return floor_fen(most / entry.factor) - entry.normal
