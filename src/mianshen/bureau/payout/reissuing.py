"""What a person does about a line that could not be paid: see to it, and pay it again."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models.functions import Now

from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, balances, post
from mianshen.bureau.payout.deciding import by_staff
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import Payable, Task
from mianshen.bureau.trail.services import record_each


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
    with transaction.atomic():
        if payee is not None:
            ((line, _),) = _locked([task])
            line.payee = payee
            line.save(update_fields=["payee"])
        _settle([task], actor, note, is_payee_named=payee is not None)


def settle_tasks(tasks: Collection[int], actor: str, note: str) -> None:
    """`settle_task` for several that one look settled, all or none; the payees stay."""
    with transaction.atomic():
        _settle(tasks, actor, note, is_payee_named=False)


def _settle(tasks: Collection[int], actor: str, note: str, *, is_payee_named: bool) -> None:
    by_staff(actor)
    waiting = _locked(tasks)
    if not is_payee_named and any(task.kind == "died" for _, task in waiting):
        raise refused(
            "the payee died: name who receives the money now",
            "收款人已死亡：请指定现在的收款人（继承人等）",
        )
    _pay_again(waiting)
    Task.objects.filter(pk__in=tasks).update(done_at=Now(), done_by=actor, note=note)
    told = [(f"line:{line.key}", {"task": task.pk, "kind": task.kind}) for line, task in waiting]
    record_each(actor, "settle_task", told)


def _locked(tasks: Collection[int]) -> list[tuple[Payable, Task]]:
    """Lines and their open tasks, which nobody else settles until the transaction ends."""
    found = Task.objects.select_for_update().filter(pk__in=tasks, done_at__isnull=True)
    open_now = list(found.order_by("pk"))
    if done := set(tasks) - {one.pk for one in open_now}:
        raise refused(
            "task {task} is done already or does not exist: nothing was changed",
            "待办 {task} 已办结或不存在，本次未作改动",
            task=min(done),
        )
    lines = Payable.objects.select_for_update().order_by("pk")
    line_of = lines.in_bulk([one.line_id for one in open_now])
    return [(line_of[one.line_id], one) for one in open_now]


def _pay_again(waiting: Sequence[tuple[Payable, Task]]) -> None:
    """What came back for these lines is payable again; of some nothing had left."""
    task_of = {line.key: task for line, task in reversed(waiting)}
    key_of = {claim(Claim.RETURNED, key).holder: key for key in task_of}
    returned = {
        key_of[one.holder]: one.held_fen
        for one in balances(Book.CLAIMS, [Claim.RETURNED], key_of)
        if one.held_fen
    }
    moves = [
        Move(
            f"reissue:{task_of[key].pk}",
            claim(Claim.RETURNED, key),
            claim(Claim.PAYABLE, key),
            fen,
            "重发",
            f"payment:{task_of[key].payment}",
        )
        for key, fen in returned.items()
    ]
    if moves:
        post(Book.CLAIMS, moves)
