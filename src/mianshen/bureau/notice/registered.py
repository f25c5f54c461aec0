"""The registry and the lists as messages ask them: phones, and the last digits of accounts."""

from collections.abc import Collection, Mapping

from mianshen.bureau.intake import services as intake
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import record

ACTOR = "system:notice"
_TAIL_DIGITS = 4


class Registered:
    """Phones by the latest lists and accounts by the vault; that they were opened is recorded."""

    def phones(self, payees: Collection[tuple[int, str]]) -> Mapping[tuple[int, str], str]:
        """The phone of each (person, payee) that has one; an organisation's is not known here."""
        people = {int(payee) for _, payee in payees if payee.isdecimal()}
        contacts = intake.contacts_of(people)
        held = {person: one.phone for person, one in contacts.items() if one.phone is not None}
        opened = registry.open_values(held.values())
        if opened:
            record(ACTOR, "open_phones", "", {"phones": len(opened)})
        return {
            (person, payee): opened[held[int(payee)]]
            for person, payee in payees
            if payee.isdecimal() and int(payee) in held
        }

    def tails(self, accounts: Collection[int]) -> Mapping[int, str]:
        """The last digits of accounts, by their number in the vault."""
        opened = registry.open_accounts(accounts)
        if opened:
            record(ACTOR, "open_accounts", "", {"accounts": len(opened)})
        return {account: one.number[-_TAIL_DIGITS:] for account, one in opened.items()}
