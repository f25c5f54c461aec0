"""Indicators say what happened, month by month, beside what somebody entered of before."""

from datetime import date
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction

from bureau import offices_factory as small
from bureau.small_flow import FLOW
from bureau.test_reporting import LI, WANG, ZHANG, Centre
from mianshen.bureau.casework import services as casework
from mianshen.bureau.payout import services as payout
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.models import Baseline
from mianshen.bureau.reporting.services import Indicator
from mianshen.bureau.trail.services import entries_of
from mianshen.run.messages import InputError

pytestmark = pytest.mark.usefixtures("database")

PAUSING = FLOW.replace("within: 20,", "within: 20, pauses: [supplement],")


def pays(centre: Centre, number: str, day: date) -> None:
    """Somebody's bill of 10 March, paid on a day."""
    who = {"a": ZHANG, "b": LI, "c": WANG}[number]
    centre.month.on(day)
    centre.pays(who, number)


def test_a_year_is_told_by_month_and_whole(tmp_path: Path) -> None:
    centre = Centre(tmp_path, PAUSING)
    centre.month.bureau.roster("202501", [(LI, "特困")], source="other")
    for number, day in (("a", 11), ("b", 18), ("c", 30)):
        pays(centre, number, date(2025, 3, day))
    centre.month.on(date(2025, 4, 2))
    centre.month.has_bills((ZHANG, "d", "2025-04-01"))
    (order,) = centre.month.assesses(ZHANG).opened
    centre.month.goes_down(order)
    clerk = centre.month.desk.by(centre.month.desk.clerk)
    casework.ask_for_supplement(order, ["银行卡复印件"], clerk)
    stated = centre.month.bureau.stated("system:jobs")
    casework.watch_clocks(date(2025, 4, 2), payout.paid_on, stated)

    found = reporting.indicators(2025, centre.view())
    march, april, year = (found[one] for one in (date(2025, 3, 1), date(2025, 4, 1), None))
    tenths = {name: one.value_tenths for name, one in march.items()}
    assert tenths == {
        Indicator.MEDIAN_DAYS: 80,
        Indicator.P90_DAYS: 200,
        Indicator.DOCUMENTS: 0,
        Indicator.MULTIPLE: 10,
        Indicator.DONE: 30,
        Indicator.KEPT: 1000,
    }
    assert april[Indicator.DOCUMENTS].value_tenths == 1000
    assert year[Indicator.DOCUMENTS] == reporting.Figure(250, 4)
    assert year[Indicator.DONE] == reporting.Figure(15, 3)
    assert year[Indicator.P90_DAYS] == reporting.Figure(200, 3)
    assert not reporting.indicators(2024, centre.view())


def test_a_figure_of_before_needs_its_source_and_stays(tmp_path: Path) -> None:
    centre = Centre(tmp_path)
    days = (date(2023, 1, 1), date(2023, 12, 31))
    actor = f"staff:{centre.closer.number}"

    def enter(value_tenths: int, source: str, view: reporting.View | None = None) -> None:
        asked = (value_tenths, days, source, view or centre.view(), actor)
        reporting.enter_baseline(Indicator.MEDIAN_DAYS, *asked)

    enter(455, "2023年救助台账")
    enter(460, "2023年救助台账（更正）")
    with pytest.raises(reporting.ReportingError, match="source"):
        enter(455, " ")
    reader = small.hire("2002", "centre/reader")
    with pytest.raises(InputError):
        enter(455, "台账", centre.view(reader))
    newest, first = reporting.baselines(small.DISTRICT)
    assert (newest.value_tenths, newest.source) == (460, "2023年救助台账（更正）")
    assert (first.value_tenths, first.first, first.by) == (455, days[0], actor)
    assert len(entries_of(f"indicator:{small.DISTRICT}:median_days")) == 2
    with pytest.raises(ProgrammingError), transaction.atomic():
        Baseline.objects.update(value_tenths=1)
