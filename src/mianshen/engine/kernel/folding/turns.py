"""One programme's turn on one event, compiled: screened first, then paid, held or left out."""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.booking import owed_now, pools_left, settle_apart
from mianshen.engine.kernel.folding.codes import (
    BELOW_START_LINE,
    CAP_USED,
    NEEDS_CHECK,
    NO_BASE,
    NOTHING_LEFT,
    ONCE_GIVEN,
    PARAMETER_MISSING,
)
from mianshen.engine.kernel.folding.compiled import Part, compiled, stands_alone
from mianshen.engine.kernel.folding.memory import get
from mianshen.engine.kernel.folding.place import (
    base,
    base_limit,
    cell,
    fact,
    figure,
    fork,
    has,
    listed,
    lower_flag,
    member,
    note_of,
    offer,
    put,
    raise_flag,
    room,
    set_spot,
    take_note,
    verdict,
)
from mianshen.engine.kernel.folding.targets import scope_of

# What screening answers, by position; it stands on the pad until the next screening.
S_NO = 0
S_HOLD = 1
S_OFFERS_AT = 2
S_OFFERS = 3
S_AT_MOST = 4
S_REST = 5
S_FIXED = 6
S_ADMISSIBLE = 7
S_WHEN = 8
SCREENING = at.SCREENED


@compiled
def judged(plan, unit, state, pad, d, m, e, v):
    """The definite no of a verdict, if any, and whether the event is admissible all the same.

    Whether a programme was given before is the one thing here that the fold decides.
    """
    stands_alone()
    no, stage = verdict(plan, v, at.V_NO), verdict(plan, v, at.V_STAGE)
    admissible = verdict(plan, v, at.V_ADMISSIBLE)
    once = member(plan, m, at.M_ONCE)
    if once == 0 or stage == at.BEFORE_WHEN or stage == at.AT_CLAIM:
        return no, admissible
    if given_before(plan, unit, state, pad, d, m, e, once):
        return (no if stage == at.AT_WHEN else ONCE_GIVEN), 0
    return no, admissible


@compiled
def given_before(plan, unit, state, pad, d, m, e, once):
    """Whether another visit of the span has a line (§6.4)."""
    stands_alone()
    for one in range(note_of(pad, at.PAD_FLAGS, at.NOW) + 1):
        other_year = fact(plan, unit, one, get(plan, at.H_ACCOUNT) + m) != fact(
            plan, unit, e, get(plan, at.H_ACCOUNT) + m
        )
        if once == at.ONCE_YEAR and other_year:
            continue
        if fact(plan, unit, one, at.U_VISIT) != fact(plan, unit, e, at.U_VISIT) and has(
            state, d, one, m, at.IS_ENTRY
        ):
            if cell(state, d, one, m, at.C_LINE) > 0:
                return True
    return False


@compiled
def screened(plan, unit, state, pad, d, m, e):
    """Judge a programme on an event and find out whether anything unknown matters (§6.6)."""
    stands_alone()
    v = fact(plan, unit, e, get(plan, at.H_CASE) + m)
    no, admissible = judged(plan, unit, state, pad, d, m, e, v)
    when = verdict(plan, v, at.V_WHEN)
    if no:
        return no, 0, 0, 0, 0, 0, 1, admissible, when
    hold = verdict(plan, v, at.V_HOLD)
    if hold == 0:
        offers_at, offers = verdict(plan, v, at.V_OFFERS_AT), verdict(plan, v, at.V_OFFERS)
        return 0, 0, offers_at, offers, 0, 0, 0, 0, when
    if hold == NEEDS_CHECK and verdict(plan, v, at.V_WAYS):
        found = resolved(plan, unit, state, pad, d, m, e, v)
        if found[S_NO] >= 0:
            return found
    return held(plan, unit, state, pad, d, m, e, v)


@compiled
def best_of(plan, unit, state, pad, d, m, e, v):
    """What the best row of a verdict newly pays."""
    stands_alone()
    best = -at.UNLIMITED_FEN
    for index in range(verdict(plan, v, at.V_OFFERS)):
        o = listed(plan, verdict(plan, v, at.V_OFFERS_AT) + index)
        best = max(best, newly_pays(plan, unit, state, pad, d, m, e, o)[0])
    return best


