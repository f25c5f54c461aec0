"""Moments at which a program may end: before a statement or a copy, before and after a commit."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import psycopg
from django.db import connection, connections

from mianshen.bureau.faults import telling_faults
from mianshen.run.messages import InputError

LOST = "the database cannot be reached"


class KilledError(BaseException):
    """The program is gone."""


class Points:
    """Counts the moments that pass, and does something at one of them, once."""

    def __init__(self, at: int | None = None, do: Callable[[], None] = lambda: None) -> None:
        self.passed = 0
        self._at, self._do = at, do

    @property
    def has_come(self) -> bool:
        """Whether the moment has passed."""
        return self._at is not None and self.passed >= self._at

    def one(self) -> None:
        """One more moment passes."""
        self.passed += 1
        if self.passed == self._at:
            self._do()


@contextmanager
def watching(points: Points) -> Iterator[None]:
    """Count what this process asks of its database."""
    with ExitStack() as stack:
        for name in ("execute", "copy"):
            asked = _before(points, getattr(psycopg.Cursor, name))
            stack.enter_context(patch.object(psycopg.Cursor, name, asked))
        commit = _around(points, psycopg.Connection.commit)
        stack.enter_context(patch.object(psycopg.Connection, "commit", commit))
        yield


def points_of(run: Callable[[], object]) -> int:
    """How many moments pass in an undisturbed run."""
    points = Points()
    with watching(points):
        run()
    return points.passed


def cut() -> None:
    """The process is gone, as far as the database can tell."""
    connection.connection.close()
    raise KilledError


def terminated() -> None:
    """The database is gone, as far as the process can tell."""
    connection.connection.close()


def disturbed(run: Callable[[], object], at: int, do: Callable[[], None]) -> None:
    """Run as far as a moment at which something ends it; a lost database is told as a sentence."""
    try:
        with watching(Points(at, do)), telling_faults():
            run()
    except KilledError:
        pass
    except InputError as error:
        if LOST not in str(error):
            raise
    finally:
        connections.close_all()


def _before(points: Points, original: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*asked: Any, **named: Any) -> Any:
        points.one()
        return original(*asked, **named)

    return counted


def _around(points: Points, original: Callable[..., Any]) -> Callable[..., Any]:
    def counted(*asked: Any) -> None:
        points.one()
        original(*asked)
        points.one()

    return counted
