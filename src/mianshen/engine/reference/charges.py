"""Events ready for the fold: which count, in which order, what they cost and who paid (§1, §2)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mianshen.engine.facts import Event, Facts, FactsError, OtherPayment
from mianshen.engine.reference.members import Member, Seats
from mianshen.engine.reference.years import day_of, year_label
from mianshen.engine.results import Reason
from mianshen.money import share_by_largest_remainder
from mianshen.policy.pack import ONE_STOP_SOURCE, Pack
from mianshen.policy.schema import AccountMoney, Allocation, Kind, LongStay, Payer, Year

NO_COST_LIMIT_FEN = 10**15


@dataclass(eq=False)
class Charge:
    """An event in the fold: its cost, what payers paid on it, what was advanced on it."""

    event: Event
    seats: Seats
    cost_fen: int
    in_scope_fen: int
    index: int = -1
    paid_fen: dict[str, int] = field(default_factory=dict)
    advance_fen: dict[Member, int] = field(default_factory=dict)
    layer_advance_fen: dict[str, int] = field(default_factory=dict)
    provisional: bool = False
    last_of_visit: Event | None = None
    _labels: dict[int, int] = field(default_factory=dict)

    @property
    def pack(self) -> Pack:
        """The pack responsible for the event."""
        return self.seats.pack

    @property
    def person(self) -> str:
        """Whose event it is."""
        return self.event.person

    @property
    def visit(self) -> tuple[str, str]:
        """The visit it belongs to, told apart by person."""
        return self.event.person, self.event.visit

    def label(self, year: Year) -> int:
        """The benefit year it falls in (§1.5)."""
        known = self._labels.get(id(year))  # a pack's years live as long as its charges
        if known is None:
            last = year.long_stay is LongStay.LAST_SETTLEMENT and self.last_of_visit
            known = year_label(day_of(last or self.event, year.by), year)
            self._labels[id(year)] = known
        return known

    @property
    def left_fen(self) -> int:
        """What of the cost neither payers nor advance sources of the bill have met so far."""
        advanced = sum(self.advance_fen.values()) + sum(self.layer_advance_fen.values())
        return max(0, self.cost_fen - sum(self.paid_fen.values()) - advanced)


@dataclass
class Charges:
    """The fold's events in order, the excluded ones with reasons, and year-level payments."""

    folded: list[Charge] = field(default_factory=list)
    excluded: list[tuple[Event, Seats, Reason]] = field(default_factory=list)
    year_level: list[OtherPayment] = field(default_factory=list)


def prepare(facts: Facts, seats_for: Mapping[str, Seats], as_of: date) -> Charges:
    """Sort the events of a unit into the fold's order, and set payments against them.

    `seats_for` maps a pack's id to its seats. Raises `FactsError` for a payment that covers a span
    of days from a payer whose pack names no allocation.
    """
    events = _latest_versions(facts.events, as_of)
    placed = [(event, _seats(facts, seats_for, event)) for event in events]
    charges = Charges()
    struck = _struck(events)
    for event, seats in placed:
        if seats is None:
            continue
        reason = struck.get(event.id)
        if reason is None and event.amounts_fen.get("total", 0) < 0:
            reason = Reason.NEEDS_CHECK
        if reason is not None:
            charges.excluded.append((event, seats, reason))
            continue
        charges.folded.append(_charge(event, seats))
    payments = distinct(facts.payments)
    _set_named_payments(charges, payments)
    _exclude_overpaid(charges)
    _order(charges)
    for provisional in (False, True):
        _set_span_payments(charges, [one for one in payments if one.provisional is provisional])
        _order(charges)
    _set_provisional_payments(charges, payments)
    _set_deliveries(charges, facts)
    return charges


def distinct(payments: Iterable[OtherPayment]) -> list[OtherPayment]:
    """Each payment once, however often it was reported."""
    by_id: dict[str, OtherPayment] = {}
    for payment in payments:
        same = by_id.get(payment.id, payment)
        by_id[payment.id] = payment if same == payment else max(payment, same, key=repr)
    return list(by_id.values())


def _latest_versions(events: Sequence[Event], as_of: date) -> list[Event]:
    versions: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        versions[event.id].append(event)
    latest = [
        same[0] if len(same) == 1 else max(same, key=_version_key)
        for _, same in sorted(versions.items())
    ]
    return [event for event in latest if event.settled.date() <= as_of]


