"""已发救助: aid of departments and of before comes in by file, counts once and is netted."""

from datetime import date
from pathlib import Path

import pytest

from bureau.counter import Counter, bill_row, listed, read_profile
from bureau.factories import Who, card, person
from mianshen.bureau.claims import services as claims
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch, Row
from mianshen.bureau.registry import services as registry

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))
HEADER = "姓名,身份证号,结算编号,救助项目,金额,发放渠道,发放日期,编号"


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    made = Counter(read_profile(tmp_path))
    made.roster("202503", [(ZHANG, "低保"), (LI, "低保")])
    made.settle("202503", bill_row(ZHANG, "s1"), bill_row(LI, "s2"))
    return made


def aid(who: Who, settlement: str, yuan: str, number: str, programme: str = "医疗救助") -> str:
    return listed(who, settlement, programme, yuan, "部门专项", "2025-03-20", number)


def hand_in(counter: Counter, month: str, *rows: str) -> Batch:
    return counter.hand_in(f"已发_{month}.csv", HEADER, list(rows))


def given() -> list[tuple[str, str, int]]:
    facts = claims.facts_as_known([person(ZHANG), person(LI)])
    return sorted((one.event, one.place, one.amount_fen) for one in facts.deliveries)


def test_aid_of_a_department_is_known_under_the_programme_of_the_pack(counter: Counter) -> None:
    hand_in(counter, "202503", aid(ZHANG, "s1", "123.45", "A1"), aid(ZHANG, "s1", "-23.45", "A2"))
    assert given() == [("s1", "medical", -2_345), ("s1", "medical", 12_345)]
    assert person(ZHANG) in set(registry.dirty_people())


def test_aid_told_of_again_counts_once_and_another_under_its_number_is_set_aside(
    counter: Counter,
) -> None:
    first = hand_in(counter, "202503", aid(ZHANG, "s1", "100", "A1"))
    again = hand_in(counter, "202504", aid(ZHANG, "s1", "100", "A1"), aid(LI, "s2", "50", "A2"))
    other = hand_in(counter, "202505", aid(ZHANG, "s1", "90", "A1"))

    assert given() == [("s1", "medical", 10_000), ("s2", "medical", 5_000)]
    assert [one.state for one in (first, again, other)] == ["applied"] * 3
    assert again.account["accepted"] == 2
    (state,) = Row.objects.filter(batch=other).values_list("state", flat=True)
    assert state == "quarantined"


def test_a_batch_that_is_taken_back_takes_its_aid_back(counter: Counter) -> None:
    batch = hand_in(counter, "202503", aid(ZHANG, "s1", "100", "A1"))
    intake.withdraw(batch, counter.profile, "clerk:1", "paid by nobody")
    assert given() == []


def test_a_programme_that_the_pack_has_not_waits_and_so_does_its_person(counter: Counter) -> None:
    strange = aid(LI, "s2", "100", "A1", programme="没有的项目")
    batch = hand_in(counter, "202503", strange, aid(ZHANG, "s1", "1", "A2"))
    assert batch.account["quarantined"] == 1
    assert claims.waiting_rows([person(LI)]) == {person(LI): ["programme_unknown"]}
    assert date(2025, 3, 31) == batch.period_last
