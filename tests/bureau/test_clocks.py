"""Limits in working days: a pause never shortens, more time never ends earlier."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mianshen.bureau.casework.calendar import WorkCalendar, official
from mianshen.bureau.casework.clocks import (
    Limit,
    Pause,
    Stand,
    Unit,
    counted,
    deadline,
    standing,
)

CALENDAR = official()
WEEKENDS_ONLY = WorkCalendar(frozenset(), frozenset(), frozenset())
FRIDAY = date(2025, 9, 26)

days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
limits = st.builds(Limit, st.integers(1, 40), st.sampled_from(Unit), warn_before=st.integers(0, 5))


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    found = []
    for first in draw(st.lists(days, max_size=3)):
        found.append(Pause(first, first + timedelta(days=draw(st.integers(0, 30)))))
    return found


def due(start: date, limit: Limit, stood: list[Pause] | tuple[Pause, ...] = ()) -> date:
    found = deadline(start, limit, stood, CALENDAR)
    assert found is not None
    return found.day


def test_national_day_is_no_working_day_and_the_sunday_worked_for_it_is_one() -> None:
    # 2025-09-28 is a Sunday on which offices work; 1 to 8 October are days off.
    assert due(FRIDAY, Limit(1, Unit.WORKING_DAYS)) == date(2025, 9, 28)
    assert due(FRIDAY, Limit(4, Unit.WORKING_DAYS)) == date(2025, 10, 9)


def test_a_limit_in_days_that_ends_on_a_day_off_ends_on_the_next_working_day() -> None:
    assert due(date(2025, 9, 30), Limit(3, Unit.DAYS)) == date(2025, 10, 9)


def test_a_year_that_is_not_announced_is_told() -> None:
    found = deadline(date(2050, 1, 3), Limit(5, Unit.WORKING_DAYS), (), CALENDAR)

    assert found is not None
    assert (found.day, found.assumed_years) == (date(2050, 1, 10), (2050,))


def test_while_a_pause_has_no_end_there_is_no_last_day() -> None:
    pause = Pause(FRIDAY + timedelta(days=1))

    assert deadline(FRIDAY, Limit(3, Unit.DAYS), [pause], CALENDAR) is None
    assert deadline(FRIDAY, Limit(3, Unit.DAYS), [Pause(date(2026, 1, 1))], CALENDAR) is not None


@pytest.mark.parametrize(
    ("done", "today", "told"),
    [
        (None, date(2025, 9, 28), Stand.RUNNING),
        (None, date(2025, 9, 30), Stand.WARNED),
        (None, date(2025, 10, 9), Stand.WARNED),
        (None, date(2025, 10, 10), Stand.OVERDUE),
        (date(2025, 10, 9), date(2026, 1, 1), Stand.KEPT),
        (date(2025, 10, 10), date(2026, 1, 1), Stand.MISSED),
    ],
)
def test_a_clock_warns_before_its_last_day_and_is_overdue_after(
    done: date | None, today: date, told: Stand
) -> None:
    limit = Limit(4, Unit.WORKING_DAYS, warn_before=1)

    assert standing(FRIDAY, done, today, limit, (), CALENDAR) is told


def test_a_clock_that_stands_says_so_and_goes_on_after() -> None:
    limit = Limit(4, Unit.WORKING_DAYS)
    pause = Pause(date(2025, 9, 28), date(2025, 9, 29))

    assert standing(FRIDAY, None, date(2025, 9, 29), limit, [pause], CALENDAR) is Stand.PAUSED
    assert standing(FRIDAY, None, date(2025, 9, 30), limit, [pause], CALENDAR) is Stand.RUNNING
    assert due(FRIDAY, limit, [pause]) == date(2025, 10, 11)


@given(days, limits, pauses(), days, st.integers(0, 30))
def test_a_pause_never_shortens(
    start: date, limit: Limit, stood: list[Pause], first: date, length: int
) -> None:
    more = Pause(first, first + timedelta(days=length))

    assert due(start, limit, [*stood, more]) >= due(start, limit, stood)


@given(days, limits, pauses())
def test_a_day_more_to_do_it_in_ends_no_earlier(
    start: date, limit: Limit, stood: list[Pause]
) -> None:
    longer = Limit(limit.within + 1, limit.unit)

    assert due(start, longer, stood) >= due(start, limit, stood)


@given(days, limits, pauses())
def test_what_begins_later_ends_no_earlier(start: date, limit: Limit, stood: list[Pause]) -> None:
    assert due(start + timedelta(days=1), limit, stood) >= due(start, limit, stood)


@given(days, limits, pauses())
def test_the_last_day_is_a_working_day_and_the_limit_is_used_up_by_it(
    start: date, limit: Limit, stood: list[Pause]
) -> None:
    last = due(start, limit, stood)

    assert CALENDAR.is_working(last)
    assert counted(start, last, limit.unit, stood, CALENDAR) >= limit.within
    if limit.unit is Unit.WORKING_DAYS:
        before = last - timedelta(days=1)
        assert counted(start, before, limit.unit, stood, CALENDAR) == limit.within - 1


@given(days, limits, pauses(), days)
def test_a_clock_is_overdue_exactly_after_its_last_day(
    start: date, limit: Limit, stood: list[Pause], today: date
) -> None:
    is_late = standing(start, None, today, limit, stood, CALENDAR) is Stand.OVERDUE

    assert is_late == (today > due(start, limit, stood))


@given(days, st.integers(1, 40))
def test_holidays_only_ever_move_single_days(start: date, within: int) -> None:
    limit = Limit(within, Unit.WORKING_DAYS)
    plain = deadline(start, limit, (), WEEKENDS_ONLY)

    assert plain is not None
    assert abs((due(start, limit) - plain.day).days) <= 21
