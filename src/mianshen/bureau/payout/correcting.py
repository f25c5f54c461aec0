"""A wrong entry of budget set right (红字冲销、蓝字补记): taken back, and the right one made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Concat

from mianshen.bureau.ledger.chart import Money, money
from mianshen.bureau.ledger.errors import OverdrawnError
from mianshen.bureau.ledger.models import Book, Transfer
from mianshen.bureau.ledger.services import Move, post
from mianshen.bureau.payout.deciding import by_two
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import Fund
from mianshen.bureau.trail.services import record

_BLUE, _RED = "blue:", "red:"


@dataclass(frozen=True, slots=True)
class BudgetEntry:
    """Budget as it was entered for a fund, by the ledger's number and key."""

    number: int
    key: str
    fund: str
    amount_fen: int
    at: datetime
    name: str


def budget_entries(keys: Sequence[str] | None = None, count: int = 50) -> list[BudgetEntry]:
    """The newest entries of budget that still stand, or those of some keys; one query."""
    taken_back = Transfer.objects.filter(
        credit=OuterRef("debit"),
        key=Concat(Value(_RED), OuterRef("key"), output_field=TextField()),
    )
    name = Fund.objects.filter(code=OuterRef("credit__holder")).values("name")
    found = Transfer.objects.filter(
        ~Exists(taken_back), debit__book=Book.MONEY.value, debit__kind=Money.APPROPRIATION.value
    ).annotate(name=Subquery(name))
    if keys is not None:
        found = found.filter(key__in=keys)
    columns = ("pk", "key", "credit__holder", "amount_fen", "at", "name")
    return [BudgetEntry(*row) for row in found.order_by("-pk").values_list(*columns)[:count]]


def correct_budget(key: str, right_fen: int, reason: str, first: str, second: str) -> None:
    """Take an entry of budget back and enter the right sum (none: 0), decided by two people.

    Both are written now. Raises `PayoutError` without a reason, where the entry stands no more, or
    where what it gave is asked for or spent already.
    """
    by_two(first, second)
    if not reason.strip():
        raise refused("a correction needs its reason", "更正要写明原因")
    with transaction.atomic():
        entry = next(iter(budget_entries([key])), None)
        if entry is None or right_fen < 0:
            raise refused(
                "{key} is no entry of budget that still stands",
                "{key} 不是仍然有效的预算登记",
                key=key,
            )
        _post(entry, right_fen)
        details = {"second": second, "reason": reason, "wrong_fen": entry.amount_fen}
        record(first, "correct_budget", f"fund:{entry.fund}", {**details, "right_fen": right_fen})


def _post(entry: BudgetEntry, right_fen: int) -> None:
    """The right sum first, so that of what is used no more than the difference must be free."""
    giver, budget = money(Money.APPROPRIATION, entry.fund), money(Money.BUDGET, entry.fund)
    subject = f"fund:{entry.fund}"
    if right_fen:
        blue = Move(f"{_BLUE}{entry.number}", giver, budget, right_fen, "蓝字补记", subject)
        post(Book.MONEY, [blue])
    red = Move(f"{_RED}{entry.key}", budget, giver, entry.amount_fen, "红字冲销", subject)
    try:
        post(Book.MONEY, [red])
    except OverdrawnError:
        raise refused(
            "of the budget of {fund} less is free than would be taken back: it is asked for or"
            " spent; have requests sent back first",
            "资金 {fund} 可用预算不足以冲减：已请款或已列支；请先退回用款申请",
            fund=entry.fund,
        ) from None
