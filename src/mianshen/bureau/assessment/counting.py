"""The funnel from the database: every visit we know is in one class, and the fen add up."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mianshen.bureau.assessment import models
from mianshen.bureau.bitemporal.rows import known
from mianshen.bureau.claims import services as claims
from mianshen.bureau.registry import services as registry
from mianshen.engine.results import Status
from mianshen.run.funnel import Tally

CLASSES = ("entitled", "held", "zero", "excluded", "not_rostered", "outside_period", "in_review")
"""Every visit of somebody known is in exactly one of these; where several hold, the first counts.

`in_review` are visits of people who wait to be assessed, and of care that began after a death.
"""

_Visit = tuple[str, str]


@dataclass
class FunnelKnown:
    """Visits, people, bills and aid in fen by class; what is of the year belongs to no visit."""

    classes: dict[str, Tally] = field(default_factory=dict)
    amount_fen: int = 0
    year_amount_fen: int = 0
    held_fen: int = 0
    year_held_fen: int = 0

    @property
    def visits(self) -> int:
        """All visits."""
        return sum(tally.visits for tally in self.classes.values())


@dataclass
class _Seen:
    """What is known of one visit."""

    bill_fen: int = 0
    amount_fen: int = 0
    held_fen: int = 0
    statuses: set[str] = field(default_factory=set)
    is_late: bool = False


def funnel(year: int, at: datetime | None = None) -> FunnelKnown:
    """The funnel of a benefit year as known at a moment (none: now); simulated lines are left out.

    Settlements that stepped aside, and bills nobody can be found for, are told by claims.
    """
    people = claims.people_with_claims(at)
    seen: dict[_Visit, _Seen] = defaultdict(_Seen)
    visit_of: dict[tuple[str, str], _Visit] = {}
    late = claims.bills_after_death(people, at)
    for event in (*claims.facts_as_known(people, at).events, *late):
        visit_of[event.person, event.id] = event.person, event.visit
        seen[event.person, event.visit].bill_fen += event.amounts_fen.get("total", 0)
    for event in late:
        seen[event.person, event.visit].is_late = True
    whole = FunnelKnown({name: Tally() for name in CLASSES})
    _add_lines(whole, seen, visit_of, year, at)
    _sort(whole, seen, year, at)
    return whole


def _add_lines(
    whole: FunnelKnown,
    seen: dict[_Visit, _Seen],
    visit_of: Mapping[tuple[str, str], _Visit],
    year: int,
    at: datetime | None,
) -> None:
    columns = ("person", "event", "status", "amount_fen", "held_fen")
    condition = "t.status <> '' AND t.year = %(year)s"
    for person, event, status, amount_fen, held_fen in known(
        models.Determination, columns, condition, at, year=year
    ):
        whole.amount_fen += amount_fen
        whole.held_fen += held_fen
        if event is None:
            whole.year_amount_fen += amount_fen
            whole.year_held_fen += held_fen
            continue
        visit = seen[visit_of[str(person), event]]
        visit.amount_fen += amount_fen
        visit.held_fen += held_fen
        visit.statuses.add(status)


def _sort(whole: FunnelKnown, seen: Mapping[_Visit, _Seen], year: int, at: datetime | None) -> None:
    rows = known(models.Waiting, ("person",), "t.year = %(year)s", at, year=year)
    waiting = {str(person) for (person,) in rows}
    rostered = {str(person) for person in registry.rostered(at)}
    people: dict[str, set[str]] = defaultdict(set)
    for (person, _), visit in seen.items():
        name = _class_of(visit, person in waiting, person in rostered)
        tally = whole.classes[name]
        tally.visits += 1
        tally.bill_fen += visit.bill_fen
        tally.amount_fen += visit.amount_fen
        tally.held_fen += visit.held_fen
        people[name].add(person)
    for name, own in people.items():
        whole.classes[name].people = len(own)


def _class_of(visit: _Seen, waits: bool, is_rostered: bool) -> str:
    for status in (Status.ENTITLED, Status.HELD, Status.ZERO, Status.EXCLUDED):
        if status in visit.statuses:
            return status.value
    if waits or visit.is_late:
        return "in_review"
    return "outside_period" if is_rostered else "not_rostered"
