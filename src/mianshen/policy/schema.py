"""What a pack may say: one class per thing a regulation speaks of."""

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mianshen.money import Rounding, RoundingUnit
from mianshen.policy.formula import Formula
from mianshen.policy.saying import said
from mianshen.policy.scalars import Day, Identifier, MonthDay, Number, Words


class Spelling(BaseModel):
    """Base of everything spelled in a pack: nothing unknown is accepted, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Law(Spelling):
    """Where a rule or figure stands: document and clause, or the reason why it is assumed."""

    document: str | None = None
    clause: str | None = None
    url: str | None = None
    assumed: str | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if self.document is None and self.assumed is None:
            message = said(
                "a law needs a `document`, or `assumed` with the reason",
                "依据要写明 `document` 文号，或用 `assumed` 说明为何假定",
            )
            raise ValueError(message)
        return self


class Titled(Spelling):
    """Something with a Chinese title, an English one, and a source."""

    title: str = ""
    title_en: str = ""
    law: Law | None = None


class By(StrEnum):
    """The date of a settlement that a rule goes by."""

    ADMISSION = "admission"
    DISCHARGE = "discharge"
    SETTLEMENT = "settlement"


class Per(StrEnum):
    """The span a rule counts over."""

    VISIT = "visit"
    YEAR = "year"
    LIFE = "life"


class LongStay(StrEnum):
    """Where the settlements of a stay across the year's end belong."""

    LAST_SETTLEMENT = "last_settlement"
    SPLIT = "split"


class Year(Spelling):
    """A benefit year: the day it starts and the date that puts a settlement into it."""

    starts: MonthDay = "01-01"
    by: By = By.SETTLEMENT
    long_stay: LongStay = LongStay.LAST_SETTLEMENT


class DatedValue(Spelling):
    """A parameter's value from a day on."""

    value: Number
    start: Day = Field(alias="from")


class Parameter(Titled):
    """A figure of the policy with its dates; no values means the figure is not known."""

    values: tuple[DatedValue, ...] = ()

    def on(self, day: date) -> Fraction | None:
        """The value in force on a day, or None when none is known."""
        in_force = [dated for dated in self.values if dated.start <= day]
        return max(in_force, key=lambda dated: dated.start).value if in_force else None


class AttributeType(StrEnum):
    """What kind of fact about a person an attribute is."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"


class Attribute(Titled):
    """A fact about a person that the pack reads; unknown until someone states it."""

    type: AttributeType
    options: Words = ()


class Covers(StrEnum):
    """Which costs a payer's money meets first."""

    IN_SCOPE_FIRST = "in_scope_first"
    OUT_OF_SCOPE_FIRST = "out_of_scope_first"


class Allocation(StrEnum):
    """How a payment for a whole year is set against its settlements."""

    CHRONOLOGICAL = "chronological"
    PRO_RATA = "pro_rata"
    YEAR_LEVEL = "year_level"


class Payer(Titled):
    """Someone who pays before or beside aid: fields of the settlement, or a source of others'."""

    sources: Words = Field(alias="from", min_length=1)
    covers: Covers = Covers.IN_SCOPE_FIRST
    allocate: Allocation | None = None
    provisional_satisfies: bool = False


class Counts(StrEnum):
    """Whether a pool counts what was paid or the aid before a factor on the result."""

    RESULT = "result"
    NORMAL = "normal"


class Limits(StrEnum):
    """Whether a pool limits benefits or the base they are computed on."""

    BENEFIT = "benefit"
    BASE = "base"


class Cap(Spelling):
    """The most that may be paid in a span; with `when`, only while the condition holds."""

    amount: Formula
    per: Per = Per.YEAR
    when: Formula | None = None
    uncapped_use_counts: bool = False
    counts: Counts = Counts.RESULT
    limits: Limits = Limits.BENEFIT
    law: Law | None = None


class PoolScope(StrEnum):
    """Whose payments share a pool."""

    PERSON = "person"
    HOUSEHOLD = "household"


