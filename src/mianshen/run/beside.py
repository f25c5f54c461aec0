"""Files that a run reads and accounts for, and reckons nothing from: accounts, backlog, bills."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from mianshen.run.cells import RowReader
from mianshen.run.e_bills import ElectronicBill, read_e_bill
from mianshen.run.others import named_beside
from mianshen.run.people import Named
from mianshen.run.reading.intake import take_rows
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import Table

T = TypeVar("T")

# The national interfaces answer 0 for what was taken and -1 for what was not.
_ACCEPTED = ("成功", "接收", "通过", "success", "accepted")
_REFUSED = ("失败", "拒绝", "不通过", "未通过", "退回", "fail", "refused", "rejected")
_DONE, _FAILED = "0", "-1"


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


@dataclass(frozen=True, slots=True)
class Answered:
    """What the national platform answers about a line of identity marks that it was sent."""

    place: str
    line: int
    is_accepted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PaidAtCounter:
    """Aid that the payer of the one-stop says it paid on a settlement; a refund is below zero."""

    place: str
    settlement: str
    amount_fen: int
    paid_on: date | None


@dataclass(frozen=True)
class Beside:
    """Accounts (银行账户), visits under way (在办清单), bills, answers and aid at the counter.

    Answers and aid at the counter name a line or a settlement, and nobody.
    """

    accounts: tuple[Account, ...] = ()
    under_way: tuple[UnderWay, ...] = ()
    e_bills: tuple[ElectronicBill, ...] = ()
    answers: tuple[Answered, ...] = ()
    at_counter: tuple[PaidAtCounter, ...] = ()

    def named(self) -> Iterable[Named]:
        """Who the people of these rows are."""
        yield from (row.named for row in self.accounts)
        yield from (row.named for row in self.under_way)
        yield from (row.named for row in self.e_bills)


def read_beside(tables: Mapping[str, Sequence[Table]], ledger: Ledger) -> Beside:
    """Read these tables by their roles; rows that cannot be used go to quarantine."""

    def rows(role: str, read: Callable[[RowReader, Table], T]) -> tuple[T, ...]:
        return tuple(
            one
            for table in tables.get(role, ())
            for one in take_rows(table, ledger, partial(_of, read, table))
        )

    return Beside(
        rows("accounts", _account),
        rows("backlog", _under_way),
        rows("e_bills", read_e_bill),
        rows("mark_receipts", _answered),
        rows("one_stop", _paid_at_counter),
    )


def _of(read: Callable[[RowReader, Table], T], table: Table, reader: RowReader) -> T:
    return read(reader, table)


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


def _answered(reader: RowReader, _table: Table) -> Answered:
    line = reader.count("line") if reader.required("line") else None
    result = reader.required("result") or ""
    is_accepted = result == _DONE or result.startswith(_ACCEPTED)
    if result and not (is_accepted or result == _FAILED or result.startswith(_REFUSED)):
        reader.refuse("result", "not_an_answer", value=result)
    reason = reader.text("reason") or ""
    return Answered(reader.place, line or 0, is_accepted, reason)


def _paid_at_counter(reader: RowReader, _table: Table) -> PaidAtCounter:
    return PaidAtCounter(
        reader.place,
        reader.required("setl_id") or "",
        reader.signed_fen("amount", required=True) or 0,
        reader.date("paid_on"),
    )
