"""Orders on their way: one wins, the other is told, and every fen is where it should be."""

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from bureau import offices_factory as small
from bureau.factories import Bureau, Who, bill, card, person
from bureau.paying import open_fund
from bureau.small_flow import FLOW
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Order, SampledOrder
from mianshen.bureau.ledger.chart import Claim
from mianshen.bureau.ledger.models import Account
from mianshen.bureau.ledger.services import proof
from mianshen.bureau.offices.services import Staff, delegate
from mianshen.bureau.payout import services as payout
from mianshen.run.messages import InputError
from mianshen.run.shipped import Located

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
PACK = """\
id: small
region: "000000"
identities: [低保]
payers:
  basic: {from: [hifp_pay]}
  major: {from: ["others:大病"], allocate: chronological}
layers:
  - {id: insurers, payers: [basic, major]}
  - {id: relief, members: [aid]}
  - {id: departments, members: [disabled, tilt]}
programmes:
  aid: {title: 医疗救助, office: 医保局, fund: 基金, who: {any: [低保]},
        base: in_scope - basic - major, terms: [{ratio: 50%}]}
  disabled: {title: 残疾人救助, office: 区残联, fund: 残联资金, who: {any: [低保]},
             base: in_scope - basic - major, terms: [{ratio: 10%}]}
  tilt: {title: 倾斜救助, office: 医保局, fund: 基金, who: {any: [低保]},
         base: in_scope - basic - major, terms: [{ratio: 20%}]}
"""
ASKED = assessment.Asked(date(2025, 12, 31), (2025,))
FUNDS = {("基金", 2025): "2025-aid", ("残联资金", 2025): "2025-aid"}


class Desk:
    """A small district at work: staff, the flow, and one act after the other."""

    def __init__(self, folder: Path, flow: str = FLOW, pack: str = PACK) -> None:
        self.bureau = Bureau()
        small.load(folder)
        self.flow = self.read(folder, flow)
        file = folder / "pack.yaml"
        file.write_text(pack, encoding="utf-8")
        assessment.put_in_force(Located(file), (), self.bureau.stated("policy:1"))
        self.clerk = small.hire("1001", "north/clerk")
        self.other = small.hire("1002", "north/clerk")
        self.far = small.hire("1003", "south/clerk")
        self.medical = small.hire("1004", "centre/officer")
        self.disabled = small.hire("1005", "disabled/officer")
        self.reviewer = small.hire("1006", "centre/reviewer")

    @staticmethod
    def read(folder: Path, text: str) -> casework.FlowSpelling:
        file = folder / casework.FLOW_FILE
        file.write_text(text, encoding="utf-8")
        return casework.read_flow(file)

    def by(self, staff: Staff) -> casework.By:
        return casework.By(staff, self.bureau.stated(f"staff:{staff.number}"))

    def assess(self, *people: Who) -> casework.Attached:
        assessment.assess_dirty(ASKED, self.bureau.stated("system"))
        regions = {person(who): small.NORTH for who in people}
        return casework.attach(None, regions, self.flow, self.bureau.stated("system"))

    def listed(self, *people: Who) -> None:
        self.bureau.roster("202501", [(who, "低保") for who in people])

    def received(self, *people: Who) -> list[int]:
        """Orders of people with one bill each, received by their street."""
        self.listed(*people)
        self.bureau.settle(*(bill(who, f"s{n}") for n, who in enumerate(people)))
        orders = sorted(self.assess(*people).opened)
        for order in orders:
            casework.hand_down(order, self.by(self.reviewer))
            casework.receive(order, self.by(self.clerk))
        return orders

    def confirmed(self, who: Who = ZHANG) -> int:
        (order,) = self.received(who)
        casework.approve(order, "street", self.by(self.clerk))
        return order

    def approved(self, order: int) -> None:
        """The rest of the way, for an order that its street has confirmed."""
        casework.approve(order, "departments", self.by(self.medical), "medical-security")
        casework.approve(order, "departments", self.by(self.disabled), "disabled")
        casework.approve(order, "centre", self.by(self.reviewer))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def state(order: int) -> str:
    return Order.objects.get(pk=order).state


def fen() -> dict[str, int]:
    """Where the fen of all claims are, by kind."""
    found: dict[str, int] = {}
    for one in Account.objects.filter(book="claims", is_border=False):
        held = one.credits_posted_fen - one.debits_posted_fen
        if held:
            found[one.kind] = found.get(one.kind, 0) + held
    assert proof().is_whole
    return found


