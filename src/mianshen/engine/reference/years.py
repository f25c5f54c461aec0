"""Benefit years, days of an event, and how far a recognition or a deadline reaches (§1.5, §6.2)."""

from calendar import monthrange
from datetime import date, timedelta

from mianshen.engine.facts import Event
from mianshen.policy.schema import Backdate, BackdateTo, By, Year


def day_of(event: Event, by: By) -> date:
    """The date of an event that a rule goes by."""
    match by:
        case By.ADMISSION:
            return event.admitted
        case By.DISCHARGE:
            return event.discharged
        case By.SETTLEMENT:
            return event.settled.date()


def year_start(label: int, year: Year) -> date:
    """The first day of the benefit year that starts in a calendar year."""
    return date.fromisoformat(f"{label:04d}-{year.starts}")


def year_label(day: date, year: Year) -> int:
    """The benefit year a day lies in, named by the calendar year it starts in."""
    return day.year if day >= year_start(day.year, year) else day.year - 1


def year_end(label: int, year: Year) -> date:
    """The last day of a benefit year."""
    return year_start(label + 1, year) - timedelta(days=1)


def shift_months(day: date, months: int) -> date:
    """The same day number so many months later (earlier when negative), or that month's last."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def reach_back(recognised: date, rule: Backdate, year: Year) -> date:
    """The first day a recognition covers."""
    match rule.to:
        case BackdateTo.YEAR_START:
            return year_start(year_label(recognised, year), year)
        case BackdateTo.MONTH_START:
            return recognised.replace(day=1)
        case BackdateTo.MONTHS:
            return shift_months(recognised, -rule.count)
        case BackdateTo.DAYS:
            return recognised - timedelta(days=rule.count)


def whole_years(born: date, day: date) -> int:
    """Age in completed years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
