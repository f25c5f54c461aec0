"""Clawing back is a person's decision: with a basis, an objection, and two people at the end."""

import ast
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import Error, transaction

from bureau import paying
from bureau.paying import CLERK, FUND, SECOND, TODAY
from mianshen.bureau import payout as package
from mianshen.bureau.ledger.chart import Claim, Money, claim, money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import held_fen
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.errors import PayoutError
from mianshen.bureau.payout.models import Payable, Recovery, RecoveryStep
from mianshen.run.messages import Lang

pytestmark = pytest.mark.usefixtures("database")

RULES = payout.RecoveryRules(objection_days=60, waiver_below_fen=50, instalments_max=3)
LATER = TODAY + timedelta(days=61)


def held(state: Claim, key: str = "order-1") -> int:
    return held_fen(Book.CLAIMS, claim(state, key))


@pytest.fixture
def recovery(database: str, tmp_path: Path) -> int:
    """Of 1,000 fen paid to person 1, 400 were too much."""
    assert database
    batch = paying.at_the_bank(tmp_path, 1_000)
    paying.answered(tmp_path, batch, {1: "0000"})
    return payout.open_recovery("order-1", 400, "住院费用已冲正", CLERK, TODAY, RULES)


def waiting_line(person: int, amount_fen: int, key: str) -> None:
    one = payout.ApprovedLine(
        key, person, str(person), "低保门诊", "2025-04", amount_fen, FUND, date(2025, 4, 1)
    )
    paying.approve([one])
    payout.accept([one], CLERK)


def test_what_is_reclaimed_is_repaid_in_instalments_and_closed(recovery: int) -> None:
    plan = [payout.Instalment(LATER, 150), payout.Instalment(LATER + timedelta(30), 250)]
    payout.agree_instalments(recovery, CLERK, plan, RULES, "分期协议1号")

    assert payout.receive_repayment(recovery, CLERK, 150, LATER, "流水1") == 250
    assert payout.receive_repayment(recovery, CLERK, 150, LATER, "流水1") == 250
    assert payout.receive_repayment(recovery, CLERK, 250, LATER, "流水2") == 0

    assert (held(Claim.PAID), held(Claim.RECLAIMED), held(Claim.RECOVERED)) == (600, 0, 400)
    assert held_fen(Book.MONEY, money(Money.CASH, paying.ACCOUNT)) == 400
    assert payout.position(FUND).spent_fen == 600
    assert payout.prove().is_whole
    with pytest.raises(PayoutError, match="closed"):
        payout.receive_repayment(recovery, CLERK, 1, LATER, "流水3")


def test_no_more_is_reclaimed_than_was_paid(recovery: int) -> None:
    with pytest.raises(PayoutError, match="does not hold that much: 1 fen too many"):
        payout.open_recovery("order-1", 601, "重复", CLERK, TODAY, RULES)

    assert held(Claim.RECLAIMED) == 400
    assert Recovery.objects.count() == 1
    assert recovery


def test_an_upheld_objection_leaves_the_money_paid(recovery: int) -> None:
    payout.object_to(recovery, "person:1", "费用没有冲正", TODAY)

    with pytest.raises(PayoutError, match="objected"):
        payout.receive_repayment(recovery, CLERK, 1, TODAY, "流水")
    with pytest.raises(PayoutError, match="two people"):
        payout.decide_objection(recovery, CLERK, upheld=True, reason="属实")
    payout.decide_objection(recovery, SECOND, upheld=True, reason="属实")

    assert (held(Claim.PAID), held(Claim.RECLAIMED)) == (1_000, 0)
    assert payout.remaining_fen(recovery) == 0
    assert payout.prove().is_whole


def test_a_rejected_objection_makes_it_due_and_comes_once(recovery: int) -> None:
    payout.object_to(recovery, "person:1", "不同意", TODAY)
    payout.decide_objection(recovery, SECOND, upheld=False, reason="票据已冲红")

    payout.write_off(recovery, CLERK, SECOND, "无力偿还", TODAY)
    assert held(Claim.WRITTEN_OFF) == 400


def test_an_objection_after_its_period_is_told(recovery: int) -> None:
    with pytest.raises(PayoutError, match="ended on 2025-05-25"):
        payout.object_to(recovery, "person:1", "太晚", LATER)


def test_an_offset_needs_consent_the_period_and_the_same_person(recovery: int) -> None:
    waiting_line(1, 300, "order-1b")
    waiting_line(2, 300, "order-2b")

    with pytest.raises(PayoutError, match="written consent"):
        payout.offset(recovery, "order-1b", 100, CLERK, " ", LATER)
    with pytest.raises(PayoutError, match="may object until"):
        payout.offset(recovery, "order-1b", 100, CLERK, "同意书", TODAY)
    with pytest.raises(PayoutError, match="same person"):
        payout.offset(recovery, "order-2b", 100, CLERK, "同意书", LATER)
    with pytest.raises(PayoutError, match="too many"):
        payout.offset(recovery, "order-1b", 301, CLERK, "同意书", LATER)

    assert payout.offset(recovery, "order-1b", 100, CLERK, "同意书", LATER) == 300
    assert payout.make_request(FUND, CLERK).asked_fen == 500
    assert payout.prove().is_whole


