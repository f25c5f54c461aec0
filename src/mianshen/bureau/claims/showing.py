"""The settlements of one person as a page shows them, and whose settlement a number is."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.bitemporal.rows import query

_OF_PERSON = """
    SELECT s.setl_id, coalesce(s.med_type, ''), s.begndate, s.enddate, s.setl_time::date,
           coalesce(s.fixmedins_name, ''), coalesce(s.medfee_sumamt_fen, 0),
           coalesce(s.maf_pay_fen, 0), o.is_used, coalesce(o.partner, '')
      FROM claims_settlement s
      JOIN claims_outcome o ON o.settlement_id = s.id AND o.known_to IS NULL
     WHERE s.known_to IS NULL AND o.person = %(person)s
     ORDER BY s.setl_time DESC, s.setl_id DESC"""

_COUNTED = """
    SELECT o.person, count(*), coalesce(sum(s.medfee_sumamt_fen), 0)::bigint
      FROM claims_outcome o
      JOIN claims_settlement s ON s.id = o.settlement_id AND s.known_to IS NULL
     WHERE o.known_to IS NULL AND o.is_used AND o.person = ANY(%(people)s)
     GROUP BY o.person"""

_WHOSE = """
    SELECT DISTINCT person FROM claims_settlement
     WHERE known_to IS NULL AND person IS NOT NULL AND setl_id = %(number)s"""


@dataclass(frozen=True, slots=True)
class SettlementShown:
    """A settlement: care from `first` to `last`, what it cost, what aid the counter gave, in fen.

    One that is not used was taken back or repeated; `partner` is the settlement on the other side.
    """

    number: str
    med_type: str
    first: date | None
    last: date | None
    settled_on: date | None
    hospital: str
    total_fen: int
    counter_fen: int
    is_used: bool
    partner: str


def settlements_of(person: int) -> list[SettlementShown]:
    """Every settlement of a person, newest first; one query."""
    return [SettlementShown(*row) for row in query(_OF_PERSON, person=person)]


def counted_of(people: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many settlements of each of some people count, and what they cost in fen; one query."""
    rows = query(_COUNTED, people=list(people))
    return {int(person): (int(count), int(fen)) for person, count, fen in rows}


def people_of_settlement(number: str) -> set[int]:
    """Whose settlement a number is; nobody while that is in doubt. One query."""
    return {int(person) for (person,) in query(_WHOSE, number=number)}
