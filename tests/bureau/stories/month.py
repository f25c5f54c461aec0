"""A small district at work from the bill to the card: its offices, its treasury and its bank."""

from collections.abc import Mapping
from datetime import date, datetime, time
from itertools import count
from pathlib import Path

from bureau import offices_factory as small
from bureau import paying
from bureau.factories import Bureau, Who, bill, person
from bureau.paying import BANK, CLERK, SECOND, TREASURY
from bureau.test_casework import ASKED, FLOW, PACK, Desk
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.casework import services as casework
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.models import Payable, Payment
from mianshen.bureau.registry import services as registry

AID, DISABLED = "2025-aid", "2025-disabled"
FUNDS = {("基金", 2025): AID, ("残联资金", 2025): DISABLED}
BUDGET_FEN = 1_000_000


class Month:
    """One act after the other, on days that the story names.

    A bill of 1,000.00 of which the fund paid 600.00 gives 236.00 of medical assistance and 20.00 of
    the disabled federation, 25,600 fen in all.
    """

    def __init__(self, folder: Path, flow: str = FLOW, pack: str = PACK) -> None:
        self.desk = Desk(folder, flow, pack)
        self.bureau: Bureau = self.desk.bureau
        self.folder = folder
        self._files = count(1)
        self.on(date(2025, 3, 11))

    def on(self, day: date) -> None:
        """It is the morning of a day."""
        self.today = day
        self.bureau.at = datetime.combine(day, time(8), CHINA)

    def opens_funds(
        self, kind: payout.FundKind = payout.FundKind.FLOOR, budget_fen: int = BUDGET_FEN
    ) -> None:
        """The funds of 2025, one of each purse."""
        paying.open_fund(kind, budget_fen, AID)
        paying.open_fund(kind, budget_fen, DISABLED)

    def banks(self, who: Who, number: str, holder: str = "") -> None:
        """Somebody's account, proposed and confirmed by two."""
        account = registry.propose_account(
            person(who), number, holder or who.name, "某农商行", self.bureau.stated("clerk:1")
        )
        registry.confirm_account(account, self.bureau.stated("clerk:2"))

    def lists(self, *people: Who) -> None:
        """People on the roster, each with an account."""
        self.desk.listed(*people)
        for place, who in enumerate(people):
            self.banks(who, f"621700000000{place:04d}")

    def has_bills(self, *bills: tuple[Who, str, str]) -> None:
        """Bills by whose, number and day."""
        self.bureau.settle(*(bill(who, number, day) for who, number, day in bills))

    def assesses(self, *people: Who, asked: assessment.Asked = ASKED) -> casework.Attached:
        """Everyone whose facts changed, and orders for people of the north."""
        assessment.assess_dirty(asked, self.bureau.stated("system"))
        regions = {person(who): small.NORTH for who in people}
        return casework.attach(None, regions, self.desk.flow, self.bureau.stated("system"))

    def goes_down(self, order: int) -> None:
        """Handed down by the centre and received by the street."""
        casework.hand_down(order, self.desk.by(self.desk.reviewer))
        casework.receive(order, self.desk.by(self.desk.clerk))

    def confirms(self, order: int) -> None:
        """The street, after it received it."""
        self.goes_down(order)
        casework.approve(order, "street", self.desk.by(self.desk.clerk))

    def finishes(self, order: int) -> None:
        """What the street has confirmed, through the departments that have a part in it."""
        officers = {"medical-security": self.desk.medical, "disabled": self.desk.disabled}
        for part in casework.sheet(order).parts:
            by = self.desk.by(officers[part.department])
            casework.approve(order, "departments", by, part.department)
        casework.approve(order, "centre", self.desk.by(self.desk.reviewer))

    def approves(self, *people: Who) -> list[int]:
        """New orders of people through every stage."""
        orders = sorted(self.assesses(*people).opened)
        for order in orders:
            self.confirms(order)
            self.finishes(order)
        return orders

    def asks(self, fund: str = AID) -> payout.Requested:
        """What is approved is taken over, and its money asked for and agreed to."""
        payout.take_over(FUNDS, "staff:payer")
        asked = payout.make_request(fund, CLERK)
        payout.review(asked.number, TREASURY)
        return asked

    def gets(self, asked: payout.Requested) -> None:
        """The money of a request is there."""
        reference = f"{asked.number} {self.today}"
        payout.money_arrived(asked.number, CLERK, asked.asked_fen, self.today, reference)

    def makes(self, request: str) -> payout.Made:
        """A batch."""
        return payout.make_batch(request, BANK.bank, CLERK, payout.Registered(), self.today)

    def sends(self, request: str) -> str:
        """A batch, its file, and the file handed to the bank; the number of the batch."""
        made = self.makes(request)
        assert made.batch is not None
        self.file = payout.write_bank_file(
            made.batch, BANK, self.folder, payout.Registered(), self.today, CLERK
        ).path
        payout.send(made.batch, SECOND)
        return made.batch

    def answers(self, batch: str, refused: Mapping[int, str] | None = None) -> payout.Reconciled:
        """The bank's answer: all paid but the people named, with the code of their refusal."""
        codes = {
            one.sequence: (refused or {}).get(Payable.objects.get(pk=one.line_id).person, "0000")
            for one in payout.payments_of(batch)
        }
        path = paying.answer(self.folder, batch, codes, name=f"return-{next(self._files)}")
        return payout.receive_return(batch, path, BANK.return_file, CLERK, self.today)

    def pays(self, fund: str = AID) -> payout.Reconciled:
        """From approved to the card without a hitch."""
        asked = self.asks(fund)
        self.gets(asked)
        return self.answers(self.sends(asked.number))


def claims() -> dict[str, int]:
    """Where the fen are that are owed, by kind; nothing may be lost or made."""
    return _fen(Book.CLAIMS)


def money() -> dict[str, int]:
    """Where the fen are that are held, by kind."""
    return _fen(Book.MONEY)


def _fen(book: Book) -> dict[str, int]:
    found = payout.prove()
    assert found.is_whole
    kinds = found.ledger.kinds
    return {
        one.kind: one.held_fen
        for one in kinds
        if one.book == book and not one.is_border and one.held_fen
    }


def on_the_card(who: Who) -> int:
    """What the bank paid for somebody, in fen."""
    paid = Payment.objects.filter(line__person=person(who), outcome="paid")
    return sum(paid.values_list("amount_fen", flat=True))
