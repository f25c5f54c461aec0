"""Layers decided on one event, compiled: in turn, under competing rows, in the best order (§7)."""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.best_one import pay_best_one
from mianshen.engine.kernel.folding.compiled import Part, compiled, stands_alone
from mianshen.engine.kernel.folding.memory import get, moved, store
from mianshen.engine.kernel.folding.place import become, layer, note_of, take_note
from mianshen.engine.kernel.folding.searching import (
    copy_row,
    desk,
    follow,
    item,
    row_of,
    set_item,
    table_of,
    try_all,
)
from mianshen.engine.kernel.folding.taking import concerns, finish, may_compete, renew, take_turn
from mianshen.engine.kernel.folding.tries import (
    chosen_rank,
    factorial,
    is_tied,
    order_of,
    worst_left,
)
from mianshen.engine.kernel.folding.turns import S_FIXED, S_HOLD, screen, screening


@compiled
def any_competes(plan, unit, place, e):
    """Whether several rows of some programme of a layer may match together."""
    first = layer(plan, place, at.L_FIRST)
    for m in range(first, first + layer(plan, place, at.L_COUNT)):
        if may_compete(plan, unit, m, e):
            return True
    return False


@compiled
def pay_listed(plan, unit, state, pad, d, place, e):
    """Pay the members of a sequence in listed order, each under its only row."""
    stands_alone()
    first = layer(plan, place, at.L_FIRST)
    for m in range(first, first + layer(plan, place, at.L_COUNT)):
        screen(plan, unit, state, pad, d, m, e, at.NO)
        take_turn(plan, unit, state, pad, d, m, e, at.NO)


@compiled
def fail(pad):
    """Give the unit up: a search would be too large."""
    take_note(pad, at.PAD_FLAGS, at.FAIL, at.FAIL_SEARCH)


@compiled
def pay_best_rows(plan, unit, state, pad, d, place, e, level):
    """Pay a sequence under the rows that leave the person least, the first on ties."""
    stands_alone()
    first, count = layer(plan, place, at.L_FIRST), layer(plan, place, at.L_COUNT)
    if count > at.PERMUTED_MAX or level >= at.LEVELS:
        fail(pad)
        return
    work = desk(pad, level)
    for index in range(count):
        set_item(work, at.G_MEMBERS, index, first + index)
    try_all(plan, unit, state, pad, d, place, e, count, at.YES, level)
    for index in range(count):
        set_item(work, at.G_ORDER, index, index)
        set_item(work, at.G_BY_MEMBER, index, get(table_of(work), at.TRY_ROWS + index))
    follow(plan, unit, state, pad, d, e, count, at.YES, level)


@compiled
def set_aside(plan, unit, state, pad, d, place, e, work):
    """Settle the members that cannot pay whatever others do; how many are left to be ordered."""
    stands_alone()
    first, members = layer(plan, place, at.L_FIRST), layer(plan, place, at.L_COUNT)
    count = 0
    become(state, d + 2, d, e)
    for m in range(first, first + members):
        screen(plan, unit, state, pad, d + 2, m, e, at.NO)
        if screening(pad, S_HOLD) or screening(pad, S_FIXED):
            take_turn(plan, unit, state, pad, d, m, e, at.NO)
        else:
            if count < at.PERMUTED_MAX:
                set_item(work, at.G_MEMBERS, count, m)
            count += 1
    return count


@compiled
def pay_best_order(plan, unit, state, pad, d, place, e, level):
    """Pay the layer's members in the best order; those that cannot pay are settled first (§8)."""
    stands_alone()
    if level >= at.LEVELS or d + 4 > at.DEPTHS:
        fail(pad)
        return
    work = desk(pad, level)
    count = set_aside(plan, unit, state, pad, d, place, e, work)
    if count > at.PERMUTED_MAX:
        fail(pad)
        return
    rows_compete = False
    for index in range(count):
        rows_compete = rows_compete or may_compete(plan, unit, item(work, at.G_MEMBERS, index), e)
        set_item(work, at.G_ORDER, index, index)
        set_item(work, at.G_BY_MEMBER, index, at.NO)
    if count > 1 or rows_compete:
        try_all(plan, unit, state, pad, d, place, e, count, at.NO, level)
        table, spare = table_of(work), row_of(work, at.G_SPARE)
        rank = chosen_rank(table, count, factorial(count), spare)
        for index in range(count):
            row = get(table, rank * at.TRY + at.TRY_ROWS + index)
            set_item(work, at.G_BY_MEMBER, index, row)
        if count > 1 and level == 0 and note_of(pad, at.PAD_FLAGS, at.BLIND) < 0:
            copy_row(work, at.G_BY_MEMBER, at.G_KEPT, count)
            tell(plan, unit, state, pad, d, place, e, count, rank)
            copy_row(work, at.G_KEPT, at.G_BY_MEMBER, count)
        order_of(rank, count, row_of(work, at.G_ORDER))
    follow(plan, unit, state, pad, d, e, count, at.NO, level)


@compiled
def tell(plan, unit, state, pad, d, place, e, count, rank):
    """Tell a choice: what is left in the chosen, listed and worst order, and alone (§8.5)."""
    stands_alone()
    work = desk(pad, at.NO)
    table, spare = table_of(work), row_of(work, at.G_SPARE)
    told = moved(pad, get(pad, at.TOLD_AT) + place * at.TOLD_CHOICE)
    orders = factorial(count)
    store(told, at.T_COUNT, count)
    store(told, at.T_CHOSEN, get(table, rank * at.TRY + at.TRY_LEFT))
    store(told, at.T_LISTED, get(table, at.TRY_LEFT))
    store(told, at.T_WORST, worst_left(table, orders))
    store(told, at.T_TIED, 1 if is_tied(table, orders) else 0)
    order_of(rank, count, spare)
    for index in range(count):
        store(told, at.T_ORDER + index, item(work, at.G_MEMBERS, get(spare, index)))
        store(told, at.T_MEMBERS + index, item(work, at.G_MEMBERS, index))
    for index in range(count):
        set_item(work, at.G_MEMBERS, at.NO, get(told, at.T_MEMBERS + index))
        try_all(plan, unit, state, pad, d, place, e, at.YES, at.NO, at.NO)
        store(told, at.T_ALONE + index, get(table, at.TRY_LEFT))
    set_item(work, at.G_MEMBERS, at.NO, get(told, at.T_MEMBERS))


@compiled
def run(plan, unit, state, pad, d, e, start, level):
    """Decide every layer of programmes from one place on; `level` counts the searches around."""
    stands_alone()
    for place in range(start, get(plan, at.H_LAYERS)):
        if not concerns(plan, unit, place, e) or note_of(pad, at.PAD_FLAGS, at.FAIL):
            continue
        renew(plan, unit, state, pad, d, place, e)
        if layer(plan, place, at.L_COMBINE) == at.BEST_ORDER:
            pay_best_order(plan, unit, state, pad, d, place, e, level)
        elif layer(plan, place, at.L_COMBINE) == at.BEST_ONE:
            pay_best_one(plan, unit, state, pad, d, place, e, level)
        elif any_competes(plan, unit, place, e):
            pay_best_rows(plan, unit, state, pad, d, place, e, level)
        else:
            pay_listed(plan, unit, state, pad, d, place, e)
        finish(plan, unit, state, pad, d, place, e)


def _run(plan, unit, state, pad, d, e, start, level):
    run(plan, unit, state, pad, d, e, start, level)
    return 0


RUN = Part(_run, at.PART_RUN)
