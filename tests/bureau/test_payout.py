"""From an approved line to the card: each step once, each fen in one place, nobody paid twice."""

from pathlib import Path

import pytest
from django.db import Error, connection

from bureau import paying
from bureau.paying import CLERK, FUND, SECOND, TODAY, TREASURY, Street
from mianshen.bureau.ledger.chart import Claim, Money, claim, money
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import free_fen, held_fen
from mianshen.bureau.payout import services as payout
from mianshen.bureau.payout.errors import PayoutError
from mianshen.bureau.payout.models import Batch

pytestmark = pytest.mark.usefixtures("database")


def held(state: Claim, person: int = 1) -> int:
    return held_fen(Book.CLAIMS, claim(state, f"order-{person}"))


def cash(place: Money) -> int:
    return held_fen(Book.MONEY, money(place, paying.ACCOUNT))


def test_an_approved_line_reaches_the_card(tmp_path: Path) -> None:
    batch = paying.at_the_bank(tmp_path, 231_740, 5_000)

    done = paying.answered(tmp_path, batch, {1: "0000", 2: "0000"})

    assert (done.paid, done.paid_fen, done.outstanding) == (2, 236_740, 0)
    assert held(Claim.PAID, 1) == 231_740
    assert cash(Money.CASH) == cash(Money.IN_TRANSIT) == 0
    assert payout.position(FUND).spent_fen == 236_740
    assert payout.prove().is_whole


def test_a_line_handed_over_twice_is_one_line() -> None:
    paying.open_fund()
    lines = paying.handed_over(100)

    assert payout.accept(lines, CLERK) == 0
    assert held(Claim.PAYABLE) == 100


def test_a_line_that_was_not_approved_is_not_taken() -> None:
    paying.open_fund()

    with pytest.raises(PayoutError, match="not approved"):
        payout.accept([paying.line(1, 100)], CLERK)

    with pytest.raises(PayoutError, match="no line"):
        payout.make_request(FUND, CLERK)


def test_a_line_that_changed_under_its_key_is_refused() -> None:
    paying.open_fund()
    paying.handed_over(100)

    with pytest.raises(PayoutError, match="another content: order-1"):
        payout.accept([paying.line(1, 101)], CLERK)


def test_a_line_of_an_unknown_fund_is_refused() -> None:
    with pytest.raises(PayoutError, match="no such fund: nowhere"):
        payout.accept([paying.line(1, 100, "nowhere")], CLERK)


def test_a_ceiling_fund_that_is_used_up_lets_the_rest_wait_in_order() -> None:
    paying.open_fund(payout.FundKind.CEILING, 250)
    paying.handed_over(200, 60, 40)

    asked = payout.make_request(FUND, CLERK)

    assert (asked.lines, asked.asked_fen) == (1, 200)
    assert (asked.lines_waiting, asked.waiting_fen) == (2, 100)
    assert held(Claim.PAYABLE, 2) == 60
    with pytest.raises(PayoutError, match="used up: 2 lines of 100 fen"):
        payout.make_request(FUND, CLERK)
    payout.appropriate(FUND, 50, "追加", CLERK)
    assert payout.make_request(FUND, CLERK).asked_fen == 100
    assert payout.prove().is_whole


def test_a_floor_fund_goes_on_and_lists_the_shortfall() -> None:
    paying.open_fund(payout.FundKind.FLOOR, 250)
    paying.handed_over(200, 60)

    assert payout.make_request(FUND, CLERK).beyond_budget_fen == 10

    (lacking,) = payout.shortfalls(2025)
    assert (lacking.fund, lacking.shortfall_fen) == (FUND, 10)


def test_a_fund_that_warns_goes_on_and_is_told_of_as_no_shortfall() -> None:
    paying.open_fund(payout.FundKind.WARN, 250)
    paying.handed_over(200)
    payout.make_request(FUND, CLERK)
    assert payout.warnings(2025) == []
    paying.handed_over(60, first=2)
    payout.make_request(FUND, CLERK)

    (beyond,) = payout.warnings(2025)
    assert (beyond.fund, beyond.kind, beyond.shortfall_fen) == (FUND, payout.FundKind.WARN, 10)
    assert (payout.warnings(2024), payout.shortfalls(2025)) == ([], [])


