"""The registry as payout asks it: accounts in use, opened when a file is written, and deaths."""

from collections.abc import Collection, Mapping
from datetime import date

from mianshen.bureau.payout.directory import AccountInUse, OpenedAccount
from mianshen.bureau.registry import services as registry


class Registered:
    """Accounts and deaths as the registry knows them now."""

    def accounts_in_use(
        self, payees: Collection[tuple[int, str]]
    ) -> Mapping[tuple[int, str], AccountInUse]:
        """The account in use for each (person, payee) that has one."""
        found = registry.accounts_of(payees)
        return {
            one: AccountInUse(account, is_payees) for one, (account, is_payees) in found.items()
        }

    def open_accounts(self, accounts: Collection[int]) -> Mapping[int, OpenedAccount]:
        """Holder, number and bank of accounts; the clearing number is not kept, banks know it."""
        opened = registry.open_accounts(accounts)
        return {
            account: OpenedAccount(one.holder, one.number, one.bank)
            for account, one in opened.items()
        }

    def deaths(self, people: Collection[int]) -> Mapping[int, date]:
        """The day of death of each of these people who died, as known now."""
        gone = registry.departures(people)
        return {person: days["died"] for person, days in gone.items() if "died" in days}