def _version_key(event: Event) -> tuple[str, str]:
    recorded = event.recorded.isoformat() if event.recorded else ""
    return recorded, repr(event)


def _seats(facts: Facts, seats_for: Mapping[str, Seats], event: Event) -> Seats | None:
    spans = [span for span in facts.responsibilities if span.person == event.person]
    if not spans:
        return next(iter(seats_for.values())) if len(seats_for) == 1 else None
    day = event.settled.date()
    for span in spans:
        if span.start <= day and (span.end is None or day <= span.end):
            return seats_for.get(span.pack)
    return None


def _struck(events: Sequence[Event]) -> dict[str, Reason]:
    known = {event.id: event for event in events}
    struck: dict[str, Reason] = {}
    for event in events:
        if event.reverses is None:
            continue
        original = known.get(event.reverses)
        if original is None or original.person != event.person:
            struck[event.id] = Reason.NEEDS_CHECK
        else:
            struck[event.id] = struck[original.id] = Reason.REVERSED
    return struck


def _charge(event: Event, seats: Seats) -> Charge:
    amounts = event.amounts_fen
    match event.kind:
        case Kind.REIMBURSEMENT:
            cost = amounts.get("total", 0) - amounts.get("hospital_part", 0)
            if seats.pack.spelling.account_money is AccountMoney.PAID:
                cost -= amounts.get("account_pay", 0)
            in_scope = max(0, min(amounts.get("in_scope", 0), cost))
        case Kind.PREMIUM:
            cost = in_scope = amounts.get("price", 0)
        case Kind.DAILY:
            cost = in_scope = NO_COST_LIMIT_FEN
    charge = Charge(event, seats, cost, in_scope)
    for name, payer in seats.pack.payers.items():
        charge.paid_fen[name] = sum(event.paid_fen.get(source, 0) for source in payer.sources)
    _set_advances(charge)
    return charge


def _set_advances(charge: Charge) -> None:
    seats, paid = charge.seats, charge.event.paid_fen
    for member in seats.members_for(charge.event.kind):
        amount = sum(paid.get(source, 0) for source in member.programme.advance)
        if amount:
            charge.advance_fen[member] = amount
    if charge.event.kind is Kind.REIMBURSEMENT:
        for layer_id, sources in layer_advances(seats.pack).items():
            amount = sum(paid.get(source, 0) for source in sources)
            if amount:
                charge.layer_advance_fen[layer_id] = amount


