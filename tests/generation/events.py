"""Generated events of people and what was paid on them, with few days so that edges meet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from generation.drawing import Drawing
from mianshen.engine.facts import Delivery, Event, OtherPayment, Value
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Kind

YUAN = 100
DAYS = (
    date(2024, 1, 5),
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2024, 4, 1),
    date(2024, 5, 10),
    date(2024, 6, 30),
    date(2024, 9, 15),
    date(2024, 12, 28),
)
YEAR_ENDS = (date(2023, 12, 30), date(2025, 1, 2), date(2024, 12, 31), date(2024, 1, 1))
TOTALS_FEN = (
    (10000_00, 20),
    (5000_00, 18),
    (3000_00, 14),
    (4900_00, 15),
    (1000_00, 10),
    (200_00, 10),
    (33_35, 6),
    (30000_00, 9),
    (0, 3),
)

WORDS: Mapping[str, tuple[Value, ...]] = {
    "visit": ("inpatient", "outpatient", "pharmacy"),
    "grade": ("二级", "一级", "三级", "未定级"),
    "diagnosis": ("C34.1", "I10", "D05"),
    "referred": (True, False),
    "insurance": ("居民", "职工"),
    "place": ("本地", "市内异地", "跨省异地"),
    "stay_days": (Fraction(3), Fraction(2), Fraction(30)),
    "med_type": ("21", "11"),
    "hospital": ("H1", "H3"),
}
CHANNELS = ("one_stop", "order")


@dataclass(frozen=True)
class Reading:
    """What of an event the packs read, by the words that stand in them."""

    packs: tuple[Pack, ...]
    words: frozenset[str]

    @property
    def kinds(self) -> set[Kind]:
        """The kinds of event some programme pays for."""
        return {one.kind for pack in self.packs for one in pack.programmes.values()}

    def payer_sources(self) -> list[str]:
        """Every source that some payer counts, each once."""
        payers = [payer for pack in self.packs for payer in pack.payers.values()]
        return list(dict.fromkeys(source for payer in payers for source in payer.sources))

    def advance_sources(self) -> list[str]:
        """Every source that some layer or programme counts as delivered."""
        named = [
            source
            for pack in self.packs
            for holders in (pack.layers, pack.programmes.values())
            for one in holders
            for source in one.advance
        ]
        paid = self.payer_sources()
        return [name for name in dict.fromkeys(["maf_pay", *named]) if name not in paid]


def events_of(d: Drawing, reading: Reading, person: str, count: int) -> list[Event]:
    """The events of a person, some of them settlements of one stay."""
    events: list[Event] = []
    at = 0
    for number in range(1, count + 1):
        identifier = f"{person}-{number}"
        at = min(at + d.whole(0, 3), len(DAYS) - 1)
        day = d.of(*YEAR_ENDS) if d.chance(7) else DAYS[at]
        care = [event for event in events if event.kind is Kind.REIMBURSEMENT]
        if care and d.chance(34):
            events.append(_next_of_stay(d, reading, care[-1], identifier, day))
        else:
            events.append(_event(d, reading, person, identifier, day))
    return events


def _event(d: Drawing, reading: Reading, person: str, identifier: str, day: date) -> Event:
    kind = Kind.REIMBURSEMENT
    others = sorted(reading.kinds - {kind})
    if others and d.chance(40):
        kind = d.of(*others)
    settled = datetime(day.year, day.month, day.day, d.of(10, 9, 16))
    discharged = day - timedelta(days=d.among((0, 80), (1, 12), (95, 8)))
    admitted = discharged - timedelta(days=d.among((0, 30), (3, 40), (10, 20), (40, 10)))
    amounts, facts = _stated(d, reading, kind)
    event = Event(
        id=identifier,
        person=person,
        visit=f"stay-{identifier}",
        admitted=admitted,
        discharged=discharged,
        settled=settled,
        kind=kind,
        amounts_fen=amounts,
        facts=facts,
    )
    return replace(event, paid_fen=_paid(d, reading, event))


def _next_of_stay(d: Drawing, reading: Reading, first: Event, identifier: str, day: date) -> Event:
    settled = datetime(day.year, day.month, day.day, 11)
    amounts, facts = _stated(d, reading, first.kind)
    event = replace(
        first,
        id=identifier,
        discharged=max(first.admitted, day if d.chance(70) else first.discharged),
        settled=max(settled, first.settled + timedelta(hours=1)),
        amounts_fen=amounts,
        facts=facts if d.chance(20) else first.facts,
    )
    return replace(event, paid_fen=_paid(d, reading, event))


def _stated(d: Drawing, reading: Reading, kind: Kind) -> tuple[dict[str, int], dict[str, Value]]:
    if kind is Kind.PREMIUM:
        facts: dict[str, Value] = {"tier": Fraction(d.of(1, 2))} if "tier" in reading.words else {}
        return {"price": d.of(400_00, 200_00, 1000_00, 0)}, facts
    if kind is Kind.DAILY:
        stated: dict[str, Value] = {} if d.chance(8) else {"days": Fraction(d.of(3, 1, 14))}
        return {"wage": d.of(8000_05, 3000_00, 0)}, stated
    total = d.among(*TOTALS_FEN)
    scope = d.among((total, 62), (total - 1000_00, 14), (total * 9 // 10, 18), (total + 200_00, 6))
    amounts = {"total": total, "in_scope": max(0, scope)}
    for word, percent in (("full_self_pay", 70), ("self_pay_first", 70), ("hospital_part", 50)):
        if word in reading.words and d.chance(percent):
            amounts[word] = min(total, d.of(200_00, 33_35, 1000_00))
    if d.chance(5):
        amounts["hospital_part"] = min(total, 200_00)
    if d.chance(10):
        amounts["account_pay"] = min(total, d.of(200_00, 1000_00))
    words = {
        word: d.of(*values)
        for word, values in WORDS.items()
        if word in reading.words and not d.chance(8)
    }
    return amounts, words


def cost_fen(reading: Reading, event: Event) -> int:
    """What payers and advances of an event may come to, by the strictest of the packs."""
    amounts = event.amounts_fen
    if event.kind is Kind.PREMIUM:
        return amounts["price"]
    if event.kind is Kind.DAILY:
        return 10**9
    paid = any(pack.spelling.account_money == "paid" for pack in reading.packs)
    own = amounts.get("account_pay", 0) if paid else 0
    return max(0, amounts["total"] - amounts.get("hospital_part", 0) - own)


def _paid(d: Drawing, reading: Reading, event: Event) -> dict[str, int]:
    left = cost_fen(reading, event)
    if event.kind is Kind.DAILY:
        return {}
    paid: dict[str, int] = {}
    if left > 200_00 and d.chance(15):
        source = d.of(*reading.advance_sources() or ["maf_pay"])
        paid[source] = _part(d, left)
        left -= paid[source]
    for source in reading.payer_sources():
        if d.chance(80):
            paid[source] = _part(d, left) if d.chance(75) else 0
            left -= paid[source]
    if d.chance(2) and reading.payer_sources():
        paid[reading.payer_sources()[0]] = event.amounts_fen.get("total", 0) + 1
    if d.chance(2):
        paid["nobody_asks"] = 200_00
    return paid


def _part(d: Drawing, left: int) -> int:
    share = d.among((50, 40), (20, 15), (85, 20), (100, 8), (0, 5), (33, 12))
    return left * share // 100


def reversals(d: Drawing, events: list[Event]) -> Iterator[Event]:
    """Cancellations of some events, now and then of one that is not there."""
    for event in events:
        if event.kind is Kind.REIMBURSEMENT and d.chance(34):
            named = "nowhere" if d.chance(10) else event.id
            yield reversal_of(event, None if d.chance(8) else named)


def reversal_of(event: Event, named: str | None) -> Event:
    """The negative of an event, a day later, that says which event it cancels."""
    return replace(
        event,
        id=f"{event.id}-back",
        settled=event.settled + timedelta(days=1),
        amounts_fen={name: -fen for name, fen in event.amounts_fen.items()},
        paid_fen={name: -fen for name, fen in event.paid_fen.items()},
        reverses=named,
    )


def versions(d: Drawing, events: list[Event]) -> Iterator[Event]:
    """Second versions of some events, recorded later or the same."""
    for event in events:
        if event.kind is Kind.REIMBURSEMENT and d.chance(45):
            amounts = {**event.amounts_fen, "in_scope": event.amounts_fen["total"] // 2}
            recorded = d.of(None, datetime(2024, 12, 30, 8))
            yield replace(event, amounts_fen=amounts, recorded=recorded)


def payments(d: Drawing, reading: Reading, events: list[Event]) -> Iterator[OtherPayment]:
    """What others paid: for one event, or for a span of days where the payer says how."""
    care = [event for event in events if event.kind is Kind.REIMBURSEMENT]
    payers = [payer for pack in reading.packs[:1] for payer in pack.payers.values()]
    if not payers or not care:
        return
    for number in range(d.among((1, 75), (2, 25))):
        payer = d.of(*payers)
        event = d.of(*care)
        named = OtherPayment(
            id=f"paid-{number}",
            person=event.person,
            source=payer.sources[0],
            amount_fen=d.of(200_00, 33_35, 1000_00, 0, 3000_00),
            event=event.id,
            provisional=d.chance(25),
        )
        if payer.allocate is not None and d.chance(65):
            first = d.of(date(2024, 1, 1), date(2024, 3, 31), date(2023, 12, 1))
            last = d.of(date(2024, 12, 31), date(2024, 6, 30))
            yield replace(named, event=None, first_day=first, last_day=last)
        else:
            yield named


def deliveries(d: Drawing, reading: Reading, events: list[Event]) -> Iterator[Delivery]:
    """Money already delivered on programmes and layers, and now and then recovered."""
    pack = reading.packs[0]
    layers = [layer for layer in pack.layers if layer.members and not pack.is_year_end(layer)]
    for event in events:
        fitting = [
            layer for layer in layers if pack.programmes[layer.members[0]].kind is event.kind
        ]
        if not fitting or not d.chance(50):
            continue
        layer = d.of(*fitting)
        place = d.of(*layer.members, *layer.members, layer.id)
        amount = d.of(1000_00, 200_00, 3000_00, 33_35)
        given = Delivery(event.person, event.id, place, amount, d.of(*CHANNELS))
        yield given
        if d.chance(25):
            yield replace(given, amount_fen=-d.of(amount, amount // 2, amount + 100_00))
