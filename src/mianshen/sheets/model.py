"""What a sheet holds: the bill as a waterfall, every programme with its steps, the order chosen."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mianshen.engine.results import Outcome, Status
from mianshen.policy.schema import Covers
from mianshen.run.messages import Lang


class Flow(StrEnum):
    """What a step of the waterfall is: the whole, someone's part of it, or what is left."""

    TOTAL = "total"
    HOSPITAL = "hospital"
    PAYER = "payer"
    AID = "aid"
    BORNE = "borne"


class Part(StrEnum):
    """A part of what the person bears."""

    FULL_SELF_PAY = "full_self_pay"
    SELF_PAY_FIRST = "self_pay_first"
    OVER_LIMIT = "over_limit"
    IN_SCOPE = "in_scope"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Fall:
    """One step of the waterfall; `amount_fen` is its size, `left_fen` what is left after it."""

    flow: Flow
    label: str
    amount_fen: int
    left_fen: int
    office: str = ""
    note: str = ""
    covers: Covers = Covers.IN_SCOPE_FIRST


@dataclass(frozen=True, slots=True)
class Share:
    """A part of what the person bears, in fen."""

    part: Part
    label: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A bill from its total to what the person bears; `shares` add up to the latter.

    `stated` are the parts outside the insured scope as the bill names them.
    """

    falls: tuple[Fall, ...]
    shares: tuple[Share, ...]
    stated: tuple[Share, ...]
    in_scope_fen: int
    account_fen: int
    notes: tuple[str, ...] = ()

    @property
    def total_fen(self) -> int:
        """The whole bill."""
        return self.falls[0].amount_fen

    @property
    def outside_met(self) -> bool:
        """Whether someone has met costs outside scope, so that what is borne has other parts."""
        return any(share.part is Part.OUTSIDE for share in self.shares)

    @property
    def borne_fen(self) -> int:
        """What the person bears."""
        return self.falls[-1].amount_fen


@dataclass(frozen=True, slots=True)
class Step:
    """One clause at work: in words, in numbers, what it read and what came of it."""

    label: str
    outcome: Outcome
    outcome_text: str
    words: str = ""
    numbers: tuple[str, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    result: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammePart:
    """What one programme gives on a bill or a year, with every step that led there."""

    name: str
    title: str
    office: str
    fund: str
    law: str
    status: Status
    status_text: str
    reason: str
    amount_fen: int
    held_fen: int
    delivered_fen: int
    order_fen: int
    remarks: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def pays(self) -> bool:
        """Whether money follows from it, or has."""
        return bool(self.amount_fen or self.delivered_fen)

    @property
    def why_not(self) -> Step | None:
        """The first clause that kept it from paying."""
        blocking = (Outcome.NOT_FULFILLED, Outcome.UNRESOLVED)
        return next((step for step in self.steps if step.outcome in blocking), None)


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One combination of programmes and what the person would bear under it."""

    label: str
    order: str
    left_fen: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ChoicePart:
    """A combination chosen, beside what the others would have left."""

    layer: str
    rows: tuple[ChoiceRow, ...]
    tied: bool

    @property
    def chosen_left_fen(self) -> int:
        """What the person bears under the chosen combination."""
        return next(row.left_fen for row in self.rows if row.chosen)


@dataclass(frozen=True, slots=True)
class BillPart:
    """One settlement: what it was, its waterfall, its programmes, the choices made on it.

    An allowance by the day meets no bill and has no waterfall.
    """

    id: str
    heading: tuple[str, ...]
    origin: str
    waterfall: Waterfall | None
    programmes: tuple[ProgrammePart, ...]
    choices: tuple[ChoicePart, ...]


@dataclass(frozen=True, slots=True)
class IdentitySpan:
    """A class the person belongs to, its days and who said so."""

    title: str
    start: date
    end: date | None
    confirmed: bool
    origin: str


class Mark(StrEnum):
    """What a line of the year does: borne first (起付线), opens all (触发线), or ends (封顶线)."""

    LINE = "line"
    GATE = "gate"
    CAP = "cap"
    BASE_CAP = "base_cap"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line that the pack states for this person and year, and what is counted against it so far.

    `title` is of the programme, or of the pool whose cap it is. Against a start line the base
    counts, against a cap what was paid under it; amounts in fen.
    """

    mark: Mark
    title: str
    amount_fen: int
    counted_fen: int

    @property
    def left_fen(self) -> int:
        """How far it still is."""
        return max(0, self.amount_fen - self.counted_fen)


@dataclass(frozen=True, slots=True)
class OfficeTotal:
    """What one office gives over the whole sheet, in fen."""

    office: str
    fund: str
    amount_fen: int
    delivered_fen: int
    order_fen: int
    held_fen: int


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file the sheet was made from."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one person (一单制: every office on one sheet), in one language."""

    lang: Lang
    person: str
    numbers: str
    policy: str
    year: int
    as_of: date
    assumed: tuple[str, ...]
    identities: tuple[IdentitySpan, ...]
    offices: tuple[OfficeTotal, ...]
    bills: tuple[BillPart, ...]
    yearly: tuple[ProgrammePart, ...]
    sources: tuple[SourceFile, ...]
    notes: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()

    @property
    def cost_fen(self) -> int:
        """All bills together."""
        return sum(bill.waterfall.total_fen for bill in self.bills if bill.waterfall)

    @property
    def aid_fen(self) -> int:
        """All aid together, per bill and per year."""
        return sum(office.amount_fen for office in self.offices)

    @property
    def borne_fen(self) -> int:
        """What the person bears of all bills, aid per year counted."""
        yearly = sum(max(one.amount_fen, one.delivered_fen) for one in self.yearly)
        return sum(bill.waterfall.borne_fen for bill in self.bills if bill.waterfall) - yearly
