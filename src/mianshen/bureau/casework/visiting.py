"""转村(社区)核实: the village helper is asked about an order, looks, and answers."""

from collections.abc import Sequence

from django.db import transaction

from mianshen.bureau.casework.acting import (
    By,
    because,
    locked,
    may_hold,
    must_be_under_way,
    note,
)
from mianshen.bureau.casework.errors import refused
from mianshen.bureau.casework.models import Visit
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.services import scope_of
from mianshen.bureau.offices.vocabulary import Act


def ask_visit(order: int, question: str, by: By, department: str = "") -> int:
    """Ask the helper of the person's village about an order; gives the number of the question.

    One at a time for an order. The order goes on meanwhile; whether its clocks stand is said by
    `pause`. Raises `CaseworkError`.
    """
    because(question)
    with transaction.atomic():
        found = locked(order)
        must_be_under_way(found)
        post = may_hold(by, found, department)
        if found.visits.filter(answered_at__isnull=True).exists():
            raise refused(
                "the helper has been asked about order {order} and has not answered yet",
                "第 {order} 号工单已转核实，尚未回复",
                order=order,
            )
        asked = Visit.objects.create(
            order=found, question=question, asked_by=by.staff.pk, asked_at=by.stated.at
        )
        note(found, "visit_asked", by, post, question)
    return int(asked.pk)


def answer_visit(visit: int, answer: str, by: By) -> None:
    """Say what was found; by whoever visits in that region, and never by whoever asked."""
    because(answer)
    with transaction.atomic():
        asked = Visit.objects.select_for_update().filter(pk=visit).first()
        if asked is None or asked.answered_at is not None:
            raise refused(
                "question {visit} is answered, or there is none",
                "核实事项 {visit} 已回复或不存在",
                visit=visit,
            )
        order = locked(asked.order_id)
        post = scope_of(by.staff.pk, by.day).acting_for(Act.VISIT, order.region)
        if asked.asked_by == by.staff.pk:
            raise refused("whoever asks does not answer", "提出核实的人不能自己回复")
        asked.answer, asked.answered_by, asked.answered_at = answer, by.staff.pk, by.stated.at
        asked.save(update_fields=["answer", "answered_by", "answered_at"])
        note(order, "visit_answered", by, post, answer)


def visits_waiting(scope: Scope) -> Sequence[Visit]:
    """The questions that somebody may answer, oldest first."""
    asked = Visit.objects.filter(scope.done(Act.VISIT, "order__region"), answered_at__isnull=True)
    return list(asked.select_related("order").order_by("id"))


def visits_of(order: int) -> Sequence[Visit]:
    """What was asked about an order, oldest first."""
    return list(Visit.objects.filter(order=order).order_by("id"))
