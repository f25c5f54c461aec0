"""How a worked case is spelled: one class per thing an officer writes down."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from mianshen.engine.results import Reason
from mianshen.money import parse_yuan
from mianshen.policy.expressions.checker import one_of_its_values
from mianshen.policy.expressions.vocabulary import CARE_FACTS
from mianshen.policy.saying import said
from mianshen.policy.scalars import Number, Words
from mianshen.policy.schema import Kind, Law, Spelling

LONG_HELD = date(1900, 1, 1)


def _fen(value: object) -> int:
    text = str(value)
    _, _, decimals = text.partition(".")
    if len(decimals) > 2:
        message = said(
            "an amount in yuan has at most two decimals, for example 10647.00",
            "金额以元为单位，最多两位小数，如 10647.00",
        )
        raise ValueError(message)
    try:
        return parse_yuan(text)
    except ValueError as error:
        message = said("{problem}", "“{text}”不是以元为单位的金额", problem=error, text=text)
        raise ValueError(message) from error


def _from_text(key: str) -> BeforeValidator:
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


def _alone(value: object) -> object:
    return [value] if isinstance(value, str | dict) else value


Yuan = Annotated[int, BeforeValidator(_fen)]


class Origin(StrEnum):
    """Where the expected amounts come from."""

    PUBLISHED = "published"
    TABLE = "table"
    BY_HAND = "by hand"


class IdentitySpelling(Spelling):
    """An identity a person has; a bare word holds on every day."""

    identity: str
    start: date = Field(default=LONG_HELD, alias="from")
    end: date | None = Field(default=None, alias="to")
    recognised: date | None = None
    confirmed: bool = True


class AttributeSpelling(Spelling):
    """An attribute's value and the days it covers; a bare value covers every day."""

    value: str
    start: date = Field(default=date.min, alias="from")
    end: date | None = Field(default=None, alias="to")


class Expectation(Spelling):
    """What a line must be: an amount, or a status with its reason."""

    entitled: Yuan | None = None
    zero: Reason | None = None
    held: Reason | None = None
    excluded: Reason | None = None
    held_amount: Yuan | None = None
    catch_up: Yuan | None = None
    delivered: Yuan | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        reasons = [self.zero, self.held, self.excluded]
        count = sum(reason is not None for reason in reasons)
        if count > 1 or (count == 0 and self.entitled is None):
            message = said(
                "say an amount, or one of `zero`, `held`, `excluded` with its reason",
                "请写金额，或写 `zero`、`held`、`excluded` 之一及其原因",
            )
            raise ValueError(message)
        return self


class OrderExpectation(Spelling):
    """The order or winner a layer must choose, and what the person bears under it and others."""

    chosen: Words
    left: Yuan | None = None
    listed_left: Yuan | None = None
    worst_left: Yuan | None = None


class Left(Spelling):
    """What must be left after every payment: recognised costs, and all the person bears."""

    in_scope: Yuan | None = None
    person: Yuan | None = None


Expected = Annotated[Expectation, _from_text("entitled")]
ExpectedOrder = Annotated[
    OrderExpectation,
    BeforeValidator(lambda value: {"chosen": value} if isinstance(value, str | list) else value),
]
Identities = Annotated[
    tuple[Annotated[IdentitySpelling, _from_text("identity")], ...], BeforeValidator(_alone)
]
AttributeValues = Annotated[
    tuple[Annotated[AttributeSpelling, _from_text("value")], ...], BeforeValidator(_alone)
]


class PersonSpelling(Spelling):
    """A person of a case; `expect` holds the lines of a whole year, which belong to no event."""

    born: date | None = None
    sex: str | None = None
    household: str | None = None
    identities: Identities = ()
    attributes: dict[str, AttributeValues] = Field(default_factory=dict)
    expect: dict[str, Expected] | None = None


AMOUNTS = (
    "total",
    "in_scope",
    "full_self_pay",
    "over_limit",
    "self_pay_first",
    "hospital_part",
    "account_pay",
    "price",
    "wage",
)
FACTS = (
    "visit",
    "med_type",
    "grade",
    "insurance",
    "place",
    "diagnosis",
    "hospital",
    "referred",
    "filed",
    "stay_days",
    "tier",
    "scheme",
    "days",
)


