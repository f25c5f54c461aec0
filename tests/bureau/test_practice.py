"""Practice: begun on an empty installation alone, told on every page, ticked off, sent nowhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from bureau.counter import read_profile
from bureau.desk_district import (
    CENTRE_CLERK,
    CLERK,
    FIRST_DAY,
    PROFILE,
    REVIEWER,
    signed_in,
)
from mianshen.bureau import practice
from mianshen.bureau.demo_logins import begin_practice, make_demo_logins
from mianshen.bureau.installation import installation
from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs import doing
from mianshen.bureau.notice.services import FilePort
from mianshen.bureau.offices.profile import OFFICES_FILE
from mianshen.bureau.offices.services import appoint, load_offices
from mianshen.run.messages import InputError
from mianshen.run.shipped import locate_profile

BANNER = "这里没有一条真实数据"


@pytest.fixture
def bureau(database: str) -> Iterator[None]:
    """An installation with offices and nobody, of which nothing is known yet."""
    assert database
    practice.forget()
    load_offices(locate_profile(PROFILE, OFFICES_FILE), PROFILE, FIRST_DAY, "system:test")
    yield
    practice.forget()


def practising() -> str:
    begin_practice()
    return make_demo_logins(FIRST_DAY)


@pytest.mark.usefixtures("bureau")
def test_where_people_work_practice_is_not_begun() -> None:
    appoint("1001", "赵小燕", "staff:1000")
    with pytest.raises(InputError, match="people work here already"):
        begin_practice()
    assert not practice.is_practice()


@pytest.mark.usefixtures("bureau")
def test_practice_once_begun_stays_practice() -> None:
    practising()
    begin_practice()
    practice.forget()
    assert practice.is_practice()


@pytest.mark.usefixtures("bureau")
def test_nothing_leaves_and_nothing_is_pulled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    practising()
    here = replace(installation(), messages="https://sms.example/secret")
    monkeypatch.setattr(doing, "installation", lambda: here)
    assert isinstance(doing.way_out(), FilePort)
    monkeypatch.setenv("MIANSHEN_PULL_FRONT", "postgresql://front.example/db")
    with pytest.raises(InputError, match="no table of another system is read here"):
        intake.pull_declared(read_profile(tmp_path), "deaths", "staff:1", None)


@pytest.mark.usefixtures("bureau")
def test_every_page_says_that_it_is_practice_and_what_to_try() -> None:
    practising()
    client = signed_in(CLERK)
    for name in ("home", "month", "orders", "visits"):
        assert BANNER in client.get(reverse(name)).content.decode()
    assert BANNER in Client(headers={"host": "localhost"}).get("/sign-in").content.decode()
    page = client.get(reverse("month")).content.decode()
    assert "抽查一次" in page
    assert "已练习 0 /" in page


@pytest.mark.usefixtures("bureau")
def test_the_pages_of_a_demonstration_count_from_the_last_day_of_its_year() -> None:
    practising()
    practice.stand_on(date(2026, 4, 30), "system:demo")
    page = signed_in(CENTRE_CLERK).get("/").content.decode()
    assert "演示数据停在 2026-04-30" in page
    assert '<p class="muted">2026-04-30' in page


@pytest.mark.usefixtures("bureau")
def test_a_real_installation_stands_on_no_day_but_today() -> None:
    practice.stand_on(date(2026, 4, 30), "system:demo")
    assert practice.standing_on() is None


@pytest.mark.usefixtures("bureau")
def test_what_was_done_is_ticked_off_and_sign_ins_are_counted_by_person() -> None:
    password = practising()
    client = Client(headers={"host": "localhost"})
    for who in ("2301", "2301", "2302"):
        client.post("/sign-in", {"username": CLERK, "password": password, "who": who})
    assert "已练习 1 /" in client.get("/").content.decode()
    page = signed_in(REVIEWER).get(reverse("practice")).content.decode()
    assert page.count("<code>2301</code>") == 1
    assert '<td class="money" data-name="登录次数">2</td>' in page
    assert signed_in(CENTRE_CLERK).get(reverse("practice")).status_code == 200
    assert client.get(reverse("practice")).status_code == 403


@pytest.mark.usefixtures("bureau")
def test_a_real_installation_has_no_banner_and_keeps_no_numbers_of_practice() -> None:
    password = make_demo_logins(FIRST_DAY)
    client = Client(headers={"host": "localhost"})
    client.post("/sign-in", {"username": CLERK, "password": password, "who": "2301"})
    page = client.get("/").content.decode()
    assert BANNER not in page
    assert "这一页可以练什么" not in page
    assert "这里是正式环境" in signed_in(REVIEWER).get(reverse("practice")).content.decode()
