"""Whether netting found exactly the reversals, repeats and standing bills of the truth."""

from collections.abc import Collection
from dataclasses import dataclass

from measuring.districts import ReadDistrict
from mianshen.standards.reversals import Outcome

_SENT_AGAIN = ("repeated_row", "older_version", "void")
_SETTLEMENTS = "settlements/"


@dataclass(frozen=True)
class Netted:
    """One thing netting has to find: how many the truth has, and how many differ."""

    what: str
    true: int
    missed: int
    invented: int

    @property
    def is_exact(self) -> bool:
        """Whether nothing differs."""
        return not self.missed and not self.invented


def netted(district: ReadDistrict) -> list[Netted]:
    """Refunds with their originals, refunds alone, rows that do not count, visits that stand."""
    netting = district.case.bills.netting
    told = district.table("reversals")
    pairs = {(one["original"], one["reversal"]) for one in told if one["how"].endswith("named")}
    alone = {
        one["reversal"] or one["original"] for one in told if one["how"] in ("orphan", "unanswered")
    }
    void = {
        row["holds"].partition("/")[0]
        for (file, _, _), row in district.truth.items()
        if row["dirt"] in _SENT_AGAIN and file.startswith(_SETTLEMENTS)
    }
    found_pairs = {
        (row.partner or "", row.settlement.setl_id)
        for row in netting.with_outcome(Outcome.REVERSAL)
    }
    found_alone = {row.settlement.setl_id for row in netting.with_outcome(Outcome.ORPHAN)}
    again = netting.with_outcome(Outcome.INVALID, Outcome.DUPLICATE)
    visits = {one["visit"] for one in district.table("visits")}
    return [
        _compared("refunds, each with its original", pairs, found_pairs),
        _compared("refunds and marks without a counterpart", alone, found_alone),
        _compared("rows sent again or void", void, {row.settlement.setl_id for row in again}),
        _compared("visits that stand", visits, {one.visit_id for one in netting.kept}),
    ]


def _compared(what: str, true: Collection[object], found: Collection[object]) -> Netted:
    return Netted(what, len(true), len(set(true) - set(found)), len(set(found) - set(true)))
