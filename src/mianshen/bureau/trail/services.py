"""The door of the trail: add an entry, read the entries of a subject."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from mianshen.bureau.trail.models import Entry

SIGN_IN = "sign_in"


def record(
    actor: str, act: str, subject: str = "", details: Mapping[str, Any] | None = None
) -> None:
    """Add one entry, in the caller's transaction: what is undone was never recorded."""
    Entry.objects.create(actor=actor, act=act, subject=subject, details=dict(details or {}))


def record_each(actor: str, act: str, told: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Add an entry for each of several subjects, with its details; one statement."""
    Entry.objects.bulk_create(
        Entry(actor=actor, act=act, subject=subject, details=dict(details))
        for subject, details in told
    )


@dataclass(frozen=True, slots=True)
class SignedIn:
    """How often somebody signed in; `who` is the number given for practice, or the log-in's."""

    actor: str
    who: str
    times: int
    last: datetime


def acts_of(actor: str) -> frozenset[str]:
    """What somebody has ever done, by the names of the acts."""
    found = Entry.objects.filter(actor=actor).order_by().values_list("act", flat=True)
    return frozenset(found.distinct())


def acts_by_actor() -> dict[str, frozenset[str]]:
    """What everyone has ever done, by who did it; one query."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor, act in Entry.objects.order_by().values_list("actor", "act").distinct():
        found[actor].add(act)
    return {actor: frozenset(acts) for actor, acts in found.items()}


def sign_ins() -> list[SignedIn]:
    """Who signed in how often, the latest first; one query."""
    found = (
        Entry.objects.filter(act=SIGN_IN)
        .values("actor", "details__who")
        .annotate(times=Count("id"), last=Max("at"))
        .order_by("-last")
    )
    return [
        SignedIn(
            one["actor"],
            one["details__who"] or one["actor"].removeprefix("staff:"),
            one["times"],
            one["last"],
        )
        for one in found
    ]


def entries_of(subject: str) -> Sequence[Entry]:
    """All entries of a subject, oldest first."""
    return list(Entry.objects.filter(subject=subject).order_by("id"))