def test_an_order_goes_down_is_received_and_comes_up_approved_to_the_fen(desk: Desk) -> None:
    order = desk.confirmed()
    assert fen() == {Claim.ORDERED: 25_600}
    desk.approved(order)

    assert state(order) == "approved"
    assert fen() == {Claim.APPROVED: 25_600}
    acts = [step.act for step in casework.steps_of(order)]
    assert acts[:3] == ["opened", "handed_down", "received"]
    assert acts[-1] == "approved:centre"
    open_fund()
    assert payout.take_over(FUNDS, "staff:payer") == 3
    assert payout.take_over(FUNDS, "staff:payer") == 0
    assert fen() == {Claim.PAYABLE: 25_600}


def test_one_sheet_has_the_part_of_every_department(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    sheet = casework.sheet(order)

    assert {part.department: part.amount_fen for part in sheet.parts} == {
        "disabled": 2_000,
        "medical-security": 23_600,
    }
    assert sheet.amount_fen == 25_600


def test_bills_come_to_the_open_order_until_it_is_confirmed_and_then_to_a_new_one(
    desk: Desk,
) -> None:
    (first,) = desk.received(ZHANG)
    desk.bureau.settle(bill(ZHANG, "later", day="2025-03-20"))
    done = desk.assess(ZHANG)

    assert (done.opened, done.added_to) == (set(), {first})
    assert casework.sheet(first).amount_fen == 51_200
    casework.approve(first, "street", desk.by(desk.clerk))
    desk.bureau.settle(bill(ZHANG, "last", day="2025-03-25"))
    (second,) = desk.assess(ZHANG).opened
    assert casework.sheet(second).amount_fen == 25_600
    assert fen() == {Claim.ORDERED: 76_800}


def test_attaching_again_changes_nothing(desk: Desk) -> None:
    desk.received(ZHANG)
    done = desk.assess(ZHANG)

    assert (done.opened, done.added_to, fen()) == (set(), set(), {Claim.ORDERED: 25_600})


def test_the_database_holds_one_open_order_of_a_person_and_period(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    found = Order.objects.get(pk=order)
    found.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        found.save(force_insert=True)


def test_who_has_no_region_that_answers_waits_and_is_told(desk: Desk) -> None:
    desk.listed(ZHANG)
    desk.bureau.settle(bill(ZHANG, "s1"))

    assert desk.assess().without_region == {person(ZHANG)}
    assert fen() == {Claim.ENTITLED: 25_600}


def test_an_office_refuses_one_of_three_programmes_and_the_rest_goes_on(desk: Desk) -> None:
    order = desk.confirmed()
    casework.reject(order, ["disabled"], "第九条", desk.by(desk.disabled), "disabled")

    assert casework.sheet(order).amount_fen == 23_600
    casework.approve(order, "departments", desk.by(desk.medical), "medical-security")
    (more,) = desk.assess(ZHANG).opened
    assert casework.sheet(more).amount_fen == 400, "the next programme gives of what is left"
    casework.approve(order, "centre", desk.by(desk.reviewer))
    assert fen() == {Claim.APPROVED: 23_600, Claim.ORDERED: 400}
    lines = assessment.lines_as_known([person(ZHANG)])
    assert {one.programme: one.amount_fen for one in lines}["disabled"] == 0


def test_an_order_of_which_everything_is_refused_is_void(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    casework.reject(order, ["aid", "disabled", "tilt"], "第九条", desk.by(desk.clerk))

    assert state(order) == "void"
    assert desk.assess(ZHANG).opened == set()
    assert fen() == {}


def test_a_department_decides_its_own_part_and_no_other(desk: Desk) -> None:
    order = desk.confirmed()

    with pytest.raises(InputError):
        casework.approve(order, "departments", desk.by(desk.disabled), "medical-security")
    with pytest.raises(casework.CaseworkError, match="not refused here: aid"):
        casework.reject(order, ["aid"], "第九条", desk.by(desk.disabled), "disabled")


def test_nobody_acts_outside_their_region_or_before_receiving(desk: Desk) -> None:
    desk.listed(ZHANG)
    desk.bureau.settle(bill(ZHANG, "s1"))
    (order,) = desk.assess(ZHANG).opened

    with pytest.raises(InputError):
        casework.hand_down(order, desk.by(desk.clerk))
    casework.hand_down(order, desk.by(desk.reviewer))
    with pytest.raises(InputError):
        casework.receive(order, desk.by(desk.far))
    with pytest.raises(casework.CaseworkError, match="handed_down now"):
        casework.approve(order, "street", desk.by(desk.clerk))
    casework.withdraw(order, "区划有误", desk.by(desk.reviewer))
    assert state(order) == "pending"


def test_a_deputy_acts_for_the_principal_and_is_kept_apart_like_him(desk: Desk) -> None:
    deputy = small.hire("1009")
    day = desk.by(desk.clerk).day
    delegate(desk.clerk, deputy, *small.place("north/clerk"), day, day, "请假", small.ACTOR)
    (order,) = desk.received(ZHANG)
    casework.approve(order, "street", desk.by(deputy))

    (step,) = [one for one in casework.steps_of(order) if one.act == "approved:street"]
    assert (step.staff, step.principal) == (deputy.pk, desk.clerk.pk)


def test_a_late_payment_by_the_major_illness_fund_lowers_the_order_under_approval(
    desk: Desk,
) -> None:
    order = desk.confirmed()
    desk.bureau.pay(ZHANG, "p1", 10_000, "s0")
    done = desk.assess(ZHANG)

    assert done.amended or done.voided
    desk.assess(ZHANG)
    (open_order,) = [one for one in casework.orders_of(person(ZHANG)) if one.state != "void"]
    assert casework.sheet(open_order.pk).amount_fen == 19_200
    assert fen() == {Claim.ORDERED: 19_200}
    assert order in {one.pk for one in casework.orders_of(person(ZHANG))}


def test_an_order_is_voided_by_late_facts_where_the_flow_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path, FLOW.replace("less: amend", "less: void"))
    order = desk.confirmed()
    desk.bureau.pay(ZHANG, "p1", 10_000, "s0")
    done = desk.assess(ZHANG)

    assert (done.voided, state(order)) == ({order}, "void")
    assert fen() == {Claim.ENTITLED: 25_600}, "nothing is ordered before it was assessed again"
    assert len(desk.assess(ZHANG).opened) == 1
    assert fen() == {Claim.ORDERED: 19_200}


def test_an_order_under_approval_ends_when_its_person_left_the_roster_before_the_bill(
    desk: Desk,
) -> None:
    order = desk.confirmed()
    desk.bureau.roster("202502", [(LI, "低保")])
    done = desk.assess(ZHANG)

    assert (done.voided, state(order)) == ({order}, "void")
    assert desk.assess(ZHANG).opened == set()
    assert fen() == {}


def test_an_approved_order_is_left_to_people_when_less_is_due(desk: Desk) -> None:
    order = desk.confirmed()
    desk.approved(order)
    desk.bureau.pay(ZHANG, "p1", 10_000, "s0")
    done = desk.assess(ZHANG)

    assert (done.amended, done.voided, done.opened) == (set(), set(), set())
    assert fen() == {Claim.APPROVED: 25_600}


def test_an_order_takes_more_under_approval_where_the_flow_says_so(tmp_path: Path) -> None:
    desk = Desk(tmp_path, FLOW.replace("more: follow_up", "more: amend"))
    order = desk.confirmed()
    desk.bureau.settle(bill(ZHANG, "later", day="2025-03-20"))
    done = desk.assess(ZHANG)

    assert (done.amended, done.opened, state(order)) == ({order}, set(), "received")
    casework.approve(order, "street", desk.by(desk.clerk))
    desk.approved(order)
    assert fen() == {Claim.APPROVED: 51_200}


def test_an_order_sent_back_goes_through_all_stages_again(desk: Desk) -> None:
    order = desk.confirmed()
    casework.send_back(order, "票据不全", desk.by(desk.disabled), "disabled")

    assert state(order) == "received"
    casework.approve(order, "street", desk.by(desk.clerk))
    desk.approved(order)
    assert fen() == {Claim.APPROVED: 25_600}


def test_a_frozen_order_waits(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    casework.freeze(order, "信访", desk.by(desk.reviewer))

    with pytest.raises(casework.CaseworkError, match="frozen"):
        casework.approve(order, "street", desk.by(desk.clerk))
    casework.thaw(order, "已办结", desk.by(desk.reviewer))
    casework.approve(order, "street", desk.by(desk.clerk))


def test_who_confirmed_does_not_review(tmp_path: Path) -> None:
    twice = FLOW.replace("office: centre, act: review", "office: street, act: confirm")
    desk = Desk(tmp_path, twice)
    order = desk.confirmed()
    casework.approve(order, "departments", desk.by(desk.medical), "medical-security")
    casework.approve(order, "departments", desk.by(desk.disabled), "disabled")

    with pytest.raises(casework.CaseworkError, match="somebody else"):
        casework.approve(order, "centre", desk.by(desk.clerk))
    casework.approve(order, "centre", desk.by(desk.other))
    assert state(order) == "approved"


def test_a_large_sum_takes_one_stage_more_with_minutes(tmp_path: Path) -> None:
    stage = "{id: large, title: 大额, office: centre, act: review, above_yuan: 200, minutes: true}"
    large = f"  - {stage}\n"
    desk = Desk(tmp_path, FLOW.replace("clocks:", f"{large}clocks:"))
    order = desk.confirmed()
    desk.approved(order)

    assert state(order) == "in_approval"
    with pytest.raises(casework.CaseworkError, match="minutes"):
        casework.approve(order, "large", desk.by(desk.reviewer))
    casework.approve(order, "large", desk.by(desk.reviewer), minutes="纪要〔2025〕3号")
    assert state(order) == "approved"


def test_one_click_confirms_only_after_the_sample_was_opened(desk: Desk) -> None:
    people = [Who(f"王{n}", card(100 + n)) for n in range(4)]
    orders = desk.received(*people)
    sample = casework.draw(orders, desk.by(desk.clerk)).pk

    assert casework.draw(orders, desk.by(desk.clerk)).pk == sample
    with pytest.raises(casework.CaseworkError, match="open 2 more"):
        casework.confirm_all(sample, desk.by(desk.clerk))
    for order in casework.to_open(sample):
        casework.open_sampled(sample, order, desk.by(desk.clerk))
    with pytest.raises(casework.CaseworkError, match="drawn for you"):
        casework.confirm_all(sample, desk.by(desk.other))
    casework.approve(orders[0], "street", desk.by(desk.other))
    done = casework.confirm_all(sample, desk.by(desk.clerk))

    assert (done.decided, done.left_out) == (3, 1)
    assert {(one.state, one.stage) for one in Order.objects.all()} == {("in_approval", 1)}
    assert SampledOrder.objects.filter(opened_at__isnull=False).count() == 2
    assert casework.confirm_all(sample, desk.by(desk.clerk)).decided == 0


def test_of_two_clerks_who_confirm_one_order_one_wins_and_the_other_is_told(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    clerks = (desk.by(desk.clerk), desk.by(desk.other))
    told = together(*(partial(casework.approve, order, "street", by) for by in clerks))

    (lost,) = [one for one in told if one is not None]
    assert isinstance(lost, casework.CaseworkError)
    assert "somebody has decided" in str(lost)
    acts = [step.act for step in casework.steps_of(order)]
    assert acts.count("approved:street") == 1


def together(*acts: Callable[[], None]) -> list[Exception | None]:
    """Acts begun at the same moment, and what each came to."""
    told: list[Exception | None] = []
    start = threading.Barrier(len(acts))

    def do(act: Callable[[], None]) -> None:
        start.wait()
        try:
            act()
            told.append(None)
        except Exception as error:
            told.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_one_click_decides_the_part_of_one_department_in_many_orders(tmp_path: Path) -> None:
    flow = FLOW.replace("tasks: department}", "tasks: department, one_click: {count: 1}}")
    desk = Desk(tmp_path, flow)
    orders = desk.received(ZHANG, LI)
    with pytest.raises(casework.CaseworkError, match="only parallel parts"):
        casework.draw(orders, desk.by(desk.clerk), "disabled")
    for order in orders:
        casework.approve(order, "street", desk.by(desk.clerk))
    parts = casework.open_parts(orders, 1)

    assert parts == {"disabled": orders, "medical-security": orders}
    with pytest.raises(InputError):
        casework.draw(orders, desk.by(desk.disabled), "medical-security")
    click(desk, orders, desk.disabled, "disabled")
    assert casework.open_parts(orders, 1) == {"medical-security": orders}
    click(desk, orders, desk.medical, "medical-security")
    assert {(one.state, one.stage) for one in Order.objects.all()} == {("in_approval", 2)}


def click(desk: Desk, orders: list[int], staff: Staff, department: str) -> None:
    sample = casework.draw(orders, desk.by(staff), department).pk
    for order in casework.to_open(sample):
        casework.open_sampled(sample, order, desk.by(staff))
    assert casework.confirm_all(sample, desk.by(staff)).decided == len(orders)


def test_many_orders_are_handed_down_and_received_by_one_act_each(desk: Desk) -> None:
    desk.listed(ZHANG, LI)
    desk.bureau.settle(bill(ZHANG, "s1"), bill(LI, "s2"))
    orders = sorted(desk.assess(ZHANG, LI).opened)
    casework.hand_down(orders[0], desk.by(desk.reviewer))

    with pytest.raises(InputError):
        casework.hand_down_all(orders, desk.by(desk.clerk))
    assert casework.hand_down_all(orders, desk.by(desk.reviewer)) == casework.Clicked(1, 1)
    with pytest.raises(InputError):
        casework.receive_all(orders, desk.by(desk.far))
    assert casework.receive_all(orders, desk.by(desk.clerk)) == casework.Clicked(2, 0)
    assert {one.state for one in casework.orders_told()} == {"received"}
    assert [step.act for step in casework.steps_of(orders[1])] == [
        *("opened", "handed_down", "received"),
    ]
