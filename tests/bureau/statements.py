"""Everything that is said to the database, by the ORM and past it alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import psycopg


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements of whatever is done meanwhile, in their order."""
    said: list[str] = []
    execute = psycopg.Cursor.execute

    def heard(cursor: Any, statement: Any, *values: Any, **how: Any) -> Any:
        said.append(str(statement))
        return execute(cursor, statement, *values, **how)

    with mock.patch.object(psycopg.Cursor, "execute", heard):
        yield said
