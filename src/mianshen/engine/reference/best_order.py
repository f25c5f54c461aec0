"""The order of programmes that leaves the person least, exactly, with the others told (§8)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, permutations

from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.layers import Layers
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.state import State
from mianshen.engine.results import Effect, OrderChoice, Reason
from mianshen.policy.exactness import Exactness
from mianshen.policy.schema import PinOrder

Order = tuple[Member, ...]
Rows = tuple[int, ...]


class StatesExceededError(Exception):
    """The search met more states than the layer's budget."""


@dataclass(frozen=True)
class Path:
    """A state reached by paying some members in some order."""

    state: State
    left_fen: int


class BestOrder:
    """One layer's search on one event."""

    def __init__(self, layers: Layers, place: int, charge: Charge) -> None:
        self._layers = layers
        self._unit = layers.unit
        self._place = place
        self._charge = charge
        self._layer = charge.pack.layers[place]
        self._states = 0
        self._class = Exactness.STATES
        self._taken: dict[tuple[State, Member], list[tuple[State, int]]] = {}
        self._lefts: dict[State, int] = {}

    def decide(self, members: Sequence[Member]) -> None:
        """Pay the layer's members in the best order; members that cannot pay are settled first."""
        permuted = []
        plain = True
        screened = [(one, self._layers.turns.screen(one, self._charge)) for one in members]
        for member, screening in screened:
            plain = plain and screening.rest_fen == 0
            if screening.hold is not None or screening.fixed:
                self._layers.take_turn(member, self._charge, screening, 0)
            else:
                permuted.append(member)
        listed = tuple(permuted)
        self._class = self._exactness(plain)
        if len(listed) > 1 or self._several_rows(listed):
            try:
                kept = self._choose(listed)
            except StatesExceededError:
                self._hold_all(listed)
                return
        else:
            kept, _ = next(self._ways(self._layers.state, listed))
        self._layers.state.become(kept)

    def _several_rows(self, members: Order) -> bool:
        return any(len(member.programme.terms) > 1 for member in members)

    def _exactness(self, plain: bool) -> Exactness:
        charge = self._charge
        mid_stay = any(
            one.visit == charge.visit and one.index < charge.index for one in self._unit.folded
        )
        if mid_stay or not plain:
            return Exactness.STATES
        return charge.seats.exactness[self._layer.id]

    def _hold_all(self, members: Order) -> None:
        for member in members:
            screening = self._layers.turns.screen(member, self._charge)
            if screening.ready:
                screening = self._layers.would_hold(
                    member, self._charge, screening, Reason.STATES_BUDGET
                )
            self._layers.take_turn(member, self._charge, screening, 0)

    def _choose(self, listed: Order) -> State:
        held = self._unit.held_order(self._charge, self._layer)
        return self._search(listed) if held is None else self._hold_all_year(held, listed)

    def _hold_all_year(self, names: Sequence[str], listed: Order) -> State:
        """The state under an order held all year; nothing is searched for but to be told."""
        order = _in_order_of(names, listed)
        kept = self._best_way(order)
        self._tell(listed, order, kept, tied=False)
        return kept

    def _search(self, listed: Order) -> State:
        best = self._frontier(listed, least=True)
        finals = [self._finished(path.state) for path in best[frozenset(listed)]]
        least = min(finals)
        pinned = self._pinned(listed)
        if pinned is not None and self._layer.pin_order is PinOrder.STRICT:
            order = pinned
        else:
            order = self._settle_tie(listed, pinned, least, best)
        kept = self._best_way(order)
        tied = self._tied(listed, least, best)
        if tied:
            kept.effects.add(Effect.TIE)
        self._tell(listed, order, kept, tied=tied)
        return kept

    def _tied(self, listed: Order, least: int, best: dict[frozenset[Member], list[Path]]) -> bool:
        """Whether several orders leave the least."""
        suffix: Order = ()
        while len(suffix) < len(listed) - 1:
            first, *others = islice(self._before(suffix, listed, least, best), 2)
            if others:
                return True
            suffix = (first, *suffix)
        return False

    def _pinned(self, listed: Order) -> Order | None:
        if self._layer.pin_order is PinOrder.NONE:
            return None
        names = self._unit.pinned(self._charge, self._layer)
        return None if names is None else _in_order_of(names, listed)

    def _settle_tie(
        self,
        listed: Order,
        pinned: Order | None,
        least: int,
        best: dict[frozenset[Member], list[Path]],
    ) -> Order:
        for order in (pinned, listed):
            if order is not None and self._left_by(order) == least:
                return order
        suffix: Order = ()
        while len(suffix) < len(listed):
            suffix = (next(self._before(suffix, listed, least, best)), *suffix)
        return suffix

    def _before(
        self,
        suffix: Order,
        listed: Order,
        least: int,
        best: dict[frozenset[Member], list[Path]],
    ) -> Iterator[Member]:
        """Who may stand right before the end of a best order, the last listed first."""
        for member in reversed(listed):
            longer = (member, *suffix)
            rest = frozenset(listed) - set(longer)
            if member not in suffix and self._reaches(best[rest], longer, least):
                yield member

    def _reaches(self, paths: Sequence[Path], suffix: Order, least: int) -> bool:
        for path in paths:
            for state, _ in self._ways(path.state, suffix):
                if self._finished(state) == least:
                    return True
        return False

    def _frontier(self, listed: Order, *, least: bool) -> dict[frozenset[Member], list[Path]]:
        """The states worth keeping for every set of members already paid."""
        frontier = {frozenset[Member](): [self._path(self._layers.state)]}
        level = [frozenset[Member]()]
        for _ in listed:
            reached: dict[frozenset[Member], list[Path]] = {}
            for used in level:
                for member in listed:
                    if member not in used:
                        longer = used | {member}
                        paths = reached.setdefault(longer, [])
                        for path in frontier[used]:
                            paths += self._extended(path, member)
            for used, paths in reached.items():
                frontier[used] = self._kept(paths, least=least)
            level = list(reached)
        return frontier

    def _extended(self, path: Path, member: Member) -> Iterator[Path]:
        for state, _ in self._turn(path.state, member):
            self._states += 1
            if self._states > self._layer.states_max:
                raise StatesExceededError
            yield self._path(state)

    def _path(self, state: State) -> Path:
        place = Layers(self._unit, state).place
        return Path(state, place.borne_to_date(self._charge))

    def _kept(self, paths: list[Path], *, least: bool) -> list[Path]:
        sign = 1 if least else -1
        match self._class:
            case Exactness.RESIDUAL:
                return [min(paths, key=lambda path: sign * path.left_fen)]
            case Exactness.POOLS:
                return _undominated(paths, lambda path: self._measures(path, sign))
            case Exactness.STATES:
                distinct = {self._fingerprint(path.state): path for path in reversed(paths)}
                return list(distinct.values())

    def _measures(self, path: Path, sign: int) -> tuple[int, ...]:
        """What a state has to offer: little left to bear, little used of pools as each sees."""
        charge = self._charge
        bookings = Layers(self._unit, path.state).bookings
        used = []
        for pool, members in charge.seats.sharing.items():
            inside = [one for one in members if one.place == self._place]
            if len(inside) > 1:
                period = bookings.period(pool, charge)
                used += [bookings.used(one, pool, period, charge) for one in inside]
        return (sign * path.left_fen, *(sign * one for one in used))

    def _fingerprint(self, state: State) -> tuple[object, ...]:
        """What decides how a state goes on: its lines, its caps, and who came before whom."""
        members = self._charge.seats.by_layer[self._place]
        paid = tuple(
            (member.name, index, fen, state.normal.get((member, index)))
            for member in members
            for index, fen in sorted(
                (index, fen) for (mate, index), fen in state.line.items() if mate is member
            )
        )
        caps = tuple(
            (pool.name, period, cap)
            for (pool, period), cap in sorted(
                state.caps.items(), key=lambda item: (item[0][0].name, item[0][1])
            )
        )
        turns = tuple(m.name for m in state.orders.get((self._layer.id, self._charge.index), ()))
        return paid, caps, turns

    def _finished(self, state: State) -> int:
        """What the person bears to date if the layer stays paid as in a state."""
        if state not in self._lefts:
            self._lefts[state] = self._layers.left_if_kept(state, self._place, self._charge)
        return self._lefts[state]

    def _ways(self, state: State, order: Order) -> Iterator[tuple[State, Rows]]:
        """All states after paying members one after another, with the rows of terms they took."""
        if not order:
            yield state, ()
            return
        for taken, row in self._turn(state, order[0]):
            for last, rows in self._ways(taken, order[1:]):
                yield last, (row, *rows)

    def _turn(self, state: State, member: Member) -> list[tuple[State, int]]:
        """The states after a member's turn with the row it took; orders share their beginnings."""
        if (state, member) not in self._taken:
            ways = Layers(self._unit, state).ways((member,), self._charge)
            self._taken[state, member] = [(taken, row) for taken, (row,) in ways]
        return self._taken[state, member]

    def _best_way(self, order: Order) -> State:
        """The state that an order leaves at best: the first in listed order on ties."""
        ways = list(self._ways(self._layers.state, order))
        if len(ways) == 1:
            return ways[0][0]
        listed = sorted(range(len(order)), key=lambda index: order[index].position)
        return min(
            ways,
            key=lambda way: (self._finished(way[0]), tuple(way[1][index] for index in listed)),
        )[0]

    def _left_by(self, order: Order) -> int:
        """What an order leaves at best."""
        return self._finished(self._best_way(order))

    def _worst(self, listed: Order) -> int:
        """What the worst order leaves, each order with its best rows."""
        if not self._several_rows(listed):
            self._states = 0  # a search of its own
            paths = self._frontier(listed, least=False)[frozenset(listed)]
            return max(self._finished(path.state) for path in paths)
        return max(self._left_by(order) for order in permutations(listed))

    def _tell(self, listed: Order, order: Order, kept: State, *, tied: bool) -> None:
        """Tell the choice, unless looking for the worst order takes more states than allowed."""
        decisions = self._layers.decisions
        if decisions is None or len(listed) < 2:
            return
        try:
            worst = self._worst(listed)
        except StatesExceededError:
            return
        decisions.choices[self._layer.id, self._charge.index] = OrderChoice(
            person=self._charge.person,
            event=self._charge.event.id,
            layer=self._layer.id,
            chosen=tuple(member.name for member in order),
            chosen_left_fen=self._finished(kept),
            listed_left_fen=self._left_by(listed),
            worst_left_fen=worst,
            alone_left_fen=tuple((member.name, self._left_by((member,))) for member in listed),
            tied=tied,
        )


def _in_order_of(names: Sequence[str], listed: Order) -> Order:
    """Members in an order of names, those it does not name after them in listed order."""
    by_name = {member.name: member for member in listed}
    first = [by_name[name] for name in dict.fromkeys(names) if name in by_name]
    return tuple(first + [member for member in listed if member not in first])


def _undominated(paths: list[Path], measure: Callable[[Path], tuple[int, ...]]) -> list[Path]:
    measured = [(measure(path), path) for path in paths]
    kept: list[tuple[tuple[int, ...], Path]] = []
    for candidate, path in measured:
        if any(_as_good(other, candidate) for other, _ in kept):
            continue
        kept = [pair for pair in kept if not _as_good(candidate, pair[0])]
        kept.append((candidate, path))
    return [path for _, path in kept]


def _as_good(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))
