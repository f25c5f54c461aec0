"""This month's list: asked by address, sampled, read, and confirmed in one click."""

import re

import pytest

from bureau.desk_district import CLERK, SOUTH, DeskDistrict, signed_in
from bureau.statements import statements
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Sample
from mianshen.bureau.workbench.lists import views
from mianshen.money import format_yuan

QUERIES_MAX = 15
MINE = "510118001"


def orders_on(page: str) -> list[int]:
    return [int(one) for one in re.findall(r'<a href="/lists/(\d+)" data-open', page)]


def mine(state: str = "") -> list[int]:
    found = casework.Order.objects.filter(region__startswith=MINE)
    return sorted((found.filter(state=state) if state else found).values_list("pk", flat=True))


def test_the_list_holds_what_lies_in_the_clerks_township_and_nothing_else(
    district: DeskDistrict,
) -> None:
    assert district
    page = signed_in(CLERK).get("/lists/").content.decode()
    assert orders_on(page) == mine()
    assert len(mine()) < casework.Order.objects.count()
    theirs = casework.Order.objects.filter(region=SOUTH).first()
    assert signed_in(CLERK).get(f"/lists/{theirs.pk}").status_code == 403


def test_what_is_asked_lies_in_the_address(district: DeskDistrict) -> None:
    assert district
    client = signed_in(CLERK)
    received = orders_on(client.get("/lists/?state=mine").content.decode())
    assert received == mine("received")
    by_sum = orders_on(client.get("/lists/?sort=amount").content.decode())
    sums = [casework.sheet(order).amount_fen for order in by_sum]
    assert sums == sorted(sums, reverse=True)
    least = sums[2] // 100
    some = orders_on(client.get(f"/lists/?least={least}&sort=amount").content.decode())
    assert some == [order for order, fen in zip(by_sum, sums, strict=True) if fen >= least * 100]
    assert not orders_on(client.get("/lists/?identity=特困").content.decode())
    page = client.get(f"/lists/?least={least}").content.decode()
    assert f"共 {len(some)} 件" in page


def test_each_line_says_why_this_person_and_this_amount(district: DeskDistrict) -> None:
    assert district
    page = signed_in(CLERK).get("/lists/").content.decode()
    (line,) = re.findall(r'class="why">(.*?)</td>', page, re.DOTALL)[:1]
    assert re.search(
        r"低保，多重救助（2项）：医疗救助 [\d,]+\.\d\d、残疾人康复救助 [\d,]+\.\d\d", line
    )


def test_each_line_says_how_its_bills_stand(district: DeskDistrict) -> None:
    assert district
    page = signed_in(CLERK).get("/lists/").content.decode()
    (cell,) = re.findall(r'<td data-name="票据核验"[^>]*>(.*?)</td>', page, re.DOTALL)[:1]
    assert re.findall(r"真|重复|退费|假|未送票据", cell) == ["真", "未送票据"]


def test_pages_follow_one_another_without_loss_and_by_no_more_queries(
    district: DeskDistrict, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert district
    monkeypatch.setattr(views, "PAGE_ROWS", 5)
    client = signed_in(CLERK)
    client.get("/lists/")
    found, address, asked = [], "/lists/?sort=region", set()
    while address:
        with statements() as said:
            page = client.get(address).content.decode()
        asked.add(len(said))
        found += orders_on(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/lists/{following[1]}".replace("&amp;", "&") if following else ""
    assert sorted(found) == mine()
    assert len(found) == len(set(found))
    assert max(asked) <= QUERIES_MAX
    assert len(asked) == 1


def test_one_click_confirms_what_has_no_doubt_once_the_sample_was_read(
    district: DeskDistrict,
) -> None:
    assert district
    client = signed_in(CLERK)
    waiting = mine("received")
    drawn = client.post("/lists/draw", {"state": "mine"})
    sample = Sample.objects.get()
    assert drawn.headers["Location"].endswith(f"state=mine&sample={sample.pk}")
    assert sorted(sample.orders) == waiting
    assert "disabled" in client.get(drawn.headers["Location"]).content.decode()
    fen = sum(casework.sheet(order).amount_fen for order in waiting)
    early = client.post("/lists/confirm", {"sample": sample.pk})
    assert early.status_code == 400
    assert mine("received") == waiting

    for order in casework.to_open(sample.pk):
        opened = client.post(f"/lists/{order}", {"sample": sample.pk})
        assert 'hx-swap-oob="true"' in opened.content.decode()
        assert format_yuan(fen, grouped=True) in opened.content.decode()
    with statements() as said:
        page = client.get(drawn.headers["Location"]).content.decode()
    assert len(said) <= QUERIES_MAX
    assert "disabled" not in page
    done = client.post("/lists/confirm", {"sample": sample.pk}, follow=True).content.decode()
    assert f"已确认 {len(waiting)} 件工单" in done
    assert not mine("received")
    assert len(mine("in_approval")) == len(waiting)


def test_what_was_handed_down_is_received_at_once(district: DeskDistrict) -> None:
    assert district
    handed_down, received = mine("handed_down"), mine("received")
    page = signed_in(CLERK).post("/lists/receive", {}, follow=True).content.decode()
    assert handed_down
    assert f"已接收 {len(handed_down)} 件工单" in page
    assert mine("received") == sorted(handed_down + received)
