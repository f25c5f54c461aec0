"""Fen of order lines moved in the ledger: taken from what is entitled, given back, approved."""

from collections.abc import Iterable

from mianshen.bureau.casework.models import OrderLine
from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, post


def take(line: str, key: str, held_fen: int, more_fen: int) -> Move:
    """More fen of a line for an order; what it held before tells one time from the other."""
    giver, taker = claim(Claim.ENTITLED, line), claim(Claim.ORDERED, key)
    return Move(f"order:{key}:{held_fen}", giver, taker, more_fen, "列入工单", f"line:{key}")


def give_back(lines: Iterable[OrderLine], reason: str) -> None:
    """Let go of lines of orders: their fen are entitled again, and wait there."""
    post(
        Book.CLAIMS,
        [
            Move(
                f"give_back:{line.key}",
                claim(Claim.ORDERED, line.key),
                claim(Claim.ENTITLED, line.line),
                line.amount_fen,
                reason,
                f"line:{line.key}",
            )
            for line in lines
        ],
    )


def approve(lines: Iterable[tuple[str, int]]) -> None:
    """Lines, by key and fen, become approved: payout may take them."""
    post(
        Book.CLAIMS,
        [
            Move(
                f"approve:{key}",
                claim(Claim.ORDERED, key),
                claim(Claim.APPROVED, key),
                fen,
                "核定",
                f"line:{key}",
            )
            for key, fen in lines
        ],
    )
