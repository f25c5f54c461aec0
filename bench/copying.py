"""A small district copied within its database until it is a large one, every copy with its own ids.

Numbers of a copy are those of the original and a whole step more; whatever must be unlike for each
(sealed numbers' indexes, events, keys of lines) is given the copy's number. Older copies lie in
earlier months and are decided, as they would be. The ledger's shared accounts are counted on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

MONTHS = 24
"""So many months the orders of all copies are spread over; those of this month are as they were."""

_COPIES_EACH = 25
"""Copies made by one statement: what is sorted and held for it stays in memory."""


@dataclass(frozen=True)
class Copied:
    """A table and how its rows are told from their originals: expressions over `t` and `k`."""

    table: str
    ids: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    which: str = "TRUE"


_PEOPLE = dict.fromkeys(("person_id", "person", "payee_id", "payee"), "registry_person")
_VALUES = dict.fromkeys(
    ("certno_id", "psn_no_id", "name_id", "former_name_id", "number_id", "holder_id"), "vault_value"
)
_NAMINGS = {"naming": "vault_naming", "naming_id": "vault_naming"}
_IDS = {
    **_PEOPLE,
    **_VALUES,
    **_NAMINGS,
    "household": "vault_value",
    "settlement_id": "claims_settlement",
    "order_id": "casework_order",
    "line_id": "payout_payable",
    "account": "vault_account",
}
_EVENT = "t.event || '~' || k"
_LINE = "(t.person + k * {person}) || substr(t.line, strpos(t.line, '/')) || '~' || k"
_HOLDER = (
    "'line:' || (substring(t.holder, '^line:(\\d+)/')::bigint + k * {person})"
    " || substr(t.holder, strpos(t.holder, '/')) || '~' || k"
)
_PERIOD = (
    f"to_char(to_date(t.period, 'YYYY-MM') - make_interval(months => k % {MONTHS}), 'YYYY-MM')"
)
_OLDER = f"k % {MONTHS} > 0"

TABLES = (
    Copied("registry_person"),
    Copied("vault_value", told={"index": "t.index || int4send(k)"}),
    Copied(
        "vault_naming",
        told={
            "spelling": "t.spelling || int4send(k)",
            "letters": "t.letters + k",
            "former_letters": "t.former_letters + k",
            "beginning": "t.beginning + k",
        },
    ),
    Copied("vault_mention"),
    Copied("vault_account"),
    Copied("registry_resolution"),
    Copied("registry_description"),
    Copied("registry_identity"),
    Copied("registry_listing"),
    Copied(
        "claims_settlement",
        told={"setl_id": "t.setl_id || '~' || k", "mdtrt_id": "t.mdtrt_id || '~' || k"},
    ),
    Copied("claims_outcome"),
    Copied(
        "claims_bill",
        told={"setl_id": "t.setl_id || '~' || k", "number": "t.number || '~' || k"},
    ),
    Copied("assessment_answer"),
    Copied("assessment_determination", told={"event": _EVENT}),
    Copied(
        "casework_order",
        told={
            "period": _PERIOD,
            "state": f"CASE WHEN {_OLDER} THEN 'approved' ELSE t.state END",
        },
    ),
    Copied(
        "casework_order_line",
        told={
            "event": _EVENT,
            "line": _LINE,
            "key": _LINE + " || ' #' || (t.order_id + k * {order})",
            "state": f"CASE WHEN {_OLDER} THEN 'approved' ELSE t.state END",
        },
    ),
    Copied(
        "casework_task",
        told={"state": f"CASE WHEN {_OLDER} THEN 'approved' ELSE t.state END"},
    ),
    Copied("casework_step"),
    Copied(
        "casework_clock",
        told={
            "ended_on": f"CASE WHEN {_OLDER} THEN t.began_on ELSE t.ended_on END",
            "stand": f"CASE WHEN {_OLDER} THEN 'kept' ELSE t.stand END",
        },
    ),
    Copied("ledger_account", told={"holder": _HOLDER}, which="t.holder ~ '^line:[0-9]+/'"),
    Copied("trail_entry", which="starts_with(t.subject, 'order:')"),
)


def copy_district(connection: psycopg.Connection, copies: int) -> None:
    """Add so many copies, less the original; as a superuser, past triggers and references."""
    connection.execute("SET session_replication_role = replica")
    steps = {one.table: _step(connection, one.table) for one in TABLES}
    for first in range(1, copies, _COPIES_EACH):
        last = min(first + _COPIES_EACH, copies) - 1
        for one in TABLES:
            connection.execute(_statement(connection, one, steps, first, last))
    _copy_transfers(connection, steps, copies)
    for one in (*TABLES, Copied("ledger_transfer")):
        _go_on_after(connection, one.table)
    connection.execute("SET session_replication_role = origin")
    connection.execute("VACUUM ANALYZE")


def add_bills(connection: psycopg.Connection, more_each: int, after: int) -> None:
    """Give people after a number further bills with their lines, as the bills they have.

    Those up to it keep what was worked out for them: their sheets can be made again.
    """
    connection.execute("SET session_replication_role = replica")
    step, which = _step(connection, "claims_settlement"), f"t.person > {after}"
    tables = (
        Copied("claims_settlement", {}, {"setl_id": "t.setl_id || '+' || k"}, which),
        Copied("claims_outcome", which=which),
        Copied("assessment_determination", {}, {"event": "t.event || '+' || k"}, which),
    )
    steps = dict.fromkeys(_IDS.values(), 0) | {
        one.table: _step(connection, one.table) for one in tables
    }
    steps["claims_settlement"] = step
    for one in tables:
        connection.execute(_statement(connection, one, steps, 1, more_each))
        _go_on_after(connection, one.table)
    connection.execute("SET session_replication_role = origin")


def _step(connection: psycopg.Connection, table: str) -> int:
    found = connection.execute(
        sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))
    ).fetchone()
    return int(found[0])


def _statement(
    connection: psycopg.Connection, copied: Copied, steps: Mapping[str, int], first: int, last: int
) -> sql.Composed:
    columns = _columns(connection, copied.table)
    told = [_told(column, copied, steps) for column in columns]
    return sql.SQL(
        "INSERT INTO {table} ({columns}) SELECT {told} FROM {table} t,"
        " generate_series({first}, {last}) AS k WHERE t.id <= {step} AND {which}"
    ).format(
        table=sql.Identifier(copied.table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        told=sql.SQL(", ").join(map(sql.SQL, told)),
        first=sql.Literal(first),
        last=sql.Literal(last),
        step=sql.Literal(steps[copied.table]),
        which=sql.SQL(copied.which),
    )


def _told(column: str, copied: Copied, steps: Mapping[str, int]) -> str:
    if column == "id":
        return f"t.id + k * {steps[copied.table]}"
    if column in copied.told:
        return copied.told[column].format(
            person=steps.get("registry_person", 0), order=steps.get("casework_order", 0)
        )
    if column in _IDS:
        return f't."{column}" + k * {steps[_IDS[column]]}'
    return f't."{column}"'


def _columns(connection: psycopg.Connection, table: str) -> list[str]:
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [str(name) for (name,) in rows]


def _copy_transfers(connection: psycopg.Connection, steps: Mapping[str, int], copies: int) -> None:
    """Moves of lines again for each copy, and the shared accounts they go to counted on."""
    values = {
        "account": steps["ledger_account"],
        "transfer": _step(connection, "ledger_transfer"),
        "person": steps["registry_person"],
        "copies": copies - 1,
    }
    connection.execute(_TRANSFERS, values)
    for side in ("debit", "credit"):
        connection.execute(
            sql.SQL(_SHARED).format(
                id=sql.Identifier(f"{side}_id"), total=sql.Identifier(f"{side}s_posted_fen")
            ),
            values,
        )


_TRANSFERS = """
    INSERT INTO ledger_transfer (id, key, at, amount_fen, phase, reason, subject, credit_id,
                                 debit_id, resolves_id)
    SELECT t.id + k * %(transfer)s, t.key || '~' || k, t.at, t.amount_fen, t.phase, t.reason,
           'person:' || (substr(t.subject, 8)::bigint + k * %(person)s),
           t.credit_id + CASE WHEN c.holder ~ '^line:[0-9]+/' THEN k * %(account)s ELSE 0 END,
           t.debit_id + CASE WHEN d.holder ~ '^line:[0-9]+/' THEN k * %(account)s ELSE 0 END, NULL
      FROM ledger_transfer t JOIN ledger_account c ON c.id = t.credit_id
      JOIN ledger_account d ON d.id = t.debit_id, generate_series(1, %(copies)s) AS k
     WHERE t.id <= %(transfer)s AND starts_with(t.subject, 'person:') AND t.resolves_id IS NULL
       AND (c.holder ~ '^line:[0-9]+/' OR d.holder ~ '^line:[0-9]+/')"""

_SHARED = """
    UPDATE ledger_account a SET {total} = a.{total} + moved.fen
      FROM (SELECT {id} AS id, sum(amount_fen) AS fen FROM ledger_transfer
             WHERE id > %(transfer)s GROUP BY 1) AS moved
     WHERE moved.id = a.id AND a.holder !~ '^line:[0-9]+/'"""


def _go_on_after(connection: psycopg.Connection, table: str) -> None:
    """Numbers given from now on come after those of the copies."""
    connection.execute(
        sql.SQL("SELECT setval(pg_get_serial_sequence({name}, 'id'), max(id)) FROM {table}").format(
            name=sql.Literal(table), table=sql.Identifier(table)
        )
    )
