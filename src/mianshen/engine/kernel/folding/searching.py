"""Orders and rows tried one by one, compiled; beginnings are shared, each end is looked at (§8).

What comes after the layer being searched is decided by the run itself, called by its address: code
that calls itself by name could not be kept on disk.
"""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.compiled import by_address, compiled, stands_alone
from mianshen.engine.kernel.folding.memory import get, moved, store
from mianshen.engine.kernel.folding.place import (
    borne_to_date,
    fork,
    layer,
    note_of,
    put,
    take_note,
)
from mianshen.engine.kernel.folding.taking import finish, take_turn
from mianshen.engine.kernel.folding.tries import factorial, forget, keep, rank_of
from mianshen.engine.kernel.folding.turns import S_OFFERS, screen, screening

run_apart = by_address(at.PART_RUN)


@compiled
def desk(pad, level):
    """Where a search of a level works."""
    return moved(pad, get(pad, at.SEARCH_AT) + level * at.SEARCH)


@compiled
def row_of(work, row):
    """Where a row of a search's desk begins."""
    return moved(work, row * at.PERMUTED_MAX)


@compiled
def table_of(work):
    """Where the table of orders tried begins."""
    return moved(work, at.G_TABLE)


@compiled
def item(work, row, index):
    """An item of a row of a search's desk."""
    return get(work, row * at.PERMUTED_MAX + index)


@compiled
def set_item(work, row, index, value):
    """Set an item of a row of a search's desk."""
    store(work, row * at.PERMUTED_MAX + index, value)


@compiled
def copy_row(work, source, target, count):
    """Copy a row of a search's desk to another."""
    for index in range(count):
        set_item(work, target, index, item(work, source, index))


@compiled
def left_if_kept(plan, unit, state, pad, d, place, e, level):
    """What the person bears to date if a layer's members stay paid as in a state (§8.1)."""
    stands_alone()
    fork(state, d, e)
    finish(plan, unit, state, pad, d + 1, place, e)
    if layer(plan, place, at.L_CHAIN):
        run_apart(plan, unit, state, pad, d + 1, e, place + 1, level + 1)
    return borne_to_date(plan, unit, state, pad, d + 1, e)


@compiled
def try_all(plan, unit, state, pad, d, place, e, count, fixed, level):
    """Try every order of the members (or the listed one) with every choice of rows.

    The search goes down two depths a member: the order is noted on the first, the turn taken on the
    second.
    """
    stands_alone()
    work = desk(pad, level)
    forget(table_of(work), 1 if fixed else factorial(count))
    if d + 2 * count + 6 > at.DEPTHS:
        take_note(pad, at.PAD_FLAGS, at.FAIL, at.FAIL_SEARCH)
    placed, tried, is_back = 0, 0, False
    while placed >= 0 and note_of(pad, at.PAD_FLAGS, at.FAIL) == at.FAIL_NONE:
        if placed == count:
            end(plan, unit, state, pad, d + 2 * placed, place, e, count, fixed, level)
            placed, is_back = placed - 1, True
        elif is_back and item(work, at.G_ROWS, placed) + 1 < item(work, at.G_OFFERS, placed):
            set_item(work, at.G_ROWS, placed, item(work, at.G_ROWS, placed) + 1)
            go_down(plan, unit, state, pad, d + 2 * placed + 1, e, placed, level)
            placed, is_back, tried = placed + 1, False, tried + 1
        elif place_next(state, work, d + 2 * placed, e, placed, count, fixed, is_back):
            go_down(plan, unit, state, pad, d + 2 * placed + 1, e, placed, level)
            placed, is_back, tried = placed + 1, False, tried + 1
        else:
            placed, is_back = placed - 1, True
        if tried > layer(plan, place, at.L_STATES_MAX) and not fixed:
            take_note(pad, at.PAD_FLAGS, at.FAIL, at.FAIL_STATES)


@compiled
def end(plan, unit, state, pad, d, place, e, count, fixed, level):
    """Look at the end of a way: what it leaves is kept if it is the best of its order."""
    stands_alone()
    work = desk(pad, level)
    left = left_if_kept(plan, unit, state, pad, d, place, e, level)
    for index in range(count):
        chosen = item(work, at.G_ORDER, index)
        set_item(work, at.G_BY_MEMBER, chosen, item(work, at.G_ROWS, index))
    rank = 0 if fixed else rank_of(row_of(work, at.G_ORDER), count)
    keep(table_of(work), rank, left, row_of(work, at.G_BY_MEMBER), count)


@compiled
def place_next(state, work, d, e, placed, count, fixed, is_back):
    """Put the next member that is free at a place of the order; whether there is one."""
    stands_alone()
    after = item(work, at.G_ORDER, placed) if is_back else -1
    chosen = next_member(work, placed, count, after, fixed)
    if chosen < 0:
        return False
    set_item(work, at.G_ORDER, placed, chosen)
    set_item(work, at.G_ROWS, placed, at.NO)
    fork(state, d, e)
    if not fixed:
        put(state, d + 1, e, item(work, at.G_MEMBERS, chosen), at.C_ORDER, placed + 1)
    return True


@compiled
def next_member(work, placed, count, after, fixed):
    """The next member to try at a place of the order, or -1."""
    if fixed:
        return placed if after < 0 else -1
    for chosen in range(after + 1, count):
        free = True
        for index in range(placed):
            free = free and item(work, at.G_ORDER, index) != chosen
        if free:
            return chosen
    return -1


@compiled
def go_down(plan, unit, state, pad, d, e, placed, level):
    """Let the member at a place take its turn one depth down, under the row being tried."""
    stands_alone()
    work = desk(pad, level)
    m = item(work, at.G_MEMBERS, item(work, at.G_ORDER, placed))
    screen(plan, unit, state, pad, d, m, e, at.NO)
    set_item(work, at.G_OFFERS, placed, max(1, screening(pad, S_OFFERS)))
    fork(state, d, e)
    take_turn(plan, unit, state, pad, d + 1, m, e, item(work, at.G_ROWS, placed))


@compiled
def follow(plan, unit, state, pad, d, e, count, fixed, level):
    """Pay the members in the order and under the rows that the desk says."""
    stands_alone()
    work = desk(pad, level)
    for index in range(count):
        chosen = item(work, at.G_ORDER, index)
        m = item(work, at.G_MEMBERS, chosen)
        if not fixed:
            put(state, d, e, m, at.C_ORDER, index + 1)
        screen(plan, unit, state, pad, d, m, e, at.NO)
        take_turn(plan, unit, state, pad, d, m, e, item(work, at.G_BY_MEMBER, chosen))
