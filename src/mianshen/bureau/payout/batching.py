"""Making a batch: names, accounts and deaths looked at, lines frozen, fen set aside."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import transaction
from django.db.models.functions import Now

from mianshen.bureau.bitemporal.rows import copy_in
from mianshen.bureau.ledger.chart import Claim, Money, claim, money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, post, set_aside, undo
from mianshen.bureau.payout.deciding import by_staff, by_two
from mianshen.bureau.payout.directory import AccountInUse, Directory
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import Batch, Payment, Task
from mianshen.bureau.payout.models.batches import Outcome
from mianshen.bureau.payout.models.lines import RequestState
from mianshen.bureau.payout.requesting import request_of
from mianshen.bureau.payout.rows import next_number, run
from mianshen.bureau.trail.services import record

_COLUMNS = ("number", "batch_id", "line_id", "sequence", "amount_fen", "account")


@dataclass(frozen=True, slots=True)
class Made:
    """A batch, none where no line could be paid, and how many lines became a task instead."""

    batch: str | None
    payments: int
    sum_fen: int
    tasks: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line to pay, as it stands."""

    id: int
    key: str
    person: int
    payee: str
    due_fen: int


def make_batch(
    request_number: str,
    bank: str,
    actor: str,
    directory: Directory,
    today: date,
    payments_max: int | None = None,
) -> Made:
    """Make a batch of the lines of a request whose money arrived, sealed with count and sum.

    A line whose payee has no account in use, whose account bears another name, or who died, becomes
    a task and waits. `payments_max` leaves the rest to the next batch.
    """
    by_staff(actor)
    with transaction.atomic():
        request = request_of(request_number)
        if request.state != RequestState.ARRIVED:
            raise refused(
                "the money of {number} has not arrived: it is {state}",
                "用款申请 {number} 的资金尚未到账（{state}），不能代发",
                number=request_number,
                state=request.state,
            )
        lines = [_Line(*row) for row in run("lines_to_pay", request=request.pk)]
        if not lines:
            raise refused(
                "no line of {number} is ready to be paid; see to its open tasks",
                "用款申请 {number} 没有可代发的明细；请先处理待办",
                number=request_number,
            )
        held, payable = _looked_at(lines, directory, _accepted_names(request.pk))
        Task.objects.bulk_create(held)
        chosen = list(islice(payable, payments_max))
        batch = _sealed(request.pk, bank, actor, today, chosen) if chosen else None
        total = sum(line.due_fen for line, _ in chosen)
        subject = f"batch:{batch.number}" if batch else f"request:{request_number}"
        record(
            actor, "make_batch", subject, {"lines": len(chosen), "fen": total, "tasks": len(held)}
        )
    return Made(batch.number if batch else None, len(chosen), total, len(held))


def check_again(batch: Batch, directory: Directory, today: date) -> None:
    """Look again at deaths on the day a file is written; raises `PayoutError` if somebody died."""
    people = list(batch.payments.values_list("line__person", "line__payee"))
    own = {person for person, payee in people if payee == str(person)}
    dead = directory.deaths(own)
    if dead:
        raise refused(
            "{count} people of {batch} have died: cancel the batch and make it anew, their lines"
            " become tasks",
            "批次 {batch} 有 {count} 人已死亡：请撤销批次后重新生成，相关明细将转为待办",
            count=len(dead),
            batch=batch.number,
        )
    Batch.objects.filter(pk=batch.pk).update(checked_on=today)


def send(number: str, actor: str) -> None:
    """The file is with the bank (代发): the cash is on its way; whoever made it cannot send it."""
    with transaction.atomic():
        batch = batch_of(number)
        by_two(batch.made_by, actor)
        if not batch.sha256:
            raise refused(
                "the file of {number} is not written", "批次 {number} 尚未生成文件", number=number
            )
        sent = Batch.objects.filter(
            pk=batch.pk, sent_at__isnull=True, cancelled_at__isnull=True
        ).update(sent_at=Now(), sent_by=actor)
        if not sent:
            raise refused(
                "{number} was sent or cancelled before: nothing was sent now",
                "批次 {number} 此前已发送或已撤销，本次未重复发送",
                number=number,
            )
        account = batch.request.fund.account
        giver, taker = money(Money.CASH, account), money(Money.IN_TRANSIT, account)
        move = Move(f"send:{number}", giver, taker, batch.declared_fen, "代发", f"batch:{number}")
        post(Book.MONEY, [move])
        record(actor, "send_batch", f"batch:{number}", {"sha256": batch.sha256})