@compiled
def resolved(plan, unit, state, pad, d, m, e, v):
    """A programme whose unknown words may make no difference; its first item is -1 if they do."""
    stands_alone()
    unresolved = (-1, 0, 0, 0, 0, 0, 0, 0, 0)
    ways_at, ways = verdict(plan, v, at.V_WAYS_AT), verdict(plan, v, at.V_WAYS)
    least, most, first = at.UNLIMITED_FEN, -at.UNLIMITED_FEN, -1
    for index in range(ways):
        way = listed(plan, ways_at + index)
        no = judged(plan, unit, state, pad, d, m, e, way)[0]
        if no == 0 and verdict(plan, way, at.V_HOLD):
            return unresolved
    for index in range(ways):
        way = listed(plan, ways_at + index)
        amount = 0
        if judged(plan, unit, state, pad, d, m, e, way)[0] == 0:
            amount = best_of(plan, unit, state, pad, d, m, e, way)
        most = max(most, amount)
        if amount < least:
            least, first = amount, way
    if least == most:
        way = listed(plan, ways_at)
        no, admissible = judged(plan, unit, state, pad, d, m, e, way)
        when = verdict(plan, way, at.V_WHEN)
        if no:
            return no, 0, 0, 0, 0, 0, 1, admissible, when
        offers_at, offers = verdict(plan, way, at.V_OFFERS_AT), verdict(plan, way, at.V_OFFERS)
        return 0, 0, offers_at, offers, 0, 0, 0, 0, when
    at_most = most_of_ways(plan, unit, state, pad, d, m, e, v)
    if at_most == 0:
        return unresolved
    if member(plan, m, at.M_UNDISPUTED) and least > 0:
        offers_at, offers = verdict(plan, first, at.V_OFFERS_AT), verdict(plan, first, at.V_OFFERS)
        when = verdict(plan, first, at.V_WHEN)
        return 0, 0, offers_at, offers, at_most, max(0, at_most - least), 0, 0, when
    return 0, NEEDS_CHECK, 0, 0, at_most, 0, 0, 0, 0


@compiled
def most_of_ways(plan, unit, state, pad, d, m, e, v):
    """The most that any row newly pays in any of the ways unknown words may turn out."""
    stands_alone()
    at_most = 0
    for index in range(verdict(plan, v, at.V_WAYS)):
        way = listed(plan, verdict(plan, v, at.V_WAYS_AT) + index)
        if judged(plan, unit, state, pad, d, m, e, way)[0]:
            continue
        for row in range(verdict(plan, way, at.V_OFFERS)):
            o = listed(plan, verdict(plan, way, at.V_OFFERS_AT) + row)
            amount = newly_pays(plan, unit, state, pad, d, m, e, o)[0]
            at_most = max(at_most, limited(plan, unit, state, pad, d, m, e, o, amount))
    return at_most


@compiled
def held(plan, unit, state, pad, d, m, e, v):
    """A held programme: at most what the most generous way pays, or zero if that is 0."""
    stands_alone()
    ways = verdict(plan, v, at.V_WAYS)
    at_most, first, parameter_only = 0, 0, True
    for index in range(max(1, ways)):
        way = listed(plan, verdict(plan, v, at.V_WAYS_AT) + index) if ways else v
        no = judged(plan, unit, state, pad, d, m, e, way)[0]
        hold = 0 if no else verdict(plan, way, at.V_HOLD)
        parameter_only = parameter_only and hold == PARAMETER_MISSING
        most, reason = 0, 0
        if no == 0:
            most, reason = most_of_offers(plan, unit, state, pad, d, m, e, way)
        at_most = max(at_most, most)
        if first == 0:
            first = no if no else (reason if reason else NOTHING_LEFT)
    if at_most == 0:
        return first, 0, 0, 0, 0, 0, 0, 0, 0
    hold = verdict(plan, v, at.V_HOLD)
    if hold == NEEDS_CHECK and parameter_only:
        hold = PARAMETER_MISSING
    return 0, hold, 0, 0, at_most, 0, 0, 0, 0


@compiled
def most_of_offers(plan, unit, state, pad, d, m, e, v):
    """At most what a held programme pays under the rows of one way, and why nothing."""
    stands_alone()
    at_most, zero_reason = 0, 0
    for index in range(verdict(plan, v, at.V_OFFERS)):
        o = listed(plan, verdict(plan, v, at.V_OFFERS_AT) + index)
        amount, reason = generous(plan, unit, state, pad, d, m, e, v, o)
        most = limited(plan, unit, state, pad, d, m, e, o, amount)
        at_most = max(at_most, most)
        if amount and not most and room(plan, unit, state, pad, d, m, e):
            reason = CAP_USED
        if zero_reason == 0:
            zero_reason = reason
    return at_most, zero_reason