def test_the_shares_of_the_levels_add_up_to_the_fen() -> None:
    paying.open_fund(shares={"中央": 6, "省": 3, "区": 2})

    assert payout.shares_of(FUND, 100) == {"中央": 55, "省": 27, "区": 18}


def test_a_request_that_the_treasury_sends_back_frees_its_lines_and_its_budget() -> None:
    paying.open_fund(payout.FundKind.CEILING, 100)
    paying.handed_over(100)
    first = payout.make_request(FUND, CLERK)

    payout.return_request(first.number, TREASURY, "指标文号有误")

    steps = payout.steps_of(first.number)
    assert [(one.step, one.actor) for one in steps] == [
        ("submitted", CLERK),
        ("returned", TREASURY),
    ]
    assert steps[1].note == "指标文号有误"
    assert steps[0].at <= steps[1].at
    assert payout.make_request(FUND, CLERK).asked_fen == 100


def test_who_asks_for_money_does_not_review_the_request() -> None:
    paying.open_fund()
    paying.handed_over(100)
    asked = payout.make_request(FUND, CLERK)

    with pytest.raises(PayoutError, match="two people"):
        payout.review(asked.number, CLERK)


def test_money_that_arrives_short_is_not_entered() -> None:
    paying.open_fund()
    paying.handed_over(100)
    asked = payout.make_request(FUND, CLERK)
    payout.review(asked.number, TREASURY)

    with pytest.raises(PayoutError, match="99 fen arrived"):
        payout.money_arrived(asked.number, CLERK, 99, TODAY, "R1")

    with pytest.raises(PayoutError, match="has not arrived"):
        payout.make_batch(asked.number, paying.BANK.bank, CLERK, Street(), TODAY)


def test_lines_without_a_good_account_or_whose_payee_died_become_tasks() -> None:
    paying.open_fund()
    paying.handed_over(100, 200, 300, 400)
    street = Street(without={1}, misnamed={2}, dead={3: TODAY})

    made = payout.make_batch(paying.funded(), paying.BANK.bank, CLERK, street, TODAY)

    assert (made.payments, made.sum_fen, made.tasks) == (1, 400, 3)
    assert [task.kind for task in payout.open_tasks()] == ["no_account", "name_differs", "died"]


def test_a_differing_name_that_somebody_accepted_is_paid() -> None:
    paying.open_fund()
    paying.handed_over(100)
    request, street = paying.funded(), Street(misnamed={1})
    assert payout.make_batch(request, paying.BANK.bank, CLERK, street, TODAY).batch is None
    (task,) = payout.open_tasks()

    payout.settle_task(task.pk, CLERK, "曾用名，有派出所证明")

    assert payout.make_batch(request, paying.BANK.bank, CLERK, street, TODAY).sum_fen == 100


def test_tasks_that_one_look_settles_go_out_again_together_or_not_at_all() -> None:
    paying.open_fund()
    paying.handed_over(100, 250)
    request, street = paying.funded(), Street(misnamed={1, 2})
    payout.make_batch(request, paying.BANK.bank, CLERK, street, TODAY)
    first, second = (task.pk for task in payout.open_tasks())

    with pytest.raises(PayoutError, match=f"task {second + 1} is done already"):
        payout.settle_tasks([first, second, second + 1], CLERK, "已电话核对")
    assert [task.pk for task in payout.open_tasks()] == [first, second]
    payout.settle_tasks([first, second], CLERK, "已电话核对")

    assert not payout.open_tasks()
    assert payout.make_batch(request, paying.BANK.bank, CLERK, street, TODAY).sum_fen == 350


def test_the_heir_of_a_payee_who_died_is_paid() -> None:
    paying.open_fund()
    paying.handed_over(100)
    request = paying.funded()
    street = Street(dead={1: TODAY})
    payout.make_batch(request, paying.BANK.bank, CLERK, street, TODAY)
    (task,) = payout.open_tasks()

    with pytest.raises(PayoutError, match="who receives"):
        payout.settle_task(task.pk, CLERK, "死亡证明")
    payout.settle_task(task.pk, CLERK, "公证书", payee="heir-7")

    assert payout.make_batch(request, paying.BANK.bank, CLERK, street, TODAY).sum_fen == 100


