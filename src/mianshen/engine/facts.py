"""Everything `assess` may know: facts as others stated them, never changed, never in any order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from mianshen.policy.schema import Kind

Value = Fraction | str | bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that money may follow: a settlement, a premium paid, a leave.

    `amounts_fen` holds the amounts of the vocabulary by name (`total`, `in_scope`, `price`, `wage`
    …); `facts` the other words of the vocabulary (`visit`, `grade`, `days` …). A word that is
    absent is unknown, a missing amount is zero. `paid_fen` says what each source paid with this
    event (`hifp_pay`, `maf_pay`, `fund:610200` …); a source present with 0 stated a zero.
    `reverses` names the event this one cancels. Of two events with one id the later `recorded`
    wins.
    """

    id: str
    person: str
    visit: str
    admitted: date
    discharged: date
    settled: datetime
    kind: Kind = Kind.REIMBURSEMENT
    amounts_fen: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    paid_fen: Mapping[str, int] = field(default_factory=dict)
    reverses: str | None = None
    recorded: datetime | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as far as rules ask: birth date, sex, and the household whose pools are shared."""

    id: str
    born: date | None = None
    sex: str | None = None
    household: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """A class a person belongs to from one day through another (both inclusive).

    `recognised` is the day of the recognition that back-dating counts from (the start when not
    given). An identity that departments dispute is not `confirmed`: it may or may not hold.
    """

    person: str
    identity: str
    start: date
    end: date | None = None
    recognised: date | None = None
    confirmed: bool = True
    origin: str = ""


@dataclass(frozen=True, slots=True)
class AttributeFact:
    """A stated fact about a person (income, hukou, a test passed) and the days it covers."""

    person: str
    name: str
    value: Value
    start: date = date.min
    end: date | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class OtherPayment:
    """What someone else paid, for one event, or for all events settled in a span of days.

    A provisional payment is booked ahead and may still change.
    """

    id: str
    person: str
    source: str
    amount_fen: int
    event: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    provisional: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Money already delivered on a programme or a layer; a recovery is negative."""

    person: str
    event: str
    place: str
    amount_fen: int
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Closure:
    """A source has sent everything it has for events settled through a day."""

    source: str
    through: date


@dataclass(frozen=True, slots=True)
class Opening:
    """What a programme had counted for a person before our data begins, in one benefit year."""

    person: str
    programme: str
    year_start: date
    base_fen: int = 0
    consumed_fen: int = 0
    entitled_fen: int = 0
    visits: int = 0
    once_given: bool = False
    room_left_fen: int = 0


@dataclass(frozen=True, slots=True)
class PoolOpening:
    """What a shared pool had paid for a person before our data begins.

    `year_start` is the first day of the pool's year, or None for a pool for life.
    """

    person: str
    pool: str
    used_fen: int
    year_start: date | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """A person asked for a programme, for one event or (None) for all their events."""

    person: str
    programme: str
    on: date
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """Two people let a held line go on without the source or opening balance it waits for."""

    person: str
    programme: str
    event: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """An office refused a programme for one event under a clause."""

    person: str
    programme: str
    event: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """The order in which a layer's programmes were paid for an event."""

    event: str
    layer: str
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose in an elective layer, for events settled from a day on."""

    person: str
    layer: str
    programme: str
    start: date = date.min


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Which region's pack assesses a person on which days; without any, the only pack does."""

    person: str
    pack: str
    start: date = date.min
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts about the people to assess, as known when the assessment is made.

    `complete_from` is the day our settlement data begins; None means it covers every benefit year.
    """

    people: tuple[Person, ...] = ()
    events: tuple[Event, ...] = ()
    identities: tuple[Identity, ...] = ()
    attributes: tuple[AttributeFact, ...] = ()
    payments: tuple[OtherPayment, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    closures: tuple[Closure, ...] = ()
    openings: tuple[Opening, ...] = ()
    pool_openings: tuple[PoolOpening, ...] = ()
    applications: tuple[Application, ...] = ()
    releases: tuple[Release, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    pins: tuple[Pin, ...] = ()
    choices: tuple[Choice, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    complete_from: date | None = None


class FactsError(ValueError):
    """Facts that cannot be assessed as they are; the message says which and what to do."""
