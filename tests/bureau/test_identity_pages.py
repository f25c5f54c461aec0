"""合并与拆分: two people set side by side, proposed by one and decided by another, from pages."""

from collections.abc import Iterator

import pytest

from bureau.desk_district import (
    CENTRE_CLERK,
    CLERK,
    DISABLED,
    HELPER,
    REGIONS,
    REVIEWER,
    SOUTH,
    DeskDistrict,
    make_district,
    signed_in,
)
from bureau.statements import statements
from mianshen.bureau.intake import services as intake
from mianshen.bureau.registry import services as registry

QUERIES_MAX = 15
WAITING = "/people/identity"


@pytest.fixture(scope="module")
def district(module_database: str) -> Iterator[DeskDistrict]:
    assert module_database
    return make_district()


def here(district: DeskDistrict) -> list[int]:
    """People of the first street, whom its clerk sees, then one of the second."""
    south = REGIONS.index(SOUTH)
    near = [one for n, one in enumerate(district.people) if n % len(REGIONS) != south]
    return [*near[:4], district.people[south]]


def page(number: str, address: str, lang: str = "zh") -> str:
    return signed_in(number, lang).get(address).content.decode()


def test_two_numbers_are_set_side_by_side_masked_with_what_follows(district: DeskDistrict) -> None:
    one, other, *_ = here(district)
    address = f"/people/{one}/same?other={other}"
    called = registry.called([one, other])
    for lang, words in (("zh", "保留哪个编号"), ("en", "Which number stays")):
        client = signed_in(CLERK, lang)
        client.get("/")
        with statements() as said:
            shown = client.get(address).content.decode()
        assert len(said) <= QUERIES_MAX
        assert words in shown
        assert "低收入人口花名册" in shown
        assert "civil-affairs" not in shown
        assert not any(who.name in shown or str(who.certno) in shown for who in called.values())
        with statements() as said:
            follows = client.get(f"/people/{one}/same/follows?other={other}").content.decode()
        assert len(said) <= QUERIES_MAX
        assert follows.count("9,") >= 2


def test_the_other_is_found_by_name_and_only_within_ones_own_scope(district: DeskDistrict) -> None:
    one, other, *_, far = here(district)
    called = registry.called([other, far])
    found = page(CLERK, f"/people/{one}/same?q={called[other].certno}")
    assert f"other={other}" in found or f'value="{other}"' in found
    assert "不详" not in found
    assert "没有查到另一人" in page(CLERK, f"/people/{one}/same?q={called[far].certno}")
    clerk = signed_in(CLERK)
    assert clerk.get(f"/people/{one}/same?other={far}").status_code == 403
    assert clerk.get(f"/people/{one}/same/follows?other={far}").status_code == 403
    assert (
        clerk.post(f"/people/{one}/same/propose", {"other": far, "stays": one}).status_code == 403
    )
    assert signed_in(CENTRE_CLERK).get(f"/people/{one}/same?other={far}").status_code == 200
    for number in (DISABLED, HELPER, REVIEWER):
        assert signed_in(number).get(f"/people/{one}/same").status_code == 403


def test_two_are_one_when_a_second_person_agrees_and_two_again_in_the_same_way(
    district: DeskDistrict,
) -> None:
    one, other, *_ = here(district)
    clerk, reviewer = signed_in(CLERK), signed_in(REVIEWER)
    propose, form = f"/people/{one}/same/propose", {"other": other, "stays": one}
    assert "请写明原因" in clerk.post(propose, form).content.decode()
    form["why"] = "出生证明与户口簿核对一致"
    assert "请选择另一人" in clerk.post(propose, form | {"stays": "9"}).content.decode()
    assert "已提出合并" in clerk.post(propose, form, follow=True).content.decode()
    assert "待复核" in clerk.post(propose, form).content.decode()
    assert "待复核事项" in page(CLERK, f"/people/{one}/same?other={other}")

    (asked,) = intake.identity_proposals([one])
    decide = f"{WAITING}/{asked.number}"
    assert "两个人" in clerk.post(decide, {"act": "agree"}).content.decode()
    assert signed_in(HELPER).post(decide, {"act": "agree"}).status_code == 403
    assert "合并拆分待复核" in page(REVIEWER, "/")
    assert "合并为一人" in page(REVIEWER, WAITING)
    reviewer.post(decide, {"act": "agree"})
    assert registry.merged_into() == {other: one}
    assert "已有人处理" in reviewer.post(decide, {"act": "agree"}).content.decode()
    assert "已并入另一编号" in page(REVIEWER, f"/people/{other}")

    apart = page(CLERK, f"/people/{one}/apart")
    assert "出生证明与户口簿核对一致" in apart
    parting = {"gone": other, "why": "并非一人"}
    clerk.post(f"/people/{one}/apart/propose", parting)
    (asked,) = intake.identity_proposals([one])
    assert "撤销合并" in page(CENTRE_CLERK, WAITING)
    reviewer.post(f"{WAITING}/{asked.number}", {"act": "no"})
    assert registry.merged_into() == {other: one}
    clerk.post(f"/people/{one}/apart/propose", parting)
    (asked,) = intake.identity_proposals([one])
    reviewer.post(f"{WAITING}/{asked.number}", {"act": "agree"})
    assert registry.merged_into() == {}
    assert {one, other} <= set(registry.dirty_people())


def test_rows_of_somebody_else_are_chosen_and_what_is_not_theirs_is_refused(
    district: DeskDistrict,
) -> None:
    _, _, one, other, _ = here(district)
    clerk = signed_in(CLERK)
    assert "没有可拆分的" in page(CLERK, f"/people/{other}/apart")
    propose = f"/people/{other}/apart/propose"
    assert "请选择属于另一人" in clerk.post(propose, {"why": "x"}).content.decode()
    (strange,) = [named.naming for named in registry.named_so([one])[one]][:1]
    clerk.post(propose, {"why": "两人", "naming": strange})
    (asked,) = intake.identity_proposals([other])
    told = signed_in(REVIEWER).post(f"{WAITING}/{asked.number}", {"act": "agree"}).content.decode()
    assert "并至少留下一项" in told
    clerk.post(f"{WAITING}/{asked.number}", {"act": "no"})
    assert not intake.identity_proposals([other])
