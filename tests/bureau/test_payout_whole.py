"""Whatever is done in whatever order, and wherever it is killed, every fen stays in one place."""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bureau import paying
from bureau.paying import BANK, CLERK, SECOND, TODAY, TREASURY, Street
from mianshen.bureau.ledger.chart import Claim, claim
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import held_fen
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.errors import PayoutError
from mianshen.bureau.payout.models import Batch, FundRequest, Payment

pytestmark = pytest.mark.usefixtures("database")

RULES = payout.RecoveryRules(objection_days=60, waiver_below_fen=50)
CODES = ("0000", "3031", "2000")
_runs = itertools.count(1)


class Killed(BaseException):
    """The program is gone before a statement reaches the database."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    """Kill whatever runs when it comes to its statement of that number."""
    seen = itertools.count(1)

    def count(execute: Callable[..., object], *given: object) -> object:
        if next(seen) == statement:
            raise Killed
        return execute(*given)

    try:
        with connection.execute_wrapper(count):
            yield
    finally:
        connections.close_all()


class Office:
    """One fund and three people of its own, and every act there is on them."""

    def __init__(self, folder: Path) -> None:
        self.run = next(_runs)
        self.folder, self.street = folder, Street()
        self.fund, self.first = f"fund-{self.run}", 1_000 * self.run
        paying.open_fund(payout.FundKind.CEILING, 600, self.fund, account=self.fund)
        self.keys = [f"order-{self.first + place}" for place in range(3)]
        lines = [paying.line(self.first + place, 200, self.fund) for place in range(3)]
        paying.approve(lines)
        payout.accept(lines, CLERK)

    @property
    def request(self) -> str:
        found = FundRequest.objects.filter(fund__code=self.fund).order_by("-id").first()
        return found.number if found else ""

    @property
    def batch(self) -> str:
        found = Batch.objects.filter(request__fund__code=self.fund).order_by("-id").first()
        return found.number if found else ""

    def act(self, name: str, number: int) -> None:
        getattr(self, name)(number)

    def ask(self, _: int) -> None:
        payout.make_request(self.fund, CLERK)

    def review(self, _: int) -> None:
        payout.review(self.request, TREASURY)

    def send_back(self, _: int) -> None:
        payout.return_request(self.request, TREASURY, "退回")

    def arrive(self, _: int) -> None:
        sum_fen = FundRequest.objects.filter(number=self.request).values_list("declared_fen")
        payout.money_arrived(self.request, CLERK, sum(fen for (fen,) in sum_fen), TODAY, "到账")

    def make(self, _: int) -> None:
        payout.make_batch(self.request, BANK.bank, CLERK, self.street, TODAY)

    def write(self, _: int) -> None:
        payout.write_bank_file(self.batch, BANK, self.folder, self.street, TODAY, CLERK)

    def send(self, _: int) -> None:
        payout.send(self.batch, SECOND)

    def cancel(self, _: int) -> None:
        payout.cancel(self.batch, CLERK, "撤销")

    def answer(self, number: int) -> None:
        codes = {place: CODES[(number // 3**place) % 3] for place in (1, 2, 3)}
        path = paying.answer(self.folder, self.batch, codes)
        payout.receive_return(self.batch, path, BANK.return_file, CLERK, TODAY)

    def settle(self, _: int) -> None:
        for task in payout.open_tasks():
            if task.line.key in self.keys:
                payout.settle_task(task.pk, CLERK, "已更正")

    def void(self, number: int) -> None:
        payout.void_line(self.keys[number % 3], CLERK, SECOND, "重复")

    def reclaim(self, number: int) -> None:
        payout.open_recovery(self.keys[number % 3], 1 + number % 250, "冲正", CLERK, TODAY, RULES)

    def lie(self, number: int) -> None:
        """Everything is handed over once more."""
        line = paying.line(self.first + number % 3, 200, self.fund)
        payout.accept([line], CLERK)

    def states(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for key in self.keys:
            for state in Claim:
                if state is not Claim.DETERMINED:
                    found[state] += held_fen(Book.CLAIMS, claim(state, key))
        return +found

    def paid(self) -> Counter[str]:
        """How often each line is paid at this moment."""
        rows = Payment.objects.filter(line__key__in=self.keys, outcome="paid")
        return Counter(rows.values_list("line__key", flat=True))


USUAL = ["ask", "review", "arrive", "make", "write", "send", "answer", "settle", "make"]
ACTS = sorted({*USUAL, "send_back", "cancel", "void", "reclaim", "lie"})


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 300)), max_size=8),
    st.integers(0, len(USUAL)),
)
def test_whatever_is_done_in_whatever_order_the_proof_is_whole(
    tmp_path: Path, acts: list[tuple[str, int]], usual: int
) -> None:
    office = Office(tmp_path)
    for name, number in [*((name, 4) for name in USUAL[:usual]), *acts]:
        try:
            office.act(name, number)
        except PayoutError:
            continue

    assert sum(office.states().values()) == 600
    assert all(times == 1 for times in office.paid().values())
    assert payout.prove().is_whole


STORY = [("ask", 0), ("review", 0), ("arrive", 0), ("make", 0), ("write", 0), ("send", 0)]
STORY += [("answer", 3), ("settle", 0), ("make", 0), ("write", 0), ("send", 0), ("answer", 0)]
STORY += [("reclaim", 1)]


@pytest.mark.parametrize("seeds", [range(5), range(5, 10)])
def test_killed_anywhere_and_started_again_it_ends_as_if_undisturbed(
    tmp_path: Path, seeds: range
) -> None:
    calm = Office(tmp_path)
    for step in STORY:
        calm.act(*step)

    for seed in seeds:
        office, draw = Office(tmp_path), random.Random(seed)
        for step in STORY:
            try:
                with killed_at(draw.randint(1, 25)):
                    office.act(*step)
            except Killed:
                office.act(*step)
        assert office.states() == calm.states()
        assert sorted(office.paid().values()) == sorted(calm.paid().values())

    assert payout.prove().is_whole


def together(*acts: Callable[[], object]) -> list[str]:
    """Do things at the same moment; what each came to: done, or the sentence it was told."""
    start = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except PayoutError as error:
            return str(error)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts), key=lambda told: told != "done")


def test_of_two_who_make_a_batch_at_once_one_does_and_the_other_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for name in ("ask", "review", "arrive"):
        office.act(name, 0)

    done, told = together(lambda: office.make(0), lambda: office.make(0))

    assert done == "done"
    assert "no line" in told
    assert Payment.objects.count() == 3


def test_of_two_who_load_a_return_at_once_one_does_and_the_other_is_told(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for step in STORY[:6]:
        office.act(*step)
    path = paying.answer(tmp_path, office.batch, dict.fromkeys((1, 2, 3), "0000"))

    def load() -> None:
        payout.receive_return(office.batch, path, BANK.return_file, CLERK, TODAY)

    done, told = together(load, load)

    assert done == "done"
    assert "loaded before" in told
    assert office.states() == {Claim.PAID: 600}
    assert payout.prove().is_whole
