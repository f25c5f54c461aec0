"""Payees and their accounts: who is paid for whom, and the two people a change of account takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from mianshen.bureau.bitemporal.rows import add, close, copy_in, known, query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.refusals import RefusedError
from mianshen.bureau.registry.models import Account, Payee
from mianshen.bureau.registry.vault import enter_values, open_values
from mianshen.bureau.sealing.seal import blind_indexes
from mianshen.bureau.trail.services import record


@dataclass(frozen=True, slots=True)
class OpenAccount:
    """An account with the name and number on it, opened to be paid into."""

    holder: str
    number: str
    bank: str


class AccountError(RefusedError):
    """A change of account that may not be made so; the message says what to do."""


def set_payee(
    person: int,
    relation: str,
    valid_from: date,
    stated: Stated,
    *,
    payee: int | None = None,
    organisation: str = "",
    mandate: str = "",
    valid_to: date | None = None,
) -> None:
    """Say who receives a person's money from a day on; somebody else needs a mandate."""
    if relation != "本人" and not mandate:
        raise AccountError.of(
            "a payee other than the person needs the paper that proves the mandate; name it",
            "由他人代领的，请写明能证明其身份的凭据",
        )
    close(Payee, "t.person_id = %(person)s", stated, person=person)
    row = (person, relation, payee, organisation, mandate, valid_from, valid_to, "")
    add(Payee, [row], stated)
    record(stated.actor, "set_payee", f"person:{person}", {"relation": relation})


def payees_of(people: Collection[int], day: date) -> dict[int, str]:
    """Who receives the money of each of some people on a day, where somebody said who does.

    A person's number as text, or the name of an organisation. Others receive their own.
    """
    rows = known(
        Payee,
        ("person_id", "payee_id", "organisation"),
        "t.person_id = ANY(%(people)s) AND t.valid_from <= %(day)s"
        " AND coalesce(t.valid_to, 'infinity') >= %(day)s",
        people=list(people),
        day=day,
    )
    return {
        int(person): str(organisation or payee or person) for person, payee, organisation in rows
    }


