"""What a rhythm asks for on a day, told as the day and the key of what is due."""

from datetime import date, datetime

import pytest

from mianshen.bureau.casework.services import RhythmSpelling, official
from mianshen.bureau.jobs.rhythm import Kind, due


def keys(moment: str, **told: object) -> dict[Kind, str]:
    rhythm = RhythmSpelling.model_validate({"assess": "weekly", "pay_on": [10, 25], **told})
    now = datetime.fromisoformat(moment)
    return {one.kind: one.key for one in due(rhythm, now, official().is_working)}


@pytest.mark.parametrize(
    ("told", "day", "key"),
    [
        ({"assess": "at_once"}, "2025-06-02", "2025-06-02"),
        ({"assess": "weekly"}, "2025-06-02", "2025-W23"),
        ({"assess": "weekly"}, "2025-06-08", "2025-W23"),
        ({"assess": "weekly", "assess_on": 3}, "2025-06-03", "2025-W22"),
        ({"assess": "weekly", "assess_on": 3}, "2025-06-04", "2025-W23"),
        ({"assess": "weekly"}, "2025-12-31", "2026-W01"),
        ({"assess": "monthly"}, "2025-06-01", "2025-06"),
        ({"assess": "monthly", "assess_on": 6}, "2025-06-05", "2025-05"),
        ({"assess": "monthly", "assess_on": 6}, "2025-06-06", "2025-06"),
    ],
)
def test_it_is_assessed_at_once_every_week_or_every_month(
    told: dict[str, object], day: str, key: str
) -> None:
    assert keys(f"{day} 09:00", **told)[Kind.ASSESS] == key


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ("2025-06-09", "2025-05-26"),  # 25 May was a Sunday, and 10 June has not come
        ("2025-06-10", "2025-06-10"),
        ("2025-06-24", "2025-06-10"),
        ("2025-10-09", "2025-09-25"),  # offices work again, but the 10th is tomorrow
        ("2025-10-10", "2025-10-10"),
        ("2025-01-03", "2024-12-25"),
    ],
)
def test_days_of_payment_are_working_days_and_one_missed_is_due_still(day: str, key: str) -> None:
    assert keys(f"{day} 09:00")[Kind.PAY] == key


def test_clocks_are_looked_at_every_hour() -> None:
    assert keys("2025-06-02 09:59")[Kind.CLOCKS] == "2025-06-02T09"
    assert keys("2025-06-02 10:00")[Kind.CLOCKS] == "2025-06-02T10"


@pytest.mark.parametrize(
    ("day", "key"), [("2025-06-29", "2023"), ("2025-06-30", "2024"), ("2025-12-31", "2024")]
)
def test_a_year_is_closed_once_from_its_day_on(day: str, key: str) -> None:
    assert keys(f"{day} 09:00", year_closes="06-30")[Kind.YEAR] == key
    assert Kind.YEAR not in keys(f"{day} 09:00")


def test_a_weekly_assessment_has_one_of_seven_days() -> None:
    with pytest.raises(ValueError, match="1 \\(Monday\\) to 7"):
        keys(str(date(2025, 6, 2)), assess_on=8)
