"""Which events count, which are set apart, and what was paid on each (§1, §2)."""

from collections.abc import Sequence
from datetime import date

from mianshen.engine.facts import Event, Facts, FactsError, OtherPayment
from mianshen.engine.results import Reason
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Allocation, Kind, Payer
from oracle.amounts import by_largest_remainder
from oracle.world import World


def world_of(
    facts: Facts, packs: Sequence[Pack], year: int, as_of: date, year_closed: bool
) -> World:
    """The facts in order: versions settled, exclusions made, payments allocated."""
    world = World(facts, packs, year, as_of, year_closed)
    known = [one for one in _latest_versions(facts.events) if one.settled.date() <= as_of]
    _exclude_reversed(world, known)
    known = [one for one in known if world.pack_on(one.person, one.settled.date()) is not None]
    _exclude(world, known)
    known.sort(key=world.place)
    world.set_aside_events = known
    _leave_out_excluded(world)
    _allocate(world)
    _count_provisional(world)
    world.settled = True
    return world


def _leave_out_excluded(world: World) -> None:
    everything = world.set_aside_events
    world.events = [one for one in everything if one.id not in world.excluded]


def _latest_versions(events: Sequence[Event]) -> list[Event]:
    chosen: dict[str, Event] = {}
    for event in events:
        other = chosen.get(event.id)
        if other is None or _version(event) > _version(other):
            chosen[event.id] = event
    return list(chosen.values())


def _version(event: Event) -> tuple[bool, str, str]:
    recorded = event.recorded
    return (recorded is not None, recorded.isoformat() if recorded else "", str(event))


def _exclude_reversed(world: World, known: list[Event]) -> None:
    ids = {one.id for one in known}
    for event in known:
        if event.reverses is not None and event.reverses in ids:
            world.excluded[event.id] = Reason.REVERSED
            world.excluded[event.reverses] = Reason.REVERSED


def _exclude(world: World, known: list[Event]) -> None:
    for event in known:
        if event.id in world.excluded:
            continue
        if event.reverses is not None or event.amounts_fen.get("total", 0) < 0:
            world.excluded[event.id] = Reason.NEEDS_CHECK
        elif _firm(world, event) > world.cost(event):
            world.excluded[event.id] = Reason.PAYERS_EXCEED_COST


def _firm(world: World, event: Event) -> int:
    """What payers and listed advances paid for certain, naming the event."""
    payers = world.pack(event).payers.values()
    by_payers = sum(world.named(event, payer.sources) for payer in payers)
    return by_payers + world.listed_advances(event)


def _left(world: World, event: Event) -> int:
    return max(0, world.cost(event) - world.by_payers(event) - world.listed_advances(event))


def _payer_of(world: World, event: Event, source: str) -> tuple[str, Payer] | None:
    for name, payer in world.pack(event).payers.items():
        if source in payer.sources:
            return name, payer
    return None


def _allocate(world: World) -> None:
    for event in world.events:
        for name, payer in world.pack(event).payers.items():
            world.paid[event.id, name] = world.named(event, payer.sources)
    for provisional in (False, True):
        spans = [
            one
            for one in world.facts.payments
            if one.event is None and one.provisional is provisional
        ]
        for payment in sorted(spans, key=lambda one: (one.first_day or date.min, one.id)):
            _spread(world, payment)


def _spread(world: World, payment: OtherPayment) -> None:
    first, last = payment.first_day or date.min, payment.last_day or date.max
    events = [
        one
        for one in world.events
        if one.person == payment.person
        and one.kind is Kind.REIMBURSEMENT
        and first <= one.settled.date() <= last
        and _payer_of(world, one, payment.source) is not None
    ]
    if not events:
        return
    found = _payer_of(world, events[0], payment.source)
    assert found is not None
    name, payer = found
    if payer.allocate is None:
        raise FactsError(
            f"payment {payment.id!r} is for a span of days; give payer {name!r} an `allocate`"
        )
    lefts = [_left(world, one) for one in events]
    amount = payment.amount_fen
    if amount > sum(lefts) and not payment.provisional:
        for event in events:
            world.excluded[event.id] = Reason.PAYERS_EXCEED_COST
        _leave_out_excluded(world)
        return
    amount = min(amount, sum(lefts))
    if payer.allocate is Allocation.YEAR_LEVEL:
        world.year_level.append((payment, amount))
        return
    shares = by_largest_remainder(amount, lefts)
    if payer.allocate is Allocation.CHRONOLOGICAL:
        shares = []
        for left in lefts:
            shares.append(min(left, amount - sum(shares)))
    for event, share in zip(events, shares, strict=True):
        own = _payer_of(world, event, payment.source)
        assert own is not None
        world.paid[event.id, own[0]] += share


def _count_provisional(world: World) -> None:
    for event in world.events:
        named = [one for one in world.facts.payments if one.event == event.id and one.provisional]
        for payment in sorted(named, key=lambda one: one.id):
            payer = _payer_of(world, event, payment.source)
            if payer is not None:
                counted = min(payment.amount_fen, _left(world, event))
                world.paid[event.id, payer[0]] += counted
