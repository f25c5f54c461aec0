"""What payout tells those who listen, inside the transaction in which it happened."""

from dataclasses import dataclass
from datetime import date

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class Settled:
    """A payment the bank has answered: paid, refused, or returned after it was paid."""

    payment: str
    fund: str
    person: int
    payee: str
    programme: str
    event: str
    amount_fen: int
    account: int
    outcome: str
    settled_on: date | None
    basis_on: date


payments_settled = Signal()
"""Sent with `settled`, a list of `Settled`; what a listener writes stands or falls with it."""
