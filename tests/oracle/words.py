"""What the words of formulas stand for: of one event, and of a visit to date (§3.6, §6.3)."""

from fractions import Fraction

from mianshen.engine.facts import Event
from mianshen.policy.schema import Kind
from oracle.days import age_on
from oracle.expressions import NOT_PUBLISHED, NOT_STATED, Known, Truth3, Unknown, Value
from oracle.identities import Identities, reads_backdated
from oracle.left import (
    account_of,
    before,
    left,
    line,
    paid,
    seen,
    surplus,
)
from oracle.state import State
from oracle.world import World, version_day

AMOUNTS = {
    Kind.REIMBURSEMENT: (
        "total",
        "in_scope",
        "full_self_pay",
        "over_limit",
        "self_pay_first",
        "hospital_part",
        "account_pay",
    ),
    Kind.PREMIUM: ("price",),
    Kind.DAILY: ("wage",),
}
NUMBERS_STATED = ("stay_days", "tier", "days", "age")
TRUTHS_STATED = ("referred", "filed")
FACTS = {
    Kind.REIMBURSEMENT: (
        "visit",
        "med_type",
        "grade",
        "insurance",
        "place",
        "diagnosis",
        "hospital",
        "referred",
        "filed",
        "stay_days",
    ),
    Kind.PREMIUM: ("tier", "scheme"),
    Kind.DAILY: ("days",),
}


def yuan(fen: int | Fraction) -> Fraction:
    """Fen as yuan."""
    return Fraction(fen) / 100


def exact(value: object) -> Known:
    """A stated value in the form formulas use."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    assert isinstance(value, Fraction | str | bool)
    return value


class EventWords:
    """Words of a base: everything is one event's."""

    def __init__(
        self,
        world: World,
        state: State,
        event: Event,
        name: str,
        assumed: dict[str, Known] | None = None,
        *,
        backdated: bool | None = None,
    ) -> None:
        self.world, self.state, self.event, self.name = world, state, event, name
        self.assumed = assumed or {}
        self.pack = world.pack(event)
        self.kind = self.pack.programmes[name].kind
        if backdated is None:
            backdated = reads_backdated(world, event, name)
        self.identities = Identities(world, event, name, self.assumed, backdated=backdated)

    def value(self, name: str) -> Value:
        """The value of a word."""
        if name in self.assumed:
            return self.assumed[name]
        for found in (self._fact(name), self._figure(name), self._amount(name)):
            if found is not None:
                return found
        raise AssertionError(name)

    def holds(self, identity: str) -> Truth3:
        """Whether the person has an identity on the programme's day."""
        return self.identities.any_of((identity,))

    def _fact(self, name: str) -> Value | None:
        if name in FACTS[self.kind]:
            stated = self.event.facts.get(name)
            return NOT_STATED if stated is None else exact(stated)
        day = self.event.settled.date()
        person = next((one for one in self.world.facts.people if one.id == self.event.person), None)
        if name == "age":
            born = person.born if person else None
            return Fraction(age_on(born, day)) if born else NOT_STATED
        if name == "sex":
            return person.sex if person and person.sex else NOT_STATED
        if name in self.pack.spelling.attributes:
            stating = [
                one
                for one in self.world.facts.attributes
                if (one.person, one.name) == (self.event.person, name)
                and one.start <= day
                and (one.end is None or day <= one.end)
            ]
            return exact(max(stating, key=lambda one: one.start).value) if stating else NOT_STATED
        return None

    def _figure(self, name: str) -> Value | None:
        parameter = self.pack.parameters.get(name)
        if parameter is None:
            return None
        day = version_day(self.world, self.event, self.name)
        dated = [one for one in parameter.values if one.start <= day]
        return max(dated, key=lambda one: one.start).value if dated else NOT_PUBLISHED

    def _amount(self, name: str) -> Value | None:
        if name in AMOUNTS[self.kind]:
            return yuan(self.event.amounts_fen.get(name, 0))
        if name in self.pack.payers:
            return yuan(self.world.by_payer(self.event, name))
        for layer in self.pack.layers:
            if layer.id == name and layer.payers:
                return yuan(sum(self.world.by_payer(self.event, one) for one in layer.payers))
        if name in ("in_scope_left", "total_left"):
            rest = left(self.world, self.state, self.event, self.name)
            return yuan(rest[0 if name == "in_scope_left" else 1])
        return self._paid(name)

    def _paid(self, name: str) -> Value | None:
        world, state, event = self.world, self.state, self.event
        if name in self.pack.programmes:
            if name not in self.pack.layer_of[self.name].members:
                return yuan(seen(world, state, event, name))
            earlier = before(world, state, event, self.name)
            return yuan(paid(world, state, event, name) if name in earlier else 0)
        for layer in self.pack.layers:
            if layer.id == name:
                members = sum(seen(world, state, event, one) for one in layer.members)
                return yuan(members + surplus(world, state, event, layer))
        return None


