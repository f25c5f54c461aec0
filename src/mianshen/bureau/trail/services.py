"""The door of the trail: add an entry, read the entries of a subject."""

from collections.abc import Mapping, Sequence
from typing import Any

from mianshen.bureau.trail.models import Entry


def record(
    actor: str, act: str, subject: str = "", details: Mapping[str, Any] | None = None
) -> None:
    """Add one entry, in the caller's transaction: what is undone was never recorded."""
    Entry.objects.create(actor=actor, act=act, subject=subject, details=dict(details or {}))


def entries_of(subject: str) -> Sequence[Entry]:
    """All entries of a subject, oldest first."""
    return list(Entry.objects.filter(subject=subject).order_by("id"))
