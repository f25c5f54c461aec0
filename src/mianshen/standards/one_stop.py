"""Aid already delivered at the counter (一站式): what a settlement says about it, fund by fund."""

from collections.abc import Mapping
from dataclasses import dataclass

from mianshen.standards.settlement import Settlement

MEDICAL_AID = "610100"
"""医疗救助基金 in the national dictionary of funds; codes that begin with 6101 refine it."""

VETERANS_AID = "610200"
"""优抚对象医疗补助资金, which some regions settle inside 医疗救助基金支出 and others beside it."""

_MEDICAL_AID_FAMILY = MEDICAL_AID[:4]


@dataclass(frozen=True, slots=True)
class DeliveredAid:
    """What one aid fund already paid on a settlement, in fen; negative on a reversal."""

    fund_pay_type: str
    amount_fen: int


def is_aid_fund(fund_pay_type: str) -> bool:
    """Whether a 基金支付类型 is medical assistance (6101…) or the veterans' aid (610200)."""
    return fund_pay_type.startswith(_MEDICAL_AID_FAMILY) or fund_pay_type == VETERANS_AID


def aid_by_fund(settlement: Settlement) -> dict[str, int]:
    """The aid funds among the fund details and what each paid, in fen, in order of their codes."""
    paid_fen: dict[str, int] = {}
    for detail in settlement.funds:
        if is_aid_fund(detail.fund_pay_type):
            paid_so_far = paid_fen.get(detail.fund_pay_type, 0)
            paid_fen[detail.fund_pay_type] = paid_so_far + detail.fund_payamt_fen
    return dict(sorted(paid_fen.items()))


def aid_sums_fen(settlement: Settlement) -> tuple[int, int]:
    """What the aid details add up to, without and with the veterans' aid, in fen.

    One of the two should equal 医疗救助基金支出 (maf_pay); `check_accounting` compares them.
    """
    by_fund = aid_by_fund(settlement)
    with_veterans = sum(by_fund.values())
    return with_veterans - by_fund.get(VETERANS_AID, 0), with_veterans


def delivered_aid(
    settlement: Settlement, oth_pay_holds: Mapping[str, str] | None = None
) -> tuple[DeliveredAid, ...]:
    """The aid that the settlement itself already paid, one entry a fund, zeros left out.

    Fund details are used where there are aid funds among them, else 医疗救助基金支出 (maf_pay)
    stands as one entry of 610100. A settlement whose details and maf_pay differ is rejected by
    `check_accounting` before it comes here. `oth_pay_holds` maps the beginning of a region code of
    the insured to the fund whose payments that region hides in 其他支出 (倾斜救助 has no national
    field); the longest match decides, and without one 其他支出 is never counted as aid.
    Source: data-standard §1 (I5) and §7.
    """
    paid_fen = aid_by_fund(settlement) or {MEDICAL_AID: settlement.maf_pay_fen or 0}
    hidden_in = _longest_match(settlement.insu_admdvs or "", oth_pay_holds or {})
    if hidden_in is not None:
        paid_fen[hidden_in] = paid_fen.get(hidden_in, 0) + (settlement.oth_pay_fen or 0)
    return tuple(
        DeliveredAid(fund, amount_fen)
        for fund, amount_fen in sorted(paid_fen.items())
        if amount_fen
    )


def _longest_match(region: str, declared: Mapping[str, str]) -> str | None:
    matching = [beginning for beginning in declared if region.startswith(beginning)]
    return declared[max(matching, key=len)] if matching else None
