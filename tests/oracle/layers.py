"""A layer decided on an event: every alternative in full, then the best of them (§7, §8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations, product

from mianshen.engine.facts import Event
from mianshen.engine.results import OrderChoice, Reason
from mianshen.policy.schema import BestOver, Combine, Cut, Layer, PinOrder, WhenHeld
from oracle.amounts import by_largest_remainder
from oracle.booking import Limit, settle
from oracle.figures import Figures, figures_of
from oracle.left import line, paid, room
from oracle.state import State, Verdict
from oracle.steps import (
    Judgement,
    account_lines,
    enter,
    judge,
    leave_phantom,
    lose,
    newly,
    stay_out,
)
from oracle.words import VisitWords
from oracle.world import World

ENTRY_NOES_NEVER_PERMUTED = {
    Reason.NO_VERSION,
    Reason.NO_IDENTITY,
    Reason.CLAIM_TOO_LATE,
    Reason.REJECTED,
    Reason.ONCE_GIVEN,
    Reason.EXCLUDED_BY_CLAUSE,
}


@dataclass
class Alternative:
    """One way a layer may go: the order or winner, the rows by listed member, and the outcome."""

    order: tuple[str, ...]
    rows: tuple[int, ...]
    state: State


@dataclass
class Task:
    """A layer to be decided on an event, with some of its members kept out."""

    world: World
    event: Event
    layer: Layer
    excluded: frozenset[str] = frozenset()

    @property
    def members(self) -> list[str]:
        """The members in listed order."""
        return list(self.layer.members)

    def judged(self, state: State, name: str) -> Judgement:
        """What becomes of a member as the state stands."""
        return judge(self.world, state, self.event, name, excluded=name in self.excluded)

    def words(self, state: State, name: str, judged: Judgement) -> VisitWords:
        """The words of a member under what its judgement assumed."""
        return VisitWords(self.world, state, self.event, name, judged.assumed)

    def figures(self, state: State, name: str, judged: Judgement) -> dict[int, Figures]:
        """The figures of every row that fits, as the state stands."""
        words = self.words(state, name, judged)
        return {row: figures_of(words, row) for row in judged.seen.rows}

    def alone(self, state: State, name: str, judged: Judgement) -> int:
        """What a ready member newly pays alone, with the best of its rows."""
        words = self.words(state, name, judged)
        return max(newly(words, figures_of(words, row))[0] for row in judged.seen.rows)

    def stays_out(self, state: State, name: str, judged: Judgement) -> None:
        """Record a member that does not pay."""
        stay_out(self.world, state, self.event, name, judged)

    def pays(
        self,
        state: State,
        name: str,
        figures: Figures,
        judged: Judgement,
        limit: Limit | None = None,
    ) -> None:
        """Record a member that pays, with what is still disputed."""
        enter(self.world, state, self.event, name, figures, judged.assumed, limit=limit)
        if judged.more > 0:
            verdict = state.verdicts[self.event.id, name]
            state.verdicts[self.event.id, name] = Verdict(
                verdict.reason, judged.more, Reason.NEEDS_CHECK
            )
            most = judged.at_most
            leave_phantom(state, self.event, name, most, Reason.NEEDS_CHECK)


def decide(world: World, state: State, event: Event, layer: Layer, *, tell: bool = False) -> State:
    """§7 A layer decided on an event; the state that comes of it."""
    state = state.copy()
    for name in layer.members:
        settle(world, state, event, name, now=False)
    inner = [
        (name, one.programme, one.acts_when.value)
        for name in layer.members
        for one in world.programme(event, name).excludes
        if one.programme in layer.members
    ]
    if not inner:
        return _best(Task(world, event, layer), state, tell)
    pairs = [
        (name, other)
        for at, name in enumerate(layer.members)
        for other in layer.members[at + 1 :]
        if any(one[:2] == (name, other) for one in inner)
        and any(one[:2] == (other, name) for one in inner)
    ]
    one_way = [one for one in inner if one[:2] not in pairs and one[1::-1] not in pairs]
    task = Task(world, event, layer)
    ready = [name for name in layer.members if _at_entry(task, state, name).kind == "ready"]
    rivals = [(name, other) for name, other in pairs if name in ready and other in ready]
    found: list[State] = []
    for out in product(*(((other, name)) for name, other in rivals)):
        found.append(_without_excluded(world, state, event, layer, one_way, frozenset(out), tell))
    values = [value_of(world, one, event, layer) for one in found] if len(found) > 1 else [0]
    return found[values.index(min(values))]


def _without_excluded(
    world: World,
    state: State,
    event: Event,
    layer: Layer,
    one_way: list[tuple[str, str, str]],
    out: frozenset[str],
    tell: bool,
) -> State:
    """§7.6 Decide with all the excluded kept out, then again with those whom nobody keeps out."""
    targets = frozenset(other for _, other, _ in one_way)
    if targets:
        task = Task(world, event, layer, excluded=out | targets)
        first = _best(task, state, False)
        out |= {
            other
            for name, other, acts in one_way
            if (acts == "eligible" and (event.id, name) in first.eligible)
            or (acts == "pays" and line(world, first, event, name) > 0)
        }
    return _best(Task(world, event, layer, excluded=out), state, tell)


def value_of(world: World, state: State, event: Event, layer: Layer) -> int:
    """§8.1 What the person bears to date once the later layers have gone their best way."""
    if layer.best_over is BestOver.CHAIN:
        chain = layers_for(world, event)
        for later in chain[chain.index(layer) + 1 :]:
            state = decide(world, state, event, later)
    return borne(world, state, world.before_or_at(event))


def borne(world: World, state: State, events: list[Event]) -> int:
    """What a person bears of some of their events."""
    total = 0
    for one in events:
        own = world.pack(one)
        aid = sum(paid(world, state, one, name) for name in own.programmes)
        total += max(0, world.cost(one) - world.by_payers(one) - aid)
    return total


def layers_for(world: World, event: Event) -> list[Layer]:
    """The layers of programmes an event passes, year-end ones apart."""
    pack = world.pack(event)
    return [
        layer
        for layer in pack.layers
        if layer.members
        and pack.programmes[layer.members[0]].kind is event.kind
        and not pack.is_year_end(layer)
    ]


def _best(task: Task, state: State, tell: bool) -> State:
    world, event, layer = task.world, task.event, task.layer
    found = [_finished(task, one) for one in _alternatives(task, state)]
    if len(found) == 1 and not tell:
        return found[0].state
    values = [value_of(world, one.state, event, layer) for one in found]
    held = held_all_year(world, state, event, layer)
    mine = [one for one in found if held is not None and one.order == held[:1]]
    among = mine if layer.combine is Combine.BEST_ONE and mine else found
    best = min(value for one, value in zip(found, values, strict=True) if one in among)
    tied = [one for one, value in zip(found, values, strict=True) if value == best and one in among]
    order = _by_ties(task, [one.order for one in tied], found)
    chosen = min((one for one in tied if one.order == order), key=lambda one: one.rows)
    if tell and layer.combine in (Combine.BEST_ORDER, Combine.BEST_ONE):
        _tell(task, state, chosen, found, values)
    return chosen.state


def _finished(task: Task, way: Alternative) -> Alternative:
    """§7.1 The layer decided, and its members settled once more."""
    way.state.decided.append((task.event, task.layer.id))
    for name in task.layer.members:
        limit = Limit(way.state.still_bookable.get(name))
        settle(task.world, way.state, task.event, name, now=False, limit=limit)
    way.state.still_bookable = {}
    return way


def _alternatives(task: Task, state: State) -> Iterator[Alternative]:
    layer = task.layer
    if layer.when_held is WhenHeld.HOLD_LAYER:
        held = _held_layer(task, state)
        if held is not None:
            return iter([held])
    if layer.combine is Combine.SEQUENCE:
        return _in_turn(task, state.copy(), tuple(task.members), {}, ())
    if layer.combine is Combine.PARALLEL:
        return _side_by_side(task, state)
    if layer.combine is Combine.BEST_ONE:
        return _winners(task, state)
    if layer.combine is Combine.BEST_ORDER:
        return _orders(task, state)
    return _elected(task, state)


def _rows(task: Task, rows: dict[str, int]) -> tuple[int, ...]:
    return tuple(rows.get(name, -1) for name in task.layer.members)


def _held_layer(task: Task, state: State) -> Alternative | None:
    """§7.3 A held member holds every member that is not zero."""
    judged = {name: _at_entry(task, state, name) for name in task.members}
    reasons = [one.reason for one in judged.values() if one.kind == "held"]
    if not reasons:
        return None
    state = state.copy()
    for name, one in judged.items():
        gain = one.at_most if one.kind == "held" else 0
        if one.kind == "ready":
            alone = _alone_state(task, state, name)
            best = max(task.alone(alone, name, one), 0)
            gain = min(best + one.more, room(task.world, alone, task.event, name))
        if gain > 0:
            one.at_most = gain
            verdict = Verdict(None, gain, reasons[0])
            stay_out(task.world, state, task.event, name, one, verdict=verdict)
        elif one.kind == "ready":
            row = one.seen.rows[0]
            task.pays(state, name, task.figures(state, name, one)[row], one)
        else:
            task.stays_out(state, name, one)
    return Alternative((), _rows(task, {}), state)


def _alone_state(task: Task, state: State, name: str) -> State:
    """The state at the layer's entry, the member alone in its order."""
    alone = state.copy()
    if task.layer.combine is Combine.BEST_ORDER:
        alone.orders[task.event.id, task.layer.id] = (name,)
    return alone


