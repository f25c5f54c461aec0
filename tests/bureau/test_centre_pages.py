"""智慧监管: every order under way is on the heat map once, every settlement in the funnel once."""

import fastexcel

from bureau.desk_district import (
    CLERK,
    INSPECTOR,
    REVIEWER,
    DeskDistrict,
    by,
    signed_in,
)
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Order
from mianshen.bureau.offices.services import scope_of
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.bureau.trail.services import entries_of


def test_every_order_under_way_lies_at_one_office(district: DeskDistrict) -> None:
    assert district
    who = by(REVIEWER)
    lying = casework.lying(scope_of(who.staff.pk, who.day))
    under_way = Order.objects.exclude(state__in=["approved", "void"])
    assert sum(one.orders for one in lying) == under_way.count()
    pending = sum(one.orders for one in lying if one.office is OfficeKind.CENTRE)
    assert pending == under_way.filter(state="pending").count()
    streets = {one.township for one in lying if one.office is OfficeKind.STREET}
    assert streets == {"510118001000", "510118002000"}


def test_every_settlement_is_in_the_funnel_once_and_the_fen_agree(district: DeskDistrict) -> None:
    fallen = assessment.fallout(2025)
    lines = [one for one in assessment.lines_as_known(year=2025) if one.event is not None]
    assert sum(one.settlements for one in fallen) == 2 * len(district.people)
    assert sum(one.amount_fen for one in fallen) == sum(one.amount_fen for one in lines)
    assert fallen[0].class_ == "entitled"
    assert not assessment.fallout(2019)


def test_the_centre_and_whoever_inspects_open_it_and_a_street_does_not(
    district: DeskDistrict,
) -> None:
    assert district
    for number in (REVIEWER, INSPECTOR):
        page = signed_in(number).get("/centre/").content.decode()
        assert "五津街道" in page
        assert "转村（社区）核实未回复" in page
        funnel = signed_in(number).get("/centre/funnel?year=2025").content.decode()
        assert "符合救助" in funnel
    for address in ("/centre/", "/centre/funnel"):
        assert signed_in(CLERK).get(address).status_code == 403


def test_names_in_full_are_downloaded_for_a_purpose_that_is_recorded(
    district: DeskDistrict,
) -> None:
    assert district
    address = "/centre/tables/details/open"
    client = signed_in(REVIEWER)
    assert client.post(address).status_code == 400
    assert signed_in(CLERK).post(address, {"purpose": "核对"}).status_code == 403
    assert not entries_of("tables:510118000000")

    answer = client.post(address, {"purpose": "与银行核对"})
    rows = fastexcel.read_excel(answer.content).load_sheet(0, header_row=2).to_polars()
    assert rows["身份证号"].str.contains(r"^510118\d{11}[\dX]$").sum() == 3
    (entry,) = entries_of("tables:510118000000")
    assert entry.actor == f"staff:{REVIEWER}"
    assert (entry.details["purpose"], entry.details["rows"]) == ("与银行核对", 3)
    masked = client.get("/centre/tables/details/file").content
    shown = fastexcel.read_excel(masked).load_sheet(0, header_row=2).to_polars()
    assert not shown["身份证号"].str.contains(r"\d{11}").any()


def test_numbers_of_the_district_on_the_home_page_lead_to_their_pages(
    district: DeskDistrict,
) -> None:
    assert district
    home = signed_in(REVIEWER).get("/").content.decode()
    for address in ("/centre/", "/centre/months", "/centre/tables", "/finance/tasks"):
        assert f'href="{address}"' in home.split('id="district"')[1]
    assert 'id="district"' not in signed_in(CLERK).get("/").content.decode()
