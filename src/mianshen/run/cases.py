"""Worked cases beside a pack: read from their files, assessed, and compared to the fen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mianshen.engine.reference import assess
from mianshen.engine.reference.place import apply_payment
from mianshen.engine.results import Assessment, Line, OrderChoice, Status
from mianshen.money import format_yuan
from mianshen.policy.documents import Path_, Problem
from mianshen.policy.pack import Pack
from mianshen.policy.schema import AccountMoney, Covers, Kind, Layer
from mianshen.run.case_facts import facts_of, unknown_names
from mianshen.run.case_files import Case, CaseError, read_cases
from mianshen.run.case_spelling import EventSpelling, Expectation, OrderExpectation

__all__ = ["Case", "CaseError", "Difference", "check_case", "facts_of", "read_cases"]

YEAR_LINE = "the year"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something a case expects and the engine does not give, or that its pack does not know."""

    case: str
    problem: Problem

    def __str__(self) -> str:
        return str(self.problem)


def check_case(case: Case, pack: Pack) -> tuple[Difference, ...]:
    """Assess a case under its pack and tell every difference to what it expects, to the fen.

    Names the pack does not know are differences too; then nothing is assessed.
    """
    unknown = [_difference(case, path, message) for path, message in unknown_names(case, pack)]
    if unknown:
        return tuple(unknown)
    spelling = case.spelling
    assessment = assess(
        facts_of(case, pack),
        (pack,),
        year=spelling.year,
        as_of=case.as_of,
        year_closed=spelling.year_closed,
    )
    found = [
        *_differing_lines(case, pack, assessment),
        *_differing_orders(case, assessment),
        *_differing_left(case, pack, assessment),
    ]
    return tuple(_difference(case, path, message) for path, message in found)


def _difference(case: Case, path: Path_, message: str) -> Difference:
    return Difference(case.id, case.problem(path, message, of_key=True))


def _differing_lines(case: Case, pack: Pack, assessment: Assessment) -> Iterator[tuple[Path_, str]]:
    lines = {(line.person, line.event, line.programme): line for line in assessment.lines}
    for name, event in case.spelling.events.items():
        person = case.person_of(event.person)
        wanted = event.expect
        if event.refused is not None:
            refusal = Expectation(excluded=event.refused)
            wanted = {
                programme: refusal
                for programme, one in pack.programmes.items()
                if one.kind is event.kind and (person, name, programme) in lines
            }
            if not wanted:
                yield ("events", name, "refused"), f"{name}: nothing came out at all"
        if wanted is not None:
            of_event = {key[2]: line for key, line in lines.items() if key[:2] == (person, name)}
            key = "expect" if event.refused is None else "refused"
            yield from _compared(("events", name, key), name, wanted, of_event)
    for name, one in case.people.items():
        if one.expect is not None:
            of_year = {key[2]: line for key, line in lines.items() if key[:2] == (name, None)}
            at = (*case.path_of_person(name), "expect")
            yield from _compared(at, YEAR_LINE, one.expect, of_year)


def _compared(
    at: Path_, what: str, wanted: Mapping[str, Expectation], lines: Mapping[str, Line]
) -> Iterator[tuple[Path_, str]]:
    for programme, expectation in wanted.items():
        line = lines.get(programme)
        found = "no line" if line is None else _line_in_words(line)
        if line is None or not _meets(line, expectation):
            message = f"{what}: {programme}: expected {_in_words(expectation)}, found {found}"
            yield (*at, programme), message
    for programme, line in lines.items():
        if programme not in wanted and line.amount_fen:
            found = _line_in_words(line)
            yield at, f"{what}: {programme}: expected nothing, found {found}"


def _meets(line: Line, wanted: Expectation) -> bool:
    reason = wanted.zero or wanted.held or wanted.excluded
    amount_fen = wanted.entitled or 0
    if reason is None:
        status = Status.ENTITLED if amount_fen else Status.ZERO
    elif wanted.held is not None:
        status = Status.HELD
    else:
        status = Status.ZERO if wanted.zero is not None else Status.EXCLUDED
    pairs = (
        (status, line.status),
        (amount_fen, line.amount_fen),
        (reason, line.reason),
        (wanted.held_amount, line.held_fen),
        (wanted.catch_up, line.catch_up_fen),
        (wanted.delivered, line.delivered_fen),
    )
    return all(expected is None or expected == found for expected, found in pairs)


