"""Settlements made up for the tests of this room; no row is copied from anywhere."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from mianshen.standards.fields import MONEY_ATTRIBUTES
from mianshen.standards.settlement import Settlement

MORNING = datetime(2024, 3, 5, 9, 30)
EVENING = datetime(2024, 3, 5, 18, 30)
NEXT_DAY = datetime(2024, 3, 6, 9, 30)

_A_STAY = Settlement(
    setl_id="S1",
    setl_time=MORNING,
    mdtrt_id="V1",
    psn_no="P1",
    fixmedins_code="H50011200001",
    insu_admdvs="500112",
    med_type="21",
    vali_flag="1",
    refd_setl_flag="0",
    mid_setl_flag="0",
    medfee_sumamt_fen=1_000_00,
    fulamt_ownpay_amt_fen=50_00,
    overlmt_selfpay_fen=0,
    preselfpay_amt_fen=50_00,
    inscp_scp_amt_fen=900_00,
    hifp_pay_fen=600_00,
    maf_pay_fen=100_00,
    oth_pay_fen=0,
    fund_pay_sumamt_fen=700_00,
    psn_part_amt_fen=300_00,
    acct_pay_fen=100_00,
    psn_cash_pay_fen=200_00,
    hosp_part_amt_fen=0,
    balc_fen=75_00,
)


def settlement(**changes: Any) -> Settlement:
    """A stay of 1,000.00 yuan that adds up in every identity, with changes."""
    return replace(_A_STAY, **changes)


def refund_of(original: Settlement, setl_id: str = "R1", **changes: Any) -> Settlement:
    """The reversal row that the platform writes for an original, naming it unless changed."""
    negated = {
        name: -amount_fen
        for name in MONEY_ATTRIBUTES
        if name != "balc_fen" and (amount_fen := getattr(original, name)) is not None
    }
    funds = tuple(replace(f, fund_payamt_fen=-f.fund_payamt_fen) for f in original.funds)
    usual = {
        "setl_id": setl_id,
        "init_setl_id": original.setl_id,
        "refd_setl_flag": "1",
        "setl_time": EVENING,
        "funds": funds,
    }
    return replace(original, **(negated | usual | changes))
