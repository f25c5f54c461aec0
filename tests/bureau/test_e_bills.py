"""发票核验: what files tell of electronic bills, and how each settlement's bill stands by them."""

from pathlib import Path

import pytest

from bureau.counter import Counter, bill_row, read_profile
from bureau.factories import Who, card, person
from mianshen.bureau.claims import services as claims
from mianshen.bureau.claims.models import Bill
from mianshen.bureau.claims.services import Verdict
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.registry import services as registry

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
HEADER = "交款人,身份证号,结算编号,票据种类,票据代码,票据号码,票据金额,开票日期,冲红标志,报销状态"
CODE = "51060125"


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    made = Counter(read_profile(tmp_path))
    made.roster("202503", [(ZHANG, "低保"), (LI, "低保")])
    made.settle("202503", bill_row(ZHANG, "s1"), bill_row(LI, "s2"))
    return made


def told(
    who: Who,
    settlement: str,
    number: str,
    yuan: int = 1000,
    *,
    kind: str = "财政电子票据",
    code: str = CODE,
    flushed: str = "否",
    reimbursed: str = "未报销",
) -> str:
    of_whom = f"{who.name},{who.certno},{settlement}"
    return f"{of_whom},{kind},{code},{number},{yuan},2025-03-10,{flushed},{reimbursed}"


def hand_in(counter: Counter, month: str, *rows: str) -> Batch:
    return counter.hand_in(f"票据_{month}.csv", HEADER, list(rows))


def verdicts() -> tuple[Verdict, Verdict]:
    events = claims.events_told(["s1", "s2"])
    return events["s1"].verdict, events["s2"].verdict


def test_a_bill_of_the_settlements_sum_is_true_and_one_nobody_told_of_is_unseen(
    counter: Counter,
) -> None:
    assert verdicts() == (Verdict.UNSEEN, Verdict.UNSEEN)
    hand_in(counter, "202503", told(ZHANG, "s1", "0000000001"))
    assert verdicts() == (Verdict.TRUE, Verdict.UNSEEN)
    assert Bill.objects.get().person == person(ZHANG)


def test_several_bills_of_one_settlement_add_up_however_often_each_is_told_of(
    counter: Counter,
) -> None:
    one, other = told(ZHANG, "s1", "0000000001", 600), told(ZHANG, "s1", "0000000002", 400)
    hand_in(counter, "202503", one, other)
    hand_in(counter, "202504", one, told(LI, "s2", "0000000003", 999))
    assert verdicts() == (Verdict.TRUE, Verdict.FALSE)


def test_one_bill_for_two_settlements_is_a_duplicate_of_both(counter: Counter) -> None:
    hand_in(counter, "202503", told(ZHANG, "s1", "0000000001"))
    hand_in(counter, "202504", told(LI, "s2", "0000000001"))
    assert verdicts() == (Verdict.DUPLICATE, Verdict.DUPLICATE)


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ({"reimbursed": "已报销"}, Verdict.DUPLICATE),
        ({"reimbursed": "2"}, Verdict.TRUE),
        ({"flushed": "1"}, Verdict.REFUNDED),
    ],
    ids=["reimbursed", "asked for", "given back"],
)
def test_how_a_bill_stands_is_told_again_and_can_be_taken_back(
    counter: Counter, now: dict[str, str], verdict: Verdict
) -> None:
    hand_in(counter, "202503", told(ZHANG, "s1", "0000000001"))
    later = hand_in(counter, "202504", told(ZHANG, "s1", "0000000001", **now))
    assert verdicts()[0] is verdict

    intake.withdraw(later, counter.profile, "clerk:1", "a test of the platform's")
    assert verdicts()[0] is Verdict.TRUE


def test_what_was_given_back_stays_so_when_an_older_file_comes_late(counter: Counter) -> None:
    hand_in(counter, "202504", told(ZHANG, "s1", "0000000001", flushed="冲红"))
    hand_in(counter, "202503", told(ZHANG, "s1", "0000000001"))
    assert verdicts()[0] is Verdict.REFUNDED


def test_nobody_is_assessed_anew_for_a_bill(counter: Counter) -> None:
    waiting = set(registry.dirty_people())
    hand_in(counter, "202503", told(ZHANG, "s1", "0000000001"))
    assert set(registry.dirty_people()) == waiting


def test_a_digital_bill_has_no_code_and_another_without_one_waits_to_be_mended(
    counter: Counter,
) -> None:
    batch = hand_in(
        counter,
        "202503",
        told(ZHANG, "s1", "25512000000012345678", kind="数电票", code=""),
        told(LI, "s2", "0000000002", code=""),
        told(LI, "s2", "0000000003", kind="收据"),
        told(LI, "s2", "0000000004", flushed="也许"),
    )
    assert batch.account["accepted"] == 1
    assert batch.account["quarantined"] == 3
    assert verdicts() == (Verdict.TRUE, Verdict.UNSEEN)
