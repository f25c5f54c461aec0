"""What a person does about a line that could not be paid: see to it, pay it again, or void it."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from mianshen.bureau.ledger.chart import Claim, Money, claim, money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, free_fen, held_fen, post
from mianshen.bureau.payout.deciding import by_staff, by_two
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import Payable, Task
from mianshen.bureau.payout.models.lines import RequestState
from mianshen.bureau.payout.reassessing import assess_again
from mianshen.bureau.trail.services import record


def open_tasks() -> Sequence[Task]:
    """Everything that waits for somebody, oldest first."""
    waiting = Task.objects.filter(done_at__isnull=True)
    return list(waiting.select_related("line__request").order_by("id"))


def tasks_of(person: int) -> Sequence[Task]:
    """What waits for somebody about one person's payments, oldest first; one query."""
    return list(Task.objects.filter(done_at__isnull=True, line__person=person).order_by("id"))


def settle_task(task: int, actor: str, note: str, payee: str | None = None) -> None:
    """Say that a task is seen to: the line goes into the next batch, under a new number.

    After a returned payment (退票) this is the reissue (重发). `payee` names another one, an heir
    or a guardian, as the registry knows them. Raises `PayoutError` where it is done already.
    """
    by_staff(actor)
    with transaction.atomic():
        found = Task.objects.select_for_update().filter(pk=task, done_at__isnull=True).first()
        if found is None:
            raise refused(
                "task {task} is done already or does not exist: nothing was changed",
                "待办 {task} 已办结或不存在，本次未作改动",
                task=task,
            )
        line = Payable.objects.select_for_update().get(pk=found.line_id)
        if found.kind == "died" and payee is None:
            raise refused(
                "the payee died: name who receives the money now",
                "收款人已死亡：请指定现在的收款人（继承人等）",
            )
        if payee is not None:
            line.payee = payee
            line.save(update_fields=["payee"])
        _pay_again(line, found)
        Task.objects.filter(pk=task).update(done_at=Now(), done_by=actor, note=note)
        record(actor, "settle_task", f"line:{line.key}", {"task": task, "kind": found.kind})


def void_line(key: str, actor: str, second: str, reason: str) -> None:
    """Give up a line that is not paid and not on its way; two people, with a reason.

    Raises `PayoutError` where it is on its way or paid.
    """
    by_two(actor, second)
    if not reason.strip():
        raise refused("a line is voided with a reason", "作废要写明原因")
    with transaction.atomic():
        line = Payable.objects.select_for_update(of=("self",)).filter(key=key).first()
        fen = {state: _free(key, state) for state in (Claim.PAYABLE, Claim.RETURNED)}
        if line is None or line.voided_at or not any(fen.values()):
            raise refused(
                "{key} is on its way, paid, voided or unknown: it cannot be voided",
                "{key} 正在代发、已付、已作废或不存在，不能作废",
                key=key,
            )
        moves = [
            Move(
                f"void:{key}:{state.value}",
                claim(state, key),
                claim(Claim.VOID, key),
                held,
                "作废",
                f"line:{key}",
            )
            for state, held in fen.items()
            if held
        ]
        post(Book.CLAIMS, moves)
        _give_back_budget(line, sum(fen.values()))
        Payable.objects.filter(pk=line.pk).update(voided_at=Now())
        line.tasks.filter(done_at__isnull=True).update(done_at=Now(), done_by=actor, note=reason)
        assess_again(line.person, actor)
        record(actor, "void_line", f"line:{key}", {"second": second, "reason": reason})


def _free(key: str, state: Claim) -> int:
    return free_fen(Book.CLAIMS, claim(state, key))


def _pay_again(line: Payable, task: Task) -> None:
    returned = held_fen(Book.CLAIMS, claim(Claim.RETURNED, line.key))
    if not returned:
        return
    places = claim(Claim.RETURNED, line.key), claim(Claim.PAYABLE, line.key)
    subject = f"payment:{task.payment}"
    post(Book.CLAIMS, [Move(f"reissue:{task.pk}", *places, returned, "重发", subject)])


def _give_back_budget(line: Payable, amount_fen: int) -> None:
    request = line.request
    if request is None or request.state == RequestState.RETURNED:
        return
    code = request.fund.code
    giver, taker = money(Money.COMMITTED, code), money(Money.BUDGET, code)
    key = f"release:{line.key}"
    post(Book.MONEY, [Move(key, giver, taker, amount_fen, "作废退回预算", f"line:{line.key}")])
