"""工作日历: how far working days are known, and the coming year's entered when it is out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.offices import services as staffing
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.administration.at import (
    ADMINISTERS,
    READERS,
    district_of,
    done,
    may_administer,
    required_district,
)
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said

_DAY = timedelta(days=1)
_SPAN_MAX = 15
_MONTHS = 12
_LINE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:-|~|—|至|to)\s*(\d{4}-\d{2}-\d{2}))?")


@dataclass(frozen=True)
class Year:
    """A year: how many working days each month has, and where that is known from."""

    year: int
    months: tuple[int, ...]
    is_known: bool
    entered: staffing.YearTold | None

    @property
    def days(self) -> int:
        """Working days of the whole year."""
        return sum(self.months)


@page(said("Working days", "工作日历"), sees=READERS, does=ADMINISTERS)
@require_safe
def calendar(request: AtDesk) -> HttpResponse:
    """This year and the next: which days are known, which are only weekends so far."""
    district_of(request.desk)
    known = casework.calendar_in_use()
    entered = staffing.announced_years()
    this = request.desk.day.year
    years = [
        Year(year, tuple(_months(known, year)), year in known.years, entered.get(year))
        for year in (this, this + 1)
    ]
    covered = this - 1
    while covered + 1 in known.years:
        covered += 1
    shown = {
        "years": years,
        "months": range(1, _MONTHS + 1),
        "covered": date(covered, 12, 31),
        "next": covered + 1,
        "may_change": may_administer(request.desk),
        "tab": "calendar",
    }
    return render(request, "administration/calendar.html", shown)


@page(said("Enter a year", "录入放假安排"), does=ADMINISTERS)
@require_POST
def announce(request: AtDesk) -> HttpResponse:
    """The days off and weekends worked of a year, as announced."""
    required_district(request.desk)
    asked = request.POST
    if not re.fullmatch(r"20\d\d", asked.get("year", "")):
        raise refused("write the year with four digits", "请填写四位年份")
    year = int(asked["year"])
    off, worked = list(_days(asked.get("off", ""))), list(_days(asked.get("worked", "")))
    staffing.announce_year(year, off, worked, asked.get("source", "").strip(), request.desk.actor)
    casework.hear_calendar()
    sentence = said(
        "{year} is known: {off} days off, {worked} weekend days worked",
        "已录入 {year} 年：休息 {off} 天，周末上班 {worked} 天",
        year=str(year),
        off=len(set(off)),
        worked=len(set(worked)),
    )
    return done(request, sentence, "calendar")


def _months(known: casework.WorkCalendar, year: int) -> Iterator[int]:
    for month in range(1, _MONTHS + 1):
        day, days = date(year, month, 1), 0
        while day.month == month:
            days += known.is_working(day)
            day += _DAY
        yield days


def _days(text: str) -> Iterator[date]:
    """Days and spans of days, one in a line or parted by commas; raises `InputError`."""
    for written in filter(None, (one.strip() for one in re.split(r"[\n,，、;；]", text))):
        match = _LINE.fullmatch(written)
        try:
            first = date.fromisoformat(match[1]) if match else None
            last = date.fromisoformat(match[2] or match[1]) if match else None
        except ValueError:
            first = last = None
        if first is None or last is None or not _DAY * 0 <= last - first <= _DAY * _SPAN_MAX:
            raise refused(
                "{written!r} is no day and no span of days; write 2027-01-01 or"
                " 2027-02-05 to 2027-02-11",
                "“{written}”不是日期；请写成 2027-01-01 或 2027-02-05 至 2027-02-11",
                written=written,
            )
        while first <= last:
            yield first
            first += _DAY
