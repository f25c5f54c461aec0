"""What cannot be gone below: the single programme as one loop, its lines as mere columns."""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
import polars as pl
from mixes import CAP_YUAN, LINE_YUAN, RATIO_PERCENT, Mix

_FEN = 100
_REASONS = (None, "no identity on the day", "condition false", "no base", "cap used")


def as_one_loop(mix: Mix) -> Callable[[], int]:
    """The rules of the single programme compiled for it alone, columns at hand and in order."""
    ready = _ready(mix)
    columns = [
        ready["unit"].to_numpy(),
        ready.select(pl.min_horizontal("amount.in_scope", "amount.total")).to_series().to_numpy(),
        ready["paid.hifp_pay"].to_numpy(),
        (ready["listed"] & (ready["fact.visit"] == "inpatient")).to_numpy(),
    ]

    def run() -> int:
        amounts = np.zeros(ready.height, np.int64)
        return int(_loop(*columns, amounts))

    return run


@numba.njit
def _loop(unit: Any, in_scope: Any, paid: Any, fits: Any, amounts: Any) -> Any:
    """Every line of the single programme; answers all that is paid."""
    line, cap = LINE_YUAN * _FEN, CAP_YUAN * _FEN
    used, whole, last = 0, 0, -1
    for row in range(len(unit)):
        if unit[row] != last:
            used, last = 0, unit[row]
        if fits[row]:
            base = max(0, in_scope[row] - paid[row])
            target = (max(0, base - line) * 2 * RATIO_PERCENT + 100) // 200
            amounts[row] = min(target, cap - used)
            used += amounts[row]
            whole += amounts[row]
    return whole


def as_columns(mix: Mix) -> Callable[[], int]:
    """Events brought in order and a line of words for each, without any rule."""
    events = mix.frames.table("events")
    codes = np.arange(events.height) % len(_REASONS)

    def run() -> int:
        own = events.sort("unit", "settled", "id").select("unit", "person", "id")
        lines = own.with_columns(
            _words(np.zeros(own.height, np.int64), ("help",)).alias("programme"),
            _words(codes % 2, ("zero", "entitled")).alias("status"),
            _words(codes, _REASONS).alias("reason"),
            *(pl.Series(name, codes) for name in ("amount", "held", "delivered", "order")),
        )
        return lines.height

    return run


def _words(codes: Any, words: tuple[str | None, ...]) -> pl.Series:
    return pl.Series(words, dtype=pl.String)[codes]


def _ready(mix: Mix) -> pl.DataFrame:
    listed = mix.frames.table("identities").select("unit", listed=pl.lit(value=True))
    events = mix.frames.table("events").join(listed, on="unit", how="left")
    return events.with_columns(pl.col("listed").fill_null(value=False)).sort(
        "unit", "settled", "id"
    )
