"""Lines and choices as columns, and as objects for whoever wants them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.frames import FactFrames
from mianshen.engine.kernel.coverage import Uncovered
from mianshen.engine.kernel.folding.codes import REASONS, STATUSES
from mianshen.engine.reference.assumptions import assumed_in
from mianshen.engine.reference.members import Seats
from mianshen.engine.results import Line, Status

Rows = NDArray[np.int64]

NO_ROW = -1
"""Stands for no row of terms: nothing that is assumed was rested on."""

COLUMNS = ("amount_fen", "held_fen", "catch_up_fen", "delivered_fen", "order_fen")


@dataclass(frozen=True)
class Answered:
    """What became of all units: lines as columns, the choices made, and the units left.

    `lines` has a row per event and programme, by unit: `unit`, `event` (the row in the table of
    events), `programme` (its number in the order of payment), `status` and `reason` by their
    numbers in `folding.codes`, amounts in fen, `provisional`, and `terms`, the row of terms paid
    under. `choices` has the columns of `kernel.choices`.
    """

    seats: Seats
    year: int
    lines: pl.DataFrame
    choices: pl.DataFrame
    left: Mapping[int, Uncovered]

    def in_words(
        self, frames: FactFrames, listed: Callable[[Iterable[str]], str] = "、".join
    ) -> pl.DataFrame:
        """The lines by unit with the words of people, events, programmes, statuses, reasons.

        `listed` spells what a line rests on that is assumed.
        """
        events = frames.table("events").select(pl.col("person"), pl.col("id").alias("event_id"))
        own = events[self.lines["event"].to_numpy()]
        names = [member.name for member in self.seats.members]
        reasons = [None if reason is None else reason.value for reason in REASONS]
        return self.lines.select(
            "unit",
            own["person"],
            own["event_id"].alias("event"),
            _words(self.lines["programme"], names).alias("programme"),
            pl.lit(self.year, pl.Int64).alias("year"),
            _words(self.lines["status"], [status.value for status in STATUSES]).alias("status"),
            _words(self.lines["reason"], reasons).alias("reason"),
            *COLUMNS,
            "provisional",
            self._assumed(listed).alias("assumed"),
        )

    def _assumed(self, listed: Callable[[Iterable[str]], str]) -> pl.Series:
        """What each line that pays rests on that is assumed, by programme and row of terms."""
        programme, terms = self.lines["programme"].to_numpy(), self.lines["terms"].to_numpy()
        pays = (self.lines["amount_fen"] > 0).to_numpy()
        widest = max((len(one.programme.terms) for one in self.seats.members), default=0) + 1
        known = [
            listed(self._assumed_in(key, widest)) for key in range(widest * len(self.seats.members))
        ]
        return _words(pl.Series(np.where(pays, programme * widest + terms + 1, 0)), known)

    def _assumed_in(self, key: int, widest: int) -> tuple[str, ...]:
        member, row = self.seats.members[key // widest], key % widest - 1
        return assumed_in(member, row) if 0 <= row < len(member.programme.terms) else ()

    def by_unit(self, frames: FactFrames) -> Mapping[int, Sequence[Line]]:
        """The lines of every unit as objects, in the reference's order."""
        found: dict[int, list[Line]] = defaultdict(list)
        events = frames.table("events")
        people, ids = events["person"].to_list(), events["id"].to_list()
        for unit, line in self._objects(people, ids):
            found[unit].append(line)
        for lines in found.values():
            lines.sort(key=lambda line: (line.person, line.event or "", line.programme))
        return found

    def _objects(self, people: Sequence[str], ids: Sequence[str]) -> Iterator[tuple[int, Line]]:
        members = self.seats.members
        names = [member.name for member in members]
        columns = [
            self.lines[name].to_list()
            for name in (
                "unit",
                "event",
                "programme",
                "status",
                "reason",
                *COLUMNS,
                "provisional",
                "terms",
            )
        ]
        for (
            unit,
            event,
            m,
            status,
            reason,
            amount,
            held,
            catch_up,
            delivered,
            order,
            provisional,
            terms,
        ) in zip(*columns, strict=True):
            assumed = assumed_in(members[m], terms) if amount > 0 else ()
            yield (
                unit,
                Line(
                    people[event],
                    ids[event],
                    names[m],
                    self.year,
                    STATUSES[status],
                    amount,
                    held,
                    REASONS[reason],
                    catch_up,
                    delivered,
                    order,
                    provisional,
                    assumed,
                ),
            )


def _words(codes: pl.Series, words: Sequence[str | None]) -> pl.Series:
    """Codes as the words they stand for."""
    return pl.Series(words, dtype=pl.String)[codes.cast(pl.UInt32)]


def excluded_lines(
    rows: Rows, units: Rows, reasons: Rows, programmes: Sequence[Sequence[int]]
) -> pl.DataFrame:
    """Lines of events that take no part, one for every programme of their kind."""
    counts = np.array([len(own) for own in programmes], np.int64)
    return line_table(
        np.repeat(units, counts),
        np.repeat(rows, counts),
        np.array([m for own in programmes for m in own], np.int64),
        np.full(counts.sum(), STATUSES.index(Status.EXCLUDED)),
        np.repeat(reasons, counts),
    )


def line_table(
    unit: Rows,
    event: Rows,
    programme: Rows,
    status: NDArray[Any],
    reason: NDArray[Any],
    amounts: Sequence[Rows] | None = None,
    provisional: NDArray[np.bool_] | None = None,
    terms: NDArray[Any] | None = None,
) -> pl.DataFrame:
    """Lines as a table; what is not given is zero."""
    count = len(unit)
    none = np.zeros(count, np.int64)
    given = amounts if amounts is not None else [none] * len(COLUMNS)
    return pl.DataFrame(
        {
            "unit": unit,
            "event": event,
            "programme": programme.astype(np.int16),
            "status": status.astype(np.int8),
            "reason": reason.astype(np.int8),
            **dict(zip(COLUMNS, given, strict=True)),
            "provisional": provisional if provisional is not None else np.zeros(count, bool),
            "terms": (terms if terms is not None else np.full(count, NO_ROW)).astype(np.int16),
        }
    )
