"""The people assessed together and everything known about them, indexed for the fold (§1.3)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from mianshen.engine.facts import (
    Application,
    AttributeFact,
    Facts,
    Identity,
    Opening,
    Person,
    PoolOpening,
    Value,
)
from mianshen.engine.reference.charges import Charge, Charges
from mianshen.engine.reference.members import Member
from mianshen.engine.reference.values import Known, Number, Truth, Unknown
from mianshen.engine.reference.years import (
    day_of,
    reach_back,
    shift_months,
    whole_years,
    year_start,
)
from mianshen.money import yuan_from_fen
from mianshen.policy.formula import Formula
from mianshen.policy.schema import By, IdentityDay, Layer, Per

APPLY = "apply"

YearLayer = tuple[str, str, str, int]
Held = Mapping[YearLayer, tuple[str, ...]]


@dataclass
class Unit:
    """One unit's charges and facts; nothing in it changes during the fold.

    `steady` remembers formulas of events that read nothing the fold pays; `held` are orders (or
    winners) used all year instead of chosen (§8.6).
    """

    facts: Facts
    charges: Charges
    as_of: date
    year_closed: bool
    people: dict[str, Person]
    steady: dict[tuple[Formula, int], Number] = field(default_factory=dict)
    held: Held = field(default_factory=dict)
    _advanced: set[tuple[Member, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        for charge in self.charges.folded:
            for member, amount in charge.advance_fen.items():
                if amount:
                    self._advanced.add((member, charge.person))

    @property
    def folded(self) -> list[Charge]:
        """The charges in fold order."""
        return self.charges.folded

    def has_advances(self, member: Member, person: str) -> bool:
        """Whether anything was ever advanced to a person on a programme."""
        return (member, person) in self._advanced

    def rivals(self, member: Member) -> tuple[Member, ...]:
        """The members that this one and that exclude each other."""
        return self._rivals.get(member, ())

    @cached_property
    def _rivals(self) -> dict[Member, tuple[Member, ...]]:
        rivals: dict[Member, tuple[Member, ...]] = {}
        for seats in {id(charge.seats): charge.seats for charge in self.folded}.values():
            for member in seats.members:
                mine = {exclusion.programme for exclusion in member.programme.excludes}
                rivals[member] = tuple(
                    other
                    for other in seats.members
                    if other.name in mine
                    and any(one.programme == member.name for one in other.programme.excludes)
                )
        return rivals

    @cached_property
    def _by_visit(self) -> dict[tuple[str, str], list[Charge]]:
        visits: dict[tuple[str, str], list[Charge]] = defaultdict(list)
        for charge in self.folded:
            visits[charge.visit].append(charge)
        return visits

    def visit_to_date(self, member: Member, charge: Charge, last: Charge) -> list[Charge]:
        """The events of a visit so far, in the same benefit year of the member."""
        label = last.label(member.year)
        return [
            one
            for one in self._by_visit[charge.visit]
            if one.index <= last.index
            and one.seats is last.seats
            and one.label(member.year) == label
        ]

    @cached_property
    def _identities(self) -> dict[tuple[str, str], list[Identity]]:
        held: dict[tuple[str, str], list[Identity]] = defaultdict(list)
        for identity in self.facts.identities:
            held[identity.person, identity.identity].append(identity)
        return held

    @cached_property
    def _attributes(self) -> dict[tuple[str, str], list[AttributeFact]]:
        stated: dict[tuple[str, str], list[AttributeFact]] = defaultdict(list)
        for attribute in self.facts.attributes:
            stated[attribute.person, attribute.name].append(attribute)
        return stated

    @cached_property
    def _openings(self) -> dict[tuple[str, str, date], Opening]:
        openings = self.facts.openings
        return {(one.person, one.programme, one.year_start): one for one in openings}

    def once_given_before(self, member: Member, charge: Charge, once: Per) -> bool:
        """Whether an opening says that a programme was given already, in the year or ever."""
        if once is Per.YEAR:
            opening = self.opening(member, charge)
            return opening is not None and opening.once_given
        return any(
            one.once_given and one.person == charge.person and one.programme == member.name
            for one in self.facts.openings
        )

    @cached_property
    def pool_openings(self) -> dict[tuple[str, str, date | None], list[PoolOpening]]:
        """What pools had paid before our data begins, by person, pool and year start."""
        found: dict[tuple[str, str, date | None], list[PoolOpening]] = defaultdict(list)
        for one in self.facts.pool_openings:
            found[one.person, one.pool, one.year_start].append(one)
        return found

    def opening(self, member: Member, charge: Charge) -> Opening | None:
        """The opening balance of a member's account that an event belongs to."""
        return self.opening_of(member, charge.person, charge.label(member.year))

    def opening_of(self, member: Member, person: str, label: int) -> Opening | None:
        """The opening balance of an account."""
        return self._openings.get((person, member.name, year_start(label, member.year)))

    @cached_property
    def released(self) -> frozenset[tuple[str, str, str]]:
        """Lines that two people let go on, by person, programme and event."""
        return frozenset((one.person, one.programme, one.event) for one in self.facts.releases)

    @cached_property
    def rejected(self) -> frozenset[tuple[str, str, str]]:
        """Lines an office refused, by person, programme and event."""
        return frozenset((one.person, one.programme, one.event) for one in self.facts.rejections)

    @cached_property
    def closed_through(self) -> dict[str, date]:
        """How far each source has sent everything."""
        through: dict[str, date] = {}
        for closure in self.facts.closures:
            latest = max(closure.through, through.get(closure.source, closure.through))
            through[closure.source] = latest
        return through

    @cached_property
    def _pins(self) -> dict[tuple[str, str], list[tuple[str, ...]]]:
        pins: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
        for pin in self.facts.pins:
            pins[pin.event, pin.layer].append(pin.order)
        return pins

    def pinned(self, charge: Charge, layer: Layer) -> tuple[str, ...] | None:
        """The order already paid on an event in a layer, if one names any of its members."""
        orders = self._pins.get((charge.event.id, layer.id), ())
        own = [order for order in orders if not set(order).isdisjoint(layer.members)]
        return max(own, default=None)

    def held_order(self, charge: Charge, layer: Layer) -> tuple[str, ...] | None:
        """The order (or winner) held all year in a layer on the person's events, if one is."""
        if not self.held:
            return None
        label = charge.label(charge.pack.year)
        return self.held.get((charge.person, charge.pack.id, layer.id, label))

    def choice(self, person: str, layer: Layer, day: date) -> str | None:
        """The programme a person chose in an elective layer, as it stood on a day."""
        made = [
            (one.start, one.programme)
            for one in self.facts.choices
            if (one.person, one.layer) == (person, layer.id)
            and one.start <= day
            and one.programme in layer.members
        ]
        return max(made)[1] if made else None

    def application(self, member: Member, charge: Charge) -> Application | None:
        """The earliest application for a programme that covers an event."""
        made = [
            one
            for one in self.facts.applications
            if one.person == charge.person
            and one.programme == member.name
            and one.event in (None, charge.event.id)
            and one.on <= self.as_of
        ]
        return min(made, key=lambda one: one.on) if made else None

    def amount(self, charge: Charge, name: str) -> Fraction:
        """An amount of an event in yuan; zero when not given."""
        return yuan_from_fen(charge.event.amounts_fen.get(name, 0))

    def word(self, name: str, member: Member, charge: Charge) -> Known:
        """A fact about an event or its person, or a figure of the pack on the version day."""
        parameter = charge.pack.parameters.get(name)
        if parameter is not None:
            value = parameter.on(day_of(charge.event, member.programme.in_force.by))
            return Unknown(figures=frozenset({name})) if value is None else value
        if name == "age":
            return self._age(charge)
        if name == "sex":
            person = self.people.get(charge.person)
            return person.sex if person and person.sex else Unknown(frozenset({name}))
        if name in charge.pack.spelling.attributes:
            return self._attribute(name, charge)
        found: Value | None = charge.event.facts.get(name)
        return Unknown(frozenset({name})) if found is None else found

    def _age(self, charge: Charge) -> Known:
        person = self.people.get(charge.person)
        if person is None or person.born is None:
            return Unknown(frozenset({"age"}))
        return Fraction(whole_years(person.born, charge.event.settled.date()))

    def _attribute(self, name: str, charge: Charge) -> Known:
        day = charge.event.settled.date()
        stated = [
            one
            for one in self._attributes.get((charge.person, name), ())
            if one.start <= day and (one.end is None or day <= one.end)
        ]
        if not stated:
            return Unknown(frozenset({name}))
        return max(stated, key=lambda one: (one.start, str(one.value))).value

    def identity_days(self, member: Member, charge: Charge) -> tuple[date, date]:
        """The first and last day on which holding an identity counts."""
        event = charge.event
        who = member.programme.who
        match who.on if who is not None else IdentityDay.SETTLEMENT:
            case IdentityDay.ADMISSION:
                return event.admitted, event.admitted
            case IdentityDay.DISCHARGE:
                return event.discharged, event.discharged
            case IdentityDay.STAY:
                return event.admitted, event.discharged
            case IdentityDay.SETTLEMENT:
                day = event.settled.date()
                return day, day

    def holds(
        self, identity: str, member: Member, charge: Charge, *, as_if_applied: bool = False
    ) -> Truth:
        """Whether the person holds an identity on the programme's day (§6.2).

        Unknown with the word `apply` when only the part recognised on application covers it, and
        with a word of its own when it is not confirmed. With `as_if_applied` that part counts.
        """
        first, last = self.identity_days(member, charge)
        answer: Truth = False
        for spell in self._identities.get((charge.person, identity), ()):
            if spell.end is not None and spell.end < first:
                continue
            found: Truth = False
            if spell.start <= last:
                found = True
            elif self._reaches(spell, member, last):
                backdate = member.programme.who and member.programme.who.backdate
                asked = as_if_applied or self.application(member, charge) is not None
                needs_asking = bool(backdate and backdate.on_application) and not asked
                found = Unknown(frozenset({APPLY})) if needs_asking else True
            if found is not False and not spell.confirmed:
                disputed = Unknown(frozenset({f"holds:{identity}"}))
                found = disputed if found is True else found.with_(disputed)
            answer = _stronger(answer, found)
        return answer

    def _reaches(self, spell: Identity, member: Member, day: date) -> bool:
        who = member.programme.who
        if who is None or who.backdate is None:
            return False
        reach = reach_back(spell.recognised or spell.start, who.backdate, member.year)
        return min(reach, spell.start) <= day

    def deadline(self, member: Member, charge: Charge) -> date | None:
        """The last day a claim for an event can be made."""
        window = member.programme.claim_within
        if window is None:
            return None
        day = day_of(charge.event, window.after)
        return shift_months(day, window.months) + timedelta(days=window.days)

    def settled_day(self, charge: Charge) -> date:
        """The day of settlement."""
        return day_of(charge.event, By.SETTLEMENT)


def _stronger(one: Truth, other: Truth) -> Truth:
    """The better of two answers: true, else only to be asked for, else disputed, else both."""
    return max((one, other), key=_strength)


def _strength(answer: Truth) -> int:
    if isinstance(answer, Unknown):
        if APPLY not in answer.words:
            return 2
        return 3 if len(answer.words) == 1 else 1
    return 4 if answer else 0
