"""Which region answers for a person, with which pack, and where a person is enrolled."""

from collections.abc import Iterable
from datetime import date

from mianshen.bureau.bitemporal.rows import replace
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.marks import mark_dirty
from mianshen.bureau.registry.models import Enrolment, Responsibility

Answering = tuple[int, str, str, str, date, date | None]
"""Person, region, pack, reason, first and last day."""

Enrolled = tuple[int, str, str, str, date, date | None]
"""Person, insurance, region, class that is subsidised, first and last day."""


def set_responsibilities(rows: Iterable[Answering], stated: Stated) -> set[int]:
    """State all responsibilities of the people named, over time; whose changed are marked."""
    listed = list(rows)
    people = {row[0] for row in listed}
    placed = ((*row, "") for row in listed)
    changed = replace(Responsibility, "person_id", people, placed, stated)
    mark_dirty(changed, stated)
    return changed


def set_enrolments(rows: Iterable[Enrolled], stated: Stated) -> set[int]:
    """State all enrolments of the people named, over time; whose changed are marked."""
    listed = list(rows)
    people = {row[0] for row in listed}
    changed = replace(Enrolment, "person_id", people, ((*row, "") for row in listed), stated)
    mark_dirty(changed, stated)
    return changed
