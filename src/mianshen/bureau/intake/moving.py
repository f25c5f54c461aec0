"""A batch goes from state to state by compare-and-set: of two who move it, one does."""

from typing import Any

from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.states import State
from mianshen.bureau.trail.services import record


class BatchMovedError(RuntimeError):
    """A batch is no longer where it was thought to be; look again."""


def move(batch: Batch, to: State, actor: str, **changes: Any) -> None:
    """Move a batch on from where it is known to be, with what is learned on the way.

    In the caller's transaction. Raises `BatchMovedError` when somebody else moved it before.
    """
    moved = Batch.objects.filter(pk=batch.pk, state=batch.state).update(state=to, **changes)
    if moved != 1:
        raise BatchMovedError(f"batch {batch.pk} is no longer {batch.state}; look at it again")
    batch.state = to
    for name, value in changes.items():
        setattr(batch, name, value)
    record(actor, f"batch_{to}", f"batch:{batch.pk}")
