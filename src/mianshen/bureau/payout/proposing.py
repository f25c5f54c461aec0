"""Acts that take two people as desks do them: one proposes, another agrees, and then it is done."""

from datetime import date

from django.db import transaction

from mianshen.bureau.payout.cash import require_idle, return_cash
from mianshen.bureau.payout.deciding import by_staff
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models.proposals import ProposedAct
from mianshen.bureau.payout.models.voidings import Ground
from mianshen.bureau.payout.recovering import write_off
from mianshen.bureau.payout.voiding import void_line
from mianshen.bureau.proposals import services as two_people
from mianshen.bureau.proposals.models import Proposal


def propose(
    act: ProposedAct, subject: str, reason: str, actor: str, ground: Ground | None = None
) -> int:
    """Propose to void a line or to write a recovery off; the number of the proposal.

    Nothing moves before a second person agrees. Raises `InputError` without a reason, or where
    the same is proposed already.
    """
    by_staff(actor)
    about = {"ground": ground.value} if ground else {}
    return two_people.propose(ProposedAct(act).value, subject, reason, actor, **about)


def propose_return(
    account: str, amount_fen: int, reference: str, day: date, reason: str, actor: str
) -> int:
    """Propose to enter that idle cash of an account went back to the treasury on a day.

    `reference` is the bank's. Raises `InputError` as `propose` does, and where no such sum is idle.
    """
    by_staff(actor)
    if not reference.strip():
        raise refused("name the bank's reference", "请填写银行流水号")
    require_idle(account, amount_fen)
    about = {"fen": amount_fen, "reference": reference.strip(), "day": day.isoformat()}
    act = ProposedAct.RETURN_CASH.value
    return two_people.propose(act, account, reason, actor, **about)


def proposals() -> list[Proposal]:
    """What waits for a second person, oldest first."""
    return two_people.waiting([*ProposedAct])


def agree(proposal: int, second: str, today: date) -> None:
    """Agree to what somebody else proposed, and do it; all of it or nothing."""
    by_staff(second)
    with transaction.atomic():
        found = two_people.agree(proposal, [*ProposedAct], second)
        about = found.details
        match ProposedAct(found.act):
            case ProposedAct.VOID_LINE:
                ground = Ground(about.get("ground") or Ground.WRONG)
                void_line(found.subject, found.by, second, found.reason, ground)
            case ProposedAct.WRITE_OFF:
                write_off(int(found.subject), found.by, second, found.reason, today)
            case ProposedAct.RETURN_CASH:
                day, reference = date.fromisoformat(about["day"]), about["reference"]
                return_cash(found.subject, about["fen"], found.by, second, day, reference)


def disagree(proposal: int, actor: str) -> None:
    """Turn a proposal down, or take one's own back; nothing moves."""
    by_staff(actor)
    two_people.disagree(proposal, [*ProposedAct], actor)
