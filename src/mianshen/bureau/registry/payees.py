"""Payees and their accounts: who is paid for whom, and the two people a change of account takes."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from mianshen.bureau.bitemporal.rows import add, close
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry.models import Account, Payee
from mianshen.bureau.registry.vault import enter_values
from mianshen.bureau.trail.services import record


class AccountError(ValueError):
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
        raise AccountError("a payee other than the person needs the paper that proves the mandate")
    close(Payee, "t.person_id = %(person)s", stated, person=person)
    row = (person, relation, payee, organisation, mandate, valid_from, valid_to, "")
    add(Payee, [row], stated)
    record(stated.actor, "set_payee", f"person:{person}", {"relation": relation})


def propose_account(
    person: int, number: str, holder: str, bank: str, stated: Stated, proof: str = ""
) -> int:
    """Propose an account; it is used once somebody else has confirmed it. Gives its id."""
    account = Account.objects.create(
        person_id=person,
        number_id=enter_values("account", [number])[number],
        holder_id=enter_values("name", [holder])[holder],
        bank=bank,
        proof=proof,
        proposed_by=stated.actor,
        proposed_at=stated.at,
    )
    record(stated.actor, "propose_account", f"person:{person}", {"account": account.pk})
    return int(account.pk)


def confirm_account(account: int, stated: Stated) -> None:
    """Confirm a proposed account as a second person; the one in use until now is closed."""
    with transaction.atomic():
        proposed = Account.objects.select_for_update().filter(pk=account).first()
        if proposed is None or proposed.confirmed_at or proposed.refused_at:
            raise AccountError(f"account {account} does not wait for a confirmation")
        if proposed.proposed_by == stated.actor:
            raise AccountError("whoever proposed an account cannot confirm it: ask a second person")
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
        raise AccountError(f"account {account} does not wait for a confirmation")
    record(stated.actor, "refuse_account", f"account:{account}")


def account_in_use(person: int) -> Account | None:
    """The account a person's money goes to now."""
    return Account.objects.filter(
        person_id=person, confirmed_at__isnull=False, closed_at__isnull=True
    ).first()
