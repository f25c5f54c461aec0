"""运行指标: what the bureau is measured by, month by month, beside how it was before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mianshen.bureau.casework import services as casework
from mianshen.bureau.ledger.services import newest_transfer
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import RefusedError, refused
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.services import BaselineTold, Figure, Figures, Indicator, Measure
from mianshen.bureau.workbench.centre import charts
from mianshen.bureau.workbench.centre.at import may_close, view_of
from mianshen.bureau.workbench.desk import AtDesk, lang_of, told
from mianshen.bureau.workbench.keeping import kept
from mianshen.bureau.workbench.pages import Menu, page
from mianshen.money import parse_yuan
from mianshen.policy.saying import said

_YEARS_SHOWN = 3
_HUNDREDTHS_IN_TENTH = 10
_LINES = (Indicator.MEDIAN_DAYS, Indicator.P90_DAYS)


@dataclass(frozen=True)
class Measured:
    """An indicator of a year, beside the newest figure of before."""

    measure: Measure
    before_tenths: int | None
    year_tenths: int | None
    cases: int | None
    months_tenths: Sequence[int | None]

    @property
    def change_tenths(self) -> int | None:
        """This year less before; nothing while one of both is not known."""
        if self.before_tenths is None or self.year_tenths is None:
            return None
        return self.year_tenths - self.before_tenths

    @property
    def is_better(self) -> bool:
        """Whether the change is the good way."""
        return bool(self.change_tenths) and not self.is_worse

    @property
    def is_worse(self) -> bool:
        """Whether the change is the other way."""
        change = self.change_tenths or 0
        return change > 0 if self.measure.is_better_low else change < 0


@page(said("Indicators", "运行指标"), sees=[Sight.REPORTS], menu=Menu.TABLES)
@require_safe
def indicators(request: AtDesk) -> HttpResponse:
    """The indicators of a year with a chart, and everything that was entered of before."""
    today = request.desk.booked_day
    years = [str(today.year - n) for n in range(_YEARS_SHOWN)]
    asked = request.GET.get("year", "")
    year = int(asked) if asked in years else today.year
    view = view_of(request.desk)
    entered = reporting.baselines(view.district)
    months = [date(year, month, 1) for month in range(1, 13)]
    found = kept(
        ("indicators", year, view.district, view.scope.grants),
        (newest_transfer(), casework.newest_step()),
        lambda: reporting.indicators(year, view),
        anew="anew" in request.GET,
    )
    measured = _measured(found.figures, entered, months)
    lang = lang_of(request)
    chart = charts.days(
        [(told(measured[one].measure.title, lang), _line(measured[one])) for one in _LINES],
        [f"{one:%m}" for one in months],
        told(said("before", "基线"), lang),
    )
    shown = {
        "measured": measured.values(),
        "months": [f"{one:%m}" for one in months],
        "has_days": any(measured[one].cases for one in _LINES),
        "chart": chart,
        "year": str(year),
        "years": years,
        "baselines": [(reporting.MEASURES[one.indicator], one) for one in entered],
        "measures": reporting.MEASURES.items(),
        "may_enter": may_close(request.desk),
        "counted_at": found.at,
        "tab": "indicators",
    }
    return render(request, "centre/indicators.html", shown)


@page(said("Enter a figure of before", "登记基线"), does=[Act.CLOSE_MONTH])
@require_POST
def enter_baseline(request: AtDesk) -> HttpResponse:
    """How an indicator stood before, with its days and its source."""
    asked = request.POST
    try:
        indicator = Indicator(asked.get("indicator", ""))
        value, days = _tenths(asked), (_day(asked, "first"), _day(asked, "last"))
    except ValueError:
        raise _unreadable() from None
    desk = request.desk
    source = asked.get("source", "")
    reporting.enter_baseline(indicator, value, days, source, view_of(desk), desk.actor)
    done = said("the figure of before is entered", "基线已登记")
    messages.success(request, told(done, lang_of(request)))
    return HttpResponseRedirect(reverse("indicators"))


def _measured(
    found: Figures, entered: Sequence[BaselineTold], months: Sequence[date]
) -> dict[Indicator, Measured]:
    newest = {one.indicator: one.value_tenths for one in reversed(entered)}
    whole = found.get(None, {})
    return {
        one: Measured(
            measure,
            newest.get(one),
            _value(whole.get(one)),
            whole[one].cases if one in whole else None,
            [_value(found.get(month, {}).get(one)) for month in months],
        )
        for one, measure in reporting.MEASURES.items()
    }


def _value(figure: Figure | None) -> int | None:
    return figure.value_tenths if figure else None


def _line(one: Measured) -> charts.Line:
    return charts.Line(one.months_tenths, one.before_tenths)


def _tenths(asked: QueryDict) -> int:
    """A number with at most one decimal, in tenths."""
    hundredths = parse_yuan(asked.get("value", ""))
    if hundredths % _HUNDREDTHS_IN_TENTH:
        raise ValueError(hundredths)
    return hundredths // _HUNDREDTHS_IN_TENTH


def _day(asked: QueryDict, name: str) -> date:
    return date.fromisoformat(asked.get(name, ""))


def _unreadable() -> RefusedError:
    return refused(
        "choose the indicator, write the value with one decimal at most, and both days",
        "请选择指标，数值最多一位小数，并填写起止日期",
    )
