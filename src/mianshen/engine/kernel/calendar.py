"""Days of events, benefit years and visits as columns (§1.5)."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.kernel.charging import DAY_COLUMNS
from mianshen.policy.schema import By, LongStay, Year

Rows = NDArray[np.int64]

EPOCH = date(1970, 1, 1)
NEVER = np.iinfo(np.int64).max
"""Stands for no day, after all others."""


def day_number(day: date) -> int:
    """A day as the number of days since 1970."""
    return (day - EPOCH).days


def day_of_number(number: int) -> date:
    """The day of such a number."""
    return EPOCH + timedelta(days=number)


def day_numbers(column: pl.Series, absent: int = NEVER) -> Rows:
    """A column of days as numbers; `absent` where there is none."""
    return column.to_physical().cast(pl.Int64).fill_null(absent).to_numpy()


def for_each_day(days: Rows, answer: Callable[[date], date]) -> Rows:
    """Another day for every day, asked once for each distinct one."""
    known, numbers = np.unique(days, return_inverse=True)
    found = [day_number(answer(day_of_number(int(day)))) for day in known]
    return np.array(found, np.int64)[numbers]


class Calendar:
    """When events happened, in which year and visit they fall; events by unit, in fold order."""

    def __init__(self, events: pl.DataFrame, unit: Rows) -> None:
        self._days = {
            by: day_numbers(events.select(column).to_series()) for by, column in DAY_COLUMNS.items()
        }
        self._unit = unit
        ends = pl.DataFrame({"unit": unit, "visit": events["visit"]}).with_row_index("at")
        ends = ends.select(
            pl.col("at").min().over("unit", "visit").cast(pl.Int64).alias("first"),
            pl.col("at").max().over("unit", "visit").cast(pl.Int64).alias("last"),
        )
        self.first_of_visit: Rows = ends["first"].to_numpy()
        self._last_of_visit: Rows = ends["last"].to_numpy()
        self._labels: dict[Year, Rows] = {}
        self._firsts: dict[tuple[str, Year], Rows] = {}

    def days(self, by: By) -> Rows:
        """The dates a rule goes by."""
        return self._days[by]

    @cached_property
    def has_parts(self) -> bool:
        """Whether any visit has several events."""
        return not np.array_equal(self.first_of_visit, np.arange(len(self._unit)))

    @cached_property
    def unit_first(self) -> Rows:
        """The first event of each event's unit."""
        return np.searchsorted(self._unit, self._unit)

    def label(self, year: Year) -> Rows:
        """The benefit year of every event."""
        if year not in self._labels:
            days = self._days[year.by]
            if year.long_stay is LongStay.LAST_SETTLEMENT:
                days = days[self._last_of_visit]
            known, numbers = np.unique(days, return_inverse=True)
            month, day = (int(part) for part in year.starts.split("-"))
            labels = [
                one.year if (one.month, one.day) >= (month, day) else one.year - 1
                for one in map(day_of_number, known.tolist())
            ]
            self._labels[year] = np.array(labels, np.int64)[numbers]
        return self._labels[year]

    def first_of_year(self, year: Year) -> Rows:
        """The first event of the unit in the same benefit year."""
        return self._first("year", year, [self._unit, self.label(year)])

    def first_of_visit_in(self, year: Year) -> Rows:
        """The first event of the same visit in the same benefit year."""
        if not self.has_parts:
            return self.first_of_visit
        return self._first("visit", year, [self.first_of_visit, self.label(year)])

    def _first(self, what: str, year: Year, keys: Sequence[Rows]) -> Rows:
        key = (what, year)
        if key not in self._firsts:
            table = pl.DataFrame({str(index): one for index, one in enumerate(keys)})
            firsts = table.with_row_index("at").select(
                pl.col("at").min().over(list(table.columns)).cast(pl.Int64)
            )
            self._firsts[key] = firsts["at"].to_numpy()
        return self._firsts[key]
