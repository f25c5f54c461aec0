"""Refunds, repeats, voids and mid-stay settlements, each in the place where it belongs."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest

from mianshen.standards.readings import FundDetail
from mianshen.standards.reversals import (
    REASON_SENTENCES,
    Netting,
    Outcome,
    Reason,
    flow_view,
    is_exact_negative,
    is_reversal,
    net,
    stock_view,
)
from mianshen.standards.settlement import Settlement
from unit.standards.settlement_factory import EVENING, MORNING, NEXT_DAY, refund_of, settlement

MARCH = datetime(2024, 3, 31)
APRIL = datetime(2024, 4, 30)


def places(netting: Netting) -> list[tuple[str, Outcome, Reason, str | None]]:
    return [(r.settlement.setl_id, r.outcome, r.reason, r.partner) for r in netting.rows]


def outcomes(settlements: Iterable[Settlement]) -> dict[str, Outcome]:
    return {row.settlement.setl_id: row.outcome for row in net(settlements).rows}


def reason_of(settlements: Iterable[Settlement], setl_id: str) -> Reason:
    return next(r.reason for r in net(settlements).rows if r.settlement.setl_id == setl_id)


def test_a_settlement_without_a_refund_is_kept() -> None:
    netting = net([settlement()])
    assert places(netting) == [("S1", Outcome.KEPT, Reason.COUNTS, None)]
    assert netting.kept == (settlement(),)


def test_a_reversal_that_names_its_original_cancels_it() -> None:
    assert places(net([settlement(), refund_of(settlement())])) == [
        ("R1", Outcome.REVERSAL, Reason.CANCELS_NAMED, "S1"),
        ("S1", Outcome.REVERSED, Reason.CANCELLED, "R1"),
    ]


def test_an_original_that_is_marked_as_refunded_itself_is_no_reversal() -> None:
    original = settlement(refd_setl_flag="1")
    assert not is_reversal(original)
    assert outcomes([original, refund_of(original)]) == {
        "S1": Outcome.REVERSED,
        "R1": Outcome.REVERSAL,
    }


def test_an_original_marked_as_refunded_waits_until_the_refund_arrives() -> None:
    original = settlement(refd_setl_flag="1")
    assert places(net([original])) == [("S1", Outcome.ORPHAN, Reason.REVERSAL_NOT_ARRIVED, None)]


def test_a_reversal_without_a_name_cancels_the_same_visit_and_amount() -> None:
    refund = refund_of(settlement(), init_setl_id=None)
    assert places(net([settlement(), refund])) == [
        ("R1", Outcome.REVERSAL, Reason.CANCELS_MATCHED, "S1"),
        ("S1", Outcome.REVERSED, Reason.CANCELLED, "R1"),
    ]


def test_a_reversal_that_names_itself_names_nothing() -> None:
    refund = refund_of(settlement(), init_setl_id="R1")
    assert reason_of([settlement(), refund], "R1") is Reason.CANCELS_MATCHED


def test_a_reversal_without_a_name_takes_the_latest_earlier_settlement() -> None:
    rows = [
        settlement(setl_id="S1", setl_time=MORNING),
        settlement(setl_id="S2", setl_time=EVENING),
        settlement(setl_id="S3", setl_time=APRIL),
        refund_of(settlement(), init_setl_id=None, setl_time=NEXT_DAY),
    ]
    assert outcomes(rows)["S2"] is Outcome.REVERSED
    assert [row.setl_id for row in net(rows).kept] == ["S1", "S3"]


def test_a_settlement_marked_as_refunded_is_taken_before_a_later_one_that_is_not() -> None:
    rows = [
        settlement(setl_id="S1", setl_time=MORNING, refd_setl_flag="1"),
        settlement(setl_id="S2", setl_time=EVENING),
        refund_of(settlement(), init_setl_id=None, setl_time=NEXT_DAY),
    ]
    assert [row.setl_id for row in net(rows).kept] == ["S2"]


def test_a_named_pair_is_made_before_any_match() -> None:
    rows = [
        settlement(setl_id="S1", setl_time=MORNING),
        settlement(setl_id="S2", setl_time=EVENING),
        refund_of(settlement(), "R1", init_setl_id=None, setl_time=NEXT_DAY),
        refund_of(settlement(), "R2", init_setl_id="S2", setl_time=APRIL),
    ]
    partners = {row.settlement.setl_id: row.partner for row in net(rows).rows}
    assert partners == {"S1": "R1", "S2": "R2", "R1": "S1", "R2": "S2"}


def test_two_refunds_without_names_cancel_two_settlements() -> None:
    rows = [
        settlement(setl_id="S1", setl_time=MORNING),
        settlement(setl_id="S2", setl_time=NEXT_DAY),
        refund_of(settlement(), "R1", init_setl_id=None, setl_time=EVENING),
        refund_of(settlement(), "R2", init_setl_id=None, setl_time=MARCH),
    ]
    partners = {row.settlement.setl_id: row.partner for row in net(rows).rows}
    assert partners["R1"] == "S1"
    assert partners["R2"] == "S2"


@pytest.mark.parametrize(
    "changes",
    [
        {"psn_no": "P2"},
        {"mdtrt_id": "V2"},
        {"fixmedins_code": "H50011200002"},
        {"medfee_sumamt_fen": -999_99},
        {"psn_cash_pay_fen": -199_99},
        {"setl_time": datetime(2024, 3, 4)},
    ],
)
def test_a_reversal_without_a_name_that_fits_nothing_is_set_aside(changes: dict[str, Any]) -> None:
    refund = refund_of(settlement(), **({"init_setl_id": None} | changes))
    rows = [settlement(), refund]
    assert outcomes(rows) == {"S1": Outcome.KEPT, "R1": Outcome.ORPHAN}
    assert reason_of(rows, "R1") is Reason.ORIGINAL_MISSING


def test_a_reversal_of_a_settlement_that_never_came_is_set_aside() -> None:
    assert places(net([refund_of(settlement())])) == [
        ("R1", Outcome.ORPHAN, Reason.ORIGINAL_MISSING, "S1")
    ]


def test_a_reversal_with_other_amounts_is_set_aside_and_its_original_says_so() -> None:
    refund = refund_of(settlement(), hifp_pay_fen=-599_99)
    assert places(net([settlement(), refund])) == [
        ("R1", Outcome.ORPHAN, Reason.NOT_THE_EXACT_NEGATIVE, "S1"),
        ("S1", Outcome.KEPT, Reason.COUNTS_REVERSAL_DISAGREES, "R1"),
    ]


def test_a_disputed_original_that_is_marked_as_refunded_is_not_kept() -> None:
    original = settlement(refd_setl_flag="1")
    netting = net([original, refund_of(original, hifp_pay_fen=-599_99)])
    assert places(netting)[1] == ("S1", Outcome.ORPHAN, Reason.REVERSAL_NOT_ARRIVED, "R1")


def test_a_reversal_that_leaves_amounts_out_still_cancels() -> None:
    refund = refund_of(settlement(), psn_part_amt_fen=None, hosp_part_amt_fen=None)
    assert outcomes([settlement(), refund])["S1"] is Outcome.REVERSED


def test_the_account_balance_stays_positive_in_a_reversal() -> None:
    assert is_exact_negative(refund_of(settlement()), settlement())
    assert refund_of(settlement()).balc_fen == settlement().balc_fen


def test_fund_details_must_be_negated_where_both_rows_carry_them() -> None:
    original = settlement(funds=(FundDetail("390100", 600_00), FundDetail("610100", 100_00)))
    assert is_exact_negative(refund_of(original), original)
    assert is_exact_negative(refund_of(original, funds=()), original)
    half = (FundDetail("390100", -600_00), FundDetail("610100", -50_00))
    assert not is_exact_negative(refund_of(original, funds=half), original)


def test_fund_details_of_zero_need_no_counterpart() -> None:
    original = settlement(funds=(FundDetail("390100", 600_00), FundDetail("610100", 0)))
    refund = refund_of(original, funds=(FundDetail("390100", -600_00),))
    assert is_exact_negative(refund, original)


def test_a_reversal_of_another_person_cancels_nothing() -> None:
    refund = refund_of(settlement(), psn_no="P2")
    assert reason_of([settlement(), refund], "R1") is Reason.NOT_THE_EXACT_NEGATIVE


def test_certificate_numbers_are_compared_where_person_numbers_are_missing() -> None:
    original = settlement(psn_no=None, certno="A")
    assert is_exact_negative(refund_of(original), original)
    assert is_exact_negative(refund_of(original, certno=None, psn_no="P1"), original)
    assert not is_exact_negative(refund_of(original, certno="B"), original)


def test_a_second_reversal_of_one_settlement_is_set_aside() -> None:
    rows = [
        settlement(),
        refund_of(settlement(), "R1", setl_time=EVENING),
        refund_of(settlement(), "R2", setl_time=NEXT_DAY),
    ]
    assert outcomes(rows)["R1"] is Outcome.REVERSAL
    assert reason_of(rows, "R2") is Reason.ORIGINAL_ALREADY_REVERSED


def test_a_reversal_of_a_reversal_is_set_aside() -> None:
    rows = [settlement(), refund_of(settlement()), refund_of(settlement(), "R2", init_setl_id="R1")]
    assert outcomes(rows)["S1"] is Outcome.REVERSED
    assert reason_of(rows, "R2") is Reason.ORIGINAL_IS_A_REVERSAL


def test_a_void_settlement_is_set_aside_and_so_is_its_reversal() -> None:
    rows = [settlement(vali_flag="0"), refund_of(settlement())]
    assert outcomes(rows) == {"S1": Outcome.INVALID, "R1": Outcome.ORPHAN}
    assert reason_of(rows, "R1") is Reason.ORIGINAL_SET_ASIDE


def test_mid_stay_settlements_of_one_visit_are_all_kept() -> None:
    rows = [
        settlement(setl_id="S1", mid_setl_flag="1"),
        settlement(setl_id="S2", mid_setl_flag="1", init_setl_id="S1", refd_setl_flag=None),
        settlement(setl_id="S3", setl_time=NEXT_DAY),
    ]
    netting = net(rows)
    assert len(netting.kept) == 3
    assert stock_view(netting).visits == 1


def test_a_mid_stay_settlement_can_be_refunded() -> None:
    original = settlement(mid_setl_flag="1")
    assert outcomes([original, refund_of(original)])["S1"] is Outcome.REVERSED


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"medfee_sumamt_fen": -1}, True),
        ({"init_setl_id": "S0"}, False),
        ({"init_setl_id": "S0", "refd_setl_flag": "1"}, True),
        ({"init_setl_id": "S0", "refd_setl_flag": None}, True),
        ({"init_setl_id": "S0", "refd_setl_flag": "1", "mid_setl_flag": "1"}, False),
        ({"init_setl_id": "S1", "refd_setl_flag": "1"}, False),
        ({"refd_setl_flag": "1"}, False),
    ],
)
def test_a_reversal_is_known_by_its_sign_or_by_the_name_it_gives(
    changes: dict[str, Any], expected: bool
) -> None:
    assert is_reversal(settlement(**changes)) is expected


def test_a_free_settlement_is_cancelled_by_name() -> None:
    nothing = settlement(medfee_sumamt_fen=0)
    assert outcomes([nothing, refund_of(nothing)])["S1"] is Outcome.REVERSED


def test_the_same_row_twice_counts_once() -> None:
    netting = net([settlement(where="a.csv:2"), settlement(where="b.csv:9", extra={"序号": "9"})])
    assert {row.reason for row in netting.rows} == {Reason.COUNTS, Reason.SAME_CONTENT}
    assert len(netting.kept) == 1


def test_the_latest_version_of_a_settlement_wins() -> None:
    old = settlement(maf_pay_fen=0, updt_time=MORNING)
    new = settlement(updt_time=EVENING)
    netting = net([new, old])
    assert netting.kept == (new,)
    assert {row.reason for row in netting.rows} == {Reason.COUNTS, Reason.OLDER_VERSION}


def test_a_later_version_may_void_a_settlement() -> None:
    rows = [settlement(updt_time=MORNING), settlement(updt_time=EVENING, vali_flag="0")]
    netting = net(rows)
    assert netting.kept == ()
    assert {row.outcome for row in netting.rows} == {Outcome.INVALID, Outcome.DUPLICATE}


@pytest.mark.parametrize(
    ("one", "other"), [(None, None), (MORNING, None), (MORNING, MORNING)], ids=str
)
def test_versions_that_differ_without_an_order_are_all_set_aside(
    one: datetime | None, other: datetime | None
) -> None:
    rows = [settlement(updt_time=one), settlement(updt_time=other, maf_pay_fen=0)]
    assert {row.outcome for row in net(rows).rows} == {Outcome.CONFLICT}


def test_a_reversal_of_a_settlement_in_conflict_is_set_aside() -> None:
    rows = [settlement(), settlement(maf_pay_fen=0), refund_of(settlement())]
    assert reason_of(rows, "R1") is Reason.ORIGINAL_SET_ASIDE


def test_the_stock_holds_what_stands_and_the_flow_what_happened() -> None:
    other = settlement(setl_id="S2", mdtrt_id="V2", psn_cash_pay_fen=None)
    netting = net([settlement(), refund_of(settlement()), other])
    stock, flow = stock_view(netting), flow_view(netting)
    assert (stock.settlements, stock.visits) == (1, 1)
    assert (flow.settlements, flow.visits) == (1, 1)
    assert stock.sums_fen["medfee_sumamt_fen"] == 1_000_00
    assert flow.sums_fen == stock.sums_fen
    assert "balc_fen" not in flow.sums_fen


def test_a_refund_of_an_earlier_month_lowers_the_flow_alone() -> None:
    netting = net([refund_of(settlement())])
    assert flow_view(netting).settlements == -1
    assert flow_view(netting).visits == 0
    assert flow_view(netting).sums_fen["maf_pay_fen"] == -100_00
    assert stock_view(netting).settlements == 0


def test_void_and_conflicting_rows_are_in_neither_view() -> None:
    netting = net([settlement(vali_flag="0"), *(settlement(setl_id="S2", year=y) for y in "12")])
    assert flow_view(netting).settlements == stock_view(netting).settlements == 0


def test_every_reason_has_a_sentence() -> None:
    assert set(REASON_SENTENCES) == set(Reason)
