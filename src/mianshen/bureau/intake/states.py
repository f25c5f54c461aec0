"""The states a batch goes through, and those in which a row of a file ends."""

from enum import StrEnum


class State(StrEnum):
    """Where a batch is on its way.

    Received, staged (its table was found), validated (every row has its state), diffed (compared
    with the last delivery) and applied; waiting for a decision; refused, withdrawn, or replaced by
    a later delivery of the same list.
    """

    RECEIVED = "received"
    STAGED = "staged"
    VALIDATED = "validated"
    WAITING = "waiting"
    DIFFED = "diffed"
    APPLIED = "applied"
    REPLACED = "replaced"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RowState(StrEnum):
    """Where a row of a file ended; each row is in exactly one state."""

    ACCEPTED = "accepted"
    REPAIRED = "repaired"
    QUARANTINED = "quarantined"
    LEFT_OUT = "left_out"


ENDED = (State.REFUSED, State.WITHDRAWN, State.REPLACED)
"""From these the same content may come again."""
