"""Columns of small numbers that stand for values, and the distinct rows of several of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Rows = NDArray[np.int64]

_ROOM = 1 << 16


@dataclass(frozen=True)
class Coded:
    """A column of codes, and the values they stand for."""

    codes: Rows
    values: Sequence[object]

    def at(self, rows: Rows) -> "Coded":
        """Some of the rows."""
        return Coded(self.codes[rows], self.values)


@dataclass(frozen=True)
class Distinct:
    """The distinct rows of some columns: their number at every row, and a row that has each."""

    numbers: Rows
    rows: Rows


def coded(series: pl.Series, value: Callable[[Any], object] = lambda cell: cell) -> Coded:
    """A column by its distinct cells; what is null stands last, as None."""
    known = series.unique().drop_nulls()
    codes = series.replace_strict(
        known, pl.Series(range(len(known)), dtype=pl.Int64), default=None, return_dtype=pl.Int64
    )
    values = [value(cell) for cell in known.to_list()]
    return Coded(codes.fill_null(len(known)).to_numpy(), [*values, None])


def of_choices(codes: NDArray[Any], choices: int) -> Coded:
    """Codes that mean themselves: 0, 1, … choices - 1."""
    return Coded(codes.astype(np.int64), range(choices))


def distinct(parts: Sequence[Coded], count: int) -> Distinct:
    """The distinct rows of columns of equal length."""
    codes, size = np.zeros(count, np.int64), 1
    for part in parts:
        if len(part.values) > 1:
            codes = codes * len(part.values) + part.codes
            size *= len(part.values)
            if size > 4 * count + _ROOM:
                codes, size = _dense(codes, size)
    codes, size = _dense(codes, size)
    rows = np.zeros(size, np.int64)
    rows[codes[::-1]] = np.arange(count - 1, -1, -1)
    return Distinct(codes, rows)


def _dense(codes: Rows, size: int) -> tuple[Rows, int]:
    """The same codes numbered without gaps."""
    if size > 16 * len(codes) + _ROOM:
        found, numbers = np.unique(codes, return_inverse=True)
        return numbers.astype(np.int64), len(found)
    met = np.zeros(size, bool)
    met[codes] = True
    numbers = np.cumsum(met) - 1
    return numbers[codes], int(met.sum())
