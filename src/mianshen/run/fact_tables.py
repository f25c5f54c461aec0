"""Facts in Parquet files, a file or folder a table: read lazily, checked before anything runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from mianshen.engine.facts import Closure
from mianshen.engine.frames import AMOUNT, COLUMNS_OF, FACT, PAID, TABLES
from mianshen.run.messages import InputError, Message, message

CLOSURES = "closures"
_CLOSURE_COLUMNS: Mapping[str, Any] = {"source": pl.String, "through": pl.Date}
_KNOWN = (*TABLES, CLOSURES)
_PREFIXES: Mapping[str, tuple[Any, ...]] = {
    AMOUNT: (pl.Int64,),
    PAID: (pl.Int64,),
    FACT: (pl.String, pl.Boolean),
}
_DEFAULTS: Mapping[str, object] = {
    "confirmed": True,
    "provisional": False,
    "once_given": False,
    "kind": "reimbursement",
    "base_fen": 0,
    "consumed_fen": 0,
    "entitled_fen": 0,
    "visits": 0,
    "room_left_fen": 0,
    "origin": "",
    "channel": "",
    "why": "",
    "clause": "",
}
"""What a cell stands for where none is given."""
_MAY_BE_EMPTY = frozenset(
    {
        *("reverses", "recorded", "end", "recognised", "born", "sex", "household"),
        *("first_day", "last_day"),
    }
)
_EMPTY_IN = {"event": ("payments", "applications"), "year_start": ("pool_openings",)}


@dataclass(frozen=True)
class FactTables:
    """The tables of a folder, each with all its columns; tables that are not there are empty."""

    tables: Mapping[str, pl.LazyFrame]
    closures: tuple[Closure, ...]


def read_fact_tables(folder: Path) -> FactTables:
    """The tables of facts in a folder: `events.parquet`, `identities.parquet` and so on.

    A table may also be a folder of Parquet files. Raises `InputError` with everything that does
    not fit: a table or column nobody reads, one that is missing, empty cells, other types.
    """
    if not folder.is_dir():
        raise InputError([message("tables_no_folder", str(folder))])
    problems = [
        message("tables_unknown", str(path), known="、".join(_KNOWN))
        for path in sorted(folder.iterdir())
        if path.name.removesuffix(".parquet") not in _KNOWN
    ]
    tables = {name: _table(folder, name, COLUMNS_OF[name], problems) for name in TABLES}
    closures = _table(folder, CLOSURES, _CLOSURE_COLUMNS, problems)
    if _scan(folder, "events") is None:
        problems.append(message("tables_no_events", str(folder)))
    if not problems:
        for name, table in (*tables.items(), (CLOSURES, closures)):
            problems += _empty_cells(folder, name, table)
    if problems:
        raise InputError(problems)
    closed = closures.collect().rows()
    return FactTables(tables, tuple(Closure(source, through) for source, through in closed))


def _scan(folder: Path, name: str) -> pl.LazyFrame | None:
    file, parts = folder / f"{name}.parquet", sorted((folder / name).glob("*.parquet"))
    if file.is_file():
        return pl.scan_parquet(file)
    return pl.scan_parquet(parts) if parts else None


def _table(
    folder: Path, name: str, wanted: Mapping[str, Any], problems: list[Message]
) -> pl.LazyFrame:
    """A table with all its columns; what does not fit goes to `problems`."""
    found = _scan(folder, name)
    if found is None:
        return pl.LazyFrame(schema=dict(wanted))
    place = str(folder / name)
    try:
        given = found.collect_schema()
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        problems.append(message("tables_unreadable", place, reason=reason))
        return found
    columns = []
    for column, kind in wanted.items():
        default = pl.lit(_DEFAULTS.get(column), kind).alias(column)
        if column in given:
            _check_type(place, column, given[column], (kind,), problems)
            filled = pl.col(column).fill_null(default) if column in _DEFAULTS else pl.col(column)
            columns.append(filled)
            continue
        if not _may_be_empty(name, column):
            problems.append(message("tables_column_missing", place, column=column))
        columns.append(default)
    for column in given:
        if column in wanted:
            continue
        kinds = next((own for prefix, own in _PREFIXES.items() if column.startswith(prefix)), ())
        if name != "events" or not kinds:
            problems.append(message("tables_column_unknown", f"{place}:{column}"))
        else:
            _check_type(place, column, given[column], kinds, problems)
            columns.append(pl.col(column))
    return found.select(columns)


def _check_type(
    place: str, column: str, found: Any, wanted: tuple[Any, ...], problems: list[Message]
) -> None:
    if found not in wanted:
        words = " / ".join(str(kind) for kind in wanted)
        where = f"{place}:{column}"
        problems.append(message("tables_column_type", where, found=str(found), wanted=words))


def _may_be_empty(name: str, column: str) -> bool:
    return column in _DEFAULTS or column in _MAY_BE_EMPTY or name in _EMPTY_IN.get(column, ())


def _empty_cells(folder: Path, name: str, table: pl.LazyFrame) -> Iterator[Message]:
    """Cells that have nothing where every row needs a value."""
    columns = COLUMNS_OF.get(name, _CLOSURE_COLUMNS)
    needed = [column for column in columns if not _may_be_empty(name, column)]
    counts = table.select(pl.col(needed).null_count()).collect().row(0)
    for column, rows in zip(needed, counts, strict=True):
        if rows:
            yield message("tables_cell_missing", f"{folder / name}:{column}", rows=rows)


def units_of(tables: FactTables, shards: int, *, by_household: bool) -> pl.DataFrame:
    """Everyone with events: `person`, the unit (`shard`, `unit` within it), in the lines' order.

    A unit is a household where the pack has a pool for households, else one person. Shards hold
    about as many units each; which unit stands in which changes nothing that comes out.
    """
    people = tables.tables["events"].select("person").unique()
    key = pl.col("person")
    if by_household:
        homes = tables.tables["people"].select(pl.col("id").alias("person"), "household")
        homes = homes.unique("person", keep="last", maintain_order=True)
        people = people.join(homes, on="person", how="left")
        shared = pl.concat_str(pl.lit("h:"), "household")
        key = pl.coalesce(shared, pl.concat_str(pl.lit("p:"), "person"))
    first = people.with_columns(first=pl.col("person").min().over(key)).collect()
    ranked = first.select("person", number=pl.col("first").rank("dense").cast(pl.Int64) - 1)
    count = max(1, int(ranked["number"].n_unique()))
    ranked = ranked.with_columns(shard=pl.col("number") * shards // count)
    return ranked.select(
        "person",
        "shard",
        unit=pl.col("number").rank("dense").over("shard").cast(pl.Int64) - 1,
    )
