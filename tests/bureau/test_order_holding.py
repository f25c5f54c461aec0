"""冻结与中止计时: an order frozen and thawed, its clocks let stand and go on, from its page."""

from bureau.desk_district import (
    CLERK,
    DISABLED,
    INSPECTOR,
    REVIEWER,
    SOUTH,
    DeskDistrict,
    signed_in,
)
from bureau.statements import statements
from mianshen.bureau.casework.models import Order

QUERIES_MAX = 15
ACTS = ("freeze", "thaw", "pause", "resume")


def received(number: int = 0) -> Order:
    found = Order.objects.filter(region__startswith="510118001", state="received").order_by("pk")
    return found[number]


def test_a_reviewer_freezes_an_order_and_thaws_it_with_a_reason(district: DeskDistrict) -> None:
    assert district
    order = received()
    reviewer, address = signed_in(REVIEWER), f"/orders/{order.pk}"
    assert f'href="{address}/hold"' in reviewer.get(address).content.decode()
    assert "请写明理由" in reviewer.post(f"{address}/freeze", {"why": " "}).content.decode()
    page = reviewer.post(f"{address}/freeze", {"why": "信访核查"}, follow=True).content.decode()
    assert f"工单 {order.pk} 已冻结" in page
    assert "本工单已冻结" in page
    assert reviewer.post(f"{address}/freeze", {"why": "再次"}).status_code == 400

    clerk = signed_in(CLERK)
    assert "本工单已冻结" in clerk.get(address).content.decode()
    assert clerk.get(f"{address}/hold").status_code == 403
    assert clerk.post(f"{address}/approve", {"stage": "street"}).status_code == 400

    assert f'action="{address}/thaw"' in reviewer.get(f"{address}/hold").content.decode()
    page = reviewer.post(f"{address}/thaw", {"why": "核查无误"}, follow=True).content.decode()
    assert "从原环节继续办理" in page
    record = clerk.get(f"{address}/record").content.decode()
    assert record.index("核查无误") < record.index("信访核查")
    order.refresh_from_db()
    assert (order.is_frozen, order.state) == (False, "received")


def test_clocks_stand_for_a_reason_of_the_flow_and_go_on_with_another(
    district: DeskDistrict,
) -> None:
    assert district
    order = received(1)
    clerk, address = signed_in(CLERK), f"/orders/{order.pk}"
    offered = clerk.get(f"{address}/hold").content.decode()
    assert 'value="household_check"' in offered
    # What is missing is told on a page of its own, and no clock stands for another payer here.
    assert 'value="supplement"' not in offered
    assert 'value="other_payer"' not in offered
    assert "冻结" not in offered.split("<h2>", 1)[1]
    given = {"reason": "other_payer", "why": "等大病数据"}
    assert "请选择中止计时的原因" in clerk.post(f"{address}/pause", given).content.decode()
    given = {"reason": "household_check", "why": "请民政核对家庭经济状况"}
    assert "时限从今天起中止计算" in (
        clerk.post(f"{address}/pause", given, follow=True).content.decode()
    )
    assert "请民政核对家庭经济状况" in clerk.get(f"{address}/hold").content.decode()
    assert order.pauses.filter(last__isnull=True).count() == 1

    given = {"reason": "household_check", "why": "核对完毕"}
    page = clerk.post(f"{address}/resume", given, follow=True).content.decode()
    assert "时限从明天起恢复计算" in page
    assert not order.pauses.filter(last__isnull=True).exists()
    assert clerk.post(f"{address}/resume", given).status_code == 400


def test_nobody_holds_an_order_that_is_not_theirs_or_frees_it(district: DeskDistrict) -> None:
    assert district
    theirs = Order.objects.filter(region=SOUTH, state="received").first()
    assert theirs is not None
    given = {"why": "试", "reason": "household_check"}
    for number, order in ((CLERK, theirs), (INSPECTOR, received()), (DISABLED, received())):
        client = signed_in(number)
        assert client.get(f"/orders/{order.pk}/hold").status_code == 403, number
        for act in ACTS:
            answer = client.post(f"/orders/{order.pk}/{act}", given)
            assert answer.status_code in (400, 403), (number, act)
    assert not theirs.pauses.exists()
    assert not Order.objects.filter(is_frozen=True).exists()


def test_the_page_takes_few_queries(district: DeskDistrict) -> None:
    assert district
    client, address = signed_in(REVIEWER), f"/orders/{received().pk}/hold"
    client.get(address)
    with statements() as told:
        client.get(address)
    assert len(told) <= QUERIES_MAX
