"""What the bank answers: each payment paid, refused or returned, a whole file or nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from mianshen.bureau.ledger.chart import Claim, Money, claim, money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, carry_out, post, undo
from mianshen.bureau.payout.bank.layout import ReturnFileLayout
from mianshen.bureau.payout.bank.reading import read_return
from mianshen.bureau.payout.bank.rows import Answer
from mianshen.bureau.payout.batching import batch_of
from mianshen.bureau.payout.deciding import by_staff
from mianshen.bureau.payout.errors import PayoutError, refused
from mianshen.bureau.payout.events import Settled, payments_settled
from mianshen.bureau.payout.models import Batch, ReturnFile, Task
from mianshen.bureau.payout.models.batches import Outcome
from mianshen.bureau.payout.rows import Row, copied, run
from mianshen.bureau.trail.services import record
from mianshen.policy.saying import Said, said

_COLUMNS = (
    "place", "payment", "outcome", "code", "reason", "amount_fen", "settled_on", "reference",
)  # fmt: skip

_FAULTS = {
    "unknown": (
        "{place}: there is no payment {payment}; ask the bank whose line this is",
        "{place}：没有编号为 {payment} 的付款；请向银行核实这一行",
    ),
    "foreign": (
        "{place}: {payment} belongs to another batch; load the file under that batch",
        "{place}：{payment} 属于另一批次；请在那个批次下导入",
    ),
    "amount": (
        "{place}: the amount of {payment} is not the one that was sent; ask the bank",
        "{place}：{payment} 的金额与发出的不符；请向银行核实",
    ),
    "contradiction": (
        "{place}: the file says two things of {payment}; ask the bank which is true",
        "{place}：文件对 {payment} 有两种说法；请向银行确认",
    ),
    "revived": (
        "{place}: {payment} was refused or returned before and cannot be paid now; ask the bank,"
        " it may have been paid without us",
        "{place}：{payment} 此前已退票，现在又报成功；请向银行核实是否重复付款",
    ),
    "cancelled": (
        "{place}: {payment} was cancelled and never sent; ask the bank",
        "{place}：{payment} 已撤销、未发送；请向银行核实",
    ),
}


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a return file changed: payments by outcome, lines without effect, those still open."""

    paid: int
    paid_fen: int
    refused: int
    refused_fen: int
    returned: int
    returned_fen: int
    without_effect: int
    outstanding: int
    outstanding_fen: int


def receive_return(
    number: str, path: Path, layout: ReturnFileLayout, actor: str, today: date
) -> Reconciled:
    """Load what the bank answered for a batch, the whole file or nothing.

    A part of the batch may be answered; the rest stays open. The same file twice, a line of no
    payment or of another batch, wrong amounts and totals are refused with a sentence each
    (`PayoutError`). A payment refused after it was paid is a later return (退票).
    """
    by_staff(actor)
    answer = read_return(path, layout)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with transaction.atomic():
        batch = batch_of(number)
        _check_turn(batch, digest)
        _check_totals(path.name, answer)
        copied("receive_return", "payout_answered", _COLUMNS, _rows(answer))
        if faults := run("faulty_answers", batch=batch.pk):
            raise PayoutError(*(_fault(*fault) for fault in faults))
        file = ReturnFile.objects.create(
            batch=batch,
            sha256=digest,
            name=path.name,
            received_by=actor,
            lines=len(answer.rows),
        )
        run("keep_answers", file=file.pk)
        settled = run("settle_payments", file=file.pk, day=today)
        _move(batch, file, settled)
        _open_tasks(settled)
        payments_settled.send(sender=Batch, settled=[_settled(batch, row) for row in settled])
        done = _counted(batch, settled, len(answer.rows))
        details = {"paid": done.paid, "refused": done.refused, "returned": done.returned}
        record(actor, "receive_return", f"batch:{number}", {**details, "sha256": digest})
    return done


def _check_turn(batch: Batch, digest: str) -> None:
    if batch.sent_at is None:
        raise refused(
            "{number} was not sent to the bank: there is nothing to answer",
            "批次 {number} 尚未发送银行，不能导入回盘",
            number=batch.number,
        )
    if before := ReturnFile.objects.filter(sha256=digest).first():
        raise refused(
            "this file was loaded before, as {name}, by {who}: nothing was changed",
            "这个文件此前已导入（{name}，{who}），本次未作任何改动",
            name=before.name,
            who=before.received_by,
        )


