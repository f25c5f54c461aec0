"""How the sources are doing: what is due or late, and who rests on a list that is missing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q

from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.intake.asking import DESK
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.intake.states import State
from mianshen.bureau.registry import services as registry
from mianshen.run.reading.periods import Period, period_of
from mianshen.sources.layouts import Layout

_MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
_DAYS = {"daily": 1, "weekly": 7}


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh a source is on a day: its last period, when the next is due, how late that is.

    `resting` are people whose identity rests on a list that is late: it goes on, unconfirmed.
    """

    source: str
    title: str
    owner: str
    last: Period | None
    due_on: date | None
    days_late: int
    waiting: int
    quarantined: int
    resting: int = 0

    @property
    def is_late(self) -> bool:
        """Whether a delivery is missing."""
        return self.days_late > 0


def freshness(profile: Profile, on: date) -> list[Freshness]:
    """Every source of a profile as it is on a day, in the order of the profile."""
    last = {
        str(source): Period(first, end) for source, first, end in query(_LAST, profile=profile.name)
    }
    counts = {str(row[0]): (row[1], row[2]) for row in query(_COUNTS, profile=profile.name)}
    told = [
        _of(layout, last.get(layout.id), counts.get(layout.id, (0, 0)), on)
        for layout in profile.sources.layouts
    ]
    lists = {one.id for one in profile.sources.layouts if _is_list(one)}
    missing = [one.source for one in told if one.is_late and one.source in lists]
    resting = registry.resting_on(missing) if missing else {}
    return [replace(one, resting=resting.get(one.source, 0)) for one in told]


@dataclass(frozen=True, slots=True)
class BatchTold:
    """A batch in numbers: its rows by the state each ended in, and why those in quarantine wait."""

    batch: int
    name: str
    source: str
    state: str
    rows: dict[str, int]
    codes: dict[str, int]


def told_of(profile: str) -> list[BatchTold]:
    """Every batch of a profile in numbers, counted from its rows one by one."""
    rows: dict[int, dict[str, int]] = {}
    for batch, state, count in query(_BY_STATE, profile=profile):
        rows.setdefault(int(batch), {})[str(state)] = int(count)
    codes: dict[int, dict[str, int]] = {}
    for batch, code, count in query(_BY_CODE, profile=profile):
        codes.setdefault(int(batch), {})[str(code)] = int(count)
    return [
        BatchTold(
            one.pk, one.name, one.source, one.state, rows.get(one.pk, {}), codes.get(one.pk, {})
        )
        for one in Batch.objects.filter(profile=profile).order_by("pk")
    ]


def batch_by_number(number: int) -> Batch | None:
    """A batch by its number, none where there is none."""
    return Batch.objects.select_related("file").filter(pk=number).first()


def open_batches(profile: str) -> list[Batch]:
    """Batches of a profile that somebody has to walk on, oldest first; those that wait do not."""
    states = (State.RECEIVED, State.STAGED, State.VALIDATED, State.DIFFED)
    undecided = Q(state=State.DIFFED, way=DESK, decided_by="")
    found = Batch.objects.filter(profile=profile, state__in=states).exclude(undecided)
    return list(found.order_by("pk"))


_BY_STATE = """
    SELECT r.batch_id, r.state, count(*) FROM intake_row r JOIN intake_batch b ON b.id = r.batch_id
     WHERE b.profile = %(profile)s GROUP BY r.batch_id, r.state ORDER BY r.batch_id, r.state"""

_BY_CODE = """
    SELECT q.batch_id, q.codes ->> 0, count(*)
      FROM intake_quarantine q JOIN intake_batch b ON b.id = q.batch_id
     WHERE b.profile = %(profile)s GROUP BY 1, 2 ORDER BY 1, 2"""


_LAST = """
    SELECT DISTINCT ON (source) source, period_first, period_last FROM intake_batch
     WHERE profile = %(profile)s AND state = 'applied' AND period_first IS NOT NULL
     ORDER BY source, period_first DESC, id DESC"""

_COUNTS = """
    SELECT source, count(*) FILTER (WHERE state = 'waiting'),
           coalesce(sum((account ->> 'quarantined')::bigint) FILTER (WHERE state = 'applied'), 0)
      FROM intake_batch WHERE profile = %(profile)s GROUP BY source"""


def _of(layout: Layout, last: Period | None, counts: tuple[int, int], on: date) -> Freshness:
    due_on = _due(layout, last)
    late = max(0, (on - due_on).days) if due_on else 0
    waiting, quarantined = map(int, counts)
    owner = layout.owner or layout.department
    return Freshness(layout.id, layout.title, owner, last, due_on, late, waiting, quarantined)


def _is_list(layout: Layout) -> bool:
    return layout.role == "rosters" and layout.list == "whole"


def _due(layout: Layout, last: Period | None) -> date | None:
    """By when the delivery after the last one has to be there; nothing is due before a first."""
    if last is None or layout.frequency == "once":
        return None
    following = last.last + timedelta(days=1)
    if layout.frequency in _DAYS:
        end = following + timedelta(days=_DAYS[layout.frequency] - 1)
    else:
        end = _end_of_months(following, _MONTHS[layout.frequency])
    return end + timedelta(days=layout.due_days)


def _end_of_months(first: date, months: int) -> date:
    index = first.year * 12 + first.month - 1 + months - 1
    month = period_of(f"{index // 12:04d}{index % 12 + 1:02d}")
    assert month is not None
    return month.last
