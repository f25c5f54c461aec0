"""The accounting identities: what passes, what warns, what is turned away, and in which words."""

from typing import Any

import pytest

from mianshen.money import parse_yuan
from mianshen.standards.accounting import (
    FundBasis,
    Shares,
    bearing_shares,
    check_accounting,
    fund_basis,
    self_and_own_pay_fen,
)
from mianshen.standards.findings import Finding, Grade, is_rejected
from mianshen.standards.readings import FundDetail
from mianshen.standards.settlement import Settlement
from unit.standards.settlement_factory import refund_of, settlement


def verdicts(row: Settlement) -> list[tuple[str, Grade]]:
    return [(finding.identity, finding.grade) for finding in check_accounting(row)]


def only_finding(row: Settlement) -> Finding:
    (finding,) = check_accounting(row)
    return finding


def test_a_settlement_that_adds_up_has_no_findings() -> None:
    assert check_accounting(settlement()) == ()


def test_the_yishui_bill_is_borne_by_four_payers_and_the_person() -> None:
    """A published bill: 1786.95 yuan, of which the person pays 8.16 (沂水)."""
    bill = settlement(
        medfee_sumamt_fen=parse_yuan("1786.95"),
        fulamt_ownpay_amt_fen=None,
        hifp_pay_fen=parse_yuan("1313.04"),
        maf_pay_fen=parse_yuan("292.54"),
        oth_pay_fen=parse_yuan("155.07"),
        hosp_part_amt_fen=parse_yuan("18.14"),
        fund_pay_sumamt_fen=None,
        psn_part_amt_fen=None,
        acct_pay_fen=None,
        psn_cash_pay_fen=None,
    )
    assert bearing_shares(bill).person_fen == parse_yuan("8.16")
    stated = settlement(
        medfee_sumamt_fen=bill.medfee_sumamt_fen,
        fulamt_ownpay_amt_fen=None,
        hifp_pay_fen=bill.hifp_pay_fen,
        maf_pay_fen=bill.maf_pay_fen,
        oth_pay_fen=bill.oth_pay_fen,
        hosp_part_amt_fen=bill.hosp_part_amt_fen,
        fund_pay_sumamt_fen=parse_yuan("1760.65"),
        psn_part_amt_fen=parse_yuan("8.16"),
        acct_pay_fen=None,
        psn_cash_pay_fen=parse_yuan("8.16"),
    )
    assert check_accounting(bill) == check_accounting(stated) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"medfee_sumamt_fen": 1_000_02, "inscp_scp_amt_fen": None}, ("I1", Grade.REJECT)),
        ({"hifp_pay_fen": 599_98}, ("I2", Grade.REJECT)),
        ({"psn_cash_pay_fen": 199_98}, ("I3", Grade.REJECT)),
        ({"acct_mulaid_pay_fen": 100_02}, ("I3", Grade.REJECT)),
        ({"acct_mulaid_pay_fen": -2}, ("I3", Grade.REJECT)),
        ({"inscp_scp_amt_fen": 899_98}, ("I4", Grade.WARN)),
        ({"funds": (FundDetail("610100", 100_00),)}, ("I5", Grade.WARN)),
        (
            {"funds": (FundDetail("390100", 650_00), FundDetail("610100", 50_00))},
            ("I5", Grade.REJECT),
        ),
        ({"fulamt_ownpay_amt_fen": 300_02, "inscp_scp_amt_fen": None}, ("I6", Grade.WARN)),
    ],
)
def test_each_identity_is_tested_with_its_own_weight(
    changes: dict[str, Any], expected: tuple[str, Grade]
) -> None:
    assert verdicts(settlement(**changes)) == [expected]
    assert verdicts(refund_of(settlement(**changes))) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        {"medfee_sumamt_fen": 1_000_01},
        {"hifp_pay_fen": 599_99},
        {"psn_cash_pay_fen": 199_99},
        {"acct_mulaid_pay_fen": 100_01},
        {"inscp_scp_amt_fen": 899_99},
        {"funds": (FundDetail("390100", 599_99), FundDetail("610100", 100_00))},
        {"funds": (FundDetail("390100", 600_00), FundDetail("610100", 99_99))},
    ],
)
def test_one_fen_of_rounding_passes(changes: dict[str, Any]) -> None:
    assert verdicts(settlement(**changes)) == []