@compiled
def generous(plan, unit, state, pad, d, m, e, v, o):
    """What a row would newly pay in its most generous reading, and why nothing."""
    stands_alone()
    if not verdict(plan, v, at.V_BASE_KNOWN):
        return room(plan, unit, state, pad, d, m, e), NOTHING_LEFT
    if not offer(plan, o, at.O_PAYS_ALL):
        return newly_pays(plan, unit, state, pad, d, m, e, o)
    whole = offer(plan, o, at.O_WHOLE)
    amount, reason = newly_pays(plan, unit, state, pad, d, m, e, whole)
    return (room(plan, unit, state, pad, d, m, e) if amount else 0), reason


@compiled
def limited(plan, unit, state, pad, d, m, e, o, amount):
    """An amount within the room of the event and what the pools leave under an offer."""
    stands_alone()
    fork(state, d, note_of(pad, at.PAD_FLAGS, at.NOW))
    put_caps(plan, unit, state, d + 1, m, e, o)
    row = offer(plan, o, at.O_ROW)
    pools = pools_left(plan, unit, state, pad, d + 1, m, e, row)
    return min(amount, room(plan, unit, state, pad, d, m, e), pools)


@compiled
def sum_of(state, d, m, now):
    """What a programme is entitled to on all events so far together."""
    total = 0
    for e in range(now + 1):
        total += cell(state, d, e, m, at.C_LINE)
    return total


@compiled
def newly_pays(plan, unit, state, pad, d, m, e, o):
    """What a programme would newly pay (negative where its lines fall), and why nothing."""
    stands_alone()
    now = note_of(pad, at.PAD_FLAGS, at.NOW)
    fork(state, d, now)
    already = sum_of(state, d, m, now)
    reason = pay(plan, unit, state, pad, d + 1, m, e, o, at.YES)
    return sum_of(state, d + 1, m, now) - already, reason


@compiled
def pay(plan, unit, state, pad, d, m, e, o, when):
    """Enter an event under an offer and settle the account; why its line is zero, or 0."""
    stands_alone()
    judge_earlier_again(plan, unit, state, d, m, e, at.YES)
    worth = (
        base(plan, unit, state, pad, d, m, e)
        if fact(plan, unit, e, get(plan, at.H_BASE_KNOWN) + m)
        else 0
    )
    flags = at.IS_ENTRY | at.IS_ADMISSIBLE | at.IS_COUNTED | at.IS_PAYING | at.IS_ELIGIBLE
    enter(state, d, m, e, worth, flags | (at.IS_WHEN if when else 0))
    put_terms(plan, unit, state, d, m, e, o)
    account = fact(plan, unit, e, get(plan, at.H_ACCOUNT) + m)
    wanted = settle_apart(plan, unit, state, pad, d, m, account, e)
    used_up = note_of(pad, at.PAD_FLAGS, at.USED_UP)
    return reason_of(plan, unit, state, pad, d, m, e, o, wanted, used_up)


@compiled
def pay_behind(plan, unit, state, pad, d, m, e, o, when):
    """Enter an event that a better programme pays: it counts, what it would owe is lost (§7.4)."""
    stands_alone()
    judge_earlier_again(plan, unit, state, d, m, e, at.NO)
    account = fact(plan, unit, e, get(plan, at.H_ACCOUNT) + m)
    scope = scope_of(plan, unit, m, e)
    worth = (
        base(plan, unit, state, pad, d, m, e)
        if fact(plan, unit, e, get(plan, at.H_BASE_KNOWN) + m)
        else 0
    )
    earlier = owed_now(plan, unit, state, pad, d, m, account, scope)
    flags = at.IS_ENTRY | at.IS_ADMISSIBLE | at.IS_COUNTED | at.IS_ELIGIBLE
    enter(state, d, m, e, worth, flags | (at.IS_WHEN if when else 0))
    put_terms(plan, unit, state, d, m, e, o)
    lost = owed_now(plan, unit, state, pad, d, m, account, scope) - earlier
    if lost > 0:
        lost += cell(state, d, scope, m, at.C_FORFEIT)
        put(state, d, scope, m, at.C_FORFEIT, lost)
    settle_apart(plan, unit, state, pad, d, m, account, at.NONE)


