"""转村（社区）核实: asked about an order, tried, answered in the village, by somebody else."""

from bureau.desk_district import (
    CLERK,
    HELPER,
    NORTH,
    SOUTH,
    DeskDistrict,
    by,
    signed_in,
)
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.models import Order
from mianshen.bureau.offices.scope import Scope
from mianshen.bureau.offices.services import scope_of
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import entries_of

OTHER_HELPER = "demo-village-helper-street-002"
REFUSED = (400, 409)


def received(region: str) -> int:
    found = Order.objects.filter(region=region, state="received", visits__isnull=True).first()
    assert found is not None
    return int(found.pk)


def test_a_question_is_tried_answered_and_read_by_whoever_asked(district: DeskDistrict) -> None:
    assert district
    order = received(NORTH)
    clerk, helper = signed_in(CLERK), signed_in(HELPER)
    page = clerk.get(f"/helpers/ask/{order}").content.decode()
    assert "外伤" in page
    clerk.post(f"/helpers/ask/{order}", {"question": "这次住院是不是外伤？"})
    visit = next(one for one in casework.visits_seen(scope(CLERK), 50) if one.order == order)

    assert "这次住院是不是外伤？" in helper.get("/helpers/").content.decode()
    screen = helper.get(f"/helpers/{visit.visit}").content.decode()
    assert "见到了" in screen
    helper.post(f"/helpers/{visit.visit}/answer", {"met": "no", "sentence": "家中无人"})
    assert "没见到" in helper.get("/helpers/").content.decode()
    helper.post(f"/helpers/{visit.visit}/answer", {"met": "yes", "sentence": "不是外伤"})
    assert "这次住院是不是外伤？" not in helper.get("/helpers/").content.decode()
    assert "不是外伤" in clerk.get("/helpers/").content.decode()
    record = clerk.get(f"/orders/{order}/record").content.decode()
    for words in ("转村（社区）核实", "没见到", "家中无人", "已回复", "不是外伤"):
        assert words in record
    again = helper.post(f"/helpers/{visit.visit}/answer", {"met": "yes", "sentence": "再答"})
    assert again.status_code in REFUSED


def scope(number: str) -> Scope:
    who = by(number)
    return scope_of(who.staff.pk, who.day)


def test_one_question_waits_at_a_time_and_only_of_orders_under_way(district: DeskDistrict) -> None:
    order = Order.objects.get(visits=district.visit).pk
    clerk = signed_in(CLERK)
    again = clerk.post(f"/helpers/ask/{order}", {"question": "还住在这里吗？"})
    assert again.status_code in REFUSED
    empty = clerk.post(f"/helpers/ask/{received(NORTH)}", {"question": " "})
    assert empty.status_code in REFUSED


def test_whoever_asks_does_not_answer(district: DeskDistrict) -> None:
    clerk = signed_in(CLERK)
    assert "见到了" not in clerk.get(f"/helpers/{district.visit}").content.decode()
    answer = {"met": "yes", "sentence": "见到了"}
    assert clerk.post(f"/helpers/{district.visit}/answer", answer).status_code in REFUSED


def test_helpers_see_their_own_villages_alone(district: DeskDistrict) -> None:
    other = signed_in(OTHER_HELPER)
    assert f"/helpers/{district.visit}" not in other.get("/helpers/").content.decode()
    assert other.get(f"/helpers/{district.visit}").status_code == 403
    answer = {"met": "yes", "sentence": "见到了"}
    assert other.post(f"/helpers/{district.visit}/answer", answer).status_code in REFUSED
    assert signed_in(HELPER).get(f"/helpers/ask/{received(SOUTH)}").status_code == 403


def test_the_whole_name_is_shown_while_the_question_is_open_and_it_is_recorded(
    district: DeskDistrict,
) -> None:
    person = Order.objects.get(visits=district.visit).person
    name = registry.called([person])[person].name
    helper = signed_in(HELPER)
    assert name not in helper.get(f"/helpers/{district.visit}").content.decode()
    assert signed_in(OTHER_HELPER).post(f"/helpers/{district.visit}/name").status_code == 403
    assert name in helper.post(f"/helpers/{district.visit}/name").content.decode()
    looks = [one for one in entries_of(f"person:{person}") if one.act == "look"]
    assert [one.actor for one in looks] == [f"staff:{HELPER}"]
