"""Orders and winners that layers chose, as columns: gathered from the fold, told with names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.reference.members import Seats
from mianshen.engine.results import OrderChoice
from mianshen.policy.schema import Combine

Rows = NDArray[np.int64]

CHOICE_COLUMNS: Mapping[str, Any] = {
    "unit": pl.Int64,
    "person": pl.String,
    "event": pl.String,
    "layer": pl.String,
    "chosen": pl.List(pl.String),
    "chosen_left_fen": pl.Int64,
    "listed_left_fen": pl.Int64,
    "worst_left_fen": pl.Int64,
    "alone": pl.List(pl.String),
    "alone_left_fen": pl.List(pl.Int64),
    "tied": pl.Boolean,
}
"""An `OrderChoice` as a row; `alone` are the names beside `alone_left_fen`."""

_SORTED = ("unit", "person", "event", "layer")


@dataclass(frozen=True)
class Told:
    """What the fold told of some choices: the event's row, the layer, and the fold's own columns.

    Members are numbered in the order of payment.
    """

    event: Rows
    layer: Rows
    columns: Rows


def no_choices() -> pl.DataFrame:
    """Where nothing was chosen."""
    return pl.DataFrame(schema=dict(CHOICE_COLUMNS))


def told_choices(found: Rows, events: Rows, members: Sequence[int], layers: Sequence[int]) -> Told:
    """What a group of units chose, by the numbers that its members and layers have in the plan."""
    index, place = np.nonzero(found[:, :, at.T_COUNT] > 0)
    columns = found[index, place]
    for first in (at.T_ORDER, at.T_MEMBERS):
        own = slice(first, first + at.PERMUTED_MAX)
        columns[:, own] = np.array(members).take(columns[:, own], mode="clip")
    return Told(events[index], np.array(layers)[place], columns)


def choice_table(told: Sequence[Told], wanted: NDArray[np.bool_], seats: Seats) -> pl.DataFrame:
    """The choices on events that are wanted: `CHOICE_COLUMNS` from `layer` on, and the row `at`."""
    tables = [pl.DataFrame(schema={"at": pl.Int64, **_named(CHOICE_COLUMNS)})]
    if told:
        event = np.concatenate([one.event for one in told])
        own = wanted[event]
        layer = np.concatenate([one.layer for one in told])[own]
        columns = np.concatenate([one.columns for one in told])[own]
        tables += _by_size(event[own], layer, columns, seats)
    return pl.concat(tables)


def with_events(table: pl.DataFrame, events: pl.DataFrame, unit: Rows) -> pl.DataFrame:
    """The same with the unit, person and name of each event, in the order of lines."""
    rows = table["at"].to_numpy()
    named = table.with_columns(
        pl.Series("unit", unit[rows], dtype=pl.Int64),
        events["person"].gather(rows),
        events["id"].gather(rows).alias("event"),
    )
    return named.select(*CHOICE_COLUMNS).sort(_SORTED)


def by_unit(table: pl.DataFrame) -> Mapping[int, list[OrderChoice]]:
    """The choices of every unit as objects."""
    found: dict[int, list[OrderChoice]] = {}
    for row in table.iter_rows():
        unit, person, event, layer, chosen, left, listed_left, worst_left, alone, fen, tied = row
        pairs = tuple(zip(alone, fen, strict=True))
        lefts = (left, listed_left, worst_left, pairs, tied)
        one = OrderChoice(person, event, layer, tuple(chosen), *lefts)
        found.setdefault(unit, []).append(one)
    return found


def _named(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: kind for name, kind in columns.items() if name not in ("unit", "person", "event")}


def _by_size(event: Rows, layer: Rows, columns: Rows, seats: Seats) -> Iterator[pl.DataFrame]:
    """Tables of choices among as many members, of which as many were chosen."""
    takes_one = np.array([one.combine is Combine.BEST_ONE for one in seats.pack.layers])
    count = columns[:, at.T_COUNT]
    winners = np.where(takes_one[layer], 1, count)
    names = pl.Series([member.name for member in seats.members], dtype=pl.String)
    layers = pl.Series([one.id for one in seats.pack.layers], dtype=pl.String)
    for size, chosen in np.unique(np.stack([count, winners], axis=1), axis=0).tolist():
        own = (count == size) & (winners == chosen)
        rows = columns[own]
        yield pl.DataFrame(
            {
                "at": event[own],
                "layer": layers.gather(layer[own]),
                "chosen": _lists(rows[:, at.T_ORDER : at.T_ORDER + chosen], names),
                "chosen_left_fen": rows[:, at.T_CHOSEN],
                "listed_left_fen": rows[:, at.T_LISTED],
                "worst_left_fen": rows[:, at.T_WORST],
                "alone": _lists(rows[:, at.T_MEMBERS : at.T_MEMBERS + size], names),
                "alone_left_fen": _lists(rows[:, at.T_ALONE : at.T_ALONE + size]),
                "tied": rows[:, at.T_TIED] != 0,
            }
        )


def _lists(numbers: Rows, names: pl.Series | None = None) -> pl.Series:
    """Each row as a list of its numbers, or of what they are the numbers of."""
    columns = [pl.Series(str(place), column) for place, column in enumerate(numbers.T)]
    if names is not None:
        columns = [names.gather(column).alias(column.name) for column in columns]
    return pl.DataFrame(columns).select(pl.concat_list(pl.all()).alias("list")).to_series()
