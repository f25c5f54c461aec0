"""Event after event, the year's end, and the lines that come out (§1, §9, §10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

from mianshen.engine.facts import Event, Facts
from mianshen.engine.results import Line, OrderChoice, Reason, Status
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Combine, Layer, Per, Settled
from oracle.booking import counts, settle
from oracle.events import world_of
from oracle.figures import figures_of
from oracle.layers import borne, decide, layers_for
from oracle.left import account_of, entry_line, line
from oracle.pools import pool_leaves
from oracle.state import Account, HeldKey, State, Verdict
from oracle.steps import account_lines, enter, judge, stay_out, why_fallen, why_nothing
from oracle.targets import latest_chosen, opening_of, target_of
from oracle.words import VisitWords
from oracle.world import World


@dataclass(frozen=True)
class OracleResult:
    """All lines, and the orders and winners chosen."""

    lines: tuple[Line, ...]
    choices: tuple[OrderChoice, ...]


def assess(
    facts: Facts,
    packs: Sequence[Pack],
    *,
    year: int,
    as_of: date,
    year_closed: bool = False,
) -> OracleResult:
    """Entitlements of everyone in one year, as of a day."""
    world = world_of(facts, packs, year, as_of, year_closed)
    lines = excluded_lines(world)
    choices: list[OrderChoice] = []
    for people in world.units():
        found, chosen = assess_unit(world, people)
        lines += found
        choices += chosen
    return OracleResult(
        tuple(sorted(lines, key=_place_of_line)),
        tuple(sorted(choices, key=lambda one: (one.person, one.event, one.layer))),
    )


def _place_of_line(one: Line) -> tuple[str, bool, str, str, int]:
    return (one.person, one.event is None, one.event or "", one.programme, one.year)


def excluded_lines(world: World) -> list[Line]:
    """§1.2 Lines of events that nothing else sees."""
    found = []
    for event in world.set_aside_events:
        if event.id not in world.excluded or world.pack_year(event) != world.year:
            continue
        for name, programme in world.pack(event).programmes.items():
            if programme.kind is event.kind and programme.settled is Settled.EACH:
                reason = world.excluded[event.id]
                status = Status.EXCLUDED
                found.append(Line(event.person, event.id, name, world.year, status, reason=reason))
    return found


def assess_unit(world: World, people: list[str]) -> tuple[list[Line], list[OrderChoice]]:
    """The lines of people who are folded together."""
    events = [one for one in world.events if one.person in people]
    state, at_end_of_step = folded(world, events, {})
    for question in questions(world, events):
        state, at_end_of_step = better_year(world, events, state, at_end_of_step, question)
    lines = [
        made
        for event in events
        if world.pack_year(event) == world.year
        for layer in layers_for(world, event)
        for made in event_lines(world, state, event, layer, at_end_of_step)
    ]
    asked = {one.id for one in events if world.pack_year(one) == world.year}
    choices = [one for (event_id, _), one in state.choices.items() if event_id in asked]
    return lines + year_lines(world, state, people), choices


Lines = dict[tuple[str, str], int]


def folded(
    world: World, events: list[Event], held: dict[HeldKey, tuple[str, ...]]
) -> tuple[State, Lines]:
    """All events decided with some orders held; what each line was right after its event."""
    state = State(held=held)
    at_end_of_step: Lines = {}
    for event in events:
        state = decide_event(world, state, event)
        for layer in layers_for(world, event):
            for name in layer.members:
                at_end_of_step[event.id, name] = line(world, state, event, name)
    return state, at_end_of_step


def questions(world: World, events: list[Event]) -> list[HeldKey]:
    """§8.6 Whose year under which layer is compared, in order: year, person, pack, layer."""
    found: dict[HeldKey, int] = {}
    for event in events:
        for layer in layers_for(world, event):
            pack, year = world.pack(event), world.pack_year(event)
            if pack.compares_years(layer) and (year < world.year or world.year_closed):
                found[event.person, pack.id, layer.id, year] = pack.place_of[layer.id]
    ended = [key for key in found if key[3] <= world.year]
    return sorted(ended, key=lambda key: (key[3], key[0], key[1], found[key]))


def better_year(
    world: World, events: list[Event], state: State, at_end_of_step: Lines, question: HeldKey
) -> tuple[State, Lines]:
    """§8.6 The year with the order or winner held that leaves the person less, if one does."""
    person, pack_id, layer_id, year = question
    mine = [one for one in events if one.person == person]
    of_year = [one for one in mine if (world.pack(one).id, world.pack_year(one)) == (pack_id, year)]
    layer = next(one for one in world.pack(of_year[0]).layers if one.id == layer_id)
    if layer.combine is Combine.BEST_ONE:
        taking = {
            name for one in of_year for name in layer.members if (one.id, name) in state.eligible
        }
    else:
        taking = {name for one in of_year for name in state.orders.get((one.id, layer_id), ())}
    names = [name for name in layer.members if name in taking]
    size = 1 if layer.combine is Combine.BEST_ONE else len(names)
    orders = list(permutations(names, size)) if len(names) > 1 else []
    if len(orders) > layer.states_max:
        return state, at_end_of_step
    best = (borne(world, state, mine), state, at_end_of_step)
    for order in orders:
        after, lines = folded(world, events, {**state.held, question: order})
        left = borne(world, after, mine)
        if left < best[0]:
            best = (left, after, lines)
    return best[1], best[2]


def decide_event(world: World, before: State, event: Event) -> State:
    """§9.1 All layers on an event, and what holds may still bring to layers after them."""
    pack = world.pack(event)
    layers = layers_for(world, event)
    state = before
    for layer in layers:
        state = decide(world, state, event, layer, tell=True)
    holding = [
        (pack.place_of[layer.id], state.phantoms[event.id, name][1])
        for layer in layers
        for name in layer.members
        if (event.id, name) in state.phantoms
    ]
    if not holding:
        return state
    first_place, reason = holding[0]
    shadow = before.copy()
    shadow.without_phantoms_on = event.id
    for layer in layers:
        shadow = decide(world, shadow, event, layer)
    for layer in layers:
        if pack.place_of[layer.id] <= first_place:
            continue
        for name in layer.members:
            verdict = state.verdicts[event.id, name]
            due = account_lines(world, state, event, name) + verdict.held_fen
            might = account_lines(world, shadow, event, name)
            more = might + shadow.verdicts[event.id, name].held_fen - due
            if more > 0:
                state.verdicts[event.id, name] = Verdict(
                    verdict.reason, verdict.held_fen + more, verdict.held_reason or reason
                )
    return state


def event_lines(
    world: World,
    state: State,
    event: Event,
    layer: Layer,
    at_end_of_step: dict[tuple[str, str], int],
) -> list[Line]:
    """The lines of a layer's members on an event."""
    delivered = delivered_on(world, state, event, layer)
    found = []
    for name in layer.members:
        amount = line(world, state, event, name)
        verdict = state.verdicts[event.id, name]
        status, reason = Status.ZERO, verdict.reason
        if amount > 0:
            status, reason = Status.ENTITLED, verdict.held_reason
        elif verdict.held_fen > 0:
            status, reason = Status.HELD, verdict.held_reason
        elif reason is None:
            reason = why_fallen(world, state, event, name)
        caught_up = max(0, amount - at_end_of_step[event.id, name])
        found.append(
            Line(
                event.person,
                event.id,
                name,
                world.year,
                status,
                amount,
                verdict.held_fen,
                reason,
                caught_up,
                delivered[name],
            )
        )
    return found


