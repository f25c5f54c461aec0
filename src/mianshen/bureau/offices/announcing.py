"""The working days of a year, entered from the announcement as soon as it is out."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from mianshen.bureau.offices.models import AnnouncedYear
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record

_SATURDAY = 5
_DAYS_OFF_MIN = 5


def announce_year(
    year: int, off: Collection[date], worked: Collection[date], source: str, actor: str
) -> None:
    """Enter the days off and the weekends worked of a year; raises `InputError`.

    Stated again, the newest counts; nothing is overwritten.
    """
    if not source.strip():
        raise refused("say which announcement tells it", "请填写放假通知的文号")
    for day in sorted({*off, *worked}):
        if day.year != year:
            raise refused(
                "{day} does not lie in {year}", "{day} 不在 {year} 年", day=day, year=year
            )
    if both := sorted(set(off) & set(worked)):
        raise refused(
            "{day} is told as off and as worked", "{day} 既写了休息又写了上班", day=both[0]
        )
    for day in sorted(set(worked)):
        if day.weekday() < _SATURDAY:
            raise refused(
                "{day} is a weekday; only weekends are told as worked",
                "{day} 是工作日；调休上班只写周末",
                day=day,
            )
    if len(set(off)) < _DAYS_OFF_MIN:
        raise refused(
            "these are {days} days off: copy all of the year's from the announcement",
            "只有 {days} 天休息；请把全年放假日期填全",
            days=len(set(off)),
        )
    with transaction.atomic():
        AnnouncedYear.objects.create(
            year=year, off=sorted(set(off)), worked=sorted(set(worked)), source=source, actor=actor
        )
        told = {"off": len(set(off)), "worked": len(set(worked)), "source": source}
        record(actor, "announce_year", f"year:{year}", told)
