"""A batch goes from state to state by compare-and-set: of two who move it, one does."""

from typing import Any

from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.states import State
from mianshen.bureau.trail.services import record
from mianshen.policy.saying import said
from mianshen.run.messages import InputError, message


class BatchMovedError(InputError):
    """A batch is no longer where it was thought to be; look again."""


def move(batch: Batch, to: State, actor: str, **changes: Any) -> None:
    """Move a batch on from where it is known to be, with what is learned on the way.

    In the caller's transaction. Raises `BatchMovedError` when somebody else moved it before.
    """
    moved = Batch.objects.filter(pk=batch.pk, state=batch.state).update(state=to, **changes)
    if moved != 1:
        told = said(
            "{name} is no longer {state}: somebody else has it in hand; look at it again",
            "{name} 已不在“{state}”状态：他人正在或已经办理，请刷新后再看",
            name=batch.name,
            state=batch.state,
        )
        raise BatchMovedError([message("said", detail=told)])
    batch.state = to
    for name, value in changes.items():
        setattr(batch, name, value)
    record(actor, f"batch_{to}", f"batch:{batch.pk}")
