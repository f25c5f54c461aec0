"""Setting a wrong entry of budget right (红字冲销、蓝字补记): one proposes, another agrees."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.payout.services import budget_entries, correct_budget
from mianshen.bureau.reporting.counting import View
from mianshen.bureau.reporting.errors import refused
from mianshen.bureau.reporting.models import Correction
from mianshen.bureau.trail.services import record

ACTS = (Act.CLOSE_MONTH, Act.RECONCILE)
"""Who keeps the books of a district may propose and agree."""


def may_correct(view: View) -> bool:
    """Whether somebody keeps the district's books."""
    return any(view.scope.may_do(act, view.district) for act in ACTS)


def propose_correction(key: str, right_fen: int, reason: str, view: View, actor: str) -> int:
    """Say what a wrong entry of budget should be; nothing moves before another agrees.

    Raises `ReportingError` without a reason, where there is no such entry, the sum is the same, or
    it is proposed already.
    """
    _require(view)
    entry = next(iter(budget_entries([key])), None)
    if entry is None or entry.amount_fen == right_fen or right_fen < 0 or not reason.strip():
        raise refused(
            "a correction needs an entry that stands, another sum than it has, and a reason",
            "更正要选择仍然有效的预算登记，填写不同的正确金额和原因",
        )
    with transaction.atomic():
        made, is_new = Correction.objects.get_or_create(
            key=key,
            decided_by=None,
            defaults={
                "district": view.district,
                "fund": entry.name,
                "wrong_fen": entry.amount_fen,
                "right_fen": right_fen,
                "reason": reason.strip(),
                "by": actor,
            },
        )
        if not is_new:
            raise refused(
                "a correction of this entry waits for a second person already",
                "这笔登记的更正已提出，正等待另一位同事复核",
            )
        details = {"key": key, "right_fen": right_fen}
        record(actor, "propose_correction", f"correction:{made.pk}", details)
    return int(made.pk)


def decide_correction(number: int, view: View, actor: str, *, is_agreed: bool) -> None:
    """Agree to what somebody else proposed, and do it; or turn it down. All of it or nothing."""
    _require(view)
    with transaction.atomic():
        waiting = Correction.objects.select_for_update().filter(
            pk=number, district=view.district, decided_by__isnull=True
        )
        found = waiting.first()
        if found is None:
            raise refused(
                "correction {number} was decided before: nothing was changed",
                "第 {number} 项更正此前已有人处理，本次未作改动",
                number=number,
            )
        if is_agreed:
            correct_budget(found.key, found.right_fen, found.reason, found.by, actor)
        Correction.objects.filter(pk=number).update(
            decided_by=actor, decided_at=timezone.now(), is_agreed=is_agreed
        )
        record(actor, "decide_correction", f"correction:{number}", {"is_agreed": is_agreed})


def corrections(district: str, count: int = 20) -> Sequence[Correction]:
    """The newest corrections of a district, decided or not; one query."""
    return list(Correction.objects.filter(district=district).order_by("-pk")[:count])


def _require(view: View) -> None:
    if not may_correct(view):
        view.scope.require(ACTS[0], view.district)
