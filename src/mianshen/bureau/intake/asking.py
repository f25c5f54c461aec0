"""Deliveries handed in at a desk: they stand still once compared, until somebody has decided."""

from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.states import State

DESK = "desk"
"""The way of a delivery whose sender looks at it before it counts."""
_MOVING = (State.RECEIVED, State.STAGED, State.VALIDATED)


def asks_first(batch: Batch) -> bool:
    """Whether a delivery waits for its sender before it is applied."""
    return batch.way == DESK and not batch.decided_by


def is_moving(batch: Batch) -> bool:
    """Whether a delivery goes on by itself: is read and compared, or decided and not applied."""
    return batch.state in _MOVING or (batch.state == State.DIFFED and not asks_first(batch))
