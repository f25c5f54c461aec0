"""What programmes and pools had counted before our data begins, beside the events (§5.7)."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.frames import FactFrames
from mianshen.engine.kernel.calendar import Calendar, day_number
from mianshen.engine.reference.members import Member, PoolRef, Seats
from mianshen.engine.reference.years import year_start
from mianshen.policy.schema import Per, Year

Rows = NDArray[np.int64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Opening:
    """The opening of each event's account with a programme, in fen; zero where there is none."""

    known: Marks
    base: Rows
    consumed: Rows
    entitled: Rows
    once_given: Marks


class Openings:
    """Opening balances beside the events of their units."""

    def __init__(self, frames: FactFrames, unit: Rows, calendar: Calendar) -> None:
        self._openings = frames.table("openings")
        self._pools = frames.table("pool_openings")
        self._unit = unit
        self._calendar = calendar
        self._of: dict[Member, Opening] = {}

    def of(self, member: Member) -> Opening:
        """The opening of a programme's account in the year of each event."""
        if member not in self._of:
            self._of[member] = self._read(member)
        return self._of[member]

    def _read(self, member: Member) -> Opening:
        own = self._openings.filter(pl.col("programme") == member.name)
        if not own.height:
            none = np.zeros(len(self._unit), np.int64)
            return Opening(none != 0, none, none, none, none != 0)
        own = own.unique(["unit", "year_start"], keep="last", maintain_order=True)
        events = pl.DataFrame({"unit": self._unit, "year_start": self._starts(member.year)})
        own = own.with_columns(pl.col("year_start").to_physical().cast(pl.Int64))
        found = events.join(
            own, on=["unit", "year_start"], how="left", maintain_order="left", nulls_equal=False
        )

        def fen(name: str) -> Rows:
            amounts: Rows = found[name].fill_null(0).to_numpy()
            return amounts

        once = found["once_given"].fill_null(value=False).to_numpy()
        known = found["programme"].is_not_null().to_numpy()
        return Opening(known, fen("base_fen"), fen("consumed_fen"), fen("entitled_fen"), once)

    def amounts(self, seats: Seats) -> list[Rows]:
        """Every amount of openings beside the events, for a look at how large they are."""
        found = [self.used(pool, members) for pool, members in seats.sharing.items()]
        for member in seats.members:
            one = self.of(member)
            found += [one.base, one.consumed, one.entitled]
        return found if self._openings.height or self._pools.height else []

    def ever_given(self, member: Member) -> Marks:
        """Whether a programme was given once, in whatever year."""
        given = self._openings.filter(pl.col("programme") == member.name, "once_given")
        return np.isin(self._unit, given["unit"].to_numpy())

    def used(self, pool: PoolRef, members: tuple[Member, ...]) -> Rows:
        """What a pool had paid in the period each event falls in."""
        used = np.zeros(len(self._unit), np.int64)
        own = self._pools.filter(pl.col("pool") == pool.name)
        if own.height and pool.per is not Per.VISIT:
            used = self._used(own, pool)
        if pool.private and pool.per is Per.YEAR:
            used = used + self.of(members[0]).entitled
        return used

    def _used(self, own: pl.DataFrame, pool: PoolRef) -> Rows:
        starts = pl.col("year_start").to_physical().cast(pl.Int64)
        events = pl.DataFrame({"unit": self._unit})
        if pool.per is Per.LIFE:
            own = own.filter(pl.col("year_start").is_null()).select("unit", "used_fen")
        else:
            own = own.drop_nulls("year_start").select("unit", starts, "used_fen")
            events = events.with_columns(year_start=self._starts(pool.year))
        keys = list(events.columns)
        sums = own.group_by(keys).agg(pl.col("used_fen").sum())
        found = events.join(sums, on=keys, how="left", maintain_order="left")
        amounts: Rows = found["used_fen"].fill_null(0).to_numpy()
        return amounts

    def _starts(self, year: Year) -> Rows:
        """The first day of the benefit year of every event."""
        known, numbers = np.unique(self._calendar.label(year), return_inverse=True)
        starts = [day_number(year_start(label, year)) for label in known.tolist()]
        return np.array(starts, np.int64)[numbers]
