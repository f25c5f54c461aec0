"""Approved lines paid on the days of the flow: request, review, money, file, return, once more."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from mianshen.bureau.demonstrating import bank as the_bank
from mianshen.bureau.demonstrating.agenda import Item
from mianshen.bureau.demonstrating.days import days_from
from mianshen.bureau.demonstrating.staff import Team
from mianshen.bureau.offices.vocabulary import Act, OfficeKind
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.bank.layout import BankLayout

BUDGET_FEN = 300_000_000
"""What each fund is given, in fen: 新津's special fund has 3,000,000 yuan a year, others too."""

_SENT_AFTER, _ANSWERED_AFTER, _LAST_AFTER = 1, 2, 3
_SEEN_TO = ("bounced", "name_differs")
"""Tasks that a clerk settles by a call; who died or has no account takes longer than a month."""


@dataclass
class Paid:
    """What came of paying, counted as each step told it; sums in fen."""

    requests: list[str] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    taken_over: int = 0
    asked_fen: int = 0
    beyond_budget_fen: int = 0
    payments: int = 0
    sent_fen: int = 0
    paid: int = 0
    paid_fen: int = 0
    refused: int = 0
    refused_fen: int = 0
    settled: int = 0


@dataclass
class Treasury:
    """The payment clerk, the finance officer and the bank of a demonstration at work."""

    team: Team
    bank: BankLayout
    funds: payout.FundsSpelling
    folder: Path
    paid: Paid = field(default_factory=Paid)

    def agenda(self, day: date) -> Iterator[Item]:
        """What is done about one day of payment, from the request to what is paid once more."""
        round_ = _Round(self)
        days = days_from(day)
        yield Item(day, round_.ask)
        yield Item(days.number(_SENT_AFTER), round_.send)
        yield Item(days.number(_ANSWERED_AFTER), round_.receive)
        yield Item(days.number(_ANSWERED_AFTER), round_.send_again)
        yield Item(days.number(_LAST_AFTER), round_.receive)

    @property
    def clerk(self) -> str:
        """Who asks, makes batches and loads returns."""
        return self.team.named(OfficeKind.CENTRE, Act.PAY)

    @property
    def finance(self) -> str:
        """Who reviews requests, and hands files to the bank as a second person."""
        return self.team.named(OfficeKind.FINANCE, Act.GRANT_FUNDS)

    def give_budgets(self) -> None:
        """A year's budget for each fund of the profile."""
        for number, (code, fund) in enumerate(self.funds.funds.items(), 1):
            document = f"示范〔{fund.year}〕{number}号"
            payout.appropriate(code, BUDGET_FEN, document, self.clerk)


@dataclass
class _Round:
    """One day of payment: a request for each fund with lines, and the batches that follow."""

    treasury: Treasury
    requests: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def ask(self, day: date) -> None:
        """用款申请, 财政审核, 资金到账 for every fund that has something to pay."""
        of = self.treasury
        of.paid.taken_over += payout.take_over(of.funds.paying, of.clerk)
        for waiting in payout.waiting(list(of.funds.funds)):
            asked = payout.make_request(waiting.fund, of.clerk)
            payout.review(asked.number, of.finance)
            payout.money_arrived(asked.number, of.clerk, asked.asked_fen, day, asked.number)
            self.requests.append(asked.number)
            of.paid.asked_fen += asked.asked_fen
            of.paid.beyond_budget_fen += asked.beyond_budget_fen
        of.paid.requests += self.requests

    def send(self, day: date) -> None:
        """A batch of each request, its file written and handed to the bank."""
        of = self.treasury
        for request in self.requests:
            made = payout.make_batch(request, of.bank.bank, of.clerk, payout.Registered(), day)
            if made.batch is None:
                continue
            written = payout.write_bank_file(
                made.batch, of.bank, of.folder / "out", payout.Registered(), day, of.clerk
            )
            payout.send(made.batch, of.finance)
            self.sent.append(made.batch)
            of.paid.batches.append(made.batch)
            of.paid.files.append(written.path)
            of.paid.payments += made.payments
            of.paid.sent_fen += made.sum_fen

    def receive(self, day: date) -> None:
        """The bank's answers, loaded."""
        of = self.treasury
        for batch in self.sent:
            path = the_bank.answer(batch, of.bank.return_file, of.folder / "back", day, batch)
            done = payout.receive_return(batch, path, of.bank.return_file, of.clerk, day)
            of.paid.files.append(path)
            of.paid.paid += done.paid
            of.paid.paid_fen += done.paid_fen
            of.paid.refused += done.refused
            of.paid.refused_fen += done.refused_fen
            of.paid.settled += done.paid + done.refused + done.returned
        self.sent.clear()

    def send_again(self, day: date) -> None:
        """What a call can settle is settled, and paid under a new number (重发)."""
        of = self.treasury
        mine = [one for one in payout.open_tasks() if one.kind in _SEEN_TO]
        payout.settle_tasks([one.pk for one in mine], of.clerk, "已电话核对")
        self.requests = sorted({one.line.request.number for one in mine})
        self.send(day)
