"""What may be ordered now of each line: no order lifts delivered money above cost or pool (§10)."""

from collections import defaultdict

from mianshen.engine.reference.booking import Bookings
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.members import Member, PoolRef
from mianshen.engine.reference.state import Period, State
from mianshen.engine.reference.unit import Unit

Delivered = dict[tuple[Member, int], int]


def dealt(charge: Charge, state: State) -> dict[Member, int]:
    """What has been delivered on each member: its own, and its part of its layer's."""
    delivered: dict[Member, int] = defaultdict(int)
    delivered.update(charge.advance_fen)
    for place, layer in enumerate(charge.pack.layers):
        left = charge.layer_advance_fen.get(layer.id, 0)
        members = charge.seats.by_layer[place]
        for member in members:
            line = state.line.get((member, charge.index), 0)
            part = min(left, max(0, line - charge.advance_fen.get(member, 0)))
            delivered[member] += part
            left -= part
        if left and members:
            delivered[members[0]] += left
    return delivered


def orders(unit: Unit, state: State) -> Delivered:
    """What may be ordered of each positive difference, events in fold order, layers in turn."""
    bookings = Bookings(unit, state)
    delivered = {charge.index: dealt(charge, state) for charge in unit.folded}
    used: dict[tuple[PoolRef, Period], int] = defaultdict(int)
    for charge in unit.folded:
        for member, amount in delivered[charge.index].items():
            for pool in member.pools:
                used[pool, bookings.period(pool, charge)] += amount
    ordered: Delivered = {}
    for charge in unit.folded:
        paid = delivered[charge.index]
        left = max(0, charge.cost_fen - sum(charge.paid_fen.values()) - sum(paid.values()))
        for member in charge.seats.members_for(charge.event.kind):
            due = state.line.get((member, charge.index), 0) - paid.get(member, 0)
            amount = max(0, min(due, left, _pools_leave(bookings, state, used, member, charge)))
            if amount:
                # A simulated programme's money is somebody else's: no order of ours.
                if not member.programme.simulated:
                    ordered[member, charge.index] = amount
                left -= amount
                for pool in member.pools:
                    used[pool, bookings.period(pool, charge)] += amount
    return ordered


def _pools_leave(
    bookings: Bookings,
    state: State,
    used: dict[tuple[PoolRef, Period], int],
    member: Member,
    charge: Charge,
) -> int:
    least = charge.cost_fen
    for pool in member.pools:
        period = bookings.period(pool, charge)
        cap = state.caps.get((pool, period))
        binds = pool.cap.when is None and pool.row in (None, bookings.row_of(member, charge))
        if cap is not None and binds and not pool.limits_base:
            least = min(least, cap - used[pool, period])
    return least