@compiled
def put_terms(plan, unit, state, d, m, e, o):
    """Let the counted entries of a visit to date carry an offer, and put its caps in force."""
    stands_alone()
    first = fact(plan, unit, e, get(plan, at.H_VISIT) + m)
    for one in range(first, e + 1):
        if fact(plan, unit, one, get(plan, at.H_VISIT) + m) == first and has(
            state, d, one, m, at.IS_ENTRY
        ):
            if has(state, d, one, m, at.IS_COUNTED):
                put(state, d, one, m, at.C_OFFER, o)
    put_caps(plan, unit, state, d, m, e, o)


@compiled
def enter(state, d, m, e, worth, flags):
    """Put an event into its account; flags of its scope stay."""
    kept = cell(state, d, e, m, at.C_FLAGS) & at.STAYS
    put(state, d, e, m, at.C_FLAGS, kept | flags)
    put(state, d, e, m, at.C_BASE, worth)
    put(state, d, e, m, at.C_OFFER, at.NONE)


@compiled
def leave_out(plan, unit, state, pad, d, m, e, admissible, when):
    """Enter an event that does not count."""
    stands_alone()
    changed = judge_earlier_again(plan, unit, state, d, m, e, at.NO)
    flags = at.IS_ENTRY | at.IS_PAYING | (at.IS_ADMISSIBLE if admissible else 0)
    enter(state, d, m, e, at.NO, flags | (at.IS_WHEN if when else 0))
    if changed:
        settle_apart(
            plan, unit, state, pad, d, m, fact(plan, unit, e, get(plan, at.H_ACCOUNT) + m), at.NONE
        )


@compiled
def judge_earlier_again(plan, unit, state, d, m, e, pays):
    """Judge a visit's earlier admissible entries again (§6.3); whether one changed."""
    stands_alone()
    changed = False
    first = fact(plan, unit, e, get(plan, at.H_VISIT) + m)
    for one in range(first, e):
        if fact(plan, unit, one, get(plan, at.H_VISIT) + m) != first or not has(
            state, d, one, m, at.IS_ENTRY
        ):
            continue
        if not has(state, d, one, m, at.IS_ADMISSIBLE):
            continue
        known = pays or cell(state, d, one, m, at.C_OFFER) >= 0
        counts = known and has(state, d, one, m, at.IS_WHEN)
        if counts != has(state, d, one, m, at.IS_COUNTED):
            changed = True
            if counts:
                raise_flag(state, d, one, m, at.IS_COUNTED)
            else:
                lower_flag(state, d, one, m, at.IS_COUNTED)
    return changed


@compiled
def put_caps(plan, unit, state, d, m, e, o):
    """Put the caps of an offer in force in the periods the event falls in."""
    stands_alone()
    for index in range(offer(plan, o, at.O_CAPS)):
        cap = offer(plan, o, at.O_CAPS_AT) + at.CAP * index
        q = listed(plan, cap + at.CAP_POOL)
        period = fact(plan, unit, e, get(plan, at.H_PERIOD) + q)
        set_spot(state, d, period, get(plan, at.H_CAPS) + q, listed(plan, cap + at.CAP_AMOUNT))
        mark = at.IS_IN_FORCE << listed(plan, cap + at.CAP_MARK)
        if listed(plan, cap + at.CAP_OFF):
            lower_flag(state, d, e, m, mark)
        else:
            raise_flag(state, d, e, m, mark)


@compiled
def reason_of(plan, unit, state, pad, d, m, e, o, wanted, used_up):
    """Why a programme that took part pays nothing on an event; 0 if it pays (§6.8)."""
    stands_alone()
    if cell(state, d, e, m, at.C_LINE) > 0:
        return 0
    if cell(state, d, e, m, at.C_BASE) == 0:
        return NO_BASE if base_limit(plan, unit, state, pad, d, m, e) else NOTHING_LEFT
    if wanted <= 0:
        f = offer(plan, o, at.O_FIGURES)
        lined = figure(plan, f, at.F_LINE) != at.NOTHING or figure(plan, f, at.F_GATE) != at.NOTHING
        return BELOW_START_LINE if lined else NO_BASE
    return CAP_USED if used_up else NOTHING_LEFT


@compiled
def screening(pad, field):
    """What the latest screening found."""
    return note_of(pad, at.PAD_SCREENING, field)


def _screen(plan, unit, state, pad, d, m, e, unused):
    found = screened(plan, unit, state, pad, d, m, e)
    for index in range(SCREENING):
        take_note(pad, at.PAD_SCREENING, index, found[index])
    return 0


SCREEN = Part(_screen, at.PART_SCREEN)
screen = SCREEN.call
