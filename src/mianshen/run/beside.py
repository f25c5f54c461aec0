"""Files that a run reads, matches and accounts for, and reckons nothing from: accounts, backlog."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mianshen.run.cells import RowReader
from mianshen.run.others import named_beside
from mianshen.run.people import Named
from mianshen.run.reading.intake import take_rows
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import Table


@dataclass(frozen=True, slots=True)
class Account:
    """Where a person's money goes: an account, its holder, and the days it is in use."""

    named: Named
    bank: str
    holder: str
    number: str
    relation: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A settlement on which an office was at work when the data begin."""

    named: Named
    settlement: str
    visit: str
    left: date | None
    office: str


@dataclass(frozen=True)
class Beside:
    """Accounts (银行账户) and visits under way (在办清单)."""

    accounts: tuple[Account, ...] = ()
    under_way: tuple[UnderWay, ...] = ()

    def named(self) -> Iterable[Named]:
        """Who the people of these rows are."""
        yield from (row.named for row in self.accounts)
        yield from (row.named for row in self.under_way)


def read_beside(accounts: Iterable[Table], backlog: Iterable[Table], ledger: Ledger) -> Beside:
    """Read both kinds of tables; rows that cannot be used go to quarantine."""
    held: list[Account] = []
    for table in accounts:

        def account(reader: RowReader, table: Table = table) -> Account:
            return _account(reader, table)

        held += take_rows(table, ledger, account)
    waiting: list[UnderWay] = []
    for table in backlog:

        def under_way(reader: RowReader, table: Table = table) -> UnderWay:
            return _under_way(reader, table)

        waiting += take_rows(table, ledger, under_way)
    return Beside(tuple(held), tuple(waiting))


def _account(reader: RowReader, table: Table) -> Account:
    first, last = reader.date("start"), reader.date("end")
    if first and last and last < first:
        reader.refuse("end", "end_before_start", start=first, end=last)
    return Account(
        named_beside(reader, table),
        reader.text("bank") or "",
        reader.required("holder") or "",
        reader.required("account") or "",
        reader.text("relation") or "",
        first,
        last,
    )


def _under_way(reader: RowReader, table: Table) -> UnderWay:
    return UnderWay(
        named_beside(reader, table),
        reader.required("setl_id") or "",
        reader.text("visit") or "",
        reader.date("left"),
        reader.required("office") or "",
    )