def test_mutual_aid_is_part_of_the_account_and_not_added_to_it() -> None:
    assert verdicts(settlement(acct_mulaid_pay_fen=100_00)) == []


def test_the_personal_account_among_the_details_is_no_fund_payment() -> None:
    funds = (
        FundDetail("310200", 100_00),
        FundDetail("390100", 600_00),
        FundDetail("610100", 100_00),
    )
    assert verdicts(settlement(funds=funds)) == []


def test_veterans_aid_may_lie_inside_or_beside_the_aid_total() -> None:
    inside = (
        FundDetail("390100", 600_00),
        FundDetail("610100", 60_00),
        FundDetail("610200", 40_00),
    )
    beside = (
        FundDetail("390100", 560_00),
        FundDetail("610100", 100_00),
        FundDetail("610200", 40_00),
    )
    assert verdicts(settlement(funds=inside)) == verdicts(settlement(funds=beside)) == []


def test_details_are_not_compared_with_totals_that_are_missing() -> None:
    funds = (FundDetail("390100", 1_00),)
    row = settlement(funds=funds, maf_pay_fen=None, fund_pay_sumamt_fen=None, hifp_pay_fen=700_00)
    assert verdicts(row) == []


@pytest.mark.parametrize(
    ("hifdm_fen", "pref_fen", "oth_fen", "expected"),
    [
        (0, None, 0, FundBasis.LISTED),
        (30_00, None, 30_00, FundBasis.LISTED),
        (30_00, None, 0, FundBasis.WITH_HIFDM),
        (None, 30_00, 0, FundBasis.WITH_PREF),
        (10_00, 20_00, 0, FundBasis.WITH_BOTH),
    ],
)
def test_the_later_funds_may_lie_inside_or_beside_other_payments(
    hifdm_fen: int | None, pref_fen: int | None, oth_fen: int, expected: FundBasis
) -> None:
    later_fen = (hifdm_fen or 0) + (pref_fen or 0)
    row = settlement(
        hifp_pay_fen=600_00 - later_fen,
        hifdm_pay_fen=hifdm_fen,
        pref_fund_pay_fen=pref_fen,
        oth_pay_fen=oth_fen,
    )
    assert fund_basis(row) is expected
    noted = [] if expected is FundBasis.LISTED else [("I2", Grade.NOTE)]
    assert verdicts(row) == noted
    assert not is_rejected(check_accounting(row))


def test_a_note_says_which_fund_was_added() -> None:
    row = settlement(hifp_pay_fen=570_00, hifdm_pay_fen=30_00)
    assert only_finding(row).sentence == (
        "The fund total of 700.00 yuan is the sum of its payers with 伤残人员基金 added."
    )


def test_a_fund_total_without_any_payer_is_not_tested() -> None:
    row = settlement(hifp_pay_fen=None, maf_pay_fen=None, oth_pay_fen=None)
    assert fund_basis(row) is None
    assert verdicts(row) == []


def test_a_finding_shows_the_numbers_and_keeps_them() -> None:
    finding = only_finding(settlement(psn_cash_pay_fen=150_00))
    assert finding.setl_id == "S1"
    assert finding.sentence == (
        "The person bears 300.00 yuan, but account (100.00) and cash (150.00) differ."
    )
    assert dict(finding.amounts_fen) == {"person": 300_00, "account": 100_00, "cash": 150_00}


def test_payers_that_give_more_than_the_bill_are_named() -> None:
    row = settlement(
        hifp_pay_fen=1_000_00,
        fund_pay_sumamt_fen=1_100_00,
        psn_part_amt_fen=-100_00,
        acct_pay_fen=0,
        psn_cash_pay_fen=-100_00,
        fulamt_ownpay_amt_fen=None,
    )
    for each in (row, refund_of(row)):
        assert verdicts(each) == [("payers_exceed_cost", Grade.REJECT)]
    assert only_finding(row).sentence == "The payers gave 1100.00 yuan for a bill of 1000.00 yuan."


def test_payers_beside_a_smaller_total_are_counted_too() -> None:
    row = settlement(hifp_pay_fen=1_000_00)
    assert ("payers_exceed_cost", Grade.REJECT) in verdicts(row)


