"""How `flow.yaml` of a profile is spelled: stages, who decides, what needs more, and by when."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from mianshen.bureau.casework.clocks import Limit, Unit
from mianshen.bureau.offices.vocabulary import Act, OfficeKind
from mianshen.policy.saying import said
from mianshen.policy.scalars import Day, MonthDay
from mianshen.policy.schema import Spelling

_WHOLE = 100
_WEEK = 7

Text = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
Count = Annotated[int, Field(ge=1, le=1000)]
DayOfMonth = Annotated[int, Field(ge=1, le=28)]


def _percent(value: object) -> int:
    text = str(value).strip().removesuffix("%")
    if not (text.isascii() and text.isdigit()) or int(text) > _WHOLE:
        raise ValueError(
            said("a whole share from 0% to 100% was expected", "这里应是 0% 至 100% 的整数")
        )
    return int(text)


class Event(StrEnum):
    """What starts and ends a clock."""

    SETTLED = "settled"
    ORDERED = "ordered"
    HANDED_DOWN = "handed_down"
    RECEIVED = "received"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    PAID = "paid"


class PauseReason(StrEnum):
    """Why a clock may stand."""

    SUPPLEMENT = "supplement"
    """补正: the person was told what is missing."""
    HOUSEHOLD_CHECK = "household_check"
    """家庭经济状况核对."""
    OTHER_PAYER = "other_payer"
    """Another payer's figure has not come."""
    INVESTIGATION = "investigation"
    """Injury, third party, doubt about the facts."""


class Tasks(StrEnum):
    """Whether a stage is one task of an order, or one for each department with a part in it."""

    ORDER = "order"
    DEPARTMENT = "department"


class NewFacts(StrEnum):
    """What becomes of an order under approval when the sum of its person changes."""

    AMEND = "amend"
    VOID = "void"
    FOLLOW_UP = "follow_up"


class SampleSpelling(Spelling):
    """What must have been opened before one click: a count, a share in percent, or the larger."""

    count: Annotated[int, Field(ge=0, le=1000)] = 0
    share: Annotated[int, BeforeValidator(_percent)] = 0

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if not self.count and not self.share:
            raise ValueError(
                said(
                    "a sample needs a `count` or a `share`; without looking nobody confirms",
                    "抽查要写 `count` 或 `share`；不看不能确认",
                )
            )
        return self

    def size(self, orders: int) -> int:
        """How many of some orders have to be opened, rounded up, and never more than there are."""
        share = -(-orders * self.share // _WHOLE)
        return min(orders, max(self.count, share))


class StageSpelling(Spelling):
    """One step of approval: which offices do what, and how many of them it takes.

    `needs` counts the tasks of an order: `all`, `any`, or a number. `above_yuan` leaves orders up
    to that sum out of the stage; `minutes` asks for the number of the minutes (会议纪要).
    `apart_from` are stages whose people may not act here on the same order.
    """

    id: Code
    title: Text
    title_en: str = ""
    office: OfficeKind
    act: Act
    tasks: Tasks = Tasks.ORDER
    needs: Literal["all", "any"] | Count = "all"
    above_yuan: Annotated[int, Field(ge=1)] | None = None
    minutes: bool = False
    one_click: SampleSpelling | None = None
    apart_from: tuple[Code, ...] = ()

    def enough(self, tasks: int) -> int:
        """How many of so many tasks have to be approved."""
        match self.needs:
            case "all":
                return tasks
            case "any":
                return min(1, tasks)
            case number:
                return min(number, tasks)

    def takes(self, amount_fen: int) -> bool:
        """Whether an order of a sum passes through this stage."""
        return self.above_yuan is None or amount_fen > self.above_yuan * 100


class ClockSpelling(Spelling):
    """So long from one event to another, why it may stand, when to warn and whom to tell after."""

    title: Text
    title_en: str = ""
    begins: Event
    ends: Event
    within: Count
    unit: Unit
    pauses: tuple[PauseReason, ...] = ()
    warn_before: Annotated[int, Field(ge=0, le=1000)] = 0
    escalate_to: OfficeKind | None = None
    source: Text

    @property
    def limit(self) -> Limit:
        """What the clock counts."""
        return Limit(self.within, self.unit, self.warn_before)


class RhythmSpelling(Spelling):
    """How often is assessed, on which days of the month is paid, when month and year are closed.

    `assess_on` is the day from which a week's or month's assessment is due: of the week, from
    Monday as 1, or of the month. From `year_closes` on (`06-30`) the year before is closed; bills
    before `bills_from` are not here, so that opening balances are wanted.
    """

    assess: Literal["at_once", "weekly", "monthly"]
    assess_on: DayOfMonth = 1
    pay_on: tuple[DayOfMonth, ...]
    close_on: DayOfMonth | None = None
    year_closes: MonthDay | None = None
    bills_from: Day | None = None

    def closed_by(self, today: date) -> int | None:
        """The latest year that is closed by a day; none where nothing says when one is."""
        if self.year_closes is None:
            return None
        return today.year - (1 if f"{today:%m-%d}" >= self.year_closes else 2)

    @model_validator(mode="after")
    def _in_a_week(self) -> Self:
        if self.assess == "weekly" and self.assess_on > _WEEK:
            raise ValueError(
                said("a week has the days 1 (Monday) to 7", "每周的第几天应是 1（周一）至 7")
            )
        return self


class NewFactsSpelling(Spelling):
    """What an order under approval does when more, or less, is found to be due."""

    more: Literal[NewFacts.AMEND, NewFacts.FOLLOW_UP]
    less: Literal[NewFacts.AMEND, NewFacts.VOID]


class FlowSpelling(Spelling):
    """The way of an order through one district's offices.

    An order is handed down to the office of kind `receives`, which receives it by its own act.
    """

    district: Annotated[str, Field(pattern=r"^\d{6}$")]
    title: Text
    title_en: str = ""
    source: Text
    period: Literal["month", "year"]
    receives: OfficeKind
    hands_down: Literal["at_once", "by_hand"]
    rhythm: RhythmSpelling
    new_facts: NewFactsSpelling
    stages: Annotated[tuple[StageSpelling, ...], Field(min_length=1)]
    clocks: Mapping[Code, ClockSpelling]
