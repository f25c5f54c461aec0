"""收款账户: proposed by files and at desks, confirmed by a second person, on pages alone."""

from django.test import Client

from bureau.desk_accounts import hand_in, in_use, waiting_of
from bureau.desk_district import (
    CENTRE_CLERK,
    INSPECTOR,
    PAYER,
    TREASURER,
    DeskDistrict,
    signed_in,
)
from bureau.statements import statements
from mianshen.bureau.registry import services as registry
from mianshen.bureau.registry.models import Account
from mianshen.bureau.trail.services import entries_of

STATEMENTS_MAX = 15


def shown(client: Client) -> str:
    return client.get("/finance/accounts").content.decode()


def test_a_files_accounts_are_confirmed_at_once_and_two_of_one_person_one_by_one(
    district: DeskDistrict,
) -> None:
    one, other = district.people[:2]
    numbers = "6217009900000001", "6217009900000012", "6217009900000023"
    rows = [(one, numbers[0], ""), (other, numbers[1], ""), (other, numbers[2], "王大山")]
    batch = hand_in("202503", rows, CENTRE_CLERK)
    payer = signed_in(PAYER)
    page = shown(payer)
    assert "复核全部 1 个" in page
    assert "银行账户_202503.csv" in page
    assert "涉及 2 人" not in page
    assert "尾号 0023" in page
    assert "户名与收款人不一致" in page
    names = {called.name for called in registry.called([one, other]).values()}
    assert not any(word in page for word in (*numbers, *names, "王大山"))

    answer = payer.post(f"/finance/accounts/files/{batch}", follow=True).content.decode()
    assert "已复核 银行账户_202503.csv 的 1 个账户" in answer
    assert in_use(one) is not None
    assert in_use(other) is None
    again = payer.post(f"/finance/accounts/files/{batch}").content.decode()
    assert "没有可以一并复核的账户" in again

    right, wrong = waiting_of(other)
    assert (right.is_payees, wrong.is_payees) == (True, False)
    payer.post(f"/finance/accounts/{wrong.account}", {"act": "refuse"})
    payer.post(f"/finance/accounts/{right.account}", {"act": "confirm"})
    assert in_use(other) == right.account
    taken = payer.post(f"/finance/accounts/{right.account}", {"act": "confirm"})
    assert "该账户已有人处理" in taken.content.decode()
    assert "没有待复核的文件" in shown(payer)
    (entry,) = [entry for entry in entries_of(f"batch:{batch}") if entry.act == "confirm_accounts"]
    assert (entry.actor, entry.details) == (f"staff:{PAYER}", {"accounts": 1})


def test_whoever_handed_a_file_in_confirms_none_of_it(district: DeskDistrict) -> None:
    one, other = district.people[2:4]
    rows = [(one, "6217009900000101", ""), (other, "6217009900000112", "")]
    batch = hand_in("202504", [*rows, (other, "6217009900000123", "")], PAYER)
    payer = signed_in(PAYER)
    assert "待同事复核" in shown(payer)
    refused = payer.post(f"/finance/accounts/files/{batch}")
    assert (refused.status_code, in_use(one)) == (400, None)
    assert "请另一位同事复核" in refused.content.decode()
    single = payer.post(f"/finance/accounts/{waiting_of(other)[0].account}", {"act": "confirm"})
    assert (single.status_code, in_use(other)) == (400, None)


def test_accounts_are_shown_to_whoever_sees_payments_and_confirmed_by_whoever_pays(
    district: DeskDistrict,
) -> None:
    assert district
    batch = hand_in("202505", [(district.people[4], "6217009900000201", "")], CENTRE_CLERK)
    for number in (TREASURER, INSPECTOR):
        client = signed_in(number)
        assert "银行账户_202505.csv" in shown(client)
        assert "复核全部" not in shown(client)
        assert client.post(f"/finance/accounts/files/{batch}").status_code == 403
    assert signed_in(CENTRE_CLERK).get("/finance/accounts").status_code == 403
    # A file of another profile, or none at all, is nobody's here.
    assert signed_in(PAYER).post("/finance/accounts/files/987654").status_code == 403


def test_the_list_of_accounts_takes_as_many_statements_for_fifty_as_for_few(
    district: DeskDistrict,
) -> None:
    payer = signed_in(PAYER)
    shown(payer)
    with statements() as few:
        shown(payer)
    rows = [
        (person, f"62170088{place}{number:07d}", "")
        for number, person in enumerate(district.people)
        for place in (1, 2, 3)
    ]
    hand_in("202506", rows, CENTRE_CLERK)
    assert Account.objects.filter(confirmed_at__isnull=True).count() >= 72
    with statements() as many:
        page = shown(payer)
    assert 'rel="next"' in page
    assert len(few) <= len(many) <= STATEMENTS_MAX
