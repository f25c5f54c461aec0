"""Events ready for the fold as columns: which count, what they cost and who paid (§1, §2).

What `reference.charges.prepare` says of a unit, for all units at once; units in which facts meet in
a way that only goes step by step are prepared by it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.facts import FactsError
from mianshen.engine.frames import AMOUNT, PAID, FactFrames
from mianshen.engine.kernel.coverage import Uncovered
from mianshen.engine.kernel.folding.codes import REASONS
from mianshen.engine.reference.charges import Charge, Charges, layer_advances, prepare
from mianshen.engine.reference.members import Seats
from mianshen.engine.results import Reason
from mianshen.policy.schema import AccountMoney, By, Kind, Per

Rows = NDArray[np.int64]
Marks = NDArray[np.bool_]

_NEEDS_CHECK = REASONS.index(Reason.NEEDS_CHECK)
_REVERSED = REASONS.index(Reason.REVERSED)
_OVERPAID = REASONS.index(Reason.PAYERS_EXCEED_COST)

DAY_COLUMNS = {
    By.ADMISSION: pl.col("admitted"),
    By.DISCHARGE: pl.col("discharged"),
    By.SETTLEMENT: pl.col("settled").dt.date(),
}


@dataclass(frozen=True)
class Charged:
    """Events by unit and in fold order, with what payers paid and what was advanced, in fen.

    `row` is the event's row in the table of events. `excluded` holds the rows of events that take
    no part, with their reason; `left` says which units are for the reference, and why.
    """

    row: Rows
    unit: Rows
    cost: Rows
    in_scope: Rows
    paid: Rows
    advance: Rows
    layer_advance: Rows
    provisional: Marks
    excluded_row: Rows
    excluded_reason: Rows
    left: Mapping[int, Uncovered]

    def __len__(self) -> int:
        return len(self.row)


@dataclass
class _Part:
    """Columns of `Charged` while they are worked out, before they are in order."""

    row: Rows
    unit: Rows
    cost: Rows
    in_scope: Rows
    paid: Rows
    advance: Rows
    layer_advance: Rows
    provisional: Marks
    reason: Rows


def charged(frames: FactFrames, seats: Seats, as_of: date) -> Charged:
    """The events of all units ready for the fold."""
    left = dict(_left_whole(frames, seats))
    stepwise = _stepwise(frames) - left.keys()
    events = frames.table("events").with_row_index("row")
    out = pl.Series([*left, *stepwise], dtype=pl.Int64)
    regular = events.filter(
        ~pl.col("unit").is_in(out.implode()), pl.col("settled").dt.date() <= as_of
    ).sort("unit", DAY_COLUMNS[seats.pack.year.by], "settled", "id")
    parts = [_Regular(frames, seats, regular).part()]
    for number, facts in zip(sorted(stepwise), frames.facts_of(sorted(stepwise)), strict=True):
        first, _ = frames.rows_of("events", number)
        rows = {id(event): first + index for index, event in enumerate(facts.events)}
        try:
            charges = prepare(facts, {seats.pack.id: seats}, as_of)
        except FactsError:
            left[number] = Uncovered.FACTS
            continue
        if charges.year_level:
            left[number] = Uncovered.YEAR_PAYMENT
            continue
        parts.append(_part_of(charges, rows, number, seats))
    return _in_order(parts, frames, left)


def _left_whole(frames: FactFrames, seats: Seats) -> Iterator[tuple[int, Uncovered]]:
    """Units that the kernel does not cover whatever happens in them."""
    for name, why in (
        ("pins", Uncovered.PINNED),
        ("responsibilities", Uncovered.SEVERAL_PACKS),
    ):
        for number in frames.table(name)["unit"].unique().to_list():
            yield number, why
    # What such a programme owed before our data begins is a line of the year (§5.7).
    yearly = [one.name for one in seats.members if one.programme.per is Per.YEAR]
    owing = frames.table("openings").filter(
        pl.col("programme").is_in(yearly), pl.col("room_left_fen") > 0
    )
    for number in owing["unit"].unique().to_list():
        yield number, Uncovered.OPENING
    people = frames.table("people").select("unit", pl.col("id").alias("person"))
    people = pl.concat([people, frames.table("events").select("unit", "person")]).unique()
    together = people.filter(pl.col("unit").is_duplicated())
    for number in together["unit"].unique().to_list():
        yield number, Uncovered.HOUSEHOLD
    daily = frames.table("events").filter(pl.col("kind") == Kind.DAILY.value)
    for number in daily["unit"].unique().to_list():
        yield number, Uncovered.DAILY


def _stepwise(frames: FactFrames) -> set[int]:
    """Units with versions of an event, chains of reversals, or payments to be dealt out."""
    events, payments = frames.table("events"), frames.table("payments")
    versions = events.filter(pl.struct("unit", "id").is_duplicated())
    reversing = events.filter(pl.col("reverses").is_not_null())
    chained = reversing.join(
        reversing.select("unit", pl.col("id").alias("reverses")), on=["unit", "reverses"]
    )
    spans = payments.filter(pl.col("event").is_null())
    again = payments.filter(pl.struct("unit", "id").is_duplicated())
    booked = payments.filter("provisional")
    several = booked.filter(pl.struct("unit", "event").is_duplicated())
    found = pl.concat([one["unit"] for one in (versions, chained, spans, again, several)])
    return set(found.unique().to_list())


class _Regular:
    """Units whose facts can be set against each other column by column."""

    def __init__(self, frames: FactFrames, seats: Seats, events: pl.DataFrame) -> None:
        self._frames = frames
        self._seats = seats
        self._pack = seats.pack
        self._events = events
        self._kind = events["kind"].to_list()
        self._places = events.select("unit", pl.col("id").alias("event")).with_row_index("at")

    def part(self) -> _Part:
        """The columns of all their events."""
        events, seats = self._events, self._seats
        cost, in_scope = self._costs()
        paid = self._sums(payer.sources for payer in self._pack.payers.values())
        advance = self._sums(member.programme.advance for member in seats.members)
        for m, member in enumerate(seats.members):
            advance[self._is_other_kind(member.programme.kind), m] = 0
        sources = layer_advances(self._pack)
        layer_advance = self._sums(sources.get(layer.id, ()) for layer in self._pack.layers)
        layer_advance[self._is_other_kind(Kind.REIMBURSEMENT)] = 0
        reason = self._struck()
        part = _Part(
            events["row"].cast(pl.Int64).to_numpy(),
            events["unit"].to_numpy(),
            cost,
            in_scope,
            paid,
            advance,
            layer_advance,
            np.zeros(events.height, bool),
            reason,
        )
        self._set_payments(part, provisional=False)
        advanced = part.advance.sum(axis=1) + part.layer_advance.sum(axis=1)
        overpaid = (reason == 0) & (part.paid.sum(axis=1) + advanced > cost)
        reason[overpaid] = _OVERPAID
        self._set_payments(part, provisional=True)
        self._set_deliveries(part)
        return part

    def _is_other_kind(self, kind: Kind) -> Marks:
        return (self._events["kind"] != kind.value).to_numpy()

    def _sum(self, names: Iterable[str]) -> Rows:
        known = [name for name in names if name in self._events.columns]
        total = np.zeros(self._events.height, np.int64)
        for name in known:
            total += self._events[name].fill_null(0).to_numpy()
        return total

    def _sums(self, sources: Iterable[Sequence[str]]) -> Rows:
        found = [self._sum(PAID + source for source in own) for own in sources]
        if not found:
            return np.zeros((self._events.height, 0), np.int64)
        return np.stack(found, axis=1)

    def _costs(self) -> tuple[Rows, Rows]:
        cost = self._sum([AMOUNT + "total"]) - self._sum([AMOUNT + "hospital_part"])
        if self._pack.spelling.account_money is AccountMoney.PAID:
            cost -= self._sum([AMOUNT + "account_pay"])
        in_scope = np.maximum(0, np.minimum(self._sum([AMOUNT + "in_scope"]), cost))
        premium = ~self._is_other_kind(Kind.PREMIUM)
        price = self._sum([AMOUNT + "price"])
        return np.where(premium, price, cost), np.where(premium, price, in_scope)

    def _struck(self) -> Rows:
        """Why events take no part: taken back, taking back nothing known, or below zero."""
        reason = np.where(self._sum([AMOUNT + "total"]) < 0, _NEEDS_CHECK, 0)
        reversing = self._events.with_row_index("at").filter(pl.col("reverses").is_not_null())
        if reversing.height:
            found = reversing.select("at", "unit", pl.col("reverses").alias("event")).join(
                self._places.rename({"at": "original"}), on=["unit", "event"], how="left"
            )
            reason[found["at"].to_numpy()] = _NEEDS_CHECK
            known = found.drop_nulls("original")
            reason[known["at"].to_numpy()] = _REVERSED
            reason[known["original"].to_numpy()] = _REVERSED
        return reason

    def _at_events(self, table: pl.DataFrame, part: _Part) -> pl.DataFrame:
        """Rows of a table that name an event which takes part, with its place."""
        found = table.join(self._places, on=["unit", "event"])
        return found.filter(pl.Series(part.reason[found["at"].to_numpy()] == 0, dtype=pl.Boolean))

    def _set_payments(self, part: _Part, *, provisional: bool) -> None:
        payments = self._frames.table("payments")
        if not payments.height:
            return
        payer_of: dict[str, int] = {}
        for index, payer in enumerate(self._pack.payers.values()):
            for source in payer.sources:
                payer_of.setdefault(source, index)
        known = pl.col("source").is_in(list(payer_of)), pl.col("provisional") == provisional
        found = self._at_events(payments.filter(*known), part)
        at = found["at"].to_numpy()
        payers = np.array([payer_of[source] for source in found["source"].to_list()], np.int64)
        amount = found["amount_fen"].to_numpy()
        if provisional:
            advanced = part.advance.sum(axis=1) + part.layer_advance.sum(axis=1)
            rest = np.maximum(0, part.cost - part.paid.sum(axis=1) - advanced)
            amount = np.minimum(amount, rest[at])
            part.provisional[at] = True
        np.add.at(part.paid, (at, payers), amount)

    def _set_deliveries(self, part: _Part) -> None:
        deliveries = self._frames.table("deliveries")
        if deliveries.height:
            members = {member.name: m for m, member in enumerate(self._seats.members)}
            layers = {layer.id: index for index, layer in enumerate(self._pack.layers)}
            found = self._at_events(deliveries, part)
            at, amount = found["at"].to_numpy(), found["amount_fen"].to_numpy()
            places = found["place"].to_list()
            for target, numbers in ((part.advance, members), (part.layer_advance, layers)):
                other = members if numbers is layers else {}
                own = [one in numbers and one not in other for one in places]
                named = np.array(
                    [numbers[one] for one, is_own in zip(places, own, strict=True) if is_own],
                    np.int64,
                )
                np.add.at(target, (at[own], named), amount[own])
        np.maximum(part.advance, 0, out=part.advance)
        np.maximum(part.layer_advance, 0, out=part.layer_advance)


def _part_of(charges: Charges, rows: Mapping[int, int], number: int, seats: Seats) -> _Part:
    """The columns of a unit that the reference prepared."""
    folded = charges.folded
    events = [charge.event for charge in folded] + [event for event, _, _ in charges.excluded]
    count, out = len(events), len(charges.excluded)
    reasons = [0] * len(folded) + [REASONS.index(reason) for _, _, reason in charges.excluded]

    def column(values: Iterable[int]) -> Rows:
        return np.array([*values, *[0] * out], np.int64)

    def table(values: Iterable[Sequence[int]], width: int) -> Rows:
        found = np.array([*values, *[[0] * width] * out], np.int64)
        return found.reshape(count, width)

    layers = [layer.id for layer in seats.pack.layers]
    return _Part(
        np.array([rows[id(event)] for event in events], np.int64),
        np.full(count, number, np.int64),
        column(charge.cost_fen for charge in folded),
        column(charge.in_scope_fen for charge in folded),
        table((list(charge.paid_fen.values()) for charge in folded), len(seats.pack.payers)),
        table((_advances(charge, seats) for charge in folded), len(seats.members)),
        table(
            ([charge.layer_advance_fen.get(layer, 0) for layer in layers] for charge in folded),
            len(layers),
        ),
        np.array([*(charge.provisional for charge in folded), *[False] * out], bool),
        np.array(reasons, np.int64),
    )


def _advances(charge: Charge, seats: Seats) -> list[int]:
    return [charge.advance_fen.get(member, 0) for member in seats.members]


def _in_order(parts: Sequence[_Part], frames: FactFrames, left: dict[int, Uncovered]) -> Charged:
    def joined(name: str) -> Rows:
        found: Rows = np.concatenate([getattr(part, name) for part in parts])
        return found

    unit, reason = joined("unit"), joined("reason")
    order = np.argsort(unit, kind="stable")
    kept = np.zeros(frames.units, bool)
    kept[unit] = True
    kept[list(left)] = False
    folded = order[(reason[order] == 0) & kept[unit[order]]]
    excluded = order[(reason[order] != 0) & kept[unit[order]]]
    row = joined("row")
    return Charged(
        row[folded],
        unit[folded],
        joined("cost")[folded],
        joined("in_scope")[folded],
        joined("paid")[folded],
        joined("advance")[folded],
        joined("layer_advance")[folded],
        joined("provisional")[folded],
        row[excluded],
        reason[excluded],
        left,
    )
