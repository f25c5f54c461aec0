"""The facts of an assessment as the calculation asks for them: costs, payers, years, advances."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from mianshen.engine.facts import Event, Facts, Opening, OtherPayment
from mianshen.engine.results import Reason
from mianshen.policy.pack import Pack
from mianshen.policy.schema import By, Kind, Layer, LongStay, PoolScope, Programme, Year
from oracle.days import day_of, first_day, year_holding

NO_LIMIT_FEN = 10**15
ONE_STOP = "maf_pay"
NAMED = frozenset({Event, Layer, Pack})

MISSING: Any = object()

T = TypeVar("T")


def remembered(function: Callable[..., T]) -> Callable[..., T]:
    """Ask the facts once: they do not change when all payments have been allocated."""
    name = function.__name__

    @wraps(function)
    def asked(world: "World", *about: Any) -> T:
        if not world.settled:
            return function(world, *about)
        key = (name, *[one.id if type(one) in NAMED else one for one in about])
        found: T = world.answers.get(key, MISSING)
        if found is MISSING:
            found = world.answers[key] = function(world, *about)
        return found

    return asked


@dataclass
class World:
    """Facts and packs, the events that count in the order of the fold, and who paid on them."""

    facts: Facts
    packs: Sequence[Pack]
    year: int
    as_of: date
    year_closed: bool
    events: list[Event] = field(default_factory=list)
    excluded: dict[str, Reason] = field(default_factory=dict)
    set_aside_events: list[Event] = field(default_factory=list)
    paid: dict[tuple[str, str], int] = field(default_factory=dict)
    year_level: list[tuple[OtherPayment, int]] = field(default_factory=list)
    settled: bool = False
    answers: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def pack_on(self, person: str, day: date) -> Pack | None:
        """§1.4 The pack responsible for a person on a day."""
        said = [one for one in self.facts.responsibilities if one.person == person]
        if not said:
            return self.packs[0] if len(self.packs) == 1 else None
        on_day = [one for one in said if one.start <= day and (one.end is None or day <= one.end)]
        if not on_day:
            return None
        latest = max(on_day, key=lambda one: one.start)
        return next((pack for pack in self.packs if pack.id == latest.pack), None)

    @remembered
    def pack(self, event: Event) -> Pack:
        """The pack of an event that has one."""
        found = self.pack_on(event.person, event.settled.date())
        assert found is not None
        return found

    @remembered
    def programme(self, event: Event, name: str) -> Programme:
        """A programme of the event's pack."""
        return self.pack(event).programmes[name]

    @remembered
    def place(self, event: Event) -> tuple[date, object, str]:
        """§1.3 Where an event stands in the fold."""
        return (day_of(event, self.pack(event).year.by), event.settled, event.id)

    @remembered
    def before_or_at(self, event: Event) -> list[Event]:
        """The events of the same person up to this one, in the order of the fold."""
        mine = [one for one in self.events if one.person == event.person]
        return [one for one in mine if self.place(one) <= self.place(event)]

    @remembered
    def year_under(self, year: Year, event: Event) -> int:
        """§1.5 The benefit year of an event."""
        deciding = event
        if year.long_stay is LongStay.LAST_SETTLEMENT:
            stay = [
                one
                for one in self.events
                if one.person == event.person and one.visit == event.visit
            ]
            deciding = max(stay, key=self.place) if event in stay else event
        return year_holding(year, day_of(deciding, year.by))

    @remembered
    def year_of(self, event: Event, name: str) -> int:
        """The benefit year of an event under a programme's own year."""
        return self.year_under(self.pack(event).year_of(name), event)

    def pack_year(self, event: Event) -> int:
        """The year an event's lines come out for; of an excluded one by its own date."""
        year = self.pack(event).year
        if event.id in self.excluded:
            return year_holding(year, day_of(event, year.by))
        return self.year_under(year, event)

    def gross(self, event: Event) -> int:
        """What the bill comes to before anyone has paid."""
        if event.kind is Kind.PREMIUM:
            return event.amounts_fen.get("price", 0)
        if event.kind is Kind.DAILY:
            return NO_LIMIT_FEN
        return event.amounts_fen.get("total", 0)

    def not_borne(self, event: Event) -> int:
        """What of the bill nobody but the hospital or the account bears."""
        if event.kind is not Kind.REIMBURSEMENT:
            return 0
        account = event.amounts_fen.get("account_pay", 0)
        as_paid = self.pack(event).spelling.account_money.value == "paid"
        return event.amounts_fen.get("hospital_part", 0) + (account if as_paid else 0)

    @remembered
    def cost(self, event: Event) -> int:
        """§2.1 What an event costs."""
        return self.gross(event) - self.not_borne(event)

    @remembered
    def scope(self, event: Event) -> int:
        """§2.1 What of it is in scope."""
        if event.kind is Kind.REIMBURSEMENT:
            return max(0, min(event.amounts_fen.get("in_scope", 0), self.cost(event)))
        return self.cost(event)

    def by_payer(self, event: Event, payer: str) -> int:
        """§2.2 What a payer has paid on an event."""
        return self.paid.get((event.id, payer), 0)

    @remembered
    def by_payers(self, event: Event) -> int:
        """What all payers have paid on an event, wherever they are listed."""
        return sum(self.by_payer(event, payer) for payer in self.pack(event).payers)

    def named(self, event: Event, sources: Sequence[str], *, provisional: bool = False) -> int:
        """What sources paid with an event, and by payments of others that name it."""
        with_event = 0 if provisional else sum(event.paid_fen.get(one, 0) for one in sources)
        return with_event + sum(
            one.amount_fen
            for one in self.facts.payments
            if one.event == event.id and one.source in sources and one.provisional is provisional
        )

    def listed_advances(self, event: Event) -> int:
        """What sources under `advance` paid on an event, one-stop aid among them when it is one."""
        pack = self.pack(event)
        sources = [one for layer in pack.layers for one in layer.advance]
        sources += [one for each in pack.programmes.values() for one in each.advance]
        if ONE_STOP not in _every_source(pack) and _first_real_layer(pack) is not None:
            sources.append(ONE_STOP)
        return self.named(event, sources)

    def _delivered(self, event: Event, place: str) -> int:
        return sum(
            one.amount_fen
            for one in self.facts.deliveries
            if one.event == event.id and one.person == event.person and one.place == place
        )

    @remembered
    def advance(self, event: Event, name: str) -> int:
        """§2.5 What was already delivered on a programme."""
        paid = self.named(event, self.programme(event, name).advance)
        return max(0, paid + self._delivered(event, name))

    @remembered
    def ever_advanced(self, person: str, name: str) -> bool:
        """Whether anything was ever delivered to a person on a programme of that name."""
        return any(
            self.advance(one, name)
            for one in self.events
            if one.person == person and name in self.pack(one).programmes
        )

    @remembered
    def layer_advance(self, event: Event, layer: Layer) -> int:
        """§2.5 What was already delivered on a layer."""
        sources = list(layer.advance)
        pack = self.pack(event)
        if ONE_STOP not in _every_source(pack) and layer is _first_real_layer(pack):
            sources.append(ONE_STOP)
        return max(0, self.named(event, sources) + self._delivered(event, layer.id))

    @remembered
    def opening(self, person: str, pack: Pack, name: str, year: int) -> Opening | None:
        """The opening balance of a programme in one of its years."""
        start = first_day(pack.year_of(name), year)
        for one in self.facts.openings:
            if (one.person, one.programme, one.year_start) == (person, name, start):
                return one
        return None

    @remembered
    def household(self, person: str) -> list[str]:
        """The people whose pools are shared with a person, the person among them."""
        homes = {one.id: one.household for one in self.facts.people}
        home = homes.get(person)
        if home is None:
            return [person]
        return sorted({person, *(one for one, other in homes.items() if other == home)})

    def units(self) -> list[list[str]]:
        """§1.3 People folded together."""
        shared = any(
            pool.scope is PoolScope.HOUSEHOLD for pack in self.packs for pool in pack.pools.values()
        )
        people = sorted({event.person for event in self.events})
        if not shared:
            return [[one] for one in people]
        homes = {tuple(self.household(one)) for one in people}
        return [list(home) for home in sorted(homes)]

    def ends_in_the_year(self, pack: Pack, name: str, year: int) -> bool:
        """§9.2 Whether a programme's benefit year ends in the year asked for."""
        own = pack.year_of(name)
        if own.starts == pack.year.starts:
            return year == self.year
        end = first_day(own, year + 1)
        return first_day(pack.year, self.year) < end <= first_day(pack.year, self.year + 1)


def _every_source(pack: Pack) -> list[str]:
    sources = [one for payer in pack.payers.values() for one in payer.sources]
    sources += [one for layer in pack.layers for one in layer.advance]
    return sources + [one for each in pack.programmes.values() for one in each.advance]


def _first_real_layer(pack: Pack) -> Layer | None:
    for layer in pack.layers:
        members = [pack.programmes[name] for name in layer.members]
        if any(one.kind is Kind.REIMBURSEMENT and not one.simulated for one in members):
            return layer
    return None


def version_day(world: World, event: Event, name: str) -> date:
    """§6.1 The day whose figures a programme uses."""
    by: By = world.programme(event, name).in_force.by
    return day_of(event, by)
