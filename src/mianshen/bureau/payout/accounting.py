"""For the accountants: vouchers (记账凭证) of a month, and the bank's balance against the books."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from django.utils import timezone

from mianshen.bureau.ledger.chart import Money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Moved, moved
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.funds import shares_of
from mianshen.bureau.payout.models import Batch, Fund, FundRequest
from mianshen.bureau.payout.plan import SUBJECTS, Subjects
from mianshen.money import format_yuan

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = ("凭证号", "日期", "摘要", "借方科目", "贷方科目", "资金", "级次", "金额", "单据")
# What each movement of cash is in the accounts of a fund: debit, credit.
_ACCOUNTS = {
    (Money.TREASURY, Money.CASH): ("cash", "income"),
    (Money.CASH, Money.TREASURY): ("income", "cash"),
    (Money.CASH, Money.IN_TRANSIT): ("in_transit", "cash"),
    (Money.IN_TRANSIT, Money.PAYEES): ("aid", "in_transit"),
    (Money.IN_TRANSIT, Money.CASH): ("cash", "in_transit"),
    (Money.PAYEES, Money.CASH): ("cash", "aid"),
}


@dataclass(frozen=True, slots=True)
class Voucher:
    """One movement of cash as debit and credit, with the levels that bear it (none: undivided)."""

    number: int
    day: date
    summary: str
    debit: str
    credit: str
    fund: str
    shares: tuple[tuple[str, int], ...]
    amount_fen: int
    subject: str


def vouchers(since: datetime, before: datetime, titles: Subjects = SUBJECTS) -> list[Voucher]:
    """The movements of cash in a span of time, oldest first, numbered from one."""
    found = [one for one in moved(Book.MONEY, since, before) if _pair(one) in _ACCOUNTS]
    funds = _funds_of(found)
    return [_voucher(number, one, funds, titles) for number, one in enumerate(found, 1)]


def voucher_file(since: datetime, before: datetime, titles: Subjects = SUBJECTS) -> bytes:
    """The vouchers as CSV (GB18030, with the columns most ledgers import), a row per level.

    `titles` are the profile's own names of the accounts (科目).
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in vouchers(since, before, titles):
        for level, fen in one.shares or (("", one.amount_fen),):
            about = (one.number, one.day.isoformat(), one.summary, one.debit, one.credit)
            writer.writerow((*about, one.fund, level, format_yuan(fen), one.subject))
    return text.getvalue().encode("gb18030")


def _pair(one: Moved) -> tuple[str, str]:
    return one.giver.kind, one.taker.kind


def _funds_of(found: Sequence[Moved]) -> dict[str, str]:
    """The fund of each request and batch that the movements are about."""
    numbers = [one.key.split(":", 1)[1] for one in found]
    asked = FundRequest.objects.filter(number__in=numbers).values_list("number", "fund__code")
    batches = [one.subject.removeprefix("batch:") for one in found]
    paid = Batch.objects.filter(number__in=batches)
    return dict(asked) | dict(paid.values_list("number", "request__fund__code"))


def _voucher(number: int, one: Moved, funds: dict[str, str], titles: Subjects) -> Voucher:
    pair = _ACCOUNTS[Money(one.giver.kind), Money(one.taker.kind)]
    debit, credit = (str(getattr(titles, side)) for side in pair)
    names = (one.key.split(":", 1)[1], one.subject.removeprefix("batch:"))
    fund = next((funds[name] for name in names if name in funds), "")
    shares = tuple(shares_of(fund, one.amount_fen).items()) if fund else ()
    day = timezone.localtime(one.at).date()
    about = (number, day, one.reason, debit, credit)
    return Voucher(*about, fund, shares, one.amount_fen, one.subject)


class Missing(StrEnum):
    """The four ways in which bank and books differ (银行余额调节表)."""

    BOOKS_IN = "books_received"
    BOOKS_OUT = "books_paid"
    BANK_IN = "bank_received"
    BANK_OUT = "bank_paid"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line of a bank statement: in is positive; `reference` is the bank's or the batch's."""

    day: date
    amount_fen: int
    reference: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What one side has and the other has not."""

    missing: Missing
    amount_fen: int
    reference: str


@dataclass(frozen=True, slots=True)
class BankReconciliation:
    """Both balances, what differs, and what is left unexplained: zero, or it was wrong before."""

    books_fen: int
    bank_fen: int
    differences: tuple[Difference, ...]

    @property
    def books_adjusted_fen(self) -> int:
        """The books with what the bank has and they have not."""
        return self.books_fen + sum(
            one.amount_fen
            for one in self.differences
            if one.missing in (Missing.BANK_IN, Missing.BANK_OUT)
        )

    @property
    def bank_adjusted_fen(self) -> int:
        """The bank with what the books have and it has not."""
        return self.bank_fen + sum(
            one.amount_fen
            for one in self.differences
            if one.missing in (Missing.BOOKS_IN, Missing.BOOKS_OUT)
        )

    @property
    def unexplained_fen(self) -> int:
        """Adjusted books less adjusted bank."""
        return self.books_adjusted_fen - self.bank_adjusted_fen


def reconcile(
    account: str,
    opening_fen: int,
    closing_fen: int,
    lines: Sequence[StatementLine],
    since: datetime,
    before: datetime,
) -> BankReconciliation:
    """Set a statement against the books of a special account for the same span of time.

    `opening_fen` is the statement's; the books bring their own, and where they did not agree before
    the difference stays unexplained. Lines and movements match by reference and amount, each once.
    Raises `PayoutError` where the statement does not add up in itself, or there
    is no such account.
    """
    if not Fund.objects.filter(account=account).exists():
        raise refused("no fund uses {account}", "没有资金使用专户 {account}", account=account)
    if opening_fen + sum(line.amount_fen for line in lines) != closing_fen:
        raise refused(
            "the statement does not add up: opening balance and lines give another closing balance",
            "对账单本身不平：期初余额加明细不等于期末余额",
        )
    entries = [
        (one.at, _reference(one), sign * one.amount_fen)
        for one in moved(Book.MONEY, _EVER, before)
        for sign, place in ((1, one.taker), (-1, one.giver))
        if place.kind == Money.CASH and place.holder == account
    ]
    spanned = [(reference, fen) for at, reference, fen in entries if at >= since]
    told = [(line.reference, line.amount_fen) for line in lines]
    only_books, only_bank = _unmatched(spanned, told), _unmatched(told, spanned)
    differences = [
        Difference(Missing.BOOKS_IN if fen > 0 else Missing.BOOKS_OUT, fen, reference)
        for reference, fen in only_books
    ] + [
        Difference(Missing.BANK_IN if fen > 0 else Missing.BANK_OUT, fen, reference)
        for reference, fen in only_bank
    ]
    books = sum(fen for *_, fen in entries)
    return BankReconciliation(books, closing_fen, tuple(differences))


def _reference(one: Moved) -> str:
    """What the bank calls a movement: its own reference, or the number of the batch."""
    return one.subject.split(":", 1)[1] if ":" in one.subject else one.subject


def _unmatched(
    entries: Sequence[tuple[str, int]], others: Sequence[tuple[str, int]]
) -> list[tuple[str, int]]:
    left = list(others)
    found = []
    for one in entries:
        if one in left:
            left.remove(one)
        else:
            found.append(one)
    return found
