"""系统管理: who works where, log-ins, offices, waves, regions, working days, messages."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from bureau.desk_district import (
    ADMINISTRATOR,
    CLERK,
    FIRST_DAY,
    INSPECTOR,
    PROFILE,
    REVIEWER,
    signed_in,
)
from mianshen.bureau.casework import services as casework
from mianshen.bureau.demo_logins import make_demo_logins
from mianshen.bureau.offices import services as offices
from mianshen.bureau.offices.profile import OFFICES_FILE
from mianshen.bureau.trail.models import Entry
from mianshen.bureau.trail.services import entries_of
from mianshen.run.shipped import locate_profile

DISTRICT = "510118000000"
TODAY = localdate()
_PASSWORD = re.compile(r'class="password">([^<]+)<')
_READ = ("staff", "offices", "regions", "roles", "sources", "calendar", "messages")
_OFF = "2099-01-01 至 2099-01-03\n2099-05-01 至 2099-05-05"


@pytest.fixture(scope="module")
def desk(module_database: str) -> Iterator[Client]:
    assert module_database
    offices.load_offices(locate_profile(PROFILE, OFFICES_FILE), PROFILE, FIRST_DAY, "system:test")
    make_demo_logins(FIRST_DAY)
    return signed_in(ADMINISTRATOR)


def done(desk: Client, act: str, /, *args: str, **form: object) -> str:
    """What the page says after an act."""
    answer = desk.post(reverse(act, args=args), form, follow=True)
    return answer.content.decode()


def hired(desk: Client, number: str, *posts: tuple[str, str]) -> str:
    done(desk, "staff-add", number=number, name="赵小燕")
    for office, role in posts:
        done(desk, "staff-give", number, office=office, role=role, first=FIRST_DAY)
    return number


def acts_on(subject: str) -> list[tuple[str, str]]:
    return [(entry.actor, entry.act) for entry in entries_of(subject)]


def test_only_administrators_change_and_only_they_and_inspectors_read(desk: Client) -> None:
    assert desk
    for number, status in ((INSPECTOR, 200), (CLERK, 403), (REVIEWER, 403)):
        client = signed_in(number)
        assert {client.get(reverse(name)).status_code for name in _READ} == {status}
    before = Entry.objects.count()
    for number in (INSPECTOR, CLERK, REVIEWER):
        client = signed_in(number)
        for act in ("staff-add", "office-add", "office-end", "wave-live", "region-end"):
            assert client.post(reverse(act), {"number": "1"}).status_code == 403
        for act in ("give", "end", "lend", "take-back", "reset", "leave"):
            assert client.post(reverse(f"staff-{act}", args=[CLERK])).status_code == 403
    assert Entry.objects.count() == before


def test_somebody_is_taken_in_and_chooses_a_password_before_anything_else(desk: Client) -> None:
    number = hired(desk, "2001", ("street-003", "street-clerk"))
    once = _PASSWORD.search(done(desk, "staff-reset", number))
    assert once is not None
    assert once[1] not in desk.get(reverse("staff-one", args=[number])).content.decode()

    client = Client(headers={"host": "localhost"})
    client.post("/sign-in", {"username": number, "password": once[1]})
    assert client.get("/orders/").headers["Location"] == reverse("password")
    weak = {"old": once[1], "new": "1234567890", "again": "1234567890"}
    assert client.post(reverse("password"), weak).status_code == 400
    own = {"old": once[1], "new": "qinghe-mountain", "again": "qinghe-mountain"}
    assert client.post(reverse("password"), own).headers["Location"] == "/"
    assert client.get("/orders/").status_code == 200
    acts = [act for _, act in acts_on(f"staff:{number}")]
    assert acts == ["appoint", "assign", "reset_log_in", "sign_in", "choose_password"]


def test_a_reset_ends_the_sessions_that_are_open(desk: Client) -> None:
    number = hired(desk, "2002", ("street-003", "street-clerk"))
    client = signed_in(number)
    assert client.get("/orders/").status_code == 200
    done(desk, "staff-reset", number)
    assert client.get("/orders/").headers["Location"].startswith("/sign-in")


def test_incompatible_roles_are_refused_with_a_sentence_of_titles(desk: Client) -> None:
    number = hired(desk, "2003", ("street-003", "street-clerk"))
    said = done(
        desk, "staff-give", number, office="centre", role="centre-reviewer", first=FIRST_DAY
    )
    assert "会在同一天兼任 镇街经办 和 经办机构复核" in said
    assert "确认的人不能自己复核" in said
    assert len(acts_on(f"staff:{number}")) == 2


def test_nobody_gives_a_post_or_a_password_to_himself(desk: Client) -> None:
    said = done(
        desk, "staff-give", ADMINISTRATOR, office="bureau", role="policy-officer", first=FIRST_DAY
    )
    assert "不能给自己安排岗位" in said
    assert "本人请直接修改密码" in done(desk, "staff-reset", ADMINISTRATOR)


def test_a_post_is_lent_and_taken_back_and_ends_when_somebody_leaves(desk: Client) -> None:
    one = hired(desk, "2004", ("street-004", "street-clerk"))
    other = hired(desk, "2005")
    week = TODAY + timedelta(days=7)
    lent = {"office": "street-004", "role": "street-clerk", "first": TODAY, "last": week}
    assert "请填写委托原因" in done(desk, "staff-lend", one, deputy=other, reason="", **lent)
    done(desk, "staff-lend", one, deputy=other, reason="休假", **lent)
    assert signed_in(other).get("/orders/").status_code == 200
    done(desk, "staff-take-back", other, principal=one, last=TODAY - timedelta(days=1))
    assert not offices.scope_of(offices.staff_by_number(other).pk, TODAY).grants
    done(desk, "staff-leave", one, last=TODAY - timedelta(days=1))
    (gone,) = offices.staff_told(DISTRICT, TODAY, one)
    assert (gone.posts, gone.is_active) == ((), False)
    assert acts_on(f"staff:{one}")[-1] == (f"staff:{ADMINISTRATOR}", "leave")


def test_an_office_opens_and_closes_once_nobody_works_there(desk: Client) -> None:
    said = done(
        desk,
        "office-add",
        code="street-009",
        name="新街便民服务中心",
        kind="street",
        region="510118003",
        department="medical-security",
        first=FIRST_DAY,
    )
    assert "新街便民服务中心" in said
    hired(desk, "2006", ("street-009", "street-clerk"))
    assert "仍有人在岗：2006" in done(desk, "office-end", code="street-009", last=TODAY)
    done(desk, "staff-leave", "2006", last=TODAY)
    assert "已登记" in done(desk, "office-end", code="street-009", last=TODAY)
    assert acts_on("office:street-009") == [
        (f"staff:{ADMINISTRATOR}", "add_office"),
        (f"staff:{ADMINISTRATOR}", "end_office"),
    ]


def test_a_township_goes_into_another_with_its_villages(desk: Client) -> None:
    last = date(2025, 6, 30)
    said = done(desk, "region-end", code="510118007", into="510118008", last=last)
    assert "未办结工单随转 510118008" in said
    told = {one.code: one for one in offices.regions_told(DISTRICT)}
    assert {told[code].into for code in ("510118007000", "510118007201")} == {("510118008000",)}
    assert told["510118007201"].last == last
    assert "没有区划 510118007" in done(
        desk, "region-end", code="510118007", into="510118008", last=TODAY
    )
    done(desk, "region-add", code="510118009", name="新镇", first=TODAY)
    assert "新镇" in offices.region_names(["510118009000"], TODAY).values()


def test_what_was_stated_at_the_desk_stays_until_the_file_changes(desk: Client) -> None:
    assert desk
    file = locate_profile(PROFILE, OFFICES_FILE)
    loaded = offices.load_offices_once(file, PROFILE, TODAY, "system:up")
    assert (loaded.added, loaded.changed) == (0, 0)


def test_the_coming_year_is_entered_from_its_announcement(desk: Client) -> None:
    assert "调休上班只写周末" in done(
        desk, "calendar-announce", year="2099", source="国办发明电", off=_OFF, worked="2099-01-05"
    )
    said = done(
        desk, "calendar-announce", year="2099", source="国办发明电", off=_OFF, worked="2099-01-04"
    )
    assert "已录入 2099 年：休息 8 天，周末上班 1 天" in said
    calendar = casework.calendar_in_use()
    assert not calendar.is_working(date(2099, 1, 1))
    assert calendar.is_working(date(2099, 1, 4))
    assert calendar.assumed_years(date(2098, 1, 1), date(2099, 1, 1)) == (2098,)
    assert acts_on("year:2099") == [(f"staff:{ADMINISTRATOR}", "announce_year")]


def test_messages_are_shown_as_they_arrive_and_a_wording_that_tells_too_much_is_refused(
    desk: Client,
) -> None:
    page = desk.get(reverse("messages")).content.decode()
    assert "2317.40" in page.replace(",", "")
    assert "【新津区医保局】" in page
    tried = desk.get(reverse("messages"), {"wording": "您的低保救助{amount}元已到账"})
    assert "会透露身份或病情" in tried.content.decode()
    tried = desk.get(reverse("messages"), {"wording": "救助{amount}元已到账"})
    assert "【新津区医保局】救助2,317.40元已到账" in tried.content.decode()
