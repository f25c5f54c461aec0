"""Rows of facts in and out, whole sets at a time: copied in, compared, closed, read as known."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString, cast

from django.db import connection
from psycopg import Connection, Cursor, sql
from psycopg.abc import Buffer
from psycopg.types.array import ListDumper
from psycopg.types.json import JsonbBinaryLoader, JsonbLoader

from mianshen.bureau.bitemporal.models import KNOWN_COLUMNS, Fact
from mianshen.bureau.bitemporal.spelling import spelled
from mianshen.bureau.bitemporal.stating import Stated

Row = Sequence[Any]


def content_columns(model: type[Fact]) -> tuple[str, ...]:
    """The columns that hold what a fact says, in the order of the model."""
    names = (field.column for field in model._meta.concrete_fields)
    return tuple(name for name in names if name not in KNOWN_COLUMNS)


def add(model: type[Fact], rows: Iterable[Row], stated: Stated) -> int:
    """Copy new facts in; each row is its content columns and its place. Returns how many."""
    columns = (*content_columns(model), "place", "batch", "known_from")
    return copy_in(model._meta.db_table, columns, ((*row, stated.batch, stated.at) for row in rows))


def replace(
    model: type[Fact],
    scope: str,
    ids: Collection[int],
    rows: Iterable[Row],
    stated: Stated,
    within: LiteralString = "TRUE",
    **within_values: Any,
) -> set[int]:
    """Make `rows` all that is known now about some ids of a scope column; say whose changed.

    What is known already and still said stays untouched; what is no longer said is closed; what
    is new is added. Rows are content columns and a place. With `within`, a condition on `t`, only
    facts that meet it are closed. The answer is the same for any order and any number of
    repetitions.
    """
    if not ids:
        return set()
    columns = content_columns(model)
    listed = list(rows)
    if listed:
        _empty_wanted(model, columns)
        copy_in(_wanted(model), (*columns, "place"), listed)
        _analyze(_wanted(model))
    return _replaced(model, scope, ids, stated, within, within_values, is_some=bool(listed))


def replace_by(
    model: type[Fact],
    scope: str,
    ids: Collection[int],
    statement: LiteralString,
    stated: Stated,
    **values: Any,
) -> set[int]:
    """`replace` by what a statement of ours selects: content columns in their order, and a place.

    Nothing leaves the database on the way.
    """
    if not ids:
        return set()
    columns = content_columns(model)
    _empty_wanted(model, columns)
    insert: LiteralString = "INSERT INTO {wanted} ({columns}, place) "
    names = {"wanted": sql.Identifier(_wanted(model)), "columns": _listed(columns)}
    _run(insert + statement, names, values)
    _analyze(_wanted(model))
    return _replaced(model, scope, ids, stated, "TRUE", {}, is_some=True)


def _replaced(
    model: type[Fact],
    scope: str,
    ids: Collection[int],
    stated: Stated,
    within: LiteralString,
    within_values: dict[str, Any],
    *,
    is_some: bool,
) -> set[int]:
    columns = content_columns(model)
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "wanted": sql.Identifier(_wanted(model)),
        "scope": sql.Identifier(scope),
        "columns": _listed(columns),
        "same": sql.SQL("w.{0} = t.{0} AND ({1}) IS NOT DISTINCT FROM ({2})").format(
            sql.Identifier(scope), _listed(columns, "w"), _listed(columns, "t")
        ),
    }
    values = {"at": stated.at, "batch": stated.batch, "ids": list(ids), **within_values}
    stays: LiteralString = _UNLESS_WANTED if is_some else ""
    closed = _run(_CLOSE + stays + " AND " + within + _CLOSED, names, values)
    added = _run(_ADD, names, values) if is_some else []
    return {int(one) for (one,) in (*closed, *added)}


_CLOSE: LiteralString = """
    UPDATE {table} t SET known_to = %(at)s
     WHERE t.known_to IS NULL AND t.{scope} = ANY(%(ids)s)"""

_UNLESS_WANTED: LiteralString = " AND NOT EXISTS (SELECT 1 FROM {wanted} w WHERE {same})"

_CLOSED: LiteralString = " RETURNING t.{scope}"

_ADD: LiteralString = """
    INSERT INTO {table} ({columns}, place, batch, known_from)
    SELECT DISTINCT ON ({columns}) {columns}, place, %(batch)s, %(at)s FROM {wanted} w
     WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.known_to IS NULL AND {same})
     ORDER BY {columns}, place
    RETURNING {scope}"""


def close(model: type[Fact], condition: LiteralString, stated: Stated, **values: Any) -> list[Row]:
    """Say that the facts known now that meet a condition are no longer known; gives their ids."""
    names = {"table": sql.Identifier(model._meta.db_table)}
    statement: LiteralString = (
        "UPDATE {table} t SET known_to = %(at)s WHERE t.known_to IS NULL AND ("
        + condition
        + ") RETURNING t.id"
    )
    return _run(statement, names, {**values, "at": stated.at})


def known(
    model: type[Fact],
    columns: Sequence[str],
    condition: LiteralString = "TRUE",
    at: datetime | None = None,
    **values: Any,
) -> list[Row]:
    """Columns of the facts that were known at a moment (none: now) and meet a condition."""
    names = {
        "table": sql.Identifier(model._meta.db_table),
        "columns": sql.SQL(", ").join(sql.Identifier("t", name) for name in columns),
    }
    time: LiteralString = (
        "t.known_to IS NULL"
        if at is None
        else "t.known_from <= %(at)s AND (t.known_to IS NULL OR t.known_to > %(at)s)"
    )
    statement: LiteralString = (
        "SELECT {columns} FROM {table} t WHERE " + time + " AND (" + condition + ")"
    )
    return _run(statement, names, {**values, "at": at})


def copy_in(table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Copy rows into a table; mappings and lists become JSON. Returns how many."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _listed(columns))
    # Nothing may be asked of a connection while it copies, as rows made on the way would do.
    listed = list(rows)
    with cursor_of_ours() as cursor, cursor.copy(statement) as copying:
        for first in range(0, len(listed), _ROWS_AT_ONCE):
            copying.write(spelled(listed[first : first + _ROWS_AT_ONCE]))
    return len(listed)


_ROWS_AT_ONCE = 5_000
"""While the database takes so many in, the next are spelled."""


def new_ids(table: str, count: int) -> list[int]:
    """So many numbers that no row of a table has had, in their order."""
    rows = query(
        "WITH sequence AS MATERIALIZED ("
        "SELECT pg_get_serial_sequence(%(table)s, 'id')::regclass AS named)"
        " SELECT nextval(named) FROM sequence, generate_series(1, %(count)s)",
        table=table,
        count=count,
    )
    return sorted(int(number) for (number,) in rows)


def stage(table: LiteralString, columns: LiteralString, rows: Iterable[Row]) -> None:
    """Put rows into a temporary table of this transaction, in place of what stood in it.

    `columns` are names with types. Beside arrays as values this is the way in for many rows.
    """
    # Made once for a connection and emptied: to make and drop one again and again is dear.
    _run(
        "CREATE TEMP TABLE IF NOT EXISTS {table} (" + columns + ") ON COMMIT DELETE ROWS;"
        " DELETE FROM {table}",
        {"table": sql.Identifier(table)},
        {},
    )
    copy_in(table, [one.split()[0] for one in columns.split(",")], rows)
    _analyze(table)


def _analyze(table: str) -> None:
    _run("ANALYZE {table}", {"table": sql.Identifier(table)}, {})


def by_sets() -> None:
    """Tell the database, until this transaction ends, that whole sets are asked for.

    Rows lie in memory or on a disk without arms, the cores are taken by what goes on beside, and
    no plan is worth compiling: left to itself it reads whole tables for some thousand people.
    """
    count_anew()
    query(
        "SELECT set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true),"
        " set_config('max_parallel_workers_per_gather', '0', true)"
    )


def count_anew() -> None:
    """Let the database count the tables that have doubled since it did.

    It plans by what it counted last, and counts by itself only now and then: what came in a minute
    ago in a new installation it takes for next to nothing, and goes through all of it for each row.
    """
    query("SELECT count_tables_anew()")


def query(statement: LiteralString, **values: Any) -> list[Row]:
    """The rows that a statement of ours answers with."""
    return _run(statement, {}, values)


def _raw() -> "Connection[tuple[Any, ...]]":
    """The connection beneath Django's, in the same transaction."""
    connection.ensure_connection()
    return cast("Connection[tuple[Any, ...]]", connection.connection)


