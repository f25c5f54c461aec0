"""The fold over units, compiled: every event in order, then what is told of each line."""

from functools import cache
from typing import Any

import numpy as np

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.booking import SETTLE
from mianshen.engine.kernel.folding.codes import CONDITION_FALSE, ENTITLED, HELD, NOTHING_LEFT, ZERO
from mianshen.engine.kernel.folding.compiled import compiled, kept, njit, stands_alone
from mianshen.engine.kernel.folding.deliveries import deal, order, tally
from mianshen.engine.kernel.folding.layers import RUN
from mianshen.engine.kernel.folding.memory import address, get, moved, store
from mianshen.engine.kernel.folding.place import (
    become,
    cell,
    fact,
    has,
    member,
    note_of,
    offer,
    put,
    set_spot,
    state_width,
    take_note,
    verdict,
)
from mianshen.engine.kernel.folding.taking import TAKE_TURN
from mianshen.engine.kernel.folding.turns import SCREEN, sum_of

# What is told of a line.
R_STATUS = 0
R_REASON = 1
R_AMOUNT = 2
R_HELD = 3
R_CATCH_UP = 4
R_DELIVERED = 5
R_ORDER = 6
R_ROW = 7
TOLD = 8

MAIN = 1
BLIND = 2

run_layers = RUN.call


@compiled
def begin(plan, state, d, e):
    """Clear the row of an event that is about to be decided."""
    stands_alone()
    for index in range(state_width(state)):
        set_spot(state, d, e, index, at.NO)
    for m in range(get(plan, at.H_MEMBERS)):
        put(state, d, e, m, at.C_OFFER, at.NONE)
    for q in range(get(plan, at.H_POOLS)):
        set_spot(state, d, e, get(plan, at.H_CAPS) + q, at.NOTHING)


@compiled
def may_hold(plan, unit, e):
    """Whether judging held any programme on the event."""
    stands_alone()
    for m in range(get(plan, at.H_MEMBERS)):
        v = fact(plan, unit, e, get(plan, at.H_CASE) + m)
        if v >= 0 and verdict(plan, v, at.V_HOLD):
            return True
    return False


@compiled
def step(plan, unit, state, pad, e):
    """Decide every layer on an event, and what holds may still bring to layers after them."""
    stands_alone()
    begin(plan, state, MAIN, e)
    take_note(pad, at.PAD_FLAGS, at.NOW, e)
    take_note(pad, at.PAD_FLAGS, at.BLIND, at.NONE)
    holding = may_hold(plan, unit, e)
    if holding:
        become(state, 0, MAIN, e)
    run_layers(plan, unit, state, pad, MAIN, e, at.NO, at.NO)
    first = -1
    for m in range(get(plan, at.H_MEMBERS) - 1, -1, -1):
        if cell(state, MAIN, e, m, at.C_PHANTOM) > 0:
            first = m
    if first < 0 or note_of(pad, at.PAD_FLAGS, at.FAIL):
        return
    become(state, BLIND, 0, e)
    take_note(pad, at.PAD_FLAGS, at.BLIND, e)
    run_layers(plan, unit, state, pad, BLIND, e, at.NO, at.NO)
    take_note(pad, at.PAD_FLAGS, at.BLIND, at.NONE)
    hold_what_phantoms_cost(plan, unit, state, first, e)


@compiled
def hold_what_phantoms_cost(plan, unit, state, first, e):
    """Hold what later layers would get if nothing held were paid (§9.1)."""
    stands_alone()
    why = cell(state, MAIN, e, first, at.C_HOLD)
    for m in range(first + 1, get(plan, at.H_MEMBERS)):
        if member(plan, m, at.M_PLACE) == member(plan, first, at.M_PLACE):
            continue
        if member(plan, m, at.M_KIND) != fact(plan, unit, e, at.U_KIND):
            continue
        held = cell(state, MAIN, e, m, at.C_HELD)
        might = sum_of(state, BLIND, m, e) + cell(state, BLIND, e, m, at.C_HELD)
        more = might - sum_of(state, MAIN, m, e) - held
        if more > 0:
            put(state, MAIN, e, m, at.C_HELD, held + more)
            if cell(state, MAIN, e, m, at.C_HOLD) == 0:
                put(state, MAIN, e, m, at.C_HOLD, why)