def _at_entry(task: Task, state: State, name: str) -> Judgement:
    return task.judged(_alone_state(task, state, name), name)


def _in_turn(
    task: Task,
    state: State,
    waiting: tuple[str, ...],
    rows: dict[str, int],
    order: tuple[str, ...],
) -> Iterator[Alternative]:
    """§7.2 The members waiting, each at its turn, with each of its rows."""
    if not waiting:
        yield Alternative(order, _rows(task, rows), state)
        return
    name, rest = waiting[0], waiting[1:]
    if task.layer.combine is Combine.BEST_ORDER:
        order = (*order, name)
        state = state.copy()
        state.orders[task.event.id, task.layer.id] = order
    judged = task.judged(state, name)
    if judged.kind != "ready":
        after = state.copy()
        task.stays_out(after, name, judged)
        yield from _in_turn(task, after, rest, rows, order)
        return
    for row, figures in task.figures(state, name, judged).items():
        after = state.copy()
        task.pays(after, name, figures, judged)
        yield from _in_turn(task, after, rest, {**rows, name: row}, order)


def _side_by_side(task: Task, state: State) -> Iterator[Alternative]:
    """§7.2 All members at the layer's entry, booked in listed order, perhaps shared pro rata."""
    judged = {name: task.judged(state, name) for name in task.members}
    figures = {
        name: task.figures(state, name, one) for name, one in judged.items() if one.kind == "ready"
    }
    names = list(figures)
    beside = state.copy()
    for name in task.members:
        if name not in figures:
            task.stays_out(beside, name, judged[name])
    for rows in product(*(figures[name] for name in names)):
        picked = {name: figures[name][row] for name, row in zip(names, rows, strict=True)}
        after, gains = _booked(task, beside, judged, picked, {})
        if task.layer.cut is Cut.PRO_RATA and names:
            alone = []
            for name in names:
                words = task.words(beside, name, judged[name])
                alone.append(max(0, newly(words, picked[name])[0]))
            together = sum(gains.values())
            if together < sum(alone):
                shares = by_largest_remainder(together, alone)
                limits = dict(zip(names, shares, strict=True))
                after, _ = _booked(task, beside, judged, picked, limits)
        yield Alternative((), _rows(task, dict(zip(names, rows, strict=True))), after)


