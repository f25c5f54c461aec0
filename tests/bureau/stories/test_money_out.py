"""Months in which the money does not go straight to the card, and where every fen is meanwhile."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bureau.factories import person
from bureau.paying import CLERK, SECOND, TODAY
from bureau.stories.month import AID, BUDGET_FEN, DISABLED, FUNDS, Month, claims, money, on_the_card
from bureau.test_casework import LI, ZHANG, state
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.calendar import official
from mianshen.bureau.casework.clocks import Stand, standing
from mianshen.bureau.casework.models import Order
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.errors import PayoutError
from mianshen.bureau.payout.models import Payable

pytestmark = pytest.mark.usefixtures("database")

RULES = payout.RecoveryRules(objection_days=60, waiver_below_fen=50)


@pytest.fixture
def month(tmp_path: Path) -> Month:
    return Month(tmp_path)


def test_the_treasury_is_eight_working_days_late(month: Month) -> None:
    """Zhang's order is opened on 11 March. The money asked for on the 27th comes on 10 April."""
    month.opens_funds()
    month.lists(ZHANG)
    month.has_bills((ZHANG, "s1", "2025-03-10"))
    (order,) = month.approves(ZHANG)
    month.on(date(2025, 3, 27))
    asked = month.asks()

    assert (asked.asked_fen, asked.lines_waiting) == (23_600, 0)
    with pytest.raises(PayoutError, match="has not arrived"):
        month.makes(asked.number)
    assert claims() == {"payable": 25_600}
    assert money() == {"budget": 2 * BUDGET_FEN - 23_600, "committed": 23_600}
    clock = month.desk.flow.clocks["whole"]
    begun = Order.objects.get(pk=order).opened_at.date()
    counting = (clock.limit, (), official())
    assert standing(begun, None, date(2025, 4, 9), *counting) is not Stand.OVERDUE
    assert standing(begun, None, date(2025, 4, 10), *counting) is Stand.OVERDUE

    month.on(date(2025, 4, 10))
    month.gets(asked)
    assert money()["cash"] == 23_600
    month.answers(month.sends(asked.number))

    assert standing(begun, month.today, month.today, *counting) is Stand.MISSED
    assert claims() == {"paid": 23_600, "payable": 2_000}
    assert money() == {
        "budget": 2 * BUDGET_FEN - 23_600,
        "spent": 23_600,
        "payees": 23_600,
    }
    assert on_the_card(ZHANG) == 23_600


def test_a_floor_fund_is_overspent_and_the_shortfall_is_told(month: Month) -> None:
    """The fund has 300.00 and two people are due 236.00 each: both are paid, 172.00 are lacking."""
    month.opens_funds(payout.FundKind.FLOOR, 30_000)
    month.lists(ZHANG, LI)
    month.has_bills((ZHANG, "s1", "2025-03-10"), (LI, "s2", "2025-03-10"))
    month.approves(ZHANG, LI)
    asked = month.asks()

    assert (asked.asked_fen, asked.beyond_budget_fen, asked.lines_waiting) == (47_200, 17_200, 0)
    month.gets(asked)
    month.answers(month.sends(asked.number))

    assert (on_the_card(ZHANG), on_the_card(LI)) == (23_600, 23_600)
    (lacking,) = payout.shortfalls(2025)
    assert (lacking.fund, lacking.shortfall_fen, lacking.spent_fen) == (AID, 17_200, 47_200)
    assert claims() == {"paid": 47_200, "payable": 4_000}
    # What the fund went beyond its budget by is no money it has.
    assert money() == {"budget": 30_000, "spent": 47_200, "payees": 47_200}
    payout.appropriate(AID, 17_200, "财社〔2026〕1号", CLERK)
    assert payout.shortfalls(2025) == []


def test_a_ceiling_fund_lets_the_second_wait_for_money_and_then_pays(month: Month) -> None:
    """The same under a ceiling: Li waits in the order of the dates until there is more."""
    month.opens_funds(payout.FundKind.CEILING, 30_000)
    month.lists(ZHANG, LI)
    month.has_bills((ZHANG, "s1", "2025-03-09"), (LI, "s2", "2025-03-10"))
    month.approves(ZHANG, LI)
    asked = month.asks()

    assert (asked.asked_fen, asked.waiting_fen) == (23_600, 23_600)
    month.gets(asked)
    month.answers(month.sends(asked.number))
    assert (on_the_card(ZHANG), on_the_card(LI)) == (23_600, 0)
    assert claims() == {"paid": 23_600, "payable": 23_600 + 4_000}

    payout.appropriate(AID, 17_200, "追加", CLERK)
    month.pays()
    assert (on_the_card(ZHANG), on_the_card(LI)) == (23_600, 23_600)
    assert payout.position(AID).left_fen == 0


