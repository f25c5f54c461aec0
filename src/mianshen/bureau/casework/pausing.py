"""Clocks that stand: why, from which day, until somebody says that they go on."""

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
from mianshen.bureau.casework.flow import PauseReason
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import Pause
from mianshen.bureau.casework.timing import keep_clocks


def pause(order: int, reason: PauseReason, why: str, by: By, department: str = "") -> None:
    """Let the clocks of an order stand from today on that its flow allows to for this reason.

    By whoever may decide it now, for their department where the stage is of departments, or by a
    reviewer of the centre. Raises `CaseworkError`.
    """
    because(why)
    with transaction.atomic():
        found = locked(order)
        must_be_under_way(found)
        if not any(reason in clock.pauses for clock in flow_of(found.flow_id).clocks.values()):
            raise refused(
                "no clock of this flow stands for {reason}",
                "本流程没有因“{reason}”中止计时的时限",
                reason=reason.value,
            )
        if found.pauses.filter(reason=reason.value, last__isnull=True).exists():
            raise refused(
                "the clocks of order {order} stand for {reason} already",
                "第 {order} 号工单已因“{reason}”中止计时",
                order=order,
                reason=reason.value,
            )
        post = may_hold(by, found, department)
        Pause.objects.create(
            order=found, reason=reason.value, why=why, first=by.day, opened_by=by.staff.pk
        )
        note(found, f"paused:{reason.value}", by, post, why)
        keep_clocks([order], by.day)


def resume(order: int, reason: PauseReason, why: str, by: By, department: str = "") -> None:
    """Let clocks that stand for a reason go on from tomorrow; today still counts for nobody."""
    because(why)
    with transaction.atomic():
        found = locked(order)
        post = may_hold(by, found, department)
        ended = found.pauses.filter(reason=reason.value, last__isnull=True).update(
            last=by.day, closed_by=by.staff.pk
        )
        if not ended:
            raise refused(
                "the clocks of order {order} do not stand for {reason}",
                "第 {order} 号工单没有因“{reason}”中止计时",
                order=order,
                reason=reason.value,
            )
        note(found, f"resumed:{reason.value}", by, post, why)
        keep_clocks([order], by.day)


def ask_for_supplement(order: int, missing: Sequence[str], by: By, department: str = "") -> None:
    """补正一次性告知: say everything that is missing, once for an order; its clocks stand.

    Raises `CaseworkError` where it was said before, or nothing is missing.
    """
    wanted = [one.strip() for one in missing if one.strip()]
    with transaction.atomic():
        if locked(order).pauses.filter(reason=PauseReason.SUPPLEMENT.value).exists():
            raise refused(
                "what is missing of order {order} was told before, and is told once",
                "第 {order} 号工单已一次性告知补正，不得再次告知",
                order=order,
            )
        pause(order, PauseReason.SUPPLEMENT, "；".join(wanted), by, department)


def supplement_of(order: int) -> Pause | None:
    """What was told to be missing of an order, since when, and until when it was waited for."""
    return Pause.objects.filter(order=order, reason=PauseReason.SUPPLEMENT.value).first()


def pauses_of(order: int) -> Sequence[Pause]:
    """For what the clocks of an order stand now, oldest first; one query."""
    return list(Pause.objects.filter(order=order, last__isnull=True).order_by("id"))
