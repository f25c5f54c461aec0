"""A batch as the fields of its lines, before they take any file's form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mianshen.money import format_yuan


@dataclass(frozen=True, slots=True)
class Out:
    """One payment with everything a bank needs to know of it."""

    payment: str
    sequence: int
    amount_fen: int
    holder: str
    account: str
    bank: str
    bank_code: str


@dataclass(frozen=True, slots=True)
class OutBatch:
    """A batch on its way out: number, day, purpose and payments in their order."""

    number: str
    day: date
    purpose: str
    debtor: str
    debtor_account: str
    payments: Sequence[Out]

    @property
    def sum_fen(self) -> int:
        """What the payments add up to."""
        return sum(one.amount_fen for one in self.payments)

    def fields(self) -> dict[str, str]:
        """The fields of the whole batch."""
        return {
            "batch": self.number,
            "day": self.day.isoformat(),
            "count": str(len(self.payments)),
            "total": format_yuan(self.sum_fen),
            "total_fen": str(self.sum_fen),
            "currency": "CNY",
            "purpose": self.purpose,
        }


def fields_of(one: Out) -> dict[str, str]:
    """The fields of one payment."""
    return {
        "payment": one.payment,
        "sequence": str(one.sequence),
        "amount": format_yuan(one.amount_fen),
        "amount_fen": str(one.amount_fen),
        "holder": one.holder,
        "account": one.account,
        "bank": one.bank,
        "bank_code": one.bank_code,
    }
