"""Events beside what is stated of their unit: every pair of an event and a row of a table."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Pairs:
    """Pairs of an event and a row of a table that is sorted by unit, by event and then by row."""

    event: Rows
    row: Rows


def pairs_of(unit: Rows, table: pl.DataFrame) -> Pairs:
    """Every event with every row of its unit."""
    units = table["unit"].to_numpy()
    first = np.searchsorted(units, unit, side="left")
    counts = np.searchsorted(units, unit, side="right") - first
    event = np.repeat(np.arange(len(unit)), counts)
    begins = np.repeat(np.cumsum(counts) - counts, counts)
    row = np.arange(len(event)) - begins + np.repeat(first, counts)
    return Pairs(event, row)
