"""Lines into determinations: one row for each event and pack, with what is asked of it beside."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from mianshen.engine.results import Status

IN_ORDER = (Status.ENTITLED, Status.HELD, Status.ZERO, Status.EXCLUDED)
"""The statuses of a determination: where its lines have several, the first counts."""

_PLACE = ("person", "year", "event", "settled_on", "pack")
_FEN = ("held_fen", "order_fen", "amount_fen", "catch_up_fen", "delivered_fen")


def packed(lines: pl.DataFrame) -> pl.DataFrame:
    """The determinations of some lines, in the columns of the model; lines have `LINE_COLUMNS`.

    They come by person: what is asked for together lies together, also in the index.
    """
    counts = ~pl.col("is_simulated")
    reasons = sorted(lines["reason"].unique().to_list())
    programmes = sorted(lines["programme"].unique().to_list())
    moves = pl.any_horizontal(pl.col("amount_fen", "delivered_fen", "order_fen") != 0)
    told = lines.select(
        *_PLACE,
        *(pl.col(name) * counts for name in _SUMS),
        rank=pl.col("status").replace_strict(_RANKS, return_dtype=pl.Int64) + ~counts * _SIMULATED,
        why=_number(pl.col("reason"), reasons),
        place=_number(pl.col("programme"), programmes),
        has_held=counts & (pl.col("status") == Status.HELD),
        moves=counts & moves,
        told="{" + pl.concat_str(_stated(lines), separator=", ", ignore_nulls=True) + "}",
    )
    # What counts most comes first, of lines alike the one that holds most.
    ordered = told.sort("rank", "held_fen", "why", "place", descending=[False, True, False, False])
    one = ordered.group_by(_PLACE).agg(
        pl.col("rank", "why").first(),
        pl.col(_SUMS).sum(),
        pl.col("has_held", "moves").any(),
        "told",
    )
    is_counted = pl.col("rank") < _SIMULATED
    spelled = {rank: status for status, rank in _RANKS.items()}
    return one.select(
        *_PLACE,
        *_SUMS,
        "has_held",
        "moves",
        status=pl.col("rank").replace_strict(spelled, default="", return_dtype=pl.String),
        reason=pl.when(is_counted)
        .then(pl.col("why").replace_strict(dict(enumerate(reasons)), return_dtype=pl.String))
        .otherwise(pl.lit("")),
        lines="[" + pl.col("told").list.join(", ") + "]",
    ).sort("person", "year", "event")


def _number(column: pl.Expr, texts: Sequence[str]) -> pl.Expr:
    return column.replace_strict(texts, range(len(texts)), return_dtype=pl.Int64)


_SUMS = ("amount_fen", "held_fen", "order_fen")
_RANKS = {status.value: rank for rank, status in enumerate(IN_ORDER)}
_SIMULATED = 100
"""Lines that are simulated rank behind all others."""


def _stated(lines: pl.DataFrame) -> list[pl.Expr]:
    """What each line says beyond what goes without saying, as the database spells its JSON.

    It puts short words before long ones, and those of one length in their order.
    """
    column = pl.col
    told: Mapping[str, pl.Expr] = {
        "fund": _text(lines, "fund", column("fund") != column("programme")),
        "reason": _text(lines, "reason", column("reason") != ""),
        "status": _text(lines, "status"),
        "assumed": _where(column("assumed") != "[]", "assumed", column("assumed")),
        "programme": _text(lines, "programme"),
        **{name: _where(column(name) != 0, name, column(name).cast(pl.String)) for name in _FEN},
        **{name: _where(column(name), name, pl.lit("true")) for name in _TRUTHS},
    }
    return [told[name] for name in sorted(told, key=lambda name: (len(name), name))]


_TRUTHS = ("provisional", "is_simulated")


def _text(lines: pl.DataFrame, name: str, when: Any = True) -> pl.Expr:
    """A text, of which there are few, quoted."""
    texts = lines[name].unique().to_list()
    spelled = [f'"{name}": {json.dumps(text, ensure_ascii=False)}' for text in texts]
    return pl.when(when).then(
        pl.col(name).replace_strict(texts, spelled, return_dtype=pl.String, default=None)
    )


def _where(when: pl.Expr, name: str, value: pl.Expr) -> pl.Expr:
    return pl.when(when).then(pl.lit(f'"{name}": ') + value)
