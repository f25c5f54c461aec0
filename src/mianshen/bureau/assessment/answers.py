"""What the calculator answered, as the tables it is kept in: lines, choices, who was refused."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from mianshen.bureau.assessment.responsible import answers_for, spans_of
from mianshen.engine.facts import Event, Facts, Responsibility
from mianshen.engine.frames import UNIT, FactFrames
from mianshen.engine.results import Assessment, Line, OrderChoice, YearChoice
from mianshen.policy.pack import Pack

if TYPE_CHECKING:
    from mianshen.engine.kernel.lines import Answered

_KEY = {UNIT: pl.Int64, "person": pl.Int64, "year": pl.Int64}
_FEN = ("amount_fen", "held_fen", "catch_up_fen", "delivered_fen", "order_fen")
LINE_COLUMNS: Mapping[str, Any] = {
    **_KEY,
    "event": pl.String,
    "settled_on": pl.Date,
    "pack": pl.String,
    "programme": pl.String,
    "fund": pl.String,
    "is_simulated": pl.Boolean,
    "status": pl.String,
    "reason": pl.String,
    **dict.fromkeys(_FEN, pl.Int64),
    "provisional": pl.Boolean,
    "assumed": pl.String,
}
CHOICE_COLUMNS: Mapping[str, Any] = {
    **_KEY,
    "event": pl.String,
    "layer": pl.String,
    "chosen": pl.String,
    **dict.fromkeys(("chosen_left_fen", "listed_left_fen", "worst_left_fen"), pl.Int64),
    "alone_left_fen": pl.String,
    "tied": pl.Boolean,
}
YEAR_COLUMNS: Mapping[str, Any] = {
    **_KEY,
    "layer": pl.String,
    "held": pl.String,
    "chosen_left_fen": pl.Int64,
    "held_left_fen": pl.Int64,
    "compared": pl.Int64,
    "applied": pl.Boolean,
}


@dataclass(frozen=True)
class Answers:
    """The answers for the units of a batch by tables, and why the facts of some were refused.

    Tables have the columns of the models they are kept in and the number of the unit; lists are
    JSON as the database spells it.
    """

    lines: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=dict(LINE_COLUMNS)))
    choices: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=dict(CHOICE_COLUMNS)))
    years: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=dict(YEAR_COLUMNS)))
    refused: Mapping[int, str] = field(default_factory=dict)

    def of_units(self, numbers: Sequence[int]) -> "Answers":
        """The answers for some units alone."""
        own = pl.col(UNIT).is_in(list(numbers))
        refused = {number: why for number, why in self.refused.items() if number in numbers}
        return Answers(
            self.lines.filter(own), self.choices.filter(own), self.years.filter(own), refused
        )

    def with_others(self, other: "Answers") -> "Answers":
        """These and the answers for other units."""
        return Answers(
            pl.concat([self.lines, other.lines]),
            pl.concat([self.choices, other.choices]),
            pl.concat([self.years, other.years]),
            {**self.refused, **other.refused},
        )

    def same_as(self, other: "Answers") -> bool:
        """Whether other answers say the same, in whatever order and words of refusal."""
        tables = [(self.lines, other.lines), (self.choices, other.choices)]
        tables.append((self.years, other.years))
        return self.refused.keys() == other.refused.keys() and all(
            sorted(one.rows(), key=repr) == sorted(two.rows(), key=repr) for one, two in tables
        )


def of_kernel(answered: "Answered", frames: FactFrames, pack: Pack) -> Answers:
    """The tables of what the kernel answered in columns."""
    told = answered.in_words(frames, _listed)
    events = frames.table("events").select(
        UNIT, pl.col("id").alias("event"), pl.col("settled").dt.date().alias("settled_on")
    )
    days = events.unique([UNIT, "event"], keep="last", maintain_order=True)
    lines = told.join(days, on=[UNIT, "event"], how="left").join(
        _programmes(pack), on="programme", how="left"
    )
    return Answers(
        lines.select(
            pl.col(name).fill_null("").cast(kind) if name == "reason" else pl.col(name).cast(kind)
            for name, kind in LINE_COLUMNS.items()
        ),
        _choices_told(answered.choices, answered.year),
    )


def _choices_told(choices: pl.DataFrame, year: int) -> pl.DataFrame:
    """Choices with their lists as JSON."""
    if choices.is_empty():
        return pl.DataFrame(schema=dict(CHOICE_COLUMNS))
    longest = choices["alone"].list.len().to_numpy().max()
    names = pl.concat([choices["alone"], choices["chosen"]]).explode().unique().to_list()
    spelled = pl.Series(map(_spelled, names), dtype=pl.String)

    def name(column: str, place: int) -> pl.Expr:
        found = pl.col(column).list.get(place, null_on_oob=True)
        return found.replace_strict(pl.Series(names, dtype=pl.String), spelled, default=None)

    def listed(pieces: list[pl.Expr]) -> pl.Expr:
        return "[" + pl.concat_str(pieces, separator=", ", ignore_nulls=True) + "]"

    fen = pl.col("alone_left_fen").cast(pl.List(pl.String))
    pairs = [
        "[" + name("alone", place) + ", " + fen.list.get(place, null_on_oob=True) + "]"
        for place in range(longest)
    ]
    told = choices.with_columns(
        year=pl.lit(year),
        chosen=listed([name("chosen", place) for place in range(longest)]),
        alone_left_fen=listed(pairs),
    )
    return told.select(pl.col(column).cast(kind) for column, kind in CHOICE_COLUMNS.items())


def of_objects(
    units: Iterable[tuple[int, Facts, Assessment]], packs: Sequence[Pack], year: int
) -> Answers:
    """The tables of answers for single units, each with its number and facts."""
    lines: list[tuple[Any, ...]] = []
    choices: list[tuple[Any, ...]] = []
    years: list[tuple[Any, ...]] = []
    for number, facts, answer in units:
        events = {event.id: event for event in facts.events}
        spans = spans_of(facts)
        for line in answer.lines:
            lines.append(_line_row(number, line, events, _pack_of(line, events, spans, packs)))
        choices += [_choice_row(number, one, year) for one in answer.choices]
        years += [_year_row(number, one) for one in answer.year_choices]
    return Answers(
        _table(lines, LINE_COLUMNS), _table(choices, CHOICE_COLUMNS), _table(years, YEAR_COLUMNS)
    )


def _table(rows: Sequence[Sequence[Any]], columns: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(columns), orient="row")


def _programmes(pack: Pack) -> pl.DataFrame:
    """What lines of each programme carry: the pack, the fund, whether it only simulates."""
    rows = [
        (name, pack.id, one.fund or name, one.simulated) for name, one in pack.programmes.items()
    ]
    columns = {name: LINE_COLUMNS[name] for name in ("programme", "pack", "fund", "is_simulated")}
    return pl.DataFrame(rows, schema=columns, orient="row")


def _listed(names: Iterable[Any]) -> str:
    """A list as the database spells its JSON."""
    return _spelled(list(names))


def _spelled(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _line_row(number: int, line: Line, events: Mapping[str, Event], pack: Pack) -> tuple[Any, ...]:
    programme = pack.programmes[line.programme]
    settled_on = events[line.event].settled.date() if line.event else None
    return (
        *(number, int(line.person), line.year, line.event, settled_on, pack.id, line.programme),
        *(programme.fund or line.programme, programme.simulated),
        *(line.status.value, line.reason.value if line.reason else ""),
        *(line.amount_fen, line.held_fen, line.catch_up_fen, line.delivered_fen, line.order_fen),
        *(line.provisional, _listed(line.assumed)),
    )


def _choice_row(number: int, one: OrderChoice, year: int) -> tuple[Any, ...]:
    left = (one.chosen_left_fen, one.listed_left_fen, one.worst_left_fen)
    about = (number, int(one.person), year, one.event, one.layer, _listed(one.chosen))
    return *about, *left, _listed(map(list, one.alone_left_fen)), one.tied


def _year_row(number: int, one: YearChoice) -> tuple[Any, ...]:
    about = (number, int(one.person), one.year, one.layer, _listed(one.held))
    return *about, one.chosen_left_fen, one.held_left_fen, one.compared, one.applied


def _pack_of(
    line: Line,
    events: Mapping[str, Event],
    spans: Mapping[str, Sequence[Responsibility]],
    packs: Sequence[Pack],
) -> Pack:
    """The pack that a line comes from; a line of a year is of the last one that answered in it."""
    if len(packs) == 1:
        return packs[0]
    own = [events[line.event]] if line.event else _latest_first(events, line.person)
    for event in own:
        pack = answers_for(event, spans.get(event.person, ()), packs)
        if pack is not None and line.programme in pack.programmes:
            return pack
    return next(pack for pack in packs if line.programme in pack.programmes)


def _latest_first(events: Mapping[str, Event], person: str) -> list[Event]:
    own = [event for event in events.values() if event.person == person]
    return sorted(own, key=lambda event: (event.settled, event.id), reverse=True)
