"""Marks on people whose facts changed, until they are assessed anew, and the moments of change."""

from collections.abc import Collection, Mapping
from datetime import datetime

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.bitemporal.stating import Stated


def next_moment() -> datetime:
    """The moment of what is stated next, later than all before, even where a clock was set back.

    To be asked first in a transaction: until it ends nobody else states anything.
    """
    ((moment,),) = query(
        "UPDATE registry_clock SET last = greatest(clock_timestamp(),"
        " last + interval '1 microsecond') RETURNING last"
    )
    return moment


def last_moment() -> datetime:
    """The moment of what was stated last: while it stays, no fact changed and nobody acted."""
    ((moment,),) = query("SELECT last FROM registry_clock")
    return moment


def mark_dirty(people: Collection[int], stated: Stated) -> None:
    """Say that facts of some people changed with a batch; a mark that waits becomes a later one."""
    if people:
        query(
            "INSERT INTO registry_dirty_mark (person, batch, at)"
            " SELECT unnest(%(people)s::bigint[]), %(batch)s, %(at)s"
            " ON CONFLICT (person, batch) DO UPDATE SET id = DEFAULT, at = excluded.at",
            people=sorted(people),
            batch=stated.batch,
            at=stated.at,
        )


def dirty_people(
    limit: int | None = None, among: Collection[int] | None = None
) -> dict[int, tuple[int, ...]]:
    """Marked people, longest waiting first, each with the numbers of their marks.

    `limit` is how many at the most: fewer come where somebody among the first has several marks.
    `among` asks for some people alone.

    Give the marks back to `clear_marks` in the transaction that keeps the assessment: a mark made
    meanwhile has another number and stays, even a lower one that was not yet to be seen.
    """
    rows = query(
        "SELECT person, array_agg(id ORDER BY id) FROM registry_dirty_mark"
        " WHERE person = ANY(ARRAY(SELECT person FROM registry_dirty_mark"
        " WHERE %(among)s::bigint[] IS NULL OR person = ANY(%(among)s)"
        " ORDER BY id LIMIT %(limit)s))"
        " GROUP BY person ORDER BY min(id)",
        among=None if among is None else sorted(among),
        limit=limit,
    )
    return {int(person): tuple(marks) for person, marks in rows}


def is_anybody_dirty(among: Collection[int] | None = None) -> bool:
    """Whether anybody, or any of some people, is marked."""
    rows = query(
        "SELECT 1 FROM registry_dirty_mark"
        " WHERE %(among)s::bigint[] IS NULL OR person = ANY(%(among)s) LIMIT 1",
        among=None if among is None else sorted(among),
    )
    return bool(rows)


def clear_marks(marks: Mapping[int, Collection[int]]) -> None:
    """Take away these marks of people, and no other."""
    query(
        "DELETE FROM registry_dirty_mark WHERE id = ANY(%(marks)s)",
        marks=[mark for some in marks.values() for mark in some],
    )
