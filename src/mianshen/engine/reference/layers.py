"""A layer decided on one event: sequence, parallel, the best one, the best order, elective (§7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product

from mianshen.engine.reference.booking import Bookings
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.place import Place
from mianshen.engine.reference.state import Note, State
from mianshen.engine.reference.turns import Screening, Turns
from mianshen.engine.reference.unit import Unit
from mianshen.engine.results import Effect, OrderChoice, Reason
from mianshen.money import share_by_largest_remainder
from mianshen.policy.schema import ActsWhen, BestOver, Combine, Cut, Layer, PinOrder, WhenHeld

Rows = dict[Member, int]


@dataclass
class Decisions:
    """The choices told with the lines, of the state that was kept."""

    choices: dict[tuple[str, int], OrderChoice] = field(default_factory=dict)


class Layers:
    """Decides the layers of one event after another, in one state of the fold."""

    def __init__(self, unit: Unit, state: State, decisions: Decisions | None = None) -> None:
        self.unit = unit
        self.state = state
        self.decisions = decisions
        self.turns = Turns(unit, state)
        self.place = Place(unit, state)
        self.bookings = Bookings(unit, state)

    def run(self, charge: Charge, start: int = 0) -> None:
        """Decide every per-settlement layer of programmes from one place on."""
        self.state.now = charge.index
        for place in range(start, len(charge.pack.layers)):
            if self.concerns(place, charge):
                self.decide(place, charge)

    def concerns(self, place: int, charge: Charge) -> bool:
        """Whether a layer has per-settlement programmes for this kind of event."""
        members = charge.seats.by_layer[place]
        if not members or members[0].programme.kind is not charge.event.kind:
            return False
        return not charge.pack.is_year_end(charge.pack.layers[place])

    def decide(self, place: int, charge: Charge) -> None:
        """Bring the layer's accounts up to date, then pay it on the event."""
        self._renew(place, charge)
        self._with_exclusions(place, charge)
        self.finish_layer(place, charge)

    def left_after(self, place: int, charge: Charge) -> int:
        """What the person bears to date once later layers have been decided (§8.1)."""
        layer = charge.pack.layers[place]
        if layer.best_over is BestOver.CHAIN:
            Layers(self.unit, self.state).run(charge, place + 1)
        return self.place.borne_to_date(charge)

    def left_if_kept(self, state: State, place: int, charge: Charge) -> int:
        """What the person bears to date if a layer's members stay paid as in a state."""
        trial = Layers(self.unit, state.fork())
        trial.finish_layer(place, charge)
        return trial.left_after(place, charge)

    def ways(
        self, members: Sequence[Member], charge: Charge, rows: tuple[int, ...] = ()
    ) -> Iterator[tuple[State, tuple[int, ...]]]:
        """All states after paying members one after another, one per choice of their rows.

        With each go the rows of terms taken, -1 for a member that has none to take.
        """
        if len(rows) == len(members):
            yield self.state, rows
            return
        member = members[len(rows)]
        turn = self.state.fork()
        if member.layer.combine is Combine.BEST_ORDER:
            key = (member.layer.id, charge.index)
            turn.orders[key] = (*turn.orders.get(key, ()), member)
        screening = Turns(self.unit, turn).screen(member, charge)
        last = max(1, len(screening.offers)) - 1
        for at in range(last + 1):
            taken = Layers(self.unit, turn if at == last else turn.fork())
            taken.take_turn(member, charge, screening, at)
            row = screening.offers[at].figures.row if screening.offers else -1
            yield from taken.ways(members, charge, (*rows, row))

    def finish_layer(self, place: int, charge: Charge) -> None:
        """What follows a layer's members: it counts as decided, its accounts are brought up."""
        self.state.barred = frozenset()
        self.state.decide(place, charge)
        self._renew(place, charge)
        self.state.most = {}

    def _renew(self, place: int, charge: Charge) -> None:
        for member in charge.seats.by_layer[place]:
            label = charge.label(member.year)
            account = self.state.accounts.get((member, charge.person, label))
            if account is not None and account.counts:
                self.bookings.settle(member, charge.person, label)

    def _with_exclusions(self, place: int, charge: Charge) -> None:
        """Pay the layer with what its members exclude of each other left out (§7.6)."""
        members = charge.seats.by_layer[place]
        if not any(member.programme.excludes for member in members):
            self.combine(place, charge)
            return
        duels = self._duels(members, charge)
        dropped: frozenset[Member] = frozenset()
        if duels:
            dropped = self._best_side(place, charge, duels)
            self.state.effects.add(Effect.EXCLUSION)
        self._one_way(place, charge, dropped)

    def _duels(self, members: Sequence[Member], charge: Charge) -> list[tuple[Member, Member]]:
        """The pairs that exclude each other and would both pay, the earlier listed first."""
        return [
            (first, second)
            for first, second in combinations(members, 2)
            if second in self.unit.rivals(first)
            and self.turns.screen(first, charge).ready
            and self.turns.screen(second, charge).ready
        ]

    def _best_side(
        self, place: int, charge: Charge, duels: Sequence[tuple[Member, Member]]
    ) -> frozenset[Member]:
        tried = []
        for sides in product(*((second, first) for first, second in duels)):
            dropped = frozenset(sides)
            trial = Layers(self.unit, self.state.fork())
            trial._one_way(place, charge, dropped)
            tried.append((self.left_if_kept(trial.state, place, charge), dropped))
        return min(tried, key=lambda one: one[0])[1]

    def _one_way(self, place: int, charge: Charge, dropped: frozenset[Member]) -> None:
        """Pay the layer without those whose excluder acts when they are all left out."""
        pairs = [
            pair
            for pair in _exclusions(charge.seats.by_layer[place])
            if pair[1] not in self.unit.rivals(pair[0])
        ]
        acting: frozenset[Member] = frozenset()
        if pairs:
            trial = self.state.fork()
            trial.barred = dropped | {excluded for _, excluded, _ in pairs}
            tried = Layers(self.unit, trial)
            tried.combine(place, charge)
            tried.finish_layer(place, charge)
            acting = frozenset(
                excluded
                for excluder, excluded, when in pairs
                if trial.line.get((excluder, charge.index), 0) > 0
                or (when is ActsWhen.ELIGIBLE and (excluder, charge.index) in trial.eligible)
            )
        if acting:
            self.state.effects.add(Effect.EXCLUSION)
        self.state.barred = dropped | acting
        self.combine(place, charge)

    def combine(self, place: int, charge: Charge) -> None:
        """Pay the members of a layer in the way its `combine` says."""
        members = [
            member
            for member in charge.seats.by_layer[place]
            if member.programme.kind is charge.event.kind
        ]
        layer = charge.pack.layers[place]
        if layer.when_held is WhenHeld.HOLD_LAYER and self._hold_all(members, charge):
            return
        match layer.combine:
            case Combine.SEQUENCE:
                self._in_turn(place, members, charge)
            case Combine.PARALLEL:
                self._parallel(place, members, charge)
            case Combine.BEST_ONE:
                self._best_one(place, members, charge)
            case Combine.ELECTIVE:
                self._elective(members, charge)
            case Combine.BEST_ORDER:
                # A search decides later layers, which may be searches themselves.
                from mianshen.engine.reference.best_order import BestOrder

                BestOrder(self, place, charge).decide(members)

    def _hold_all(self, members: Sequence[Member], charge: Charge) -> bool:
        screened = [(member, self.turns.screen(member, charge)) for member in members]
        holding = next((one for _, one in screened if one.hold is not None), None)
        if holding is None:
            return False
        for member, screening in screened:
            if screening.no is not None:
                self.settle_no(member, charge, screening)
                continue
            if screening.ready:
                held = self.would_hold(member, charge, screening, holding.hold)
                screening = screening if held.no is not None else held
            else:
                screening = replace(screening, hold=holding.hold)
            self.take_turn(member, charge, screening, 0)
        return True

    def would_hold(
        self, member: Member, charge: Charge, screening: Screening, hold: Reason | None
    ) -> Screening:
        """A ready member held for a reason of its layer; a zero, where it would pay nothing."""
        offers = screening.offers
        newly = [self.turns.newly_pays(member, charge, offer) for offer in offers]
        most = max(0, *(fen for fen, _ in newly)) + screening.rest_fen
        most = min(most, self.place.room(member, charge))
        if most > 0:
            return Screening(hold=hold, at_most_fen=most)
        reasons = [reason for _, reason in newly if reason is not None]
        no = reasons[0] if reasons else Reason.NOTHING_LEFT
        return Screening(no=no, admissible=True, assumed=offers[0].assumed)

    def settle_no(self, member: Member, charge: Charge, screening: Screening) -> None:
        """Enter a member that pays nothing, with its reason."""
        self.turns.leave_out(member, charge, screening)
        self.turns.note(member, charge, Note(reason=screening.no))

    def hold(self, member: Member, charge: Charge, screening: Screening) -> None:
        """Enter a held member: nothing now, at most so much later."""
        self.turns.leave_out(member, charge, screening)
        self.state.hold(member, charge, screening.at_most_fen)
        note = Note(hold=screening.hold, held_fen=screening.at_most_fen)
        self.turns.note(member, charge, note)

    def take_turn(self, member: Member, charge: Charge, screening: Screening, row: int) -> None:
        """Let a screened member pay (under one of its rows), wait, or stay out."""
        if screening.no is not None:
            self.settle_no(member, charge, screening)
        elif screening.hold is not None:
            self.hold(member, charge, screening)
        else:
            self.pay(member, charge, screening, row)

    def pay(
        self,
        member: Member,
        charge: Charge,
        screening: Screening,
        row: int,
        most_fen: int | None = None,
    ) -> None:
        """Pay a ready member under one of its rows."""
        offer = screening.offers[row]
        if most_fen is not None:
            self.state.most[member] = most_fen
        reason = self.turns.pay(member, charge, offer)
        note = Note(reason=reason)
        if screening.rest_fen:
            note = Note(reason=reason, hold=Reason.NEEDS_CHECK, held_fen=screening.rest_fen)
            self.state.hold(member, charge, screening.at_most_fen)
        self.turns.note(member, charge, note)

    def _in_turn(self, place: int, members: Sequence[Member], charge: Charge) -> None:
        if not any(len(member.programme.terms) > 1 for member in members):
            for member in members:
                self.take_turn(member, charge, self.turns.screen(member, charge), 0)
            return
        reached = [state for state, _ in self.ways(members, charge)]
        best = reached[0]
        if len(reached) > 1:  # the rows that leave the person least, the first listed on ties
            best = min(reached, key=lambda state: self.left_if_kept(state, place, charge))
        self.state.become(best)

    def _parallel(self, place: int, members: Sequence[Member], charge: Charge) -> None:
        screened = [(member, self.turns.screen(member, charge)) for member in members]
        rows = self._best_parallel_rows(place, screened, charge)
        self._pay_together(place, screened, rows, charge)

    def _pay_together(
        self,
        place: int,
        screened: Sequence[tuple[Member, Screening]],
        rows: Rows,
        charge: Charge,
    ) -> None:
        ready = [pair for pair in screened if pair[1].ready]
        for member, screening in screened:
            if not screening.ready:
                self.take_turn(member, charge, screening, 0)
        most: dict[Member, int] = {}
        if charge.pack.layers[place].cut is Cut.PRO_RATA:
            most = self._shares(ready, rows, charge)
        for member, screening in ready:
            self.pay(member, charge, screening, rows[member], most.get(member))

    def _best_parallel_rows(
        self, place: int, screened: Sequence[tuple[Member, Screening]], charge: Charge
    ) -> Rows:
        choices = [range(max(1, len(screening.offers))) for _, screening in screened]
        members = [member for member, _ in screened]
        ways = [dict(zip(members, rows, strict=True)) for rows in product(*choices)]
        if len(ways) == 1:
            return ways[0]
        lefts = []
        for rows in ways:
            trial = Layers(self.unit, self.state.fork())
            trial._pay_together(place, screened, rows, charge)
            lefts.append(self.left_if_kept(trial.state, place, charge))
        return ways[lefts.index(min(lefts))]

    def _shares(
        self, ready: Sequence[tuple[Member, Screening]], rows: Rows, charge: Charge
    ) -> dict[Member, int]:
        """What each may book at most when together they would exceed what is left."""
        wants = []
        together = Layers(self.unit, self.state.fork())
        for member, screening in ready:
            offer = screening.offers[rows[member]]
            wants.append(max(0, self.turns.newly_pays(member, charge, offer)[0]))
        before = [together.state.sum_of(member) for member, _ in ready]
        for member, screening in ready:
            together.pay(member, charge, screening, rows[member])
        after = [together.state.sum_of(member) for member, _ in ready]
        total = sum(max(0, now - was) for was, now in zip(before, after, strict=True))
        if total >= sum(wants):
            return {}
        shares = share_by_largest_remainder(total, wants)
        return {member: share for (member, _), share in zip(ready, shares, strict=True)}

    def _best_one(self, place: int, members: Sequence[Member], charge: Charge) -> None:
        screened = {member: self.turns.screen(member, charge) for member in members}
        ready = [member for member in members if screened[member].ready]
        layer = charge.pack.layers[place]
        tried: list[tuple[int, Member, int, State]] = []
        for winner in ready:
            for row in range(len(screened[winner].offers)):
                trial = Layers(self.unit, self.state.fork())
                trial._with_winner(layer.id, winner, row, screened, members, charge)
                left = self.left_if_kept(trial.state, place, charge)
                tried.append((left, winner, row, trial.state))
        if not tried:
            for member in members:
                self.take_turn(member, charge, screened[member], 0)
            return
        pinned = self._pinned_winner(layer, charge)
        held = self.unit.held_order(charge, layer)
        mine = [one for one in tried if held is not None and one[1].name == held[0]]
        best = min(mine or tried, key=lambda one: (one[0], one[1].name != pinned))
        self.state.become(best[3])
        tied = not mine and len({id(one) for left, one, _, _ in tried if left == best[0]}) > 1
        if tied:
            self.state.effects.add(Effect.TIE)
        if len(ready) > 1 and self.decisions is not None:
            self.decisions.choices[layer.id, charge.index] = OrderChoice(
                person=charge.person,
                event=charge.event.id,
                layer=layer.id,
                chosen=(best[1].name,),
                chosen_left_fen=best[0],
                listed_left_fen=min(left for left, one, _, _ in tried if one is ready[0]),
                worst_left_fen=max(
                    min(left for left, one, _, _ in tried if one is member) for member in ready
                ),
                alone_left_fen=tuple(
                    (member.name, min(left for left, one, _, _ in tried if one is member))
                    for member in ready
                ),
                tied=tied,
            )

    def _pinned_winner(self, layer: Layer, charge: Charge) -> str | None:
        order = self.unit.pinned(charge, layer)
        return order[0] if order and layer.pin_order is not PinOrder.NONE else None

    def _with_winner(
        self,
        layer: str,
        winner: Member,
        row: int,
        screened: dict[Member, Screening],
        members: Sequence[Member],
        charge: Charge,
    ) -> None:
        self.state.orders[layer, charge.index] = (winner,)
        self.pay(winner, charge, screened[winner], row)
        for member in members:
            if member is winner:
                continue
            if not screened[member].ready:
                self.take_turn(member, charge, screened[member], 0)
                continue
            self.turns.pay(member, charge, screened[member].offers[0], paying=False)
            self.turns.note(member, charge, Note(reason=Reason.BETTER_PROGRAMME))

    def _elective(self, members: Sequence[Member], charge: Charge) -> None:
        day = self.unit.settled_day(charge)
        choice = self.unit.choice(charge.person, members[0].layer, day)
        if choice is not None:
            self._chosen(choice, members, charge)
            return
        screened = []
        for member in members:
            screening = self.turns.screen(member, charge)
            if screening.ready:
                screening = self.would_hold(member, charge, screening, Reason.ELECTIVE)
            screened.append((member, screening))
        electable = [pair for pair in screened if pair[1].hold is not None]
        best = max((pair[1].at_most_fen for pair in electable), default=0)
        shown = next((one for one, seen in electable if seen.at_most_fen == best), None)
        for member, screening in screened:
            self.take_turn(member, charge, screening, 0)
            if screening.hold is not None and member is not shown:
                self.state.hold(member, charge, 0)

    def _chosen(self, choice: str, members: Sequence[Member], charge: Charge) -> None:
        others = [one for one in members if one.name != choice]
        screened = [(member, self.turns.screen(member, charge)) for member in others]
        for member, screening in screened:
            if not screening.definite:
                screening = Screening(
                    no=Reason.ELECTIVE, admissible=screening.ready, assumed=screening.assumed
                )
            self.take_turn(member, charge, screening, 0)
        chosen = [member for member in members if member.name == choice]
        if chosen:
            self._in_turn(chosen[0].place, chosen, charge)


def _exclusions(members: Sequence[Member]) -> Iterator[tuple[Member, Member, ActsWhen]]:
    by_name = {member.name: member for member in members}
    for member in members:
        for exclusion in member.programme.excludes:
            excluded = by_name.get(exclusion.programme)
            if excluded is not None:
                yield member, excluded, exclusion.acts_when
