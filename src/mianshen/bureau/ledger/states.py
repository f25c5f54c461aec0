"""Every state a fen of a claim can be in, every place money can be, and what each is called."""

from collections.abc import Mapping
from enum import StrEnum


class Claim(StrEnum):
    """Where fen that are owed to somebody are; the holder is the key of one line of an order."""

    DETERMINED = "determined"
    ENTITLED = "entitled"
    ORDERED = "ordered"
    APPROVED = "approved"
    PAYABLE = "payable"
    PAID = "paid"
    RETURNED = "returned"
    VOID = "void"
    IN_CORRECTION = "in_correction"
    FORGONE = "forgone"
    RECLAIMED = "reclaimed"
    RECOVERED = "recovered"
    OFFSET = "offset"
    SET_OFF = "set_off"
    WAIVED = "waived"
    WRITTEN_OFF = "written_off"


class Money(StrEnum):
    """Where a fund's budget (holder: the fund) and its cash (holder: the bank account) are."""

    APPROPRIATION = "appropriation"
    OVERSPEND = "overspend"
    BUDGET = "budget"
    COMMITTED = "committed"
    SPENT = "spent"
    TREASURY = "treasury"
    CASH = "cash"
    IN_TRANSIT = "in_transit"
    PAYEES = "payees"


TITLES: Mapping[Claim | Money, tuple[str, str]] = {
    Claim.DETERMINED: ("待遇核算", "determined"),
    Claim.ENTITLED: ("符合救助", "entitled"),
    Claim.ORDERED: ("已列工单", "ordered"),
    Claim.APPROVED: ("已核定", "approved"),
    Claim.PAYABLE: ("待拨付", "payable"),
    Claim.PAID: ("已实发", "paid"),
    Claim.RETURNED: ("退票", "returned"),
    Claim.VOID: ("作废", "void"),
    Claim.IN_CORRECTION: ("作废待更正", "void, to be corrected"),
    Claim.FORGONE: ("不再给付", "forgone"),
    Claim.RECLAIMED: ("追款中", "being reclaimed"),
    Claim.RECOVERED: ("已追回", "recovered"),
    Claim.OFFSET: ("已抵扣", "offset"),
    Claim.SET_OFF: ("以抵扣给付", "given by setting off"),
    Claim.WAIVED: ("免予追回", "waived"),
    Claim.WRITTEN_OFF: ("已核销", "written off"),
    Money.APPROPRIATION: ("预算下达", "appropriation"),
    Money.OVERSPEND: ("超预算支出", "beyond the budget"),
    Money.BUDGET: ("可用预算", "budget"),
    Money.COMMITTED: ("已请款", "committed"),
    Money.SPENT: ("已列支", "spent"),
    Money.TREASURY: ("财政", "treasury"),
    Money.CASH: ("专户存款", "cash at bank"),
    Money.IN_TRANSIT: ("代发在途", "in transit"),
    Money.PAYEES: ("救助对象", "payees"),
}
"""What each place is called, in Chinese and English."""
