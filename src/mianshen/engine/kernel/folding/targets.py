"""From counted bases to what a programme owes, compiled: lines, gates, bands, sets (§4)."""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.compiled import compiled, stands_alone
from mianshen.engine.kernel.folding.memory import get
from mianshen.engine.kernel.folding.place import (
    cell,
    fact,
    figure,
    has,
    is_active,
    member,
    note_of,
    offer,
    take_note,
)


@compiled
def rounded(amount, parts, way):
    """An exact amount that is not negative, `amount / parts`, as a whole number (money.py)."""
    whole = amount // parts
    rest = amount - whole * parts
    if rest == 0 or way == at.DOWN:
        return whole
    if way == at.UP:
        return whole + 1
    if 2 * rest != parts:
        return whole + (2 * rest > parts)
    return whole + 1 if way == at.HALF_UP else whole + whole % 2


@compiled
def figures_of(plan, state, d, m, e):
    """The figures an entry carries, or -1."""
    o = cell(state, d, e, m, at.C_OFFER)
    return offer(plan, o, at.O_FIGURES) if o >= 0 else -1


@compiled
def scope_of(plan, unit, m, e):
    """The first event of the span whose bases are computed together with this one's."""
    return fact(
        plan,
        unit,
        e,
        (get(plan, at.H_ACCOUNT) if member(plan, m, at.M_PER_YEAR) else get(plan, at.H_VISIT)) + m,
    )


@compiled
def is_in(unit, plan, m, e, account):
    """Whether an event belongs to an account."""
    return fact(plan, unit, e, get(plan, at.H_ACCOUNT) + m) == account


@compiled
def cut_up(plan, unit, state, pad, d, m, account):
    """Lay every counted entry of an account on the scale of its scope (§4.3, §4.4)."""
    stands_alone()
    now = note_of(pad, at.PAD_FLAGS, at.NOW)
    latest = -1
    for e in range(account, now + 1):
        take_note(pad, at.PAD_BY_VISIT, e, at.NO)
        take_note(pad, at.PAD_POSITION, e, at.NO)
        if is_in(unit, plan, m, e, account) and is_active(state, d, e, m):
            if cell(state, d, e, m, at.C_OFFER) >= 0:
                latest = figures_of(plan, state, d, m, e)
    in_year = fact(plan, unit, account, get(plan, at.H_OPEN_CONSUMED) + m)
    if member(plan, m, at.M_PER_YEAR):
        before = fact(plan, unit, account, get(plan, at.H_OPEN_BASE) + m)
        take_note(pad, at.PAD_POSITION, account, before)
    for e in range(account, now + 1):
        if not is_in(unit, plan, m, e, account) or not is_active(state, d, e, m):
            continue
        own = figures_of(plan, state, d, m, e)
        f = own if own >= 0 else latest
        visit, scope = fact(plan, unit, e, get(plan, at.H_VISIT) + m), scope_of(plan, unit, m, e)
        worth, consumed = cell(state, d, e, m, at.C_BASE), 0
        if f >= 0 and figure(plan, f, at.F_LINE) != at.NOTHING:
            spent = (
                in_year if figure(plan, f, at.F_LINE_YEAR) else note_of(pad, at.PAD_BY_VISIT, visit)
            )
            consumed = min(worth, max(0, figure(plan, f, at.F_LINE) - spent))
        start = note_of(pad, at.PAD_POSITION, scope)
        if f >= 0 and figure(plan, f, at.F_FROM_LINE):
            start -= (
                in_year if member(plan, m, at.M_PER_YEAR) else note_of(pad, at.PAD_BY_VISIT, visit)
            )
        else:
            start += consumed
        take_note(pad, at.PAD_CONSUMED, e, consumed)
        take_note(pad, at.PAD_START, e, start)
        take_note(pad, at.PAD_END, e, start + worth - consumed)
        take_note(pad, at.PAD_POSITION, scope, note_of(pad, at.PAD_POSITION, scope) + worth)
        in_year += consumed
        take_note(pad, at.PAD_BY_VISIT, visit, note_of(pad, at.PAD_BY_VISIT, visit) + consumed)


