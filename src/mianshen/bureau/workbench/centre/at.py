"""A district's figures at a desk: which of them may be seen, who may close and hand in."""

from collections.abc import Sequence
from functools import lru_cache

from django.http import QueryDict
from django.urls import reverse

from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Lying
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.registry import services as registry
from mianshen.bureau.reporting import services as reporting
from mianshen.bureau.reporting.services import Period
from mianshen.bureau.workbench.desk import Desk, out_of_sight
from mianshen.bureau.workbench.keeping import kept
from mianshen.bureau.workbench.pages import routes
from mianshen.run.shipped import locate_profile

_REGION_DIGITS = 12


def view_of(desk: Desk) -> reporting.View:
    """The figures of the district of the post that one sits at."""
    if desk.place is None:
        raise out_of_sight()
    district = desk.place.district.ljust(_REGION_DIGITS, "0")
    return reporting.View.of(district, desk.scope)


def may_close(desk: Desk) -> bool:
    """Whether one closes the district's months and hands its tables in."""
    view = view_of(desk)
    return view.scope.may_do(Act.CLOSE_MONTH, view.district)


def may_watch(desk: Desk) -> bool:
    """Whether one sees the whole district's figures, and what goes wrong in it."""
    view = view_of(desk)
    return view.is_whole and view.scope.may_see(Sight.ALERTS, view.district)


def may_see_payments(desk: Desk) -> bool:
    """Whether one sees the district's payments."""
    return desk.scope.may_see(Sight.PAYMENTS, view_of(desk).district)


def lying(desk: Desk) -> Sequence[Lying]:
    """Where orders lie and when they are due, within what one sees; counted as orders move."""
    about = ("lying", desk.scope.grants)
    through = registry.last_moment()
    return kept(about, through, lambda: casework.lying(desk.scope), stands=False).figures


def close_on(desk: Desk) -> int | None:
    """From which day of a month on it may be closed; none: once it is over."""
    if desk.place is None:
        raise out_of_sight()
    return _close_on(desk.place.profile)


def way_to(desk: Desk, name: str) -> str:
    """The address of a page, empty where one may not open it."""
    found = next(one.page for one in routes() if one.name == name)
    opens = found.is_for_all_staff or desk.may_somewhere(found.sees, found.does)
    return reverse(name) if opens else ""


def period_asked(asked: QueryDict, desk: Desk) -> Period:
    """The period that is asked for, else the month of today."""
    return reporting.period_named(asked.get("period", "")) or reporting.period_of(desk.booked_day)


def periods_shown(desk: Desk, chosen: Period) -> list[Period]:
    """The months of a year, quarters and years up to today, the newest first, and what is asked."""
    day = desk.booked_day
    found = [
        reporting.period_of(reporting.months_after(day, -n * months), months)
        for months, count in ((reporting.MONTH, 13), (reporting.QUARTER, 5), (reporting.YEAR, 3))
        for n in range(count)
    ]
    return found if chosen in found else [chosen, *found]


@lru_cache(maxsize=16)
def _close_on(profile: str) -> int | None:
    flow = casework.read_flow(locate_profile(profile, casework.FLOW_FILE))
    return flow.rhythm.close_on
