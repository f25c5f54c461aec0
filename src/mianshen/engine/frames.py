"""Facts as tables: what is stated about many units, a column a word, without an object a row."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache, cached_property
from itertools import islice
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.engine.facts import (
    Application,
    AttributeFact,
    Closure,
    Delivery,
    Event,
    Facts,
    Identity,
    Opening,
    OtherPayment,
    Person,
    Pin,
    PoolOpening,
    Rejection,
    Release,
    Responsibility,
    Value,
)
from mianshen.engine.facts import Choice as ElectiveChoice
from mianshen.policy.expressions.vocabulary import (
    CARE_AMOUNTS,
    CARE_FACTS,
    DAILY_FACTS,
    PREMIUM_FACTS,
    Type,
)
from mianshen.policy.schema import Kind

AMOUNT = "amount."
FACT = "fact."
PAID = "paid."
UNIT = "unit"

AMOUNTS = (*CARE_AMOUNTS, "price", "wage")
WORDS = {
    name: word
    for name, word in {**CARE_FACTS, **PREMIUM_FACTS, **DAILY_FACTS}.items()
    if name not in AMOUNTS
}
"""What an event states beside its amounts."""

_TEXT, _DAY, _WHOLE, _TRUTH = pl.String, pl.Date, pl.Int64, pl.Boolean
_MOMENT = pl.Datetime("us")

EVENT_COLUMNS: Mapping[str, Any] = {
    "id": _TEXT,
    "person": _TEXT,
    "visit": _TEXT,
    "admitted": _DAY,
    "discharged": _DAY,
    "settled": _MOMENT,
    "kind": _TEXT,
    "reverses": _TEXT,
    "recorded": _MOMENT,
    "origin": _TEXT,
}
"""What every table of events has; then `amount.…`, `fact.…` and `paid.…` as events state them."""

_TABLES: Mapping[str, tuple[type, Mapping[str, Any]]] = {
    "people": (Person, {"id": _TEXT, "born": _DAY, "sex": _TEXT, "household": _TEXT}),
    "identities": (
        Identity,
        {
            "person": _TEXT,
            "identity": _TEXT,
            "start": _DAY,
            "end": _DAY,
            "recognised": _DAY,
            "confirmed": _TRUTH,
            "origin": _TEXT,
        },
    ),
    "attributes": (
        AttributeFact,
        {
            "person": _TEXT,
            "name": _TEXT,
            "value": _TEXT,
            "type": _TEXT,
            "start": _DAY,
            "end": _DAY,
            "origin": _TEXT,
        },
    ),
    "payments": (
        OtherPayment,
        {
            "id": _TEXT,
            "person": _TEXT,
            "source": _TEXT,
            "amount_fen": _WHOLE,
            "event": _TEXT,
            "first_day": _DAY,
            "last_day": _DAY,
            "provisional": _TRUTH,
            "origin": _TEXT,
        },
    ),
    "deliveries": (
        Delivery,
        {
            "person": _TEXT,
            "event": _TEXT,
            "place": _TEXT,
            "amount_fen": _WHOLE,
            "channel": _TEXT,
        },
    ),
    "openings": (
        Opening,
        {
            "person": _TEXT,
            "programme": _TEXT,
            "year_start": _DAY,
            "base_fen": _WHOLE,
            "consumed_fen": _WHOLE,
            "entitled_fen": _WHOLE,
            "visits": _WHOLE,
            "once_given": _TRUTH,
            "room_left_fen": _WHOLE,
        },
    ),
    "pool_openings": (
        PoolOpening,
        {"person": _TEXT, "pool": _TEXT, "used_fen": _WHOLE, "year_start": _DAY},
    ),
    "applications": (
        Application,
        {"person": _TEXT, "programme": _TEXT, "on": _DAY, "event": _TEXT},
    ),
    "releases": (
        Release,
        {"person": _TEXT, "programme": _TEXT, "event": _TEXT, "why": _TEXT},
    ),
    "rejections": (
        Rejection,
        {"person": _TEXT, "programme": _TEXT, "event": _TEXT, "clause": _TEXT},
    ),
    "pins": (Pin, {"event": _TEXT, "layer": _TEXT, "order": pl.List(_TEXT)}),
    "choices": (
        ElectiveChoice,
        {"person": _TEXT, "layer": _TEXT, "programme": _TEXT, "start": _DAY},
    ),
    "responsibilities": (
        Responsibility,
        {"person": _TEXT, "pack": _TEXT, "start": _DAY, "end": _DAY},
    ),
}
TABLES = ("events", *_TABLES)
KINDS: Mapping[str, type] = {"events": Event, **{name: kind for name, (kind, _) in _TABLES.items()}}
"""Of which kind of fact every table is."""

COLUMNS_OF: Mapping[str, Mapping[str, Any]] = {
    "events": EVENT_COLUMNS,
    **{name: columns for name, (_, columns) in _TABLES.items()},
}
"""The columns of every table but `unit`; events have more, for what they state."""

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class FactFrames:
    """Facts about units numbered 0, 1, …: every table has a column `unit` and is sorted by it.

    Amounts are fen. `fact.…` columns of numbers and attributes hold exact text such as `3` or
    `7/2`; attributes say of which `type` their text is. Closures and `complete_from` hold for all.
    """

    units: int
    tables: Mapping[str, pl.DataFrame]
    closures: tuple[Closure, ...] = ()
    complete_from: date | None = None
    originals: Sequence[Facts] | None = field(default=None, repr=False)

    def table(self, name: str) -> pl.DataFrame:
        """One table by its name in `TABLES`."""
        return self.tables[name]

    def facts_of(self, numbers: Sequence[int]) -> list[Facts]:
        """The facts of some units as objects, rows in the tables' order."""
        if self.originals is not None:
            return [self.originals[number] for number in numbers]
        spans = {name: self._spans(name, numbers) for name in TABLES}
        return [
            Facts(
                closures=self.closures,
                complete_from=self.complete_from,
                **{name: tuple(found[index]) for name, found in spans.items()},
            )
            for index in range(len(numbers))
        ]

    def rows_of(self, name: str, number: int) -> tuple[int, int]:
        """Where the rows of a unit begin and end in a table."""
        starts = self._starts[name]
        return int(starts[number]), int(starts[number + 1])

    @cached_property
    def _starts(self) -> Mapping[str, Rows]:
        edges = np.arange(self.units + 1)
        return {
            name: np.searchsorted(table[UNIT].to_numpy(), edges)
            for name, table in self.tables.items()
        }

    def _spans(self, name: str, numbers: Sequence[int]) -> list[list[Any]]:
        table = self.tables[name]
        made = _event_maker(table.columns) if name == "events" else _maker(name)
        if not table.height or not len(numbers):
            return [[] for _ in numbers]
        spans = [self.rows_of(name, number) for number in numbers]
        own = np.concatenate([np.arange(first, last) for first, last in spans])
        rows = map(made, table[own].drop(UNIT).to_dicts())
        return [list(islice(rows, last - first)) for first, last in spans]


