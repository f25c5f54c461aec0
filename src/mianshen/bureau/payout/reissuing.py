"""What a person does about a line that could not be paid: see to it, and pay it again."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, held_fen, post
from mianshen.bureau.payout.deciding import by_staff
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import Payable, Task
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


def _pay_again(line: Payable, task: Task) -> None:
    returned = held_fen(Book.CLAIMS, claim(Claim.RETURNED, line.key))
    if not returned:
        return
    places = claim(Claim.RETURNED, line.key), claim(Claim.PAYABLE, line.key)
    subject = f"payment:{task.payment}"
    post(Book.CLAIMS, [Move(f"reissue:{task.pk}", *places, returned, "重发", subject)])
