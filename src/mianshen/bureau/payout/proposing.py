"""Acts that take two people as desks do them: one proposes, another agrees, and then it is done."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from mianshen.bureau.payout.deciding import by_staff, by_two
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import Proposal
from mianshen.bureau.payout.models.proposals import ProposedAct
from mianshen.bureau.payout.models.voidings import Ground
from mianshen.bureau.payout.recovering import write_off
from mianshen.bureau.payout.voiding import void_line
from mianshen.bureau.trail.services import record


def propose(
    act: ProposedAct, subject: str, reason: str, actor: str, ground: Ground | None = None
) -> int:
    """Propose to void a line or to write a recovery off; the number of the proposal.

    Nothing moves before a second person agrees. Raises `PayoutError` without a reason, or where
    the same is proposed already.
    """
    by_staff(actor)
    if not reason.strip():
        raise refused("a proposal needs its reason", "请写明原因")
    with transaction.atomic():
        made, is_new = Proposal.objects.get_or_create(
            act=ProposedAct(act).value,
            subject=subject,
            decided_by=None,
            defaults={"reason": reason, "by": actor, "ground": ground or ""},
        )
        if not is_new:
            raise refused(
                "the same is proposed already and waits for a second person",
                "此前已提出，正等待另一位同事复核",
            )
        record(actor, f"propose_{act}", f"proposal:{made.pk}", {"subject": subject})
    return int(made.pk)


def proposals() -> list[Proposal]:
    """What waits for a second person, oldest first."""
    return list(Proposal.objects.filter(decided_by__isnull=True).order_by("pk"))


def agree(proposal: int, second: str, today: date) -> None:
    """Agree to what somebody else proposed, and do it; all of it or nothing."""
    with transaction.atomic():
        found = _open(proposal)
        by_two(found.by, second)
        if found.act == ProposedAct.VOID_LINE:
            ground = Ground(found.ground or Ground.WRONG)
            void_line(found.subject, found.by, second, found.reason, ground)
        else:
            write_off(int(found.subject), found.by, second, found.reason, today)
        _decide(found, second, is_agreed=True)


def disagree(proposal: int, actor: str) -> None:
    """Turn a proposal down, or take one's own back; nothing moves."""
    by_staff(actor)
    with transaction.atomic():
        _decide(_open(proposal), actor, is_agreed=False)


def _open(proposal: int) -> Proposal:
    waiting = Proposal.objects.select_for_update().filter(pk=proposal, decided_by__isnull=True)
    found = waiting.first()
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
