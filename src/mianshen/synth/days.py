"""Days as whole numbers since 1970-01-01, the form in which columns of days are reckoned."""

from datetime import date

import numpy as np
import polars as pl

from mianshen.synth.dice import Ints

_EPOCH = date(1970, 1, 1).toordinal()
NEVER = np.int64(-(10**6))
"""Stands for a day that did not come."""


def day_number(day: date) -> int:
    """The number of a day."""
    return day.toordinal() - _EPOCH


def year_span(year: int) -> tuple[int, int]:
    """The first and the last day of a year."""
    return day_number(date(year, 1, 1)), day_number(date(year, 12, 31))


def days_of(years: Ints, month_days: Ints) -> Ints:
    """The day numbers of years with month and day as MMDD."""
    months = (years - 1970) * 12 + month_days // 100 - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return np.asarray(first + month_days % 100 - 1, dtype=np.int64)


def months_of(days: Ints) -> Ints:
    """The month of each day as YYYYMM."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray((1970 + months // 12) * 100 + months % 12 + 1, dtype=np.int64)


def dates(days: Ints) -> pl.Series:
    """A column of dates; `NEVER` becomes a missing one."""
    column = pl.Series(days.astype(np.int32)).cast(pl.Date)
    return column.to_frame("day").select(
        pl.when(pl.lit(pl.Series(days > NEVER))).then(pl.col("day"))
    )["day"]


def months_through(first: int, last: int) -> list[int]:
    """The months from one to another, both included, as YYYYMM."""
    months = range(first // 100 * 12 + first % 100 - 1, last // 100 * 12 + last % 100)
    return [month // 12 * 100 + month % 12 + 1 for month in months]
