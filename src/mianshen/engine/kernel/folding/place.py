"""Questions about one state of the fold, compiled: what is left, a base, the room (§3).

Everywhere `d` is the depth of the state, `m` a programme, `e` an event; `pad` is scratch whose
first row says which event is being decided and which one held programmes are blind on.
"""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.compiled import compiled, stands_alone
from mianshen.engine.kernel.folding.memory import copy, get, moved, store


@compiled
def fact(plan, unit, e, column):
    """A column of an event."""
    return get(unit, e * get(plan, at.H_ROW) + column)


@compiled
def state_width(state):
    """How many whole numbers the state holds for an event."""
    return get(state, at.STATE_WIDTH)


@compiled
def spot(state, d, e, index):
    """A whole number of the state on an event, at a depth."""
    row = d * get(state, at.STATE_EVENTS) + e
    return get(state, at.STATE_HEADER + row * get(state, at.STATE_WIDTH) + index)


@compiled
def set_spot(state, d, e, index, value):
    """Set a whole number of the state on an event, at a depth."""
    row = d * get(state, at.STATE_EVENTS) + e
    store(state, at.STATE_HEADER + row * get(state, at.STATE_WIDTH) + index, value)


@compiled
def note_of(pad, row, index):
    """A value jotted down on the scratch pad."""
    return get(pad, row * get(pad, at.PAD_WIDTH) + index)


@compiled
def take_note(pad, row, index, value):
    """Jot a value down on the scratch pad."""
    store(pad, row * get(pad, at.PAD_WIDTH) + index, value)


@compiled
def member(plan, m, field):
    """A field of a programme."""
    return get(plan, get(plan, at.H_AT_MEMBERS) + m * at.MEMBER + field)


@compiled
def layer(plan, place, field):
    """A field of a layer."""
    return get(plan, get(plan, at.H_AT_LAYERS) + place * at.LAYER + field)


@compiled
def pool(plan, q, field):
    """A field of a pool."""
    return get(plan, get(plan, at.H_AT_POOLS) + q * at.POOL + field)


@compiled
def offer(plan, o, field):
    """A field of an offer."""
    return get(plan, get(plan, at.H_AT_OFFERS) + o * at.OFFER + field)


@compiled
def figure(plan, f, field):
    """A field of evaluated figures."""
    return get(plan, get(plan, at.H_AT_FIGURES) + f * at.FIGURES + field)


@compiled
def verdict(plan, v, field):
    """A field of a verdict."""
    return get(plan, get(plan, at.H_AT_VERDICTS) + v * at.VERDICT + field)


@compiled
def listed(plan, index):
    """An item of a list of the plan."""
    return get(plan, get(plan, at.H_AT_LISTS) + index)


@compiled
def cell(state, d, e, m, field):
    """A cell of a programme on an event."""
    return spot(state, d, e, m * at.CELLS + field)


@compiled
def put(state, d, e, m, field, value):
    """Set a cell of a programme on an event."""
    set_spot(state, d, e, m * at.CELLS + field, value)


@compiled
def has(state, d, e, m, flag):
    """Whether a flag of a programme on an event is set."""
    return (spot(state, d, e, m * at.CELLS + at.C_FLAGS) & flag) != 0


@compiled
def raise_flag(state, d, e, m, flag):
    """Set a flag of a programme on an event."""
    set_spot(
        state, d, e, m * at.CELLS + at.C_FLAGS, spot(state, d, e, m * at.CELLS + at.C_FLAGS) | flag
    )


@compiled
def lower_flag(state, d, e, m, flag):
    """Clear a flag of a programme on an event."""
    set_spot(
        state, d, e, m * at.CELLS + at.C_FLAGS, spot(state, d, e, m * at.CELLS + at.C_FLAGS) & ~flag
    )


