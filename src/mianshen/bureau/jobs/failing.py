"""Deliveries whose walk fails: asked for less and less often, and told after a few times."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from mianshen.bureau.jobs.models import Run
from mianshen.bureau.jobs.running import AGAIN_AFTER, fault_of

WALK = "walk"
TOLD_AFTER = 3
"""After so many times somebody has to look."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A delivery whose walk failed some times, and the last fault."""

    profile: str
    batch: int
    tries: int
    fault: str


@contextmanager
def counting_failures(profile: str, batch: int) -> Iterator[None]:
    """Count one more failure of a delivery where its walk raises; forget all when it does not."""
    about = {"profile": profile, "kind": WALK, "key": str(batch)}
    try:
        yield
    except Exception as error:
        now, fault = timezone.now(), fault_of(error)
        kept, _ = Run.objects.get_or_create(**about, defaults={"begun_at": now})
        told = {"tries": kept.told.get("tries", 0) + 1}
        Run.objects.filter(pk=kept.pk).update(begun_at=now, fault=fault, told=told)
        raise
    Run.objects.filter(**about).delete()


def resting(profile: str, now: datetime) -> set[int]:
    """The deliveries that are not asked for yet: two minutes after a failure, then four, eight …"""
    return {
        int(one.key)
        for one in Run.objects.filter(profile=profile, kind=WALK)
        if now < one.begun_at + min(AGAIN_AFTER, timedelta(minutes=2 ** int(one.told["tries"])))
    }


def failing(tries: int = TOLD_AFTER) -> list[Failing]:
    """The deliveries that failed so many times or more."""
    found = Run.objects.filter(kind=WALK, told__tries__gte=tries).order_by("pk")
    return [Failing(one.profile, int(one.key), one.told["tries"], one.fault) for one in found]