def _in_words(wanted: Expectation) -> str:
    parts = [] if wanted.entitled is None else [f"{format_yuan(wanted.entitled)} entitled"]
    for status in ("zero", "held", "excluded"):
        reason = getattr(wanted, status)
        if reason is not None:
            parts.append(f"{status} ({reason})")
    for key in ("held_amount", "catch_up", "delivered"):
        amount_fen = getattr(wanted, key)
        if amount_fen is not None:
            parts.append(f"{key} {format_yuan(amount_fen)}")
    return ", ".join(parts)


def _line_in_words(line: Line) -> str:
    reason = f" ({line.reason})" if line.reason is not None else ""
    others = {
        "held_amount": line.held_fen,
        "catch_up": line.catch_up_fen,
        "delivered": line.delivered_fen,
    }
    rest = "".join(f", {key} {format_yuan(fen)}" for key, fen in others.items() if fen)
    return f"{format_yuan(line.amount_fen)} {line.status}{reason}{rest}"


def _differing_orders(case: Case, assessment: Assessment) -> Iterator[tuple[Path_, str]]:
    choices = {(choice.event, choice.layer): choice for choice in assessment.choices}
    for name, event in case.spelling.events.items():
        for layer, wanted in event.order.items():
            choice = choices.get((name, layer))
            if choice is None:
                yield ("events", name, "order", layer), f"{name}: {layer}: nothing was chosen"
                continue
            for what, expected, found in _order_pairs(wanted, choice):
                if expected != found:
                    message = f"{name}: {layer}: expected {what} {expected}, found {found}"
                    yield ("events", name, "order", layer), message


def _order_pairs(wanted: OrderExpectation, choice: OrderChoice) -> Iterator[tuple[str, str, str]]:
    yield "the order", ", ".join(wanted.chosen), ", ".join(choice.chosen)
    amounts = (
        ("left", wanted.left, choice.chosen_left_fen),
        ("listed_left", wanted.listed_left, choice.listed_left_fen),
        ("worst_left", wanted.worst_left, choice.worst_left_fen),
    )
    for what, expected_fen, found_fen in amounts:
        if expected_fen is not None:
            yield what, format_yuan(expected_fen), format_yuan(found_fen)


def _differing_left(case: Case, pack: Pack, assessment: Assessment) -> Iterator[tuple[Path_, str]]:
    lines = {(line.event, line.programme): line for line in assessment.lines}
    for name, event in case.spelling.events.items():
        if event.left is None:
            continue
        in_scope_fen, person_fen = _left(case, pack, name, lines)
        for key, expected_fen, found_fen in (
            ("in_scope", event.left.in_scope, in_scope_fen),
            ("person", event.left.person, person_fen),
        ):
            if expected_fen is not None and expected_fen != found_fen:
                expected, found = format_yuan(expected_fen), format_yuan(found_fen)
                message = f"{name}: expected {expected} left ({key}), found {found}"
                yield ("events", name, "left", key), message


def _left(
    case: Case, pack: Pack, name: str, lines: Mapping[tuple[str | None, str], Line]
) -> tuple[int, int]:
    """What is left of an event in scope and in all after every payment (semantics §2.4).

    Payments that cover a span of days are not seen here.
    """
    event = case.spelling.events[name]
    left = _cost(event, pack)
    for layer in pack.layers_of_kind(event.kind):
        for covers, amount_fen in _paid_in(case, pack, name, layer):
            left = apply_payment(left, amount_fen, covers)
        for member in layer.members:
            line = lines.get((name, member))
            paid_fen = 0 if line is None else max(line.amount_fen, line.delivered_fen)
            left = apply_payment(left, paid_fen, Covers.IN_SCOPE_FIRST)
    return left


def _cost(event: EventSpelling, pack: Pack) -> tuple[int, int]:
    if event.kind is not Kind.REIMBURSEMENT:
        price_fen = event.price or 0
        return price_fen, price_fen
    cost_fen = (event.total or 0) - (event.hospital_part or 0)
    if pack.spelling.account_money is AccountMoney.PAID:
        cost_fen -= event.account_pay or 0
    return min(event.in_scope or 0, cost_fen), cost_fen


def _paid_in(case: Case, pack: Pack, name: str, layer: Layer) -> Iterator[tuple[Covers, int]]:
    event = case.spelling.events[name]
    for payer_name in layer.payers:
        payer = pack.payers[payer_name]
        amount_fen = sum(event.paid.get(source, 0) for source in payer.sources)
        amount_fen += sum(
            payment.amount
            for payment in case.spelling.payments.values()
            if payment.event == name and payment.source in payer.sources
        )
        yield payer.covers, amount_fen
