"""The door of the ledger: move fen, set them aside, carry that out or undo it, prove the whole."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl
from django.db import IntegrityError, connection, transaction
from psycopg.sql import SQL

from mianshen.bureau.bitemporal.columns import copied_in, copied_out
from mianshen.bureau.ledger.errors import (
    KeyReusedError,
    LedgerError,
    NotPendingError,
    OverdrawnError,
)
from mianshen.bureau.ledger.models import Book, Phase


@dataclass(frozen=True, slots=True)
class Place:
    """Where fen are: a kind of account and whose it is; it is opened when first named."""

    kind: str
    holder: str
    is_border: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """An amount to go from one place to another, under a key of the sender's own."""

    key: str
    giver: Place
    taker: Place
    amount_fen: int
    reason: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """What one account holds, and what of it is not set aside to leave."""

    kind: str
    holder: str
    held_fen: int
    free_fen: int


@dataclass(frozen=True, slots=True)
class Kind:
    """What all accounts of one kind hold, and how much of that is set aside to leave."""

    book: str
    kind: str
    is_border: bool
    accounts: int
    held_fen: int
    leaving_fen: int


@dataclass(frozen=True, slots=True)
class Moved:
    """An amount that went from one place to another at a moment, and why."""

    number: int
    at: datetime
    key: str
    giver: Place
    taker: Place
    amount_fen: int
    reason: str
    subject: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The whole ledger at one moment: every kind, and accounts that do not follow from transfers.

    A ledger is whole when each book sums to zero and no account has drifted.
    """

    kinds: tuple[Kind, ...]
    drifted: tuple[Place, ...]

    def sum_fen(self, book: Book) -> int:
        """What a book sums to over all its accounts, the border included."""
        return sum(kind.held_fen for kind in self.kinds if kind.book == book)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost and nothing appeared."""
        return not self.drifted and all(self.sum_fen(book) == 0 for book in Book)


def post(book: Book, moves: Iterable[Move]) -> int:
    """Move fen at once, all or none, and say how many moves were new.

    Raises `OverdrawnError`, `KeyReusedError` or `LedgerError`; nothing is moved then.
    """
    return _send(lambda cursor: _copy(cursor, book, moves, Phase.POSTED))


def post_in_columns(book: Book, moves: pl.DataFrame) -> int:
    """`post` for a table of moves, a row each.

    Shapes: `key`, `amount_fen`, `reason`, `subject`, and the giver and taker by `debit_kind`,
    `debit_holder`, `debit_is_border` and the same of `credit`.
    """
    if not moves.height:
        return 0
    about = moves.with_columns(book=pl.lit(book.value), phase=pl.lit(Phase.POSTED.value))
    return _send(lambda _cursor: copied_in("ledger_sent", about))


def set_aside(book: Book, moves: Iterable[Move]) -> int:
    """Make fen pending: they stay with the giver, who can no longer give them to anyone else.

    Raises as `post` does.
    """
    return _send(lambda cursor: _copy(cursor, book, moves, Phase.PENDING))


def carry_out(keys: Collection[str], reason: str) -> int:
    """Move what is pending under these keys, all or none, and say how many were still open.

    Raises `NotPendingError` where nothing is pending under a key or it was undone.
    """
    return _resolve(keys, reason, Phase.POST)


def undo(keys: Collection[str], reason: str) -> int:
    """Give up what is pending under these keys, all or none, and say how many were still open.

    Raises `NotPendingError` where nothing is pending under a key or it was carried out.
    """
    return _resolve(keys, reason, Phase.VOID)


def held_fen(book: Book, place: Place) -> int:
    """What a place holds, what is set aside to leave it included."""
    return _figure(book, place, "credits_posted_fen - debits_posted_fen")


def free_fen(book: Book, place: Place) -> int:
    """What a place can still give."""
    return _figure(book, place, "credits_posted_fen - debits_posted_fen - debits_pending_fen")