def _booked(
    task: Task,
    state: State,
    judged: dict[str, Judgement],
    picked: dict[str, Figures],
    limits: dict[str, int],
) -> tuple[State, dict[str, int]]:
    after = state.copy()
    gains = {}
    for name in picked:
        was = account_lines(task.world, after, task.event, name)
        limit = Limit(limits.get(name))
        task.pays(after, name, picked[name], judged[name], limit)
        after.still_bookable[name] = limit.left
        now = account_lines(task.world, after, task.event, name)
        gains[name] = max(0, now - was)
    return after, gains


def _winners(task: Task, state: State) -> Iterator[Alternative]:
    """§7.2 Each ready member as the winner, with each of its rows."""
    judged = {name: task.judged(state, name) for name in task.members}
    ready = [name for name in task.members if judged[name].kind == "ready"]
    figures = {name: task.figures(state, name, judged[name]) for name in ready}
    key = (task.event.id, task.layer.id)
    if not ready:
        after = state.copy()
        for name in task.members:
            task.stays_out(after, name, judged[name])
        yield Alternative((), _rows(task, {}), after)
    for winner in ready:
        for row in figures[winner]:
            after = state.copy()
            after.orders[key] = (winner,)
            task.pays(after, winner, figures[winner][row], judged[winner])
            for name in task.members:
                if name == winner:
                    continue
                if name in ready:
                    first = next(iter(figures[name].values()))
                    assumed = judged[name].assumed
                    lose(task.world, after, task.event, name, first, assumed)
                else:
                    task.stays_out(after, name, judged[name])
            yield Alternative((winner,), _rows(task, {winner: row}), after)


