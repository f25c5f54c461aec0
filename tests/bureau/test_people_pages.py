"""救助对象: found by whole name or number within one's scope, and shown masked on one page."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bureau.desk_district import (
    CLERK,
    DISABLED,
    HELPER,
    NORTH,
    REVIEWER,
    SOUTH,
    DeskDistrict,
    signed_in,
)
from mianshen.bureau.casework.models import Order
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import entries_of

QUERIES_MAX = 15


def somebody(region: str) -> int:
    found = Order.objects.filter(region=region).order_by("-pk").first()
    assert found is not None
    return int(found.person)


def without_account(region: str) -> int:
    people = Order.objects.filter(region=region).values_list("person", flat=True)
    return next(int(one) for one in people if registry.account_in_use(int(one)) is None)


def found_by(number: str, asked: str) -> str:
    return signed_in(number).get("/search", {"q": asked}).content.decode()


def test_a_person_is_found_by_name_number_and_settlement_and_shown_masked(
    district: DeskDistrict,
) -> None:
    assert district
    person = somebody(NORTH)
    called = registry.called([person])[person]
    order = Order.objects.filter(person=person).first()
    assert order is not None
    (settlement,) = {
        line.event for line in order.lines.all() if line.event and line.event.startswith("a")
    }
    for asked in (
        called.name,
        f" {called.name} ",
        called.certno,
        called.certno.lower(),
        settlement,
    ):
        page = found_by(CLERK, asked)
        assert f'href="/people/{person}"' in page, asked
        listed = page[page.index("<tbody>") :]
        assert called.name not in listed
        assert called.certno not in listed
    # A part of a number is searched for by nobody.
    assert "没有找到" in found_by(CLERK, called.certno[:10])


def test_nobody_finds_people_of_another_street_or_anothers_department(
    district: DeskDistrict,
) -> None:
    assert district
    theirs = somebody(SOUTH)
    certno = registry.called([theirs])[theirs].certno
    for number in (CLERK, HELPER):
        assert "没有找到" in found_by(number, certno)
        for part in ("", "/visits", "/orders", "/household"):
            assert signed_in(number).get(f"/people/{theirs}{part}").status_code == 403
    for number in (REVIEWER, DISABLED):
        assert f'href="/people/{theirs}"' in found_by(number, certno)


def test_searching_is_recorded_without_what_was_asked_for(district: DeskDistrict) -> None:
    assert district
    person = somebody(NORTH)
    certno = registry.called([person])[person].certno
    before = len(entries_of(""))
    found_by(CLERK, certno)
    entries = entries_of("")
    assert len(entries) == before + 1
    assert certno not in str(entries[-1].details) + str(entries[0].details)


def test_the_page_tells_classes_visits_orders_and_what_is_open(district: DeskDistrict) -> None:
    assert district
    person = without_account(NORTH)
    client = signed_in(CLERK)
    page = client.get(f"/people/{person}").content.decode()
    assert "data-option" in page
    assert "低保" in page
    assert "还没有核对过的收款账户" in page
    visits = client.get(f"/people/{person}/visits").content.decode()
    assert len(re.findall(r'<td class="nowrap" data-name="结算日期">', visits)) == 2
    assert "符合救助" in visits
    orders = client.get(f"/people/{person}/orders").content.decode()
    assert "残疾人康复救助" in orders
    assert "累计实发 0.00 元" in orders
    assert "没有报送同户成员" in client.get(f"/people/{person}/household").content.decode()


def test_whoever_may_not_see_bills_sees_none(district: DeskDistrict) -> None:
    assert district
    person = somebody(NORTH)
    assert signed_in(DISABLED).get(f"/people/{person}/visits").status_code == 403
    assert signed_in(HELPER).get(f"/people/{person}/visits").status_code == 403


def test_parts_of_the_page_take_few_queries(district: DeskDistrict) -> None:
    assert district
    person = somebody(NORTH)
    client = signed_in(CLERK)
    called = registry.called([person])[person]
    parts = ("", "/visits", "/orders", "/household", "/accounts")
    addresses = [f"/people/{person}{part}" for part in parts]
    searches = [f"/search?q={asked}" for asked in (called.certno, called.name)]
    for address in (*addresses, *searches):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= QUERIES_MAX, (address, [one["sql"][:90] for one in queries])