def test_an_office_refuses_one_of_three_programmes_and_what_is_left_is_paid(month: Month) -> None:
    """The disabled federation refuses its 20.00; of what is left then 4.00 more come from above."""
    month.opens_funds()
    month.lists(ZHANG)
    month.has_bills((ZHANG, "s1", "2025-03-10"))
    (order,) = month.assesses(ZHANG).opened
    month.confirms(order)
    by = month.desk.by(month.desk.disabled)
    casework.reject(order, ["disabled"], "第九条", by, "disabled")
    casework.approve(order, "departments", month.desk.by(month.desk.medical), "medical-security")
    casework.approve(order, "centre", month.desk.by(month.desk.reviewer))
    month.approves(ZHANG)
    done = month.pays()

    assert (done.paid, done.paid_fen) == (3, 20_000 + 3_600 + 400)
    assert on_the_card(ZHANG) == 24_000
    assert claims() == {"paid": 24_000}
    assert money() == {"budget": 2 * BUDGET_FEN - 24_000, "spent": 24_000, "payees": 24_000}
    with pytest.raises(PayoutError, match="no line"):
        month.asks(DISABLED)


def test_somebody_dies_between_approval_and_payment_and_the_heir_is_paid(month: Month) -> None:
    """Zhang dies on the 20th, her care was before it. Li, her son, brings the notary's deed."""
    month.opens_funds()
    month.lists(ZHANG, LI)
    month.has_bills((ZHANG, "s1", "2025-03-10"))
    month.approves(ZHANG)
    month.on(date(2025, 3, 21))
    month.bureau.deaths("202503", [(ZHANG, date(2025, 3, 20))])
    assert month.assesses(ZHANG) == casework.Attached()
    asked = month.asks()
    month.gets(asked)
    made = month.makes(asked.number)

    assert (made.batch, made.tasks) == (None, 2)
    assert {task.kind for task in payout.open_tasks()} == {"died"}
    assert claims() == {"payable": 25_600}
    month.banks(ZHANG, "6217999999999999", LI.name)
    for task in payout.open_tasks():
        payout.settle_task(task.pk, CLERK, "公证书〔2025〕7号", payee=str(person(LI)))
    batch = month.sends(asked.number)
    text = month.file.read_text("gb18030")
    assert text.count("李建国,6217999999999999") == 2
    assert ZHANG.name not in text
    month.answers(batch)

    assert on_the_card(ZHANG) == 23_600
    assert claims() == {"paid": 23_600, "payable": 2_000}
    assert month.assesses(ZHANG, LI).opened == set()


def test_an_account_bounces_twice_and_the_third_is_right(month: Month) -> None:
    """One number is mistyped, one account is closed; each time the fen come back and go out."""
    month.opens_funds()
    month.lists(ZHANG, LI)
    month.has_bills((ZHANG, "s1", "2025-03-10"), (LI, "s2", "2025-03-10"))
    month.approves(ZHANG, LI)
    asked = month.asks()
    month.gets(asked)
    zhang = person(ZHANG)
    done = month.answers(month.sends(asked.number), {zhang: "3031"})

    assert (done.paid_fen, done.refused_fen) == (23_600, 23_600)
    assert claims() == {"paid": 23_600, "returned": 23_600, "payable": 4_000}
    assert (money()["cash"], money()["payees"], money()["committed"]) == (23_600, 23_600, 23_600)
    for number, code in (("6217111111111111", "3018"), ("6217222222222222", "0000")):
        month.banks(ZHANG, number)
        for task in payout.open_tasks():
            payout.settle_task(task.pk, CLERK, "账户已更换")
        assert claims() == {"paid": 23_600, "payable": 27_600}
        batch = month.sends(asked.number)
        assert money()["in_transit"] == 23_600
        assert month.file.read_text("gb18030").count(number) == 2
        month.answers(batch, {zhang: code})

    assert (on_the_card(ZHANG), on_the_card(LI)) == (23_600, 23_600)
    assert claims() == {"paid": 47_200, "payable": 4_000}
    assert money() == {"budget": 2 * BUDGET_FEN - 47_200, "spent": 47_200, "payees": 47_200}
    with pytest.raises(PayoutError, match="no line"):
        month.makes(asked.number)


