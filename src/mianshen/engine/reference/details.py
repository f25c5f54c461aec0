"""The exact numbers behind a finding, for sheets that write formulas out in their own words."""

from dataclasses import dataclass
from fractions import Fraction

from mianshen.engine.reference.targets import Figures
from mianshen.policy.schema import Limits, Per


@dataclass(frozen=True, slots=True)
class BaseNumbers:
    """A base in yuan, the event it was found on, and what was left there in fen, its limit."""

    event: str
    value: Fraction
    limit_fen: int


@dataclass(frozen=True, slots=True)
class TermsNumbers:
    """A row of terms at work, over the span a programme counts (a visit or its year) to date.

    `base` is counted in the span in yuan, `consumed` of it met start lines, a guarantee is measured
    by `measured`. The span comes to `target_fen`, of which `before_fen` was booked on other events.
    `mixed` spans hold events under different figures, so no single formula gives the target.
    """

    figures: Figures
    base: Fraction
    consumed: Fraction
    measured: Fraction
    target_fen: int
    before_fen: int
    mixed: bool


@dataclass(frozen=True, slots=True)
class FactorNumbers:
    """A factor on the result."""

    factor: Fraction


@dataclass(frozen=True, slots=True)
class CapNumbers:
    """A cap in force: a shared pool by name or (None) the programme's own; amounts in fen."""

    pool: str | None
    per: Per
    limits: Limits
    cap_fen: int
    used_fen: int


Detail = BaseNumbers | TermsNumbers | FactorNumbers | CapNumbers
