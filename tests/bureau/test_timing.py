"""Clocks of real orders: warned before, told after, standing while somebody is waited for."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bureau.small_flow import FLOW
from bureau.test_casework import ZHANG, Desk
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Alert, Order
from mianshen.bureau.offices.services import scope_of
from mianshen.bureau.offices.vocabulary import OfficeKind

pytestmark = pytest.mark.usefixtures("database")

REASON = casework.PauseReason.SUPPLEMENT
CLOCKS = """\
clocks:
  street:
    {title: 街镇确认, begins: handed_down, ends: confirmed, within: 5, unit: working_days,
     pauses: [supplement], warn_before: 2, escalate_to: centre, source: 假定}
  whole:
    {title: 全程, begins: ordered, ends: paid, within: 20, unit: working_days, source: 假定}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A district whose street has five working days."""
    return Desk(tmp_path, FLOW.partition("clocks:")[0] + CLOCKS)


def watch(desk: Desk, day: date, paid: date | None = None) -> casework.Watched:
    def paid_on(keys: object) -> dict[str, date]:
        return dict.fromkeys(keys, paid) if paid else {}  # type: ignore[attr-defined]

    return casework.watch_clocks(day, paid_on, desk.bureau.stated("system:jobs"))


def street(order: int) -> casework.ClockShown:
    return {one.code: one for one in casework.clocks_of(order)}["street"]


def opened_on(desk: Desk) -> date:
    return desk.by(desk.clerk).day


def street_began(desk: Desk, order: int) -> date:
    began = opened_on(desk)
    watch(desk, began)
    assert street(order).stand == "running"
    return began


def test_who_has_the_order_is_warned_and_the_next_office_is_told_once_each(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    began = street_began(desk, order)
    due = street(order).due_on
    assert due is not None

    watch(desk, due - timedelta(days=1))
    told = watch(desk, due)
    assert (told.warned, told.overdue, street(order).stand) == (0, 0, "warned")
    assert [one.office for one in Alert.objects.all()] == [OfficeKind.STREET]
    watch(desk, due + timedelta(days=1))
    again = watch(desk, due + timedelta(days=1))

    assert (again.overdue, street(order).stand) == (0, "overdue")
    scope = scope_of(desk.reviewer.pk, began)
    (shown,) = casework.alerts(scope, OfficeKind.CENTRE)
    assert (shown.order, shown.kind, shown.due_on) == (order, "overdue", due)
    acts = [step.act for step in casework.steps_of(order)]
    assert acts[-2:] == ["warned:street", "overdue:street"]


def test_days_on_which_a_clock_stands_do_not_count(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    began = street_began(desk, order)
    due = street(order).due_on
    assert due is not None
    casework.ask_for_supplement(order, ["出院小结", "费用清单"], desk.by(desk.clerk))
    watch(desk, due + timedelta(days=30))
    assert (street(order).stand, street(order).due_on) == ("paused", None)
    assert not Alert.objects.filter(code="street").exists()

    desk.bureau.at += timedelta(days=7)
    casework.resume(order, REASON, "材料已补齐", desk.by(desk.clerk))
    watch(desk, began + timedelta(days=8))
    later = street(order).due_on
    assert later is not None
    assert later >= due + timedelta(days=7)


def test_a_list_says_the_last_day_that_its_clocks_have_with_their_pauses(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    watch(desk, opened_on(desk))
    assert due(order) == street(order).due_on
    casework.ask_for_supplement(order, ["出院小结"], desk.by(desk.clerk))
    whole = {one.code: one for one in casework.clocks_of(order)}["whole"]
    assert due(order) == whole.due_on

    desk.bureau.at += timedelta(days=7)
    casework.resume(order, REASON, "材料已补齐", desk.by(desk.clerk))
    assert due(order) == street(order).due_on
    casework.approve(order, "street", desk.by(desk.clerk))
    assert due(order) == whole.due_on


def due(order: int) -> date | None:
    found = Order.objects.filter(pk=order)
    (row,) = casework.page_of_orders(found, None, 10).rows
    assert casework.due_days(found) == {order: row.due}
    assert list(casework.orders_due(found, row.due, row.due)) == list(found)
    return row.due


def test_what_is_missing_is_told_once(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    with pytest.raises(casework.CaseworkError, match="say why"):
        casework.ask_for_supplement(order, [" "], desk.by(desk.clerk))
    casework.ask_for_supplement(order, ["出院小结"], desk.by(desk.clerk))
    casework.resume(order, REASON, "已补齐", desk.by(desk.reviewer))

    with pytest.raises(casework.CaseworkError, match="told once"):
        casework.ask_for_supplement(order, ["费用清单"], desk.by(desk.clerk))


def test_a_clock_stands_for_no_other_reason_and_for_nobody_elsewhere(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    other = casework.PauseReason.INVESTIGATION
    with pytest.raises(casework.CaseworkError, match="no clock of this flow"):
        casework.pause(order, other, "外伤", desk.by(desk.clerk))
    with pytest.raises(Exception, match="you may not do this here"):
        casework.pause(order, REASON, "缺材料", desk.by(desk.far))
    with pytest.raises(casework.CaseworkError, match="do not stand"):
        casework.resume(order, REASON, "已补齐", desk.by(desk.clerk))


def test_a_clock_ends_with_its_event_and_is_looked_at_no_more(desk: Desk) -> None:
    order = desk.confirmed()
    desk.approved(order)
    day = opened_on(desk)
    watch(desk, day)
    assert [one.stand for one in casework.clocks_of(order)] == ["kept", "running"]
    watch(desk, day, paid=day)

    assert [one.stand for one in casework.clocks_of(order)] == ["kept", "kept"]
    assert watch(desk, day + timedelta(days=100)).clocks == 0


def test_the_clocks_of_a_void_order_are_dropped(desk: Desk) -> None:
    (order,) = desk.received(ZHANG)
    watch(desk, opened_on(desk))
    casework.reject(order, ["aid", "disabled", "tilt"], "不属于救助范围", desk.by(desk.clerk))
    watch(desk, opened_on(desk) + timedelta(days=100))

    assert {one.stand for one in casework.clocks_of(order)} == {"dropped"}
    assert not Alert.objects.exists()