def test_a_late_payment_by_the_major_illness_fund_before_approval_amends_the_order(
    month: Month,
) -> None:
    """100.00 come late and lie on the bill: 192.00 are due and 192.00 are paid."""
    month.opens_funds()
    month.lists(ZHANG)
    month.has_bills((ZHANG, "s1", "2025-03-10"))
    (order,) = month.assesses(ZHANG).opened
    month.confirms(order)
    month.bureau.pay(ZHANG, "p1", 10_000, "s1")
    assert month.assesses(ZHANG).voided == {order}
    month.approves(ZHANG)
    month.pays()
    month.pays(DISABLED)

    assert on_the_card(ZHANG) == 19_200
    assert claims() == {"paid": 19_200}
    assert money() == {"budget": 2 * BUDGET_FEN - 19_200, "spent": 19_200, "payees": 19_200}


def test_a_late_payment_by_the_major_illness_fund_after_payment_is_left_to_people(
    month: Month,
) -> None:
    """What was paid stays paid; 59.00 and 5.00 too much are told, and no bill makes up for it.

    Only a person takes any of it off the next bill, with the consent of whom it was paid to.
    """
    month.opens_funds()
    month.lists(ZHANG)
    month.has_bills((ZHANG, "s1", "2025-03-10"))
    month.approves(ZHANG)
    month.pays()
    month.pays(DISABLED)
    month.bureau.pay(ZHANG, "p1", 10_000, "s1")
    month.assesses(ZHANG)

    assert claims() == {"paid": 25_600}
    told = {one.fund: (one.net_fen, one.for_a_human) for one in assessment.open_deltas()}
    assert told == {"基金": (-5_900, True), "残联资金": (-500, True)}
    month.on(date(2025, 4, 11))
    month.has_bills((ZHANG, "s2", "2025-04-10"))
    month.approves(ZHANG)
    month.pays()
    month.pays(DISABLED)
    assert on_the_card(ZHANG) == 2 * 25_600
    assert claims() == {"paid": 51_200}
    assert {one.fund: one.net_fen for one in assessment.open_deltas()} == {
        "基金": -5_900,
        "残联资金": -500,
    }
    month.bureau.at += timedelta(days=1)
    assert not month.assesses(ZHANG).opened


def test_the_year_ends_with_orders_in_flight(month: Month) -> None:
    """One order is with the departments on New Year's Eve, one bounced; the new year begins anew.

    What belongs to 2025 is paid out of the funds of 2025, whenever it is approved.
    """
    month.opens_funds()
    month.on(date(2025, 12, 29))
    month.lists(ZHANG, LI)
    month.has_bills((LI, "s1", "2025-12-20"))
    month.approves(LI)
    asked = month.asks()
    month.gets(asked)
    month.answers(month.sends(asked.number), {person(LI): "3018"})
    month.has_bills((ZHANG, "s2", "2025-12-27"))
    (flying,) = month.assesses(ZHANG, LI).opened
    month.confirms(flying)

    month.on(date(2026, 1, 8))
    assessment.assess_all_anew(month.bureau.stated("system"))
    both = assessment.Asked(date(2026, 1, 8), (2025, 2026), closed=frozenset({2025}))
    month.has_bills((ZHANG, "s3", "2026-01-05"))
    (fresh,) = month.assesses(ZHANG, LI, asked=both).opened
    assert (state(flying), state(fresh)) == ("in_approval", "pending")
    assert [one.period for one in casework.orders_of(person(ZHANG))] == ["2025-12", "2026-01"]
    month.finishes(flying)
    month.confirms(fresh)
    month.finishes(fresh)
    with pytest.raises(PayoutError, match="基金 2026"):
        month.asks()
    for fund in ("2026-aid", "2026-disabled"):
        payout.open_fund(
            fund, fund, 2026, payout.FundKind.FLOOR, document="指标", account="专户", actor=CLERK
        )
        payout.appropriate(fund, 50_000, "财社〔2026〕1号", CLERK)
    new = {("基金", 2026): "2026-aid", ("残联资金", 2026): "2026-disabled"}
    assert payout.take_over(FUNDS | new, "staff:payer") == 6
    month.pays()
    month.banks(LI, "6217333333333333")
    for task in payout.open_tasks():
        payout.settle_task(task.pk, CLERK, "新账户")
    month.answers(month.sends(asked.number))

    assert (on_the_card(ZHANG), on_the_card(LI)) == (23_600, 23_600)
    assert payout.position(AID).spent_fen == 47_200
    assert payout.position("2026-aid").spent_fen == 0
    month.pays("2026-aid")
    assert payout.position("2026-aid").spent_fen == 23_600
    assert claims() == {"paid": 70_800, "payable": 6_000}
    assert assessment.open_deltas() == []