def test_what_the_hospital_bears_counts_as_paid() -> None:
    row = settlement(hosp_part_amt_fen=300_02)
    assert verdicts(row) == [("I1", Grade.REJECT), ("payers_exceed_cost", Grade.REJECT)]


def test_a_missing_fund_total_is_the_sum_of_its_payers() -> None:
    row = settlement(fund_pay_sumamt_fen=None, hifdm_pay_fen=30_00, hifp_pay_fen=570_00)
    assert bearing_shares(row) == Shares(700_00, 300_00, 0, ("fund_pay_sumamt",))
    assert verdicts(row) == []


def test_a_later_fund_is_not_counted_twice_when_other_payments_may_hold_it() -> None:
    row = settlement(
        fund_pay_sumamt_fen=None, hifdm_pay_fen=30_00, oth_pay_fen=30_00, hifp_pay_fen=570_00
    )
    assert bearing_shares(row).funds_fen == 700_00


def test_a_table_that_leaves_payers_out_is_only_warned_of() -> None:
    finding = only_finding(settlement(fund_pay_sumamt_fen=None, hifp_pay_fen=500_00))
    assert (finding.identity, finding.grade) == ("I1", Grade.WARN)
    assert finding.sentence.endswith("Worked out, because not given: fund_pay_sumamt.")


def test_a_missing_personal_part_is_account_and_cash() -> None:
    row = settlement(psn_part_amt_fen=None)
    assert bearing_shares(row) == Shares(700_00, 300_00, 0, ("psn_part_amt",))
    cash_only = settlement(psn_part_amt_fen=None, acct_pay_fen=None)
    assert verdicts(cash_only) == [("I1", Grade.REJECT)]
    account_only = settlement(psn_part_amt_fen=None, psn_cash_pay_fen=None, acct_pay_fen=300_00)
    assert verdicts(account_only) == []


def test_a_missing_personal_part_without_account_and_cash_is_what_is_left() -> None:
    row = settlement(
        psn_part_amt_fen=None, acct_pay_fen=None, psn_cash_pay_fen=None, hosp_part_amt_fen=20_00
    )
    assert bearing_shares(row).person_fen == 280_00
    assert verdicts(row) == []


def test_a_missing_hospital_part_is_zero_on_a_bill() -> None:
    row = settlement(hosp_part_amt_fen=None, psn_part_amt_fen=280_00, psn_cash_pay_fen=180_00)
    assert bearing_shares(row).hospital_fen == 0
    assert verdicts(row) == [("I1", Grade.REJECT)]


def test_a_reversal_may_leave_out_what_the_hospital_bore() -> None:
    original = settlement(hosp_part_amt_fen=20_00, psn_part_amt_fen=280_00, psn_cash_pay_fen=180_00)
    for left_out in (
        {"hosp_part_amt_fen": None},
        {"hosp_part_amt_fen": None, "psn_part_amt_fen": None},
    ):
        refund = refund_of(original, **left_out)
        assert bearing_shares(refund).hospital_fen == -20_00
        assert bearing_shares(refund).person_fen == -280_00
        assert verdicts(refund) == []


def test_a_hospital_part_worked_out_against_the_sign_of_the_bill_is_refused() -> None:
    row = settlement(hosp_part_amt_fen=None, psn_part_amt_fen=None, psn_cash_pay_fen=250_00)
    assert bearing_shares(row).hospital_fen == -50_00
    assert verdicts(row) == [("I1", Grade.REJECT)]


def test_own_expenses_are_divided_by_the_catalogue() -> None:
    assert self_and_own_pay_fen(settlement(overlmt_selfpay_fen=10_00)) == (240_00, 60_00)
    assert self_and_own_pay_fen(
        settlement(fulamt_ownpay_amt_fen=None, overlmt_selfpay_fen=None)
    ) == (300_00, 0)


def test_a_start_line_above_the_costs_in_scope_is_no_finding() -> None:
    row = settlement(act_pay_dedc_fen=78_41, inscp_scp_amt_fen=0, fulamt_ownpay_amt_fen=950_00)
    assert "I4" not in {identity for identity, _ in verdicts(row)}
