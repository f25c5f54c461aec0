"""Claims: settlements stand, are taken back, follow their person, and are known as of any day."""

from dataclasses import replace
from datetime import date, datetime
from random import Random

import pytest
from django.db import transaction

from bureau.factories import Bureau, Who, bill, card, person
from mianshen.bureau.bitemporal.rows import known
from mianshen.bureau.claims import models
from mianshen.bureau.claims import services as claims
from mianshen.bureau.claims.records import READ_COLUMNS, number_of, settlement_of
from mianshen.bureau.registry import services as registry
from mianshen.standards.fields import MONEY_ATTRIBUTES
from mianshen.standards.reversals import net
from mianshen.standards.settlement import Settlement

pytestmark = pytest.mark.usefixtures("database")

ZHANG = Who("张秀英", card(11))
LI = Who("李建国", card(32))


def events(who: Who, at: object = None) -> list[tuple[str, str | None]]:
    known = claims.facts_as_known([person(who)], at)  # type: ignore[arg-type]
    return [(one.id, one.reverses) for one in known.events]


def test_a_settlement_comes_out_as_it_went_in() -> None:
    Bureau().settle(bill(ZHANG, "s1", total_fen=123_456, basic_fen=100_001))

    (event,) = claims.facts_as_known([person(ZHANG)]).events
    assert event.person == str(person(ZHANG))
    assert event.amounts_fen["total"] == 123_456
    assert event.paid_fen == {"hifp_pay": 100_001}
    assert event.settled.isoformat() == "2025-03-10T10:00:00"


def test_a_refund_takes_back_its_settlement_and_before_it_came_the_settlement_stood() -> None:
    bureau = Bureau()
    first = bureau.settle(bill(ZHANG, "s1"))
    bureau.settle(bill(ZHANG, "s2", day="2025-04-02", takes_back="s1"))

    assert events(ZHANG, first.at) == [("s1", None)]
    assert events(ZHANG) == [("s1", None), ("s2", "s1")]


def test_a_refund_may_come_before_the_settlement_it_takes_back() -> None:
    bureau = Bureau()
    bureau.settle(bill(ZHANG, "s2", day="2025-04-02", takes_back="s1"))
    assert events(ZHANG) == []
    bureau.settle(bill(ZHANG, "s1"))

    assert events(ZHANG) == [("s1", None), ("s2", "s1")]


def test_the_same_settlement_again_changes_nothing_and_marks_nobody() -> None:
    bureau = Bureau()
    bureau.settle(bill(ZHANG, "s1"))
    registry.clear_marks(registry.dirty_people())
    bureau.settle(bill(ZHANG, "s1"))

    assert events(ZHANG) == [("s1", None)]
    assert registry.dirty_people() == {}


def test_bills_end_the_same_in_many_batches_as_all_at_once() -> None:
    for seed in range(3):
        draw, bureau = Random(seed), Bureau()
        rows = year_of_refunds(draw, Who("张秀英", card(100 + seed)), f"{seed}-")
        draw.shuffle(rows)
        while rows:
            bureau.settle(*(rows.pop() for _ in range(min(len(rows), draw.randint(1, 4)))))

        said = f"t.setl_id LIKE '{seed}-%%'"
        kept = known(models.Settlement, READ_COLUMNS, said)
        at_once = net(settlement_of(row) for row in kept).rows
        asked = ("settlement_id", "outcome", "reason", "partner")
        own = f"t.settlement_id IN (SELECT id FROM claims_settlement t WHERE {said})"
        outcomes = known(models.Outcome, asked, own)
        assert {tuple(one) for one in outcomes} == {
            (number_of(one.settlement), one.outcome, one.reason, one.partner) for one in at_once
        }
        assert len({reason for _, _, reason, _ in outcomes}) > 3


def year_of_refunds(draw: Random, who: Who, prefix: str) -> list[Settlement]:
    """Bills of few visits and amounts, later versions of some, and refunds; many name no bill."""
    rows: list[Settlement] = []
    for number in range(16):
        day = f"2025-03-{draw.randint(1, 28):02d}"
        visit = draw.choice(("a", "b"))
        one = bill(who, f"{prefix}{number}", day, draw.choice((100_000, 200_000)), visit=visit)
        if rows and draw.random() < 0.5:
            other = draw.choice(rows)
            named = draw.choice((other.setl_id, None, None))
            amounts = {name: getattr(other, name) for name in MONEY_ATTRIBUTES}
            back = {name: -fen for name, fen in amounts.items() if fen is not None}
            again = {"mdtrt_id": other.mdtrt_id, "init_setl_id": named, "inscp_scp_amt_fen": None}
            one = replace(one, **{**back, **again})
        if rows and draw.random() < 0.2:
            updated = datetime(2025, 4, draw.randint(1, 28))
            one = replace(one, setl_id=draw.choice(rows).setl_id, updt_time=updated)
        rows.append(one)
    return rows


def test_a_later_version_of_a_settlement_takes_the_place_of_the_earlier() -> None:
    bureau = Bureau()
    bureau.settle(bill(ZHANG, "s1", basic_fen=50_000, updated="2025-03-11"))
    bureau.settle(bill(ZHANG, "s1", basic_fen=70_000, updated="2025-03-20"))

    (event,) = claims.facts_as_known([person(ZHANG)]).events
    assert event.paid_fen["hifp_pay"] == 70_000


