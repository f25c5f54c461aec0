"""What people decide: of batches to go on, refuse, take back, try again; whom a row means."""

from contextlib import ExitStack
from typing import Any

from django.db import transaction

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.claims import services as claims
from mianshen.bureau.intake.applying import settle, state, unname
from mianshen.bureau.intake.mending import may_be_tried
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.moving import move
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.intake.recording import keep_rows
from mianshen.bureau.intake.states import State
from mianshen.bureau.intake.steps import Work, counted, process
from mianshen.bureau.national import services as national
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import record
from mianshen.run.messages import bad


def go_on(batch: Batch, profile: Profile, actor: str, why: str, *, is_partial: bool) -> Batch:
    """Let a list with too many missing go on: as incomplete (they stay on it), or as it is.

    Raises `InputError` when the batch does not wait.
    """
    _must_be(batch, State.WAITING)
    decide(batch, actor, why, is_partial=is_partial)
    return process(batch, profile, actor)


def decide(batch: Batch, actor: str, why: str = "", *, is_partial: bool | None = None) -> None:
    """Decide that a compared batch is applied; `process` takes it there.

    A list with too many missing is decided with a reason: incomplete, or as it is. So is a whole
    list in which nothing changed. Raises `InputError` without, or where it was decided before.
    """
    batch.refresh_from_db()
    if needs_reason(batch) and not why.strip():
        raise refused("write down why the list is right as it is", "请写明核对情况后再确认")
    if batch.state == State.WAITING and is_partial is None:
        raise refused("say whether the list is complete", "请先说明名单是否完整")
    with transaction.atomic():
        decided = {"is_partial": is_partial, "decided_by": actor, "decided_why": why}
        if batch.state == State.WAITING:
            move(batch, State.DIFFED, actor, **decided)
        elif not Batch.objects.filter(pk=batch.pk, state=State.DIFFED, decided_by="").update(
            **decided
        ):
            raise bad("batch_not_there", batch.name, state=batch.state)
        details = {"is_partial": is_partial, "why": why}
        record(actor, "decide_batch", f"batch:{batch.pk}", details)
    batch.refresh_from_db()


def needs_reason(batch: Batch) -> bool:
    """Whether whoever lets a batch be applied says why: too many left a list, or nothing changed.

    A signed zero report says so itself.
    """
    told = batch.difference
    has_list_before = bool(told.get("before")) and not batch.is_zero_report
    moved = any(told.get(name) for name in ("joined", "left", "changed"))
    return batch.state == State.WAITING or (has_list_before and not moved)


def refuse(batch: Batch, actor: str, why: str) -> None:
    """Refuse a batch that was not applied; its file is kept. Raises `InputError`."""
    _must_be(batch, State.RECEIVED, State.STAGED, State.VALIDATED, State.WAITING, State.DIFFED)
    with transaction.atomic():
        move(batch, State.REFUSED, actor, decided_by=actor, decided_why=why)


def withdraw(batch: Batch, profile: Profile, actor: str, why: str) -> list[Batch]:
    """Take an applied batch back: what it stated is known no more and it teaches nothing.

    A list that it had replaced counts again; those are returned. Raises `InputError` when the
    batch was not applied.
    """
    _must_be(batch, State.APPLIED)
    with transaction.atomic():
        stated = Stated(registry.next_moment(), batch.pk, actor)
        move(batch, State.WITHDRAWN, actor, decided_by=actor, decided_why=why)
        registry.withdraw(batch.pk, stated)
        claims.withdraw(batch.pk, stated)
        national.withdraw_answers(batch.pk, stated)
        national.withdraw_counter_aid(batch.pk, stated)
        if batch.role == "accounts":
            registry.refuse_proposals(f"batch:{batch.pk}", stated)
        unname(batch, stated)
        again = list(Batch.objects.filter(replaced_by=batch, state=State.REPLACED).order_by("-pk"))
        for one in again[:1]:
            move(one, State.DIFFED, actor, replaced_by=None)
    return [process(one, profile, actor) for one in again[:1]]


def retry(batch: Batch, profile: Profile, actor: str) -> Batch:
    """Read a batch again with what was corrected since; rows that can be used now are stated.

    Raises `InputError` when the batch was refused, replaced or taken back.
    """
    batch.refresh_from_db()
    if not may_be_tried(batch):
        raise bad("batch_not_there", batch.name, state=batch.state)
    with ExitStack() as stack, transaction.atomic():
        stated = Stated(registry.next_moment(), batch.pk, actor)
        batch.refresh_from_db()
        waiting = _waiting(batch)
        reading = Work(batch, profile, actor, stack).reading()
        keep_rows(batch, reading)
        batch.account, batch.words = counted(reading), reading.words()
        if batch.state == State.APPLIED:
            still = {row.place for row in reading.ledger.quarantined}
            state(batch, profile, reading, stated, waiting - still)
            after = State.APPLIED
        else:
            after = State.VALIDATED
        # Whatever was decided of a batch before it was applied, was decided of other rows.
        undecided = {} if after == State.APPLIED else _UNDECIDED
        move(batch, after, actor, account=batch.account, words=batch.words, **undecided)
        mended = len(waiting - _waiting(batch))
        record(actor, "retry_batch", f"batch:{batch.pk}", {"mended": mended})
    return process(batch, profile, actor)


def decide_naming(naming: int, person: int | None, why: str, actor: str) -> None:
    """Say whom rows with this naming mean (none: someone of their own), now and in later files."""
    with transaction.atomic():
        stated = Stated(registry.next_moment(), 0, actor)
        settle(registry.decide(naming, person, why, stated), stated)


def take_back_naming(naming: int, actor: str) -> None:
    """Let the rules say again whom rows with this naming mean."""
    with transaction.atomic():
        stated = Stated(registry.next_moment(), 0, actor)
        settle(registry.take_back(naming, stated), stated)


_UNDECIDED: dict[str, Any] = {"is_partial": None, "decided_by": "", "decided_why": ""}


def _waiting(batch: Batch) -> set[str]:
    rows = query(
        "SELECT place FROM intake_row WHERE batch_id = %(batch)s AND state = 'quarantined'",
        batch=batch.pk,
    )
    return {str(place) for (place,) in rows}


def _must_be(batch: Batch, *states: State) -> None:
    batch.refresh_from_db()
    if batch.state not in states:
        raise bad("batch_not_there", batch.name, state=batch.state)
