"""How much waits for somebody in the way of money: one statement, whatever there is."""

from dataclasses import dataclass

from mianshen.bureau.payout.models.proposals import ProposedAct
from mianshen.bureau.payout.rows import run


@dataclass(frozen=True, slots=True)
class Waits:
    """Counts of what waits: requests for money by their state, batches, lines, second people.

    `to_review` for the treasury, `to_arrive` for its money, `to_batch` to be made a batch of;
    `to_send` and `to_come_back` are batches, `to_see_to` lines that could not be paid,
    `to_agree` what a colleague proposed.
    """

    to_review: int
    to_arrive: int
    to_batch: int
    to_send: int
    to_come_back: int
    to_see_to: int
    to_agree: int


def what_waits(actor: str) -> Waits:
    """What waits now; what somebody proposed does not wait for themselves."""
    ((*counts,),) = run("what_waits", actor=actor, acts=[*ProposedAct])
    return Waits(*counts)
