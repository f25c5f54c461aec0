"""Targets become lines on events, compiled: within room and pools, falling when bases do (§5)."""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.compiled import Part, compiled, stands_alone
from mianshen.engine.kernel.folding.memory import get
from mianshen.engine.kernel.folding.place import (
    base,
    cell,
    fact,
    has,
    is_active,
    listed,
    member,
    note_of,
    offer,
    paid,
    pool,
    put,
    raise_flag,
    room,
    spot,
    surplus,
    take_note,
)
from mianshen.engine.kernel.folding.targets import (
    cut_up,
    is_first_of_scope,
    is_in,
    rounded,
    scope_of,
    target_of,
)


@compiled
def settle(plan, unit, state, pad, d, m, account, current):
    """Bring an account's lines in step with its bases (§5.3); `current` is an event or -1.

    Answers what was wanted for the current event; a flag on the pad says whether a pool had nothing
    left for it.
    """
    stands_alone()
    now = note_of(pad, at.PAD_FLAGS, at.NOW)
    if current < 0 and is_idle(plan, unit, state, d, m, account, now):
        return 0
    for e in range(account, now + 1):
        if is_in(unit, plan, m, e, account) and has(state, d, e, m, at.IS_ENTRY):
            take_note(pad, at.PAD_BEFORE, e, cell(state, d, e, m, at.C_LINE))
    renew_bases(plan, unit, state, pad, d, m, account)
    clip(plan, unit, state, pad, d, m, account)
    cut_up(plan, unit, state, pad, d, m, account)
    wanted = 0
    take_note(pad, at.PAD_FLAGS, at.USED_UP, at.NO)
    for e in range(account, now + 1):
        if not is_in(unit, plan, m, e, account) or not has(state, d, e, m, at.IS_ENTRY):
            continue
        if not is_first_of_scope(plan, unit, state, d, m, e):
            continue
        scope = scope_of(plan, unit, m, e)
        target = target_of(plan, unit, state, pad, d, m, scope)
        difference = max(0, target - cell(state, d, scope, m, at.C_FORFEIT))
        difference -= normal_in(plan, unit, state, d, m, scope, now)
        if difference < 0:
            fall(plan, unit, state, d, m, scope, -difference, now)
        if current >= 0 and scope == scope_of(plan, unit, m, current):
            wanted = difference
            if wanted > 0:
                if pools_let(plan, unit, state, pad, d, m, current) <= 0:
                    take_note(pad, at.PAD_FLAGS, at.USED_UP, at.YES)
                if book(plan, unit, state, pad, d, m, scope, current, wanted):
                    raise_flag(state, d, scope, m, at.IS_CUT)
        elif difference > 0 and not has(state, d, scope, m, at.IS_CUT):
            book(plan, unit, state, pad, d, m, scope, at.NONE, difference)
    note_changes(plan, unit, state, pad, d, m, account)
    return wanted


@compiled
def owed_now(plan, unit, state, pad, d, m, account, scope):
    """What a scope of an account owes by its present entries, before what it lost."""
    stands_alone()
    renew_bases(plan, unit, state, pad, d, m, account)
    cut_up(plan, unit, state, pad, d, m, account)
    return target_of(plan, unit, state, pad, d, m, scope)


