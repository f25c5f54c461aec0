"""What a programme finds on an event: what is left, its base, its room (§3)."""

from collections.abc import Callable
from fractions import Fraction

from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.state import Account, Left, State
from mianshen.engine.reference.unit import APPLY, Unit
from mianshen.engine.reference.values import Known, Number, Scene, Unknown, merged, number
from mianshen.money import FEN_PER_YUAN, yuan_from_fen
from mianshen.policy.expressions.vocabulary import CARE_AMOUNTS
from mianshen.policy.formula import Formula
from mianshen.policy.schema import Clip, Combine, Covers, Layer

_NONE: tuple[Member, ...] = ()
_WHOLE_UNIT_WORDS = frozenset({*CARE_AMOUNTS, "price", "wage"})


def apply_payment(left: Left, amount: int, covers: Covers) -> Left:
    """What is left (in scope, in all) after a payment (§2.4)."""
    in_scope, total = left
    rest = max(0, total - amount)
    if covers is Covers.OUT_OF_SCOPE_FIRST:
        amount = max(0, amount - (total - in_scope))
    return min(max(0, in_scope - amount), rest), rest


class Place:
    """Questions about one state of the fold; nothing here changes it."""

    def __init__(self, unit: Unit, state: State) -> None:
        self._unit = unit
        self._state = state

    def before(self, member: Member, charge: Charge) -> tuple[Member, ...]:
        """The members of its own layer that went first on the event (§3.1)."""
        layer = member.layer
        mates = charge.seats.by_layer[member.place]
        match layer.combine:
            case Combine.SEQUENCE:
                return mates[: member.position]
            case Combine.BEST_ORDER:
                order = self._state.orders.get((layer.id, charge.index), _NONE)
                return order[: order.index(member)] if member in order else order
            case Combine.BEST_ONE:
                order = self._state.orders.get((layer.id, charge.index), _NONE)
                return _NONE if order[:1] == (member,) else order[:1]
            case _:
                return _NONE

    def excess(self, member: Member, person: str, label: int) -> dict[int, int]:
        """Money advanced above the entitlement of an account, by event (§3.2)."""
        account = self._state.accounts.get((member, person, label))
        if account is None:
            return {}
        if account.excess is None:
            account.excess = self._excess(member, account)
        return account.excess

    def _excess(self, member: Member, account: Account) -> dict[int, int]:
        over: list[tuple[int, int]] = []
        balance = 0
        for entry in account.in_order():
            index = entry.charge.index
            advance = entry.charge.advance_fen.get(member, 0)
            line = self._state.line.get((member, index), 0)
            balance += advance - line
            if advance > line:
                over.append((index, advance - line))
        excess: dict[int, int] = {}
        for index, most in reversed(over):
            if balance <= 0:
                break
            excess[index] = min(most, balance)
            balance -= excess[index]
        return excess

    def paid(self, member: Member, charge: Charge) -> int:
        """Entitlement plus excess on an event (§3.2)."""
        line = self._state.line.get((member, charge.index), 0)
        if not self._unit.has_advances(member, charge.person):
            return line
        excess = self.excess(member, charge.person, charge.label(member.year))
        return line + excess.get(charge.index, 0)

    def seen(self, member: Member, charge: Charge) -> int:
        """What later layers take a member to have paid on an event (§3.4)."""
        paid = self.paid(member, charge)
        if self._state.blind_on == charge.index:
            return paid
        return max(self._state.phantom.get((member, charge.index), 0), paid)

    def surplus(self, layer: Layer, charge: Charge) -> int:
        """A layer's advance above its members' entitlements on an event (§3.3)."""
        advance = charge.layer_advance_fen.get(layer.id, 0)
        if not advance or (layer.id, charge.index) not in self._state.decided:
            return 0
        place = charge.pack.place_of[layer.id]
        for member in charge.seats.by_layer[place]:
            key = (member, charge.index)
            covered = self._state.line.get(key, 0)
            if self._state.blind_on != charge.index:
                covered = max(covered, self._state.phantom.get(key, 0))
            advance -= max(0, covered - charge.advance_fen.get(member, 0))
        return max(0, advance)

    def layer_seen(self, place: int, charge: Charge) -> int:
        """What a whole layer of programmes is taken to have paid on an event."""
        members = charge.seats.by_layer[place]
        return sum(self.seen(member, charge) for member in members) + self.surplus(
            charge.pack.layers[place], charge
        )

    def entry_left(self, place: int, charge: Charge) -> Left:
        """What is left (in scope, in all) at the entry of a layer (§3.5)."""
        if place == 0:
            return charge.in_scope_fen, charge.cost_fen
        lefts = self._state.lefts.setdefault(charge.index, {})
        if place not in lefts:
            lefts[place] = self._left_after(place - 1, charge)
        return lefts[place]

    def _left_after(self, place: int, charge: Charge) -> Left:
        left = self.entry_left(place, charge)
        layer = charge.pack.layers[place]
        for name in layer.payers:
            if paid := charge.paid_fen[name]:
                left = apply_payment(left, paid, charge.pack.payers[name].covers)
        for member in charge.seats.by_layer[place]:
            if seen := self.seen(member, charge):
                left = apply_payment(left, seen, Covers.IN_SCOPE_FIRST)
        if surplus := self.surplus(layer, charge):
            left = apply_payment(left, surplus, Covers.IN_SCOPE_FIRST)
        return left

    def left(self, member: Member, charge: Charge) -> Left:
        """What is left (in scope, in all) where the member stands on the event (§3.5)."""
        left = self.entry_left(member.place, charge)
        for mate in self.before(member, charge):
            left = apply_payment(left, self.paid(mate, charge), Covers.IN_SCOPE_FIRST)
        return left

    def room(self, member: Member, charge: Charge) -> int:
        """The most the person's own burden lets the member pay on the event (§3.7)."""
        room = charge.cost_fen - sum(charge.paid_fen.values())
        for place in range(member.place):
            if charge.seats.by_layer[place]:
                room -= self.layer_seen(place, charge)
        if member.layer.combine is Combine.SEQUENCE:
            mates = self.before(member, charge)
        else:
            mates = tuple(
                mate for mate in charge.seats.by_layer[member.place] if mate is not member
            )
        for mate in mates:
            room -= self.paid(mate, charge)
        for rival in self._unit.rivals(member):
            if self._state.line.get((rival, charge.index), 0) > 0:
                return 0
        return max(0, room)

    def borne_to_date(self, charge: Charge) -> int:
        """What the person bears on all events so far, an event included (§8.1)."""
        return sum(
            self._borne(one)
            for one in self._unit.folded
            if one.index <= charge.index and one.person == charge.person
        )

    def _borne(self, charge: Charge) -> int:
        borne = charge.cost_fen - sum(charge.paid_fen.values())
        for member in charge.seats.members_for(charge.event.kind):
            borne -= self.paid(member, charge)
        return max(0, borne)

    def base(self, member: Member, charge: Charge) -> Number:
        """The base of a member on an event, in yuan (§3.6); unknown where a fact is missing."""
        programme = member.programme
        formula = programme.base
        value = self.formula_on(formula, member, charge)
        if isinstance(value, Unknown):
            return value
        if programme.clip is Clip.SETTLEMENT:
            value = max(Fraction(0), value)
        return min(value, yuan_from_fen(self.base_limit(member, charge)))

    def base_limit(self, member: Member, charge: Charge) -> int:
        """What a base can be at most, in fen."""
        formula = member.programme.base
        mates = {mate.name for mate in charge.seats.by_layer[member.place]}
        if formula.names & mates:
            in_scope, total = self.entry_left(member.place, charge)
        else:
            in_scope, total = self.left(member, charge)
        return total if formula.wide else in_scope

    def guaranteed(self, member: Member, charge: Charge, row: int) -> Fraction:
        """The amount that a row's guarantee is measured by on an event, in yuan (§4.6)."""
        guarantee = member.programme.terms[row].guarantee
        if guarantee is None:
            return Fraction(0)
        value = self.formula_on(guarantee.of, member, charge)
        return Fraction(0) if isinstance(value, Unknown) else max(Fraction(0), value)

    def guarantee_lacks(self, member: Member, charge: Charge, row: int) -> Unknown | None:
        """What is missing to measure a row's guarantee on a visit to date, if anything (§6.6)."""
        guarantee = member.programme.terms[row].guarantee
        if guarantee is None:
            return None
        entries = self._state.account(member, charge).entries
        visit = self._unit.visit_to_date(member, charge, charge)
        known = [entries.get(one.index) for one in visit]
        taking = [
            one
            for one, entry in zip(visit, known, strict=True)
            if one is charge or (entry is not None and (entry.counted or entry.admissible))
        ]
        return merged([self.formula_on(guarantee.of, member, one) for one in taking])

    def formula_on(self, formula: Formula, member: Member, charge: Charge) -> Number:
        """A formula of one event: its own amounts, and what was paid before the member on it."""
        if formula.dynamic:
            return number(formula.node, self.event_scene(member, charge))
        key = (formula, charge.index)
        if key not in self._unit.steady:
            self._unit.steady[key] = number(formula.node, self.event_scene(member, charge))
        return self._unit.steady[key]

    def event_scene(self, member: Member, charge: Charge) -> Scene:
        """What a formula of one event sees (§3.6)."""

        def value(name: str) -> Known:
            if name in _WHOLE_UNIT_WORDS:
                return self._unit.amount(charge, name)
            if name in ("in_scope_left", "total_left"):
                in_scope, total = self.left(member, charge)
                return yuan_from_fen(in_scope if name == "in_scope_left" else total)
            paid = self._paid_by_name(name, member, charge)
            if paid is not None:
                return yuan_from_fen(paid)
            return self._unit.word(name, member, charge)

        return Scene(value, lambda identity: self._unit.holds(identity, member, charge))

    def _paid_by_name(self, name: str, member: Member, charge: Charge) -> int | None:
        pack = charge.pack
        if name in charge.paid_fen:
            return charge.paid_fen[name]
        other = charge.seats.by_name.get(name)
        if other is not None:
            if other.place < member.place:
                return self.seen(other, charge)
            return self.paid(other, charge) if other in self.before(member, charge) else 0
        place = pack.place_of.get(name)
        if place is None or pack.layers[place].id != name:
            return None
        layer = pack.layers[place]
        if layer.payers:
            return sum(charge.paid_fen[payer] for payer in layer.payers)
        return self.layer_seen(place, charge)

    def visit_scene(
        self,
        member: Member,
        charge: Charge,
        last: Charge,
        assumed: Callable[[str], Known | None],
    ) -> Scene:
        """What conditions and figures see: an event's own words, the visit's amounts (§6.3).

        `charge` gives the words, `last` the end of the visit to date; `assumed` overrides words
        while combinations of unknown ones are tried.
        """
        visit = self._unit.visit_to_date(member, charge, last)

        def value(name: str) -> Known:
            given = assumed(name)
            if given is not None:
                return given
            if name in _WHOLE_UNIT_WORDS:
                total = Fraction(0)
                for one in visit:
                    total += self._unit.amount(one, name)
                return total
            found = self._fold_state(name, member, visit, last)
            return self._unit.word(name, member, charge) if found is None else found

        def holds(identity: str) -> bool | Unknown:
            given = assumed("holds:" + identity)
            if given is not None:
                assert isinstance(given, bool)
                return given
            as_if_applied = assumed(APPLY) is True
            return self._unit.holds(identity, member, charge, as_if_applied=as_if_applied)

        return Scene(value, holds)

    def _fold_state(
        self, name: str, member: Member, visit: list[Charge], last: Charge
    ) -> Number | None:
        if name in ("in_scope_left", "total_left"):
            side = 0 if name == "in_scope_left" else 1
            return yuan_from_fen(sum(self.left(member, one)[side] for one in visit))
        if name in ("year_base", "year_paid", "year_borne", "visit_number"):
            return self._year_state(name, member, last)
        if name in last.paid_fen:
            return yuan_from_fen(sum(one.paid_fen.get(name, 0) for one in visit))
        other = last.seats.by_name.get(name)
        if other is not None:
            return yuan_from_fen(sum(self.paid(other, one) for one in visit))
        place = last.pack.place_of.get(name)
        if place is None:
            return None
        layer = last.pack.layers[place]
        if layer.payers:
            return yuan_from_fen(
                sum(one.paid_fen.get(payer, 0) for one in visit for payer in layer.payers)
            )
        paid = sum(self.paid(mate, one) for mate in last.seats.by_layer[place] for one in visit)
        return yuan_from_fen(paid + sum(self.surplus(layer, one) for one in visit))

    def _year_state(self, name: str, member: Member, last: Charge) -> Number:
        account = self._state.account(member, last)
        opening = self._unit.opening(member, last)
        entries = account.in_order()
        if name == "year_paid":
            paid = sum(
                self._state.line.get((member, one.charge.index), 0)
                for one in entries
                if one.charge.index != last.index
            )
            return yuan_from_fen(paid + (opening.entitled_fen if opening else 0))
        if name == "year_borne":
            places = [one.charge for one in entries if one.charge.index != last.index] + [last]
            return yuan_from_fen(sum(self.left(member, one)[1] for one in places))
        # Entries anew ask this place for their bases: it cannot know of bookings before it is read.
        from mianshen.engine.reference.booking import Bookings

        entries = Bookings(self._unit, self._state).entries_anew(member, last)
        if name == "visit_number":
            visits = {one.charge.visit for one in entries if one.active} - {last.visit}
            return Fraction(len(visits) + (opening.visits if opening else 0) + 1)
        base = self._visit_base(member, last)
        if isinstance(base, Unknown):
            return base
        others = [one for one in entries if one.active and one.charge.visit != last.visit]
        base += sum((one.base for one in others), Fraction(0))
        return base + (Fraction(opening.base_fen, FEN_PER_YUAN) if opening else 0)

    def _visit_base(self, member: Member, last: Charge) -> Number:
        """The base of a visit to date as if all of it counted, whatever pools limit."""
        account = self._state.account(member, last)
        base = Fraction(0)
        for one in self._unit.visit_to_date(member, last, last):
            found = self.base(member, one)
            if isinstance(found, Unknown):
                if one is last:
                    return found
                entry = account.entries.get(one.index)
                found = entry.base if entry is not None else Fraction(0)
            base += found
        return max(Fraction(0), base)
