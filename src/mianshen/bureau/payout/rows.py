"""Statements in named files, and rows copied in by the thousand."""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from django.db import connection

from mianshen.bureau.bitemporal.rows import copy_in

Row = tuple[Any, ...]


def run(name: str, **parameters: object) -> list[Row]:
    """Run the statement of a file of this app; its rows, where it gives any."""
    with connection.cursor() as cursor:
        cursor.execute(statement(name), parameters)
        return list(cursor.fetchall()) if cursor.description else []


def copied(create: str, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Make a temporary table by the statement of a file and copy rows into it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
        cursor.execute(statement(create))
    copy_in(table, columns, rows)


@cache
def statement(name: str) -> str:
    """The text of a named statement."""
    return files("mianshen.bureau.payout").joinpath("sql", f"{name}.sql").read_text("utf-8")


def one(rows: Sequence[Row]) -> Row:
    """The only row there is."""
    (only,) = rows
    return only


def next_number(table: str) -> int:
    """The next number of a table, taken before its row is written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        return int(cursor.fetchone()[0])
