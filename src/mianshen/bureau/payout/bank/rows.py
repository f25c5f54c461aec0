"""One line of what a bank sends back, whatever file it stood in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Said(StrEnum):
    """What a line says of a payment; `waiting` says that the bank is not done with it."""

    PAID = "paid"
    REFUSED = "refused"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """What a bank says of one payment; `place` is file and line, amounts in fen where given."""

    place: str
    payment: str
    said: Said
    code: str = ""
    reason: str = ""
    amount_fen: int | None = None
    day: date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A return file read: its lines, and the count and sum it declares where it does."""

    rows: tuple[ReturnRow, ...]
    declared_count: int | None = None
    declared_fen: int | None = None
