"""What was delivered on each programme and what may be ordered now, compiled (§10)."""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.compiled import compiled, stands_alone
from mianshen.engine.kernel.folding.memory import get, store
from mianshen.engine.kernel.folding.place import (
    cell,
    fact,
    has,
    layer,
    listed,
    member,
    offer,
    pool,
    spot,
)


@compiled
def tally(plan, amounts, e, m):
    """An amount of a programme on an event."""
    return get(amounts, e * get(plan, at.H_MEMBERS) + m)


@compiled
def set_tally(plan, amounts, e, m, value):
    """Set an amount of a programme on an event."""
    store(amounts, e * get(plan, at.H_MEMBERS) + m, value)


@compiled
def deal(plan, unit, state, d, events, delivered):
    """Deal a layer's advance to its members: each up to its line, the rest to the first."""
    stands_alone()
    for e in range(events):
        for m in range(get(plan, at.H_MEMBERS)):
            set_tally(plan, delivered, e, m, fact(plan, unit, e, get(plan, at.H_ADVANCE) + m))
        for place in range(get(plan, at.H_LAYERS)):
            first, count = layer(plan, place, at.L_FIRST), layer(plan, place, at.L_COUNT)
            rest = fact(plan, unit, e, get(plan, at.H_LAYER_ADVANCE) + place)
            for m in range(first, first + count):
                line = cell(state, d, e, m, at.C_LINE)
                part = min(rest, max(0, line - fact(plan, unit, e, get(plan, at.H_ADVANCE) + m)))
                set_tally(plan, delivered, e, m, tally(plan, delivered, e, m) + part)
                rest -= part
            if rest and count:
                set_tally(plan, delivered, e, first, tally(plan, delivered, e, first) + rest)


@compiled
def use_pools(plan, unit, used, m, e, amount):
    """Count an amount in every pool a programme stands in."""
    pools_at = member(plan, m, at.M_POOLS_AT)
    for index in range(member(plan, m, at.M_POOLS)):
        q = listed(plan, pools_at + index)
        store(
            used,
            fact(plan, unit, e, get(plan, at.H_PERIOD) + q) * get(plan, at.H_POOLS) + q,
            get(used, fact(plan, unit, e, get(plan, at.H_PERIOD) + q) * get(plan, at.H_POOLS) + q)
            + amount,
        )


@compiled
def pools_leave(plan, unit, state, d, used, m, e):
    """The least that the pools of a programme leave once all delivered money is counted."""
    stands_alone()
    least = fact(plan, unit, e, at.U_COST)
    row = -1
    if has(state, d, e, m, at.IS_ENTRY):
        o = cell(state, d, e, m, at.C_OFFER)
        row = offer(plan, o, at.O_ROW) if o >= 0 else -1
    pools_at = member(plan, m, at.M_POOLS_AT)
    for index in range(member(plan, m, at.M_POOLS)):
        q = listed(plan, pools_at + index)
        if pool(plan, q, at.Q_ROW) >= 0 and pool(plan, q, at.Q_ROW) != row:
            continue
        period = fact(plan, unit, e, get(plan, at.H_PERIOD) + q)
        cap = spot(state, d, period, get(plan, at.H_CAPS) + q)
        binds = pool(plan, q, at.Q_CONDITIONAL) == 0 and pool(plan, q, at.Q_LIMITS_BASE) == 0
        if cap != at.NOTHING and binds:
            least = min(least, cap - get(used, period * get(plan, at.H_POOLS) + q))
    return least


@compiled
def order(plan, unit, state, d, events, delivered, used, ordered):
    """What may be ordered of each positive difference, events in fold order, layers in turn."""
    stands_alone()
    for e in range(events):
        for m in range(get(plan, at.H_MEMBERS)):
            use_pools(plan, unit, used, m, e, tally(plan, delivered, e, m))
    for e in range(events):
        rest = fact(plan, unit, e, at.U_COST) - fact(plan, unit, e, at.U_PAID)
        for m in range(get(plan, at.H_MEMBERS)):
            rest -= tally(plan, delivered, e, m)
        rest = max(0, rest)
        for m in range(get(plan, at.H_MEMBERS)):
            set_tally(plan, ordered, e, m, 0)
            if member(plan, m, at.M_KIND) != fact(plan, unit, e, at.U_KIND):
                continue
            due = cell(state, d, e, m, at.C_LINE) - tally(plan, delivered, e, m)
            amount = min(due, rest, pools_leave(plan, unit, state, d, used, m, e))
            if amount > 0:
                if not member(plan, m, at.M_SIMULATED):
                    set_tally(plan, ordered, e, m, amount)
                rest -= amount
                use_pools(plan, unit, used, m, e, amount)
