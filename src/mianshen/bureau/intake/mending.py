"""Rows in quarantine are mended cell by cell by two people, and the batch is tried again."""

from collections.abc import Mapping

from django.db import transaction

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.intake.models import Batch, Correction, Quarantine
from mianshen.bureau.intake.states import State
from mianshen.bureau.trail.services import record
from mianshen.run.messages import bad
from mianshen.run.reading.tables import LEFT_OUT

_OPEN = (State.VALIDATED, State.WAITING, State.DIFFED, State.APPLIED)


def correct(
    batch: Batch, place: str, cells: Mapping[str, str], why: str, by: str, checked_by: str
) -> None:
    """Keep what somebody mended in a row that waits, with a second person's consent.

    `cells` are new texts by column as the file calls it; none of them: the row is left out, which a
    settlement cannot be. Nothing follows before the batch is tried again. Raises `InputError` when
    the row does not wait, a column is not there, or the second person is the first.
    """
    if not by or by == checked_by:
        raise bad("correction_checked_by_oneself", place)
    check_correction(batch, place, cells)
    with transaction.atomic():
        ((at,),) = query("SELECT clock_timestamp()")
        for column, text in (cells or {LEFT_OUT: ""}).items():
            Correction.objects.create(
                batch=batch,
                place=place,
                column=column,
                text=text,
                why=why,
                by=by,
                checked_by=checked_by,
                at=at,
            )
        details = {"place": place, "columns": sorted(cells), "why": why, "checked_by": checked_by}
        record(by, "correct_row", f"batch:{batch.pk}", details)


def check_correction(batch: Batch, place: str, cells: Mapping[str, str]) -> None:
    """Raise `InputError` where a row does not wait, or cannot be corrected like this."""
    if not Quarantine.objects.filter(batch=batch, place=place).exists():
        raise bad("row_not_waiting", place)
    strange = [column for column in cells if column not in batch.header]
    if strange:
        known = "、".join(batch.header)
        raise bad("correction_no_field", place, name=strange[0], known=known)
    if not cells and batch.role == "settlements":
        raise bad("correction_of_a_bill", place)


def corrections_of(batch: Batch) -> dict[str, dict[str, str]]:
    """What was corrected in a batch, by place and column; the latest correction of a cell holds."""
    found: dict[str, dict[str, str]] = {}
    for one in Correction.objects.filter(batch=batch).order_by("pk"):
        cells = found.setdefault(one.place, {})
        if one.column != LEFT_OUT:
            cells.pop(LEFT_OUT, None)
        elif cells:
            cells.clear()
        cells[one.column] = one.text
    return found


def may_be_tried(batch: Batch) -> bool:
    """Whether a batch is where its rows can still be mended."""
    return batch.state in _OPEN