def propose_account(
    person: int, number: str, holder: str, bank: str, stated: Stated, proof: str = ""
) -> int:
    """Propose an account; it is used once somebody else has confirmed it. Gives its id.

    Raises `AccountError` where the same is in use for the person, or waits already.
    """
    number_id = enter_values("account", [number])[number]
    holder_id = enter_values("name", [holder])[holder]
    same = Q(person=person, number=number_id, holder=holder_id, bank=bank)
    if Account.objects.filter(same, refused_at__isnull=True, closed_at__isnull=True).exists():
        raise AccountError.of(
            "this account is in use for them or waits for a second person: nothing was changed,"
            " look at the accounts above",
            "该账户已在使用或正等待复核：未作改动，请看已登记的账户",
        )
    account = Account.objects.create(
        person_id=person,
        number_id=number_id,
        holder_id=holder_id,
        bank=bank,
        proof=proof,
        proposed_by=stated.actor,
        proposed_at=stated.at,
    )
    record(stated.actor, "propose_account", f"person:{person}", {"account": account.pk})
    return int(account.pk)


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as a file states it: whose, named how, which, in whose name, where it stands.

    Whose it is may be in doubt; the account waits until its naming means somebody.
    """

    person: int | None
    naming: int
    number: str
    holder: str
    bank: str
    proof: str


def propose_accounts(rows: Collection[AccountRow], stated: Stated) -> int:
    """Propose the accounts of a file that are new; returns how many are.

    An account that is in use for its person, or waits for somebody to confirm it, is not new. They
    wait in the order of the file.
    """
    numbers = enter_values("account", {row.number for row in rows})
    holders = enter_values("name", {row.holder for row in rows})
    held = {
        (_whose(person, naming), int(number))
        for person, naming, number in query(
            "SELECT person_id, naming, number_id FROM vault_account WHERE closed_at IS NULL"
            " AND refused_at IS NULL"
            " AND (person_id = ANY(%(people)s) OR naming = ANY(%(namings)s))",
            people=[row.person for row in rows if row.person],
            namings=[row.naming for row in rows],
        )
    }
    new = {
        (_whose(row.person, row.naming), numbers[row.number]): (
            *(row.person, numbers[row.number], row.naming, holders[row.holder]),
            *(row.bank, row.proof),
        )
        for row in rows
        if (_whose(row.person, row.naming), numbers[row.number]) not in held
    }
    copy_in(
        "vault_account",
        (
            *("person_id", "number_id", "naming", "holder_id", "bank", "proof"),
            *("proposed_by", "proposed_at"),
        ),
        ((*one, stated.actor, stated.at) for one in new.values()),
    )
    record(stated.actor, "propose_accounts", f"batch:{stated.batch}", {"accounts": len(new)})
    return len(new)


def _whose(person: int | None, naming: int | None) -> tuple[int, int]:
    return (person, 0) if person else (0, naming or 0)


def follow_namings(moved: Mapping[int, int | None], stated: Stated) -> None:
    """Let accounts go with their naming to whom it means now.

    One that was proposed waits while that is in doubt; one in use stays until somebody is sure.
    Where that person's money goes to another account already, the one that comes is closed.
    """
    query(_FOLLOW, namings=list(moved), people=[*moved.values()], at=stated.at)


_FOLLOW = """
    WITH moved AS (SELECT * FROM unnest(%(namings)s::bigint[], %(people)s::bigint[])
                          AS m (naming, person))
    UPDATE vault_account a
       SET person_id = m.person,
           closed_at = CASE WHEN a.confirmed_at IS NOT NULL AND a.closed_at IS NULL AND EXISTS (
                                SELECT 1 FROM vault_account o
                                 WHERE o.person_id = m.person AND o.confirmed_at IS NOT NULL
                                   AND o.closed_at IS NULL)
                            THEN %(at)s ELSE a.closed_at END
      FROM moved m WHERE a.naming = m.naming AND a.person_id IS DISTINCT FROM m.person
       AND (m.person IS NOT NULL OR a.confirmed_at IS NULL)"""


def refuse_proposals(proposed_by: str, stated: Stated) -> int:
    """Refuse what somebody (a batch) proposed and nobody has confirmed; returns how many."""
    waiting = Q(proposed_by=proposed_by, confirmed_at__isnull=True, refused_at__isnull=True)
    refused = Account.objects.filter(waiting).update(refused_at=stated.at)
    record(stated.actor, "refuse_accounts", proposed_by, {"accounts": refused})
    return int(refused)


def confirm_proposals(proposed_by: str, stated: Stated, handed_in_by: str = "") -> int:
    """Confirm what somebody (a batch) proposed, as a second person; returns how many.

    The accounts in use until now are closed. Of whom several are proposed, those go on waiting:
    which one it is has to be said one by one. Whoever handed the batch in is no second person.
    """
    if stated.actor in (proposed_by, handed_in_by):
        raise _by_oneself()
    with transaction.atomic():
        rows = query(_ALONE, by=proposed_by)
        chosen = [int(account) for account, _ in rows]
        query(_CLOSE_OTHERS, people=[person for _, person in rows], at=stated.at)
        query(_CONFIRM, accounts=chosen, actor=stated.actor, at=stated.at)
        record(stated.actor, "confirm_accounts", proposed_by, {"accounts": len(chosen)})
    return len(chosen)


_ALONE = """
    SELECT min(id), person_id FROM (
        SELECT id, person_id FROM vault_account
         WHERE proposed_by = %(by)s AND confirmed_at IS NULL AND refused_at IS NULL
           AND closed_at IS NULL AND person_id IS NOT NULL
         ORDER BY id FOR UPDATE) waiting
     GROUP BY person_id HAVING count(*) = 1"""

_CLOSE_OTHERS = """
    UPDATE vault_account SET closed_at = %(at)s
     WHERE person_id = ANY(%(people)s) AND confirmed_at IS NOT NULL AND closed_at IS NULL"""

_CONFIRM = """
    UPDATE vault_account SET confirmed_by = %(actor)s, confirmed_at = %(at)s
     WHERE id = ANY(%(accounts)s)"""


def confirm_account(account: int, stated: Stated, handed_in_by: str = "") -> None:
    """Confirm a proposed account as a second person; the one in use until now is closed.

    Whoever handed the file in that states it is no second person.
    """
    with transaction.atomic():
        proposed = Account.objects.select_for_update().filter(pk=account).first()
        if proposed is None or proposed.confirmed_at or proposed.refused_at:
            raise _not_waiting(account)
        if stated.actor in (proposed.proposed_by, handed_in_by):
            raise _by_oneself()
        if proposed.person_id is None:
            raise AccountError.of(
                "whose account {account} is has to be decided first; decide the doubt about it",
                "还不能确定账户 {account} 是谁的；请先处理它的身份疑点",
                account=account,
            )
        in_use = Q(confirmed_at__isnull=False, closed_at__isnull=True)
        Account.objects.filter(in_use, person=proposed.person).update(closed_at=stated.at)
        proposed.confirmed_by, proposed.confirmed_at = stated.actor, stated.at
        proposed.save(update_fields=["confirmed_by", "confirmed_at"])
        record(
            stated.actor, "confirm_account", f"person:{proposed.person_id}", {"account": account}
        )


def refuse_account(account: int, stated: Stated) -> None:
    """Refuse a proposed account."""
    waiting = Q(pk=account, confirmed_at__isnull=True, refused_at__isnull=True)
    if not Account.objects.filter(waiting).update(refused_at=stated.at):
        raise _not_waiting(account)
    record(stated.actor, "refuse_account", f"account:{account}")


def _by_oneself() -> AccountError:
    return AccountError.of(
        "whoever proposed an account, or handed its file in, cannot confirm it:"
        " ask a second person",
        "账户由谁提出、文件由谁报送，就不能由谁复核：请另一位同事复核",
    )


def _not_waiting(account: int) -> AccountError:
    return AccountError.of(
        "account {account} does not wait for a confirmation: nothing was changed, look at it again",
        "账户 {account} 不在待复核之列：未作改动，请刷新后再看",
        account=account,
    )


def account_in_use(person: int) -> Account | None:
    """The account a person's money goes to now."""
    return Account.objects.filter(
        person_id=person, confirmed_at__isnull=False, closed_at__isnull=True
    ).first()


