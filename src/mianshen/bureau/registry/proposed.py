"""Accounts as desks are shown them: those in use and those that wait for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mianshen.bureau.bitemporal.rows import Row, known, query
from mianshen.bureau.registry.models import Payee
from mianshen.bureau.registry.vault import open_value
from mianshen.bureau.sealing.seal import blind_index

_TAIL_CHARS = 4


@dataclass(frozen=True, slots=True)
class Together:
    """What one file (`batch:…`) or member of staff (`staff:…`) proposed and nobody has confirmed.

    `alone` are accounts of people of whom it proposes no other, `several` the others, of `people`;
    of those `in_doubt` nobody is sure whose they are.
    """

    by: str
    at: datetime
    alone: int
    several: int
    people: int
    in_doubt: int


@dataclass(frozen=True, slots=True)
class AccountTold:
    """An account that is in use or waits, with the last digits of its number.

    `is_persons` says that its holder has a name of the person, `is_payees` one of whoever is paid
    for them. `confirmed_at` is none while it waits.
    """

    account: int
    person: int
    bank: str
    tail: str
    holder: str
    is_persons: bool
    is_payees: bool
    proof: str
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PayeeTold:
    """Who is paid for a person and by which paper; `payee` is a person, else an organisation."""

    relation: str
    payee: int | None
    organisation: str
    mandate: str
    valid_from: date
    valid_to: date | None


def proposed_together() -> list[Together]:
    """All that waits for a second person by who proposed it, the newest first; one query."""
    return [Together(*row) for row in query(_TOGETHER)]


_TOGETHER = """
    WITH waiting AS (
        SELECT proposed_by, person_id, count(*) AS accounts, max(proposed_at) AS at
          FROM vault_account
         WHERE confirmed_at IS NULL AND refused_at IS NULL AND closed_at IS NULL
         GROUP BY proposed_by, person_id
    )
    SELECT proposed_by, max(at),
           count(*) FILTER (WHERE person_id IS NOT NULL AND accounts = 1),
           coalesce(sum(accounts) FILTER (WHERE person_id IS NOT NULL AND accounts > 1), 0)::bigint,
           count(*) FILTER (WHERE person_id IS NOT NULL AND accounts > 1),
           coalesce(sum(accounts) FILTER (WHERE person_id IS NULL), 0)::bigint
      FROM waiting GROUP BY proposed_by ORDER BY max(at) DESC, proposed_by"""


def proposed_singly(day: date, after: int = 0, size: int = 50) -> list[AccountTold]:
    """Accounts that wait and are looked at one by one, the oldest first; one query.

    They were proposed at a desk, or are of people for whom one file proposes several.
    """
    return _told(query(_SHOWN + _SINGLY, day=day, after=after, size=size))


def accounts_told_of(person: int, day: date) -> list[AccountTold]:
    """The account in use for a person, then those that wait, the oldest first; one query."""
    return _told(query(_SHOWN + _OF_PERSON, day=day, person=person))


def account_told(account: int, day: date) -> AccountTold | None:
    """One account that waits, none where it does not or nobody is sure whose it is; one query."""
    return next(iter(_told(query(_SHOWN + _ONE, day=day, account=account))), None)


def payee_told(person: int) -> PayeeTold | None:
    """Who was said to be paid for a person, from whatever day on; none: they themselves."""
    columns = ("relation", "payee_id", "organisation", "mandate", "valid_from", "valid_to")
    rows = known(Payee, columns, "t.person_id = %(person)s", person=person)
    return PayeeTold(*rows[-1]) if rows else None


_SHOWN = """
    SELECT a.id, a.person_id, a.bank, number.sealed, holder.sealed, holder.index,
           EXISTS (SELECT FROM registry_resolution r JOIN vault_naming n ON n.id = r.naming_id
                    WHERE r.known_to IS NULL AND r.person_id = a.person_id
                      AND a.holder_id IN (n.name_id, n.former_name_id)),
           EXISTS (SELECT FROM registry_resolution r JOIN vault_naming n ON n.id = r.naming_id
                    WHERE r.known_to IS NULL AND r.person_id = coalesce(p.payee_id, a.person_id)
                      AND a.holder_id IN (n.name_id, n.former_name_id)),
           coalesce(p.organisation, ''), a.proof, a.proposed_by, a.proposed_at,
           a.confirmed_by, a.confirmed_at
      FROM vault_account a
      JOIN vault_value number ON number.id = a.number_id
      JOIN vault_value holder ON holder.id = a.holder_id
      LEFT JOIN registry_payee p ON p.person_id = a.person_id AND p.known_to IS NULL
       AND p.valid_from <= %(day)s AND coalesce(p.valid_to, 'infinity') >= %(day)s
     WHERE a.refused_at IS NULL AND a.closed_at IS NULL AND a.person_id IS NOT NULL"""

_SINGLY = """
       AND a.confirmed_at IS NULL AND a.id > %(after)s
       AND (a.proposed_by NOT LIKE 'batch:%%' OR EXISTS (
            SELECT FROM vault_account o
             WHERE o.person_id = a.person_id AND o.proposed_by = a.proposed_by AND o.id <> a.id
               AND o.confirmed_at IS NULL AND o.refused_at IS NULL AND o.closed_at IS NULL))
     ORDER BY a.id LIMIT %(size)s"""

_OF_PERSON = """
       AND a.person_id = %(person)s ORDER BY a.confirmed_at IS NULL, a.id"""

_ONE = """
       AND a.id = %(account)s AND a.confirmed_at IS NULL"""


def _told(rows: Sequence[Row]) -> list[AccountTold]:
    return [_account(row) for row in rows]


def _account(row: Row) -> AccountTold:
    account, person, bank, number, holder, digest, is_persons, is_payees, organisation, *rest = row
    if organisation:
        is_payees = bytes(digest) == blind_index(organisation, "name")
    tail = (open_value(number) or "")[-_TAIL_CHARS:]
    name = open_value(holder) or ""
    return AccountTold(account, person, bank, tail, name, is_persons, is_payees, *rest)
