"""Cash of voided lines, which stays on the special account until it goes back to the treasury."""

from datetime import date

from django.db import transaction

from mianshen.bureau.ledger.chart import Money, money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, post
from mianshen.bureau.payout.deciding import by_two
from mianshen.bureau.payout.errors import PayoutError, refused
from mianshen.bureau.payout.models import Fund
from mianshen.bureau.payout.rows import one, run
from mianshen.bureau.trail.services import record
from mianshen.money import format_yuan


def idle_fen(account: str) -> int:
    """What came for lines that were voided and is still on a special account, in fen."""
    idle, _ = one(run("idle_cash", account=account, key=""))
    return int(idle)


def idle_by_account() -> dict[str, int]:
    """What is idle on each special account that has anything idle, in fen; one query."""
    return {str(account): int(fen) for account, fen in run("idle_by_account")}


def require_idle(account: str, amount_fen: int) -> None:
    """Refuse (`PayoutError`) a sum that does not lie idle on an account."""
    idle = idle_fen(account)
    if not 0 < amount_fen <= idle:
        raise _not_idle(account, idle, amount_fen)


def return_cash(
    account: str, amount_fen: int, actor: str, second: str, day: date, reference: str
) -> None:
    """Enter that cash of voided lines went back to the treasury (退回财政), by two people.

    `reference` is the bank's; the same twice is entered once. Raises `PayoutError` where more is
    returned than lies there for voided lines.
    """
    by_two(actor, second)
    with transaction.atomic():
        # Two who return the same cash wait for each other here.
        if not list(Fund.objects.select_for_update().filter(account=account)):
            raise refused("no fund uses {account}", "没有资金使用专户 {account}", account=account)
        key = f"return_cash:{account}:{reference}"
        idle, known = one(run("idle_cash", account=account, key=key))
        if not known and not 0 < amount_fen <= idle:
            raise _not_idle(account, idle, amount_fen)
        places = money(Money.CASH, account), money(Money.TREASURY, account)
        post(Book.MONEY, [Move(key, *places, amount_fen, "退回财政", f"bank:{reference}")])
        told = {"fen": amount_fen, "day": day.isoformat(), "second": second}
        record(actor, "return_cash", f"account:{account}", told)


def _not_idle(account: str, idle: int, asked: int) -> PayoutError:
    return refused(
        "{idle} yuan lie on {account} for voided lines, not {asked}: check the amount",
        "专户 {account} 上作废明细的结余是 {idle} 元，不是 {asked} 元：请核对金额",
        account=account,
        idle=format_yuan(idle),
        asked=format_yuan(asked),
    )
