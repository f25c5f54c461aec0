"""What was given to a number that was merged into another counts for whoever that is now.

It counts line for line, so that no bill is paid twice; when the merge is taken back, it counts for
the number itself again. What is still on an order counts nowhere else: it is taken out of there.
"""

from collections.abc import Collection, Mapping

import polars as pl

_GIVEN = ("ordered_fen", "kept_fen", "forgone_fen")
_HERE = ("on_orders_fen", "entitled_fen", "free_fen")
"""What of a line stays with the number that it was opened for."""


def and_merged(people: Collection[int] | None, became: Mapping[int, int]) -> list[int] | None:
    """Some people with every number merged into one of them; none: everyone."""
    if people is None:
        return None
    asked = set(people)
    return sorted(asked | {gone for gone, into in became.items() if into in asked})


def carried(
    fen: pl.DataFrame, people: Collection[int] | None, became: Mapping[int, int]
) -> pl.DataFrame:
    """What the ledger holds by line, with what was given to merged numbers under who they are now.

    `fen` has a `key` and the counts of a line; `on_orders_fen` is part of `ordered_fen`. Lines of
    numbers that were not asked for are left out.
    """
    if not became:
        return fen.drop("on_orders_fen")
    who = pl.col("key").str.split("/").list.first().cast(pl.Int64)
    told = fen.with_columns(
        who=who, now=who.replace_strict(became, default=None, return_dtype=pl.Int64)
    )
    merged = told.filter(pl.col("now").is_not_null())
    given = merged.with_columns(
        key=pl.concat_str(
            pl.col("now").cast(pl.String), pl.col("key").str.extract("(?s)^[^/]*(/.*)$")
        ),
        ordered_fen=pl.col("ordered_fen") - pl.col("on_orders_fen"),
        **dict.fromkeys(_HERE, pl.lit(0, pl.Int64)),
    )
    here = merged.with_columns(
        ordered_fen="on_orders_fen",
        kept_fen=pl.lit(0, pl.Int64),
        forgone_fen=pl.lit(0, pl.Int64),
    )
    if people is not None:
        here = here.filter(pl.col("who").is_in(list(people)))
        given = given.filter(pl.col("now").is_in(list(people)))
    whole = pl.concat([told.filter(pl.col("now").is_null()), given, here])
    counts = (*_GIVEN, "entitled_fen", "free_fen")
    return whole.group_by("key").agg(pl.col(counts).sum()).filter(pl.sum_horizontal(counts) > 0)


def as_now(places: pl.DataFrame, became: Mapping[int, int]) -> pl.DataFrame:
    """Places of merged numbers as places of whom they are now: nothing is due there by itself."""
    now = pl.col("person").replace_strict(became, default=None, return_dtype=pl.Int64)
    merged = places.with_columns(now=now).filter(pl.col("now").is_not_null())
    nothing = dict.fromkeys(("amount_fen", "delivered_fen", "order_fen"), pl.lit(0, pl.Int64))
    as_they_are = merged.with_columns(person="now", is_known=pl.lit(value=False), **nothing)
    return as_they_are.drop("now")
