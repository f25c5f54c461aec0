"""What a bureau is measured by (常设指标), month by month, beside how it was before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from psycopg import sql

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.reporting.counting import View
from mianshen.bureau.reporting.errors import refused
from mianshen.bureau.reporting.models import Baseline, Indicator
from mianshen.bureau.reporting.statements import run
from mianshen.bureau.trail.services import record
from mianshen.money import round_to_integer
from mianshen.policy.saying import Said, said

TENTHS = 10
_HUNDRED = 100
_VALUE_TENTHS_MAX = 10**9


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator with its unit and its 口径; `is_better_low` tells which way is good, if any."""

    title: Said
    unit: Said
    counted: Said
    is_better_low: bool | None


MEASURES: Mapping[Indicator, Measure] = {
    Indicator.MEDIAN_DAYS: Measure(
        said("Discharge to account, median", "出院到账天数（中位数）"),
        said("days", "天"),
        said(
            "calendar days from the day of discharge (outpatient: of the settlement) to the bank's"
            " day of the last payment for that settlement; half took no longer. By month of that"
            " payment; aid for a whole year has no discharge and is left out",
            "自出院日（门诊为结算日）至该笔结算最后一次付款的银行日期，按自然日；"
            "半数不超过此数。按付款月份归集；年度性救助没有出院日，不计",
        ),
        is_better_low=True,
    ),
    Indicator.P90_DAYS: Measure(
        said("Discharge to account, nine in ten", "出院到账天数（九成以内）"),
        said("days", "天"),
        said("the same days; nine in ten took no longer", "同上；九成不超过此数（P90）"),
        is_better_low=True,
    ),
    Indicator.DOCUMENTS: Measure(
        said("Documents asked for", "要求补正材料"),
        said("in 100 orders", "件/百件"),
        said(
            "of 100 orders opened in the month, for how many the person was told of missing"
            " documents",
            "当月开出的每百件工单中，向本人发出补正一次性告知的件数",
        ),
        is_better_low=True,
    ),
    Indicator.MULTIPLE: Measure(
        said("Cases of several classes", "多重身份案件"),
        said("orders a month", "件/月"),
        said(
            "orders opened in the month for people who belonged to two classes or more on that"
            " day; of a year, on average over the months with any figures",
            "当月开出的工单中，开单日本人同时具有两类及以上身份的件数；本年为有数据月份的月均",
        ),
        is_better_low=None,
    ),
    Indicator.DONE: Measure(
        said("Orders done", "办结工单"),
        said("orders a month", "件/月"),
        said(
            "orders approved at their last stage in the month; of a year, on average over the"
            " months with any figures",
            "当月通过末级审核（已核定）的工单件数；本年为有数据月份的月均",
        ),
        is_better_low=False,
    ),
    Indicator.KEPT: Measure(
        said("Clocks kept", "时限办结率"),
        said("percent", "%"),
        said(
            "clocks of orders kept, of all that ended in the month or ran out in it without an end;"
            " as last looked at",
            "当月结束的时限中按期的比例；当月到期仍未办结的计为逾期。以最近一次巡检为准",
        ),
        is_better_low=False,
    ),
}
_BY_NAME = {
    "documents": Indicator.DOCUMENTS,
    "multiple": Indicator.MULTIPLE,
    "done": Indicator.DONE,
    "kept": Indicator.KEPT,
}
_SHARES = {Indicator.DOCUMENTS, Indicator.KEPT}
_AVERAGED = {Indicator.MULTIPLE, Indicator.DONE}


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of a month or year in tenths of its unit, and of how many cases it speaks."""

    value_tenths: int
    cases: int


@dataclass(frozen=True, slots=True)
class BaselineTold:
    """How an indicator stood before: value, days it speaks of, source, who entered it and when."""

    indicator: Indicator
    value_tenths: int
    first: date
    last: date
    source: str
    by: str
    at: datetime


Figures = Mapping[date | None, Mapping[Indicator, Figure]]
"""By the first day of each month, and under None for the whole year."""


def indicators(year: int, view: View) -> Figures:
    """What is measured in a year, of orders that may be seen; one query."""
    seen = view.scope.seen_in_sql(Sight.REPORTS, sql.Identifier("o", "region"))
    rows = run(
        "indicators",
        {"scope": seen.text},
        **seen.values,
        zone=str(CHINA),
        first=date(year, 1, 1),
        before=date(year + 1, 1, 1),
    )
    found: dict[date | None, dict[Indicator, Figure]] = {}
    months = len({month for month, *_ in rows if month is not None})
    for month, what, cases, total, median, ninth in rows:
        of_month = found.setdefault(month, {})
        if what == "days":
            of_month[Indicator.MEDIAN_DAYS] = Figure(median * TENTHS, cases)
            of_month[Indicator.P90_DAYS] = Figure(ninth * TENTHS, cases)
        else:
            indicator = _BY_NAME[what]
            parts = months if month is None and indicator in _AVERAGED else 1
            of_month[indicator] = _figure(indicator, total, cases, parts)
    return found


def baselines(district: str) -> Sequence[BaselineTold]:
    """Everything that was entered of before, the newest first; one query."""
    return [
        BaselineTold(
            *(Indicator(one.indicator), one.value_tenths, one.first, one.last),
            *(one.source, one.entered_by, one.entered_at),
        )
        for one in Baseline.objects.filter(district=district).order_by("-pk")
    ]


def enter_baseline(
    indicator: Indicator,
    value_tenths: int,
    days: tuple[date, date],
    source: str,
    view: View,
    actor: str,
) -> None:
    """Enter how an indicator stood before, with the days it speaks of and where that is written.

    What was entered before stays. Raises `ReportingError` without days in order, a source or a
    value that can be, `InputError` for whoever does not answer for the month's figures.
    """
    view.scope.require(Act.CLOSE_MONTH, view.district)
    first, last = days
    if not source.strip() or last < first or not 0 <= value_tenths <= _VALUE_TENTHS_MAX:
        raise refused(
            "a figure of before needs a value, the days it speaks of in order, and its source",
            "基线要写明数值、所属期间（先后顺序正确）和出处",
        )
    Baseline.objects.create(
        district=view.district,
        indicator=indicator.value,
        value_tenths=value_tenths,
        first=first,
        last=last,
        source=source.strip(),
        entered_by=actor,
    )
    about = {"value_tenths": value_tenths, "first": first.isoformat(), "last": last.isoformat()}
    record(actor, "enter_baseline", f"indicator:{view.district}:{indicator.value}", about)


def _figure(indicator: Indicator, total: int, cases: int, months: int) -> Figure:
    if indicator in _SHARES:
        tenths = round_to_integer(Fraction(total * _HUNDRED * TENTHS, cases))
        return Figure(tenths, cases)
    return Figure(round_to_integer(Fraction(total * TENTHS, months)), cases)
