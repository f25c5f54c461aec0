"""Acts beside deciding: the village helper is asked, an order is split, the payee is another."""

from pathlib import Path

import pytest

from bureau import offices_factory as small
from bureau.factories import bill, person
from bureau.paying import open_fund
from bureau.test_casework import FUNDS, ZHANG, Desk, fen, state
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import OrderLine
from mianshen.bureau.ledger.chart import Claim
from mianshen.bureau.offices.services import scope_of
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.models import Payable
from mianshen.bureau.registry import services as registry

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def lines(order: int, department: str) -> list[int]:
    open_ones = OrderLine.objects.filter(order=order, department=department, state="open")
    return list(open_ones.order_by("id").values_list("pk", flat=True))


def test_the_helper_of_the_village_is_asked_and_somebody_else_answers(desk: Desk) -> None:
    helper = small.hire("2001", "north/helper")
    far = small.hire("2002", "south/helper")
    (order,) = desk.received(ZHANG)
    visit = casework.ask_visit(order, "是否在家休养？", desk.by(desk.clerk))
    with pytest.raises(casework.CaseworkError, match="has not answered yet"):
        casework.ask_visit(order, "再问一次", desk.by(desk.clerk))
    with pytest.raises(Exception, match="you may not do this here"):
        casework.answer_visit(visit, "在家", desk.by(far))

    by = desk.by(helper)
    (waiting,) = casework.visits_waiting(scope_of(helper.pk, by.day))
    assert (waiting.pk, waiting.question) == (visit, "是否在家休养？")
    casework.answer_visit(visit, "已入户，情况属实", by)
    assert not casework.visits_waiting(scope_of(helper.pk, by.day))
    (answered,) = casework.visits_of(order)
    assert (answered.answer, answered.answered_by) == ("已入户，情况属实", helper.pk)
    with pytest.raises(casework.CaseworkError, match="is answered"):
        casework.answer_visit(visit, "改口", by)


def test_what_is_in_doubt_goes_on_by_itself_and_the_rest_is_approved(desk: Desk) -> None:
    order = desk.confirmed()
    mine = desk.by(desk.disabled)
    made = casework.split(order, lines(order, "disabled"), "外伤待查", mine, "disabled")

    assert (casework.sheet(order).amount_fen, casework.sheet(made).amount_fen) == (23_600, 2_000)
    assert (state(made), fen()) == ("received", {Claim.ORDERED: 25_600})
    casework.approve(order, "departments", desk.by(desk.medical), "medical-security")
    casework.approve(order, "centre", desk.by(desk.reviewer))
    assert (state(order), fen()) == ("approved", {Claim.ORDERED: 2_000, Claim.APPROVED: 23_600})

    desk.bureau.settle(bill(ZHANG, "later", day="2025-03-20"))
    assert desk.assess(ZHANG).added_to == {made}


def test_not_the_whole_order_nor_anothers_lines_are_split_off(desk: Desk) -> None:
    order = desk.confirmed()
    everything = lines(order, "disabled") + lines(order, "medical-security")
    by = desk.by(desk.medical)
    with pytest.raises(casework.CaseworkError, match="choose some of the open lines"):
        casework.split(order, everything, "外伤待查", by, "medical-security")
    with pytest.raises(casework.CaseworkError, match="choose some of the open lines"):
        casework.split(order, lines(order, "disabled"), "外伤待查", by, "medical-security")

    assert fen() == {Claim.ORDERED: 25_600}


def test_money_goes_to_whom_the_registry_names(desk: Desk) -> None:
    order = desk.confirmed()
    desk.approved(order)
    stated = desk.bureau.stated()
    registry.set_payee(
        person(ZHANG),
        "供养机构",
        small.FIRST_DAY,
        stated,
        organisation="北街福利院",
        mandate="供养协议 2025-1",
    )
    open_fund()
    payout.take_over(FUNDS, "staff:payer")

    assert {line.payee for line in Payable.objects.all()} == {"北街福利院"}