@compiled
def renew_bases(plan, unit, state, pad, d, m, account):
    """Work the bases of an account out anew (§5.3 a)."""
    stands_alone()
    for e in range(account, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        # The base of an entry that does not count is worked out when it does.
        if is_in(unit, plan, m, e, account) and is_active(state, d, e, m):
            if fact(plan, unit, e, get(plan, at.H_BASE_KNOWN) + m):
                put(state, d, e, m, at.C_BASE, base(plan, unit, state, pad, d, m, e))
    pools_at = member(plan, m, at.M_POOLS_AT)
    for index in range(member(plan, m, at.M_POOLS)):
        q = listed(plan, pools_at + index)
        if pool(plan, q, at.Q_LIMITS_BASE):
            limit_bases(plan, unit, state, pad, d, m, account, q)


@compiled
def limit_bases(plan, unit, state, pad, d, m, account, q):
    """Lower the bases of an account to what a cap on bases leaves, in fold order (§5.2)."""
    stands_alone()
    for e in range(account, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if not is_in(unit, plan, m, e, account) or not is_active(state, d, e, m):
            continue
        o = cell(state, d, e, m, at.C_OFFER)
        row = offer(plan, o, at.O_ROW) if o >= 0 else at.NONE
        if pool(plan, q, at.Q_ROW) >= 0 and pool(plan, q, at.Q_ROW) != row:
            continue
        period = fact(plan, unit, e, get(plan, at.H_PERIOD) + q)
        cap = spot(state, d, period, get(plan, at.H_CAPS) + q)
        if cap == at.NOTHING:
            continue
        rest = cap * member(plan, m, at.M_SCALE) - bases_before(plan, unit, state, d, m, q, e)
        put(state, d, e, m, at.C_BASE, min(cell(state, d, e, m, at.C_BASE), max(0, rest)))


@compiled
def bases_before(plan, unit, state, d, m, q, e):
    """The bases that count in a pool before a programme's turn on an event."""
    stands_alone()
    total = 0
    column = get(plan, at.H_PERIOD) + q
    for one in range(fact(plan, unit, e, column), e + 1):
        if fact(plan, unit, one, column) != fact(plan, unit, e, column):
            continue
        for index in range(pool(plan, q, at.Q_MATES)):
            mate = listed(plan, pool(plan, q, at.Q_MATES_AT) + at.MATE * index)
            if (one < e or mate < m) and is_active(state, d, one, mate):
                if counts_in(plan, state, d, q, index, one):
                    total += cell(state, d, one, mate, at.C_BASE)
    return total


@compiled
def counts_in(plan, state, d, q, index, e):
    """Whether what a pool's programme pays on an event counts in the pool."""
    if pool(plan, q, at.Q_MARKED) == 0:
        return True
    at_mate = pool(plan, q, at.Q_MATES_AT) + at.MATE * index
    mark = at.IS_IN_FORCE << listed(plan, at_mate + 1)
    return has(state, d, e, listed(plan, at_mate), mark)


@compiled
def is_idle(plan, unit, state, d, m, account, now):
    """Whether nothing of an account counts and nothing is booked: then nothing can change."""
    stands_alone()
    for e in range(account, now + 1):
        if is_in(unit, plan, m, e, account) and has(state, d, e, m, at.IS_ENTRY):
            if is_active(state, d, e, m) or cell(state, d, e, m, at.C_NORMAL):
                return False
    return True


@compiled
def clip(plan, unit, state, pad, d, m, account):
    """Lower what is booked on each event to the room there is now (§5.3 b)."""
    stands_alone()
    for e in range(account, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if not is_in(unit, plan, m, e, account) or not has(state, d, e, m, at.IS_ENTRY):
            continue
        normal = cell(state, d, e, m, at.C_NORMAL)
        if normal:
            book_line(plan, state, d, m, e, normal)
            most = room(plan, unit, state, pad, d, m, e)
            if cell(state, d, e, m, at.C_LINE) > most:
                book_line(plan, state, d, m, e, normal_within(plan, state, d, m, e, most))


@compiled
def factor_of(plan, state, d, m, e):
    """The factor on the result of an entry: so many of so many parts."""
    o = cell(state, d, e, m, at.C_OFFER)
    if o < 0:
        return 1, 1
    return offer(plan, o, at.O_FACTOR), offer(plan, o, at.O_FACTOR_PARTS)


@compiled
def normal_within(plan, state, d, m, e, amount):
    """The normal aid whose line is at most an amount."""
    factor, parts = factor_of(plan, state, d, m, e)
    return amount * parts // factor if factor else 0


@compiled
def book_line(plan, state, d, m, e, normal):
    """Set the normal aid of an event, and the line that follows from it (§5.1)."""
    factor, parts = factor_of(plan, state, d, m, e)
    put(state, d, e, m, at.C_NORMAL, normal)
    put(state, d, e, m, at.C_LINE, rounded(factor * normal, parts, at.HALF_UP))


@compiled
def normal_in(plan, unit, state, d, m, scope, now):
    """What is booked in a scope so far."""
    stands_alone()
    total = 0
    if member(plan, m, at.M_PER_YEAR):
        total = fact(plan, unit, scope, get(plan, at.H_OPEN_ENTITLED) + m)
    for e in range(scope, now + 1):
        if scope_of(plan, unit, m, e) == scope and has(state, d, e, m, at.IS_ENTRY):
            total += cell(state, d, e, m, at.C_NORMAL)
    return total


@compiled
def fall(plan, unit, state, d, m, scope, amount, now):
    """Lower what is booked in a scope, latest first."""
    stands_alone()
    for e in range(now, scope - 1, -1):
        if amount <= 0:
            return
        if scope_of(plan, unit, m, e) != scope or not has(state, d, e, m, at.IS_ENTRY):
            continue
        normal = cell(state, d, e, m, at.C_NORMAL)
        if normal:
            down = min(normal, amount)
            book_line(plan, state, d, m, e, normal - down)
            amount -= down


@compiled
def book(plan, unit, state, pad, d, m, scope, current, want):
    """Book an amount on a scope, on the current event first; whether a pool let it have less."""
    stands_alone()
    bound = at.NO
    if current >= 0:
        want, bound = book_on(plan, unit, state, pad, d, m, current, want, bound)
    for e in range(scope, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if want > 0 and e != current and scope_of(plan, unit, m, e) == scope:
            want, bound = book_on(plan, unit, state, pad, d, m, e, want, bound)
    return bound == at.YES and want > 0


@compiled
def book_on(plan, unit, state, pad, d, m, e, want, bound):
    """Book on one event what room and pools let it have; what is still wanted (§5.4)."""
    stands_alone()
    if not is_active(state, d, e, m) or not has(state, d, e, m, at.IS_PAYING):
        return want, bound
    factor, parts = factor_of(plan, state, d, m, e)
    normal = cell(state, d, e, m, at.C_NORMAL)
    most = at.UNLIMITED_FEN
    if factor:
        most = room(plan, unit, state, pad, d, m, e) * parts // factor
    most -= normal
    pools = pools_let(plan, unit, state, pad, d, m, e)
    amount = max(0, min(want, most, pools))
    if amount < want and pools < most:
        bound = at.YES
    if amount:
        book_line(plan, state, d, m, e, normal + amount)
    return want - amount, bound


@compiled
def pools_let(plan, unit, state, pad, d, m, e):
    """How much normal aid the pools still let an entry have."""
    stands_alone()
    o = cell(state, d, e, m, at.C_OFFER)
    rest = pools_left(
        plan, unit, state, pad, d, m, e, offer(plan, o, at.O_ROW) if o >= 0 else at.NONE
    )
    factor, parts = factor_of(plan, state, d, m, e)
    if factor > parts and rest < at.UNLIMITED_FEN:
        return min(rest, 4 * at.AMOUNT_MAX_FEN) * parts // factor
    return rest


@compiled
def pools_left(plan, unit, state, pad, d, m, e, row):
    """The least that any pool of a programme leaves on an event, in fen (§5.2)."""
    stands_alone()
    rest = at.UNLIMITED_FEN
    pools_at = member(plan, m, at.M_POOLS_AT)
    for index in range(member(plan, m, at.M_POOLS)):
        q = listed(plan, pools_at + index)
        if pool(plan, q, at.Q_ROW) >= 0 and pool(plan, q, at.Q_ROW) != row:
            continue
        period = fact(plan, unit, e, get(plan, at.H_PERIOD) + q)
        cap = spot(state, d, period, get(plan, at.H_CAPS) + q)
        if cap != at.NOTHING and pool(plan, q, at.Q_LIMITS_BASE) == 0:
            rest = min(rest, cap - used(plan, unit, state, pad, d, m, q, period))
    return max(0, rest)


@compiled
def used(plan, unit, state, pad, d, m, q, period):
    """What a pool has paid in a period, a programme's own excess aside (§5.2)."""
    stands_alone()
    total = fact(plan, unit, period, get(plan, at.H_OPEN_USED) + q)
    column = get(plan, at.H_PERIOD) + q
    counts = at.C_NORMAL if pool(plan, q, at.Q_COUNTS_NORMAL) else at.C_LINE
    mates_at = pool(plan, q, at.Q_MATES_AT)
    for e in range(period, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if fact(plan, unit, e, column) != period:
            continue
        for index in range(pool(plan, q, at.Q_MATES)):
            mate = listed(plan, mates_at + at.MATE * index)
            if not counts_in(plan, state, d, q, index, e):
                continue
            total += cell(state, d, e, mate, counts)
            if mate != m:
                total += paid(plan, unit, state, pad, d, mate, e)
                total -= cell(state, d, e, mate, at.C_LINE)
                if member(plan, mate, at.M_POSITION) == 0:
                    place = member(plan, mate, at.M_PLACE)
                    total += surplus(plan, unit, state, pad, d, place, e)
    return total


@compiled
def note_changes(plan, unit, state, pad, d, m, account):
    """Remember what later events brought to earlier ones (§5.6)."""
    stands_alone()
    for e in range(account, note_of(pad, at.PAD_FLAGS, at.NOW)):
        if is_in(unit, plan, m, e, account) and has(state, d, e, m, at.IS_ENTRY):
            change = cell(state, d, e, m, at.C_LINE) - note_of(pad, at.PAD_BEFORE, e)
            if change:
                caught_up = cell(state, d, e, m, at.C_CATCH_UP) + change
                put(state, d, e, m, at.C_CATCH_UP, caught_up)


def _settle(plan, unit, state, pad, d, m, account, current):
    return settle(plan, unit, state, pad, d, m, account, current)


SETTLE = Part(_settle, at.PART_SETTLE)
settle_apart = SETTLE.call
