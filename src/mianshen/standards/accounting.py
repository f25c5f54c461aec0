"""The accounting identities of a settlement: what must add up, and how much a miss weighs."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mianshen.money import format_yuan
from mianshen.standards.findings import Finding, Grade
from mianshen.standards.one_stop import aid_sums_fen
from mianshen.standards.settlement import Settlement

TOLERANCE_FEN = 1
"""What rounding may leave between two sides: 0.01 yuan (data-standard §1)."""

PERSONAL_ACCOUNT = "310200"
"""The fund detail that is the person's own account and no fund payment."""

PAYERS = (
    "hifp_pay",
    "cvlserv_pay",
    "hifes_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "oth_pay",
)
"""The payers that 基金支付总额 adds up."""

LATER_PAYERS = ("hifdm_pay", "pref_fund_pay")
"""伤残人员基金 and 优抚基金, which may already lie inside 其他支出."""


class FundBasis(StrEnum):
    """Which payers 基金支付总额 adds up; the two later funds may already lie inside 其他支出."""

    LISTED = "listed"
    WITH_HIFDM = "with_hifdm"
    WITH_PREF = "with_pref"
    WITH_BOTH = "with_both"


@dataclass(frozen=True, slots=True)
class Shares:
    """Who bears a settlement, in fen, with what the sender left out worked out.

    `derived` names the national fields that were missing.
    """

    funds_fen: int
    person_fen: int
    hospital_fen: int
    derived: tuple[str, ...] = ()


def bearing_shares(settlement: Settlement) -> Shares:
    """The funds', the person's and the hospital's part of a settlement.

    A missing 基金支付总额 is the sum of the payers; 伤残人员基金 and 优抚基金 are added only when
    其他支出 is empty, since otherwise they may lie inside it. A missing 个人负担总金额 is account
    plus cash, or, where neither is given, what the funds and the hospital leave. A missing
    医院负担金额 is zero, or what is left when 个人负担总金额 is missing too or the row is negative:
    reversals leave both out although the original had them. Source: data-standard §1, §4.
    """
    derived = []
    funds_fen = settlement.fund_pay_sumamt_fen
    if funds_fen is None:
        derived.append("fund_pay_sumamt")
        funds_fen = _payers_fen(settlement)
        if not settlement.oth_pay_fen:
            funds_fen += _later_payers_fen(settlement)
    left_fen = settlement.medfee_sumamt_fen - funds_fen
    own_fen = _account_and_cash_fen(settlement)
    person_fen, hospital_fen = settlement.psn_part_amt_fen, settlement.hosp_part_amt_fen
    if hospital_fen is None:
        derived.append("hosp_part_amt")
        hospital_fen = 0
        if person_fen is None and own_fen is not None:
            hospital_fen = left_fen - own_fen
        elif person_fen is not None and settlement.medfee_sumamt_fen < 0:
            hospital_fen = left_fen - person_fen
    if person_fen is None:
        derived.append("psn_part_amt")
        person_fen = left_fen - hospital_fen if own_fen is None else own_fen
    return Shares(funds_fen, person_fen, hospital_fen, tuple(derived))


def fund_basis(settlement: Settlement) -> FundBasis | None:
    """Which sum of payers explains 基金支付总额 best; None when it or every payer is missing.

    The plain sum is preferred among equally good ones. Source: data-standard §1, I2.
    """
    stated_fen = settlement.fund_pay_sumamt_fen
    if stated_fen is None or _no_payer_given(settlement):
        return None
    return min(FundBasis, key=lambda basis: abs(stated_fen - _basis_fen(settlement, basis)))


def check_accounting(settlement: Settlement) -> tuple[Finding, ...]:
    """Every identity the settlement breaks, graded, in the order of the identities.

    I1, I2, I3, the aid details of I5 and `payers_exceed_cost` reject: they decide what the person
    bears and what was already delivered. I4, I6 and the total of I5 warn: no specification states
    them. I1 only warns when the fund total had to be derived, as a table may leave payers out. An
    identity with a missing side is not tested; nothing is tested twice by a derived number. All
    comparisons allow one fen and follow the sign of the bill, so that reversals pass.
    Source: data-standard §1, accounting identities.
    """
    shares = bearing_shares(settlement)
    return (
        *_total_is_borne(settlement, shares),
        *_fund_total_is_explained(settlement),
        *_person_paid_in_full(settlement),
        *_mutual_aid_is_inside_account(settlement),
        *_bill_is_classified(settlement),
        *_details_add_up(settlement),
        *_aid_details_agree(settlement),
        *_own_expenses_fit(settlement),
        *_payers_stay_below_cost(settlement, shares),
    )


