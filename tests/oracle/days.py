"""Days, months and benefit years, counted on the calendar by hand."""

from datetime import date, timedelta

from mianshen.engine.facts import Event
from mianshen.policy.schema import By, Year


def last_day_of_month(year: int, month: int) -> int:
    """How many days a month has."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def months_away(day: date, months: int) -> date:
    """The same day some months later (or earlier), or that month's last day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, last_day_of_month(year, month)))


def day_of(event: Event, by: By) -> date:
    """The day of an event that a rule goes by."""
    if by is By.ADMISSION:
        return event.admitted
    if by is By.DISCHARGE:
        return event.discharged
    return event.settled.date()


def first_day(year: Year, name: int) -> date:
    """The day a benefit year starts."""
    return date.fromisoformat(f"{name:04d}-{year.starts}")


def last_day(year: Year, name: int) -> date:
    """The day a benefit year ends."""
    return first_day(year, name + 1) - timedelta(days=1)


def year_holding(year: Year, day: date) -> int:
    """The benefit year a day lies in, named by the calendar year it starts in."""
    return day.year if day >= first_day(year, day.year) else day.year - 1


def every_day(first: date, last: date) -> list[date]:
    """All days from one through another, at least the first."""
    count = max(0, (last - first).days)
    return [first + timedelta(days=step) for step in range(count + 1)]


def age_on(born: date, day: date) -> int:
    """Full years lived."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
