"""收款账户与收款人 on the person's page: proposed, taken back, and who is paid by which paper."""

import pytest

from bureau.desk_accounts import TODAY, form, in_use, living_in, name_of, waiting_of
from bureau.desk_district import (
    CENTRE_CLERK,
    CLERK,
    DISABLED,
    HELPER,
    INSPECTOR,
    NORTH,
    PAYER,
    SOUTH,
    DeskDistrict,
    signed_in,
)
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import entries_of


def test_an_account_proposed_at_a_desk_is_used_once_a_colleague_confirmed_it(
    district: DeskDistrict,
) -> None:
    assert district
    person = living_in(NORTH)[0]
    clerk, payer = signed_in(CLERK), signed_in(PAYER)
    address = f"/people/{person}/accounts"
    assert "还没有收款账户" in clerk.get(address).content.decode()
    answer = clerk.post(f"{address}/propose", form(person), follow=True).content.decode()
    assert "请资金拨付岗同事复核" in answer
    (waiting,) = waiting_of(person)
    assert (waiting.tail, waiting.is_payees) == ("2222", True)
    part = clerk.get(address).content.decode()
    assert "待复核" in part
    assert "撤回" in part
    assert "621700001111" not in part
    assert name_of(person) not in part
    again = clerk.post(f"{address}/propose", form(person))
    assert "正等待复核" in again.content.decode()
    # Whoever confirms accounts of streets has the right to pay, and did not propose this one.
    decide = f"/finance/accounts/{waiting.account}"
    assert clerk.post(decide, {"act": "confirm"}).status_code == 403
    assert "尾号 2222" in payer.get("/finance/accounts").content.decode()
    payer.post(decide, {"act": "confirm", "back": "person"})
    assert in_use(person) == waiting.account

    other = form(person, "6217000011113333")
    payer.post(f"{address}/propose", other)
    (second,) = waiting_of(person)
    refused = payer.post(f"/finance/accounts/{second.account}", {"act": "confirm"})
    assert "请另一位同事复核" in refused.content.decode()
    taken = clerk.post(f"{address}/{second.account}/take-back")
    assert (taken.status_code, len(waiting_of(person))) == (403, 1)
    payer.post(f"{address}/{second.account}/take-back")
    assert waiting_of(person) == []
    assert in_use(person) == waiting.account
    acts = [(one.actor, one.act) for one in entries_of(f"person:{person}")]
    assert (f"staff:{CLERK}", "propose_account") in acts
    assert (f"staff:{PAYER}", "confirm_account") in acts


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("number", "62170", "8 至 34 位数字"),
        ("again", "6217000011112223", "两次填写的账号不一致"),
        ("holder", " ", "请写明户名"),
        ("proof", "", "请写明户名"),
    ],
)
def test_what_is_no_account_is_told_and_none_is_proposed(
    district: DeskDistrict, part: str, text: str, told: str
) -> None:
    assert district
    person = living_in(NORTH)[0]
    answer = signed_in(CLERK).post(
        f"/people/{person}/accounts/propose", {**form(person), part: text}
    )
    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert waiting_of(person) == []


def test_another_is_paid_by_the_paper_that_proves_it_and_the_holder_has_to_be_them(
    district: DeskDistrict,
) -> None:
    assert district
    child, guardian = living_in(NORTH)[:2]
    clerk = signed_in(CLERK)
    certno = registry.called([guardian])[guardian].certno
    address = f"/people/{child}/payee"
    asked = {"relation": "监护人", "payee": certno, "from": "2025-01-01"}
    for wrong, told in (
        ({}, "凭据"),
        ({"relation": "邻居"}, "与本人的关系"),
        ({"mandate": "监护证明1号", "payee": certno[:10]}, "完整的证件号码"),
        ({"mandate": "监护证明1号", "to": "2024-12-31"}, "截止日期早于起始日期"),
        ({"mandate": "民政协议", "relation": "供养机构"}, "机构名称"),
    ):
        answer = clerk.post(address, {**asked, **wrong})
        assert (answer.status_code, registry.payee_told(child)) == (400, None)
        assert told in answer.content.decode()
    clerk.post(address, {**asked, "mandate": "监护证明1号"})
    assert registry.payees_of([child], TODAY) == {child: str(guardian)}
    part = clerk.get(f"/people/{child}/accounts").content.decode()
    assert "监护证明1号" in part
    assert name_of(guardian) not in part

    clerk.post(f"/people/{child}/accounts/propose", form(child, "6217000011114444"))
    own = waiting_of(child)[0]
    assert (own.is_persons, own.is_payees) == (True, False)
    clerk.post(f"/people/{child}/accounts/{own.account}/take-back")
    clerk.post(
        f"/people/{child}/accounts/propose",
        form(child, "6217000011114444", holder=name_of(guardian)),
    )
    assert waiting_of(child)[0].is_payees

    home = {"relation": "供养机构", "organisation": "五津街道 敬老院", "from": "2025-02-01"}
    clerk.post(address, {**home, "mandate": "集中供养协议3号"})
    assert registry.payees_of([child], TODAY) == {child: "五津街道敬老院"}
    assert not waiting_of(child)[0].is_payees
    clerk.post(address, {"relation": "本人", "from": "2025-03-01"})
    assert registry.payees_of([child], TODAY) == {child: str(child)}


def test_nobody_says_who_is_paid_out_of_their_streets_or_without_the_right(
    district: DeskDistrict,
) -> None:
    assert district
    mine, theirs = living_in(NORTH)[0], living_in(SOUTH)[0]
    stranger = registry.called([theirs])[theirs].certno
    for number, person in (
        (CLERK, theirs),
        (HELPER, mine),
        (DISABLED, mine),
        (CENTRE_CLERK, mine),
        (INSPECTOR, mine),
    ):
        client = signed_in(number)
        asked = {"relation": "本人", "from": "2025-01-01"}
        assert client.post(f"/people/{person}/payee", asked).status_code == 403
        proposed = client.post(f"/people/{person}/accounts/propose", form(person))
        assert proposed.status_code == 403
    assert signed_in(CLERK).get(f"/people/{theirs}/accounts").status_code == 403
    assert "您的岗位不查看收款账户" in (
        signed_in(HELPER).get(f"/people/{mine}/accounts").content.decode()
    )
    # Somebody out of scope is named as payee by nobody who may not see them.
    asked = {"relation": "继承人", "payee": stranger, "mandate": "公证书", "from": "2025-01-01"}
    refused = signed_in(CLERK).post(f"/people/{mine}/payee", asked)
    assert "您权限范围内" in refused.content.decode()
    assert (waiting_of(mine), registry.payee_told(mine)) == ([], None)
