"""What must hold after a demonstration: no row and no fen lost, and each clock kept or told."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.calendar import in_use
from mianshen.bureau.casework.clocks import standing
from mianshen.bureau.casework.flow import Event
from mianshen.bureau.claims import services as claims
from mianshen.bureau.demonstrating.paying import Paid
from mianshen.bureau.intake import services as intake
from mianshen.bureau.ledger.chart import Claim, Money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.payout import services as payout
from mianshen.engine.netting import net
from mianshen.engine.results import Line

_ORDERED = (Claim.ORDERED, Claim.APPROVED, Claim.PAYABLE, Claim.PAID, Claim.RETURNED)


@dataclass(frozen=True)
class Proved:
    """A part of the report, and sentences about what of it does not hold."""

    told: Mapping[str, Any]
    wrong: tuple[str, ...] = field(default=())


def rows_proved(profile: str, written: Mapping[str, int]) -> Proved:
    """Each row that was written is in exactly one state; nothing is refused."""
    batches = intake.told_of(profile)
    told = {
        "files": len(written),
        "rows_written": sum(written.values()),
        "batches": dict(Counter(one.state for one in batches)),
        "rows": _summed(one.rows for one in batches),
        "quarantined": _summed(one.codes for one in batches),
    }
    return Proved(told, tuple(_rows_wrong(written, batches)))


def _summed(counts: Iterator[Mapping[str, int]]) -> dict[str, int]:
    return dict(sum((Counter(one) for one in counts), Counter[str]()))


def _rows_wrong(written: Mapping[str, int], batches: Sequence[intake.BatchTold]) -> Iterator[str]:
    by_name = {one.name: one for one in batches}
    for name, rows in sorted(written.items()):
        one = by_name.get(Path(name).name)
        found = sum(one.rows.values()) if one else 0
        if one is None or found != rows:
            yield f"{name}: {rows} rows were written, {found} are accounted for"
        elif one.state == "refused":
            yield f"{name}: refused"


def funnel_proved(year: int) -> Proved:
    """Every visit in one class, and the fen of the lines in the classes and the year's own."""
    whole = assessment.funnel(year)
    told = {**asdict(whole), "visits": whole.visits}
    by_class = whole.year_amount_fen + sum(one.amount_fen for one in whole.classes.values())
    held = whole.year_held_fen + sum(one.held_fen for one in whole.classes.values())
    return Proved(
        told,
        tuple(
            _unequal(
                ("the classes and the year", by_class, "all lines", whole.amount_fen),
                ("what the classes hold back", held, "all lines", whole.held_fen),
            )
        ),
    )


def claims_proved(paid: Paid) -> Proved:
    """Every fen that is due is in exactly one state, from the lines to what the bank has paid."""
    proof = payout.prove()
    states = {
        one.kind: one.held_fen
        for one in proof.ledger.kinds
        if one.book == Book.CLAIMS and not one.is_border and one.held_fen
    }
    border = -sum(one.held_fen for one in proof.ledger.kinds if one.kind == Claim.DETERMINED)
    money = {one.kind: one.held_fen for one in proof.ledger.kinds if one.book == Book.MONEY}
    packs = [assessment.policy(digest) for digest in assessment.in_force()]
    lines = assessment.lines_as_known(with_nothing=False)
    nets = net(lines, packs)
    # What is too much on one visit is taken off no other.
    due = sum(one.top_up_fen for own in _by_visit(lines) for one in net(own, packs))
    ordered = sum(one.amount_fen for one in casework.orders_told())
    wrong = list(
        _unequal(
            ("what is due by the lines", due, "all states", sum(states.values())),
            ("what came over the border", border, "all states", sum(states.values())),
            ("what orders hold", ordered, "states from ordered on", _of(states, _ORDERED)),
            ("what the bank has paid", paid.paid_fen, "paid", states.get(Claim.PAID, 0)),
            ("what was spent of the funds", money.get(Money.SPENT, 0), "paid", paid.paid_fen),
        )
    )
    if not proof.is_whole:
        wrong.append(f"the ledger is not whole: {proof.ledger.drifted} {proof.disagreeing}")
    told = {
        "entitled_fen": sum(one.entitled_fen for one in nets),
        "given_at_the_counter_fen": sum(one.delivered_fen for one in nets),
        "due_fen": due,
        "given_too_much_fen": sum(one.claw_back_fen for one in nets),
        "states_fen": states,
        "money_fen": money,
        "is_whole": proof.is_whole,
    }
    return Proved(told, tuple(wrong))


def _by_visit(lines: Sequence[Line]) -> Iterable[list[Line]]:
    """Lines by person and visit; those of a year are together."""
    visits = claims.visits_of([line.event for line in lines if line.event])
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        visit = visits.get(line.event, line.event) if line.event else f"year {line.year}"
        found[line.person, visit].append(line)
    return found.values()


def _of(states: Mapping[str, int], kinds: Sequence[Claim]) -> int:
    return sum(states.get(kind, 0) for kind in kinds)


def _unequal(*pairs: tuple[str, int, str, int]) -> Iterator[str]:
    for name, fen, other, other_fen in pairs:
        if fen != other_fen:
            yield f"{name}: {fen} fen, but {other}: {other_fen} fen"


def orders_told(today: date) -> Proved:
    """Orders by state, and every clock of each kept, missed or still running on a day."""
    paid_on = {one.key: one.paid_on for one in payout.lines_paid()}
    states: Counter[str] = Counter()
    clocks: dict[str, Counter[str]] = {}
    for order in casework.orders_told():
        state = "paid" if _is_paid(order.lines, paid_on) else order.state
        states[state] += 1
        for name, stand in _clocks_of(order, paid_on, today):
            clocks.setdefault(name, Counter())[stand] += 1
    told = {"orders": dict(states), "clocks": {name: dict(one) for name, one in clocks.items()}}
    return Proved(told)


def _is_paid(keys: Sequence[str], paid_on: Mapping[str, date | None]) -> bool:
    return bool(keys) and all(paid_on.get(key) for key in keys)


def _clocks_of(
    order: casework.OrderTold, paid_on: Mapping[str, date | None], today: date
) -> Iterator[tuple[str, str]]:
    days = dict(order.on)
    if _is_paid(order.lines, paid_on):
        days[Event.PAID] = max(day for key in order.lines if (day := paid_on[key]))
    for name, clock in order.flow.clocks.items():
        start, end = days.get(clock.begins), days.get(clock.ends)
        if start is not None:
            yield name, standing(start, end, today, clock.limit, (), in_use()).value
