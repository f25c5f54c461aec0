"""Aid that the counter already paid, as the settlement tells it."""

from mianshen.standards.one_stop import (
    DeliveredAid,
    aid_by_fund,
    aid_sums_fen,
    delivered_aid,
    is_aid_fund,
)
from mianshen.standards.readings import FundDetail
from unit.standards.settlement_factory import refund_of, settlement


def test_the_aid_total_stands_for_one_fund_without_details() -> None:
    assert delivered_aid(settlement()) == (DeliveredAid("610100", 100_00),)


def test_nothing_delivered_leaves_no_entry() -> None:
    assert delivered_aid(settlement(maf_pay_fen=None)) == ()
    assert delivered_aid(settlement(maf_pay_fen=0)) == ()


def test_fund_details_say_which_aid_was_delivered() -> None:
    row = settlement(
        funds=(
            FundDetail("610200", 15_00),
            FundDetail("390100", 600_00),
            FundDetail("610102", 25_00),
            FundDetail("610100", 40_00),
            FundDetail("610100", 20_00),
            FundDetail("610104", 0),
        )
    )
    assert delivered_aid(row) == (
        DeliveredAid("610100", 60_00),
        DeliveredAid("610102", 25_00),
        DeliveredAid("610200", 15_00),
    )
    assert aid_by_fund(row)["610104"] == 0
    assert aid_sums_fen(row) == (85_00, 100_00)


def test_details_without_aid_leave_the_total_in_force() -> None:
    row = settlement(funds=(FundDetail("390100", 600_00),))
    assert delivered_aid(row) == (DeliveredAid("610100", 100_00),)


def test_a_reversal_takes_the_aid_back() -> None:
    assert delivered_aid(refund_of(settlement())) == (DeliveredAid("610100", -100_00),)


def test_other_payments_are_insurance_until_a_region_declares_them_to_be_aid() -> None:
    row = settlement(insu_admdvs="320302", oth_pay_fen=30_00)
    assert delivered_aid(row) == (DeliveredAid("610100", 100_00),)
    assert delivered_aid(row, {"3204": "610102"}) == (DeliveredAid("610100", 100_00),)
    assert delivered_aid(row, {"3203": "610102"}) == (
        DeliveredAid("610100", 100_00),
        DeliveredAid("610102", 30_00),
    )


def test_the_most_exact_region_decides_where_other_payments_belong() -> None:
    row = settlement(insu_admdvs="320302", oth_pay_fen=30_00)
    declared = {"32": "610103", "320302": "610100", "3203": "610102"}
    assert delivered_aid(row, declared) == (DeliveredAid("610100", 130_00),)


def test_a_settlement_without_region_or_other_payment_hides_nothing() -> None:
    assert len(delivered_aid(settlement(insu_admdvs=None, oth_pay_fen=30_00), {"32": "x"})) == 1
    assert len(delivered_aid(settlement(oth_pay_fen=None), {"50": "610102"})) == 1


def test_aid_funds_are_told_from_all_others() -> None:
    codes = ("610100", "610102", "610200", "620100", "630100", "390100")
    assert [code for code in codes if is_aid_fund(code)] == ["610100", "610102", "610200"]
