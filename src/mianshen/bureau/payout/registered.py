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
        became = registry.merged_into()
        asked = {(who, payee): _now(who, payee, became) for who, payee in payees}
        found = registry.accounts_of(set(asked.values()))
        return {one: AccountInUse(*found[now]) for one, now in asked.items() if now in found}

    def open_accounts(self, accounts: Collection[int]) -> Mapping[int, OpenedAccount]:
        """Holder, number and bank of accounts; the clearing number is not kept, banks know it."""
        opened = registry.open_accounts(accounts)
        return {
            account: OpenedAccount(one.holder, one.number, one.bank)
            for account, one in opened.items()
        }

    def deaths(self, people: Collection[int]) -> Mapping[int, date]:
        """The day of death of each of these people who died, as known now."""
        became = registry.merged_into()
        now = {person: became.get(person, person) for person in people}
        gone = registry.departures(set(now.values()))
        return {
            person: gone[one]["died"] for person, one in now.items() if "died" in gone.get(one, {})
        }


def _now(person: int, payee: str, became: Mapping[int, int]) -> tuple[int, str]:
    """Whom a line is for and who is paid, where a number was merged since it was approved."""
    is_person = payee.isdecimal() and int(payee) in became
    return became.get(person, person), str(became[int(payee)]) if is_person else payee
