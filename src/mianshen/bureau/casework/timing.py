"""The clocks of all orders looked at: how each stands, who is warned, and who is told after."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import transaction

from mianshen.bureau.bitemporal.stating import CHINA, Stated
from mianshen.bureau.casework import models
from mianshen.bureau.casework.advancing import UNDER_WAY, run
from mianshen.bureau.casework.calendar import WorkCalendar, in_use
from mianshen.bureau.casework.clocks import Deadline, Limit, Pause, Stand, deadline, standing
from mianshen.bureau.casework.flow import ClockSpelling, Event, FlowSpelling
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.models import AlertKind, State
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.bureau.trail.services import record

PaidOn = Callable[[Collection[str]], Mapping[str, date]]
"""The day on which each of some lines of orders was paid, of those that were."""

_EVENTS = (
    Event.SETTLED,
    Event.ORDERED,
    Event.HANDED_DOWN,
    Event.RECEIVED,
    Event.CONFIRMED,
    Event.APPROVED,
)


@dataclass(frozen=True, slots=True)
class Watched:
    """How many clocks were looked at, and of how many somebody was told, before and after."""

    clocks: int = 0
    warned: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class _Order:
    id: int
    flow: FlowSpelling
    region: str
    state: str
    stage: int
    events: Mapping[Event, date | None]
    keys: Sequence[str]

    @property
    def office(self) -> OfficeKind:
        """The kind of office that has it now."""
        if self.state in (State.PENDING, State.APPROVED):
            return OfficeKind.CENTRE
        if self.state in (State.HANDED_DOWN, State.RECEIVED):
            return self.flow.receives
        return self.flow.stages[self.stage].office


@dataclass(frozen=True, slots=True)
class _Told:
    """One clock of one order on a day."""

    order: _Order
    code: str
    began: date
    ended: date | None
    due: Deadline | None
    stand: Stand


def watch_clocks(day: date, paid_on: PaidOn, stated: Stated) -> Watched:
    """Look at every clock that may still run on a day, keep how it stands, tell whom it concerns.

    Before the last day the kind of office that has the order is warned, after it the one the flow
    names is told; each once for a last day. The same call again tells nobody anything.
    """
    with transaction.atomic():
        run("drop_clocks", day=day)
        told = _kept(_orders(paid_on), day)
        counts = _alert(told, stated)
        if counts:
            record(stated.actor, "watch_clocks", "", counts)
    return Watched(len(told), counts.get(AlertKind.WARNED, 0), counts.get(AlertKind.OVERDUE, 0))


def keep_clocks(orders: Collection[int], day: date) -> None:
    """Keep how the clocks of some orders under way stand on a day; nobody is told of it."""
    found = _orders(lambda _: {}, orders)
    _kept([one for one in found if one.state in UNDER_WAY], day)


def _kept(orders: Sequence[_Order], day: date) -> list[_Told]:
    pauses = _pauses(orders)
    told = [one for order in orders for one in _clocks_of(order, pauses[order.id], day)]
    _keep(told)
    return told


def _orders(paid_on: PaidOn, some: Collection[int] | None = None) -> list[_Order]:
    asked = None if some is None else list(some)
    rows = run("clock_events", zone=str(CHINA), orders=asked)
    paid = paid_on([key for row in rows for key in row[-1]])
    return [
        _Order(
            *(number, flow_of(digest), region, state, stage),
            {**dict(zip(_EVENTS, days, strict=True)), Event.PAID: _last_of(keys, paid)},
            keys,
        )
        for number, digest, region, state, stage, *days, keys in rows
    ]


def _last_of(keys: Sequence[str], paid: Mapping[str, date]) -> date | None:
    """The day on which the last line was paid; none while one is not."""
    days = [paid.get(key) for key in keys]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def _pauses(orders: Sequence[_Order]) -> Mapping[int, list[models.Pause]]:
    found: dict[int, list[models.Pause]] = defaultdict(list)
    for one in models.Pause.objects.filter(order__in=[order.id for order in orders]):
        found[one.order_id].append(one)
    return found


def _clocks_of(order: _Order, pauses: Sequence[models.Pause], day: date) -> list[_Told]:
    found, calendar = [], in_use()
    for code, clock in order.flow.clocks.items():
        began, ended = order.events[clock.begins], order.events[clock.ends]
        if began is not None:
            standing_for = tuple(
                Pause(one.first, one.last) for one in pauses if one.reason in clock.pauses
            )
            due, stand = _standing(began, ended, day, clock.limit, standing_for, calendar)
            found.append(_Told(order, code, began, ended, due, stand))
    return found


@lru_cache(maxsize=4096)
def _standing(
    began: date,
    ended: date | None,
    day: date,
    limit: Limit,
    pauses: tuple[Pause, ...],
    calendar: WorkCalendar,
) -> tuple[Deadline | None, Stand]:
    """Most orders of a month share their days: each question is worked out once."""
    due = deadline(began, limit, pauses, calendar)
    return due, standing(began, ended, day, limit, pauses, calendar)


def _keep(told: Sequence[_Told]) -> None:
    run(
        "keep_clocks",
        orders=[one.order.id for one in told],
        codes=[one.code for one in told],
        began=[one.began for one in told],
        due=[one.due.day if one.due else None for one in told],
        assumed=[bool(one.due and one.due.assumed_years) for one in told],
        stands=[one.stand.value for one in told],
        ended=[one.ended for one in told],
    )


def _alert(told: Sequence[_Told], stated: Stated) -> dict[str, int]:
    kinds = {Stand.WARNED: AlertKind.WARNED, Stand.OVERDUE: AlertKind.OVERDUE}
    due = [(one, kinds[one.stand], one.due.day) for one in told if one.stand in kinds and one.due]
    rows = run(
        "alert",
        orders=[one.order.id for one, _, _ in due],
        codes=[one.code for one, _, _ in due],
        kinds=[kind.value for _, kind, _ in due],
        offices=[_hearer(one, kind).value for one, kind, _ in due],
        regions=[one.order.region for one, _, _ in due],
        due=[day for _, _, day in due],
        at=stated.at,
    )
    return {str(kind): int(count) for kind, count in rows}


def _hearer(one: _Told, kind: AlertKind) -> OfficeKind:
    """Before the last day whoever has the order; after it whom the flow names, if it names one."""
    clock: ClockSpelling = one.order.flow.clocks[one.code]
    escalated = clock.escalate_to if kind is AlertKind.OVERDUE else None
    return escalated or one.order.office
