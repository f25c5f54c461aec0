"""The page of one order: all of it on one sheet, and the acts that are one's own."""

import json
import re
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bureau.desk_district import (
    CLERK,
    DISABLED,
    INSPECTOR,
    REVIEWER,
    SOUTH,
    DeskDistrict,
    by,
    signed_in,
)
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Order
from mianshen.bureau.registry import services as registry
from mianshen.money import format_yuan

QUERIES_MAX = 15
MEDICAL = "demo-centre-clerk"


def first(state: str) -> Order:
    found = Order.objects.filter(region__startswith="510118001", state=state).first()
    assert found is not None
    return found


def test_a_page_says_who_how_much_and_who_still_acts(district: DeskDistrict) -> None:
    assert district
    order = first("received")
    page = signed_in(CLERK).get(f"/orders/{order.pk}").content.decode()
    fen = casework.sheet(order.pk).amount_fen
    assert f'<b class="sum">{format_yuan(fen, grouped=True)}</b>' in page
    assert "区残疾人联合会" in page
    assert f"确认 {format_yuan(fen, grouped=True)} 元" in page
    assert signed_in(INSPECTOR).get(f"/orders/{order.pk}").status_code == 200
    assert "data-enter" not in signed_in(INSPECTOR).get(f"/orders/{order.pk}").content.decode()


def test_what_lies_elsewhere_is_refused_with_all_its_parts(district: DeskDistrict) -> None:
    assert district
    theirs = Order.objects.filter(region=SOUTH).first()
    assert theirs is not None
    client = signed_in(CLERK)
    for part in ("", "/sheet", "/record"):
        assert client.get(f"/orders/{theirs.pk}{part}").status_code == 403
    assert client.post(f"/orders/{theirs.pk}/receive").status_code in (400, 403)


def test_the_sheet_holds_every_bill_down_to_what_the_person_bears(district: DeskDistrict) -> None:
    assert district
    order = first("received")
    page = signed_in(CLERK).get(f"/orders/{order.pk}/sheet").content.decode()
    assert page.count('<section class="panel bill"') == 2
    assert page.count("data-option=") == 4
    assert "起付" in page
    # Whoever may not see settlements sees how the aid was worked out, and no bill.
    disabled = signed_in(DISABLED).get(f"/orders/{order.pk}/sheet").content.decode()
    assert "panel bill" not in disabled
    assert "残疾人康复救助" in disabled


def test_the_chart_of_the_burden_has_the_lines_of_the_year_and_so_has_its_table(
    district: DeskDistrict,
) -> None:
    assert district
    page = signed_in(CLERK).get(f"/orders/{first('received').pk}/sheet").content.decode()
    told = re.search(r'<script id="burden-chart"[^>]*>(.*?)</script>', page)
    assert told is not None
    marks = json.loads(told[1])["series"][0]["markLine"]["data"]
    assert [(one["yAxis"], one["label"]["formatter"]) for one in marks] == [
        (10_000, "起付线 · 医疗救助 100.00")
    ]
    table = page[page.index("本人年度起付线与封顶线") :]
    assert re.search(r"起付线.*医疗救助.*100\.00.*已计基数.*已达到", table, re.DOTALL)


def test_parts_of_the_page_take_few_queries(district: DeskDistrict) -> None:
    order = first("received").pk
    client = signed_in(CLERK)
    for part in ("", "/sheet", "/record", "/refuse", "/supplement"):
        client.get(f"/orders/{order}{part}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/orders/{order}{part}")
        assert len(queries) <= QUERIES_MAX, (part, [one["sql"][-90:] for one in queries])
    assert district


def test_an_order_goes_its_way_from_page_to_page_and_back_with_a_reason(
    district: DeskDistrict,
) -> None:
    assert district
    order = first("handed_down").pk
    clerk = signed_in(CLERK)
    page = clerk.post(f"/orders/{order}/receive", follow=True).content.decode()
    assert f"工单 {order} 已接收" in page
    clerk.post(f"/orders/{order}/approve", {"stage": "street"})
    assert Order.objects.get(pk=order).state == "in_approval"
    again = clerk.post(f"/orders/{order}/approve", {"stage": "street"})
    assert again.status_code == 400

    officer = signed_in(DISABLED)
    assert "审批通过本部门部分" in officer.get(f"/orders/{order}").content.decode()
    empty = officer.post(f"/orders/{order}/send-back", {"department": "disabled", "why": " "})
    assert empty.status_code == 400
    why = {"department": "disabled", "why": "残疾证已过期，请核对"}
    officer.post(f"/orders/{order}/send-back", why)
    assert Order.objects.get(pk=order).state == "received"
    record = clerk.get(f"/orders/{order}/record").content.decode()
    assert re.search(r"退回.*残疾证已过期，请核对.*通过：镇街确认", record, re.DOTALL)


