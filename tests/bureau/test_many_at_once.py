"""Many orders by one act: handed down from the list, and a department's parts after a sample."""

import re

from django.urls import reverse

from bureau.desk_district import (
    CLERK,
    DISABLED,
    INSPECTOR,
    NORTH,
    REVIEWER,
    DeskDistrict,
    by,
    signed_in,
)
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Order, State

OFFICER = "demo-department-officer-bureau"
WORK = {"work": "hand_down", "stage": "0"}


def confirmed_by_the_street() -> list[int]:
    """All orders that the first street has received, confirmed by it: departments are next."""
    theirs = Order.objects.filter(state=State.RECEIVED, region__startswith=NORTH[:9])
    orders = list(theirs.values_list("pk", flat=True))
    clerk = by(CLERK)
    sample = casework.draw(orders, clerk).pk
    for order in casework.to_open(sample):
        casework.open_sampled(sample, order, clerk)
    casework.confirm_all(sample, clerk)
    return orders


def test_all_that_wait_are_handed_down_from_the_list_by_one_click(district: DeskDistrict) -> None:
    pending = Order.objects.filter(state=State.PENDING, pk__in=district.orders)
    before = pending.count()
    desk = signed_in(REVIEWER)
    page = desk.get(reverse("orders"), WORK).content.decode()
    assert before > 1
    assert f"待下放 {before} 件" in page

    answer = desk.post(reverse("orders-hand-down"), WORK, follow=True).content.decode()

    assert f"已下放 {before} 件工单" in answer
    assert not pending.count()
    again = desk.post(reverse("orders-hand-down"), WORK, follow=True).content.decode()
    assert "已下放 0 件工单" in again


def test_only_the_centres_reviewer_hands_down(district: DeskDistrict) -> None:
    assert district
    for who in (CLERK, DISABLED, INSPECTOR):
        assert signed_in(who).post(reverse("orders-hand-down"), WORK).status_code == 403


def test_a_department_agrees_to_all_its_parts_after_reading_the_sample(
    district: DeskDistrict,
) -> None:
    assert district
    orders = confirmed_by_the_street()
    desk, tasks = signed_in(DISABLED), reverse("department-tasks")
    page = desk.get(tasks).content.decode()
    assert f"待办 {len(orders)} 件" in page
    # Medical security finds its parts as well, though it sits at the bureau.
    assert f"待办 {len(orders)} 件" in signed_in(OFFICER).get(tasks).content.decode()
    fields = re.findall(r'name="(flow|stage|department)" value="([^"]*)"', page.split("bar")[1])

    drawn = desk.post(reverse("department-draw"), dict(fields[:3]))
    number = int(drawn.url.rpartition("=")[2])
    sample = desk.get(drawn.url).content.decode()
    assert "同意前请逐件查看" in sample
    click = {"sample": number}
    refused = desk.post(reverse("department-confirm"), click, follow=True).content.decode()
    assert "请先查看抽中的工单" in refused
    for order in casework.to_open(number):
        read = desk.post(reverse("department-read"), {**click, "order": order}, follow=True)
        assert f"工单 {order}" in read.content.decode()
    done = desk.post(reverse("department-confirm"), click, follow=True).content.decode()

    assert f"已同意 {len(orders)} 件" in done
    assert "本部门没有待办" in done
    parts = casework.parts_beside(orders)
    assert {one.department: one.state for one in parts[orders[0]]}["disabled"] == "approved"


def test_a_sample_that_is_no_longer_there_is_told(district: DeskDistrict) -> None:
    assert district
    desk = signed_in(DISABLED)
    assert "没有可一键同意" in desk.post(reverse("department-draw"), follow=True).content.decode()
    for sample in ("", "999999"):
        answer = desk.post(reverse("department-confirm"), {"sample": sample}, follow=True)
        assert answer.status_code == 400
