"""What is asked of villages, as lists show it: to be visited, waiting for an answer, answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max, OuterRef, QuerySet, Subquery

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.casework.acting import By, because, note
from mianshen.bureau.casework.errors import refused
from mianshen.bureau.casework.models import Step, Visit
from mianshen.bureau.casework.waiting import due_days
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.services import scope_of
from mianshen.bureau.offices.vocabulary import Act, Sight

NOT_MET = "visit_not_met"


@dataclass(frozen=True, slots=True)
class VisitShown:
    """A question to the village; `tried_on` is the last day on which nobody was met.

    `due` is the day on which the order is due next, `answer` empty while nobody has answered.
    """

    visit: int
    order: int
    person: int
    region: str
    question: str
    asked_by: int
    asked_on: date | None
    due: date | None
    tried_on: date | None
    answer: str
    answered_by: int | None
    answered_on: date | None


def not_met(visit: int, sentence: str, by: By) -> None:
    """Say that nobody was met, and what is known of when they will be; the question stays open.

    By whoever visits in that region, and never by whoever asked. Raises `CaseworkError`.
    """
    because(sentence)
    with transaction.atomic():
        asked = Visit.objects.select_for_update().filter(pk=visit, answered_at=None).first()
        if asked is None:
            raise refused(
                "question {visit} is answered, or there is none",
                "核实事项 {visit} 已回复或不存在",
                visit=visit,
            )
        post = scope_of(by.staff.pk, by.day).acting_for(Act.VISIT, asked.order.region)
        if asked.asked_by == by.staff.pk:
            raise refused("whoever asks does not answer", "提出核实的人不能自己回复")
        note(asked.order, NOT_MET, by, post, sentence)


def visits_to_make(scope: Scope) -> Sequence[VisitShown]:
    """What waits for an answer where somebody visits: by village, those not tried yet first.

    Two queries.
    """
    mine = _visits().filter(scope.done(Act.VISIT, "order__region"), answered_at=None)
    shown = [one for one in _shown(mine) if one.asked_by != scope.staff]
    return sorted(shown, key=lambda one: (one.region, one.tried_on is not None, one.visit))


def visits_seen(scope: Scope, size: int) -> Sequence[VisitShown]:
    """The newest questions about orders that may be seen, open and answered; two queries."""
    seen = _visits().filter(scope.seen(Sight.ORDERS, "order__region"))
    return _shown(seen.order_by("-pk")[:size])


def visit_seen(visit: int, scope: Scope) -> VisitShown | None:
    """One question, None where it may neither be seen nor answered."""
    may = scope.seen(Sight.ORDERS, "order__region") | scope.done(Act.VISIT, "order__region")
    return next(iter(_shown(_visits().filter(may, pk=visit))), None)


def _visits() -> "QuerySet[Visit]":
    tries = Step.objects.filter(order=OuterRef("order"), act=NOT_MET, at__gte=OuterRef("asked_at"))
    last = tries.order_by().values("order").annotate(last=Max("at")).values("last")
    return Visit.objects.annotate(
        tried_at=Subquery(last), person=F("order__person"), region=F("order__region")
    )


def _shown(visits: "QuerySet[Visit]") -> list[VisitShown]:
    found = list(visits.select_related("order"))
    due = due_days([one.order for one in found])
    return [
        VisitShown(
            *(one.pk, one.order_id, one.person, one.region, one.question, one.asked_by),
            *(_day(one.asked_at), due.get(one.order_id), _day(one.tried_at)),
            *(one.answer, one.answered_by, _day(one.answered_at)),
        )
        for one in found
    ]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(CHINA).date() if moment else None