def _permuted(task: Task, state: State) -> tuple[list[str], dict[str, Judgement]]:
    """§8.2 The members whose order is looked for, and what was said of the others."""
    judged = {name: _at_entry(task, state, name) for name in task.members}
    permuted = []
    for name, one in judged.items():
        still = one.reason is Reason.CONDITION_FALSE and not one.seen.dynamic
        never = one.kind == "no" and (one.reason in ENTRY_NOES_NEVER_PERMUTED or still)
        if one.kind != "held" and not never:
            permuted.append(name)
    return permuted, judged


def _orders(task: Task, state: State) -> Iterator[Alternative]:
    permuted, judged = _permuted(task, state)
    start = state.copy()
    for name in task.members:
        if name not in permuted:
            task.stays_out(start, name, judged[name])
    pinned = _pinned(task)
    orders = list(permutations(permuted))
    if pinned is not None and task.layer.pin_order is PinOrder.STRICT:
        orders = [_first_named(pinned, permuted)]
    held = held_all_year(task.world, state, task.event, task.layer)
    if held is not None:
        orders = [_first_named(held, permuted)]
    for order in orders:
        yield from _in_turn(task, start, order, {}, ())


def _pinned(task: Task) -> tuple[str, ...] | None:
    """§8.3 The pinned order, of several the last by their text; one of no member is none."""
    layer = task.layer
    orders = [
        pin.order
        for pin in task.world.facts.pins
        if (pin.event, pin.layer) == (task.event.id, layer.id)
        and any(name in layer.members for name in pin.order)
    ]
    return max(orders) if orders and layer.pin_order is not PinOrder.NONE else None


def _first_named(named: tuple[str, ...], permuted: list[str]) -> tuple[str, ...]:
    first = [one for one in named if one in permuted]
    return (*first, *(one for one in permuted if one not in first))


def held_all_year(world: World, state: State, event: Event, layer: Layer) -> tuple[str, ...] | None:
    """§8.6 The order or winner that is held over the event's year, when one is."""
    key = (event.person, world.pack(event).id, layer.id, world.pack_year(event))
    return state.held.get(key)


def _elected(task: Task, state: State) -> Iterator[Alternative]:
    """§7.5 The member the person chose for the day; without a choice nothing is paid."""
    day = task.event.settled.date()
    choices = [
        one
        for one in task.world.facts.choices
        if (one.person, one.layer) == (task.event.person, task.layer.id)
        and one.start <= day
        and one.programme in task.layer.members
    ]
    judged = {name: task.judged(state, name) for name in task.members}
    after = state.copy()
    if not choices:
        _unelected(task, after, judged)
        yield Alternative((), _rows(task, {}), after)
        return
    elected = max(choices, key=lambda one: (one.start, one.programme)).programme
    for name in task.members:
        if name == elected:
            continue
        verdict = None if judged[name].kind == "no" else Verdict(Reason.ELECTIVE)
        stay_out(task.world, after, task.event, name, judged[name], verdict=verdict)
    mine = (elected,) if elected in task.members else ()
    yield from _in_turn(task, after, mine, {}, ())


