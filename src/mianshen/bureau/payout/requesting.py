"""Asking the treasury for money: request, review, arrival, each step once, timed and named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from mianshen.bureau.ledger.chart import Money, money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, free_fen, post
from mianshen.bureau.payout.deciding import by_staff, by_two
from mianshen.bureau.payout.errors import PayoutError, refused
from mianshen.bureau.payout.models import Fund, FundRequest, Payable, RequestStep
from mianshen.bureau.payout.models.funds import FundKind
from mianshen.bureau.payout.models.lines import RequestState
from mianshen.bureau.payout.rows import next_number, one, run
from mianshen.bureau.trail.services import record

_EVERYTHING_FEN = 2**62


@dataclass(frozen=True, slots=True)
class Requested:
    """What was asked for, what still waits in the fund, and what goes beyond its budget, in fen."""

    number: str
    lines: int
    asked_fen: int
    lines_waiting: int
    waiting_fen: int
    beyond_budget_fen: int


def make_request(code: str, actor: str, approval: str = "") -> Requested:
    """Ask for the money of a fund's waiting lines (用款申请), in the order of their dates.

    A `ceiling` fund asks as far as its budget reaches and the rest waits; the others go on and
    what goes beyond the budget is told. Raises `PayoutError` where nothing can be asked for.
    """
    by_staff(actor)
    with transaction.atomic():
        fund = _locked(code)
        run("lock_waiting", fund=fund.pk)
        left = free_fen(Book.MONEY, money(Money.BUDGET, code))
        reach = left if fund.kind == FundKind.CEILING else _EVERYTHING_FEN
        lines, due, reached, asked = one(run("waiting_lines", fund=fund.pk, reach_fen=reach))
        if not reached:
            raise _nothing(code, lines, due)
        number = next_number("payout_request")
        request = FundRequest.objects.create(
            pk=number,
            number=f"Q{fund.year}-{number:06d}",
            fund=fund,
            approval=approval,
            declared_count=reached,
            declared_fen=asked,
        )
        run("take_into_request", fund=fund.pk, request=request.pk, reach_fen=reach)
        beyond = max(0, asked - left)
        _commit(code, request.number, asked, beyond)
        _step(request, RequestState.SUBMITTED, actor, approval)
    return Requested(request.number, reached, asked, lines - reached, due - asked, beyond)


def review(number: str, actor: str, note: str = "") -> None:
    """The treasury agrees (财政审核); whoever asked cannot review."""
    with transaction.atomic():
        request = request_of(number)
        by_two(_who_asked(request), actor)
        _to(request, RequestState.SUBMITTED, RequestState.REVIEWED)
        _step(request, RequestState.REVIEWED, actor, note)


def return_request(number: str, actor: str, reason: str) -> None:
    """The treasury sends a request back: its lines wait again and its money is free again."""
    by_staff(actor)
    if not reason.strip():
        raise refused("a request is sent back with a reason", "退回用款申请要写明原因")
    with transaction.atomic():
        request = request_of(number)
        state = request.state
        if state not in (RequestState.SUBMITTED, RequestState.REVIEWED):
            raise _out_of_turn(request)
        _to(request, RequestState(state), RequestState.RETURNED)
        _uncommit(request)
        _step(request, RequestState.RETURNED, actor, reason)


def money_arrived(number: str, actor: str, amount_fen: int, day: date, reference: str) -> None:
    """The money of a request is on the special account (资金到账), to the fen."""
    by_staff(actor)
    with transaction.atomic():
        request = request_of(number)
        if amount_fen != request.declared_fen:
            raise refused(
                "{arrived} fen arrived but {number} asks for {asked}: ask the treasury before it"
                " is entered",
                "到账 {arrived} 分，与用款申请 {number} 的 {asked} 分不符：请先与财政核对再登记",
                arrived=amount_fen,
                number=number,
                asked=request.declared_fen,
            )
        _to(request, RequestState.REVIEWED, RequestState.ARRIVED)
        account = request.fund.account
        giver, taker = money(Money.TREASURY, account), money(Money.CASH, account)
        move = Move(f"arrive:{number}", giver, taker, amount_fen, "资金到账", f"bank:{reference}")
        post(Book.MONEY, [move])
        _step(request, RequestState.ARRIVED, actor, f"{day.isoformat()} {reference}")


def steps_of(number: str) -> Sequence[RequestStep]:
    """The steps of a request with their times, oldest first."""
    return list(RequestStep.objects.filter(request__number=number).order_by("id"))


def request_of(number: str) -> FundRequest:
    """The request of a number, locked for this transaction; raises `PayoutError`."""
    found = (
        FundRequest.objects.select_for_update(of=("self",))
        .select_related("fund")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise refused("there is no request {number}", "没有用款申请 {number}", number=number)
    return found


def _commit(code: str, number: str, asked: int, beyond: int) -> None:
    budget = money(Money.BUDGET, code)
    subject = f"request:{number}"
    moves = [
        Move(f"commit:{number}", budget, money(Money.COMMITTED, code), asked, "用款申请", subject)
    ]
    if beyond:
        giver = money(Money.OVERSPEND, code)
        post(Book.MONEY, [Move(f"beyond:{number}", giver, budget, beyond, "超预算", subject)])
    post(Book.MONEY, moves)


def _uncommit(request: FundRequest) -> None:
    """Let the lines of a request wait again; what was committed for voided ones is free already."""
    lines = Payable.objects.select_for_update().filter(request=request).order_by("id")
    freed = sum(one.amount_fen - one.offset_fen for one in lines if one.voided_at is None)
    Payable.objects.filter(request=request).update(request=None)
    if freed:
        code, number = request.fund.code, request.number
        giver, taker = money(Money.COMMITTED, code), money(Money.BUDGET, code)
        move = (f"uncommit:{number}", giver, taker, freed, "用款申请退回", f"request:{number}")
        post(Book.MONEY, [Move(*move)])


def _locked(code: str) -> Fund:
    fund = Fund.objects.select_for_update().filter(code=code).first()
    if fund is None:
        raise refused("there is no fund {code}", "没有资金 {code}", code=code)
    return fund


def _to(request: FundRequest, before: RequestState, after: RequestState) -> None:
    moved = FundRequest.objects.filter(pk=request.pk, state=before).update(state=after)
    if not moved:
        raise _out_of_turn(request)


def _step(request: FundRequest, state: RequestState, actor: str, note: str) -> None:
    RequestStep.objects.create(request=request, step=state.value, actor=actor, note=note)
    record(actor, f"request_{state.value}", f"request:{request.number}", {"note": note})


def _who_asked(request: FundRequest) -> str:
    return str(request.steps.get(step=RequestState.SUBMITTED).actor)


def _nothing(code: str, lines: int, due_fen: int) -> PayoutError:
    if lines:
        return refused(
            "the budget of {code} is used up: {lines} lines of {fen} fen are entitled and wait;"
            " give the fund more budget",
            "资金 {code} 的预算已用完：{lines} 笔共 {fen} 分符合救助、等待资金；请追加预算",
            code=code,
            lines=lines,
            fen=due_fen,
        )
    return refused("no line of {code} waits for money", "资金 {code} 没有待请款的明细", code=code)


def _out_of_turn(request: FundRequest) -> PayoutError:
    return refused(
        "{number} is {state} by now: this step is not open to it",
        "{number} 已是“{state}”状态，不能办理这一步",
        number=request.number,
        state=request.state,
    )