def test_a_file_written_on_a_later_day_looks_at_deaths_again(tmp_path: Path) -> None:
    paying.open_fund()
    paying.handed_over(100, 200)
    request = paying.funded()
    batch = paying.batched(request)
    tomorrow = TODAY.replace(day=27)
    street = Street(dead={2: tomorrow})

    with pytest.raises(PayoutError, match="have died"):
        payout.write_bank_file(batch, paying.BANK, tmp_path, street, tomorrow, CLERK)
    assert not list(tmp_path.iterdir())
    payout.cancel(batch, CLERK, "有人死亡")

    made = payout.make_batch(request, paying.BANK.bank, CLERK, street, tomorrow)
    assert (made.sum_fen, made.tasks) == (100, 1)
    assert payout.prove().is_whole


def test_a_sealed_batch_takes_nothing_more_and_declares_what_it_holds(tmp_path: Path) -> None:
    batch = paying.at_the_bank(tmp_path, 100)
    (payment,) = paying.payments(batch)
    copy = (
        "INSERT INTO payout_payment (number, batch_id, line_id, sequence, amount_fen, account,"
        " outcome) SELECT 'x', batch_id, line_id, 2, 1, 1, 'refused' FROM payout_payment"
    )
    for statement in (
        copy,
        "UPDATE payout_payment SET amount_fen = 1",
        "UPDATE payout_batch SET declared_fen = 1",
        "UPDATE payout_batch SET sent_at = now()",
        "DELETE FROM payout_payment",
    ):
        with pytest.raises(Error), connection.cursor() as cursor:
            cursor.execute(statement)
    assert [one.amount_fen for one in paying.payments(batch)] == [payment.amount_fen]


def test_a_batch_that_declares_more_than_it_holds_cannot_be_sealed() -> None:
    paying.open_fund()
    paying.handed_over(100)
    request = paying.funded()
    batch = Batch.objects.get(number=paying.batched(request))
    payout.cancel(batch.number, CLERK, "test")
    other = Batch.objects.create(
        number="B-x",
        request_id=batch.request_id,
        bank="x",
        declared_count=1,
        declared_fen=1,
        made_by=CLERK,
        checked_on=TODAY,
    )

    with pytest.raises(Error, match="declared 1 payments of 1 fen, found 0 of 0"):
        Batch.objects.filter(pk=other.pk).update(sealed_at="2025-03-26T00:00:00Z")


def test_who_makes_a_batch_does_not_send_it_and_it_is_sent_once(tmp_path: Path) -> None:
    batch = paying.at_the_bank(tmp_path, 100)

    with pytest.raises(PayoutError, match="two people"):
        payout.send(batch, CLERK)
    with pytest.raises(PayoutError, match="sent or cancelled before"):
        payout.send(batch, SECOND)
    with pytest.raises(PayoutError, match="stays as it is"):
        payout.cancel(batch, CLERK, "late")
    assert cash(Money.IN_TRANSIT) == 100


def test_a_returned_payment_is_a_task_and_goes_out_again_under_a_new_number(
    tmp_path: Path,
) -> None:
    first = paying.at_the_bank(tmp_path, 100, 200)
    done = paying.answered(tmp_path, first, {1: "3031", 2: "0000"})

    assert (done.refused, done.refused_fen) == (1, 100)
    assert held(Claim.RETURNED) == 100
    assert cash(Money.CASH) == 100
    (task,) = payout.open_tasks()
    assert (task.kind, task.why) == ("bounced", "3031 账号户名不符")

    payout.settle_task(task.pk, CLERK, "户名已更正")
    request = Batch.objects.get(number=first).request.number
    second = paying.batched(request)
    (again,) = paying.payments(second)
    assert again.number not in {one.number for one in paying.payments(first)}
    paying.sent(second, tmp_path)
    paying.answered(tmp_path, second, {1: "3018"}, "second")
    assert held(Claim.RETURNED) == 100
    payout.settle_task(payout.open_tasks()[0].pk, CLERK, "新账户")
    third = paying.batched(request)
    paying.sent(third, tmp_path)
    paying.answered(tmp_path, third, {1: "0000"}, "third")

    assert held(Claim.PAID) == 100
    assert cash(Money.CASH) == cash(Money.IN_TRANSIT) == 0
    assert payout.prove().is_whole


def test_a_payment_returned_after_it_was_paid_comes_back(tmp_path: Path) -> None:
    batch = paying.at_the_bank(tmp_path, 100, 200)
    paying.answered(tmp_path, batch, {1: "0000", 2: "0000"})

    done = paying.answered(tmp_path, batch, {1: "3018"}, "later")

    assert (done.returned, done.returned_fen) == (1, 100)
    assert held(Claim.PAID) == 0
    assert held(Claim.RETURNED) == 100
    assert cash(Money.CASH) == 100
    assert payout.position(FUND).spent_fen == 200
    assert payout.prove().is_whole


