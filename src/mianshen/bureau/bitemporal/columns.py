"""Rows of facts as columns: copied out of the database into tables, compared there, copied in."""

import io
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString

import polars as pl
from psycopg import sql

from mianshen.bureau.bitemporal.models import Fact
from mianshen.bureau.bitemporal.rows import close, content_columns, cursor_of_ours
from mianshen.bureau.bitemporal.stating import Stated

_BLOCK_BYTES = 1 << 20
_QUOTE = "\x01"
"""Around what goes in: JSON is full of the usual one, and each would be written twice."""
_MOMENT = pl.Datetime("us")
_NONE_LISTED = "[]"
_READ_AS = {pl.Boolean: pl.String, pl.Date: pl.String, _MOMENT: pl.String}
"""What comes as text first: the database spells truths, days and moments its own way."""

_KINDS: Mapping[str, Any] = {
    "BigIntegerField": pl.Int64,
    "BooleanField": pl.Boolean,
    "DateField": pl.Date,
    "IntegerField": pl.Int64,
    "JSONField": pl.String,
    "TextField": pl.String,
}
"""The columns that facts replaced whole may have, by Django's names."""


def copied_out(
    statement: sql.SQL | sql.Composed, columns: Mapping[str, Any], **values: Any
) -> pl.DataFrame:
    """What a query of ours answers, as a table: its columns in turn with the types given.

    Types are those of polars: whole numbers, texts, truths, days, and moments without a zone.
    JSON comes as its text.
    """
    copying = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(statement)
    text = _copied_out(copying, values)
    plain = {name: _READ_AS.get(kind, kind) for name, kind in columns.items()}
    if not text:
        return pl.DataFrame(schema=dict(columns))
    read = pl.read_csv(io.BytesIO(text), has_header=False, schema=plain)
    return read.with_columns(_typed(name, kind) for name, kind in columns.items())


def known_when(alias: str, at: datetime | None) -> sql.Composed:
    """The condition that a row was known at a moment, the value `at` (none: is known now)."""
    now, then = "{0}.known_to IS NULL", "({0}.known_to IS NULL OR {0}.known_to > %(at)s)"
    time: LiteralString = now if at is None else "{0}.known_from <= %(at)s AND " + then
    return sql.SQL(time).format(sql.Identifier(alias))


def copied_in(table: str, rows: pl.DataFrame) -> int:
    """Copy a table into columns of the same names; how many rows it has."""
    if not rows.height:
        return 0
    names = sql.SQL(", ").join(map(sql.Identifier, rows.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, QUOTE {})").format(
        sql.Identifier(table), names, _QUOTE
    )
    text = io.BytesIO()
    rows.write_csv(text, include_header=False, quote_char=_QUOTE)
    _copied_in(statement, text.getbuffer())
    return rows.height


def add_in_columns(
    model: type[Fact],
    columns: Mapping[str, Sequence[Any]],
    same: Mapping[str, Any],
    stated: Stated,
) -> int:
    """What `rows.add` does, with a sequence for each column, the place among them; how many rows.

    `same` are values that all rows have; what neither names is as usual. Lists become JSON.
    """
    height = len(columns["place"])
    if not height:
        return 0
    told = pl.DataFrame([_cells(model, name, cells) for name, cells in columns.items()])
    others = {name: _usual(model, name, same) for name in content_columns(model)}
    rows = told.with_columns(
        **{name: value for name, value in others.items() if name not in columns},
        batch=pl.lit(stated.batch),
        known_from=pl.lit(_spelled(stated.at)),
    )
    return copied_in(model._meta.db_table, rows)


def replace_in_columns(
    model: type[Fact],
    scope: str,
    ids: Collection[int],
    wanted: pl.DataFrame,
    stated: Stated,
    within: LiteralString = "TRUE",
    **within_values: Any,
) -> set[int]:
    """What `rows.replace` does, with a table in which lists are JSON, as the database spells it.

    Facts that `within` leaves out are not looked at: no row of the table may be one of them.
    """
    if not ids:
        return set()
    columns = content_columns(model)
    kinds = {name: _kind(model, name) for name in columns}
    known = _known(model, kinds, scope, within, {**within_values, "ids": list(ids)})
    wanted = wanted.select(pl.col(name).cast(kind) for name, kind in kinds.items()).unique(
        maintain_order=True
    )
    gone = _without(known, wanted, columns)
    new = _without(wanted, known, columns)
    if gone.height:
        close(model, "t.id = ANY(%(ids)s)", stated, ids=gone["id"].to_list())
    copied_in(
        model._meta.db_table,
        new.with_columns(
            place=pl.lit(""), batch=pl.lit(stated.batch), known_from=pl.lit(_spelled(stated.at))
        ),
    )
    return {*gone[scope].to_list(), *new[scope].to_list()}


def _copied_out(statement: sql.SQL | sql.Composed, values: Mapping[str, Any]) -> bytes:
    with cursor_of_ours() as cursor, cursor.copy(statement, values) as copy:
        return b"".join(copy)


def _copied_in(statement: sql.SQL | sql.Composed, text: memoryview) -> None:
    with cursor_of_ours() as cursor, cursor.copy(statement) as copy:
        for first in range(0, len(text), _BLOCK_BYTES):
            copy.write(text[first : first + _BLOCK_BYTES])


def _typed(name: str, kind: Any) -> pl.Expr:
    column = pl.col(name)
    if kind == pl.Boolean:
        return column == "t"
    if kind == pl.Date:
        return column.str.to_date("%Y-%m-%d")
    if kind == _MOMENT:
        return column.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us")
    return column


def _kind(model: type[Fact], column: str) -> Any:
    return _KINDS[_field(model, column).get_internal_type()]


def _cells(model: type[Fact], column: str, cells: Sequence[Any]) -> pl.Series:
    field = _field(model, column)
    if field.get_internal_type() == "JSONField":
        cells = [_json(one) for one in cells]
    return pl.Series(column, cells, dtype=_KINDS[field.get_internal_type()])


def _usual(model: type[Fact], column: str, same: Mapping[str, Any]) -> pl.Expr:
    """A value that all rows have: the one given, else the model's own."""
    field = _field(model, column)
    value = same[column] if column in same else field.get_default()
    is_json = field.get_internal_type() == "JSONField"
    return pl.lit(_json(value) if is_json else value, dtype=_KINDS[field.get_internal_type()])


def _json(value: Any) -> str:
    # Most lists are empty.
    return json.dumps(value, ensure_ascii=False) if value else _NONE_LISTED


def _field(model: type[Fact], column: str) -> Any:
    (field,) = (one for one in model._meta.concrete_fields if one.column == column)
    return field


def _known(
    model: type[Fact],
    kinds: Mapping[str, Any],
    scope: str,
    within: LiteralString,
    values: Mapping[str, Any],
) -> pl.DataFrame:
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "scope": sql.Identifier(scope),
        "columns": sql.SQL(", ").join(sql.Identifier("t", name) for name in ("id", *kinds)),
    }
    statement: LiteralString = (
        "SELECT {columns} FROM {table} t"
        " WHERE t.known_to IS NULL AND t.{scope} = ANY(%(ids)s::bigint[]) AND " + within
    )
    composed = sql.SQL(statement).format(**names)
    return copied_out(composed, {"id": pl.Int64, **kinds}, **values)


def _without(rows: pl.DataFrame, others: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    if not rows.height or not others.height:
        return rows
    return rows.join(others, on=list(columns), how="anti", nulls_equal=True, maintain_order="left")


def _spelled(moment: datetime) -> str:
    return moment.isoformat()
