"""A month from orders to cards, done by whoever looks what is next; safe to begin again."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from bureau import offices_factory as small
from bureau import paying
from bureau.factories import Who, bill, card, person
from bureau.faults.bank import Bank
from bureau.paying import BANK, CLERK, SECOND, TREASURY
from bureau.test_casework import ASKED, Desk
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Order, OrderLine, Step, Task
from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Account
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.models import Batch, FundRequest, Payable, Payment, ReturnFile
from mianshen.bureau.registry import services as registry

FUNDS = {("基金", 2025): "2025-aid", ("残联资金", 2025): "2025-disabled"}
TODAY = date(2025, 3, 26)
ROUNDS_MAX = 60


class Office:
    """A district whose orders of one month go from what stands entitled to the cards.

    It knows nothing but what the database and the bank tell it, so that it goes on wherever it was
    left.
    """

    def __init__(
        self,
        folder: Path,
        people: int = 3,
        first: int = 0,
        directory: payout.Directory | None = None,
    ) -> None:
        self.folder = folder
        self.directory = directory or payout.Registered()
        self.people = [Who(f"王{n}", card(first + n)) for n in range(people)]
        self.bank = Bank(folder / "bank")

    def begins(self, desk: Desk) -> None:
        """Bills have come in and stand entitled; what follows is `goes_on`."""
        self.desk = desk
        source = f"list-{self.people[0].certno}"
        desk.bureau.roster("202501", [(who, "低保") for who in self.people], source)
        for number, who in enumerate(self.people):
            bank = f"62170000{self.people[0].certno[-8:-1]}{number:04d}"
            account = registry.propose_account(
                person(who), bank, who.name, "某农商行", desk.bureau.stated("clerk:1")
            )
            registry.confirm_account(account, desk.bureau.stated("clerk:2"))
        desk.bureau.settle(*(bill(who, f"s-{who.certno}") for who in self.people))
        assessment.assess_dirty(ASKED, desk.bureau.stated("system"))

    def goes_on(self) -> None:
        """Do what is to be done next until there is nothing more."""
        for _ in range(ROUNDS_MAX):
            if not self.round():
                return
        raise AssertionError("the month does not end")

    def round(self) -> bool:
        """Do what is to be done next; whether there was something."""
        acts = list(self._next())
        for act in acts:
            act()
        return bool(acts)

    def _next(self) -> Iterator[Callable[[], object]]:
        for step in (self._orders, self._requests, self._batches, self._answers):
            acts = list(step())
            yield from acts
            if acts:
                return

    def _orders(self) -> Iterator[Callable[[], object]]:
        desk = self.desk
        due = {one.person for one in assessment.open_deltas() if one.net_fen > 0}
        if due - assessment.to_be_assessed():
            regions = dict.fromkeys(due, small.NORTH)
            yield partial(casework.attach, None, regions, desk.flow, desk.bureau.stated("system"))
        for order in Order.objects.exclude(state__in=["approved", "void"]).order_by("id"):
            yield from self._order(order)
        if casework.ready_for_payout():
            yield partial(payout.take_over, FUNDS, "staff:payer")

    def _order(self, order: Order) -> Iterator[Callable[[], object]]:
        desk = self.desk
        if order.state == "pending":
            yield partial(casework.hand_down, order.pk, desk.by(desk.reviewer))
        elif order.state == "handed_down":
            yield partial(casework.receive, order.pk, desk.by(desk.clerk))
        else:
            officers = {"medical-security": desk.medical, "disabled": desk.disabled}
            whole = {"street": desk.clerk, "centre": desk.reviewer}
            stage = desk.flow.stages[order.stage].id
            for task in Task.objects.filter(order=order, state="open").order_by("id"):
                staff = officers.get(task.department) or whole[stage]
                by = desk.by(staff)
                yield partial(casework.approve, order.pk, stage, by, task.department)

    def _requests(self) -> Iterator[Callable[[], object]]:
        waiting = Payable.objects.filter(request=None, voided_at=None)
        for fund in sorted(set(waiting.values_list("fund__code", flat=True))):
            yield partial(payout.make_request, fund, CLERK)
        for one in FundRequest.objects.filter(state="submitted").order_by("id"):
            yield partial(payout.review, one.number, TREASURY)
        for one in FundRequest.objects.filter(state="reviewed").order_by("id"):
            told = (one.number, CLERK, one.declared_fen, TODAY, f"到账 {one.number}")
            yield partial(payout.money_arrived, *told)

    def _batches(self) -> Iterator[Callable[[], object]]:
        for task in payout.open_tasks():
            yield partial(payout.settle_task, task.pk, CLERK, "已核实")
        for one in FundRequest.objects.filter(state="arrived").order_by("id"):
            if self._payable_of(one):
                told = (one.number, BANK.bank, CLERK, self.directory, TODAY)
                yield partial(payout.make_batch, *told)
        for batch in Batch.objects.filter(sent_at=None, cancelled_at=None).order_by("id"):
            yield partial(self._send, batch.number)

    @staticmethod
    def _payable_of(request: FundRequest) -> bool:
        held = Account.objects.filter(
            kind=Claim.PAYABLE,
            holder__in=[claim(Claim.PAYABLE, one.key).holder for one in request.lines.all()],
        )
        return any(
            one.credits_posted_fen - one.debits_posted_fen - one.debits_pending_fen for one in held
        )

    def _send(self, number: str) -> None:
        told = (BANK, self.folder, self.directory, TODAY, CLERK)
        file = payout.write_bank_file(number, *told)
        self.bank.hand_over(file.path)
        payout.send(number, SECOND)

    def _answers(self) -> Iterator[Callable[[], object]]:
        loaded = set(ReturnFile.objects.values_list("name", flat=True))
        for batch in Batch.objects.exclude(sent_at=None).order_by("id"):
            for file in self.bank.answers(batch.number):
                if file.name not in loaded:
                    told = (batch.number, file, BANK.return_file, CLERK, TODAY)
                    yield partial(payout.receive_return, *told)

    def told(self) -> dict[str, object]:
        """Where everything of these people ended, without the numbers of rows."""
        sums: Counter[str] = Counter()
        for who in self.people:
            sums += self._fen(who)
        return {
            "fen": dict(sorted(sums.items())),
            "people": [self._told_of(who) for who in self.people],
            "bank": list(self.bank.paid().values()),
            "tasks": len(payout.open_tasks()),
            "deltas": [one.net_fen for one in assessment.open_deltas()],
            "whole": payout.prove().is_whole,
        }

    def _told_of(self, who: Who) -> dict[str, object]:
        orders = casework.orders_of(person(who))
        return {
            "fen": dict(sorted(self._fen(who).items())),
            "orders": sorted((one.state, sorted(_acts(one).items())) for one in orders),
            "lines": self._lines(who),
            "payments": self._payments(who),
        }

    @staticmethod
    def _lines(who: Who) -> list[tuple[str, str, int, str]]:
        lines = OrderLine.objects.filter(person=person(who)).exclude(amount_fen=0)
        return sorted(lines.values_list("programme", "department", "amount_fen", "state"))

    @staticmethod
    def _payments(who: Who) -> list[tuple[str, int, str, int]]:
        paid = Payment.objects.filter(line__person=person(who))
        told = Counter(paid.values_list("line__programme", "amount_fen", "outcome"))
        return sorted((*one, times) for one, times in told.items())

    @staticmethod
    def _fen(who: Who) -> Counter[str]:
        """What each of somebody's programmes holds, by kind of account."""
        found: Counter[str] = Counter()
        mine = Account.objects.filter(book="claims", holder__startswith=f"line:{person(who)}/")
        for one in mine:
            programme = one.holder.split("/")[3]
            found[f"{programme} {one.kind}"] += one.credits_posted_fen - one.debits_posted_fen
        return +found


def _acts(order: Order) -> Counter[str]:
    """How often each act was done on an order."""
    return Counter(Step.objects.filter(order=order).values_list("act", flat=True))


def open_funds() -> None:
    """The funds of the year; one has less than the month takes, and lists what it lacks."""
    paying.open_fund(payout.FundKind.FLOOR, 30_000, "2025-aid")
    paying.open_fund(payout.FundKind.FLOOR, 1_000_000, "2025-disabled", account="残联专户")
