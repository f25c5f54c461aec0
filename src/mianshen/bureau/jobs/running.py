"""What is due is begun, and noted as done; what failed is tried again after a while."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.casework import services as casework
from mianshen.bureau.jobs.districts import District, districts
from mianshen.bureau.jobs.doing import DOING, Told
from mianshen.bureau.jobs.models import Run
from mianshen.bureau.jobs.rhythm import Due, Kind, due
from mianshen.run.messages import InputError, Lang

AGAIN_AFTER = timedelta(hours=1)
"""When something that failed, or that nobody ended, is begun again."""


def due_now(now: datetime) -> Iterator[tuple[District, Due]]:
    """Everything that is due in all districts and neither done nor under way."""
    here = now.astimezone(CHINA)
    for district in districts(here.date()):
        if district.profile.flow is None:
            continue
        for one in due(district.profile.flow.rhythm, here, casework.calendar_in_use().is_working):
            if not _is_seen_to(district, one, now):
                yield district, one


def run(district: District, one: Due, now: datetime) -> Told:
    """Do what is due and note that it was done; what was done before is not done again.

    Raises whatever the work raises, after noting it.
    """
    about = {"profile": district.profile.name, "kind": one.kind.value, "key": one.key}
    kept, _ = Run.objects.get_or_create(**about, defaults={"begun_at": now})
    if kept.ended_at is not None:
        return dict(kept.told)
    Run.objects.filter(pk=kept.pk).update(begun_at=now, fault="")
    try:
        told = DOING[Kind(one.kind)](district, now)
    except Exception as error:
        Run.objects.filter(pk=kept.pk, ended_at__isnull=True).update(fault=fault_of(error))
        raise
    waits = str(told.get("waits", ""))
    ended = {"fault": waits} if waits else {"ended_at": now, "fault": "", "told": dict(told)}
    Run.objects.filter(pk=kept.pk, ended_at__isnull=True).update(**ended)
    return told


def fault_of(error: Exception) -> str:
    """A sentence of ours; of anything else its kind alone, as a driver may repeat a row's words."""
    if isinstance(error, InputError):
        return "\n".join(error.lines(Lang.ZH))
    return type(error).__name__


def _is_seen_to(district: District, one: Due, now: datetime) -> bool:
    is_lately = Q(begun_at__gt=now - AGAIN_AFTER)
    found = Run.objects.filter(Q(ended_at__isnull=False) | is_lately)
    return bool(
        found.filter(profile=district.profile.name, kind=one.kind.value, key=one.key).exists()
    )