def test_claims_follow_their_naming_to_whom_it_is_decided_to_mean() -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "低保"), (LI, "低保")])
    bureau.settle(bill(Who("赵铁柱", ZHANG.certno), "s1"))
    assert events(ZHANG) == []
    namings = registry.people_of(registry.find_namings("certno", str(ZHANG.certno)))
    (doubtful,) = [naming for naming, meant in namings.items() if meant is None]
    stated = bureau.stated("clerk:7")
    with transaction.atomic():
        decided = registry.decide(doubtful, person(LI), "card of the neighbour was read", stated)
        registry.refresh((), decided.people, stated)
        claims.repoint(decided.moved, stated)

    assert events(LI) == [("s1", None)]
    assert events(ZHANG) == []


def test_a_payment_delivered_again_counts_once_and_one_that_differs_is_named() -> None:
    bureau = Bureau()
    bureau.settle(bill(ZHANG, "s1"))
    assert bureau.pay(ZHANG, "p1", 5_000, "s1") == []
    assert bureau.pay(ZHANG, "p1", 5_000, "s1") == []
    (contradicting,) = bureau.pay(ZHANG, "p1", 6_000, "s1")

    assert contradicting.startswith("major:")
    paid = claims.facts_as_known([person(ZHANG)]).payments
    assert [(one.id, one.amount_fen) for one in paid] == [("p1", 5_000)]


def test_a_bill_of_care_after_death_is_left_out_and_listed() -> None:
    bureau = Bureau()
    bureau.settle(bill(ZHANG, "s1", day="2025-03-10"), bill(ZHANG, "s2", day="2025-05-10"))
    bureau.deaths("202504", [(ZHANG, date(2025, 4, 1))])

    assert events(ZHANG) == [("s1", None)]
    assert [one.id for one in claims.bills_after_death([person(ZHANG)])] == ["s2"]


def test_what_a_withdrawn_batch_stated_is_known_no_more() -> None:
    bureau = Bureau()
    bureau.settle(bill(ZHANG, "s1"))
    refund = bureau.settle(bill(ZHANG, "s2", day="2025-04-02", takes_back="s1"))
    with transaction.atomic():
        claims.withdraw(refund.batch, bureau.stated())

    assert events(ZHANG) == [("s1", None)]
    assert events(ZHANG, refund.at) == [("s1", None), ("s2", "s1")]


def test_aid_given_before_bills_and_cases_follow_whom_their_rows_mean() -> None:
    bureau = Bureau()
    bureau.settle(bill(ZHANG, "s1"))
    stated = bureau.stated()
    given = ZHANG.named("others", "department", 3)
    paper = ZHANG.named("others", "bills", 3)
    with transaction.atomic():
        identified = registry.identify(registry.spell([given, paper]), stated)
        registry.refresh((), identified.people, stated)
        aid = ("s1", "care", 12_345, "部门专项", date(2025, 3, 20), "A1")
        claims.state_rows(models.Given, [(given, aid)], identified, stated)
        slip = ("1", "51060125", "0012345678", "s1", 40_000, date(2025, 3, 10), False, "0")
        claims.state_rows(models.Bill, [(paper, slip)], identified, stated)

    (delivery,) = claims.facts_as_known([person(ZHANG)]).deliveries
    assert (delivery.event, delivery.amount_fen) == ("s1", 12_345)
    kept = models.Bill.objects.get()
    assert (kept.person, kept.number, kept.amount_fen) == (person(ZHANG), "0012345678", 40_000)
    with transaction.atomic():
        claims.withdraw(stated.batch, bureau.stated())
    assert claims.facts_as_known([person(ZHANG)]).deliveries == ()


@pytest.mark.parametrize("periods", [("202501", "202503"), ("202503", "202501")])
def test_the_opening_balance_for_the_later_period_holds_whichever_came_first(
    periods: tuple[str, str],
) -> None:
    bureau = Bureau()
    bureau.roster("202501", [(ZHANG, "低保")])
    for period in periods:
        bureau.open(ZHANG, period, 120 if period == "202503" else 100)

    (opening,) = claims.facts_as_known([person(ZHANG)]).openings
    assert opening.entitled_fen == 120
    assert claims.waiting_rows([person(ZHANG)]) == {}


@pytest.mark.parametrize("amounts", [(100, 120), (120, 100)])
def test_opening_balances_that_contradict_hold_the_person_until_one_is_taken_back(
    amounts: tuple[int, int],
) -> None:
    bureau = Bureau()
    numbered = Who(ZHANG.name, ZHANG.certno, "P1")
    bureau.roster("202501", [(numbered, "低保")])
    batches = {amount: bureau.open(ZHANG, "202501", amount).batch for amount in amounts}
    bureau.open(numbered, "202501", 100)
    who = person(ZHANG)
    assert claims.facts_as_known([who]).openings == ()
    assert claims.waiting_rows([who]) == {who: ["openings_contradict"]}
    with transaction.atomic():
        claims.withdraw(batches[120], bureau.stated())

    (opening,) = claims.facts_as_known([who]).openings
    assert (opening.entitled_fen, claims.waiting_rows([who])) == (100, {})