@compiled
def gate_open(plan, unit, state, pad, d, m, e, f):
    """Whether the whole counted base of a gate's span reaches it (§4.5)."""
    stands_alone()
    gate = figure(plan, f, at.F_GATE)
    if gate == at.NOTHING:
        return True
    span = get(plan, at.H_ACCOUNT) if figure(plan, f, at.F_GATE_YEAR) else get(plan, at.H_VISIT)
    first = fact(plan, unit, e, span + m)
    whole = 0
    if figure(plan, f, at.F_GATE_YEAR):
        whole = fact(plan, unit, first, get(plan, at.H_OPEN_BASE) + m)
    for one in range(first, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if fact(plan, unit, one, span + m) == first and is_active(state, d, one, m):
            whole += cell(state, d, one, m, at.C_BASE)
    return whole > gate if figure(plan, f, at.F_GATE_ABOVE) else whole >= gate


@compiled
def target_of(plan, unit, state, pad, d, m, scope):
    """What a programme owes in one scope, in fen (§4.7); `cut_up` has run."""
    stands_alone()
    now = note_of(pad, at.PAD_FLAGS, at.NOW)
    carrier = -1
    for e in range(scope, now + 1):
        if scope_of(plan, unit, m, e) == scope and is_active(state, d, e, m):
            f = figures_of(plan, state, d, m, e)
            if f >= 0 and figure(plan, f, at.F_HAS_SUMS):
                carrier = f
    total = 0
    for e in range(scope, now + 1):
        if scope_of(plan, unit, m, e) != scope or not is_active(state, d, e, m):
            continue
        f = figures_of(plan, state, d, m, e)
        if f < 0 or is_repeated(plan, unit, state, d, m, scope, e, f):
            continue
        owed = owed_by(plan, unit, state, pad, d, m, scope, f, f == carrier)
        fen = member(plan, m, at.M_ROUND_FEN)
        parts = member(plan, m, at.M_SCALE) * member(plan, m, at.M_PARTS) * fen
        total += fen * rounded(max(0, owed), parts, member(plan, m, at.M_ROUNDING))
    if member(plan, m, at.M_PER_YEAR):
        total += owed_before(plan, unit, state, pad, d, m, scope)
    return total


@compiled
def owed_before(plan, unit, state, pad, d, m, account):
    """What a yearly account owes on bases from before our data begins (§5.7)."""
    stands_alone()
    entitled = fact(plan, unit, account, get(plan, at.H_OPEN_ENTITLED) + m)
    worth = fact(plan, unit, account, get(plan, at.H_OPEN_BASE) + m)
    if entitled or worth == 0:
        return entitled
    latest, sums_paid = -1, False
    for e in range(account, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if is_in(unit, plan, m, e, account) and is_active(state, d, e, m):
            f = figures_of(plan, state, d, m, e)
            if f >= 0:
                latest = e
                payable = cell(state, d, e, m, at.C_BASE) - note_of(pad, at.PAD_CONSUMED, e)
                sums_paid = sums_paid or (payable > 0 and figure(plan, f, at.F_HAS_SUMS) != 0)
    if latest < 0:
        return 0
    f = figures_of(plan, state, d, m, latest)
    if figure(plan, f, at.F_GATE) == at.NOTHING:
        return 0
    if not gate_open(plan, unit, state, pad, d, m, latest, f):
        return 0
    consumed = fact(plan, unit, account, get(plan, at.H_OPEN_CONSUMED) + m)
    owed = owed_alone(plan, m, f, worth, consumed, not sums_paid)
    fen = member(plan, m, at.M_ROUND_FEN)
    parts = member(plan, m, at.M_SCALE) * member(plan, m, at.M_PARTS) * fen
    return fen * rounded(max(0, owed), parts, member(plan, m, at.M_ROUNDING))


@compiled
def owed_alone(plan, m, f, worth, consumed, carries_sums):
    """What a set of terms owes on one base alone, in parts of 1/(scale × parts) fen."""
    stands_alone()
    payable, parts = worth - consumed, member(plan, m, at.M_PARTS)
    if payable <= 0:
        return 0
    way = figure(plan, f, at.F_WAY)
    if way == at.BY_RATIO:
        return figure(plan, f, at.F_FIGURE) * payable
    if way == at.BY_SUM:
        return figure(plan, f, at.F_FIGURE) * parts if carries_sums else 0
    from_line = figure(plan, f, at.F_FROM_LINE)
    start = 0 if from_line else consumed
    end = start + payable
    reached = band_at(plan, f, payable if from_line else worth)
    whole, owed = -1, 0
    for index in range(reached + 1):
        if band(plan, f, index, at.BAND_KIND) != at.MARGINAL:
            whole = index
    if whole >= 0:
        pays = band(plan, f, whole, at.BAND_FIGURE)
        if band(plan, f, whole, at.BAND_KIND) == at.SLAB:
            edge = at.NOTHING if whole == reached else band(plan, f, whole, at.BAND_EDGE)
            owed += pays * overlap(start, end, at.NOTHING, edge)
        elif carries_sums:
            owed += pays * parts
    for index in range(whole + 1, reached + 1):
        lower = band(plan, f, index - 1, at.BAND_EDGE) if index else at.NOTHING
        inside = overlap(start, end, lower, band(plan, f, index, at.BAND_EDGE))
        owed += band(plan, f, index, at.BAND_FIGURE) * inside
    return owed


@compiled
def overlap(start, end, lower, upper):
    """The part of a stretch that lies between two edges."""
    start = start if lower == at.NOTHING else max(start, lower)
    end = end if upper == at.NOTHING else min(end, upper)
    return max(0, end - start)


@compiled
def is_repeated(plan, unit, state, d, m, scope, e, f):
    """Whether an earlier entry of the scope carries the same figures: they are one set (§4.6)."""
    stands_alone()
    for one in range(scope, e):
        if scope_of(plan, unit, m, one) == scope and is_active(state, d, one, m):
            if figures_of(plan, state, d, m, one) == f:
                return True
    return False


@compiled
def is_inside(plan, unit, state, pad, d, m, scope, e, f):
    """Whether an entry is of a set of terms and its gate is open."""
    stands_alone()
    if scope_of(plan, unit, m, e) != scope or not is_active(state, d, e, m):
        return False
    if figures_of(plan, state, d, m, e) != f:
        return False
    return gate_open(plan, unit, state, pad, d, m, e, f)


@compiled
def owed_by(plan, unit, state, pad, d, m, scope, f, carries_sums):
    """What one set of terms owes, in parts of 1/(scale × parts) fen (§4.6)."""
    stands_alone()
    parts = member(plan, m, at.M_PARTS)
    payable = 0
    for e in range(scope, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if is_inside(plan, unit, state, pad, d, m, scope, e, f):
            payable += cell(state, d, e, m, at.C_BASE) - note_of(pad, at.PAD_CONSUMED, e)
    if payable <= 0:
        return 0
    way = figure(plan, f, at.F_WAY)
    if way == at.BY_RATIO:
        return figure(plan, f, at.F_FIGURE) * payable
    if way == at.BY_SUM:
        return figure(plan, f, at.F_FIGURE) * parts if carries_sums else 0
    return owed_by_bands(plan, unit, state, pad, d, m, scope, f, carries_sums)


@compiled
def band(plan, f, index, field):
    """A field of a band of evaluated figures."""
    return figure(plan, f, at.F_FIRST_BAND + at.BAND * index + field)


@compiled
def owed_by_bands(plan, unit, state, pad, d, m, scope, f, carries_sums):
    """What the bands of a set of terms owe: a slab or lump at most, and the parts after it."""
    stands_alone()
    reached = band_at(plan, f, end_position(plan, unit, state, pad, d, m, scope, f))
    whole = -1
    for index in range(reached + 1):
        if band(plan, f, index, at.BAND_KIND) != at.MARGINAL:
            whole = index
    owed = 0
    if whole >= 0:
        pays = band(plan, f, whole, at.BAND_FIGURE)
        if band(plan, f, whole, at.BAND_KIND) == at.SLAB:
            edge = at.NOTHING if whole == reached else band(plan, f, whole, at.BAND_EDGE)
            owed += pays * part(plan, unit, state, pad, d, m, scope, f, at.NOTHING, edge)
        elif carries_sums:
            owed += pays * member(plan, m, at.M_PARTS)
    for index in range(whole + 1, reached + 1):
        lower = band(plan, f, index - 1, at.BAND_EDGE) if index else at.NOTHING
        upper = band(plan, f, index, at.BAND_EDGE)
        inside = part(plan, unit, state, pad, d, m, scope, f, lower, upper)
        owed += band(plan, f, index, at.BAND_FIGURE) * inside
    return owed


@compiled
def band_at(plan, f, position):
    """The first band that admits a position; the last has no edge."""
    for index in range(figure(plan, f, at.F_BANDS)):
        edge = band(plan, f, index, at.BAND_EDGE)
        if edge == at.NOTHING or position < edge:
            return index
        if position == edge and not band(plan, f, index, at.BAND_BELOW):
            return index
    return figure(plan, f, at.F_BANDS) - 1


@compiled
def end_position(plan, unit, state, pad, d, m, scope, f):
    """Where the counted entries of a scope end on its scale."""
    stands_alone()
    end = 0
    if member(plan, m, at.M_PER_YEAR):
        end = fact(plan, unit, scope, get(plan, at.H_OPEN_BASE) + m)
        if figure(plan, f, at.F_FROM_LINE):
            end -= fact(plan, unit, scope, get(plan, at.H_OPEN_CONSUMED) + m)
    for e in range(scope, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if scope_of(plan, unit, m, e) == scope and is_active(state, d, e, m):
            end += cell(state, d, e, m, at.C_BASE)
            if figure(plan, f, at.F_FROM_LINE):
                end -= note_of(pad, at.PAD_CONSUMED, e)
    return end


@compiled
def part(plan, unit, state, pad, d, m, scope, f, lower, upper):
    """The payable parts of a set of terms that lie between two edges."""
    stands_alone()
    total = 0
    for e in range(scope, note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        if is_inside(plan, unit, state, pad, d, m, scope, e, f):
            start, end = note_of(pad, at.PAD_START, e), note_of(pad, at.PAD_END, e)
            total += overlap(start, end, lower, upper)
    return total


@compiled
def is_first_of_scope(plan, unit, state, d, m, e):
    """Whether an entry is the first of its scope."""
    scope = scope_of(plan, unit, m, e)
    for one in range(scope, e):
        if scope_of(plan, unit, m, one) == scope and has(state, d, one, m, at.IS_ENTRY):
            return False
    return True
