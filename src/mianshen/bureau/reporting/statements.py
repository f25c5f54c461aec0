"""Statements in named files, with conditions put into them."""

from functools import cache
from importlib.resources import files
from typing import Any

from psycopg import sql

from mianshen.bureau.bitemporal.rows import Row, cursor_of_ours


def run(name: str, parts: dict[str, sql.Composable] | None = None, **values: Any) -> list[Row]:
    """The rows of a named statement, its conditions and columns filled in."""
    with cursor_of_ours() as cursor:
        cursor.execute(sql.SQL(_text(name)).format(**(parts or {})), values)
        return list(cursor.fetchall())


@cache
def _text(name: str) -> Any:
    return files("mianshen.bureau.reporting").joinpath("sql", f"{name}.sql").read_text("utf-8")
