"""The one programme of a layer that is best for the person pays, compiled (§7)."""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.compiled import compiled, stands_alone
from mianshen.engine.kernel.folding.memory import get, moved, store
from mianshen.engine.kernel.folding.place import fork, layer, note_of, put, take_note
from mianshen.engine.kernel.folding.searching import desk, left_if_kept, table_of
from mianshen.engine.kernel.folding.taking import take_turn
from mianshen.engine.kernel.folding.turns import S_HOLD, S_NO, S_OFFERS, screen, screening


@compiled
def screened_at(work, index):
    """Where a search keeps what screening said of a member."""
    return moved(work, at.G_SCREENED + index * at.SCREENED)


@compiled
def keep_screening(pad, work, index):
    """Keep what the latest screening found."""
    for field in range(at.SCREENED):
        store(screened_at(work, index), field, screening(pad, field))


@compiled
def recall_screening(pad, work, index):
    """Put back what screening found of a member."""
    for field in range(at.SCREENED):
        take_note(pad, at.PAD_SCREENING, field, get(screened_at(work, index), field))


@compiled
def is_ready(work, index):
    """Whether a member would pay now."""
    found = screened_at(work, index)
    return get(found, S_NO) == 0 and get(found, S_HOLD) == 0


@compiled
def screen_all(plan, unit, state, pad, d, place, e, work):
    """Screen all members in the same state; how many would pay."""
    stands_alone()
    first, ready = layer(plan, place, at.L_FIRST), 0
    for index in range(layer(plan, place, at.L_COUNT)):
        screen(plan, unit, state, pad, d, first + index, e, at.NO)
        keep_screening(pad, work, index)
        ready += is_ready(work, index)
    return ready


@compiled
def pay_winner(plan, unit, state, pad, d, place, e, work, winner, row):
    """Pay the winner under a row; others that would pay count the event and lose it (§7.4)."""
    stands_alone()
    first = layer(plan, place, at.L_FIRST)
    if winner >= 0:
        put(state, d, e, first + winner, at.C_ORDER, at.YES)
        recall_screening(pad, work, winner)
        take_turn(plan, unit, state, pad, d, first + winner, e, row)
    for index in range(layer(plan, place, at.L_COUNT)):
        if index != winner:
            recall_screening(pad, work, index)
            how = at.NONE if is_ready(work, index) else at.NO
            take_turn(plan, unit, state, pad, d, first + index, e, how)


@compiled
def pay_best_one(plan, unit, state, pad, d, place, e, level):
    """Try every member that would pay, under each of its rows; the first of the best wins."""
    stands_alone()
    count = layer(plan, place, at.L_COUNT)
    if count > at.PERMUTED_MAX or level >= at.LEVELS or d + 4 > at.DEPTHS:
        take_note(pad, at.PAD_FLAGS, at.FAIL, at.FAIL_SEARCH)
        return
    work = desk(pad, level)
    ready = screen_all(plan, unit, state, pad, d, place, e, work)
    best, winner, best_row = at.UNLIMITED_FEN, -1, 0
    for index in range(count):
        store(table_of(work), index, at.UNLIMITED_FEN)
        if not is_ready(work, index):
            continue
        for row in range(get(screened_at(work, index), S_OFFERS)):
            fork(state, d, e)
            pay_winner(plan, unit, state, pad, d + 1, place, e, work, index, row)
            left = left_if_kept(plan, unit, state, pad, d + 1, place, e, level)
            store(table_of(work), index, min(left, get(table_of(work), index)))
            if left < best:
                best, winner, best_row = left, index, row
    if ready > 1 and level == 0 and note_of(pad, at.PAD_FLAGS, at.BLIND) < 0:
        tell_winner(plan, pad, place, work, winner)
    pay_winner(plan, unit, state, pad, d, place, e, work, winner, best_row)


@compiled
def tell_winner(plan, pad, place, work, winner):
    """Tell a choice: what is left with each member that would pay, the winner first (§8.5)."""
    stands_alone()
    first, table = layer(plan, place, at.L_FIRST), table_of(work)
    told = moved(pad, get(pad, at.TOLD_AT) + place * at.TOLD_CHOICE)
    best, worst, listed, ready, equal = get(table, winner), 0, -1, 0, 0
    for index in range(layer(plan, place, at.L_COUNT)):
        if is_ready(work, index):
            left = get(table, index)
            listed = left if listed < 0 else listed
            worst = max(worst, left)
            equal += left == best
            store(told, at.T_MEMBERS + ready, first + index)
            store(told, at.T_ALONE + ready, left)
            ready += 1
    store(told, at.T_COUNT, ready)
    store(told, at.T_ORDER, first + winner)
    store(told, at.T_CHOSEN, best)
    store(told, at.T_LISTED, listed)
    store(told, at.T_WORST, worst)
    store(told, at.T_TIED, 1 if equal > 1 else 0)