def self_and_own_pay_fen(settlement: Settlement) -> tuple[int, int]:
    """What the person bears inside and outside the catalogue (自付, 自费), in fen.

    自费 is 全自费 plus 超限价; 自付 is the rest of what the person bears. Source: data-standard §1,
    I6.
    """
    own_fen = (settlement.fulamt_ownpay_amt_fen or 0) + (settlement.overlmt_selfpay_fen or 0)
    return bearing_shares(settlement).person_fen - own_fen, own_fen


def _amount(settlement: Settlement, name: str) -> int:
    value = getattr(settlement, f"{name}_fen")
    return value if isinstance(value, int) else 0


def _payers_fen(settlement: Settlement) -> int:
    return sum(_amount(settlement, name) for name in PAYERS)


def _later_payers_fen(settlement: Settlement) -> int:
    return (settlement.hifdm_pay_fen or 0) + (settlement.pref_fund_pay_fen or 0)


def _no_payer_given(settlement: Settlement) -> bool:
    names = (*PAYERS, *LATER_PAYERS)
    return all(getattr(settlement, f"{name}_fen") is None for name in names)


def _basis_fen(settlement: Settlement, basis: FundBasis) -> int:
    with_hifdm = basis in (FundBasis.WITH_HIFDM, FundBasis.WITH_BOTH)
    with_pref = basis in (FundBasis.WITH_PREF, FundBasis.WITH_BOTH)
    return (
        _payers_fen(settlement)
        + with_hifdm * (settlement.hifdm_pay_fen or 0)
        + with_pref * (settlement.pref_fund_pay_fen or 0)
    )


def _account_and_cash_fen(settlement: Settlement) -> int | None:
    if settlement.acct_pay_fen is None and settlement.psn_cash_pay_fen is None:
        return None
    return (settlement.acct_pay_fen or 0) + (settlement.psn_cash_pay_fen or 0)


def _sign(settlement: Settlement) -> int:
    return -1 if settlement.medfee_sumamt_fen < 0 else 1


def _differ(one_fen: int, other_fen: int) -> bool:
    return abs(one_fen - other_fen) > TOLERANCE_FEN


def _finding(
    settlement: Settlement, grade: Grade, identity: str, text: str, **amounts_fen: int
) -> Finding:
    yuan = {name: format_yuan(amount_fen) for name, amount_fen in amounts_fen.items()}
    sentence = text.format(**yuan)
    return Finding(settlement.setl_id, grade, identity, sentence, tuple(amounts_fen.items()))


def _total_is_borne(settlement: Settlement, shares: Shares) -> Iterator[Finding]:
    borne_fen = shares.funds_fen + shares.person_fen + shares.hospital_fen
    hospital_derived = "hosp_part_amt" in shares.derived
    wrong_way = hospital_derived and _sign(settlement) * shares.hospital_fen < -TOLERANCE_FEN
    if not wrong_way and not _differ(settlement.medfee_sumamt_fen, borne_fen):
        return
    text = (
        "The bill of {medfee} yuan is not what the funds ({funds}), the person ({person})"
        " and the hospital ({hospital}) bear."
    )
    if shares.derived:
        text += f" Worked out, because not given: {', '.join(shares.derived)}."
    yield _finding(
        settlement,
        Grade.WARN if "fund_pay_sumamt" in shares.derived else Grade.REJECT,
        "I1",
        text,
        medfee=settlement.medfee_sumamt_fen,
        funds=shares.funds_fen,
        person=shares.person_fen,
        hospital=shares.hospital_fen,
    )


def _fund_total_is_explained(settlement: Settlement) -> Iterator[Finding]:
    basis = fund_basis(settlement)
    stated_fen = settlement.fund_pay_sumamt_fen
    if basis is None or stated_fen is None:
        return
    explained_fen = _basis_fen(settlement, basis)
    if _differ(stated_fen, explained_fen):
        yield _finding(
            settlement,
            Grade.REJECT,
            "I2",
            "The fund total of {stated} yuan is not the sum of its payers, {payers} yuan,"
            " nor with 伤残人员基金 ({hifdm}) or 优抚基金 ({pref}) added.",
            stated=stated_fen,
            payers=_payers_fen(settlement),
            hifdm=settlement.hifdm_pay_fen or 0,
            pref=settlement.pref_fund_pay_fen or 0,
        )
    elif basis is not FundBasis.LISTED:
        added = {
            FundBasis.WITH_HIFDM: "伤残人员基金",
            FundBasis.WITH_PREF: "优抚基金",
            FundBasis.WITH_BOTH: "伤残人员基金 and 优抚基金",
        }[basis]
        text = f"The fund total of {{stated}} yuan is the sum of its payers with {added} added."
        yield _finding(settlement, Grade.NOTE, "I2", text, stated=stated_fen)