def cancel(number: str, actor: str, reason: str) -> None:
    """Give up a batch that was not sent: its lines can be paid by another one."""
    by_staff(actor)
    with transaction.atomic():
        batch = batch_of(number)
        cancelled = Batch.objects.filter(
            pk=batch.pk, sent_at__isnull=True, cancelled_at__isnull=True
        ).update(cancelled_at=Now())
        if not cancelled:
            raise refused(
                "{number} was sent or cancelled before and stays as it is",
                "批次 {number} 已发送或已撤销，不能再撤销",
                number=number,
            )
        numbers = list(batch.payments.values_list("number", flat=True))
        undo([f"pay:{one}" for one in numbers], reason)
        batch.payments.update(outcome=Outcome.CANCELLED, reason=reason)
        record(actor, "cancel_batch", f"batch:{number}", {"reason": reason})


def batch_of(number: str) -> Batch:
    """The batch of a number, locked for this transaction; raises `PayoutError`."""
    found = (
        Batch.objects.select_for_update(of=("self",))
        .select_related("request__fund")
        .filter(number=number)
        .first()
    )
    if found is None:
        raise refused("there is no batch {number}", "没有批次 {number}", number=number)
    return found


def _looked_at(
    lines: Sequence[_Line], directory: Directory, accepted: Container[tuple[int, int]]
) -> tuple[list[Task], list[tuple[_Line, AccountInUse]]]:
    accounts = directory.accounts_in_use({(line.person, line.payee) for line in lines})
    dead = directory.deaths({line.person for line in lines})
    held: list[Task] = []
    payable: list[tuple[_Line, AccountInUse]] = []
    for line in lines:
        account = accounts.get((line.person, line.payee))
        if line.person in dead and line.payee == str(line.person):
            held.append(Task(kind="died", line_id=line.id, why="收款人已死亡，需确认继承人"))
        elif account is None:
            held.append(Task(kind="no_account", line_id=line.id, why="没有可用的银行账户"))
        elif not account.is_payees and (line.id, account.account) not in accepted:
            why = "户名与收款人姓名不一致"
            held.append(
                Task(kind="name_differs", line_id=line.id, account=account.account, why=why)
            )
        else:
            payable.append((line, account))
    return held, payable


def _accepted_names(request: int) -> set[tuple[int, int]]:
    """Lines and accounts whose differing name somebody looked at and accepted."""
    done = Task.objects.filter(
        kind="name_differs", done_at__isnull=False, line__request=request, account__isnull=False
    )
    return set(done.values_list("line_id", "account"))


def _sealed(
    request: int, bank: str, actor: str, today: date, lines: Sequence[tuple[_Line, AccountInUse]]
) -> Batch:
    pk = next_number("payout_batch")
    number = f"B{today.year}-{pk:06d}"
    batch = Batch.objects.create(
        pk=pk,
        number=number,
        request_id=request,
        bank=bank,
        declared_count=len(lines),
        declared_fen=sum(line.due_fen for line, _ in lines),
        made_by=actor,
        checked_on=today,
    )
    numbered = [(f"{number}-{place:06d}", line) for place, (line, _) in enumerate(lines, 1)]
    copy_in("payout_payment", _COLUMNS, _payment_rows(batch.pk, numbered, lines))
    Batch.objects.filter(pk=pk).update(sealed_at=Now())
    moves = [
        Move(
            f"pay:{payment}",
            claim(Claim.PAYABLE, line.key),
            claim(Claim.PAID, line.key),
            line.due_fen,
            "代发",
            f"payment:{payment}",
        )
        for payment, line in numbered
    ]
    set_aside(Book.CLAIMS, moves)
    return batch


def _payment_rows(
    batch: int,
    numbered: Sequence[tuple[str, _Line]],
    lines: Sequence[tuple[_Line, AccountInUse]],
) -> Iterable[tuple[object, ...]]:
    for place, ((number, line), (_, account)) in enumerate(zip(numbered, lines, strict=True), 1):
        yield number, batch, line.id, place, line.due_fen, account.account


def payments_of(number: str) -> Sequence[Payment]:
    """The payments of a batch in the order of its file."""
    return list(Payment.objects.filter(batch__number=number).order_by("sequence"))