class Pool(Cap):
    """A cap that several programmes share; a programme may stand in several pools (nesting)."""

    title: str = ""
    title_en: str = ""
    scope: PoolScope = PoolScope.PERSON
    year: Year | None = None


class Combine(StrEnum):
    """How the programmes of a layer go together."""

    SEQUENCE = "sequence"
    PARALLEL = "parallel"
    BEST_ONE = "best_one"
    BEST_ORDER = "best_order"
    ELECTIVE = "elective"


class Cut(StrEnum):
    """How parallel programmes share when together they exceed what is left."""

    LISTED = "listed"
    PRO_RATA = "pro_rata"


class BestOver(StrEnum):
    """What 'best' looks at: what is borne after all layers, or after this one."""

    CHAIN = "chain"
    LAYER = "layer"


class PinOrder(StrEnum):
    """What an order already paid means for the next choice."""

    PAID = "paid"
    STRICT = "strict"
    NONE = "none"


class WhenHeld(StrEnum):
    """What a held member does to its layer."""

    PAY_WITHOUT = "pay_without"
    HOLD_LAYER = "hold_layer"


class Horizon(StrEnum):
    """Over what a choice is made: each visit, or again over the year when it has ended."""

    VISIT = "visit"
    YEAR = "year"


class Layer(Titled):
    """One step of the order of payment: payers that have paid, or programmes and how they go."""

    id: Identifier
    payers: Words = ()
    members: Words = ()
    combine: Combine = Combine.SEQUENCE
    cut: Cut = Cut.LISTED
    best_over: BestOver = BestOver.CHAIN
    horizon: Horizon | None = None
    pin_order: PinOrder = PinOrder.PAID
    when_held: WhenHeld = WhenHeld.PAY_WITHOUT
    states_max: int = Field(default=20_000, ge=1, le=1_000_000)
    advance: Words = ()

    @model_validator(mode="after")
    def _is_payers_or_members(self) -> Self:
        if bool(self.payers) == bool(self.members):
            message = said(
                "a layer has either `payers` or `members`",
                "一个支付层要么是支付方 `payers`，要么是救助项目 `members`，只能有一样",
            )
            raise ValueError(message)
        return self


class BackdateTo(StrEnum):
    """The kinds of reach of a recognition."""

    YEAR_START = "year_start"
    MONTH_START = "month_start"
    MONTHS = "months"
    DAYS = "days"


class Backdate(Spelling):
    """How far a recognition reaches back, and whether someone must ask for it."""

    to: BackdateTo
    count: int = Field(default=0, ge=0, le=1200)
    on_application: bool = False
    law: Law | None = None


class IdentityDay(StrEnum):
    """The day on which an identity must be held."""

    ADMISSION = "admission"
    DISCHARGE = "discharge"
    SETTLEMENT = "settlement"
    STAY = "stay"


class Who(Spelling):
    """Whose programme it is: identities any, all, none, on a day, perhaps back-dated."""

    any: Words = ()
    all: Words = ()
    none: Words = ()
    on: IdentityDay = IdentityDay.SETTLEMENT
    backdate: Backdate | None = None


class Line(Spelling):
    """An excess start line: what the person bears first."""

    amount: Formula
    per: Per = Per.VISIT
    law: Law | None = None


class Threshold(Spelling):
    """A threshold that says whether it is inclusive: `at_least` (含) or `above`."""

    at_least: Formula | None = None
    above: Formula | None = None

    @model_validator(mode="after")
    def _says_inclusivity(self) -> Self:
        if (self.at_least is None) == (self.above is None):
            message = said(
                "a threshold says either `at_least` (inclusive) or `above` (strict)",
                "门槛要写明是否含本数：`at_least`（含）或 `above`（不含），只写一样",
            )
            raise ValueError(message)
        return self

    @property
    def edge(self) -> Formula:
        """The amount of the threshold."""
        edge = self.at_least if self.at_least is not None else self.above
        assert edge is not None
        return edge

    @property
    def inclusive(self) -> bool:
        """Whether reaching the amount is enough."""
        return self.at_least is not None