def test_what_was_set_off_with_consent_is_not_given_a_second_time(month: Month) -> None:
    """50.00 are claimed back; Zhang lets 20.00 of them be taken off the next aid and repays 30.00.

    In the end she has what the two bills give, and the 14.00 too much that nobody claimed back.
    """
    month.opens_funds()
    month.lists(ZHANG)
    month.has_bills((ZHANG, "s1", "2025-03-10"))
    month.approves(ZHANG)
    month.pays()
    month.pays(DISABLED)
    month.bureau.pay(ZHANG, "p1", 10_000, "s1")
    month.assesses(ZHANG)
    (line,) = [one for one in assessment.lines_as_known() if one.programme == "aid"]
    key = payable_of("aid")
    assert line.amount_fen == 15_000
    recovery = payout.open_recovery(key, 5_000, "大病保险补付", CLERK, TODAY, RULES)
    month.on(date(2025, 7, 11))
    month.has_bills((ZHANG, "s2", "2025-07-10"))
    month.approves(ZHANG)
    payout.take_over(FUNDS, "staff:payer")
    payout.offset(recovery, payable_of("aid"), 2_000, CLERK, "同意书", month.today)
    payout.receive_repayment(recovery, CLERK, 3_000, month.today, "流水1")
    month.pays()
    month.pays(DISABLED)
    assert person(ZHANG) in assessment.to_be_assessed(), "a repayment is looked at once more"
    assert month.approves(ZHANG) == []

    due = sum(one.amount_fen for one in assessment.lines_as_known())
    assert due == 19_200 + 25_600
    assert on_the_card(ZHANG) - 3_000 == due + 1_400
    told = {one.fund: one.net_fen for one in assessment.open_deltas()}
    assert told == {"基金": -900, "残联资金": -500}


def payable_of(programme: str) -> str:
    """The key of the latest line of a programme that payout has."""
    return str(Payable.objects.filter(programme=programme).latest("id").key)


class TestVoided:
    """Lines given up by two people before they are paid: 236.00 for Zhang, of two programmes."""

    @pytest.fixture
    def waiting(self, month: Month) -> Month:
        month.opens_funds()
        month.lists(ZHANG)
        month.has_bills((ZHANG, "s1", "2025-03-10"))
        month.approves(ZHANG)
        payout.take_over(FUNDS, "staff:payer")
        return month

    def test_what_was_declined_is_never_asked_for_again_until_it_is_taken_up(
        self, waiting: Month
    ) -> None:
        """200.00 of aid are declined; whatever is assessed anew, they are not ordered."""
        key = payable_of("aid")
        payout.void_line(key, CLERK, SECOND, "本人书面声明", payout.Ground.DECLINED)

        assert claims() == {"forgone": 20_000, "payable": 5_600}
        for _ in range(3):
            assert waiting.approves(ZHANG) == []
        assessment.assess_all_anew(waiting.bureau.stated("system"))
        assert waiting.approves(ZHANG) == []
        assert claims() == {"forgone": 20_000, "payable": 5_600}
        assert [one for one in assessment.open_deltas() if one.for_a_human] == []
        waiting.pays()
        assert on_the_card(ZHANG) == 3_600

        payout.take_up(key, CLERK, "本人收回声明")
        with pytest.raises(PayoutError, match="taken up before"):
            payout.take_up(key, CLERK, "再来一次")
        assert len(waiting.approves(ZHANG)) == 1
        waiting.pays()
        assert on_the_card(ZHANG) == 23_600
        assert claims() == {"paid": 23_600, "payable": 2_000, "void": 20_000}

    def test_what_was_wrong_waits_for_other_facts_or_for_a_person(self, waiting: Month) -> None:
        """Voided as wrong it is not ordered with the same facts; corrected, what is right is."""
        key = payable_of("aid")
        payout.void_line(key, CLERK, SECOND, "账单有误")
        assert [(one.key, one.ground) for one in payout.voided_lines()] == [
            (key, payout.Ground.WRONG)
        ]
        for _ in range(2):
            assert payout.take_up_changed("system:jobs") == set()
            assert waiting.approves(ZHANG) == []
        assert claims() == {"in_correction": 20_000, "payable": 5_600}

        waiting.bureau.pay(ZHANG, "p1", 10_000, "s1")
        waiting.assesses(ZHANG)
        assert payout.take_up_changed("system:jobs") == {person(ZHANG)}
        assert payout.take_up_changed("system:jobs") == set()
        assert len(waiting.approves(ZHANG)) == 1
        waiting.pays()
        assert payout.voided_lines() == []
        assert claims()["void"] == 20_000
