"""The account of a reading: every record of every file in one place, every repair written down."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from mianshen.run.messages import Message


@dataclass(slots=True)
class FileAccount:
    """The records of one file by what they are; `rows` are those that carry data.

    rows = accepted + quarantined + left_out; records = titles + headers + blank + notes + rows.
    `left_out` are rows that a clerk's correction leaves out.
    """

    role: str
    name: str
    source: str = ""
    records: int = 0
    titles: int = 0
    headers: int = 0
    blank: int = 0
    notes: int = 0
    rows: int = 0
    accepted: int = 0
    quarantined: int = 0
    left_out: int = 0
    repaired: int = 0
    is_zero_report: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """A cell that was not taken as written; texts of personal fields are masked already."""

    place: str
    field: str
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row that cannot be used, and why.

    `certno` and `psn_no` are whom it names as far as that could be read: nobody is assessed while
    something that lowers their aid waits here. `amount_fen` is its sum where it has a readable one,
    `visit` the visit it belongs to, and `takes_back` says that it looks like a reversal.
    """

    role: str
    place: str
    problems: tuple[Message, ...]
    certno: str | None = None
    psn_no: str | None = None
    name: str | None = None
    amount_fen: int | None = None
    visit: str = ""
    takes_back: bool = False


@dataclass
class Ledger:
    """What the reading of all files of a run has to account for."""

    accounts: list[FileAccount] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def open(self, role: str, name: str, source: str) -> FileAccount:
        """A new account for a file."""
        account = FileAccount(role, name, source)
        self.accounts.append(account)
        return account

    def repairs_by_rule(self) -> dict[str, int]:
        """How many cells were repaired, by rule."""
        return dict(sorted(Counter(one.rule for one in self.repairs).items()))

    def quarantined_in(self, roles: Sequence[str]) -> list[Quarantined]:
        """The quarantined rows of some roles."""
        return [one for one in self.quarantined if one.role in roles]