@compiled
def is_active(state, d, e, m):
    """Whether an event takes part in an account: an entry that counts."""
    both = at.IS_ENTRY | at.IS_COUNTED
    return (spot(state, d, e, m * at.CELLS + at.C_FLAGS) & both) == both


@compiled
def copy_rows(state, source, target, now):
    """Copy the rows of the events so far from one depth to another; they stand in one piece."""
    depth = get(state, at.STATE_EVENTS) * get(state, at.STATE_WIDTH)
    begin = moved(state, at.STATE_HEADER)
    copy(moved(begin, target * depth), moved(begin, source * depth), (now + 1) * state_width(state))


@compiled
def fork(state, d, now):
    """Copy a state one depth down, up to the event being decided, to try something there."""
    stands_alone()
    copy_rows(state, d, d + 1, now)


@compiled
def become(state, d, other, now):
    """Take over everything of a state that turned out best."""
    stands_alone()
    copy_rows(state, other, d, now)


@compiled
def after_payment(in_scope, total, amount, out_of_scope_first):
    """What is left (in scope, in all) after a payment (§2.4)."""
    rest = max(0, total - amount)
    if out_of_scope_first:
        amount = max(0, amount - (total - in_scope))
    return min(max(0, in_scope - amount), rest), rest


@compiled
def excess(plan, unit, state, pad, d, m, e):
    """Money advanced above the entitlement of an account, as far as it lies on an event (§3.2)."""
    stands_alone()
    account = fact(plan, unit, e, get(plan, at.H_ACCOUNT) + m)
    column = get(plan, at.H_ADVANCE) + m
    balance = 0
    for one in range(account, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if fact(plan, unit, one, get(plan, at.H_ACCOUNT) + m) == account and has(
            state, d, one, m, at.IS_ENTRY
        ):
            balance += fact(plan, unit, one, column) - cell(state, d, one, m, at.C_LINE)
    for one in range(note_of(pad, at.PAD_FLAGS, at.NOW), account - 1, -1):
        if balance <= 0:
            return 0
        if fact(plan, unit, one, get(plan, at.H_ACCOUNT) + m) != account or not has(
            state, d, one, m, at.IS_ENTRY
        ):
            continue
        over = fact(plan, unit, one, column) - cell(state, d, one, m, at.C_LINE)
        if over > 0:
            over = min(over, balance)
            if one == e:
                return over
            balance -= over
    return 0


@compiled
def paid(plan, unit, state, pad, d, m, e):
    """Entitlement plus excess on an event (§3.2)."""
    stands_alone()
    line = cell(state, d, e, m, at.C_LINE)
    if fact(plan, unit, e, get(plan, at.H_ADVANCED) + m) == 0:
        return line
    return line + excess(plan, unit, state, pad, d, m, e)


@compiled
def seen(plan, unit, state, pad, d, m, e):
    """What later layers take a programme to have paid on an event (§3.4)."""
    stands_alone()
    amount = paid(plan, unit, state, pad, d, m, e)
    if note_of(pad, at.PAD_FLAGS, at.BLIND) == e:
        return amount
    return max(cell(state, d, e, m, at.C_PHANTOM), amount)


@compiled
def surplus(plan, unit, state, pad, d, place, e):
    """A layer's advance above its members' entitlements on an event (§3.3)."""
    stands_alone()
    advance = fact(plan, unit, e, get(plan, at.H_LAYER_ADVANCE) + place)
    first = layer(plan, place, at.L_FIRST)
    if advance == 0 or not has(state, d, e, first, at.IS_DECIDED):
        return 0
    for m in range(first, first + layer(plan, place, at.L_COUNT)):
        covered = cell(state, d, e, m, at.C_LINE)
        if note_of(pad, at.PAD_FLAGS, at.BLIND) != e:
            covered = max(covered, cell(state, d, e, m, at.C_PHANTOM))
        advance -= max(0, covered - fact(plan, unit, e, get(plan, at.H_ADVANCE) + m))
    return max(0, advance)


@compiled
def layer_seen(plan, unit, state, pad, d, place, e):
    """What a whole layer of programmes is taken to have paid on an event."""
    stands_alone()
    first = layer(plan, place, at.L_FIRST)
    total = surplus(plan, unit, state, pad, d, place, e)
    for m in range(first, first + layer(plan, place, at.L_COUNT)):
        total += seen(plan, unit, state, pad, d, m, e)
    return total


@compiled
def entry_left(plan, unit, state, pad, d, place, e):
    """What is left (in scope, in all) at the entry of a layer (§3.5)."""
    stands_alone()
    in_scope = fact(plan, unit, e, at.U_IN_SCOPE_LEFT)
    total = fact(plan, unit, e, at.U_TOTAL_LEFT)
    for earlier in range(place):
        payers_at = layer(plan, earlier, at.L_PAYERS_AT)
        for index in range(layer(plan, earlier, at.L_PAYERS)):
            payer = listed(plan, payers_at + index)
            amount = fact(plan, unit, e, get(plan, at.H_PAID) + payer)
            covers = get(plan, get(plan, at.H_AT_COVERS) + payer)
            in_scope, total = after_payment(in_scope, total, amount, covers)
        if layer(plan, earlier, at.L_COUNT):
            amount = layer_seen(plan, unit, state, pad, d, earlier, e)
            in_scope, total = after_payment(in_scope, total, amount, at.NO)
    return in_scope, total


@compiled
def before(plan, state, d, m, mate, e):
    """Whether a programme of the same layer went first on the event (§3.1)."""
    stands_alone()
    if mate == m or member(plan, mate, at.M_PLACE) != member(plan, m, at.M_PLACE):
        return False
    if layer(plan, member(plan, m, at.M_PLACE), at.L_COMBINE) == at.SEQUENCE:
        return mate < m
    turn = cell(state, d, e, mate, at.C_ORDER)
    mine = cell(state, d, e, m, at.C_ORDER)
    return turn > 0 and (mine == 0 or turn < mine)


@compiled
def left(plan, unit, state, pad, d, m, e):
    """What is left (in scope, in all) where a programme stands on the event (§3.5)."""
    stands_alone()
    place = member(plan, m, at.M_PLACE)
    in_scope, total = entry_left(plan, unit, state, pad, d, place, e)
    first = layer(plan, place, at.L_FIRST)
    for mate in range(first, first + layer(plan, place, at.L_COUNT)):
        if before(plan, state, d, m, mate, e):
            amount = paid(plan, unit, state, pad, d, mate, e)
            in_scope, total = after_payment(in_scope, total, amount, at.NO)
    return in_scope, total


@compiled
def room(plan, unit, state, pad, d, m, e):
    """The most the person's own burden lets a programme pay on the event (§3.7)."""
    stands_alone()
    place = member(plan, m, at.M_PLACE)
    rest = fact(plan, unit, e, at.U_COST) - fact(plan, unit, e, at.U_PAID)
    for earlier in range(place):
        if layer(plan, earlier, at.L_COUNT):
            rest -= layer_seen(plan, unit, state, pad, d, earlier, e)
    first = layer(plan, place, at.L_FIRST)
    in_turn = layer(plan, place, at.L_COMBINE) == at.SEQUENCE
    for mate in range(first, first + layer(plan, place, at.L_COUNT)):
        if (mate < m) if in_turn else (mate != m):
            rest -= paid(plan, unit, state, pad, d, mate, e)
    return max(0, rest)


@compiled
def borne_to_date(plan, unit, state, pad, d, e):
    """What the person bears on all events so far, an event included (§8.1)."""
    stands_alone()
    total = 0
    for one in range(e + 1):
        borne = fact(plan, unit, one, at.U_COST) - fact(plan, unit, one, at.U_PAID)
        for m in range(get(plan, at.H_MEMBERS)):
            if member(plan, m, at.M_KIND) == fact(plan, unit, one, at.U_KIND):
                borne -= paid(plan, unit, state, pad, d, m, one)
        total += max(0, borne)
    return total


@compiled
def base_limit(plan, unit, state, pad, d, m, e):
    """What a base can be at most, in fen (§3.6)."""
    stands_alone()
    if member(plan, m, at.M_ENTRY_LIMIT):
        place = member(plan, m, at.M_PLACE)
        in_scope, total = entry_left(plan, unit, state, pad, d, place, e)
    else:
        in_scope, total = left(plan, unit, state, pad, d, m, e)
    return total if member(plan, m, at.M_WIDE) else in_scope


@compiled
def base(plan, unit, state, pad, d, m, e):
    """The base of a programme on an event (§3.6), where it is known."""
    stands_alone()
    if member(plan, m, at.M_STEADY):
        value = fact(plan, unit, e, get(plan, at.H_BASE) + m)
    else:
        value = worked_out(plan, unit, state, pad, d, m, e) * member(plan, m, at.M_CODE_SCALE)
    limit = base_limit(plan, unit, state, pad, d, m, e) * member(plan, m, at.M_SCALE)
    return min(max(0, value), limit)


@compiled
def worked_out(plan, unit, state, pad, d, m, e):
    """The value of a base formula that reads what the fold has paid, on a small stack."""
    stands_alone()
    top = 0
    code_at = member(plan, m, at.M_CODE_AT)
    for step in range(member(plan, m, at.M_CODE)):
        what = listed(plan, code_at + 2 * step)
        operand = listed(plan, code_at + 2 * step + 1)
        if what <= at.DO_LAYER:
            take_note(pad, at.PAD_STACK, top, read(plan, unit, state, pad, d, m, e, what, operand))
            top += 1
        elif what == at.DO_NEGATIVE:
            take_note(pad, at.PAD_STACK, top - 1, -note_of(pad, at.PAD_STACK, top - 1))
        elif what == at.DO_TIMES:
            take_note(pad, at.PAD_STACK, top - 1, note_of(pad, at.PAD_STACK, top - 1) * operand)
        else:
            top -= 1
            if what == at.DO_PLUS:
                take_note(
                    pad,
                    at.PAD_STACK,
                    top - 1,
                    note_of(pad, at.PAD_STACK, top - 1) + note_of(pad, at.PAD_STACK, top),
                )
            elif what == at.DO_LEAST:
                take_note(
                    pad,
                    at.PAD_STACK,
                    top - 1,
                    min(note_of(pad, at.PAD_STACK, top - 1), note_of(pad, at.PAD_STACK, top)),
                )
            else:
                take_note(
                    pad,
                    at.PAD_STACK,
                    top - 1,
                    max(note_of(pad, at.PAD_STACK, top - 1), note_of(pad, at.PAD_STACK, top)),
                )
    return note_of(pad, at.PAD_STACK, at.NO)


@compiled
def read(plan, unit, state, pad, d, m, e, what, operand):
    """A word of a base formula on an event, in fen."""
    stands_alone()
    if what == at.DO_NUMBER:
        return operand
    if what == at.DO_AMOUNT or what == at.DO_PAYER:
        return fact(plan, unit, e, operand)
    if what == at.DO_IN_SCOPE_LEFT:
        return left(plan, unit, state, pad, d, m, e)[0]
    if what == at.DO_TOTAL_LEFT:
        return left(plan, unit, state, pad, d, m, e)[1]
    if what == at.DO_LAYER:
        return layer_seen(plan, unit, state, pad, d, operand, e)
    if member(plan, operand, at.M_PLACE) < member(plan, m, at.M_PLACE):
        return seen(plan, unit, state, pad, d, operand, e)
    if before(plan, state, d, m, operand, e):
        return paid(plan, unit, state, pad, d, operand, e)
    return 0