def delivered_on(world: World, state: State, event: Event, layer: Layer) -> dict[str, int]:
    """§10 What was delivered on each member, a layer's advance dealt out in listed order."""
    found = {name: world.advance(event, name) for name in layer.members}
    rest = world.layer_advance(event, layer)
    for name in layer.members:
        due = max(0, line(world, state, event, name) - world.advance(event, name))
        given = min(rest, due)
        found[name] += given
        rest -= given
    found[layer.members[0]] += rest
    return found


def year_lines(world: World, state: State, people: list[str]) -> list[Line]:
    """§9.2, §5.7 The lines of whole benefit years."""
    found: dict[tuple[str, str], Line] = {}
    for person in people:
        for pack in world.packs:
            for layer in pack.layers:
                for name in layer.members if pack.is_year_end(layer) else ():
                    made = at_year_end(world, state, person, pack, name)
                    if made is not None:
                        found[person, name] = made
    for account in state.accounts.values():
        person, _, name, year = account.key
        more = still_unplaced(world, state, account)
        if more <= 0:
            continue
        line_ = found.get((person, name), Line(person, None, name, year, Status.HELD))
        status = Status.HELD if line_.status is Status.ZERO else line_.status
        reason = line_.reason if line_.held_fen else Reason.NEEDS_CHECK
        found[person, name] = replace(
            line_, status=status, held_fen=line_.held_fen + more, reason=reason
        )
    return list(found.values())


