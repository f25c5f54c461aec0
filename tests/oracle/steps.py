"""What happens to one programme on one event: it pays, stays out, loses or is held (§6, §7.4)."""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from mianshen.engine.facts import Event
from mianshen.engine.results import Reason
from oracle.booking import Booked, Limit, renew_bases, settle
from oracle.expressions import CHECK, Known, Unknown
from oracle.figures import Figures, figures_of
from oracle.judging import (
    Seen,
    definite_no,
    excluded_earlier,
    hold_of,
    look,
    lookers,
    still_holds,
)
from oracle.left import (
    account_of,
    base,
    entry_line,
    entry_of,
    line,
    most_for_base,
    opened,
    room,
)
from oracle.pools import pool_leaves
from oracle.state import Account, Chosen, Entry, State, Verdict
from oracle.targets import raw_target, scope_of
from oracle.words import VisitWords
from oracle.world import World


@dataclass
class Judgement:
    """What became of a programme before anything is booked.

    It is `ready` with rows to choose from, `no`, or `held`; a hold that could bring nothing is
    `nothing`. What may still come beside what is undisputed stands in `more`.
    """

    kind: str
    reason: Reason | None = None
    seen: Seen = field(default_factory=Seen)
    at_most: int = 0
    more: int = 0
    assumed: dict[str, Known] = field(default_factory=dict)


def account_lines(world: World, state: State, event: Event, name: str) -> int:
    """All lines of the account an event belongs to."""
    account = account_of(world, state, event, name)
    return sum(entry_line(one) for one in account.entries) if account else 0


def judge(
    world: World, state: State, event: Event, name: str, *, excluded: bool = False
) -> Judgement:
    """§6 Whether a programme pays on an event, as the state stands."""
    out = excluded or excluded_earlier(world, state, event, name)
    refused = definite_no(world, state, event, name, out)
    if refused.no is not None:
        return Judgement("no", refused.no, refused)
    hold = hold_of(world, state, event, name)
    words = lookers(world, state, event, name, asked=hold is Reason.APPLICATION_NEEDED)
    if words is None:
        hold = hold or Reason.NEEDS_CHECK
        asked = hold is Reason.APPLICATION_NEEDED
        words = [VisitWords(world, state, event, name, backdated=asked or None)]
    elif hold is None:
        judged = _disputed(world, state, words, out)
        if judged is not None:
            return judged
        hold = _why_held(words, out)
    at_most, reason = _greatest(world, state, words, out)
    if at_most > 0:
        return Judgement("held", hold, at_most=at_most)
    return Judgement("nothing", reason or Reason.NOTHING_LEFT)


def _why_held(words: list[VisitWords], out: bool) -> Reason:
    """A parameter is what is missing only when nothing else is unknown."""
    lacking = [_lacking(one, look(one, out)) for one in words]
    only_parameters = all(lacks and CHECK not in lacks for lacks in lacking)
    return Reason.PARAMETER_MISSING if only_parameters else Reason.NEEDS_CHECK


def _lacking(words: VisitWords, seen: Seen) -> set[str]:
    """What a programme that could pay lacks to be computed: facts to check, or parameters."""
    if seen.no is not None:
        return set()
    lacks = set(seen.lacks)
    if lacks:
        return lacks
    found = base(words.world, words.state, words.event, words.name)
    if isinstance(found, Unknown):
        lacks |= found.lacks
    for row in seen.rows:
        lacks |= figures_of(words, row).lacks
    return lacks


def _disputed(world: World, state: State, words: list[VisitWords], out: bool) -> Judgement | None:
    """§6.6 The judgement when every combination can be computed; None leaves it held."""
    looks = [look(one, out) for one in words]
    if any(_lacking(one, seen) for one, seen in zip(words, looks, strict=True)):
        return None
    if len(words) == 1:
        return _with(words[0], looks[0])
    results = [_newly(one, seen) for one, seen in zip(words, looks, strict=True)]
    if len(set(results)) == 1:
        return _with(words[0], looks[0])
    event, name = words[0].event, words[0].name
    if not world.programme(event, name).pay_undisputed:
        return None
    least = results.index(min(results))
    if results[least] <= 0:
        return None
    most, _ = _greatest(world, state, words, out)
    judged = _with(words[least], looks[least])
    judged.more = max(0, most - max(0, results[least]))
    judged.at_most = most
    return judged


def _with(words: VisitWords, seen: Seen) -> Judgement:
    kind = "ready" if seen.no is None else "no"
    return Judgement(kind, seen.no, seen, assumed=words.assumed)


