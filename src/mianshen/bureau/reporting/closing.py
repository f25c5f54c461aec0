"""The close of a month (封账): what hinders it, the line through the ledger, what it left open.

A closed month is never opened again. What has to be set right is entered in the month that is
open: the wrong entry reversed, the right one added (红字冲销、蓝字补记).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import IntegrityError, connection, transaction
from psycopg.types.json import Jsonb

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.ledger.services import proof
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.payout.services import ProposedAct
from mianshen.bureau.reporting.counting import View
from mianshen.bureau.reporting.errors import ReportingError, refused
from mianshen.bureau.reporting.models import Closing
from mianshen.bureau.reporting.periods import Period, months_after
from mianshen.bureau.reporting.statements import run
from mianshen.bureau.trail.services import record
from mianshen.policy.saying import Said, said


class OpenEnd(StrEnum):
    """What can still be open when a month is to be closed."""

    NOT_YET = "not_yet"
    LEDGER = "ledger"
    UNANSWERED = "unanswered"
    PROPOSALS = "proposals"
    UNSENT = "unsent"
    REQUESTS = "requests"
    TASKS = "tasks"
    APPROVED = "approved"
    RECOVERIES = "recoveries"
    OVERDUE = "overdue"


HINDERS = frozenset({OpenEnd.NOT_YET, OpenEnd.LEDGER, OpenEnd.UNANSWERED, OpenEnd.PROPOSALS})
"""What has to be seen to first; the rest goes over to the next month, counted."""

_COUNTED = (
    *(OpenEnd.UNANSWERED, OpenEnd.PROPOSALS, OpenEnd.UNSENT, OpenEnd.REQUESTS, OpenEnd.TASKS),
    *(OpenEnd.APPROVED, OpenEnd.RECOVERIES, OpenEnd.OVERDUE),
)
_REASONS = {
    OpenEnd.LEDGER: said("the ledger does not read zero", "账不平"),
    OpenEnd.UNANSWERED: said("payments without the bank's answer", "银行未回盘的付款"),
    OpenEnd.PROPOSALS: said("acts that wait for a second person", "等第二人复核的事项"),
}


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next month to be closed, from which day on, and what is still open by name and number."""

    month: Period
    from_day: date
    open_ends: dict[OpenEnd, int]

    @property
    def hindered_by(self) -> dict[OpenEnd, int]:
        """What has to be seen to before."""
        return {one: number for one, number in self.open_ends.items() if one in HINDERS}

    @property
    def carried(self) -> dict[OpenEnd, int]:
        """What goes over to the next month."""
        return {one: number for one, number in self.open_ends.items() if one not in HINDERS}


def closings(district: str) -> Sequence[Closing]:
    """The months of a district that are closed, the newest first; one query."""
    return list(Closing.objects.filter(district=district).order_by("-month"))


def ahead(district: str, day: date, close_on: int | None) -> Ahead | None:
    """The next month to be closed; None before the ledger holds anything, or in a later month.

    `close_on` is the day of the month from which on it may be closed; none: once it is over.
    """
    ((closed, begins, *counted),) = run(
        "open_ends", district=district, zone=str(CHINA), day=day, acts=[*ProposedAct]
    )
    first = months_after(closed, 1) if closed else begins
    if first is None or first > day:
        return None
    month = Period(first)
    from_day = first.replace(day=close_on) if close_on else month.before
    found = {OpenEnd.NOT_YET: int(day < from_day), **dict(zip(_COUNTED, counted, strict=True))}
    return Ahead(month, from_day, {one: number for one, number in found.items() if number})


def close(view: View, month: Period, actor: str, close_on: int | None) -> Closing:
    """Close a month for good; what comes later belongs to the next.

    Raises `ReportingError` where something hinders it or it is not the next one, `InputError`
    where whoever asks may not close.
    """
    view.scope.require(Act.CLOSE_MONTH, view.district)
    found = ahead(view.district, view.scope.day, close_on)
    if found is None or found.month != month:
        raise _not_next(month)
    hindered = dict(found.hindered_by)
    if not proof().is_whole:
        hindered[OpenEnd.LEDGER] = 1
    if hindered:
        raise ReportingError(*(_hindrance(found, one, n) for one, n in hindered.items()))
    with transaction.atomic():
        number = _draw_line(view.district, month, actor, found.carried)
        closing = Closing.objects.get(pk=number)
        about = {"through": closing.through, "carried": closing.carried}
        record(actor, "close_month", f"month:{view.district}:{month}", about)
    return closing


def _draw_line(district: str, month: Period, actor: str, carried: dict[OpenEnd, int]) -> int:
    left_open = Jsonb({one.value: number for one, number in carried.items()})
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            asked = [district, month.first, actor, left_open]
            cursor.execute("SELECT reporting_close(%s, %s, %s, %s)", asked)
            return int(cursor.fetchone()[0])
    except IntegrityError:
        raise _not_next(month) from None


def _not_next(month: Period) -> ReportingError:
    return refused(
        "{month} is not the next month to be closed, or it was closed meanwhile; months are closed"
        " one after the other",
        "{month}不是下一个待封账的月份，或刚刚已经封账；封账按月依次进行",
        month=month.title,
    )


def _hindrance(found: Ahead, one: OpenEnd, number: int) -> Said:
    month = found.month
    if one is OpenEnd.NOT_YET:
        return said(
            "{month} can be closed from {day} on",
            "{month}自 {day} 起才能封账",
            month=month.title,
            day=found.from_day,
        )
    return said(
        "{month} cannot be closed yet: {why} ({n})",
        "{month}还不能封账：{why}（{n}）",
        month=month.title,
        why=_REASONS[one],
        n=number,
    )