def frames_of(units: Sequence[Facts]) -> FactFrames:
    """The tables of some units, which share closures and the day the data begins."""
    first = units[0] if units else Facts()
    tables = {"events": _events_table(units)}
    for name in _TABLES:
        tables[name] = _table(name, units)
    return FactFrames(len(units), tables, first.closures, first.complete_from, units)


def facts_in(tables: Mapping[str, pl.DataFrame], closures: tuple[Closure, ...] = ()) -> Facts:
    """The facts of tables without units, as objects; a table that is not given is empty."""
    whole = {
        name: tables.get(name, pl.DataFrame(schema=dict(columns))).with_columns(
            pl.lit(0, _WHOLE).alias(UNIT)
        )
        for name, columns in COLUMNS_OF.items()
    }
    (facts,) = FactFrames(1, whole, closures).facts_of([0])
    return facts


def attribute_value(text: str, kind: str) -> Value:
    """What the text of an attribute stands for."""
    if kind == "truth":
        return text == "true"
    return Fraction(text) if kind == "number" else text


def event_value(word: str, cell: Any) -> Value:
    """What a cell of a `fact.…` column stands for."""
    if isinstance(cell, bool):
        return cell
    return Fraction(cell) if is_number(word) else str(cell)


@cache
def is_number(word: str) -> bool:
    """Whether a word of events stands for an exact number."""
    return word in WORDS and WORDS[word].type is Type.NUMBER


