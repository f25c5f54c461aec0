"""What may still be ordered where more was ordered on a line than it is entitled to by now."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from mianshen.bureau.assessment.asking import Asked, answers_to
from mianshen.engine.facts import Delivery, Facts
from mianshen.engine.frames import UNIT, FactFrames, frames_of
from mianshen.policy.pack import Pack

CHANNEL = "platform"
CAP_COLUMNS = {"key": pl.String, "cap_fen": pl.Int64}
_PLACE = ("person", "event", "programme")


def order_caps(
    places: pl.DataFrame, frames: FactFrames, packs: Sequence[Pack], year: int, asked: Asked
) -> pl.DataFrame:
    """The most that may be ordered on each line of people to whom too much was given.

    Shapes: `places` as `settling.places_of` tells them; the answer has `key` and `cap_fen`. An
    answer never depends on what we paid ourselves, or the order of payment would leave a trace
    in it. But no order may lift all money given above the bill or the pool: for these people the
    calculator is asked once more, with what was given as deliveries.
    """
    given = pl.col("ordered_fen") + pl.col("kept_fen")
    own = places.filter("is_known", pl.col("year") == year).with_columns(given_fen=given)
    over = own.filter(pl.col("given_fen") > pl.col("amount_fen"))["person"].unique().implode()
    again = list(_with_what_was_given(own, frames, over))
    if not again:
        return pl.DataFrame(schema=CAP_COLUMNS)
    told = answers_to(frames_of(again), packs, year, asked).lines
    may = told.select(*_PLACE, cap_fen="order_fen")
    asked_again = own.join(may, on=_PLACE, how="left", nulls_equal=True)
    capped = pl.col("cap_fen").is_not_null() | pl.col("person").is_in(over)
    return asked_again.filter(capped).select("key", pl.col("cap_fen").fill_null(0))


def _with_what_was_given(own: pl.DataFrame, frames: FactFrames, over: pl.Series) -> Iterator[Facts]:
    """The facts of units with somebody to whom too much was given, with all that was given."""
    people = frames.table("people").select(UNIT, person=pl.col("id").cast(pl.Int64))
    units = people.filter(pl.col("person").is_in(over))[UNIT].unique().sort()
    given = own.filter(pl.col("event").is_not_null(), pl.col("given_fen") != 0)
    numbered = given.join(people, on="person")
    for number, facts in zip(units, frames.facts_of(units.to_list()), strict=True):
        mine = numbered.filter(pl.col(UNIT) == number).select(*_PLACE, "given_fen")
        made = [
            Delivery(str(who), event, place, fen, CHANNEL) for who, event, place, fen in mine.rows()
        ]
        yield replace(facts, deliveries=(*facts.deliveries, *made))