def layer_advances(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """The sources that count as delivered on each layer; one-stop aid where nothing names it."""
    named = [layer.advance for layer in pack.layers]
    named += [programme.advance for programme in pack.programmes.values()]
    is_named = any(ONE_STOP_SOURCE in sources for sources in named)
    found = {layer.id: layer.advance for layer in pack.layers}
    if pack.advance_layer is not None and not is_named:
        found[pack.advance_layer.id] = (*pack.advance_layer.advance, ONE_STOP_SOURCE)
    return {layer_id: sources for layer_id, sources in found.items() if sources}


def _payer_of(pack: Pack, source: str) -> tuple[str, Payer] | None:
    for name, payer in pack.payers.items():
        if source in payer.sources:
            return name, payer
    return None


def _named_payments(
    charges: Charges, payments: list[OtherPayment], *, provisional: bool
) -> Iterable[tuple[Charge, str, int]]:
    by_event = {charge.event.id: charge for charge in charges.folded}
    for payment in sorted(payments, key=lambda payment: payment.id):
        charge = by_event.get(payment.event or "")
        if charge is None or payment.provisional is not provisional:
            continue
        found = _payer_of(charge.pack, payment.source)
        if found is not None and charge.person == payment.person:
            yield charge, found[0], payment.amount_fen


def _set_named_payments(charges: Charges, payments: list[OtherPayment]) -> None:
    for charge, payer, amount in _named_payments(charges, payments, provisional=False):
        charge.paid_fen[payer] += amount


def _set_provisional_payments(charges: Charges, payments: list[OtherPayment]) -> None:
    for charge, payer, amount in _named_payments(charges, payments, provisional=True):
        charge.paid_fen[payer] += min(amount, charge.left_fen)
        charge.provisional = True


def _exclude_overpaid(charges: Charges) -> None:
    kept = []
    for charge in charges.folded:
        advanced = sum(charge.advance_fen.values()) + sum(charge.layer_advance_fen.values())
        if sum(charge.paid_fen.values()) + advanced > charge.cost_fen:
            charges.excluded.append((charge.event, charge.seats, Reason.PAYERS_EXCEED_COST))
        else:
            kept.append(charge)
    charges.folded = kept


def _order(charges: Charges) -> None:
    def key(charge: Charge) -> tuple[str, str, str]:
        event = charge.event
        day = day_of(event, charge.pack.year.by)
        return day.isoformat(), event.settled.isoformat(), event.id

    charges.folded.sort(key=key)
    last: dict[tuple[str, str], Event] = {}
    for index, charge in enumerate(charges.folded):
        charge.index = index
        last[charge.visit] = charge.event
    for charge in charges.folded:
        charge.last_of_visit = last[charge.visit]
        charge._labels.clear()


def _set_span_payments(charges: Charges, payments: list[OtherPayment]) -> None:
    spans = [payment for payment in payments if payment.event is None]
    for payment in sorted(spans, key=lambda one: (one.first_day or date.min, one.id)):
        covered = [
            (charge, payer)
            for charge in charges.folded
            if _covers(payment, charge)
            and (payer := _payer_of(charge.pack, payment.source)) is not None
        ]
        if covered:
            _allocate(charges, payment, covered)


def _covers(payment: OtherPayment, charge: Charge) -> bool:
    day = charge.event.settled.date()
    return (
        charge.person == payment.person
        and charge.event.kind is Kind.REIMBURSEMENT
        and (payment.first_day or date.min) <= day <= (payment.last_day or date.max)
    )


def _allocate(
    charges: Charges, payment: OtherPayment, covered: list[tuple[Charge, tuple[str, Payer]]]
) -> None:
    """Set a payment against the events it covers, as the payer of the first of them says."""
    name, payer = covered[0][1]
    if payer.allocate is None:
        raise FactsError(
            f"payment {payment.id} of {payment.source} covers a span of days, but the pack does "
            f"not say how {name!r} is allocated; give the payer `allocate`, or name the settlement"
        )
    left = [charge.left_fen for charge, _ in covered]
    amount = payment.amount_fen
    if amount > sum(left) and payment.provisional:
        amount = sum(left)
    if amount > sum(left):
        for charge, _ in covered:
            charges.folded.remove(charge)
            reason = Reason.PAYERS_EXCEED_COST
            charges.excluded.append((charge.event, charge.seats, reason))
        return
    if payer.allocate is Allocation.YEAR_LEVEL:
        charges.year_level.append(replace(payment, amount_fen=amount))
        return
    if amount == 0:
        return
    if payer.allocate is Allocation.PRO_RATA:
        shares = share_by_largest_remainder(amount, left)
    else:
        shares = _in_turn(amount, left)
    for (charge, (own, _)), share in zip(covered, shares, strict=True):
        charge.paid_fen[own] += share
        charge.provisional = charge.provisional or payment.provisional


def _in_turn(amount: int, left: list[int]) -> list[int]:
    shares = []
    for room in left:
        shares.append(min(amount, room))
        amount -= shares[-1]
    return shares


def _set_deliveries(charges: Charges, facts: Facts) -> None:
    by_event = {charge.event.id: charge for charge in charges.folded}
    for delivery in facts.deliveries:
        charge = by_event.get(delivery.event)
        if charge is None or charge.person != delivery.person:
            continue
        member = charge.seats.by_name.get(delivery.place)
        if member is not None:
            amount = charge.advance_fen.get(member, 0) + delivery.amount_fen
            charge.advance_fen[member] = amount
        elif any(layer.id == delivery.place for layer in charge.pack.layers):
            amount = charge.layer_advance_fen.get(delivery.place, 0) + delivery.amount_fen
            charge.layer_advance_fen[delivery.place] = amount
    for charge in charges.folded:
        charge.advance_fen = {one: max(0, fen) for one, fen in charge.advance_fen.items()}
        dealt = charge.layer_advance_fen.items()
        charge.layer_advance_fen = {layer: max(0, fen) for layer, fen in dealt}