class EventSpelling(Spelling):
    """A settlement, a premium (it has a `price`) or a leave (it has a `wage`), and its lines."""

    person: str | None = None
    stay: str | None = None
    settled: datetime
    admitted: date | None = None
    discharged: date | None = None
    reverses: str | None = None
    recorded: datetime | None = None
    total: Yuan | None = None
    in_scope: Yuan | None = None
    full_self_pay: Yuan | None = None
    over_limit: Yuan | None = None
    self_pay_first: Yuan | None = None
    hospital_part: Yuan | None = None
    account_pay: Yuan | None = None
    price: Yuan | None = None
    wage: Yuan | None = None
    visit: str | None = None
    med_type: str | None = None
    grade: str | None = None
    insurance: str | None = None
    place: str | None = None
    diagnosis: str | None = None
    hospital: str | None = None
    referred: bool | None = None
    filed: bool | None = None
    stay_days: Number | None = None
    tier: Number | None = None
    scheme: str | None = None
    days: Number | None = None
    paid: dict[str, Yuan] = Field(default_factory=dict)
    delivered: dict[str, Yuan] = Field(default_factory=dict)
    applied: dict[str, date] = Field(default_factory=dict)
    rejected: dict[str, str] = Field(default_factory=dict)
    released: dict[str, str] = Field(default_factory=dict)
    pinned: dict[str, Words] = Field(default_factory=dict)
    expect: dict[str, Expected] | None = None
    refused: Reason | None = None
    left: Left | None = None
    order: dict[str, ExpectedOrder] = Field(default_factory=dict)

    @field_validator("visit", "grade", "insurance", "place")
    @classmethod
    def _known_word(cls, word: str | None, info: Any) -> str | None:
        options = CARE_FACTS[info.field_name].options
        if word is not None and word not in options:
            raise ValueError(one_of_its_values(word, options))
        return word

    @property
    def kind(self) -> Kind:
        """What the event is, told by the amount it has."""
        if self.price is not None:
            return Kind.PREMIUM
        return Kind.DAILY if self.wage is not None else Kind.REIMBURSEMENT


class PaymentSpelling(Spelling):
    """What someone else paid, for an event or for a span of days."""

    source: str
    amount: Yuan
    person: str | None = None
    event: str | None = None
    first_day: date | None = Field(default=None, alias="from")
    last_day: date | None = Field(default=None, alias="to")
    provisional: bool = False

    @model_validator(mode="after")
    def _says_what_for(self) -> Self:
        span = self.first_day is not None and self.last_day is not None
        if (self.event is not None) == span:
            message = said(
                "a payment is for an `event`, or for the days `from` … `to`",
                "一笔支付要么属于一次结算 `event`，要么属于一段日期 `from` … `to`",
            )
            raise ValueError(message)
        return self


class OpeningSpelling(Spelling):
    """What a programme, or a pool, had used before the data of the case begins."""

    programme: str | None = None
    pool: str | None = None
    person: str | None = None
    year_start: date | None = None
    base: Yuan = 0
    consumed: Yuan = 0
    entitled: Yuan = 0
    visits: int = 0
    once_given: bool = False
    room_left: Yuan = 0
    used: Yuan = 0

    @model_validator(mode="after")
    def _is_of_one_thing(self) -> Self:
        if (self.programme is None) == (self.pool is None):
            message = said(
                "an opening balance is of a `programme` or of a `pool`",
                "期初数属于救助项目 `programme` 或共用限额 `pool`，只写一样",
            )
            raise ValueError(message)
        if self.programme is not None and self.year_start is None:
            message = said(
                "an opening balance of a programme needs its `year_start`",
                "救助项目的期初数要写年度起始日 `year_start`",
            )
            raise ValueError(message)
        return self


class ApplicationSpelling(Spelling):
    """A person asked for a programme for all events."""

    programme: str
    on: date
    person: str | None = None


class ChoiceSpelling(Spelling):
    """What a person chose in an elective layer."""

    layer: str
    programme: str
    start: date = Field(default=date.min, alias="from")
    person: str | None = None


class CaseSpelling(Spelling):
    """A whole case as its file spells it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: str = ""
    origin: Origin
    law: Law | None = None
    note: str = ""
    year: int = Field(ge=1950, le=2200)
    as_of: date | None = None
    year_closed: bool = False
    complete_from: date | None = None
    person: PersonSpelling | None = None
    people: dict[str, PersonSpelling] = Field(default_factory=dict)
    events: dict[str, EventSpelling] = Field(min_length=1)
    payments: dict[str, PaymentSpelling] = Field(default_factory=dict)
    openings: tuple[OpeningSpelling, ...] = ()
    applications: tuple[ApplicationSpelling, ...] = ()
    choices: tuple[ChoiceSpelling, ...] = ()
    closures: dict[str, date] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_about_someone(self) -> Self:
        if (self.person is None) == (not self.people):
            message = said(
                "a case is about a `person` or about several `people`",
                "一个算例写一个人 `person`，或写几个人 `people`",
            )
            raise ValueError(message)
        return self