def test_a_clock_that_ran_out_is_told_in_the_words_of_the_flow(district: DeskDistrict) -> None:
    assert district
    order = first("received")
    stated = Stated(timezone.now(), 0, "system:jobs")
    casework.watch_clocks(timezone.localdate() + timedelta(days=400), lambda _: {}, stated)
    record = signed_in(CLERK).get(f"/orders/{order.pk}/record").content.decode()
    assert re.search(r"已逾期：\w+.*到期，已告知", record, re.DOTALL)
    assert "overdue" not in record
    assert "supervision" not in record


def test_a_department_decides_its_own_part_on_the_page(district: DeskDistrict) -> None:
    assert district
    order = first("received").pk
    casework.approve(order, "street", by(CLERK))
    given = {"stage": "departments", "department": "disabled"}
    page = signed_in(DISABLED).post(f"/orders/{order}/approve", given, follow=True).content.decode()
    assert f"工单 {order} 已确认" in page
    assert signed_in(REVIEWER).get(f"/orders/{order}").status_code == 200


def test_programmes_are_refused_under_a_clause_after_being_said_once_more(
    district: DeskDistrict,
) -> None:
    assert district
    order = first("received")
    casework.approve(order.pk, "street", by(CLERK))
    officer, address = signed_in(DISABLED), f"/orders/{order.pk}/refuse"
    assert f'href="{address}?department=disabled"' in (
        officer.get(f"/orders/{order.pk}").content.decode()
    )
    offered = officer.get(address).content.decode()
    assert "残疾人康复救助" in offered
    assert "医疗救助" not in re.sub(r"<title>.*?</title>", "", offered).split("<form")[-1]

    given = {"department": "disabled", "programme": "disabled", "clause": "办法第八条"}
    lacking = officer.post(address, {**given, "clause": " "})
    assert lacking.status_code == 400
    assert "请写明依据的条款" in lacking.content.decode()
    again = officer.post(address, given).content.decode()
    fen = sum(one.amount_fen for one in order.lines.filter(programme="disabled"))
    assert f"不予救助 {format_yuan(fen, grouped=True)} 元" in again
    assert order.lines.filter(programme="disabled", state="open").exists()

    done = officer.post(address, {**given, "sure": "yes"}, follow=True).content.decode()
    assert "已按“办法第八条”不予救助：残疾人康复救助" in done
    assert not order.lines.filter(programme="disabled", state="open").exists()
    assert order.lines.filter(programme="aid", state="open").exists()


def test_nobody_refuses_or_supplements_what_is_not_theirs(district: DeskDistrict) -> None:
    assert district
    mine = first("received")
    theirs = Order.objects.filter(region=SOUTH, state="received").first()
    assert theirs is not None
    for number, order in ((CLERK, theirs), (INSPECTOR, mine), (DISABLED, mine)):
        for part in ("refuse", "supplement"):
            given = {"department": "", "programme": "aid", "clause": "一", "sure": "yes"}
            given["missing"] = "出院小结"
            client = signed_in(number)
            assert client.get(f"/orders/{order.pk}/{part}").status_code == 403, (number, part)
            assert client.post(f"/orders/{order.pk}/{part}", given).status_code == 403
    assert not mine.lines.exclude(state="open").exists()
    assert not mine.pauses.exists()


def test_what_is_missing_is_told_once_and_the_clocks_stand_until_it_came(
    district: DeskDistrict,
) -> None:
    assert district
    order = first("received")
    clerk, address = signed_in(CLERK), f"/orders/{order.pk}/supplement"
    assert "请勾选或写明需补正的材料" in clerk.post(address, {}).content.decode()
    given = {"missing": ["出院小结或门诊病历"], "others": "户口本复印件\n\n出院小结或门诊病历"}
    read = clerk.post(address, given).content.decode()
    assert "告知补正 2 项" in read
    assert not order.pauses.exists()

    assert clerk.post(address, {**given, "sure": "yes"}).status_code == 302
    page = clerk.get(f"/orders/{order.pk}").content.decode()
    assert "时限中止计算" in page
    assert "出院小结或门诊病历；户口本复印件" in page
    assert clerk.post(address, {**given, "sure": "yes"}).status_code == 400
    assert "不再另行要求" in clerk.get(address).content.decode()

    came = clerk.post(f"/orders/{order.pk}/supplemented", follow=True).content.decode()
    assert "补正材料已于" in came
    assert clerk.post(f"/orders/{order.pk}/supplemented").status_code == 400


def test_an_order_is_found_by_its_number_and_by_its_persons_whole_name_and_number(
    district: DeskDistrict,
) -> None:
    assert district
    order = first("received")
    called = registry.called([order.person])[order.person]
    client = signed_in(CLERK)
    assert client.get(f"/search?q={order.pk}").headers["Location"] == f"/orders/{order.pk}"
    for asked in (called.name, called.certno):
        assert f'href="/orders/{order.pk}"' in client.get(f"/search?q={asked}").content.decode()
    theirs = Order.objects.filter(region=SOUTH).first()
    assert theirs is not None
    number = registry.called([theirs.person])[theirs.person].certno
    assert "没有找到" in client.get(f"/search?q={number}").content.decode()
    assert "没有找到" in client.get(f"/search?q={theirs.pk}").content.decode()
