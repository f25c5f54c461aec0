"""Tables handed in (报送): kept word for word with their figures, compared with what is now."""

import base64
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.reporting.counting import View, count
from mianshen.bureau.reporting.definitions import TITLES
from mianshen.bureau.reporting.errors import refused
from mianshen.bureau.reporting.models import HandedIn, Kind
from mianshen.bureau.reporting.periods import Period, bounds_of
from mianshen.bureau.reporting.printing import Printed, workbook
from mianshen.bureau.reporting.tables import Changed, Table, as_json, changes, from_json
from mianshen.bureau.trail.services import record
from mianshen.policy.saying import Said, said


@dataclass(frozen=True, slots=True)
class HandedInTold:
    """That a table was handed in: when, by whom, and whether its period was closed by then."""

    number: int
    kind: Kind
    period: Period
    version: int
    is_closed: bool
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Frozen:
    """A table as it was handed in, its file, and the rows that are counted otherwise now."""

    told: HandedInTold
    table: Table
    file: bytes
    changes: Sequence[Changed]


def hand_in(kind: Kind, period: Period, view: View, actor: str, title: Said) -> HandedInTold:
    """Keep a table of a whole district as it is now, and its file; a new version each time.

    Raises `ReportingError` where nothing has changed since the last version, `InputError` where
    the month may not be closed by whoever asks.
    """
    view.scope.require(Act.CLOSE_MONTH, view.district)
    _require_whole(view)
    with transaction.atomic():
        before = _last(view.district, kind, period)
        is_closed = bounds_of(view.district, period).is_closed
        table = count(kind, period, view)
        content = as_json(table)
        if before is not None and before.content == content:
            raise refused(
                "{title} of {period} has not changed since version {version} was handed in",
                "{period}的{title}自第 {version} 版报送后没有变化，不必重报",
                title=TITLES[kind],
                period=period.title,
                version=before.version,
            )
        version = (before.version if before else 0) + 1
        file = workbook(
            table, Printed(title, said("version {n}", "第 {n} 版（已报送）", n=version))
        )
        kept = _kept(
            HandedIn(
                district=view.district,
                kind=kind.value,
                first=period.first,
                months=period.months,
                version=version,
                is_closed=is_closed,
                content=content,
                file=base64.b64encode(file).decode(),
                sha256=hashlib.sha256(file).hexdigest(),
                handed_in_by=actor,
            )
        )
        about = {"kind": kind.value, "period": str(period), "version": version}
        record(actor, "hand_in_table", f"table:{kept.pk}", {**about, "sha256": kept.sha256})
    return _told(kept)


def handed_in(district: str, periods: Collection[Period]) -> Sequence[HandedInTold]:
    """The tables handed in for some periods, the newest first; one query."""
    found = HandedIn.objects.filter(
        district=district, first__in={one.first for one in periods}
    ).defer("content", "file")
    wanted = set(periods)
    return [one for one in map(_told, found.order_by("-pk")) if one.period in wanted]


def frozen(number: int, view: View) -> Frozen:
    """A table as it was handed in, and what differs now; raises `HandedIn.DoesNotExist`.

    Raises `ReportingError` for whoever sees only a part of the district.
    """
    _require_whole(view)
    kept = HandedIn.objects.get(pk=number, district=view.district)
    table = from_json(kept.content)
    now = count(table.kind, table.period, view)
    return Frozen(_told(kept), table, base64.b64decode(kept.file), changes(table, now))


def handed_in_file(number: int, view: View) -> tuple[HandedInTold, bytes]:
    """The file of a table as it was handed in, byte for byte; raises as `frozen` does."""
    _require_whole(view)
    kept = HandedIn.objects.defer("content").get(pk=number, district=view.district)
    return _told(kept), base64.b64decode(kept.file)


def _kept(table: HandedIn) -> HandedIn:
    try:
        with transaction.atomic():
            table.save(force_insert=True)
    except IntegrityError:
        raise refused(
            "somebody else handed this table in at the same moment: look at theirs",
            "另一位同事刚刚报送了这张表，请先查看",
        ) from None
    table.refresh_from_db(fields=["handed_in_at"])
    return table


def _require_whole(view: View) -> None:
    if not view.is_whole:
        raise refused(
            "a table that was handed in is the whole district's; your post sees a part of it",
            "报送的是全区的表，您的岗位只能看到其中一部分",
        )


def _last(district: str, kind: Kind, period: Period) -> HandedIn | None:
    of_table = HandedIn.objects.filter(
        district=district, kind=kind.value, first=period.first, months=period.months
    )
    newest = of_table.aggregate(version=Max("version"))["version"]
    return of_table.filter(version=newest).first() if newest else None


def _told(kept: HandedIn) -> HandedInTold:
    return HandedInTold(
        *(kept.pk, Kind(kept.kind), Period(kept.first, kept.months), kept.version),
        *(kept.is_closed, kept.sha256, kept.handed_in_by, kept.handed_in_at),
    )
