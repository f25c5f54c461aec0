"""What settlements say was paid as aid at the counter (maf_pay), month by month."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.bitemporal.stating import CHINA, end_of_day
from mianshen.standards.reversals import Outcome


@dataclass(frozen=True, slots=True)
class CounterAidOf:
    """The aid at the counter on one settlement; a refund is one of its own, below zero.

    `is_of_month` says that it counts in the month asked for. `why_not` is the reason why it counts
    in none, as netting found it. `takes_back` is the settlement that a refund names.
    """

    setl_id: str
    settled: datetime
    amount_fen: int
    is_of_month: bool
    why_not: str = ""
    takes_back: str = ""


def counter_aid(first: date, last: date, settlements: Collection[str]) -> list[CounterAidOf]:
    """The aid at the counter of a month's settlements, and of other settlements by their numbers.

    Every valid row is a movement (流水口径): a settlement that was refunded counts in its month and
    its refund in the refund's. Of a settlement delivered again the version that counts speaks.
    """
    begins = datetime.combine(first, time.min, CHINA)
    rows = query(
        _AID,
        begins=begins,
        ends=end_of_day(last),
        ids=sorted(settlements),
        moving=[one.value for one in _MOVING],
    )
    return [
        CounterAidOf(
            *(setl_id, at.astimezone(CHINA), amount, of_month, reason or "", original or "")
        )
        for setl_id, at, amount, of_month, reason, original in rows
    ]


_MOVING = (Outcome.KEPT, Outcome.REVERSED, Outcome.REVERSAL, Outcome.ORPHAN)

_AID = """
    SELECT DISTINCT ON (s.setl_id) s.setl_id, s.setl_time, coalesce(s.maf_pay_fen, 0),
           m.moves AND s.setl_time >= %(begins)s AND s.setl_time < %(ends)s,
           CASE WHEN NOT m.moves THEN o.reason END, s.init_setl_id
      FROM claims_settlement s
      JOIN claims_outcome o ON o.settlement_id = s.id AND o.known_to IS NULL
      CROSS JOIN LATERAL (SELECT o.outcome = ANY(%(moving)s) AS moves) m
     WHERE s.known_to IS NULL
       AND (s.setl_id = ANY(%(ids)s)
            OR (s.setl_time >= %(begins)s AND s.setl_time < %(ends)s
                AND coalesce(s.maf_pay_fen, 0) <> 0))
     ORDER BY s.setl_id, m.moves DESC, s.updt_time DESC NULLS LAST, s.id"""
