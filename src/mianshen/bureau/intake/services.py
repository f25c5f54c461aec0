"""The door of intake: take deliveries in, walk them to registry and claims, look at the sources."""

from mianshen.bureau.intake.asking import DESK, is_moving
from mianshen.bureau.intake.comparing import Beside, beside
from mianshen.bureau.intake.contacts import Contact, contacts_of, people_in
from mianshen.bureau.intake.contracts import SourceTold, sources_told
from mianshen.bureau.intake.deciding import (
    decide,
    decide_naming,
    go_on,
    needs_reason,
    refuse,
    retry,
    take_back_naming,
    withdraw,
)
from mianshen.bureau.intake.files import content_of
from mianshen.bureau.intake.in_turn import process_in_turn
from mianshen.bureau.intake.joining import (
    IdentityAct,
    IdentityProposal,
    agree_identity,
    disagree_identity,
    identity_proposals,
    propose_merge,
    propose_part,
    propose_unmerge,
)
from mianshen.bureau.intake.listing import (
    Delivered,
    Fault,
    WaitingRow,
    Written,
    as_written,
    batch_names,
    delivered,
    latest_batches,
    repairs_by_rule,
    waiting_row,
    waiting_rows,
    what_waits,
)
from mianshen.bureau.intake.mending import correct
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.moving import BatchMovedError
from mianshen.bureau.intake.profile import Profile, read_profile
from mianshen.bureau.intake.proposing import Proposed, agree, disagree, proposals_of, propose
from mianshen.bureau.intake.reading_apart import ReadOn, reading_apart
from mianshen.bureau.intake.receiving import (
    Received,
    Seen,
    pull,
    pull_declared,
    push,
    receive,
    watch,
)
from mianshen.bureau.intake.states import State
from mianshen.bureau.intake.steps import process
from mianshen.bureau.intake.watching import (
    BatchTold,
    Freshness,
    batch_by_number,
    freshness,
    open_batches,
    told_of,
)

__all__ = [
    "DESK",
    "Batch",
    "BatchMovedError",
    "BatchTold",
    "Beside",
    "Contact",
    "Delivered",
    "Fault",
    "Freshness",
    "IdentityAct",
    "IdentityProposal",
    "Profile",
    "Proposed",
    "ReadOn",
    "Received",
    "Seen",
    "SourceTold",
    "State",
    "WaitingRow",
    "Written",
    "agree",
    "agree_identity",
    "as_written",
    "batch_by_number",
    "batch_names",
    "beside",
    "contacts_of",
    "content_of",
    "correct",
    "decide",
    "decide_naming",
    "delivered",
    "disagree",
    "disagree_identity",
    "freshness",
    "go_on",
    "identity_proposals",
    "is_moving",
    "latest_batches",
    "needs_reason",
    "open_batches",
    "people_in",
    "process",
    "process_in_turn",
    "proposals_of",
    "propose",
    "propose_merge",
    "propose_part",
    "propose_unmerge",
    "pull",
    "pull_declared",
    "push",
    "read_profile",
    "reading_apart",
    "receive",
    "refuse",
    "repairs_by_rule",
    "retry",
    "sources_told",
    "take_back_naming",
    "told_of",
    "waiting_row",
    "waiting_rows",
    "watch",
    "what_waits",
    "withdraw",
]