def still_unplaced(world: World, state: State, account: Account) -> int:
    """§5.7 What a yearly account with an opening could pay where our data have no room."""
    _, pack_id, name, year = account.key
    pack = next(one for one in world.packs if one.id == pack_id)
    opening = opening_of(world, account)
    if opening is None or opening.room_left_fen <= 0 or not account.entries:
        return 0
    if pack.programmes[name].per is not Per.YEAR or not world.ends_in_the_year(pack, name, year):
        return 0
    target = target_of(world, state, account, ("year",)).fen
    booked = sum(one.normal for one in account.entries) + opening.entitled_fen
    last = account.entries[-1].event
    latest = latest_chosen([one for one in account.entries if counts(world, state, name, one)])
    row = latest.row if latest else None
    leaves = pool_leaves(world, state, last, name, row, only=(Per.YEAR, Per.LIFE))
    more = min(target - booked, opening.room_left_fen)
    return more if leaves is None else min(more, leaves)


def at_year_end(world: World, state: State, person: str, pack: Pack, name: str) -> Line | None:
    """§9.2 A year-end programme over the year of a person."""
    kind = pack.programmes[name].kind
    events = [
        one
        for one in world.events
        if one.person == person
        and one.kind is kind
        and world.pack(one).id == pack.id
        and world.ends_in_the_year(pack, name, world.year_of(one, name))
    ]
    if not events:
        return None
    last_paying: Event | None = None
    for event in events:
        if _enters(world, state, event, name):
            last_paying = event
    reason = state.verdicts[events[0].id, name].reason
    if last_paying is not None:
        booked = settle(world, state, last_paying, name, now=True)
        reason = why_nothing(world, state, last_paying, name, booked)
    account = account_of(world, state, events[0], name)
    assert account is not None
    amount = sum(entry_line(one) for one in account.entries)
    verdicts = [state.verdicts[one.id, name] for one in events]
    holds = [one for one in verdicts if one.held_fen > 0]
    held = sum(one.held_fen for one in holds)
    delivered = sum(world.advance(one, name) for one in events)
    year = account.key[3]
    made = Line(person, None, name, year, Status.ZERO, amount, held, reason)
    made = replace(made, delivered_fen=delivered)
    if not world.year_closed and amount > 0:
        waiting = Reason.WAITING_FOR_YEAR_END
        return replace(
            made, status=Status.HELD, amount_fen=0, held_fen=amount + held, reason=waiting
        )
    first = holds[0].held_reason if holds else None
    if amount > 0:
        return replace(made, status=Status.ENTITLED, reason=first)
    return replace(made, status=Status.HELD, reason=first) if holds else made


def _enters(world: World, state: State, event: Event, name: str) -> bool:
    """One event of the year judged and entered, unsettled; tells whether it pays."""
    judged = judge(world, state, event, name)
    if judged.kind != "ready":
        stay_out(world, state, event, name, judged, settled=False)
        return False
    words = VisitWords(world, state, event, name, judged.assumed)
    best, most = judged.seen.rows[0], None
    for row in judged.seen.rows if len(judged.seen.rows) > 1 else ():
        trial = state.copy()
        was = account_lines(world, trial, event, name)
        enter(world, trial, event, name, figures_of(words, row), judged.assumed)
        gain = account_lines(world, trial, event, name) - was
        if most is None or gain > most:
            best, most = row, gain
    figures = figures_of(words, best)
    enter(world, state, event, name, figures, judged.assumed, settled=False)
    verdict = Verdict(None, judged.more, Reason.NEEDS_CHECK if judged.more else None)
    state.verdicts[event.id, name] = verdict
    if judged.more:
        state.phantoms[event.id, name] = (judged.at_most, Reason.NEEDS_CHECK)
    return True
