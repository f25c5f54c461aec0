"""Of two who do the same at once one does, the other is told a sentence, and every fen is right."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from bureau import paying
from bureau.canonical import canonical
from bureau.counter import BILL, Counter, bill_row, read_profile
from bureau.factories import bill, person
from bureau.paying import BANK, CLERK, FUND, SECOND, TODAY, TREASURY, Street
from bureau.races.meeting import DONE, meanwhile, together
from bureau.test_casework import ASKED, FUNDS, LI, ZHANG, Desk, fen, state
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.models import Run
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Order, OrderLine
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake import steps
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.ledger.chart import Claim
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.models import FundRequest, Payable, Payment
from mianshen.bureau.registry import services as registry

pytestmark = pytest.mark.usefixtures("database")

RULES = payout.RecoveryRules(objection_days=60, waiver_below_fen=50)
LATER = date(2025, 6, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def process_anew(batch: int, counter: Counter) -> Batch:
    """A worker of its own takes a batch up."""
    return intake.process(Batch.objects.get(pk=batch), counter.profile, "clerk:1")


def acts_on(order: int) -> list[str]:
    return [step.act for step in casework.steps_of(order)]


class TestApproval:
    """Orders, by two at once."""

    def test_of_two_who_give_the_last_approval_one_does(self, desk: Desk) -> None:
        order = desk.confirmed()
        casework.approve(order, "departments", desk.by(desk.medical), "medical-security")
        casework.approve(order, "departments", desk.by(desk.disabled), "disabled")
        by = desk.by(desk.reviewer)
        done, told = together(*[partial(casework.approve, order, "centre", by)] * 2)

        assert (done, acts_on(order).count("approved:centre")) == (DONE, 1)
        assert "approved now" in told
        assert fen() == {Claim.APPROVED: 25_600}

    def test_two_departments_that_decide_at_once_both_count(self, desk: Desk) -> None:
        order = desk.confirmed()
        parts = ((desk.medical, "medical-security"), (desk.disabled, "disabled"))
        acts = [
            partial(casework.approve, order, "departments", desk.by(staff), part)
            for staff, part in parts
        ]

        assert together(*acts) == [DONE, DONE]
        assert Order.objects.get(pk=order).stage == 2

    def test_an_order_confirmed_by_itself_and_by_one_click_is_confirmed_once(
        self, desk: Desk
    ) -> None:
        orders = desk.received(ZHANG, LI)
        sample = casework.draw(orders, desk.by(desk.clerk)).pk
        for order in casework.to_open(sample):
            casework.open_sampled(sample, order, desk.by(desk.clerk))
        click = partial(casework.confirm_all, sample, desk.by(desk.clerk))
        alone = partial(casework.approve, orders[0], "street", desk.by(desk.other))
        done, told = together(click, alone)

        assert done == DONE
        assert told == DONE or "somebody has decided" in told
        assert [acts_on(order).count("approved:street") for order in orders] == [1, 1]

    def test_an_order_approved_while_the_roster_changes_stays_approved(self, desk: Desk) -> None:
        """Zhang leaves the list; the last approval comes while her order is about to be ended."""
        order = desk.confirmed()
        casework.approve(order, "departments", desk.by(desk.medical), "medical-security")
        casework.approve(order, "departments", desk.by(desk.disabled), "disabled")
        last = desk.by(desk.reviewer)
        desk.bureau.roster("202502", [(LI, "低保")])
        with meanwhile(partial(desk.assess, ZHANG)) as told:
            casework.approve(order, "centre", last)

        assert told == [DONE]
        assert state(order) == "approved"
        assert {line.state for line in OrderLine.objects.all()} == {"approved"}
        assert fen() == {Claim.APPROVED: 25_600}
        (one, two) = assessment.open_deltas([person(ZHANG)])
        assert (one.net_fen + two.net_fen, one.for_a_human) == (-25_600, True)

    def test_an_order_ended_while_it_is_approved_is_not_approved(self, desk: Desk) -> None:
        """The other way round: her order is ended, and the approval comes a moment late."""
        order = desk.confirmed()
        desk.bureau.roster("202502", [(LI, "低保")])
        assessment.assess_dirty(ASKED, desk.bureau.stated("system"))
        by = desk.by(desk.medical)
        late = partial(casework.approve, order, "departments", by, "medical-security")
        with meanwhile(late) as told:
            casework.attach(None, {}, desk.flow, desk.bureau.stated("system"))

        assert "void now" in told[0]
        assert (state(order), fen()) == ("void", {Claim.ENTITLED: 25_600})
        desk.assess(ZHANG)
        assert fen() == {}


class TestWorkers:
    """Jobs taken by two workers at once."""

    def test_one_batch_taken_by_two_is_stated_once(self, tmp_path: Path) -> None:
        counter = Counter(read_profile(tmp_path))
        content = "\n".join((BILL, bill_row(ZHANG, "s1"), "")).encode()
        received = intake.receive(counter.profile, "结算_202503.csv", content, "clerk:1")
        takes = partial(process_anew, received.batch.pk, counter)
        done, told = together(takes, takes)

        assert done == DONE
        assert told == DONE or "look at it again" in told
        batch = Batch.objects.get()
        intake.process(batch, counter.profile, "clerk:1")
        assert (batch.state, batch.row_set.count()) == ("applied", 1)
        assert len(canonical()["events"]) == 1

    @pytest.mark.parametrize("at", ["received", "staged", "validated", "diffed"])
    def test_whoever_takes_a_batch_that_another_is_moving_is_told(
        self, tmp_path: Path, at: str
    ) -> None:
        counter = Counter(read_profile(tmp_path))
        content = "\n".join((BILL, bill_row(ZHANG, "s1"), "")).encode()
        batch = intake.receive(counter.profile, "结算_202503.csv", content, "clerk:1").batch
        work = steps.Work(batch, counter.profile, "clerk:1")
        with work.stack:
            while batch.state != at:
                steps._STEPS[batch.state](work)
            with meanwhile(partial(process_anew, batch.pk, counter)) as told:
                steps._STEPS[batch.state](work)

        assert "look at it again" in told[0]
        assert len(process_anew(batch.pk, counter).problems) == 0
        assert batch.row_set.count() == 1

    def test_of_two_assessments_at_once_the_second_finds_nothing_to_do(self, desk: Desk) -> None:
        desk.listed(ZHANG, LI)
        desk.bureau.settle(bill(ZHANG, "s1"))
        acts = [
            partial(assessment.assess_dirty, ASKED, desk.bureau.stated("system")) for _ in range(2)
        ]

        assert together(*acts) == [DONE, DONE]
        assert Run.objects.count() == 1
        assert fen() == {Claim.ENTITLED: 25_600}

    def test_what_two_bring_to_orders_at_once_is_ordered_once(self, desk: Desk) -> None:
        desk.listed(ZHANG)
        desk.bureau.settle(bill(ZHANG, "s1"))
        assessment.assess_dirty(ASKED, desk.bureau.stated("system"))
        regions = {person(ZHANG): "510118001000"}
        acts = [
            partial(casework.attach, None, regions, desk.flow, desk.bureau.stated("system"))
            for _ in range(2)
        ]

        assert together(*acts) == [DONE, DONE]
        assert Order.objects.count() == 1
        assert fen() == {Claim.ORDERED: 25_600}

    def test_orders_wait_for_an_assessment_under_way_and_take_what_it_finds(
        self, desk: Desk
    ) -> None:
        """It lowers what is due: the old sum is not brought to an order."""
        desk.listed(ZHANG)
        desk.bureau.settle(bill(ZHANG, "s1"))
        assessment.assess_dirty(ASKED, desk.bureau.stated("system"))
        desk.bureau.pay(ZHANG, "p1", 10_000, "s1")
        regions = {person(ZHANG): "510118001000"}
        stated = desk.bureau.stated("system")
        with meanwhile(partial(casework.attach, None, regions, desk.flow, stated)) as told:
            assessment.assess_dirty(ASKED, desk.bureau.stated("system"))

        assert told == [DONE]
        assert fen() == {Claim.ORDERED: 19_200}

    def test_lines_taken_over_by_two_are_taken_over_once(self, desk: Desk) -> None:
        desk.approved(desk.confirmed())
        paying.open_fund()
        takes = partial(payout.take_over, FUNDS, "staff:payer")

        assert together(takes, takes) == [DONE, DONE]
        assert Payable.objects.count() == 3
        assert fen() == {Claim.PAYABLE: 25_600}

    def test_a_mark_of_what_was_not_yet_to_be_seen_stays(self, desk: Desk) -> None:
        """It was made before another mark of the same person, and committed after it was read."""
        desk.listed(ZHANG)
        registry.clear_marks(registry.dirty_people())
        who, first, second = person(ZHANG), desk.bureau.stated(), desk.bureau.stated()
        marked, read = Event(), Event()

        def marks_slowly() -> None:
            with transaction.atomic():
                registry.mark_dirty([who], first)
                marked.set()
                read.wait(30)
            connection.close()

        slow = Thread(target=marks_slowly)
        slow.start()
        assert marked.wait(30)
        registry.mark_dirty([who], second)
        seen = registry.dirty_people()
        read.set()
        slow.join()
        registry.clear_marks(seen)

        assert set(registry.dirty_people()) == {who}


class TestMoney:
    """The steps from a request to the bank's answer, by two at once."""

    def test_of_two_who_ask_for_the_same_money_one_does(self) -> None:
        paying.open_fund()
        paying.handed_over(200, 60)
        asks = partial(payout.make_request, FUND, CLERK)
        done, told = together(asks, asks)

        assert (done, FundRequest.objects.count()) == (DONE, 1)
        assert "no line" in told
        assert payout.position(FUND).committed_fen == 260

    def test_of_two_who_enter_the_arrival_one_does(self) -> None:
        paying.open_fund()
        paying.handed_over(200)
        number = payout.make_request(FUND, CLERK).number
        payout.review(number, TREASURY)
        enters = partial(payout.money_arrived, number, CLERK, 200, TODAY, "流水")
        done, told = together(enters, enters)

        assert done == DONE
        assert "arrived by now" in told
        assert payout.prove().is_whole

    def test_a_batch_is_sent_or_cancelled_and_never_both(self, tmp_path: Path) -> None:
        paying.open_fund()
        paying.handed_over(200)
        batch = paying.batched(paying.funded())
        payout.write_bank_file(batch, BANK, tmp_path, Street(), TODAY, CLERK)
        acts = partial(payout.send, batch, SECOND), partial(payout.cancel, batch, CLERK, "撤销")
        done, told = together(*acts)

        assert done == DONE
        assert "sent or cancelled before" in told
        assert payout.prove().is_whole

    def test_a_line_voided_while_a_batch_is_made_is_not_in_it(self) -> None:
        paying.open_fund()
        paying.handed_over(200, 60)
        request = paying.funded()
        makes = partial(payout.make_batch, request, BANK.bank, CLERK, Street(), TODAY)
        with meanwhile(makes) as told:
            payout.void_line("order-1", CLERK, SECOND, "重复")

        assert told == [DONE]
        assert [one.amount_fen for one in Payment.objects.all()] == [60]
        assert payout.prove().is_whole

    def test_a_line_on_its_way_into_a_batch_is_not_voided(self) -> None:
        paying.open_fund()
        paying.handed_over(200)
        request = paying.funded()
        with meanwhile(partial(payout.void_line, "order-1", CLERK, SECOND, "重复")) as told:
            payout.make_batch(request, BANK.bank, CLERK, Street(), TODAY)

        assert "cannot be voided" in told[0]
        assert Payment.objects.get().amount_fen == 200
        assert payout.prove().is_whole

    def test_a_line_voided_while_money_is_asked_for_is_not_asked_for(self) -> None:
        paying.open_fund()
        paying.handed_over(200, 60)
        with meanwhile(partial(payout.make_request, FUND, CLERK)) as told:
            payout.void_line("order-1", CLERK, SECOND, "重复")

        assert told == [DONE]
        assert FundRequest.objects.get().declared_fen == 60
        assert payout.position(FUND).committed_fen == 60

    def test_what_is_offset_while_money_is_asked_for_is_not_asked_for(self, tmp_path: Path) -> None:
        batch = paying.at_the_bank(tmp_path, 1_000)
        paying.answered(tmp_path, batch, {1: "0000"})
        recovery = payout.open_recovery("order-1", 400, "已冲正", CLERK, TODAY, RULES)
        more = replace(paying.line(1, 300), key="order-1b")
        paying.approve([more])
        payout.accept([more], CLERK)
        with meanwhile(partial(payout.make_request, FUND, CLERK)) as told:
            payout.offset(recovery, "order-1b", 100, CLERK, "同意书", LATER)

        assert told == [DONE]
        assert FundRequest.objects.latest("id").declared_fen == 200
        assert payout.prove().is_whole

    def test_of_two_who_see_to_a_returned_payment_one_does(self, tmp_path: Path) -> None:
        batch = paying.at_the_bank(tmp_path, 200)
        paying.answered(tmp_path, batch, {1: "3031"})
        (task,) = payout.open_tasks()
        sees = partial(payout.settle_task, task.pk, CLERK, "已更正")
        done, told = together(sees, sees)

        assert done == DONE
        assert "done already" in told
        assert fen() == {Claim.PAYABLE: 200}

    def test_a_return_that_arrives_twice_in_two_files_counts_once(self, tmp_path: Path) -> None:
        batch = paying.at_the_bank(tmp_path, 200, 60)
        codes = {1: "0000", 2: "3031"}
        files = (
            paying.answer(tmp_path, batch, codes, name="morning"),
            paying.answer(tmp_path, batch, codes, totals=(2, 260), name="evening"),
        )
        acts = [
            partial(payout.receive_return, batch, file, BANK.return_file, CLERK, TODAY)
            for file in files
        ]

        assert together(*acts) == [DONE, DONE]
        assert fen() == {Claim.PAID: 200, Claim.RETURNED: 60}
        assert len(payout.open_tasks()) == 1
        assert payout.prove().is_whole

    def test_of_two_who_reclaim_the_same_fen_one_does(self, tmp_path: Path) -> None:
        batch = paying.at_the_bank(tmp_path, 200)
        paying.answered(tmp_path, batch, {1: "0000"})
        opens = partial(payout.open_recovery, "order-1", 150, "冲正", CLERK, TODAY, RULES)
        done, told = together(opens, opens)

        assert done == DONE
        assert "does not hold that much" in told
        assert fen() == {Claim.PAID: 50, Claim.RECLAIMED: 150}

    def test_a_request_returned_after_a_line_was_voided_frees_each_fen_once(self) -> None:
        paying.open_fund(payout.FundKind.CEILING, 1_000)
        paying.handed_over(200, 60)
        number = payout.make_request(FUND, CLERK).number
        more = paying.line(3, 500)
        paying.approve([more])
        payout.accept([more], CLERK)
        payout.make_request(FUND, CLERK)
        payout.void_line("order-1", CLERK, SECOND, "重复")
        payout.return_request(number, TREASURY, "退回")

        where = payout.position(FUND)
        assert (where.left_fen, where.committed_fen) == (500, 500)
        assert payout.make_request(FUND, CLERK).asked_fen == 60