def balances(book: Book, kinds: Collection[str], holders: Collection[str]) -> list[Balance]:
    """What some holders have in accounts of some kinds; accounts never opened are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, holder, credits_posted_fen - debits_posted_fen,"
            " credits_posted_fen - debits_posted_fen - debits_pending_fen FROM ledger_account"
            " WHERE book = %s AND kind = ANY(%s) AND holder = ANY(%s)",
            [book.value, list(kinds), list(holders)],
        )
        return [Balance(*row) for row in cursor.fetchall()]


def moved(book: Book, since: datetime, before: datetime) -> list[Moved]:
    """Everything that went from one place to another in a span of time, oldest first.

    What was set aside counts when it is carried out.
    """
    return _moved("moved", [book.value, since, before])


def given(book: Book, place: Place) -> list[Moved]:
    """Everything that left a place, oldest first."""
    return _moved("given", [book.value, place.kind, place.holder])


def _moved(statement: str, asked: list[Any]) -> list[Moved]:
    with connection.cursor() as cursor:
        cursor.execute(_sql(statement), asked)
        rows = cursor.fetchall()
    return [
        Moved(number, at, key, Place(*giver), Place(*taker), fen, reason, subject)
        for number, at, key, *places, fen, reason, subject in rows
        for giver, taker in [(places[:3], places[3:])]
    ]


def balances_with_parts(
    book: Book, kinds: Collection[str], holders: Collection[str] | None
) -> pl.DataFrame:
    """What some holders (none: all) have together with their numbered parts (`holder #7`).

    Shapes: `kind`, `holder`, `held_fen`, `free_fen`, a row for each kind of account of a holder.
    """
    columns = {"kind": pl.String, "holder": pl.String, "held_fen": pl.Int64, "free_fen": pl.Int64}
    asked = {"book": book.value, "kinds": list(kinds)}
    whose = None if holders is None else list(holders)
    return copied_out(SQL(_sql("with_parts")), columns, **asked, holders=whose)


def newest_transfer() -> int:
    """The number of the last transfer: while it stays, nothing was moved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_transfer")
        return int(cursor.fetchone()[0])


def proof() -> Proof:
    """The state of every fen, counted twice: as kept, and again from all transfers."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(_sql("by_kind"))
        kinds = tuple(Kind(*row) for row in cursor.fetchall())
        cursor.execute(_sql("drifted"))
        drifted = tuple(Place(kind, holder) for _book, kind, holder in cursor.fetchall())
    return Proof(kinds, drifted)


def _send(copy: Callable[[Any], int]) -> int:
    """Receive what a function copies into `ledger_sent`, telling how much, and move it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_sql("receive"))
        sent = copy(cursor)
        cursor.execute(_sql("open_accounts"))
        added = _guarded(cursor, lambda: _short(cursor), _sql("add_transfers"), {})
        # Where all were new none can differ from one that was known.
        if added < sent:
            cursor.execute(_sql("differing"))
            if reused := [key for (key,) in cursor.fetchall()]:
                raise KeyReusedError.named(reused)
        cursor.execute("DROP TABLE ledger_sent")
        return added


def _copy(cursor: Any, book: Book, moves: Iterable[Move], phase: Phase) -> int:
    """Copy moves in; how many they were."""
    sent = 0
    columns = "key, book, debit_kind, debit_holder, debit_is_border, credit_kind, credit_holder"
    rest = "credit_is_border, amount_fen, phase, reason, subject"
    with cursor.copy(f"COPY ledger_sent ({columns}, {rest}) FROM STDIN") as copy:
        for move in moves:
            about = (move.amount_fen, phase.value, move.reason, move.subject)
            copy.write_row((move.key, book.value, *_row(move.giver), *_row(move.taker), *about))
            sent += 1
    return sent


def _row(place: Place) -> tuple[str, str, bool]:
    return place.kind, place.holder, place.is_border


def _resolve(keys: Collection[str], reason: str, phase: Phase) -> int:
    asked = {"keys": sorted(set(keys)), "phase": phase.value, "reason": reason}
    with transaction.atomic(), connection.cursor() as cursor:
        done = _guarded(cursor, dict, _sql("resolve"), asked)
        # Where as many were resolved as were asked for, each was pending.
        if done < len(asked["keys"]):
            cursor.execute(_sql("unresolved"), asked)
            if unknown := [key for (key,) in cursor.fetchall()]:
                raise NotPendingError.named(unknown)
        return done


def _guarded(
    cursor: Any,
    short: Callable[[], dict[tuple[str, str], int]],
    statement: str,
    parameters: dict[str, Any],
) -> int:
    """Run an insert; a refusal of the database becomes one of the ledger's own."""
    try:
        with transaction.atomic():
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)
    except IntegrityError as error:
        refused = _constraint(error)
        if refused == "ledger_account_is_not_overdrawn":
            raise OverdrawnError(short()) from error
        if refused == "ledger_transfer_resolves_id_key":
            raise NotPendingError.of(
                "already resolved the other way; nothing was moved, look at it again",
                "此前已按另一种结果办理；未作改动，请刷新后再看",
            ) from error
        raise LedgerError.of(
            "the ledger refuses this ({refused}); nothing was moved, look at it again",
            "账目不允许这样记（{refused}）；未作改动，请刷新后再看",
            refused=refused,
        ) from error


def _constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or str(error)


def _short(cursor: Any) -> dict[tuple[str, str], int]:
    cursor.execute(_sql("short_accounts"))
    return {(kind, holder): int(fen) for kind, holder, fen in cursor.fetchall()}


def _figure(book: Book, place: Place, figure: str) -> int:
    named = [book.value, place.kind, place.holder]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {figure} FROM ledger_account WHERE book = %s AND kind = %s AND holder = %s",
            named,
        )
        found = cursor.fetchone()
    return int(found[0]) if found else 0


@cache
def _sql(name: str) -> str:
    return files("mianshen.bureau.ledger").joinpath("sql", f"{name}.sql").read_text("utf-8")