class VisitWords(EventWords):
    """Words of conditions and figures: amounts of the visit to date, other words of one event.

    `until` is the event reached; the words are those of `event`, an entry of the same visit.
    """

    def __init__(
        self,
        world: World,
        state: State,
        event: Event,
        name: str,
        assumed: dict[str, Known] | None = None,
        *,
        until: Event | None = None,
        backdated: bool | None = None,
    ) -> None:
        super().__init__(world, state, event, name, assumed, backdated=backdated)
        self.until = until or event
        self.visit = [
            one
            for one in world.before_or_at(self.until)
            if one.visit == event.visit
            and one.kind is self.kind
            and world.pack(one).id == self.pack.id
            and world.year_of(one, name) == world.year_of(event, name)
        ]

    def _amount(self, name: str) -> Value | None:
        world, state = self.world, self.state
        if name in AMOUNTS[self.kind]:
            return yuan(sum(one.amounts_fen.get(name, 0) for one in self.visit))
        if name in self.pack.payers:
            return yuan(sum(world.by_payer(one, name) for one in self.visit))
        if name in ("in_scope_left", "total_left"):
            at = 0 if name == "in_scope_left" else 1
            return yuan(sum(left(world, state, one, self.name)[at] for one in self.visit))
        if name in self.pack.programmes:
            return yuan(sum(paid(world, state, one, name) for one in self.visit))
        for layer in self.pack.layers:
            if layer.id == name and layer.payers:
                payers = layer.payers
                return yuan(sum(world.by_payer(e, p) for e in self.visit for p in payers))
            if layer.id == name:
                members = layer.members
                whole = sum(paid(world, state, e, one) for e in self.visit for one in members)
                return yuan(whole + sum(surplus(world, state, e, layer) for e in self.visit))
        return self._of_the_year(name)

    def _of_the_year(self, name: str) -> Value | None:
        world, state, programme = self.world, self.state, self.name
        account = account_of(world, state, self.until, programme)
        entries = account.entries if account else []
        year = world.year_of(self.until, programme)
        opening = world.opening(self.event.person, self.pack, programme, year)
        if name == "year_paid":
            earlier = [one.event for one in entries if one.event.id != self.until.id]
            lines = sum(line(world, state, one, programme) for one in earlier)
            return yuan(lines + (opening.entitled_fen if opening else 0))
        if name == "year_borne":
            events = [one.event for one in entries if one.event.id != self.until.id]
            events.append(self.until)
            return yuan(sum(left(world, state, one, programme)[1] for one in events))
        if name == "visit_number":
            from oracle.booking import counts

            visits = {one.event.visit for one in entries if counts(world, state, programme, one)}
            others = len(visits - {self.event.visit})
            return Fraction(others + (opening.visits if opening else 0) + 1)
        if name == "year_base":
            from oracle.booking import base_to_date

            found = base_to_date(world, state, self.until, programme)
            if isinstance(found, Unknown):
                return found
            return yuan(found + (opening.base_fen if opening else 0))
        return None
