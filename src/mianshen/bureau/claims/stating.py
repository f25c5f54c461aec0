"""What files state of claims, kept as stated: each row once, under the person it means."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from mianshen.bureau.bitemporal.rows import (
    Row,
    add,
    close,
    content_columns,
    cursor_of_ours,
    query,
)
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.claims import models
from mianshen.bureau.claims.netting import net_again
from mianshen.bureau.claims.records import digest_of, row_of
from mianshen.bureau.registry.services import Identified, mark_dirty, people_of
from mianshen.engine.facts import Opening, PoolOpening
from mianshen.run.e_bills import ElectronicBill
from mianshen.run.given import GivenRow
from mianshen.run.others import Others
from mianshen.run.people import Named
from mianshen.run.reading.periods import Period
from mianshen.standards.settlement import Settlement

CLAIMED: tuple[type[models.Claimed], ...] = (
    models.Settlement,
    models.Payment,
    models.Opening,
    models.Given,
    models.Backlog,
    models.Bill,
    models.Unread,
)
"""Every table whose rows belong to somebody."""


def state_settlements(
    settlements: Sequence[Settlement], identified: Identified, stated: Stated
) -> int:
    """Keep settlements and net them; returns how many were delivered before word for word."""
    namings = [identified.naming_at[one.where] for one in settlements]
    digests = [digest_of(one, naming) for one, naming in zip(settlements, namings, strict=True)]
    held = _held(digests)
    people = people_of(set(namings))
    new = {
        digest: row_of(one, naming, people.get(naming), digest)
        for one, naming, digest in zip(settlements, namings, digests, strict=True)
        if digest not in held
    }
    add(models.Settlement, new.values(), stated)
    mark_dirty(net_again(_held(list(new)).values(), stated), stated)
    return len(settlements) - len(new)


def state_payments(others: Others, identified: Identified, stated: Stated) -> list[str]:
    """Keep payments of others; the places of rows that contradict one kept under their number.

    A payment delivered again counts once.
    """
    held = _payments({row.payment.id for row in others.rows})
    told = [
        _Numbered(
            row.named.where,
            one.id,
            (one.source, one.amount_fen, one.event, one.first_day, one.last_day, one.provisional),
        )
        for row in others.rows
        for one in [row.payment]
    ]
    new, contradicting = _set_against(told, held, identified)
    rows = [(naming, who, one.number, *one.said, one.where) for naming, who, one in new]
    add(models.Payment, rows, stated)
    add(models.Closure, ((one.source, one.through, "") for one in others.stated), stated)
    add(
        models.Period,
        ((source, one.first, one.last, "") for source, one in others.periods),
        stated,
    )
    _mark((row[1] for row in rows), stated)
    if others.stated or others.periods:
        _mark_all(stated)
    return contradicting


def state_openings(
    openings: Iterable[tuple[Named, Opening | PoolOpening]],
    period: Period | None,
    identified: Identified,
    stated: Stated,
) -> None:
    """Keep opening balances beside all that were stated before; which of them holds is for knowing.

    `period` is that of the file; what is stated again word for word is kept once more, so that one
    file can be taken back without the other.
    """
    listed = list(openings)
    people = people_of({identified.naming_at[named.where] for named, _ in listed})
    day = period.first if period else None
    rows = []
    for named, one in listed:
        naming = identified.naming_at[named.where]
        rows.append((naming, people.get(naming), *_opening(one), day, named.where))
    add(models.Opening, rows, stated)
    _mark((row[1] for row in rows), stated)


def state_rows(
    model: type[models.Claimed],
    rows: Iterable[tuple[Named, Sequence[Any]]],
    identified: Identified,
    stated: Stated,
) -> None:
    """Keep cases under way and the like: their columns behind naming and person."""
    listed = list(rows)
    people = people_of({identified.naming_at[named.where] for named, _ in listed})
    full = [
        (naming, people.get(naming), *content, named.where)
        for named, content in listed
        for naming in [identified.naming_at[named.where]]
    ]
    add(model, full, stated)
    _mark((row[1] for row in full), stated)


def state_given(rows: Sequence[GivenRow], identified: Identified, stated: Stated) -> list[str]:
    """Keep aid that was given already; the places of rows that contradict one under their number.

    Aid told of again counts once.
    """
    held = _aid_under({row.number for row in rows})
    told = [
        _Numbered(
            row.named.where,
            row.number,
            (one.event, one.place, one.amount_fen, one.channel, row.given_on),
        )
        for row in rows
        for one in [row.delivery]
    ]
    new, contradicting = _set_against(told, held, identified)
    given = [(naming, who, *one.said, one.number, one.where) for naming, who, one in new]
    add(models.Given, given, stated)
    _mark((row[1] for row in given), stated)
    return contradicting


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A row that is known by its number: where it stands, and what it says of whom it names."""

    where: str
    number: str
    said: Row


def _set_against(
    rows: Sequence[_Numbered], held: Mapping[str, Row], identified: Identified
) -> tuple[list[tuple[int, int | None, _Numbered]], list[str]]:
    """Rows under numbers nothing was kept under, with naming and person; where others contradict.

    `held` is of each number whom it was said of, and what. What is told again says the same.
    """
    people = people_of({identified.naming_at[one.where] for one in rows})
    new, contradicting = [], []
    for one in rows:
        naming = identified.naming_at[one.where]
        before = held.get(one.number)
        if before is None:
            new.append((naming, people.get(naming), one))
        elif before != (people.get(naming) or naming, *one.said):
            contradicting.append(one.where)
    return new, contradicting


