"""Vouchers say every movement of cash, and the bank's balance is explained to zero."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bureau import paying
from bureau.paying import ACCOUNT, CLERK, TODAY, TREASURY
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.accounting import Missing, StatementLine, reconcile
from mianshen.bureau.payout.errors import PayoutError

pytestmark = pytest.mark.usefixtures("database")

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def batch(database: str, tmp_path: Path) -> str:
    """Two lines of 1.00 and 2.00 yuan asked for, arrived as R1, sent; the first came back."""
    assert database
    paying.open_fund(shares={"中央": 2, "区": 1})
    paying.handed_over(100, 200)
    asked = payout.make_request(paying.FUND, CLERK)
    payout.review(asked.number, TREASURY)
    payout.money_arrived(asked.number, CLERK, 300, TODAY, "R1")
    number = paying.batched(asked.number)
    paying.sent(number, tmp_path)
    paying.answered(tmp_path, number, {1: "3018", 2: "0000"})
    return number


def test_vouchers_hold_every_movement_of_cash_by_level(batch: str) -> None:
    rows = list(csv.reader(io.StringIO(payout.voucher_file(*ALWAYS).decode("gb18030"))))

    assert [(row[2], row[6], row[7]) for row in rows[1:]] == [
        ("资金到账", "中央", "2.00"),
        ("资金到账", "区", "1.00"),
        ("代发", "中央", "2.00"),
        ("代发", "区", "1.00"),
        ("退票退回专户", "中央", "0.67"),
        ("退票退回专户", "区", "0.33"),
        ("救助款支付", "中央", "1.33"),
        ("救助款支付", "区", "0.67"),
    ]
    assert rows[-1][3:6] == ["医疗救助支出", "其他应收款—代发在途", paying.FUND]
    assert rows[-1][8] == f"batch:{batch}"


def test_accounts_are_called_as_the_profile_says(batch: str) -> None:
    assert batch
    titles = payout.Subjects(cash="1002 银行存款", aid="5001 救助支出")
    rows = list(csv.reader(io.StringIO(payout.voucher_file(*ALWAYS, titles).decode("gb18030"))))

    assert rows[-1][3:5] == ["5001 救助支出", "其他应收款—代发在途"]
    assert {row[3] for row in rows[1:3]} == {"1002 银行存款"}


def test_cash_of_a_voided_line_goes_back_to_the_treasury_and_no_more(batch: str) -> None:
    assert batch
    assert payout.idle_fen(ACCOUNT) == 0
    payout.void_line("order-1", CLERK, TREASURY, "本人放弃")
    assert payout.idle_fen(ACCOUNT) == 100
    with pytest.raises(PayoutError, match="yuan lie on"):
        payout.return_cash(ACCOUNT, 101, CLERK, TREASURY, TODAY, "T1")
    payout.return_cash(ACCOUNT, 100, CLERK, TREASURY, TODAY, "T1")
    payout.return_cash(ACCOUNT, 100, CLERK, TREASURY, TODAY, "T1")

    assert payout.idle_fen(ACCOUNT) == 0
    (last,) = [one for one in payout.vouchers(*ALWAYS) if one.summary == "退回财政"]
    assert (last.debit, last.credit, last.amount_fen) == ("财政补助收入", "银行存款—专户", 100)


def test_books_that_did_not_agree_before_stay_unexplained(batch: str) -> None:
    lines = [
        StatementLine(TODAY, 300, "R1"),
        StatementLine(TODAY, -300, batch),
        StatementLine(TODAY, 100, batch),
    ]

    assert reconcile(ACCOUNT, 7, 107, lines, *ALWAYS).unexplained_fen == -7


def test_a_bank_that_saw_the_same_is_explained_to_zero(batch: str) -> None:
    lines = [
        StatementLine(TODAY, 300, "R1"),
        StatementLine(TODAY, -300, batch),
        StatementLine(TODAY, 100, batch),
    ]

    found = reconcile(ACCOUNT, 0, 100, lines, *ALWAYS)

    assert found.differences == ()
    assert (found.books_fen, found.bank_fen, found.unexplained_fen) == (100, 100, 0)


def test_what_only_one_side_has_is_listed_and_the_rest_agrees(batch: str) -> None:
    lines = [
        StatementLine(TODAY, 300, "R1"),
        StatementLine(TODAY, -300, batch),
        StatementLine(TODAY, 3, "利息"),
        StatementLine(TODAY, -1, "手续费"),
    ]

    found = reconcile(ACCOUNT, 0, 2, lines, *ALWAYS)

    assert {(one.missing, one.amount_fen, one.reference) for one in found.differences} == {
        (Missing.BOOKS_IN, 100, batch),
        (Missing.BANK_IN, 3, "利息"),
        (Missing.BANK_OUT, -1, "手续费"),
    }
    assert (found.books_fen, found.bank_fen, found.unexplained_fen) == (100, 2, 0)


def test_a_statement_that_does_not_add_up_is_told() -> None:
    paying.open_fund()

    with pytest.raises(PayoutError, match="does not add up"):
        reconcile(ACCOUNT, 0, 1, [], *ALWAYS)
    with pytest.raises(PayoutError, match="no fund uses"):
        reconcile("别的", 0, 0, [], *ALWAYS)
