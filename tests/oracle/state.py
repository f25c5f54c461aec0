"""What has been decided so far: plain records, copied whole for every alternative tried."""

from dataclasses import dataclass, field
from fractions import Fraction

from mianshen.engine.facts import Event
from mianshen.engine.results import OrderChoice, Reason
from oracle.expressions import Known

AccountKey = tuple[str, str, str, int]
Scope = tuple[str, ...]
PoolKey = tuple[str, ...]
Period = tuple[str, ...]
HeldKey = tuple[str, str, str, int]


@dataclass(frozen=True)
class Edge:
    """A threshold in fen, and whether reaching it is enough."""

    fen: Fraction
    inclusive: bool

    def met_by(self, amount: Fraction | int) -> bool:
        """Whether an amount passes the threshold."""
        return amount >= self.fen if self.inclusive else amount > self.fen


@dataclass(frozen=True)
class BandFigures:
    """One band with its figures; the edge of the last is None."""

    kind: str
    edge: Edge | None
    ratio: Fraction
    amount: Fraction


@dataclass(frozen=True)
class Chosen:
    """The figures of the row of terms chosen for a visit (§4.6, §6.7)."""

    row: int
    line: tuple[Fraction, str] | None
    gate: tuple[Edge, str] | None
    ratio: Fraction | None = None
    bands: tuple[BandFigures, ...] = ()
    origin: str | None = None
    share: Fraction | None = None
    amount: Fraction | None = None
    adjust: tuple[tuple[int, str, Fraction], ...] = ()
    factor: Fraction = Fraction(1)
    minimum: Edge | None = None


@dataclass
class Entry:
    """An event in a programme's account."""

    event: Event
    base: Fraction = Fraction(0)
    counted: bool = False
    paying: bool = True
    admissible: bool = False
    without_terms: bool = False
    struck: bool = False
    chosen: Chosen | None = None
    guaranteed: Fraction = Fraction(0)
    factor: Fraction = Fraction(1)
    normal: int = 0
    assumed: dict[str, Known] = field(default_factory=dict)


@dataclass
class Account:
    """One person's programme in one of its benefit years, its entries in the order of the fold."""

    key: AccountKey
    entries: list[Entry] = field(default_factory=list)
    reach: tuple[tuple[int, str, Fraction], ...] = ()
    forfeits: dict[Scope, int] = field(default_factory=dict)
    cut: set[Scope] = field(default_factory=set)

    def copy(self) -> "Account":
        """The same account, free to go another way."""
        return Account(
            self.key,
            [Entry(**vars(one)) for one in self.entries],
            self.reach,
            dict(self.forfeits),
            set(self.cut),
        )


@dataclass(frozen=True)
class Verdict:
    """What was said of a programme on an event when it was decided."""

    reason: Reason | None = None
    held_fen: int = 0
    held_reason: Reason | None = None


@dataclass
class State:
    """Everything a decision may read of the decisions before it."""

    accounts: dict[AccountKey, Account] = field(default_factory=dict)
    orders: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    decided: list[tuple[Event, str]] = field(default_factory=list)
    phantoms: dict[tuple[str, str], tuple[int, Reason]] = field(default_factory=dict)
    caps: dict[tuple[PoolKey, Period], Fraction | None] = field(default_factory=dict)
    in_force: dict[tuple[PoolKey, str, str], bool] = field(default_factory=dict)
    eligible: set[tuple[str, str]] = field(default_factory=set)
    verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict)
    choices: dict[tuple[str, str], OrderChoice] = field(default_factory=dict)
    without_phantoms_on: str = ""
    still_bookable: dict[str, int | None] = field(default_factory=dict)
    held: dict[HeldKey, tuple[str, ...]] = field(default_factory=dict)

    def copy(self) -> "State":
        """The same state, free to go another way."""
        return State(
            {key: account.copy() for key, account in self.accounts.items()},
            dict(self.orders),
            list(self.decided),
            dict(self.phantoms),
            dict(self.caps),
            dict(self.in_force),
            set(self.eligible),
            dict(self.verdicts),
            dict(self.choices),
            self.without_phantoms_on,
            dict(self.still_bookable),
            self.held,
        )
