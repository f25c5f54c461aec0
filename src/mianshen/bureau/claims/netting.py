"""Which settlements stand: whatever a new row can bear on is netted again, the rest stays."""

from collections.abc import Collection, Iterator
from typing import Any

from mianshen.bureau.bitemporal.rows import known, query, replace
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.claims import models
from mianshen.bureau.claims.records import READ_COLUMNS, number_of, settlement_of
from mianshen.run.settlements import why_aside
from mianshen.standards.reversals import NettedRow, Outcome, net

_TAKEN_BACK = (Outcome.REVERSED, Outcome.REVERSAL)


def net_again(settlements: Collection[int], stated: Stated) -> set[int]:
    """Net the rows given and all they can bear on; the people whose claims came out otherwise."""
    affected = _bearing_on(set(settlements))
    rows = known(models.Settlement, READ_COLUMNS, "t.id = ANY(%(ids)s)", ids=list(affected))
    person_of = {int(row[0]): row[4] for row in rows}
    netting = net(settlement_of(row) for row in rows)
    outcomes = list(_outcomes(netting.rows, person_of))
    changed = replace(models.Outcome, "settlement_id", affected, outcomes, stated)
    gone = affected - set(person_of)
    return {
        int(person)
        for (person,) in query(
            "SELECT DISTINCT person FROM claims_settlement"
            " WHERE id = ANY(%(ids)s) AND person IS NOT NULL",
            ids=list(changed | gone),
        )
    }


def _outcomes(
    rows: Collection[NettedRow], person_of: dict[int, int | None]
) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        number = number_of(row.settlement)
        why = None if row.outcome in _TAKEN_BACK else why_aside(row, {})
        yield (
            *(number, person_of[number], row.outcome.value, row.reason.value, row.partner),
            *(why is None, why.rule if why else "", ""),
        )


def _bearing_on(found: set[int]) -> set[int]:
    """With all versions, refunds and originals, and what a refund that names nothing may mean."""
    while True:
        more = {int(number) for (number,) in query(_BEARING, ids=list(found))}
        if more <= found:
            return found
        found |= more


# A refund without a number means a bill of the same person, visit, institution and amount: by these
# rows bear on each other, whichever of them is the refund.
_BEARING = """
    WITH own AS (SELECT setl_id, init_setl_id, person, naming, mdtrt_id, fixmedins_code,
                        abs(medfee_sumamt_fen) AS fen
                   FROM claims_settlement WHERE id = ANY(%(ids)s)),
         other AS (SELECT * FROM claims_settlement WHERE known_to IS NULL)
    SELECT id FROM other WHERE setl_id IN (
        SELECT setl_id FROM own UNION SELECT init_setl_id FROM own)
    UNION SELECT id FROM other WHERE init_setl_id IN (SELECT setl_id FROM own)
    UNION SELECT other.id FROM other JOIN own ON other.person = own.person
       AND other.mdtrt_id IS NOT DISTINCT FROM own.mdtrt_id
       AND other.fixmedins_code IS NOT DISTINCT FROM own.fixmedins_code
       AND abs(other.medfee_sumamt_fen) = own.fen
    UNION SELECT other.id FROM other JOIN own ON other.naming = own.naming
       AND other.person IS NULL AND own.person IS NULL
       AND other.mdtrt_id IS NOT DISTINCT FROM own.mdtrt_id
       AND other.fixmedins_code IS NOT DISTINCT FROM own.fixmedins_code
       AND abs(other.medfee_sumamt_fen) = own.fen"""