def _newly(words: VisitWords, seen: Seen) -> int:
    """What a programme newly pays under one combination, with the best of its rows."""
    if seen.no is not None:
        return 0
    return max(newly(words, figures_of(words, row))[0] for row in seen.rows)


def newly(words: VisitWords, figures: Figures) -> tuple[int, Reason | None]:
    """What a programme newly pays with some figures, and why when it is nothing."""
    world, event, name = words.world, words.event, words.name
    trial = words.state.copy()
    was = account_lines(world, trial, event, name)
    enter(world, trial, event, name, figures, words.assumed)
    gain = account_lines(world, trial, event, name) - was
    return gain, trial.verdicts[event.id, name].reason


def _greatest(
    world: World, state: State, words: list[VisitWords], out: bool
) -> tuple[int, Reason | None]:
    """§6.6 What a held programme may pay at most, and the reason when that is nothing."""
    best: tuple[int, Reason | None] = (-1, None)
    for one in words:
        seen = look(one, out, lenient=True)
        found: list[tuple[int, Reason | None]] = [(0, seen.no)]
        if seen.no is None:
            found = [_at_most(one, row) for row in seen.rows]
        for amount, reason in found:
            limited = min(amount, room(world, state, one.event, one.name))
            if amount > 0 and limited <= 0:
                reason = Reason.NOTHING_LEFT
            if max(0, limited) > best[0]:
                best = (max(0, limited), reason)
    return best


def _at_most(words: VisitWords, row: int) -> tuple[int, Reason | None]:
    """What one row may newly pay at most, within what the pools leave under that row."""
    world, state, event, name = words.world, words.state, words.event, words.name
    figures = figures_of(words, row)
    trial = state.copy()
    _record_caps(trial, event, name, figures)
    leaves = pool_leaves(world, trial, event, name, row)
    gain, reason = _row_at_most(words, figures)
    if leaves is not None and leaves < gain:
        return leaves, Reason.CAP_USED
    return gain, reason


def _row_at_most(words: VisitWords, figures: Figures) -> tuple[int, Reason | None]:
    world, state, event, name = words.world, words.state, words.event, words.name
    unknown_base = isinstance(base(world, state, event, name), Unknown)
    if not unknown_base and not figures.lacks_more_than_limits:
        return newly(words, figures)
    if not unknown_base:
        whole = Chosen(
            row=figures.chosen.row,
            line=figures.chosen.line,
            gate=figures.chosen.gate,
            ratio=Fraction(1),
        )
        gain, reason = newly(words, replace(figures, chosen=whole, reach=()))
        if gain <= 0:
            return 0, reason
    return room(world, state, event, name), Reason.NOTHING_LEFT


def _record_caps(state: State, event: Event, name: str, figures: Figures) -> None:
    for key, period, amount, in_force in figures.caps:
        state.caps[key, period] = amount
        state.in_force[key, event.id, name] = in_force


def rejudge_visit(world: World, state: State, event: Event, name: str, *, pays: bool) -> bool:
    """§6.3 `when` judged again for the visit's earlier entries; tells whether one changed."""
    account = account_of(world, state, event, name)
    changed = False
    for entry in account.entries if account else []:
        if entry.event.visit != event.visit or not entry.admissible:
            continue
        holds = still_holds(world, state, event, entry.event, name, entry.assumed)
        counted = holds and (pays or entry.chosen is not None)
        changed = changed or counted != entry.counted
        entry.counted = counted
    return changed


def _choose_terms(state: State, account: Account, event: Event, figures: Figures) -> None:
    """§4.1 The terms chosen now are carried by all counted entries of the visit."""
    for entry in account.entries:
        if entry.event.visit != event.visit or entry.without_terms:
            continue
        entry.factor = figures.chosen.factor
        if entry.counted:
            entry.chosen = figures.chosen
    account.reach = figures.reach
    _record_caps(state, event, account.key[2], figures)


def enter(
    world: World,
    state: State,
    event: Event,
    name: str,
    figures: Figures,
    assumed: dict[str, Known],
    *,
    limit: Limit | None = None,
    settled: bool = True,
) -> None:
    """A programme pays on an event with the figures of one row."""
    rejudge_visit(world, state, event, name, pays=True)
    account = opened(world, state, event, name)
    entry = Entry(event, counted=True, admissible=True, assumed=dict(assumed))
    account.entries.append(entry)
    _choose_terms(state, account, event, figures)
    state.eligible.add((event.id, name))
    if not settled:
        return
    booked = settle(world, state, event, name, now=True, limit=limit)
    reason = None
    if line(world, state, event, name) == 0:
        reason = why_nothing(world, state, event, name, booked)
    state.verdicts[event.id, name] = Verdict(reason)


