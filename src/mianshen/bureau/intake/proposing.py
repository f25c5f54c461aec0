"""Corrections as a desk makes them: one person proposes cells, a second one looks and agrees."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from mianshen.bureau.intake.deciding import retry
from mianshen.bureau.intake.mending import check_correction, correct
from mianshen.bureau.intake.models import Batch, Proposal, Quarantine
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record
from mianshen.run.reading.mending import masked_cell


@dataclass(frozen=True, slots=True)
class Proposed:
    """A correction that waits for a second person; `cells` are new texts by column."""

    id: int
    place: str
    cells: Mapping[str, str]
    why: str
    by: str
    at: datetime

    @property
    def leaves_out(self) -> bool:
        """Whether the row is not to count at all."""
        return not self.cells

    def masked(self, fields: Mapping[str, str]) -> dict[str, str]:
        """The cells as they may be shown, given the field of each column."""
        return {column: masked_cell(fields.get(column, ""), t) for column, t in self.cells.items()}


def propose(batch: Batch, place: str, cells: Mapping[str, str], why: str, by: str) -> None:
    """Keep what somebody wants to write into a row that waits; a newer proposal takes its place.

    No cells: the row is to be left out. Raises `InputError` as `correct` does, or without a reason.
    """
    if not why.strip():
        raise refused("say by which paper you correct it", "请写明按什么材料更正")
    check_correction(batch, place, cells)
    with transaction.atomic():
        Batch.objects.select_for_update().get(pk=batch.pk)
        now = timezone.now()
        Proposal.objects.filter(batch=batch, place=place, decided_by__isnull=True).update(
            decided_by=by, decided_at=now, is_agreed=False
        )
        text = json.dumps(dict(cells), ensure_ascii=False)
        Proposal.objects.create(batch=batch, place=place, cells=text, why=why, by=by, at=now)
        record(by, "propose_row", f"batch:{batch.pk}", {"place": place, "columns": sorted(cells)})


def proposals_of(batch: Batch) -> list[Proposed]:
    """What waits for a second person in a batch, oldest first."""
    waits = Quarantine.objects.filter(batch=batch, place=OuterRef("place"))
    found = Proposal.objects.filter(Exists(waits), batch=batch, decided_by__isnull=True)
    return [
        Proposed(one.pk, one.place, json.loads(one.cells), one.why, one.by, one.at)
        for one in found.order_by("pk")
    ]


def agree(batch: Batch, chosen: Collection[int], profile: Profile, checked_by: str) -> Batch:
    """Agree to proposals of others, and read the batch again with them; all of them or none.

    Raises `InputError` where one was decided before, or was made by whoever agrees.
    """
    with transaction.atomic():
        waiting = _taken(batch, chosen, checked_by, is_agreed=True)
        for one in waiting:
            correct(batch, one.place, one.cells, one.why, one.by, checked_by)
        return retry(batch, profile, checked_by)


def disagree(batch: Batch, chosen: Collection[int], actor: str) -> None:
    """Turn proposals down, or take one's own back; the rows go on waiting."""
    with transaction.atomic():
        for one in _taken(batch, chosen, actor, is_agreed=False):
            record(actor, "disagree_row", f"batch:{batch.pk}", {"place": one.place})


def _taken(batch: Batch, chosen: Collection[int], actor: str, *, is_agreed: bool) -> list[Proposed]:
    """The proposals, decided now; two who decide the same wait for each other at the batch."""
    Batch.objects.select_for_update().get(pk=batch.pk)
    waiting = [one for one in proposals_of(batch) if one.id in set(chosen)]
    if not chosen or len(waiting) != len(set(chosen)):
        raise refused(
            "choose corrections that still wait: some were decided, or none is chosen",
            "请选择仍待复核的更正：有的已有人处理，或尚未选择",
        )
    if is_agreed and any(one.by == actor for one in waiting):
        raise refused(
            "a colleague agrees to your corrections, not you",
            "自己提出的更正须由另一位同事复核同意",
        )
    decided = {"decided_by": actor, "decided_at": timezone.now(), "is_agreed": is_agreed}
    Proposal.objects.filter(pk__in=[one.id for one in waiting]).update(**decided)
    return waiting
