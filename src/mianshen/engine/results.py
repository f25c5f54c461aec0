"""What `assess` answers: one line per event and programme, the orders chosen, and the trace."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mianshen.engine.reference.details import Detail


class Status(StrEnum):
    """What became of a programme on an event."""

    ENTITLED = "entitled"
    ZERO = "zero"
    HELD = "held"
    EXCLUDED = "excluded"


class Reason(StrEnum):
    """Why a line is not (or not wholly) paid: a closed list."""

    BELOW_START_LINE = "below start line"
    BELOW_MINIMUM = "below minimum"
    NO_BASE = "no base"
    CAP_USED = "cap used"
    NOTHING_LEFT = "nothing left"
    BETTER_PROGRAMME = "better programme chosen"
    EXCLUDED_BY_CLAUSE = "excluded by clause"
    ONCE_GIVEN = "once already given"
    NO_IDENTITY = "no identity on the day"
    CONDITION_FALSE = "condition false"
    NO_VERSION = "no version"
    PARAMETER_MISSING = "parameter missing"
    OPENING_MISSING = "opening balance missing"
    CLAIM_TOO_LATE = "claim too late"
    REJECTED = "rejected by office"
    WAITING_FOR_SOURCE = "waiting for source"
    WAITING_FOR_YEAR_END = "waiting for year end"
    NEEDS_CHECK = "needs check"
    APPLICATION_NEEDED = "application needed"
    ELECTIVE = "elective"
    STATES_BUDGET = "budget of states"
    REVERSED = "reversed"
    DUPLICATE = "duplicate"
    PAYERS_EXCEED_COST = "payers exceed cost"


@dataclass(frozen=True, slots=True)
class Line:
    """What one programme gives on one event (or, with no event, on a whole benefit year).

    `amount_fen` is entitled; `held_fen` estimates what may still come once the reason clears.
    `catch_up_fen` is the part of the amount that later events brought to this one. `order_fen` is
    what may be ordered now of amount − delivered: never more than the bill and the pools leave once
    all delivered money is counted. `assumed` names the figures without a published source that the
    amount rests on.
    """

    person: str
    event: str | None
    programme: str
    year: int
    status: Status
    amount_fen: int = 0
    held_fen: int = 0
    reason: Reason | None = None
    catch_up_fen: int = 0
    delivered_fen: int = 0
    order_fen: int = 0
    provisional: bool = False
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderChoice:
    """The order a best_order (or the winner a best_one) layer chose on an event, and the others.

    Amounts are what the person still bears to date under each alternative, in fen; `alone_fen`
    holds one alternative per member: that member and no other of the layer.
    """

    person: str
    event: str
    layer: str
    chosen: tuple[str, ...]
    chosen_left_fen: int
    listed_left_fen: int
    worst_left_fen: int
    alone_left_fen: tuple[tuple[str, int], ...] = ()
    tied: bool = False


@dataclass(frozen=True, slots=True)
class YearChoice:
    """A layer's choices of a year compared, at its end, with one order (or winner) held all year.

    Amounts are what the person bears of all events known: as chosen visit by visit, and under the
    best that was held. `held` names that order where it leaves the person less, and is empty where
    nothing does; the lines are its lines once `applied`, which is when the year is closed.
    `compared` is how many were held; 0 where there were more than the layer's budget of states.
    """

    person: str
    layer: str
    year: int
    held: tuple[str, ...]
    chosen_left_fen: int
    held_left_fen: int
    compared: int
    applied: bool


class Outcome(StrEnum):
    """What became of a clause."""

    FULFILLED = "fulfilled"
    NOT_FULFILLED = "not fulfilled"
    UNRESOLVED = "unresolved"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One clause looked at: the step, what it read, what came out, and where the clause stands.

    `formula` is in the words of the pack language; `detail` holds the exact numbers of a
    computation, for whoever writes it in other words.
    """

    person: str
    event: str | None
    programme: str
    step: str
    outcome: Outcome
    formula: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    result: str = ""
    clause: str = ""
    detail: "Detail | None" = None


class Effect(StrEnum):
    """Something out of the ordinary that shaped a person's lines; generators count them."""

    CAUGHT_UP = "caught up"
    REBASED = "re-based"
    POOL_BOUND = "pool bound"
    TIE = "tie"
    EXCLUSION = "exclusion acting"
    ADVANCE_ABOVE = "advance above entitlement"


@dataclass(frozen=True, slots=True)
class Assessment:
    """All lines of the people assessed, in a fixed order, with choices, trace and effects.

    Lines are ordered by (person, event, programme); year lines (no event) come last of a person.
    """

    lines: tuple[Line, ...] = ()
    choices: tuple[OrderChoice, ...] = ()
    year_choices: tuple[YearChoice, ...] = ()
    trace: tuple[Finding, ...] = ()
    effects: frozenset[Effect] = frozenset()