def why_nothing(world: World, state: State, event: Event, name: str, booked: Booked) -> Reason:
    """§6.8 Why a programme that got this far pays nothing."""
    entry = entry_of(world, state, event, name)
    if entry is not None and entry.struck:
        return Reason.EXCLUDED_BY_CLAUSE
    if entry is None or entry.base == 0:
        nothing = most_for_base(world, state, event, name) == 0
        return Reason.NOTHING_LEFT if nothing else Reason.NO_BASE
    if booked.below_minimum:
        return Reason.BELOW_MINIMUM
    if booked.want <= 0:
        chosen = entry.chosen
        starts = chosen is not None and (chosen.line is not None or chosen.gate is not None)
        return Reason.BELOW_START_LINE if starts else Reason.NO_BASE
    if booked.by_pool:
        return Reason.CAP_USED
    return Reason.NOTHING_LEFT


def stay_out(
    world: World,
    state: State,
    event: Event,
    name: str,
    judged: Judgement,
    *,
    verdict: Verdict | None = None,
    phantom: bool = True,
    settled: bool = True,
) -> None:
    """A programme does not pay on an event; its entry stays, uncounted unless it accumulates."""
    changed = rejudge_visit(world, state, event, name, pays=False)
    account = opened(world, state, event, name)
    entry = Entry(event, admissible=False, assumed=dict(judged.assumed))
    if judged.kind == "no" and verdict is None:
        entry.admissible = judged.seen.admissible
    if judged.kind == "ready":
        entry.admissible = verdict is None or verdict.held_fen == 0
    account.entries.append(entry)
    accumulates = world.programme(event, name).accumulates_when_ineligible
    adds = accumulates and judged.seen.only_who_fails and verdict is None
    if adds:
        _accumulate(world, state, account, entry, None)
    if (changed or adds) and settled:
        settle(world, state, event, name, now=False)
    if verdict is None:
        verdict = Verdict(judged.reason)
        if judged.kind == "held":
            verdict = Verdict(None, judged.at_most, judged.reason)
        elif judged.more > 0:
            verdict = Verdict(judged.reason, judged.more, Reason.NEEDS_CHECK)
    state.verdicts[event.id, name] = verdict
    if verdict.held_fen > 0 and phantom and verdict.held_reason is not None:
        most = judged.at_most or verdict.held_fen
        leave_phantom(state, event, name, most, verdict.held_reason)


def leave_phantom(state: State, event: Event, name: str, fen: int, reason: Reason) -> None:
    """§3.4 What a held programme may at most pay, unless this very event is asked without."""
    if state.without_phantoms_on != event.id:
        state.phantoms[event.id, name] = (fen, reason)


def _accumulate(
    world: World, state: State, account: Account, entry: Entry, figures: Figures | None
) -> None:
    """§7.4 An entry counts but does not pay; what it adds to the target is forfeit."""
    name = account.key[2]
    scope = scope_of(world, entry.event, name)
    renew_bases(world, state, account)
    was = raw_target(world, state, account, scope)
    entry.counted, entry.paying = True, False
    if figures is None:
        entry.without_terms = True
    else:
        _choose_terms(state, account, entry.event, figures)
    renew_bases(world, state, account)
    added = raw_target(world, state, account, scope) - was
    account.forfeits[scope] = account.forfeits.get(scope, 0) + max(0, added)


def lose(
    world: World,
    state: State,
    event: Event,
    name: str,
    figures: Figures,
    assumed: dict[str, Known],
) -> None:
    """§7.4 An eligible loser of a best_one: counted on the base after the winner, not paying."""
    rejudge_visit(world, state, event, name, pays=False)
    account = opened(world, state, event, name)
    entry = Entry(event, admissible=True, assumed=dict(assumed))
    account.entries.append(entry)
    _accumulate(world, state, account, entry, figures)
    state.eligible.add((event.id, name))
    settle(world, state, event, name, now=False)
    state.verdicts[event.id, name] = Verdict(Reason.BETTER_PROGRAMME)


def why_fallen(world: World, state: State, event: Event, name: str) -> Reason:
    """Why a line that once paid pays nothing in the end."""
    entry = entry_of(world, state, event, name)
    if entry is not None and not entry.counted:
        return Reason.CONDITION_FALSE
    if entry is not None and entry.struck:
        return Reason.EXCLUDED_BY_CLAUSE
    return Reason.NOTHING_LEFT