def _person_paid_in_full(settlement: Settlement) -> Iterator[Finding]:
    paid_fen = _account_and_cash_fen(settlement)
    person_fen = settlement.psn_part_amt_fen
    if paid_fen is not None and person_fen is not None and _differ(person_fen, paid_fen):
        yield _finding(
            settlement,
            Grade.REJECT,
            "I3",
            "The person bears {person} yuan, but account ({account}) and cash ({cash}) differ.",
            person=person_fen,
            account=settlement.acct_pay_fen or 0,
            cash=settlement.psn_cash_pay_fen or 0,
        )


def _mutual_aid_is_inside_account(settlement: Settlement) -> Iterator[Finding]:
    shared_fen, account_fen = settlement.acct_mulaid_pay_fen, settlement.acct_pay_fen
    if shared_fen is None or account_fen is None:
        return
    sign = _sign(settlement)
    if not -TOLERANCE_FEN <= sign * shared_fen <= sign * account_fen + TOLERANCE_FEN:
        yield _finding(
            settlement,
            Grade.REJECT,
            "I3",
            "个账共济支付 of {shared} yuan does not lie within 个人账户支出 of {account} yuan.",
            shared=shared_fen,
            account=account_fen,
        )


def _bill_is_classified(settlement: Settlement) -> Iterator[Finding]:
    outside_fen, over_limit_fen = settlement.fulamt_ownpay_amt_fen, settlement.overlmt_selfpay_fen
    first_fen, in_scope_fen = settlement.preselfpay_amt_fen, settlement.inscp_scp_amt_fen
    if outside_fen is None or over_limit_fen is None or first_fen is None or in_scope_fen is None:
        return
    classified_fen = outside_fen + over_limit_fen + first_fen + in_scope_fen
    if _differ(settlement.medfee_sumamt_fen, classified_fen):
        yield _finding(
            settlement,
            Grade.WARN,
            "I4",
            "The bill of {medfee} yuan is not 全自费 ({outside}) + 超限价 ({over_limit})"
            " + 先行自付 ({first}) + 政策范围内 ({in_scope}).",
            medfee=settlement.medfee_sumamt_fen,
            outside=outside_fen,
            over_limit=over_limit_fen,
            first=first_fen,
            in_scope=in_scope_fen,
        )


def _details_add_up(settlement: Settlement) -> Iterator[Finding]:
    stated_fen = settlement.fund_pay_sumamt_fen
    if not settlement.funds or stated_fen is None:
        return
    details_fen = sum(
        detail.fund_payamt_fen
        for detail in settlement.funds
        if detail.fund_pay_type != PERSONAL_ACCOUNT
    )
    if _differ(stated_fen, details_fen):
        yield _finding(
            settlement,
            Grade.WARN,
            "I5",
            "The fund details without 个人账户 add up to {details} yuan, the fund total is"
            " {stated} yuan.",
            details=details_fen,
            stated=stated_fen,
        )


def _aid_details_agree(settlement: Settlement) -> Iterator[Finding]:
    stated_fen = settlement.maf_pay_fen
    if not settlement.funds or stated_fen is None:
        return
    sums_fen = aid_sums_fen(settlement)
    if all(_differ(stated_fen, sum_fen) for sum_fen in sums_fen):
        yield _finding(
            settlement,
            Grade.REJECT,
            "I5",
            "医疗救助基金支出 is {stated} yuan, but the aid funds among the details paid"
            " {details} yuan ({with_veterans} with 优抚); what was delivered is not certain.",
            stated=stated_fen,
            details=sums_fen[0],
            with_veterans=sums_fen[1],
        )


def _own_expenses_fit(settlement: Settlement) -> Iterator[Finding]:
    if settlement.fulamt_ownpay_amt_fen is None:
        return
    self_fen, own_fen = self_and_own_pay_fen(settlement)
    if _sign(settlement) * self_fen < -TOLERANCE_FEN:
        yield _finding(
            settlement,
            Grade.WARN,
            "I6",
            "自费 of {own} yuan is more than the {person} yuan the person bears.",
            own=own_fen,
            person=self_fen + own_fen,
        )


def _payers_stay_below_cost(settlement: Settlement, shares: Shares) -> Iterator[Finding]:
    sign = _sign(settlement)
    funds_fen = max(sign * shares.funds_fen, sign * _payers_fen(settlement))
    paid_fen = funds_fen + sign * (settlement.hosp_part_amt_fen or 0)
    if paid_fen > sign * settlement.medfee_sumamt_fen + TOLERANCE_FEN:
        yield _finding(
            settlement,
            Grade.REJECT,
            "payers_exceed_cost",
            "The payers gave {paid} yuan for a bill of {medfee} yuan.",
            paid=sign * paid_fen,
            medfee=settlement.medfee_sumamt_fen,
        )
