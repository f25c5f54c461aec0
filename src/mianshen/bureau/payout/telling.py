"""How far every line is that payout took over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.payout.rows import run


@dataclass(frozen=True, slots=True)
class LinePaid:
    """A line, its fen, its fund, and the outcome of its last payment with the day, if there is."""

    key: str
    amount_fen: int
    fund: str
    outcome: str | None
    settled_on: date | None

    @property
    def paid_on(self) -> date | None:
        """The day on which it was paid, None while it is not."""
        return self.settled_on if self.outcome == "paid" else None


def lines_paid(keys: Collection[str] | None = None) -> list[LinePaid]:
    """Every line that was ever taken over, or some of them, by key; one query."""
    asked = None if keys is None else list(keys)
    return [LinePaid(*row) for row in run("payments_by_line", keys=asked)]


@dataclass(frozen=True, slots=True)
class PaidTo:
    """Lines of a person that payout took over and nobody gave up, and what of them was paid."""

    lines: int
    amount_fen: int
    paid_fen: int


def paid_to(people: Collection[int]) -> dict[int, PaidTo]:
    """What was taken over and paid for each of some people that has any; one query."""
    rows = run("sums_by_person", people=list(people))
    return {int(person): PaidTo(*sums) for person, *sums in rows}
