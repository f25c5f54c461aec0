"""Approved lines come in through here, each once, with the fen that were approved for it."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date

from django.db import transaction

from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.errors import OverdrawnError
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, post
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.rows import copied, run
from mianshen.bureau.trail.services import record

_COLUMNS = ("key", "person", "payee", "programme", "event", "amount_fen", "fund", "basis_on")


@dataclass(frozen=True, slots=True)
class ApprovedLine:
    """One line of an order that is approved: so many fen for somebody out of a fund.

    `key` is the order line's own; `event` names the visit or the period; `basis_on` is the day
    whose rules and identity it was decided by.
    """

    key: str
    person: int
    payee: str
    programme: str
    event: str
    amount_fen: int
    fund: str
    basis_on: date


def accept(lines: Iterable[ApprovedLine], actor: str) -> int:
    """Take approved lines over for payment, all or none, and say how many were new.

    The ledger must hold each line's fen as approved. A line handed over twice is one line. Raises
    `PayoutError` where a fund is unknown, a key stands for something else, or the fen are not
    there.
    """
    with transaction.atomic():
        copied("receive_lines", "payout_received", _COLUMNS, map(astuple, lines))
        _check()
        added: Sequence[tuple[str, int]] = [(str(key), int(fen)) for key, fen in run("add_lines")]
        moves = [
            Move(
                f"accept:{key}",
                claim(Claim.APPROVED, key),
                claim(Claim.PAYABLE, key),
                fen,
                "转入待拨付",
                f"line:{key}",
            )
            for key, fen in added
        ]
        try:
            post(Book.CLAIMS, moves)
        except OverdrawnError as error:
            raise refused(
                "not approved for as much as was handed over: {lines}; approve the orders first",
                "核定的金额不足：{lines}；请先完成工单核定",
                lines="、".join(holder for _, holder in error.short_fen),
            ) from error
        if added:
            sums = {"lines": len(added), "fen": sum(fen for _, fen in added)}
            record(actor, "accept_lines", "", sums)
    return len(added)


def _check() -> None:
    if unknown := [fund for (fund,) in run("unknown_funds")]:
        raise refused(
            "no such fund: {funds}; open it, or name another on the order",
            "没有这些资金：{funds}；请先登记资金，或在工单上改用别的资金",
            funds="、".join(unknown),
        )
    if differing := [key for (key,) in run("differing_lines")]:
        raise refused(
            "these keys were handed over before with another content: {keys}",
            "这些工单行此前已按不同内容移交：{keys}",
            keys="、".join(differing),
        )
