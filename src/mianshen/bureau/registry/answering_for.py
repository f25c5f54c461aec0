"""Which region answers for a person, with which pack, on which days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from mianshen.bureau.bitemporal.rows import known, replace
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry.marks import mark_dirty
from mianshen.bureau.registry.models import Responsibility
from mianshen.bureau.trail.services import record

Answering = tuple[int, str, str, str, date, date | None]
"""Person, region, pack, reason, first and last day."""

EVER = date(1900, 1, 1)
"""The first day of whoever answered before anything was said of it."""


@dataclass(frozen=True, slots=True)
class AnsweringFor:
    """A region that answers for a person with a pack (none: no policy here does), and why."""

    region: str
    pack: str
    reason: str
    first: date
    last: date | None


def set_responsibilities(rows: Iterable[Answering], stated: Stated) -> set[int]:
    """State all responsibilities of the people named, over time; whose changed are marked."""
    listed = list(rows)
    people = {row[0] for row in listed}
    placed = ((*row, "") for row in listed)
    changed = replace(Responsibility, "person_id", people, placed, stated)
    mark_dirty(changed, stated)
    return changed


def answering_for(person: int) -> list[AnsweringFor]:
    """What was said of who answers for a person, by day; nothing: where lists say they live."""
    columns = ("region", "pack", "reason", "valid_from", "valid_to")
    rows = known(Responsibility, columns, "t.person_id = %(person)s", person=person)
    return sorted((AnsweringFor(*row) for row in rows), key=lambda one: one.first)


def hand_over(person: int, to: AnsweringFor, before: AnsweringFor, stated: Stated) -> None:
    """Say who answers for a person from a day on; who did until then keeps the days before.

    `before` is who answered where nothing was said yet. Raises `RefusedError` without a reason, or
    where something is said of a later day already.
    """
    if not to.reason.strip():
        raise refused("say why: a reason is part of it", "请写明理由")
    spans = answering_for(person) or [before]
    if any(one.first >= to.first for one in spans):
        raise refused(
            "something is said of that day or a later one already: choose a later day",
            "该日或以后已有登记：请选择更晚的日期",
        )
    eve = to.first - timedelta(days=1)
    kept = [(one, min(one.last, eve) if one.last else eve) for one in spans]
    rows = [
        (person, one.region, one.pack, one.reason, one.first, last)
        for one, last in [*kept, (to, to.last)]
    ]
    set_responsibilities(rows, stated)
    told = {"region": to.region, "pack": to.pack, "from": to.first.isoformat()}
    record(stated.actor, "hand_over", f"person:{person}", told)
