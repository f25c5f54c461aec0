"""What became of every settlement of a year, and why some give nothing: one class for each."""

from dataclasses import dataclass

from mianshen.bureau.bitemporal.rows import query

IN_ORDER = (
    *("entitled", "held", "zero", "excluded", "in_review"),
    *("outside_period", "not_rostered", "nobody", "set_aside"),
)
"""The classes; where several hold for a settlement, the first counts.

`in_review` waits to be assessed, `nobody` are bills that nobody can be found for, and `set_aside`
were taken back, repeated, or could not be used.
"""

_FALLOUT = """
    WITH bill AS (
        SELECT s.setl_id, o.person, o.is_used, coalesce(s.medfee_sumamt_fen, 0) AS fen,
               coalesce(nullif(o.rule, ''), o.reason) AS why
          FROM claims_settlement s
          JOIN claims_outcome o ON o.settlement_id = s.id AND o.known_to IS NULL
         WHERE s.known_to IS NULL AND extract(year FROM s.setl_time) = %(year)s
    ), line AS (
        SELECT DISTINCT ON (person, event) person, event, status, reason, amount_fen, held_fen
          FROM assessment_determination
         WHERE known_to IS NULL AND status <> '' AND year = %(year)s AND event IS NOT NULL
         ORDER BY person, event, array_position(%(order)s::text[], status), held_fen DESC, reason
    ), classed AS (
        SELECT bill.*, line.amount_fen, line.held_fen,
               CASE WHEN NOT is_used THEN 'set_aside'
                    WHEN line.status IS NOT NULL THEN line.status
                    WHEN bill.person IS NULL THEN 'nobody'
                    WHEN waits.person IS NOT NULL THEN 'in_review'
                    WHEN listed.person IS NULL THEN 'not_rostered'
                    ELSE 'outside_period' END AS class,
               CASE WHEN is_used THEN
                    CASE WHEN line.status = 'entitled' THEN '' ELSE coalesce(line.reason, '') END
                    ELSE why END AS because
          FROM bill
          LEFT JOIN line ON line.person = bill.person AND line.event = bill.setl_id
          LEFT JOIN (SELECT DISTINCT person FROM assessment_waiting
                      WHERE known_to IS NULL AND year = %(year)s) AS waits
            ON waits.person = bill.person
          LEFT JOIN (SELECT DISTINCT person_id AS person FROM registry_identity
                      WHERE known_to IS NULL) AS listed
            ON listed.person = bill.person
    )
    SELECT class, because, count(*), count(DISTINCT person), sum(fen)::bigint,
           coalesce(sum(amount_fen), 0)::bigint, coalesce(sum(held_fen), 0)::bigint
      FROM classed GROUP BY class, because"""


@dataclass(frozen=True, slots=True)
class Fallen:
    """Settlements of one class and reason: how many, of how many people, their sum in fen.

    `amount_fen` is the aid they give, `held_fen` what waits with them.
    """

    class_: str
    reason: str
    settlements: int
    people: int
    bill_fen: int
    amount_fen: int
    held_fen: int


def fallout(year: int) -> list[Fallen]:
    """Every settlement of a year once, by class and reason; one query."""
    rows = [Fallen(*row) for row in query(_FALLOUT, year=year, order=list(IN_ORDER))]
    return sorted(rows, key=lambda one: (IN_ORDER.index(one.class_), -one.settlements, one.reason))


def newest_answer() -> int:
    """The number of the last answer: while it stays, nobody was assessed anew."""
    ((newest,),) = query("SELECT coalesce(max(id), 0) FROM assessment_answer")
    return int(newest)


def waiting_counted() -> dict[str, int]:
    """How many people could not be assessed, by why; one query."""
    rows = query(
        "SELECT why, count(DISTINCT person) FROM assessment_waiting"
        " WHERE known_to IS NULL GROUP BY why"
    )
    return {str(why): int(people) for why, people in rows}