def accounts_of(payees: Collection[tuple[int, str]]) -> dict[tuple[int, str], tuple[int, bool]]:
    """The account in use for each person and payee, and whether its holder is that payee.

    The payee is a person's number as text, or an organisation's name. Nothing is opened: names are
    compared by their digests.
    """
    pairs = sorted(set(payees))
    organisations = sorted({payee for _, payee in pairs if not payee.isdecimal()})
    rows = query(
        _ACCOUNTS_OF,
        people=[person for person, _ in pairs],
        payees=[payee for _, payee in pairs],
        own=[int(payee) for _, payee in pairs if payee.isdecimal()],
        organisations=organisations,
        digests=blind_indexes(organisations, "name"),
    )
    return {
        (int(person), str(payee)): (int(account), bool(is_payees))
        for person, payee, account, is_payees in rows
    }


_ACCOUNTS_OF = """
    WITH named AS (
        SELECT r.person_id::text AS payee, name.id AS holder_id
          FROM registry_resolution r
          JOIN vault_naming n ON n.id = r.naming_id
         CROSS JOIN LATERAL (VALUES (n.name_id), (n.former_name_id)) AS name (id)
         WHERE r.known_to IS NULL AND r.person_id = ANY(%(own)s::bigint[])
        UNION
        SELECT o.payee, v.id
          FROM unnest(%(organisations)s::text[], %(digests)s::bytea[]) AS o (payee, digest)
          JOIN vault_value v ON v.kind = 'name' AND v.index = o.digest
    )
    SELECT asked.person, asked.payee, account.id, named.payee IS NOT NULL
      FROM unnest(%(people)s::bigint[], %(payees)s::text[]) AS asked (person, payee)
      JOIN vault_account account ON account.person_id = asked.person
       AND account.confirmed_at IS NOT NULL AND account.closed_at IS NULL
      LEFT JOIN named USING (payee, holder_id)"""


def open_accounts(accounts: Collection[int]) -> dict[int, OpenAccount]:
    """Holder, number and bank of accounts by their numbers; whoever asks records that they did."""
    rows = query(
        "SELECT id, holder_id, number_id, bank FROM vault_account WHERE id = ANY(%(ids)s)",
        ids=sorted(set(accounts)),
    )
    texts = open_values(value for row in rows for value in row[1:3])
    return {
        int(account): OpenAccount(texts[holder], texts[number], str(bank))
        for account, holder, number, bank in rows
    }
