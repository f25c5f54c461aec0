"""What payout asks of whoever knows people: accounts in use, their numbers, and deaths."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AccountInUse:
    """The account a payee's money goes to now, by its number in the vault, unopened.

    `is_payees` says whether name and holder agree (or a mandate makes up for it).
    """

    account: int
    is_payees: bool


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """An account as a bank needs it."""

    holder: str
    number: str
    bank: str = ""
    bank_code: str = ""


class Directory(Protocol):
    """The registry, as narrow as payout needs it; whoever binds it records that it was asked."""

    def accounts_in_use(
        self, payees: Collection[tuple[int, str]]
    ) -> Mapping[tuple[int, str], AccountInUse]:
        """The account in use for each (person, payee) that has one."""
        ...

    def open_accounts(self, accounts: Collection[int]) -> Mapping[int, OpenedAccount]:
        """Holder, number and bank of accounts, as they were when they came into use."""
        ...

    def deaths(self, people: Collection[int]) -> Mapping[int, date]:
        """The day of death of each of these people who died, as known now."""
        ...
