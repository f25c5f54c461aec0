"""Rows into what they mean: each is accepted or goes to quarantine, and none is lost."""

from collections.abc import Callable
from typing import TypeVar

from mianshen.run.cells import RowReader
from mianshen.run.messages import InputError, Message
from mianshen.run.reading.ledger import Ledger, Quarantined
from mianshen.run.reading.tables import MakeClean, Part, Table

T = TypeVar("T")

ReadRow = Callable[[RowReader], T]


def take_rows(
    table: Table,
    ledger: Ledger,
    read: ReadRow[T],
    clean: Callable[[Part], MakeClean | None] | None = None,
) -> list[T]:
    """What `read` makes of every row of a table of our own; rows with problems are quarantined.

    `clean` makes the same of rows without a cell to be mended, where it can. Raises `InputError`
    with the problems when no row at all can be used: then it is the file.
    """
    taken: list[T] = []
    refused: list[Quarantined] = []
    for row in table.rows(ledger, clean):
        if row.made is not None:
            taken.append(row.made)
            continue
        problems: list[Message] = [row.problem] if row.problem else []
        reader = RowReader(row, table.columns, problems)
        made = None if row.problem else read(reader)
        if problems or made is None:
            refused.append(_refused(table.role, reader, problems, bare=row.problem is not None))
        else:
            taken.append(made)
    settle(ledger, len(taken), refused)
    return taken


def settle(ledger: Ledger, taken: int, refused: list[Quarantined]) -> None:
    """Close the account of the table that was read last."""
    if refused and not taken:
        raise InputError(problem for one in refused for problem in one.problems)
    account = ledger.accounts[-1]
    account.accepted, account.quarantined = taken, len(refused)
    ledger.quarantined += refused


def _refused(role: str, reader: RowReader, problems: list[Message], *, bare: bool) -> Quarantined:
    if bare:
        return Quarantined(role, reader.place, tuple(problems))
    aside: list[Message] = []
    quiet = reader.beside(aside)
    certno, psn_no = quiet.person()
    fen = quiet.amount_fen("amount") if role == "others" else None
    return Quarantined(role, reader.place, tuple(problems), certno, psn_no, quiet.text("name"), fen)