def test_a_partial_answer_leaves_the_rest_open(tmp_path: Path) -> None:
    batch = paying.at_the_bank(tmp_path, 100, 200, 300)

    done = paying.answered(tmp_path, batch, {1: "0000", 3: "2000"})

    assert (done.paid, done.outstanding, done.outstanding_fen) == (1, 2, 500)
    assert done.without_effect == 1
    assert free_fen(Book.CLAIMS, claim(Claim.PAYABLE, "order-2")) == 0
    assert paying.answered(tmp_path, batch, {1: "0000", 2: "0000", 3: "0000"}, "rest").paid == 2


def test_the_same_file_twice_is_told_and_changes_nothing(tmp_path: Path) -> None:
    batch = paying.at_the_bank(tmp_path, 100)
    paying.answered(tmp_path, batch, {1: "0000"})

    with pytest.raises(PayoutError, match="loaded before"):
        paying.answered(tmp_path, batch, {1: "0000"}, "copy")

    assert held(Claim.PAID) == 100
    assert payout.prove().is_whole


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("-000001,", "-000009,"), "there is no payment"),
        (lambda text: text.replace("1.00", "1.01"), "not the one that was sent"),
        (lambda text: text.replace("0000,", "9999,"), "not in bank.yaml"),
        (lambda text: text + "合计,3,6.00\n", "declares 3 lines and has 2"),
        (lambda text: text + "合计,2,3.01\n", "declares 301 fen and has 300"),
        (lambda text: text.replace("1.00", "一元"), "cannot be read"),
        (lambda text: text.replace("明细号", "号"), "no header"),
        (lambda text: text.replace("-000002,", "-000001,").replace("2.00", "1.00").replace(
            "3031", "3018"), "two things"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_believed_changes_nothing(tmp_path: Path, change, told: str) -> None:
    batch = paying.at_the_bank(tmp_path, 100, 200)
    path = paying.answer(tmp_path, batch, {1: "0000", 2: "3031"})
    path.write_text(change(path.read_text("gb18030")), "gb18030")

    with pytest.raises(PayoutError, match=told):
        payout.receive_return(batch, path, paying.BANK.return_file, CLERK, TODAY)

    assert cash(Money.IN_TRANSIT) == 300
    assert not payout.open_tasks()


def test_a_line_of_another_batch_is_told(tmp_path: Path) -> None:
    first = paying.at_the_bank(tmp_path, 100)
    more = [paying.line(2, 50)]
    paying.approve(more)
    payout.accept(more, CLERK)
    second = paying.batched(paying.funded())
    paying.sent(second, tmp_path)
    path = paying.answer(tmp_path, second, {1: "0000"})

    with pytest.raises(PayoutError, match="belongs to another batch"):
        payout.receive_return(first, path, paying.BANK.return_file, CLERK, TODAY)


def test_a_refused_payment_that_the_bank_later_calls_paid_is_told(tmp_path: Path) -> None:
    batch = paying.at_the_bank(tmp_path, 100)
    paying.answered(tmp_path, batch, {1: "3018"})

    with pytest.raises(PayoutError, match="cannot be paid now"):
        paying.answered(tmp_path, batch, {1: "0000"}, "other")


def test_two_people_void_a_line_and_its_money_is_free_again() -> None:
    paying.open_fund(payout.FundKind.CEILING, 100)
    paying.handed_over(100)
    paying.funded()

    with pytest.raises(PayoutError, match="two people"):
        payout.void_line("order-1", CLERK, CLERK, "重复")
    payout.void_line("order-1", CLERK, SECOND, "重复")

    assert held(Claim.IN_CORRECTION) == 100
    assert payout.position(FUND).left_fen == 100
    with pytest.raises(PayoutError, match="cannot be voided"):
        payout.void_line("order-1", CLERK, SECOND, "重复")
    assert payout.prove().is_whole


def test_a_line_on_its_way_cannot_be_voided(tmp_path: Path) -> None:
    paying.at_the_bank(tmp_path, 100)

    with pytest.raises(PayoutError, match="on its way"):
        payout.void_line("order-1", CLERK, SECOND, "太晚")
