"""A year's choices compared with one order, or one winner, held all year (§8.6)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations
from math import factorial

from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.place import Place
from mianshen.engine.reference.state import State
from mianshen.engine.reference.unit import Held, Unit, YearLayer
from mianshen.engine.results import YearChoice
from mianshen.policy.schema import Combine, Layer

Order = tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One person's year under one layer whose choices are compared at its end."""

    key: YearLayer
    layer: Layer
    members: tuple[Member, ...]
    charges: tuple[Charge, ...]

    @property
    def person(self) -> str:
        """Whose year it is."""
        return self.key[0]

    @property
    def year(self) -> int:
        """The benefit year of the pack."""
        return self.key[3]


class YearChoices:
    """Finds what to hold all year; `passed` folds all events with some orders held."""

    def __init__(self, unit: Unit, year: int, passed: Callable[[Held], State]) -> None:
        self._unit = unit
        self._year = year
        self._passed = passed

    def decide(self, state: State) -> tuple[Held, tuple[YearChoice, ...]]:
        """The orders to hold in the years that are closed, and what the year asked for says.

        `state` is the one after all events with nothing held.
        """
        held: dict[YearLayer, Order] = {}
        told: list[YearChoice] = []
        for question in self._questions():
            left = self._left(question, state)
            orders = self._orders(question, state)
            found = [self._tried(question, order, held) for order in orders or ()]
            best = min(found, key=lambda one: one[0], default=(left, (), state))
            better = best[0] < left
            applied = better and self._is_closed(question)
            if question.year == self._year and (found or orders is None):
                told.append(
                    YearChoice(
                        person=question.person,
                        layer=question.layer.id,
                        year=question.year,
                        held=best[1] if better else (),
                        chosen_left_fen=left,
                        held_left_fen=min(left, best[0]),
                        compared=len(found),
                        applied=applied,
                    )
                )
            if applied:
                held[question.key] = best[1]
                state = best[2]
        return held, tuple(told)

    def _tried(self, question: Question, order: Order, held: Held) -> tuple[int, Order, State]:
        """What the person bears with an order held beside those held already."""
        state = self._passed({**held, question.key: order})
        return self._left(question, state), order, state

    def _questions(self) -> Iterator[Question]:
        """Years up to the one asked for, persons, packs, layers: in this order."""
        charges: dict[YearLayer, list[Charge]] = {}
        layers: dict[YearLayer, tuple[int, Layer, tuple[Member, ...]]] = {}
        for charge in self._unit.folded:
            label = charge.label(charge.pack.year)
            for place, layer in enumerate(charge.pack.layers):
                members = charge.seats.by_layer[place]
                concerned = members and members[0].programme.kind is charge.event.kind
                if label <= self._year and concerned and charge.pack.compares_years(layer):
                    key = (charge.person, charge.pack.id, layer.id, label)
                    charges.setdefault(key, []).append(charge)
                    layers[key] = (place, layer, members)
        for key in sorted(charges, key=lambda key: (key[3], key[0], key[1], layers[key][0])):
            _, layer, members = layers[key]
            yield Question(key, layer, members, tuple(charges[key]))

    def _is_closed(self, question: Question) -> bool:
        return question.year < self._year or self._unit.year_closed

    def _left(self, question: Question, state: State) -> int:
        """What the person bears of all events after them."""
        own = [one for one in self._unit.folded if one.person == question.person]
        return Place(self._unit, state).borne_to_date(own[-1])

    def _orders(self, question: Question, state: State) -> list[Order] | None:
        """What may be held, in listed order; None where there is more than the layer's budget."""
        seen = [
            member.name
            for member in question.members
            if any(self._takes_part(question, member, charge, state) for charge in question.charges)
        ]
        if len(seen) < 2:
            return []
        if question.layer.combine is Combine.BEST_ONE:
            return [(name,) for name in seen]
        if factorial(len(seen)) > question.layer.states_max:
            return None
        return list(permutations(seen))

    def _takes_part(self, question: Question, member: Member, charge: Charge, state: State) -> bool:
        if question.layer.combine is Combine.BEST_ONE:
            return (member, charge.index) in state.eligible
        return member in state.orders.get((question.layer.id, charge.index), ())
