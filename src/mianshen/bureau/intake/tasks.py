"""Jobs of intake: a batch is walked in the background, so that nobody waits before a page."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.profile import read_profile
from mianshen.bureau.intake.states import State
from mianshen.bureau.intake.steps import process

_MOVING = (State.RECEIVED, State.STAGED, State.VALIDATED)


def is_moving(batch: Batch) -> bool:
    """Whether a batch goes on by itself: read and compared, or decided and not applied yet."""
    return batch.state in _MOVING or (batch.state == State.DIFFED and bool(batch.decided_by))


def begin(batch: Batch) -> None:
    """Let a batch go on in the background, in the caller's transaction; safe to ask for again.

    Up to the comparison it goes for whoever handed it in, from there for whoever decided it.
    """
    name = f"batch:{batch.pk}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        walk.configure(lock=name, queueing_lock=name).defer(batch=batch.pk)


@app.task(name="intake.walk", queue="intake")
def walk(batch: int) -> None:
    """Take a batch to where a person is asked, or to applied once one has decided."""
    found = Batch.objects.get(pk=batch)
    if not is_moving(found):
        return
    until = State.APPLIED if found.decided_by else State.DIFFED
    actor = found.decided_by or found.received_by
    process(found, read_profile(found.profile), actor, until=until)