def _numbers(units: Sequence[Facts], name: str) -> Rows:
    counts = [len(getattr(facts, name)) for facts in units]
    return np.repeat(np.arange(len(units), dtype=np.int64), counts)


def _events_table(units: Sequence[Facts]) -> pl.DataFrame:
    events = [event for facts in units for event in facts.events]
    columns: dict[str, Any] = {UNIT: _numbers(units, "events")}
    for name in EVENT_COLUMNS:
        columns[name] = [getattr(event, name) for event in events]
    schema: dict[str, Any] = {UNIT: _WHOLE, **EVENT_COLUMNS}
    for name in AMOUNTS:
        columns[AMOUNT + name] = [event.amounts_fen.get(name) for event in events]
        schema[AMOUNT + name] = _WHOLE
    for source in sorted({source for event in events for source in event.paid_fen}):
        columns[PAID + source] = [event.paid_fen.get(source) for event in events]
        schema[PAID + source] = _WHOLE
    for word in sorted({word for event in events for word in event.facts}):
        cells = [event.facts.get(word) for event in events]
        is_truth = any(isinstance(cell, bool) for cell in cells)
        columns[FACT + word] = cells if is_truth else _as_text(cells)
        schema[FACT + word] = _TRUTH if is_truth else _TEXT
    return pl.DataFrame(columns, schema=schema)


def _as_text(cells: Iterable[Value | None]) -> list[str | None]:
    return [None if cell is None else str(cell) for cell in cells]


def _table(name: str, units: Sequence[Facts]) -> pl.DataFrame:
    _, schema = _TABLES[name]
    facts = [fact for unit in units for fact in getattr(unit, name)]
    columns: dict[str, Any] = {UNIT: _numbers(units, name)}
    for column in schema:
        if column == "type":
            columns[column] = [_type_of(fact.value) for fact in facts]
        elif column == "value":
            columns[column] = [_text_of(fact.value) for fact in facts]
        else:
            columns[column] = [getattr(fact, column) for fact in facts]
    return pl.DataFrame(columns, schema={UNIT: _WHOLE, **schema})


def _type_of(value: Value) -> str:
    if isinstance(value, bool):
        return "truth"
    return "text" if isinstance(value, str) else "number"


def _text_of(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _event_maker(columns: Sequence[str]) -> Callable[[dict[str, Any]], Event]:
    amounts, facts, paid = (_under(prefix, columns) for prefix in (AMOUNT, FACT, PAID))

    def made(row: dict[str, Any]) -> Event:
        plain = {name: row[name] for name in EVENT_COLUMNS}
        plain["kind"] = Kind(plain["kind"])
        said = {word: cell for word, name in facts if (cell := row[name]) is not None}
        return Event(
            **plain,
            amounts_fen={word: cell for word, name in amounts if (cell := row[name]) is not None},
            facts={word: event_value(word, cell) for word, cell in said.items()},
            paid_fen={word: cell for word, name in paid if (cell := row[name]) is not None},
        )

    return made


def _under(prefix: str, columns: Sequence[str]) -> list[tuple[str, str]]:
    return [(name[len(prefix) :], name) for name in columns if name.startswith(prefix)]


def _maker(name: str) -> Callable[[dict[str, Any]], Any]:
    kind, _ = _TABLES[name]

    def made(row: dict[str, Any]) -> Any:
        if name == "attributes":
            row["value"] = attribute_value(row["value"], row.pop("type"))
        if name == "pins":
            row["order"] = tuple(row["order"])
        return kind(**row)

    return made
