"""The chart of accounts: every state a fen of a claim can be in, and every place money can be.

Casework moves claims up to `APPROVED`, payout from there on; both name places by these functions,
so that a state is spelled in one place only.
"""

import re

from mianshen.bureau.ledger.services import Place
from mianshen.bureau.ledger.states import TITLES, Claim, Money

__all__ = ["TITLES", "Claim", "Money", "claim", "money", "part_of", "whole_of"]

_PART = re.compile(r" #[0-9]+$")

_BORDERS = frozenset({Claim.DETERMINED, Money.APPROPRIATION, Money.OVERSPEND, Money.TREASURY})


def claim(state: Claim, line: str) -> Place:
    """Where the fen of one line of an order are while it is in a state.

    Fen come into being at the border `DETERMINED`, one account for all.
    """
    border = state in _BORDERS
    return Place(state.value, "all" if border else f"line:{line}", border)


def part_of(line: str, order: int) -> str:
    """By what the ledger knows what one order holds of a line, which several may share."""
    return f"{line} #{order}"


def whole_of(part: str) -> str:
    """The line of assessment of which an order holds a part; a line of its own stays as it is."""
    return _PART.sub("", part)


def money(place: Money, holder: str) -> Place:
    """Where a fund's budget or cash is; what comes from outside comes over a border."""
    return Place(place.value, holder, place in _BORDERS)
