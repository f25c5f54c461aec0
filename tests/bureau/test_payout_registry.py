"""Who is paid into which account is asked of the registry, and opened in the file alone."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from bureau import paying
from bureau.factories import Bureau, Who, card, person
from bureau.paying import BANK, CLERK, FUND, TODAY
from mianshen.bureau.payout import services as payout
from mianshen.bureau.registry import services as registry

pytestmark = pytest.mark.usefixtures("database")

ZHANG, LI = Who("张秀英", card(11)), Who("李建国", card(32))
WANG, ZHAO = Who("王桂兰", card(53)), Who("赵小宝", card(74))


def account(bureau: Bureau, who: Who, number: str, holder: str) -> None:
    proposed = registry.propose_account(person(who), number, holder, "农商行", bureau.stated())
    registry.confirm_account(proposed, bureau.stated("clerk:2"))


def handed_over(who: Who, amount_fen: int, payee: str | None = None) -> None:
    number = person(who)
    line = payout.ApprovedLine(
        f"order-{number}",
        number,
        payee or str(number),
        "低保门诊",
        "2025-03",
        amount_fen,
        FUND,
        TODAY,
    )
    paying.approve([line])
    payout.accept([line], CLERK)


def test_the_registry_says_into_which_account_and_who_died(tmp_path: Path) -> None:
    bureau = Bureau()
    bureau.roster("202501", [(one, "低保") for one in (ZHANG, LI, WANG, ZHAO)])
    bureau.deaths("202503", [(WANG, date(2025, 3, 20))])
    account(bureau, ZHANG, "6217000000000001", "张秀英")
    account(bureau, LI, "6217000000000002", "李建设")
    account(bureau, WANG, "6217000000000003", "王桂兰")
    account(bureau, ZHAO, "6217000000000004", "张秀英")
    paying.open_fund()
    for who, fen in ((ZHANG, 100), (LI, 200), (WANG, 300)):
        handed_over(who, fen)
    handed_over(ZHAO, 400, str(person(ZHANG)))
    directory = payout.Registered()

    made = payout.make_batch(paying.funded(), BANK.bank, CLERK, directory, TODAY)
    assert {(task.kind, task.line.amount_fen) for task in payout.open_tasks()} == {
        ("name_differs", 200),
        ("died", 300),
    }
    assert made.batch is not None
    written = payout.write_bank_file(made.batch, BANK, tmp_path, directory, TODAY, CLERK)
    text = written.path.read_text("gb18030")

    assert "张秀英,6217000000000001,1.00" in text
    assert "张秀英,6217000000000004,4.00" in text
    account(bureau, ZHANG, "6217000000000009", "张秀英")
    again = payout.write_bank_file(made.batch, BANK, tmp_path, directory, TODAY, CLERK)
    assert again.sha256 == written.sha256


def test_an_institution_is_paid_into_the_account_that_bears_its_name() -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "特困"), (LI, "特困")])
    account(bureau, ZHANG, "6217000000000001", "某镇敬老院")
    account(bureau, LI, "6217000000000002", "另一家敬老院")

    found = registry.accounts_of([(person(one), "某镇敬老院") for one in (ZHANG, LI)])

    assert [found[person(one), "某镇敬老院"][1] for one in (ZHANG, LI)] == [True, False]


def test_no_table_of_payout_holds_a_name_or_a_number() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name LIKE 'payout_payment' OR table_name = 'payout_payable'"
        )
        columns = {name for (name,) in cursor.fetchall()}
    assert not columns & {"name", "holder", "certno", "phone", "account_number", "disease"}
