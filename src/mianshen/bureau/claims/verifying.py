"""发票核验: what the bills say of settlements: true, used twice, given back, or not agreeing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mianshen.bureau.bitemporal.rows import Row, query

# A bill is told of again when it stands otherwise: what was told last counts, and given back (冲红)
# is for good.
_TOLD = """
    WITH bill AS (
        SELECT setl_id, kind, code, number, bool_or(is_flushed) AS is_flushed,
               (array_agg(amount_fen ORDER BY known_from DESC, id DESC))[1] AS amount_fen,
               (array_agg(reimbursed ORDER BY known_from DESC, id DESC))[1] AS reimbursed
          FROM claims_bill
         WHERE known_to IS NULL AND setl_id = ANY(%(events)s)
         GROUP BY setl_id, kind, code, number),
    of_event AS (
        SELECT b.setl_id, count(*) AS bills, bool_or(b.is_flushed) AS is_flushed,
               bool_or(b.reimbursed = '1' OR EXISTS (
                   SELECT 1 FROM claims_bill again
                    WHERE again.known_to IS NULL AND again.kind = b.kind AND again.code = b.code
                      AND again.number = b.number AND again.setl_id <> b.setl_id)) AS is_twice,
               sum(b.amount_fen) AS billed
          FROM bill b GROUP BY b.setl_id)
    SELECT s.setl_id, s.med_type, s.setl_time::date AS day, s.medfee_sumamt_fen AS total,
           coalesce(o.bills, 0) AS bills, coalesce(o.is_flushed, FALSE) AS is_flushed,
           coalesce(o.is_twice, FALSE) AS is_twice, coalesce(o.billed, 0) AS billed
      FROM claims_settlement s LEFT JOIN of_event o USING (setl_id)
     WHERE s.known_to IS NULL AND s.setl_id = ANY(%(events)s)"""

_DOUBTFUL = f"""
    SELECT * FROM ({_TOLD}) AS told
     WHERE bills > 0 AND (is_flushed OR is_twice OR billed IS DISTINCT FROM total)
        OR med_type LIKE ANY(%(kinds)s)"""


class Verdict(StrEnum):
    """What the bills of a settlement say."""

    UNSEEN = "unseen"
    """No bill of it was delivered."""
    TRUE = "true"
    DUPLICATE = "duplicate"
    """Reimbursed already, or used for another settlement as well."""
    REFUNDED = "refunded"
    FALSE = "false"
    """The bills do not add up to the settlement."""


@dataclass(frozen=True, slots=True)
class EventTold:
    """A settlement as a list shows it: kind of care, day, sum, and what its bills say."""

    med_type: str
    settled_on: date
    total_fen: int
    verdict: Verdict


def events_told(events: Collection[str]) -> dict[str, EventTold]:
    """The settlements of some events with what their bills say; one query."""
    return _told(query(_TOLD, events=sorted(set(events))))


def doubtful_events(events: Collection[str], kinds: Collection[str]) -> dict[str, EventTold]:
    """Those of some events whose bills are not true, or of kinds of care that begin so; one query.

    Bills that nobody delivered are no doubt.
    """
    begins = [f"{one}%" for one in kinds]
    return _told(query(_DOUBTFUL, events=sorted(set(events)), kinds=begins))


def _told(rows: Iterable[Row]) -> dict[str, EventTold]:
    return {
        str(event): EventTold(
            med_type or "", day, int(total or 0), _verdict(bills, flushed, twice, billed == total)
        )
        for event, med_type, day, total, bills, flushed, twice, billed in rows
    }


def _verdict(bills: int, is_flushed: bool, is_twice: bool, adds_up: bool) -> Verdict:
    if not bills:
        return Verdict.UNSEEN
    if is_flushed:
        return Verdict.REFUNDED
    if is_twice:
        return Verdict.DUPLICATE
    return Verdict.TRUE if adds_up else Verdict.FALSE
