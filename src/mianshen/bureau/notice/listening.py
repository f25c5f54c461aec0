"""What payout settles becomes a message, in the transaction in which it was settled."""

from collections.abc import Iterator, Sequence
from typing import Any

from mianshen.bureau.bitemporal.rows import copy_in
from mianshen.bureau.payout.services import Settled, payments_settled

_COLUMNS = (
    "key",
    "kind",
    "person",
    "payee",
    "fund",
    "account",
    "amount_fen",
    "basis_on",
    "settled_on",
)


def listen() -> None:
    """Listen from now on; safe to call again."""
    payments_settled.connect(_write, dispatch_uid="notice")


def _write(settled: Sequence[Settled], **_: Any) -> None:
    """One message for each payment and outcome; a payment gets each outcome once."""
    copy_in("notice_message", _COLUMNS, _rows(settled))


def _rows(settled: Sequence[Settled]) -> Iterator[tuple[object, ...]]:
    for one in settled:
        kind = "paid" if one.outcome == "paid" else "bounced"
        yield (
            f"{kind}:{one.payment}",
            kind,
            one.person,
            one.payee,
            one.fund,
            one.account,
            one.amount_fen,
            one.basis_on,
            one.settled_on,
        )