def test_a_line_is_offset_from_twice_and_both_count(recovery: int) -> None:
    waiting_line(1, 300, "order-1b")
    for left in (300, 200):
        assert payout.offset(recovery, "order-1b", 100, CLERK, "同意书", LATER) == left

    assert (held(Claim.RECLAIMED), held(Claim.SET_OFF, "order-1b")) == (200, 200)
    assert payout.prove().is_whole


def test_one_reference_of_the_bank_is_entered_once_whatever_it_is_entered_on(recovery: int) -> None:
    other = payout.open_recovery("order-1", 100, "又一笔", CLERK, TODAY, RULES)
    payout.receive_repayment(recovery, CLERK, 150, TODAY, "流水1")

    for number, fen in ((other, 100), (other, 150), (recovery, 50)):
        with pytest.raises(PayoutError, match=f"150 fen on recovery {recovery}:") as told:
            payout.receive_repayment(number, CLERK, fen, TODAY, "流水1")
        assert "请核对银行对账单" in told.value.lines(Lang.ZH)[0]
    assert (held(Claim.RECLAIMED), held(Claim.RECOVERED)) == (350, 150)


def test_only_a_small_rest_is_waived(recovery: int) -> None:
    with pytest.raises(PayoutError, match="not below the 50 fen"):
        payout.waive(recovery, CLERK, "金额小", RULES)
    payout.receive_repayment(recovery, CLERK, 351, TODAY, "流水")
    payout.waive(recovery, CLERK, "金额小", RULES)

    assert held(Claim.WAIVED) == 49
    assert payout.prove().is_whole


def test_a_write_off_takes_two_people_and_a_reason(recovery: int) -> None:
    with pytest.raises(PayoutError, match="two people"):
        payout.write_off(recovery, CLERK, CLERK, "死亡", LATER)
    with pytest.raises(PayoutError, match="reason"):
        payout.write_off(recovery, CLERK, SECOND, "", LATER)
    with pytest.raises(PayoutError, match="may object until"):
        payout.write_off(recovery, CLERK, SECOND, "死亡", TODAY)


DOORS: dict[str, Callable[[int, str], object]] = {
    "open_recovery": lambda _, who: payout.open_recovery("order-1", 1, "x", who, TODAY, RULES),
    "object_to": lambda one, who: payout.object_to(one, who, "x", TODAY),
    "decide_objection": lambda one, who: payout.decide_objection(
        one, who, upheld=False, reason="x"
    ),
    "agree_instalments": lambda one, who: payout.agree_instalments(
        one, who, [payout.Instalment(TODAY, 400)], RULES, "x"
    ),
    "receive_repayment": lambda one, who: payout.receive_repayment(one, who, 1, TODAY, "x"),
    "offset": lambda one, who: payout.offset(one, "order-1", 1, who, "x", LATER),
    "waive": lambda one, who: payout.waive(one, who, "x", RULES),
    "write_off": lambda one, who: payout.write_off(one, who, SECOND, "x", LATER),
    "write_off, second": lambda one, who: payout.write_off(one, CLERK, who, "x", LATER),
}


def test_no_program_finds_a_door_to_claw_back(recovery: int) -> None:
    for who in ("system:nightly", "", "staff:", "job", "Staff:clerk", " staff:clerk"):
        for door in DOORS.values():
            with pytest.raises(PayoutError, match="never by a program"):
                door(recovery, who)

    assert (held(Claim.PAID), held(Claim.RECLAIMED)) == (600, 400)
    assert RecoveryStep.objects.count() == 0


def test_every_function_that_can_claw_back_is_one_of_the_doors() -> None:
    tree = ast.parse((Path(package.__file__).parent / "recovering.py").read_text("utf-8"))
    public = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert public - {"remaining_fen"} == {name.split(",")[0] for name in DOORS}


def test_the_database_lets_no_program_open_a_recovery_or_write_one_off(recovery: int) -> None:
    line = Payable.objects.get(key="order-1")
    with pytest.raises(Error, match="opened_by_a_person"), transaction.atomic():
        Recovery.objects.create(
            line=line,
            amount_fen=1,
            basis="x",
            opened_by="system:nightly",
            objection_through=TODAY,
        )
    for actor, second in (("system:x", SECOND), (CLERK, CLERK), (CLERK, "system:x")):
        with pytest.raises(Error), transaction.atomic():
            RecoveryStep.objects.create(
                recovery_id=recovery, act="written_off", actor=actor, second=second
            )


def test_nothing_else_in_the_platform_reclaims() -> None:
    source = Path(package.__file__).parents[1]
    users = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*.py")
        if "Claim.RECLAIMED" in path.read_text("utf-8")
    }
    # Assessment only reads it: what is being claimed back is not asked for a second time.
    assert users == {"ledger/states.py", "payout/recovering.py", "assessment/settling.py"}