def _unelected(task: Task, after: State, judged: dict[str, Judgement]) -> None:
    at_most = {}
    for name, one in judged.items():
        at_most[name] = one.at_most if one.kind == "held" else 0
        if one.kind == "ready":
            gain = max(0, task.alone(after, name, one)) + one.more
            at_most[name] = min(gain, room(task.world, after, task.event, name))
    most = max(at_most.values(), default=0)
    for name, one in judged.items():
        verdict = None
        if one.kind == "ready" and at_most[name] > 0:
            one.at_most = at_most[name]
            verdict = Verdict(None, at_most[name], Reason.ELECTIVE)
        elif one.kind == "ready":
            words = task.words(after, name, one)
            row = one.seen.rows[0]
            reason = newly(words, figures_of(words, row))[1]
            verdict = Verdict(reason or Reason.NOTHING_LEFT)
        first = most > 0 and name == next(one for one in at_most if at_most[one] == most)
        stay_out(task.world, after, task.event, name, one, verdict=verdict, phantom=first)


def _by_ties(
    task: Task, orders: list[tuple[str, ...]], every: list[Alternative]
) -> tuple[str, ...]:
    """§8.3 The order taken among those that leave the person equally well."""
    layer = task.layer
    listed = sorted(
        {one.order for one in every}, key=lambda one: [layer.members.index(name) for name in one]
    )
    names = [name for name in layer.members if name in {one for o in listed for one in o}]
    pinned = _pinned(task)
    if layer.combine is Combine.BEST_ONE:
        first = pinned[:1] if pinned else None
        return first if first in orders else min(orders, key=lambda one: _places(layer, one))
    if pinned is not None and _first_named(pinned, names) in orders:
        return _first_named(pinned, names)
    if tuple(names) in orders:
        return tuple(names)
    return max(orders, key=lambda one: list(reversed(_places(layer, one))))


def _places(layer: Layer, order: tuple[str, ...]) -> list[int]:
    return [layer.members.index(name) for name in order]


def _tell(
    task: Task,
    state: State,
    chosen: Alternative,
    found: list[Alternative],
    values: list[int],
) -> None:
    """§8.5 What the alternatives would have left, told where there are at least two."""
    event, layer = task.event, task.layer
    best: dict[tuple[str, ...], int] = {}
    for one, value in zip(found, values, strict=True):
        best[one.order] = min(value, best.get(one.order, value))
    if layer.combine is Combine.BEST_ONE:
        names = [name for name in layer.members if (name,) in best]
        listed = tuple(names[:1])
        alone = tuple((name, best[name,]) for name in names)
    else:
        names, _ = _permuted(task, state)
        listed = tuple(names)
        alone = tuple((name, _left_alone(task, state, name, names)) for name in names)
        held = held_all_year(task.world, state, event, layer)
        if (held is not None or layer.pin_order is PinOrder.STRICT) and len(names) > 1:
            best = _every_order(task, state, names)
    if len(names) < 2 or not chosen.order:
        return
    chosen.state.choices[event.id, layer.id] = OrderChoice(
        event.person,
        event.id,
        layer.id,
        chosen.order,
        best[chosen.order],
        best[listed],
        max(best.values()),
        alone,
        not _is_held(task, state, chosen.order)
        and list(best.values()).count(min(best.values())) > 1,
    )


def _is_held(task: Task, state: State, order: tuple[str, ...]) -> bool:
    """Whether an order was used because it, or its winner, is held all year."""
    held = held_all_year(task.world, state, task.event, task.layer)
    if held is None or task.layer.combine is not Combine.BEST_ONE:
        return held is not None
    return order == held[:1]


def _every_order(task: Task, state: State, names: list[str]) -> dict[tuple[str, ...], int]:
    start = state.copy()
    for name in task.members:
        if name not in names:
            task.stays_out(start, name, _at_entry(task, start, name))
    found: dict[tuple[str, ...], int] = {}
    for order in permutations(names):
        for way in _in_turn(task, start, order, {}, ()):
            done = _finished(task, way)
            value = value_of(task.world, done.state, task.event, task.layer)
            found[order] = min(value, found.get(order, value))
    return found


def _left_alone(task: Task, state: State, name: str, permuted: list[str]) -> int:
    start = state.copy()
    for other in task.members:
        if other not in permuted:
            task.stays_out(start, other, _at_entry(task, start, other))
    values = []
    for way in _in_turn(task, start, (name,), {}, ()):
        done = _finished(task, way)
        values.append(value_of(task.world, done.state, task.event, task.layer))
    return min(values)
