"""The figures a district is made to, as `profiles/<name>/district.yaml` gives them with sources."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from mianshen.money import FEN_PER_YUAN
from mianshen.policy.documents import DocumentError, read_document
from mianshen.synth.dice import MILLION, Knots

DISTRICT_FILE = "district.yaml"

_UNIT = 1_000

Whole = Annotated[int, Field(ge=0)]
PerMillion = Annotated[int, Field(ge=0, le=MILLION)]
PerThousand = Annotated[int, Field(ge=0, le=1_000)]


class CalibrationError(ValueError):
    """A profile that no district can be made from; `problems` says why."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


def _knots(value: object, factor: int = 1) -> object:
    if not isinstance(value, Mapping):
        return value
    return Knots(tuple(map(int, value)), tuple(int(one) * factor for one in value.values()))


def _yuan_knots(value: object) -> object:
    return _knots(value, FEN_PER_YUAN)


Table = Annotated[Knots, BeforeValidator(_knots)]
YuanTable = Annotated[Knots, BeforeValidator(_yuan_knots)]
"""A quantile table written in yuan and kept in fen."""


class Figures(BaseModel):
    """A group of figures; `source` says where they come from, `assumed` that they are ours."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)
    source: str = "assumed"


class Rate(Figures):
    """So many things a year among so many people."""

    number: Whole
    of_people: Annotated[int, Field(ge=1_000, multiple_of=1_000)]


class Place(Figures):
    """Townships or streets, and the villages or neighbourhoods that each of them has."""

    township_word: str
    townships: tuple[str, ...]
    villages: tuple[str, ...]


class Population(Figures):
    """How many people there are and what they are like."""

    number: Whole
    household_sizes: Mapping[int, Whole]
    employees: PerMillion
    rare_names: PerMillion
    local_hukou: PerMillion
    incomes: YuanTable
    incomes_source: str

    @model_validator(mode="after")
    def _households_fit(self) -> Self:
        people = sum(size * number for size, number in self.household_sizes.items())
        if people != _UNIT:
            raise ValueError(f"households of {people} people; it should be {_UNIT}")
        return self


class IdentityKind(Figures):
    """A class of people: how many hold it, of what age, and what the counter pays for them.

    `weight` shares out the first identity of everyone, by household or by person; `extra` is how
    many of those for whom another comes first hold it too, of a million.
    """

    name: str
    roster: str
    by: Literal["household", "person"] = "person"
    weight: Whole
    extra: PerMillion = 0
    ages: Table
    extra_ages: tuple[Whole, Whole] = (0, 120)
    spelled: tuple[str, ...] = ()
    grades: tuple[Whole, ...] = ()
    one_stop: PerThousand = 0
    one_stop_cap_yuan: Whole = 0
    half_major_line: bool = False


class Spans(Figures):
    """Since when people hold an identity, and how often one begins or ends within the year."""

    years_before: Table
    begin_in_year: PerMillion
    end_in_year: PerMillion
    recognised_days_before: Table


class Events(Figures):
    """What happens to people in the year."""

    deaths: Rate
    moves_out: Rate
    moves_in: Rate
    account_changes: Rate
    listed_after_death: PerThousand
    death_days_disagree: PerThousand


class Visits(Figures):
    """How many visits a year; `deck` shares a thousand people out by how many visits they have."""

    number: Whole
    of_people: Annotated[int, Field(ge=1_000, multiple_of=1_000)]
    deck: Mapping[Whole, Whole]

    @model_validator(mode="after")
    def _deck_fits(self) -> Self:
        people = sum(self.deck.values())
        visits = sum(count * number for count, number in self.deck.items())
        if people != _UNIT:
            raise ValueError(f"the deck deals to {people} people; it should be {_UNIT}")
        most = self.number * _UNIT // self.of_people
        if visits > most:
            raise ValueError(f"the deck has {visits} visits; {most} is the most for {_UNIT} people")
        return self


class Funnel(Figures):
    """Of the visits: how many are meant to be entitled, and how many of these are done."""

    entitled: Whole
    done: Whole


class VisitKind(Figures):
    """One kind of visit: its code, how frequent it is, how long and how dear."""

    name: Literal["inpatient", "chronic", "outpatient", "emergency"]
    med_types: Mapping[str, Whole]
    weight: Whole
    diseases: Mapping[str, Whole]
    days: Table
    resident: YuanTable
    employee: YuanTable
    outside: Table
    over_limit: Table
    self_first: Table


class Hospital(Figures):
    """An invented hospital."""

    code: str
    name: str
    region: str
    hosp_lv: str
    grade: Literal["1", "2", "3"]
    pay_loc: Literal["2", "3", "4", "6"]
    stays: Whole
    attendances: Whole


class Insurance(Figures):
    """What one insurance pays: lines by grade of hospital, shares by kind of visit, large costs."""

    code: str
    lines_yuan: Mapping[str, Whole]
    shares: Mapping[str, PerThousand]
    major_field: Literal["hifmi_pay", "hifob_pay"]
    major_line_yuan: Whole
    major_bands: Mapping[Whole, PerThousand]
    major_at_counter: bool
    account: Table | None = None


class Counter(Figures):
    """What else happens when a bill is settled."""

    one_stop_at: Mapping[str, PerThousand]
    mid_stay: PerThousand
    hospital_waives: PerThousand
    tilt_in_other: PerThousand
    reversals: Rate
    reversal_kinds: Mapping[str, Whole]


class EBills(Figures):
    """From which total on a settlement's bill is told of, and how many are not as they should be.

    Of a thousand: used for two settlements, given back (冲红), of another amount.
    """

    above_yuan: Whole
    used_twice: PerThousand
    flushed: PerThousand
    differing: PerThousand


class Payer(Figures):
    """A payer outside the bill: whom it pays, what share of what is left, and how late."""

    source_id: str
    insurance: Literal["resident", "employee", "any"]
    visits: tuple[str, ...]
    happens: PerMillion
    share: Table
    floor_yuan: Whole = 0
    days_until_paid: Table
    yearly: bool = False


class OpeningBalance(Figures):
    """What another district had counted in the year for people who moved in from there."""

    programme: str = ""
    pool: str = ""
    happens: PerThousand
    base: YuanTable
    share: PerThousand


class Disagreement(Figures):
    """Which office says something else about another's people, and what it says."""

    about: str
    roster: str
    spelled: Mapping[str, str]


class District(Figures):
    """Everything a synthetic district is made to."""

    title: str
    region: str
    year: Annotated[int, Field(ge=2000, le=2099)]
    places: Place
    people: Population
    identities: tuple[IdentityKind, ...]
    spans: Spans
    events: Events
    visits: Visits
    funnel: Funnel | None = None
    kinds: tuple[VisitKind, ...]
    hospitals: tuple[Hospital, ...]
    resident: Insurance
    employee: Insurance
    counter: Counter
    e_bills: EBills | None = None
    payers: tuple[Payer, ...]
    opening: tuple[OpeningBalance, ...] = ()
    roster_dirt: Mapping[str, PerThousand]
    settlement_dirt: Mapping[str, PerThousand]
    disagreement: Disagreement | None = None
    partial: str


def read_district(folder: Path) -> District:
    """Read the figures of a profile; raises `CalibrationError` with every problem in them."""
    try:
        document = read_document(folder / DISTRICT_FILE)
        return District.model_validate(document.content)
    except DocumentError as error:
        raise CalibrationError([str(problem) for problem in error.problems]) from error
    except ValidationError as error:
        raise CalibrationError(
            [
                str(document.problem(tuple(detail["loc"]), detail["msg"]))
                for detail in error.errors()
            ]
        ) from error
