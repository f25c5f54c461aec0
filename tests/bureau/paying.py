"""A small fund, people with accounts, and the steps that bring their money to the bank and back."""

import csv
import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Move, post
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.models import Payment
from mianshen.money import format_yuan

TODAY = date(2025, 3, 26)
CLERK, SECOND, TREASURY = "staff:clerk", "staff:second", "staff:treasury"
FUND = "2025-aid"
ACCOUNT = "医疗救助专户"
_references = itertools.count(1)

BANK = payout.BankLayout.model_validate(
    {
        "bank": "某农商行",
        "debtor": "某区医疗保障局",
        "payment_file": {
            "format": "csv",
            "columns": [
                {"title": "序号", "field": "sequence"},
                {"title": "户名", "field": "holder"},
                {"title": "账号", "field": "account"},
                {"title": "金额", "field": "amount"},
                {"title": "明细号", "field": "payment"},
            ],
        },
        "return_file": {
            "format": "csv",
            "columns": {
                "payment": ["明细号"],
                "status": ["返回码"],
                "amount": ["金额"],
                "reason": ["原因"],
            },
            "totals_mark": "合计",
            "totals": [2, 3],
            "paid": ["0000"],
            "refused": ["3031", "3018"],
            "waiting": ["2000"],
            "reasons": {"3031": "账号户名不符", "3018": "已销户"},
        },
    }
)


@dataclass
class Street:
    """A directory of invented people: everybody has an account unless told otherwise."""

    without: set[int] = field(default_factory=set)
    misnamed: set[int] = field(default_factory=set)
    dead: dict[int, date] = field(default_factory=dict)

    def accounts_in_use(
        self, payees: Collection[tuple[int, str]]
    ) -> Mapping[tuple[int, str], payout.AccountInUse]:
        return {
            one: payout.AccountInUse(900_000 + one[0], one[0] not in self.misnamed)
            for one in payees
            if one[0] not in self.without
        }

    def open_accounts(self, accounts: Collection[int]) -> Mapping[int, payout.OpenedAccount]:
        return {
            one: payout.OpenedAccount(f"张{one % 1000}", f"62284800{one:011d}", "某农商行", "")
            for one in accounts
        }

    def deaths(self, people: Collection[int]) -> Mapping[int, date]:
        return {person: day for person, day in self.dead.items() if person in people}


def open_fund(
    kind: payout.FundKind = payout.FundKind.FLOOR,
    budget_fen: int = 1_000_000,
    code: str = FUND,
    shares: Mapping[str, int] | None = None,
    account: str = ACCOUNT,
) -> None:
    payout.open_fund(
        code,
        "医疗救助资金",
        2025,
        kind,
        document="财社〔2025〕1号",
        account=account,
        actor=CLERK,
        shares=shares,
    )
    if budget_fen:
        payout.appropriate(code, budget_fen, "财社〔2025〕1号", CLERK)


def line(person: int, amount_fen: int, fund: str = FUND, day: int = 1) -> payout.ApprovedLine:
    key = f"order-{person}"
    basis = date(2025, 3, day)
    return payout.ApprovedLine(
        key, person, str(person), "低保门诊", "2025-03", amount_fen, fund, basis
    )


def approve(lines: Iterable[payout.ApprovedLine]) -> None:
    """What casework does before payout is asked: fen come to be approved."""
    post(
        Book.CLAIMS,
        [
            Move(
                f"approve:{one.key}",
                claim(Claim.DETERMINED, one.key),
                claim(Claim.APPROVED, one.key),
                one.amount_fen,
                "核定",
            )
            for one in lines
        ],
    )


def handed_over(*amounts_fen: int, fund: str = FUND, first: int = 1) -> list[payout.ApprovedLine]:
    """Lines of people 1, 2, 3 … (or from `first` on) approved and handed over."""
    lines = [line(person, fen, fund) for person, fen in enumerate(amounts_fen, first)]
    approve(lines)
    payout.accept(lines, CLERK)
    return lines


def funded(fund: str = FUND) -> str:
    """A request whose money has arrived; its number."""
    asked = payout.make_request(fund, CLERK)
    payout.review(asked.number, TREASURY)
    reference = f"到账{next(_references)}"
    payout.money_arrived(asked.number, CLERK, asked.asked_fen, TODAY, reference)
    return asked.number


def batched(request: str, street: Street | None = None) -> str:
    """A batch of a request; its number."""
    made = payout.make_batch(request, BANK.bank, CLERK, street or Street(), TODAY)
    assert made.batch is not None
    return made.batch


def sent(batch: str, folder: Path, street: Street | None = None) -> Path:
    """The file of a batch, with the bank."""
    written = payout.write_bank_file(batch, BANK, folder, street or Street(), TODAY, CLERK)
    payout.send(batch, SECOND)
    return written.path


def at_the_bank(folder: Path, *amounts_fen: int) -> str:
    """A batch that pays people 1, 2, 3 … and is with the bank; its number."""
    open_fund()
    handed_over(*amounts_fen)
    batch = batched(funded())
    sent(batch, folder)
    return batch


def payments(batch: str) -> Sequence[Payment]:
    return payout.payments_of(batch)


def answer(
    folder: Path,
    batch: str,
    codes: Mapping[int, str],
    totals: tuple[int, int] | None = None,
    name: str = "return",
) -> Path:
    """A return file that says `codes` of some payments of a batch, by their place in it."""
    path = folder / f"{name}.csv"
    chosen = [(one, codes[one.sequence]) for one in payments(batch) if one.sequence in codes]
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["明细号", "返回码", "金额", "原因"])
        for one, code in chosen:
            writer.writerow([one.number, code, format_yuan(one.amount_fen), ""])
        if totals:
            writer.writerow(["合计", totals[0], format_yuan(totals[1])])
    return path


def answered(folder: Path, batch: str, codes: Mapping[int, str], name: str = "return"):
    """The bank's answer, loaded."""
    path = answer(folder, batch, codes, name=name)
    return payout.receive_return(batch, path, BANK.return_file, CLERK, TODAY)
