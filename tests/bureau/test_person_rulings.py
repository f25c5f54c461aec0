"""依申请与选择: noted on the person's page, heard by the next batch, and taken back."""

import pytest

from bureau.desk_district import (
    CLERK,
    DISABLED,
    INSPECTOR,
    REVIEWER,
    DeskDistrict,
    signed_in,
)
from bureau.desk_held import HeldDistrict, assess, hold_lines
from bureau.statements import statements
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.services import next_moment
from mianshen.bureau.trail.services import entries_of

QUERIES_MAX = 15
DAY = "2025-03-01"


@pytest.fixture(scope="module")
def held(district: DeskDistrict) -> HeldDistrict:
    assert district
    return hold_lines()


def status_of(person: int, programme: str) -> str:
    lines = assessment.lines_as_known([person])
    (found,) = {one.status.value for one in lines if one.programme == programme}
    return found


def test_an_application_is_noted_for_a_bill_heard_and_taken_back(held: HeldDistrict) -> None:
    who = held.listed
    client, address = signed_in(CLERK), f"/people/{held.listed}"
    assert f'hx-get="{address}/rulings"' in client.get(address).content.decode()
    offered = client.get(f"{address}/rulings").content.decode()
    assert "因病致贫救助" in offered
    assert 'value="held-2"' in offered
    assert status_of(who, "asked") == "held"
    given = {"programme": "asked", "day": DAY, "event": "held-2"}
    for wrong, sentence in (
        ({"programme": "tilt"}, "请选择申请的项目"),
        ({"event": "held-0"}, "请选择本人的一笔结算"),
        ({"day": "2999-01-01"}, "申请日期不能晚于今天"),
        ({"day": "x"}, "请选择日期"),
    ):
        answer = client.post(f"{address}/apply", {**given, **wrong})
        assert sentence in answer.content.decode()
    assert not assessment.rulings_told(who)

    page = client.post(f"{address}/apply", given, follow=True).content.decode()
    assert "已登记申请“因病致贫救助”" in page
    assess()
    assert status_of(who, "asked") == "entitled"
    noted = client.get(f"{address}/rulings").content.decode()
    assert f"{CLERK}</code>" in noted
    assert DAY in noted

    back = {"kind": "application", "subject": "asked", "event": "held-2"}
    assert "已撤回" in client.post(f"{address}/take-back", back, follow=True).content.decode()
    assert "已不再有效" in client.post(f"{address}/take-back", back).content.decode()
    assess()
    assert status_of(who, "asked") == "held"
    acts = [one.act for one in entries_of(f"person:{who}")]
    assert acts[-2:] == ["rule_application", "take_back_application"]


def test_a_choice_is_noted_among_the_programmes_of_a_layer(held: HeldDistrict) -> None:
    who = held.listed
    client, address = signed_in(REVIEWER), f"/people/{held.listed}"
    assert "自选项目" in client.get(f"{address}/rulings").content.decode()
    wrong = client.post(f"{address}/choose", {"choice": "choice/asked", "day": DAY})
    assert "请选择其中一个项目" in wrong.content.decode()
    given = {"choice": "choice/cure", "day": DAY}
    page = client.post(f"{address}/choose", given, follow=True).content.decode()
    assert "已登记选择“特药补助”" in page
    assess()
    assert status_of(who, "cure") == "entitled"
    assert "特药补助" in client.get(f"{address}/rulings").content.decode().split("<form")[0]
    back = {"kind": "choice", "subject": "choice", "event": ""}
    assert client.post(f"{address}/take-back", back).status_code == 302


def test_whoever_may_not_note_reads_what_was_noted_within_their_scope(held: HeldDistrict) -> None:
    given = {"programme": "asked", "day": DAY, "choice": "choice/cure"}
    given |= {"kind": "application", "subject": "asked"}
    for number, person in ((CLERK, held.far), (INSPECTOR, held.near), (DISABLED, held.near)):
        client = signed_in(number)
        for act in ("apply", "choose", "take-back"):
            answer = client.post(f"/people/{person}/{act}", given)
            assert answer.status_code in (400, 403), (number, act)
    assert signed_in(CLERK).get(f"/people/{held.far}/rulings").status_code == 403
    page = signed_in(INSPECTOR).get(f"/people/{held.near}/rulings").content.decode()
    assert "登记申请" not in page
    assert not assessment.rulings_told(held.near)
    assert not assessment.rulings_told(held.far)


def test_what_an_office_refused_is_not_taken_back_here(held: HeldDistrict) -> None:
    stated = Stated(next_moment(), 0, "office:1")
    assessment.reject(held.near, "tilt", "held-0", "办法第八条", stated)
    client, address = signed_in(REVIEWER), f"/people/{held.near}"
    page = client.get(f"{address}/rulings").content.decode()
    assert "办法第八条" in page
    assert 'action="/people/' not in page.split("</table>")[0]
    back = {"kind": "rejection", "subject": "tilt", "event": "held-0"}
    assert "不能在这里撤回" in client.post(f"{address}/take-back", back).content.decode()


def test_the_part_takes_few_queries(held: HeldDistrict) -> None:
    for number in (CLERK, REVIEWER):
        client, address = signed_in(number), f"/people/{held.listed}/rulings"
        client.get(address)
        with statements() as told:
            client.get(address)
        assert len(told) <= QUERIES_MAX, (number, len(told))