class Gate(Threshold):
    """A start line of the kind that, once passed, opens the whole base from zero."""

    per: Per = Per.VISIT
    law: Law | None = None


class BandKind(StrEnum):
    """How a band pays: on its part, on the whole base, or a fixed sum."""

    MARGINAL = "marginal"
    SLAB = "slab"
    LUMP = "lump"


class Band(Spelling):
    """One band of a table; the upper edge belongs to it (`up_to`) or not (`below`)."""

    up_to: Formula | None = None
    below: Formula | None = None
    kind: BandKind = BandKind.MARGINAL
    ratio: Formula | None = None
    amount: Formula | None = None

    @model_validator(mode="after")
    def _pays_one_way(self) -> Self:
        if self.up_to is not None and self.below is not None:
            message = said(
                "a band ends either `up_to` an edge (inclusive) or `below` it",
                "一段的上限要么 `up_to`（含），要么 `below`（不含），只写一样",
            )
            raise ValueError(message)
        wanted = "amount" if self.kind is BandKind.LUMP else "ratio"
        unwanted = "ratio" if self.kind is BandKind.LUMP else "amount"
        if getattr(self, wanted) is None or getattr(self, unwanted) is not None:
            message = said(
                "a {kind} band has `{wanted}` and no `{unwanted}`",
                "{kind} 段写 `{wanted}`，不写 `{unwanted}`",
                kind=self.kind,
                wanted=wanted,
                unwanted=unwanted,
            )
            raise ValueError(message)
        return self


class Origin(StrEnum):
    """Where the bands of a table begin to count."""

    ZERO = "zero"
    LINE = "line"


class Guarantee(Spelling):
    """The person bears at most this share of an amount; the rest of the base is paid."""

    share: Formula
    of: Formula


class Terms(Spelling):
    """One row of conditions and figures; rows that match together compete as a best_one."""

    who: Words = ()
    when: Formula | None = None
    line: Line | None = None
    gate: Gate | None = None
    ratio: Formula | None = None
    bands: tuple[Band, ...] = ()
    origin: Origin | None = None
    guarantee: Guarantee | None = None
    amount: Formula | None = None
    caps: tuple[Cap, ...] = ()
    law: Law | None = None

    @model_validator(mode="after")
    def _pays_one_way(self) -> Self:
        ways = [self.ratio, self.bands or None, self.guarantee, self.amount]
        if sum(way is not None for way in ways) != 1:
            message = said(
                "terms have exactly one of `ratio`, `bands`, `guarantee`, `amount`",
                "每行待遇标准要有且只有一种给付：`ratio` 比例、`bands` 分段、"
                "`guarantee` 兜底、`amount` 定额",
            )
            raise ValueError(message)
        if bool(self.bands) != (self.origin is not None):
            message = said(
                "bands say their `origin` (zero or line); nothing else has one",
                "分段要写明起点 `origin`：从零 zero 或从起付线 line；没有分段就不写",
            )
            raise ValueError(message)
        return self


class AdjustOn(StrEnum):
    """What an adjustment changes."""

    RATIO = "ratio"
    LINE = "line"
    CAP = "cap"
    RESULT = "result"