def cursor_of_ours() -> "Cursor[tuple[Any, ...]]":
    """A cursor in Django's transaction that reads JSON; Django's own leaves it as text."""
    cursor = _raw().cursor()
    for loader in (JsonbLoader, JsonbBinaryLoader):
        cursor.adapters.register_loader("jsonb", loader)
    cursor.adapters.register_dumper(list, _Plain)
    return cursor


class _Plain(ListDumper):
    """Lists of numbers, texts or bytes written out at once; the driver asks for each member."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        kinds = set(map(type, obj))
        if kinds == {int}:
            return b"{%s}" % ",".join(map(str, obj)).encode()
        if kinds == {str}:
            quoted = (one.replace("\\", "\\\\").replace('"', '\\"') for one in obj)
            text = '{"' + '","'.join(quoted) + '"}'
            # The driver refuses what no text of the database can hold.
            return super().dump(obj) if "\0" in text else text.encode()
        if kinds == {bytes}:
            return ('{"\\\\x' + '","\\\\x'.join(map(bytes.hex, obj)) + '"}').encode()
        return super().dump(obj)


def _empty_wanted(model: type[Fact], columns: Sequence[str]) -> None:
    names = {
        "wanted": sql.Identifier(_wanted(model)),
        "columns": _listed((*columns, "place")),
        "table": sql.Identifier(model._meta.db_table),
    }
    _run(
        "CREATE TEMP TABLE IF NOT EXISTS {wanted} ON COMMIT DELETE ROWS"
        " AS SELECT {columns} FROM {table} LIMIT 0; DELETE FROM {wanted}",
        names,
        {},
    )


def _wanted(model: type[Fact]) -> str:
    """The temporary table of what is to be known of a kind."""
    return f"wanted_{model._meta.db_table}"


def _listed(columns: Sequence[str], alias: str = "") -> sql.Composed:
    prefix = (alias,) if alias else ()
    return sql.SQL(", ").join(sql.Identifier(*prefix, name) for name in columns)


def _run(statement: LiteralString, names: dict[str, Any], values: dict[str, Any]) -> list[Row]:
    composed = sql.SQL(statement).format(**names) if names else sql.SQL(statement)
    with cursor_of_ours() as cursor:
        cursor.execute(composed, values)
        return list(cursor.fetchall()) if cursor.description else []
