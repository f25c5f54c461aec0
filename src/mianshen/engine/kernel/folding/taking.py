"""A screened programme takes its turn, compiled; a layer is begun and finished (§7.1)."""

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.booking import settle_apart
from mianshen.engine.kernel.folding.codes import BETTER_PROGRAMME, NEEDS_CHECK
from mianshen.engine.kernel.folding.compiled import Part, compiled, stands_alone
from mianshen.engine.kernel.folding.memory import get
from mianshen.engine.kernel.folding.place import (
    fact,
    layer,
    listed,
    put,
    raise_flag,
    verdict,
)
from mianshen.engine.kernel.folding.turns import (
    S_ADMISSIBLE,
    S_AT_MOST,
    S_HOLD,
    S_NO,
    S_OFFERS_AT,
    S_REST,
    S_WHEN,
    leave_out,
    pay,
    pay_behind,
    screening,
)


@compiled
def note(state, d, m, e, reason, hold, fen):
    """Remember why a programme paid nothing, or not everything."""
    put(state, d, e, m, at.C_REASON, reason)
    put(state, d, e, m, at.C_HOLD, hold)
    put(state, d, e, m, at.C_HELD, fen)


@compiled
def turn_taken(plan, unit, state, pad, d, m, e, row):
    """Let a screened programme pay (under one of its rows), wait, or stay out.

    Without a row (`NONE`) it stands behind another that pays.
    """
    stands_alone()
    when, admissible = screening(pad, S_WHEN), screening(pad, S_ADMISSIBLE)
    if row == at.NONE:
        o = listed(plan, screening(pad, S_OFFERS_AT))
        pay_behind(plan, unit, state, pad, d, m, e, o, when)
        note(state, d, m, e, BETTER_PROGRAMME, at.NO, at.NO)
    elif screening(pad, S_NO):
        leave_out(plan, unit, state, pad, d, m, e, admissible, when)
        note(state, d, m, e, screening(pad, S_NO), at.NO, at.NO)
    elif screening(pad, S_HOLD):
        leave_out(plan, unit, state, pad, d, m, e, admissible, when)
        hold, most = screening(pad, S_HOLD), screening(pad, S_AT_MOST)
        put(state, d, e, m, at.C_PHANTOM, most)
        note(state, d, m, e, at.NO, hold, most)
    else:
        o = listed(plan, screening(pad, S_OFFERS_AT) + row)
        reason = pay(plan, unit, state, pad, d, m, e, o, when)
        if screening(pad, S_REST):
            put(state, d, e, m, at.C_PHANTOM, screening(pad, S_AT_MOST))
            note(state, d, m, e, reason, NEEDS_CHECK, screening(pad, S_REST))
        else:
            note(state, d, m, e, reason, at.NO, at.NO)


@compiled
def concerns(plan, unit, place, e):
    """Whether a layer has per-settlement programmes for this kind of event."""
    if layer(plan, place, at.L_COUNT) == 0 or layer(plan, place, at.L_YEAR_END):
        return False
    return layer(plan, place, at.L_KIND) == fact(plan, unit, e, at.U_KIND)


@compiled
def renew(plan, unit, state, pad, d, place, e):
    """Bring the accounts of a layer up to date, in listed order."""
    stands_alone()
    first = layer(plan, place, at.L_FIRST)
    for m in range(first, first + layer(plan, place, at.L_COUNT)):
        settle_apart(
            plan, unit, state, pad, d, m, fact(plan, unit, e, get(plan, at.H_ACCOUNT) + m), at.NONE
        )


@compiled
def finish(plan, unit, state, pad, d, place, e):
    """What follows a layer's members: it counts as decided, its accounts are brought up."""
    stands_alone()
    raise_flag(state, d, e, layer(plan, place, at.L_FIRST), at.IS_DECIDED)
    renew(plan, unit, state, pad, d, place, e)


@compiled
def may_compete(plan, unit, m, e):
    """Whether several rows of a programme may match the event together."""
    return verdict(plan, fact(plan, unit, e, get(plan, at.H_CASE) + m), at.V_SEVERAL)


def _take_turn(plan, unit, state, pad, d, m, e, row):
    turn_taken(plan, unit, state, pad, d, m, e, row)
    return 0


TAKE_TURN = Part(_take_turn, at.PART_TAKE_TURN)
take_turn = TAKE_TURN.call
