"""Acts that take two people: one proposes with a reason, another agrees or turns it down.

What is done when somebody agrees is up to the app whose act it is, in the same transaction.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from mianshen.bureau.proposals.models import Proposal
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record


def propose(act: str, subject: str, reason: str, actor: str, **details: Any) -> int:
    """Propose an act; the number of the proposal. Nothing is done before somebody else agrees.

    Raises `RefusedError` without a reason, or where the same is proposed already.
    """
    if not reason.strip():
        raise refused("a proposal needs its reason", "请写明原因")
    with transaction.atomic():
        made, is_new = Proposal.objects.get_or_create(
            act=act,
            subject=subject,
            decided_by=None,
            defaults={"reason": reason.strip(), "by": actor, "details": details},
        )
        if not is_new:
            raise refused(
                "the same is proposed already and waits for a second person",
                "此前已提出，正等待另一位同事复核",
            )
        record(actor, f"propose_{act}", f"proposal:{made.pk}", {"subject": subject, **details})
    return int(made.pk)


def waiting(acts: Collection[str]) -> list[Proposal]:
    """What waits for a second person of some acts, oldest first; one query."""
    found = Proposal.objects.filter(decided_by__isnull=True, act__in=list(acts))
    return list(found.order_by("pk"))


def agree(proposal: int, acts: Collection[str], second: str) -> Proposal:
    """Agree as the second person; the caller does the act in the same transaction.

    Raises `RefusedError` where it is decided, of another app, or one's own.
    """
    found = _open(proposal, acts)
    if found.by == second:
        raise refused(
            "this takes two people: ask a colleague to be the second",
            "这一步需要两个人：请另一位同事复核",
        )
    _decide(found, second, is_agreed=True)
    return found


def disagree(proposal: int, acts: Collection[str], actor: str) -> None:
    """Turn a proposal down, or take one's own back; nothing is done."""
    with transaction.atomic():
        _decide(_open(proposal, acts), actor, is_agreed=False)


def _open(proposal: int, acts: Collection[str]) -> Proposal:
    waits = Proposal.objects.select_for_update().filter(pk=proposal, decided_by__isnull=True)
    found = waits.filter(act__in=list(acts)).first()
    if found is None:
        raise refused(
            "proposal {number} was decided before: nothing was changed",
            "第 {number} 项此前已有人处理，本次未作改动",
            number=proposal,
        )
    return found


def _decide(proposal: Proposal, actor: str, *, is_agreed: bool) -> None:
    decided = {"decided_by": actor, "decided_at": timezone.now(), "is_agreed": is_agreed}
    Proposal.objects.filter(pk=proposal.pk).update(**decided)
    details = {"act": proposal.act, "subject": proposal.subject, "is_agreed": is_agreed}
    record(actor, "decide_proposal", f"proposal:{proposal.pk}", details)
