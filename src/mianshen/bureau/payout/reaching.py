"""How far lines have come: which were paid and when, and which wait for a request."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.payout.rows import run


@dataclass(frozen=True, slots=True)
class Waiting:
    """Lines of a fund that no request asks money for yet."""

    fund: str
    lines: int
    due_fen: int


def paid_on(keys: Collection[str]) -> Mapping[str, date]:
    """The day on which each of some lines was paid, or voided for good; others are left out."""
    return {str(key): day for key, day in run("paid_on", keys=list(keys))}


def waiting(funds: Collection[str]) -> list[Waiting]:
    """What waits for a request in some funds, by code; funds without any are left out."""
    return [
        Waiting(str(code), int(lines), int(fen))
        for code, lines, fen in run("waiting_by_fund", funds=list(funds))
    ]