def _check_totals(name: str, answer: Answer) -> None:
    amounts = [row.amount_fen for row in answer.rows]
    known = [amount for amount in amounts if amount is not None]
    if answer.declared_count not in (None, len(answer.rows)):
        raise refused(
            "{name} declares {declared} lines and has {found}: get it from the bank again",
            "{name} 声明 {declared} 笔，实有 {found} 笔：请向银行重新索取",
            name=name,
            declared=answer.declared_count,
            found=len(answer.rows),
        )
    if len(known) == len(amounts) and answer.declared_fen not in (None, sum(known)):
        raise refused(
            "{name} declares {declared} fen and has {found}: get it from the bank again",
            "{name} 声明合计 {declared} 分，实为 {found} 分：请向银行重新索取",
            name=name,
            declared=answer.declared_fen,
            found=sum(known),
        )


def _rows(answer: Answer) -> Iterable[Sequence[object]]:
    for row in answer.rows:
        yield (
            row.place,
            row.payment,
            row.said.value,
            row.code,
            row.reason,
            row.amount_fen,
            row.day,
            row.reference,
        )


def _fault(place: str, payment: str, fault: str) -> Said:
    english, chinese = _FAULTS[fault]
    return said(english, chinese, place=place, payment=payment)


def _move(batch: Batch, file: ReturnFile, settled: Sequence[Row]) -> None:
    """Claims line by line, money in one sum for each outcome."""
    by_outcome: dict[str, list[Row]] = {outcome: [] for outcome in Outcome}
    for row in settled:
        by_outcome[row[9]].append(row)
    paid, bounced = by_outcome[Outcome.PAID], by_outcome[Outcome.REFUSED]
    returned = by_outcome[Outcome.RETURNED]
    carry_out([f"pay:{row[0]}" for row in paid], "银行已付")
    undo([f"pay:{row[0]}" for row in bounced], "银行退票")
    moves = [_to_returned(row, Claim.PAYABLE) for row in bounced]
    moves += [_to_returned(row, Claim.PAID) for row in returned]
    post(Book.CLAIMS, moves)
    account, code = batch.request.fund.account, batch.request.fund.code
    sums = {name: sum(row[7] for row in rows) for name, rows in by_outcome.items()}
    ways = (
        ("paid", sums[Outcome.PAID], (Money.IN_TRANSIT, Money.PAYEES, account)),
        ("spent", sums[Outcome.PAID], (Money.COMMITTED, Money.SPENT, code)),
        ("bounced", sums[Outcome.REFUSED], (Money.IN_TRANSIT, Money.CASH, account)),
        ("returned", sums[Outcome.RETURNED], (Money.PAYEES, Money.CASH, account)),
        ("unspent", sums[Outcome.RETURNED], (Money.SPENT, Money.COMMITTED, code)),
    )
    subject = f"batch:{batch.number}"
    post(
        Book.MONEY,
        [
            Move(
                f"{what}:{file.sha256}",
                money(giver, holder),
                money(taker, holder),
                fen,
                _REASONS[what],
                subject,
            )
            for what, fen, (giver, taker, holder) in ways
            if fen
        ],
    )


_REASONS = {
    "paid": "救助款支付",
    "spent": "列支",
    "bounced": "退票退回专户",
    "returned": "付后退票",
    "unspent": "冲减列支",
}


def _to_returned(row: Row, giver: Claim) -> Move:
    number, _, key, amount_fen = row[0], row[1], row[2], row[7]
    places = claim(giver, key), claim(Claim.RETURNED, key)
    return Move(f"returned:{number}", *places, amount_fen, "退票", f"payment:{number}")


def _open_tasks(settled: Sequence[Row]) -> None:
    Task.objects.bulk_create(
        Task(kind="bounced", line_id=row[1], payment=row[0], why=f"{row[10]} {row[11]}".strip())
        for row in settled
        if row[9] != Outcome.PAID
    )


def _settled(batch: Batch, row: Row) -> Settled:
    number, _, _, person, payee, programme, event, amount_fen, account, outcome = row[:10]
    about = (
        number,
        batch.request.fund.code,
        person,
        payee,
        programme,
        event,
        amount_fen,
        account,
        outcome,
    )
    return Settled(*about, settled_on=row[12], basis_on=row[13])


def _counted(batch: Batch, settled: Sequence[Row], lines: int) -> Reconciled:
    def of(outcome: Outcome) -> tuple[int, int]:
        amounts = [row[7] for row in settled if row[9] == outcome]
        return len(amounts), sum(amounts)

    left = batch.payments.filter(outcome__isnull=True).values_list("amount_fen", flat=True)
    open_fen = list(left)
    return Reconciled(
        *of(Outcome.PAID),
        *of(Outcome.REFUSED),
        *of(Outcome.RETURNED),
        without_effect=lines - len(settled),
        outstanding=len(open_fen),
        outstanding_fen=sum(open_fen),
    )
