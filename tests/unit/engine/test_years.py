"""Benefit years, reaches and deadlines at their edges."""

from datetime import date, datetime

import pytest

from mianshen.engine.facts import Event
from mianshen.engine.reference.years import (
    day_of,
    reach_back,
    shift_months,
    whole_years,
    year_end,
    year_label,
    year_start,
)
from mianshen.policy.schema import Backdate, BackdateTo, By, Year

CALENDAR = Year()
MEDICAL = Year(starts="04-01")


def test_a_benefit_year_is_named_by_the_year_it_starts_in() -> None:
    assert year_label(date(2025, 3, 31), MEDICAL) == 2024
    assert year_label(date(2025, 4, 1), MEDICAL) == 2025
    assert year_label(date(2025, 1, 1), CALENDAR) == 2025
    assert (year_start(2024, MEDICAL), year_end(2024, MEDICAL)) == (
        date(2024, 4, 1),
        date(2025, 3, 31),
    )


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 5, 31), -3, date(2025, 2, 28)),
        (date(2024, 5, 31), -3, date(2024, 2, 29)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 6, 10), 0, date(2025, 6, 10)),
        (date(2025, 6, 10), -6, date(2024, 12, 10)),
    ],
)
def test_months_keep_the_day_or_take_the_months_last(
    day: date, months: int, expected: date
) -> None:
    assert shift_months(day, months) == expected


@pytest.mark.parametrize(
    ("to", "count", "expected"),
    [
        (BackdateTo.YEAR_START, 0, date(2024, 4, 1)),
        (BackdateTo.MONTH_START, 0, date(2025, 3, 1)),
        (BackdateTo.MONTHS, 6, date(2024, 9, 20)),
        (BackdateTo.DAYS, 90, date(2024, 12, 20)),
    ],
)
def test_a_recognition_reaches_back_as_the_clause_says(
    to: BackdateTo, count: int, expected: date
) -> None:
    rule = Backdate(to=to, count=count)
    assert reach_back(date(2025, 3, 20), rule, MEDICAL) == expected


def test_an_event_has_three_days_a_rule_may_go_by() -> None:
    event = Event(
        id="1",
        person="P",
        visit="1",
        admitted=date(2025, 1, 1),
        discharged=date(2025, 1, 9),
        settled=datetime(2025, 1, 10, 23, 59),
    )
    assert [day_of(event, by).day for by in (By.ADMISSION, By.DISCHARGE, By.SETTLEMENT)] == [
        1,
        9,
        10,
    ]


def test_a_year_of_age_is_complete_on_the_birthday() -> None:
    born = date(1960, 6, 15)
    assert whole_years(born, date(2025, 6, 14)) == 64
    assert whole_years(born, date(2025, 6, 15)) == 65