@compiled
def tell(plan, state, e, m, told):
    """Write what became of a programme on an event."""
    stands_alone()
    amount, held = cell(state, MAIN, e, m, at.C_LINE), cell(state, MAIN, e, m, at.C_HELD)
    store(told, R_AMOUNT, amount)
    store(told, R_HELD, held)
    if amount > 0:
        store(told, R_STATUS, ENTITLED)
        store(told, R_REASON, cell(state, MAIN, e, m, at.C_HOLD))
    elif held > 0:
        store(told, R_STATUS, HELD)
        store(told, R_REASON, cell(state, MAIN, e, m, at.C_HOLD))
    else:
        store(told, R_STATUS, ZERO)
        store(told, R_REASON, cell(state, MAIN, e, m, at.C_REASON))
        if get(told, R_REASON) == 0:
            counts = not has(state, MAIN, e, m, at.IS_ENTRY) or has(
                state, MAIN, e, m, at.IS_COUNTED
            )
            store(told, R_REASON, NOTHING_LEFT if counts else CONDITION_FALSE)
    store(told, R_CATCH_UP, min(amount, max(0, cell(state, MAIN, e, m, at.C_CATCH_UP))))
    o = cell(state, MAIN, e, m, at.C_OFFER)
    store(told, R_ROW, offer(plan, o, at.O_ROW) if o >= 0 else -1)


@compiled
def tell_choices(plan, pad, choices):
    """Copy what was told of an event's choices from the pad, and clear it there."""
    told = moved(pad, get(pad, at.TOLD_AT))
    for index in range(get(plan, at.H_LAYERS) * at.TOLD_CHOICE):
        store(choices, index, get(told, index))
        store(told, index, at.NO)


@compiled
def fold_unit(plan, unit, state, pad, events, lines, choices, delivered, ordered, used):
    """Fold one unit's events and tell of its lines; why it failed, or 0."""
    stands_alone()
    take_note(pad, at.PAD_FLAGS, at.FAIL, at.FAIL_NONE)
    for e in range(events):
        step(plan, unit, state, pad, e)
        tell_choices(plan, pad, moved(choices, e * get(plan, at.H_LAYERS) * at.TOLD_CHOICE))
        if note_of(pad, at.PAD_FLAGS, at.FAIL):
            return note_of(pad, at.PAD_FLAGS, at.FAIL)
    for index in range(events * get(plan, at.H_POOLS)):
        store(used, index, at.NO)
    deal(plan, unit, state, MAIN, events, delivered)
    order(plan, unit, state, MAIN, events, delivered, used, ordered)
    for e in range(events):
        for m in range(get(plan, at.H_MEMBERS)):
            if fact(plan, unit, e, get(plan, at.H_CASE) + m) >= 0:
                told = moved(lines, (e * get(plan, at.H_MEMBERS) + m) * TOLD)
                tell(plan, state, e, m, told)
                store(told, R_DELIVERED, tally(plan, delivered, e, m))
                store(told, R_ORDER, tally(plan, ordered, e, m))
    return at.FAIL_NONE


def _fold_units(plan_image, rows, starts, lines, choices, state, pad, work):
    """Fold units whose events stand in `rows` from `starts[i]` to `starts[i + 1]`.

    Writes `lines` and `choices` beside the rows; answers why units failed, 0 where they did not.
    """
    failed = np.zeros(len(starts) - 1, np.int64)
    plan = address(plan_image)
    width, layers = get(plan, at.H_ROW), get(plan, at.H_LAYERS)
    across = get(plan, at.H_MEMBERS) * TOLD
    for index in range(len(starts) - 1):
        first = starts[index]
        failed[index] = fold_unit(
            plan,
            moved(address(rows), first * width),
            address(state),
            address(pad),
            starts[index + 1] - first,
            moved(address(lines), first * across),
            moved(address(choices), first * layers * at.TOLD_CHOICE),
            address(work[0]),
            address(work[1]),
            address(work[2]),
        )
    return failed


@cache
def fold_units() -> Any:
    """The entry into the fold, ready to be called; the first time on a machine it is compiled."""
    return kept(njit)(_fold_units)


@cache
def part_addresses() -> dict[int, int]:
    """Where the parts compiled on their own stand in memory, by their place among the flags."""
    return {part.slot: part.address() for part in (SETTLE, SCREEN, TAKE_TURN, RUN)}
