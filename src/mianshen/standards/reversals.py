"""Which settlements count: refunds meet originals; repeats, voids and doubts step aside."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from mianshen.standards.fields import MONEY_ATTRIBUTES
from mianshen.standards.settlement import Settlement


class Outcome(StrEnum):
    """The one place a row ends in; only `kept` rows are claims."""

    KEPT = "kept"
    REVERSED = "reversed"
    REVERSAL = "reversal"
    ORPHAN = "orphan"
    INVALID = "invalid"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


class Reason(StrEnum):
    """Why a row ended where it did; the code is stable, `REASON_SENTENCES` has the words."""

    COUNTS = "counts"
    COUNTS_REVERSAL_DISAGREES = "counts_reversal_disagrees"
    CANCELLED = "cancelled"
    CANCELS_NAMED = "cancels_named"
    CANCELS_MATCHED = "cancels_matched"
    ORIGINAL_MISSING = "original_missing"
    ORIGINAL_SET_ASIDE = "original_set_aside"
    ORIGINAL_IS_A_REVERSAL = "original_is_a_reversal"
    ORIGINAL_ALREADY_REVERSED = "original_already_reversed"
    NOT_THE_EXACT_NEGATIVE = "not_the_exact_negative"
    REVERSAL_NOT_ARRIVED = "reversal_not_arrived"
    VOID = "void"
    SAME_CONTENT = "same_content"
    OLDER_VERSION = "older_version"
    VERSIONS_DISAGREE = "versions_disagree"


REASON_SENTENCES: Mapping[Reason, str] = {
    Reason.COUNTS: "The settlement stands.",
    Reason.COUNTS_REVERSAL_DISAGREES: "The settlement stands, but a refund that names it has other"
    " amounts and was set aside.",
    Reason.CANCELLED: "A refund cancelled this settlement.",
    Reason.CANCELS_NAMED: "The row cancels the settlement that it names.",
    Reason.CANCELS_MATCHED: "The row names no settlement and cancels the latest earlier one of the"
    " same person, visit, institution and amount.",
    Reason.ORIGINAL_MISSING: "The settlement this refund cancels is not in the data.",
    Reason.ORIGINAL_SET_ASIDE: "The settlement this refund names is void or its versions disagree.",
    Reason.ORIGINAL_IS_A_REVERSAL: "The settlement this refund names is a refund itself.",
    Reason.ORIGINAL_ALREADY_REVERSED: "Another refund already cancelled the settlement it names.",
    Reason.NOT_THE_EXACT_NEGATIVE: "Some amounts are not the exact negative of the settlement the"
    " refund names, or the person differs.",
    Reason.REVERSAL_NOT_ARRIVED: "The settlement is marked as refunded, but no refund has come.",
    Reason.VOID: "The settlement is marked as not valid.",
    Reason.SAME_CONTENT: "The same settlement was delivered more than once.",
    Reason.OLDER_VERSION: "A later version of this settlement was delivered.",
    Reason.VERSIONS_DISAGREE: "The settlement was delivered with different contents and nothing"
    " says which is the latest.",
}
"""One sentence a reason, for the people who work through what was set aside."""


@dataclass(frozen=True, slots=True)
class NettedRow:
    """One input row, where it ended and why; `partner` is the setl_id on the other side."""

    settlement: Settlement
    outcome: Outcome
    reason: Reason
    partner: str | None = None


@dataclass(frozen=True, slots=True)
class Netting:
    """Every input row exactly once, in an order that does not depend on that of the input."""

    rows: tuple[NettedRow, ...]

    def with_outcome(self, *outcomes: Outcome) -> tuple[NettedRow, ...]:
        """The rows that ended in one of the given places."""
        return tuple(row for row in self.rows if row.outcome in outcomes)

    @property
    def kept(self) -> tuple[Settlement, ...]:
        """The settlements that stand."""
        return tuple(row.settlement for row in self.with_outcome(Outcome.KEPT))


@dataclass(frozen=True, slots=True)
class View:
    """A count of settlements with the sum of every amount.

    Shapes: `sums_fen` maps each amount attribute of `Settlement` except the account balance to its
    sum in fen, a missing amount counting as zero. `visits` are the visits that are left when
    refunds are counted against their settlements; mid-stay settlements are one visit.
    """

    settlements: int
    visits: int
    sums_fen: Mapping[str, int]


# A balance is a state and no payment: reversals carry it unchanged.
_NEGATED = tuple(name for name in MONEY_ATTRIBUTES if name != "balc_fen")
_YES, _NO = "1", "0"
_EARLIEST = datetime.min

_MatchKey = tuple[str, str | None, str | None, int]


def net(settlements: Iterable[Settlement]) -> Netting:
    """Net a set of settlement rows: one version of each, refunds against their originals.

    In order: of several rows with one setl_id the latest updt_time wins, equal contents count once,
    and contents that differ without an order go aside; void rows go aside; a refund cancels the
    settlement it names (init_setl_id), else the latest earlier one of the same person, visit and
    institution with the negative bill, where those marked as refunded come first. Both must be
    exact negatives in every amount that both carry, fund details included. Mid-stay settlements
    (mid_setl_flag) are no refunds. The result is the same for any order of the input.
    Source: data-standard §4.
    """
    by_id: dict[str, list[Settlement]] = defaultdict(list)
    for settlement in settlements:
        by_id[settlement.setl_id].append(settlement)
    rows: list[NettedRow] = []
    standing: list[Settlement] = []
    for setl_id in sorted(by_id):
        winner, aside = _choose_version(by_id[setl_id])
        rows += aside
        if winner is None:
            continue
        if winner.vali_flag == _NO:
            rows.append(NettedRow(winner, Outcome.INVALID, Reason.VOID))
        else:
            standing.append(winner)
    rows += _pair(standing, set_aside={row.settlement.setl_id for row in rows})
    return Netting(tuple(sorted(rows, key=lambda row: row.settlement.setl_id)))


def is_reversal(settlement: Settlement) -> bool:
    """Whether a row takes back another settlement.

    It does when its bill is negative, or when it names an original and is neither a mid-stay
    settlement nor marked as no refund. A refund mark alone says nothing: originals carry it too.
    """
    if settlement.medfee_sumamt_fen < 0:
        return True
    names_another = settlement.init_setl_id not in (None, settlement.setl_id)
    return names_another and settlement.refd_setl_flag != _NO and settlement.mid_setl_flag != _YES


def is_exact_negative(reversal: Settlement, original: Settlement) -> bool:
    """Whether every amount that both rows carry is negated, and the person is the same."""
    for name in _NEGATED:
        taken_fen, given_fen = getattr(reversal, name), getattr(original, name)
        if taken_fen is not None and given_fen is not None and taken_fen != -given_fen:
            return False
    if reversal.funds and original.funds and _paid_by_fund(reversal, -1) != _paid_by_fund(original):
        return False
    if reversal.psn_no and original.psn_no:
        return reversal.psn_no == original.psn_no
    return not (reversal.certno and original.certno) or reversal.certno == original.certno


def stock_view(netting: Netting) -> View:
    """What stands now: the kept settlements, each counted once."""
    return _view(netting.with_outcome(Outcome.KEPT), lambda _settlement: 1)


def flow_view(netting: Netting) -> View:
    """What happened: every valid row, refunds counted as minus one and summed as negatives.

    Rows whose versions disagree are in neither view. Use one view for a report, never both: a
    refund lands in a later month than its settlement. Source: data-standard §4.
    """
    valid = (Outcome.KEPT, Outcome.REVERSED, Outcome.REVERSAL, Outcome.ORPHAN)
    return _view(netting.with_outcome(*valid), lambda row: -1 if is_reversal(row) else 1)


def _view(rows: Sequence[NettedRow], count_of: Callable[[Settlement], int]) -> View:
    visits: dict[str, int] = defaultdict(int)
    sums_fen = dict.fromkeys(_NEGATED, 0)
    settlements = 0
    for row in rows:
        count = count_of(row.settlement)
        settlements += count
        visits[row.settlement.visit_id] += count
        for name in _NEGATED:
            sums_fen[name] += getattr(row.settlement, name) or 0
    return View(settlements, sum(count > 0 for count in visits.values()), sums_fen)


def _paid_by_fund(settlement: Settlement, sign: int = 1) -> dict[tuple[str, str | None], int]:
    paid_fen: dict[tuple[str, str | None], int] = defaultdict(int)
    for detail in settlement.funds:
        fund = (detail.fund_pay_type, detail.poolarea_fund_pay_type)
        paid_fen[fund] += sign * detail.fund_payamt_fen
    return {fund: amount_fen for fund, amount_fen in paid_fen.items() if amount_fen}


def _choose_version(versions: Sequence[Settlement]) -> tuple[Settlement | None, list[NettedRow]]:
    """The version of one setl_id that counts, and the others; None where nothing decides."""
    if len(versions) == 1:
        return versions[0], []
    newest_first = sorted(versions, key=_version_order, reverse=True)
    winner = newest_first[0]
    content = _content(winner)
    differing = [version for version in newest_first if _content(version) != content]
    undecided = [version for version in differing if version.updt_time in (None, winner.updt_time)]
    if undecided:
        disagreeing = [
            NettedRow(version, Outcome.CONFLICT, Reason.VERSIONS_DISAGREE)
            for version in newest_first
        ]
        return None, disagreeing
    aside = [
        NettedRow(
            version,
            Outcome.DUPLICATE,
            Reason.SAME_CONTENT if _content(version) == content else Reason.OLDER_VERSION,
            winner.setl_id,
        )
        for version in newest_first[1:]
    ]
    return winner, aside


def _version_order(settlement: Settlement) -> tuple[datetime, str, str, str]:
    return (
        settlement.updt_time or _EARLIEST,
        repr(_content(settlement)),
        repr((sorted(settlement.extra.items()), settlement.repairs)),
        settlement.where,
    )


def _content(settlement: Settlement) -> Settlement:
    # A running number or a note of the exporting table does not make another settlement.
    return replace(settlement, updt_time=None, rid=None, extra={}, repairs=(), where="")


def _pair(standing: Sequence[Settlement], set_aside: set[str]) -> list[NettedRow]:
    originals = {row.setl_id: row for row in standing if not is_reversal(row)}
    reversals = sorted((row for row in standing if is_reversal(row)), key=_in_time)
    reversal_ids = {row.setl_id for row in reversals}
    cancelled: dict[str, str] = {}
    disputed: dict[str, str] = {}
    rows: list[NettedRow] = []
    unnamed: list[Settlement] = []
    for reversal in reversals:
        named = reversal.init_setl_id
        if named is None or named == reversal.setl_id:
            unnamed.append(reversal)
            continue
        reason = _fault_of_name(reversal, named, originals, reversal_ids, set_aside)
        if reason is None and named in cancelled:
            reason = Reason.ORIGINAL_ALREADY_REVERSED
        if reason is None:
            cancelled[named] = reversal.setl_id
            rows.append(NettedRow(reversal, Outcome.REVERSAL, Reason.CANCELS_NAMED, named))
        else:
            rows.append(NettedRow(reversal, Outcome.ORPHAN, reason, named))
            if reason is Reason.NOT_THE_EXACT_NEGATIVE:
                disputed[named] = reversal.setl_id
    rows += _pair_by_match(unnamed, originals, cancelled)
    rows += (_end_of_original(row, cancelled, disputed) for row in originals.values())
    return rows


def _fault_of_name(
    reversal: Settlement,
    named: str,
    originals: Mapping[str, Settlement],
    reversal_ids: set[str],
    set_aside: set[str],
) -> Reason | None:
    if named in originals:
        exact = is_exact_negative(reversal, originals[named])
        return None if exact else Reason.NOT_THE_EXACT_NEGATIVE
    if named in reversal_ids:
        return Reason.ORIGINAL_IS_A_REVERSAL
    return Reason.ORIGINAL_SET_ASIDE if named in set_aside else Reason.ORIGINAL_MISSING


def _pair_by_match(
    reversals: Sequence[Settlement],
    originals: Mapping[str, Settlement],
    cancelled: dict[str, str],
) -> list[NettedRow]:
    """Pair reversals that name nothing, in order of time; adds what they cancel to `cancelled`."""
    waiting: dict[_MatchKey, list[Settlement]] = defaultdict(list)
    if reversals:
        for original in sorted(originals.values(), key=_latest_marked_last):
            waiting[_match_key(original, original.medfee_sumamt_fen)].append(original)
    rows = []
    for reversal in reversals:
        candidates = waiting.get(_match_key(reversal, -reversal.medfee_sumamt_fen), [])
        fitting = [
            original
            for original in candidates
            if original.setl_id not in cancelled
            and original.setl_time <= reversal.setl_time
            and is_exact_negative(reversal, original)
        ]
        if fitting:
            partner = fitting[-1].setl_id
            cancelled[partner] = reversal.setl_id
            rows.append(NettedRow(reversal, Outcome.REVERSAL, Reason.CANCELS_MATCHED, partner))
        else:
            rows.append(NettedRow(reversal, Outcome.ORPHAN, Reason.ORIGINAL_MISSING))
    return rows


def _end_of_original(
    original: Settlement, cancelled: Mapping[str, str], disputed: Mapping[str, str]
) -> NettedRow:
    setl_id = original.setl_id
    if setl_id in cancelled:
        return NettedRow(original, Outcome.REVERSED, Reason.CANCELLED, cancelled[setl_id])
    if original.refd_setl_flag == _YES:
        reason = Reason.REVERSAL_NOT_ARRIVED
        return NettedRow(original, Outcome.ORPHAN, reason, disputed.get(setl_id))
    if setl_id in disputed:
        reason = Reason.COUNTS_REVERSAL_DISAGREES
        return NettedRow(original, Outcome.KEPT, reason, disputed[setl_id])
    return NettedRow(original, Outcome.KEPT, Reason.COUNTS)


def _in_time(settlement: Settlement) -> tuple[datetime, str]:
    return settlement.setl_time, settlement.setl_id


def _latest_marked_last(settlement: Settlement) -> tuple[bool, datetime, str]:
    return settlement.refd_setl_flag == _YES, settlement.setl_time, settlement.setl_id


def _match_key(settlement: Settlement, bill_fen: int) -> _MatchKey:
    person = settlement.psn_no or settlement.certno or ""
    return person, settlement.mdtrt_id, settlement.fixmedins_code, bill_fen
