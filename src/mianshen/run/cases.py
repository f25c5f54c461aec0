"""Worked cases beside a pack: read from their files, assessed, and compared to the fen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from mianshen.engine.reference import assess
from mianshen.engine.reference.place import apply_payment
from mianshen.engine.results import Assessment, Line, OrderChoice, Status
from mianshen.money import format_yuan
from mianshen.policy.documents import Path_, Problem
from mianshen.policy.pack import Pack
from mianshen.policy.saying import Said, said
from mianshen.policy.schema import AccountMoney, Covers, Kind, Layer
from mianshen.run.case_facts import facts_of, unknown_names
from mianshen.run.case_files import Case, CaseError, read_cases
from mianshen.run.case_spelling import EventSpelling, Expectation, OrderExpectation
from mianshen.run.case_words import THE_YEAR, expected_in_words, line_in_words

__all__ = ["Case", "CaseError", "Difference", "check_case", "facts_of", "read_cases"]

_NOTHING = Said("nothing", "没有救助")
_NO_LINE = Said("no line", "没有这一行")
_NOTHING_LEFT_OUT = Said("nothing came out at all", "什么也没有算出")
_NOTHING_CHOSEN = Said("nothing was chosen", "没有作出选择")


@dataclass(frozen=True, slots=True)
class Difference:
    """Something a case expects and the engine does not give, or that its pack does not know.

    `event` and `subject` name the line, as far as it is one; amounts are fen, where there are two
    to compare.
    """

    case: str
    problem: Problem
    event: str = ""
    subject: str = ""
    expected: str = ""
    found: str = ""
    expected_fen: int | None = None
    found_fen: int | None = None

    def __str__(self) -> str:
        return str(self.problem)

    @property
    def difference_fen(self) -> int | None:
        """How much more came out than was expected, in fen."""
        if self.expected_fen is None or self.found_fen is None:
            return None
        return self.found_fen - self.expected_fen


@dataclass(frozen=True, slots=True)
class _Pair:
    """What was expected and found on one line of a case."""

    path: Path_
    event: str
    subject: str
    expected: str
    found: str
    amounts_fen: tuple[int, int] | None = None
    message: str = ""


def check_case(case: Case, pack: Pack) -> tuple[Difference, ...]:
    """Assess a case under its pack and tell every difference to what it expects, to the fen.

    Names the pack does not know are differences too; then nothing is assessed.
    """
    unknown = [
        Difference(case.id, case.problem(path, message, of_key=True))
        for path, message in unknown_names(case, pack)
    ]
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
    return tuple(_difference(case, pair) for pair in found)


def _difference(case: Case, pair: _Pair) -> Difference:
    message = pair.message or said(
        "{event}: {subject}: expected {expected}, found {found}",
        "{event}：{subject}：应为 {expected}，算出 {found}",
        event=pair.event,
        subject=pair.subject,
        expected=pair.expected,
        found=pair.found,
    )
    problem = case.problem(pair.path, message, of_key=True)
    amounts_fen = pair.amounts_fen or (None, None)
    return Difference(
        case.id, problem, pair.event, pair.subject, pair.expected, pair.found, *amounts_fen
    )


def _differing_lines(case: Case, pack: Pack, assessment: Assessment) -> Iterator[_Pair]:
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
                yield _alone(("events", name, "refused"), name, "", _NOTHING_LEFT_OUT)
        if wanted is not None:
            of_event = {key[2]: line for key, line in lines.items() if key[:2] == (person, name)}
            key = "expect" if event.refused is None else "refused"
            yield from _compared(("events", name, key), name, wanted, of_event)
    for name, one in case.people.items():
        if one.expect is not None:
            of_year = {key[2]: line for key, line in lines.items() if key[:2] == (name, None)}
            at = (*case.path_of_person(name), "expect")
            yield from _compared(at, THE_YEAR, one.expect, of_year)


def _alone(path: Path_, event: str, subject: str, what: Said) -> _Pair:
    named = said("{event}", "{event}", event=event)
    if subject:
        named = said("{event}: {subject}", "{event}：{subject}", event=event, subject=subject)
    message = said("{named}: {what}", "{named}：{what}", named=named, what=what)
    return _Pair(path, event, subject, "", what, message=message)


def _compared(
    at: Path_, what: str, wanted: Mapping[str, Expectation], lines: Mapping[str, Line]
) -> Iterator[_Pair]:
    for programme, expectation in wanted.items():
        line = lines.get(programme)
        if line is None or not _meets(line, expectation):
            expected = expected_in_words(expectation)
            found = _NO_LINE if line is None else line_in_words(line)
            amounts_fen = (expectation.entitled or 0, 0 if line is None else line.amount_fen)
            yield _Pair((*at, programme), what, programme, expected, found, amounts_fen)
    for programme, line in lines.items():
        if programme not in wanted and line.amount_fen:
            amounts_fen = (0, line.amount_fen)
            yield _Pair(at, what, programme, _NOTHING, line_in_words(line), amounts_fen)


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


def _differing_orders(case: Case, assessment: Assessment) -> Iterator[_Pair]:
    choices = {(choice.event, choice.layer): choice for choice in assessment.choices}
    for name, event in case.spelling.events.items():
        for layer, wanted in event.order.items():
            at: Path_ = ("events", name, "order", layer)
            choice = choices.get((name, layer))
            if choice is None:
                yield _alone(at, name, layer, _NOTHING_CHOSEN)
                continue
            expected, found = ", ".join(wanted.chosen), ", ".join(choice.chosen)
            if expected != found:
                yield _of_order(at, name, layer, _THE_ORDER, expected, found)
            for what, expected_fen, found_fen in _order_amounts(wanted, choice):
                if expected_fen is not None and expected_fen != found_fen:
                    expected, found = format_yuan(expected_fen), format_yuan(found_fen)
                    pair = _of_order(at, name, layer, what, expected, found)
                    yield replace(pair, amounts_fen=(expected_fen, found_fen))


_THE_ORDER = Said("the order", "次序")


def _of_order(at: Path_, event: str, layer: str, what: str, expected: str, found: str) -> _Pair:
    message = said(
        "{event}: {layer}: expected {what} {expected}, found {found}",
        "{event}：{layer}：{what}应为 {expected}，算出 {found}",
        event=event,
        layer=layer,
        what=what,
        expected=expected,
        found=found,
    )
    return _Pair(at, event, layer, expected, found, message=message)


def _order_amounts(
    wanted: OrderExpectation, choice: OrderChoice
) -> tuple[tuple[Said, int | None, int], ...]:
    return (
        (Said("left", "剩余"), wanted.left, choice.chosen_left_fen),
        (Said("listed_left", "按列出次序的剩余"), wanted.listed_left, choice.listed_left_fen),
        (Said("worst_left", "最差次序的剩余"), wanted.worst_left, choice.worst_left_fen),
    )


def _differing_left(case: Case, pack: Pack, assessment: Assessment) -> Iterator[_Pair]:
    lines = {(line.event, line.programme): line for line in assessment.lines}
    for name, event in case.spelling.events.items():
        if event.left is None:
            continue
        in_scope_fen, person_fen = _left(case, pack, name, lines)
        for key, expected_fen, found_fen in (
            (_IN_SCOPE, event.left.in_scope, in_scope_fen),
            (_PERSON, event.left.person, person_fen),
        ):
            if expected_fen is not None and expected_fen != found_fen:
                at: Path_ = ("events", name, "left", str(key))
                yield _of_left(at, name, key, (expected_fen, found_fen))


_IN_SCOPE = Said("in_scope", "政策范围内")
_PERSON = Said("person", "个人")


def _of_left(at: Path_, event: str, key: Said, amounts_fen: tuple[int, int]) -> _Pair:
    expected, found = map(format_yuan, amounts_fen)
    message = said(
        "{event}: expected {expected} left ({key}), found {found}",
        "{event}：剩余（{key}）应为 {expected}，算出 {found}",
        event=event,
        key=key,
        expected=expected,
        found=found,
    )
    subject = said("left ({key})", "剩余（{key}）", key=key)
    return _Pair(at, event, subject, expected, found, amounts_fen, message)


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
