"""The door of intake: take deliveries in, walk them to registry and claims, look at the sources."""

from mianshen.bureau.intake.contacts import Contact, contacts_of, people_in
from mianshen.bureau.intake.contracts import SourceTold, sources_told
from mianshen.bureau.intake.deciding import (
    decide_naming,
    go_on,
    refuse,
    retry,
    take_back_naming,
    withdraw,
)
from mianshen.bureau.intake.files import content_of
from mianshen.bureau.intake.mending import correct
from mianshen.bureau.intake.moving import BatchMovedError
from mianshen.bureau.intake.profile import Profile, read_profile
from mianshen.bureau.intake.receiving import (
    Received,
    Seen,
    pull,
    pull_declared,
    push,
    receive,
    watch,
)
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
    "BatchMovedError",
    "BatchTold",
    "Contact",
    "Freshness",
    "Profile",
    "Received",
    "Seen",
    "SourceTold",
    "batch_by_number",
    "contacts_of",
    "content_of",
    "correct",
    "decide_naming",
    "freshness",
    "go_on",
    "open_batches",
    "people_in",
    "process",
    "pull",
    "pull_declared",
    "push",
    "read_profile",
    "receive",
    "refuse",
    "retry",
    "sources_told",
    "take_back_naming",
    "told_of",
    "watch",
    "withdraw",
]
