"""Marks on people whose facts changed, until they are assessed anew."""

from collections.abc import Collection

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.bitemporal.stating import Stated


def mark_dirty(people: Collection[int], stated: Stated) -> None:
    """Say that facts of some people changed with a batch."""
    if people:
        query(
            "INSERT INTO registry_dirty_mark (person, batch, at)"
            " SELECT unnest(%(people)s::bigint[]), %(batch)s, %(at)s ON CONFLICT DO NOTHING",
            people=sorted(people),
            batch=stated.batch,
            at=stated.at,
        )


def dirty_people(limit: int | None = None) -> dict[int, int]:
    """Marked people, longest waiting first, each with the number of their latest mark.

    Give the marks back to `clear_marks` in the transaction that keeps the assessment: a mark made
    meanwhile has a higher number and stays.
    """
    rows = query(
        "SELECT person, max(id) FROM registry_dirty_mark"
        " GROUP BY person ORDER BY min(id) LIMIT %(limit)s",
        limit=limit,
    )
    return {int(person): int(mark) for person, mark in rows}


def clear_marks(marks: dict[int, int]) -> None:
    """Take away the marks of people up to the given ones."""
    query(
        "DELETE FROM registry_dirty_mark d USING unnest(%(people)s::bigint[], %(marks)s::bigint[])"
        " AS done (person, mark) WHERE d.person = done.person AND d.id <= done.mark",
        people=list(marks),
        marks=list(marks.values()),
    )