class Adjust(Spelling):
    """An uplift or cut under a condition: percentage points, or a factor."""

    on: AdjustOn
    who: Words = ()
    when: Formula | None = None
    points: Formula | None = None
    factor: Formula | None = None
    reaches_back: bool = False
    law: Law | None = None

    @model_validator(mode="after")
    def _changes_one_way(self) -> Self:
        if (self.points is None) == (self.factor is None):
            message = said(
                "an adjustment has either `points` or `factor`",
                "调整要么加减百分点 `points`，要么乘系数 `factor`，只写一样",
            )
            raise ValueError(message)
        if self.points is not None and self.on is not AdjustOn.RATIO:
            message = said(
                "`points` change a ratio; use `factor` for anything else",
                "`points` 只调整比例 ratio；调整其他的请用 `factor`",
            )
            raise ValueError(message)
        if self.reaches_back and self.on is not AdjustOn.RATIO:
            message = said(
                "only an adjustment of the ratio can reach back over the year",
                "只有对比例 ratio 的调整可以追溯全年 `reaches_back`",
            )
            raise ValueError(message)
        return self


class Minimum(Threshold):
    """The least that is paid out; whether smaller amounts still accumulate."""

    accumulates: bool = True
    law: Law | None = None


class ActsWhen(StrEnum):
    """When an exclusion acts: the excluder pays, or is merely eligible."""

    PAYS = "pays"
    ELIGIBLE = "eligible"


class Exclusion(Spelling):
    """A programme that may not be paid beside this one, as a clause says."""

    programme: str
    acts_when: ActsWhen = ActsWhen.PAYS
    law: Law | None = None


class ClaimWindow(Spelling):
    """How long after the event a claim can be made."""

    months: int = Field(default=0, ge=0, le=120)
    days: int = Field(default=0, ge=0, le=4000)
    after: By = By.DISCHARGE
    law: Law | None = None


class InForce(Spelling):
    """The days on which a programme exists, by the date it names."""

    start: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    by: By = By.SETTLEMENT


class Kind(StrEnum):
    """What a programme pays for."""

    REIMBURSEMENT = "reimbursement"
    PREMIUM = "premium"
    DAILY = "daily"


class Settled(StrEnum):
    """Whether a programme is computed with each settlement or once at the end of its year."""

    EACH = "each"
    YEAR_END = "year_end"


class Clip(StrEnum):
    """Where a negative base becomes zero."""

    SETTLEMENT = "settlement"
    SUM = "sum"


class Programme(Titled):
    """One assistance programme: who, what for, on which base, under which terms and caps."""

    kind: Kind = Kind.REIMBURSEMENT
    office: str = ""
    fund: str = ""
    simulated: bool = False
    in_force: InForce = InForce()
    year: Year | None = None
    who: Who | None = None
    when: Formula | None = None
    requires: Words = ()
    claim_within: ClaimWindow | None = None
    on_application: bool = False
    accumulates_when_ineligible: bool = False
    base: Formula
    clip: Clip = Clip.SETTLEMENT
    per: Per = Per.VISIT
    settled: Settled = Settled.EACH
    terms: tuple[Terms, ...] = Field(min_length=1)
    adjust: tuple[Adjust, ...] = ()
    minimum: Minimum | None = None
    once: Per | None = None
    caps: tuple[Cap, ...] = ()
    pools: Words = ()
    excludes: tuple[Exclusion, ...] = ()
    pay_undisputed: bool = False
    rounding: Rounding = Rounding.HALF_UP
    round_to: RoundingUnit = RoundingUnit.FEN
    advance: Words = ()


class AccountMoney(StrEnum):
    """Whether money from the personal account counts as borne by the person."""

    BORNE = "borne"
    PAID = "paid"


class PackSpelling(Titled):
    """A whole pack as its file spells it."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    region: str = Field(pattern=r"^\d{6}(\d{6})?$")
    note: str = ""
    year: Year = Year()
    account_money: AccountMoney = AccountMoney.BORNE
    identities: Words = ()
    attributes: dict[Identifier, Attribute] = {}
    parameters: dict[Identifier, Parameter] = {}
    lists: dict[Identifier, Words] = {}
    payers: dict[Identifier, Payer] = {}
    pools: dict[Identifier, Pool] = {}
    layers: tuple[Layer, ...] = Field(min_length=1)
    programmes: dict[Identifier, Programme] = Field(min_length=1)
    untranslatable: tuple[str, ...] = ()
