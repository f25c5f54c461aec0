"""暂缓与复核: what is held within one's scope, why, and what two people let go on."""

import re

import pytest
from django.urls import reverse

from bureau.desk_district import (
    CENTRE_CLERK,
    CLERK,
    DISABLED,
    HELPER,
    INSPECTOR,
    REVIEWER,
    DeskDistrict,
    signed_in,
)
from bureau.desk_held import HeldDistrict, assess, hold_lines
from bureau.statements import statements
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.models import Line
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import entries_of

QUERIES_MAX = 15
LIST, WAITING, PROPOSALS = "/holding/", "/holding/waiting", "/holding/proposals"


@pytest.fixture(scope="module")
def held(district: DeskDistrict) -> HeldDistrict:
    assert district
    return hold_lines()


def line_of(person: int) -> int:
    lines = Line.objects.filter(person=person, known_to__isnull=True, status="held")
    return int(lines.values_list("pk", flat=True).order_by("programme")[0])


def shown(number: str, address: str, lang: str = "zh") -> str:
    return signed_in(number, lang).get(address).content.decode()


def lines_on(page: str) -> set[int]:
    return {int(one) for one in re.findall(r'href="/holding/lines/(\d+)"', page)}


def test_lines_are_listed_by_reason_within_ones_own_region_and_masked(held: HeldDistrict) -> None:
    near, far, listed = map(line_of, (held.near, held.far, held.listed))
    everything = shown(REVIEWER, LIST)
    assert {near, far, listed} <= lines_on(everything)
    assert "待其他渠道数据 (2)" in everything
    mine = shown(CLERK, LIST)
    assert near in lines_on(mine)
    assert far not in lines_on(mine)
    assert "待其他渠道数据 (1)" in mine
    name = registry.called([held.near])[held.near].name
    assert name not in everything
    assert f"{name[0]}*" in everything
    only = shown(REVIEWER, f"{LIST}?reason=waiting+for+source")
    assert lines_on(only) == {near, far}
    # A reason that nobody waits for shows all rather than nothing.
    assert lines_on(shown(REVIEWER, f"{LIST}?reason=x")) == lines_on(everything)


def test_a_long_list_goes_on_by_key(held: HeldDistrict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mianshen.bureau.workbench.holding.views.PAGE_ROWS", 1)
    address, found = LIST, []
    while address:
        page = shown(REVIEWER, address)
        (one,) = lines_on(page)
        found.append(one)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        address = LIST + more[1].replace("&amp;", "&") if more else ""
    everyone = Line.objects.filter(known_to__isnull=True, status="held").order_by("pk")
    assert found == list(everyone.values_list("pk", flat=True))
    assert line_of(held.near) in found


def test_a_release_is_proposed_by_one_and_granted_by_another(held: HeldDistrict) -> None:
    number = line_of(held.near)
    address = reverse("held-line", args=[number])
    clerk, reviewer = signed_in(CENTRE_CLERK), signed_in(REVIEWER)
    offered = clerk.get(address).content.decode()
    assert "该渠道数据送来后自动测算" in offered
    given = {"kind": "release", "why": "大病保险未参保，已向承办机构核实"}
    assert "请写明理由" in clerk.post(f"{address}/propose", {**given, "why": " "}).content.decode()
    assert "不能这样办理" in (
        clerk.post(f"{address}/propose", {**given, "kind": "waiver"}).content.decode()
    )
    page = clerk.post(f"{address}/propose", given, follow=True).content.decode()
    assert "已提出，请另一人复核" in page
    assert "大病保险未参保" in page
    assert "正在等另一人复核" in clerk.post(f"{address}/propose", given).content.decode()

    (asked,) = assessment.open_proposals([held.near])
    decide = reverse("decide-release", args=[asked.pk])
    assert 'value="grant"' not in page
    own = clerk.post(decide, {"act": "grant"}).content.decode()
    assert "不能由提出人本人同意" in own
    assert 'value="grant"' in reviewer.get(PROPOSALS).content.decode()
    done = reviewer.post(decide, {"act": "grant"}, follow=True).content.decode()
    assert "下一批测算时重新测算" in done
    assert "已有人处理" in reviewer.post(decide, {"act": "grant"}).content.decode()
    acts = [one.act for one in entries_of(f"person:{held.near}")]
    assert acts[-3:] == ["propose_release", "grant_release", "rule_release"]

    assess()
    (line,) = [one for one in assessment.lines_as_known([held.near]) if one.programme == "tilt"]
    assert (line.status.value, line.order_fen > 0) == ("entitled", True)
    assert clerk.get(address).status_code == 400


def test_what_was_proposed_is_turned_down_or_withdrawn_and_stays_held(held: HeldDistrict) -> None:
    number = line_of(held.far)
    address = reverse("held-line", args=[number])
    for proposer, decider in ((CENTRE_CLERK, REVIEWER), (REVIEWER, REVIEWER)):
        given = {"kind": "release", "why": "先放行"}
        signed_in(proposer).post(f"{address}/propose", given)
        (asked,) = assessment.open_proposals([held.far])
        decide = reverse("decide-release", args=[asked.pk])
        done = signed_in(decider).post(decide, {"act": "refuse"}, follow=True).content.decode()
        assert "继续暂缓" in done
        assert assessment.open_proposals([held.far]) == []
    assert line_of(held.far) == number


def test_whoever_may_not_rule_reads_and_rules_nothing(held: HeldDistrict) -> None:
    far, listed = line_of(held.far), line_of(held.listed)
    clerk = signed_in(CLERK)
    assert clerk.get(reverse("held-line", args=[far])).status_code == 403
    assert "提出放行" not in clerk.get(reverse("held-line", args=[listed])).content.decode()
    signed_in(CENTRE_CLERK).post(
        reverse("propose-release", args=[far]), {"kind": "release", "why": "大病未参保"}
    )
    (asked,) = assessment.open_proposals([held.far])
    assert "大病未参保" in shown(REVIEWER, PROPOSALS)
    assert "大病未参保" not in clerk.get(PROPOSALS).content.decode()
    for number in (CLERK, DISABLED, HELPER, INSPECTOR):
        client = signed_in(number)
        for address in (
            reverse("propose-release", args=[far]),
            reverse("decide-release", args=[asked.pk]),
        ):
            given = {"kind": "release", "why": "试", "act": "grant"}
            assert client.post(address, given).status_code in (400, 403), (number, address)
    assert assessment.open_proposals([held.far]) == [asked]


def test_people_of_whom_nothing_can_be_assessed_are_listed_with_what_to_mend(
    held: HeldDistrict,
) -> None:
    page = shown(REVIEWER, WAITING)
    assert f'href="/people/{held.waits}"' in page
    assert "没有负责这笔费用的政策，待明确责任区 (1)" in page
    assert f'href="/people/{held.waits}"' not in shown(CLERK, WAITING)


def test_the_pages_take_few_queries_and_one_language(held: HeldDistrict) -> None:
    addresses = (LIST, WAITING, PROPOSALS, reverse("held-line", args=[line_of(held.listed)]))
    for address in addresses:
        for number in (REVIEWER, CLERK):
            client = signed_in(number)
            client.get(address)
            with statements() as told:
                assert client.get(address).status_code == 200
            assert len(told) <= QUERIES_MAX, (address, len(told))
        english = shown(REVIEWER, address, "en")
        plain = re.sub(r'<(\w+)[^>]*lang="zh-Hans"[^>]*>.*?</\1>', "", english, flags=re.DOTALL)
        assert not re.findall(r"[\u4e00-\u9fff]+", re.sub(r"<[^>]+>", " ", plain)), address