def state_bills(bills: Sequence[ElectronicBill], identified: Identified, stated: Stated) -> None:
    """Keep how bills stand beside all that was told of them before; nobody's aid rests on it."""
    namings = [identified.naming_at[one.named.where] for one in bills]
    people = people_of(set(namings))
    rows = (
        (
            *(naming, people.get(naming), one.kind, one.code, one.number, one.settlement),
            *(one.amount_fen, one.issued_on, one.is_flushed, one.reimbursed, one.named.where),
        )
        for one, naming in zip(bills, namings, strict=True)
    )
    add(models.Bill, rows, stated)


def state_unread(
    rows: Iterable[tuple[Named, Sequence[Any]]],
    identified: Identified,
    stated: Stated,
) -> None:
    """Keep which rows of a batch wait to be mended; those that wait no longer are closed.

    Each row is role, reason, amount, visit and whether it takes something back.
    """
    closed = close(models.Unread, "t.batch = %(batch)s", stated, batch=stated.batch)
    _mark(_people_in(models.Unread, [int(number) for (number,) in closed]), stated)
    state_rows(models.Unread, rows, identified, stated)


def repoint(moved: Mapping[int, int | None], stated: Stated) -> set[int]:
    """Let every claim follow its naming to whom that means now; the people who lost or got one."""
    if not moved:
        return set()
    touched: set[int] = set()
    for model in CLAIMED:
        ids = _moved(model, moved, stated)
        touched |= {one for row in ids for one in row[2:] if one}
        if model is models.Settlement and ids:
            touched |= net_again({int(row[one]) for row in ids for one in (0, 1)}, stated)
    mark_dirty(touched, stated)
    return touched


def withdraw(batch: int, stated: Stated) -> set[int]:
    """Take back what a batch stated; the people concerned."""
    people: set[int] = set()
    for model in CLAIMED:
        closed = close(model, "t.batch = %(batch)s", stated, batch=batch)
        ids = [int(number) for (number,) in closed]
        people |= _people_in(model, ids)
        if model is models.Settlement and ids:
            people |= net_again(ids, stated)
    closures = close(models.Closure, "t.batch = %(batch)s", stated, batch=batch)
    periods = close(models.Period, "t.batch = %(batch)s", stated, batch=batch)
    if closures or periods:
        _mark_all(stated)
    mark_dirty(people, stated)
    return people


_MOVE = """
    WITH moved AS (SELECT * FROM unnest(%(namings)s::bigint[], %(people)s::bigint[])
                          AS m (naming, person)),
    closed AS (
        UPDATE {table} t SET known_to = %(at)s FROM moved m
         WHERE t.naming = m.naming AND t.known_to IS NULL AND t.person IS DISTINCT FROM m.person
        RETURNING t.*),
    again AS (
        INSERT INTO {table} ({columns}, person, batch, place, known_from)
        SELECT {closed}, m.person, c.batch, c.place, %(at)s
          FROM closed c JOIN moved m ON m.naming = c.naming
        RETURNING id, naming, person)
    SELECT c.id, a.id, c.person, a.person FROM closed c JOIN again a ON a.naming = c.naming"""


def _moved(
    model: type[models.Claimed], moved: Mapping[int, int | None], stated: Stated
) -> list[tuple[Any, ...]]:
    columns = [name for name in content_columns(model) if name != "person"]
    statement = sql.SQL(_MOVE).format(
        table=sql.Identifier(model._meta.db_table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        closed=sql.SQL(", ").join(sql.Identifier("c", name) for name in columns),
    )
    values = {"namings": list(moved), "people": list(moved.values()), "at": stated.at}
    with cursor_of_ours() as cursor:
        return list(cursor.execute(statement, values).fetchall())


def _held(digests: Sequence[bytes]) -> dict[bytes, int]:
    rows = query(
        "SELECT digest, id FROM claims_settlement"
        " WHERE known_to IS NULL AND digest = ANY(%(digests)s)",
        digests=list(digests),
    )
    return {bytes(digest): int(number) for digest, number in rows}


def _payments(numbers: Collection[str]) -> dict[str, Row]:
    rows = query(
        "SELECT number, coalesce(person, naming), source, amount_fen, setl_id, first_day,"
        " last_day, provisional FROM claims_payment"
        " WHERE known_to IS NULL AND number = ANY(%(numbers)s)",
        numbers=list(numbers),
    )
    return {str(row[0]): tuple(row[1:]) for row in rows}


def _aid_under(numbers: Collection[str]) -> dict[str, Row]:
    rows = query(
        "SELECT number, coalesce(person, naming), setl_id, programme, amount_fen, channel, given_on"
        " FROM claims_given WHERE known_to IS NULL AND number = ANY(%(numbers)s)",
        numbers=list(numbers),
    )
    return {str(row[0]): tuple(row[1:]) for row in rows}


def _opening(one: Opening | PoolOpening) -> tuple[Any, ...]:
    if isinstance(one, PoolOpening):
        return None, one.pool, one.year_start, 0, 0, 0, 0, False, 0, one.used_fen
    return (
        *(one.programme, None, one.year_start, one.base_fen, one.consumed_fen),
        *(one.entitled_fen, one.visits, one.once_given, one.room_left_fen, 0),
    )


def _people_in(model: type[models.Claimed], ids: Sequence[int]) -> set[int]:
    found = model.objects.filter(id__in=ids, person__isnull=False).values_list("person", flat=True)
    return {int(person) for person in found}


def _mark(people: Iterable[int | None], stated: Stated) -> None:
    mark_dirty({person for person in people if person}, stated)


def _mark_all(stated: Stated) -> None:
    """A source that closes may decide any line that waited for it."""
    rows = query(
        "SELECT DISTINCT person FROM claims_outcome WHERE known_to IS NULL AND person IS NOT NULL"
    )
    mark_dirty({int(person) for (person,) in rows}, stated)
