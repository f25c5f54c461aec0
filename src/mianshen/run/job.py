"""The job on files, step by step: read, net, key the people, gather facts, assess."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from mianshen.engine.facts import (
    AttributeFact,
    Closure,
    Event,
    Facts,
    FactsError,
    Identity,
    Opening,
    OtherPayment,
    PoolOpening,
)
from mianshen.engine.reference import assess
from mianshen.engine.results import Finding, Line, OrderChoice
from mianshen.policy.pack import Pack
from mianshen.policy.schema import PoolScope
from mianshen.run.messages import InputError, bad, message
from mianshen.run.opening import Openings, read_opening
from mianshen.run.others import Others, read_others
from mianshen.run.people import Register, masked_number
from mianshen.run.reading import Table, read_table
from mianshen.run.rosters import Rosters, read_rosters
from mianshen.run.settlements import Bills, SetAside, place_of, read_bills, to_event
from mianshen.run.shipped import Located, load, locate

T = TypeVar("T")

ROLES = ("settlements", "rosters", "others", "opening", "people")
_ONLY_ONE = ("opening", "people")
_YEARS = range(1900, 2100)


@dataclass(frozen=True)
class Order:
    """What was asked for: a pack, files by role, and the days to look from.

    `since` is the day the settlement data begins; None means they cover every benefit year.
    """

    pack: str
    files: Mapping[str, Sequence[Path]]
    year: int
    as_of: date
    overlays: Sequence[str] = ()
    since: date | None = None
    year_closed: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: what as, by which name, its content's hash and its rows."""

    role: str
    name: str
    path: Path
    sha256: str
    rows: int


@dataclass(frozen=True)
class PersonFacts:
    """Everything about one person, ready for the engine."""

    events: list[Event] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    attributes: list[AttributeFact] = field(default_factory=list)
    payments: list[OtherPayment] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    pool_openings: list[PoolOpening] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """All that was read for a run, and the facts made of it."""

    order: Order
    pack: Pack
    located: Located
    overlays: tuple[Located, ...]
    sources: tuple[Source, ...]
    bills: Bills
    rosters: Rosters
    others: Others
    register: Register
    rostered: frozenset[str]
    by_person: Mapping[str, PersonFacts]
    set_aside: tuple[SetAside, ...]
    closures: tuple[Closure, ...]

    def units(self) -> list[tuple[str, ...]]:
        """The rostered people with something to assess: alone, or by household where one counts."""
        by_person = self.by_person
        people = [key for key in sorted(self.rostered) if key in by_person]
        groups: dict[tuple[bool, str], list[str]] = defaultdict(list)
        shared = has_household_pool(self.pack)
        for key in people:
            household = self.register.known(key).as_person().household if shared else None
            groups[household is not None, household or key].append(key)
        with_bills = (
            tuple(group) for group in groups.values() if any(by_person[key].events for key in group)
        )
        return sorted(with_bills)

    def facts_of(self, people: Iterable[str]) -> Facts:
        """The facts of some people."""
        keys = list(people)
        own = [self.by_person.get(key) or PersonFacts() for key in keys]
        return Facts(
            people=tuple(self.register.known(key).as_person() for key in keys),
            events=tuple(one for facts in own for one in facts.events),
            identities=tuple(one for facts in own for one in facts.identities),
            attributes=tuple(one for facts in own for one in facts.attributes),
            payments=tuple(one for facts in own for one in facts.payments),
            openings=tuple(one for facts in own for one in facts.openings),
            pool_openings=tuple(one for facts in own for one in facts.pool_openings),
            closures=self.closures,
            complete_from=self.order.since,
        )


@dataclass(frozen=True)
class Outcome:
    """What the engine answered for everyone."""

    lines: tuple[Line, ...]
    choices: tuple[OrderChoice, ...]
    trace: tuple[Finding, ...] = ()


Track = Callable[[Sequence[tuple[str, ...]]], Iterable[tuple[str, ...]]]
"""Passes units through one by one and may show how far it is."""


def read_case(order: Order) -> Case:
    """Read everything a run needs and turn it into facts.

    Raises `InputError` with the problems of the first step that finds any; nothing is written.
    """
    located = locate(order.pack)
    overlays = tuple(locate(overlay) for overlay in order.overlays)
    pack = load(located, overlays)
    _check_days(order, pack)
    tables = _read_tables(order.files)
    bills = read_bills(tables["settlements"], order.as_of)
    people = tables["people"][0] if tables["people"] else None
    rosters = read_rosters(tables["rosters"], people, pack)
    others = read_others(tables["others"], pack)
    opening = tables["opening"][0] if tables["opening"] else None
    openings = read_opening(opening, pack, order.year)
    named = [*rosters.named(), *bills.named(), *others.named(), *openings.named()]
    register = Register(named)
    rostered = frozenset(register.key(row.named.certno, row.named.psn_no) for row in rosters.rows)
    if has_household_pool(pack):
        _check_households(register, rostered)
    by_person = _gather(bills, rosters, others, openings, register)
    unmatched = _unmatched_payments(by_person, rostered, order.as_of)
    set_aside = sorted((*bills.set_aside, *unmatched), key=lambda one: (one.file, one.line))
    sources = tuple(
        Source(role, table.name, table.path, table.sha256, sum(1 for _ in table.rows()))
        for role in ROLES
        for table in tables[role]
    )
    return Case(
        order,
        pack,
        located,
        overlays,
        sources,
        bills,
        rosters,
        others,
        register,
        rostered,
        by_person,
        tuple(set_aside),
        others.closures,
    )


def run_case(
    case: Case, units: Sequence[tuple[str, ...]], track: Track = iter, *, traced: bool = False
) -> Outcome:
    """Assess some units; the trace is kept only when asked for, it is large.

    Raises `InputError` when the engine cannot assess the facts as they are.
    """
    lines: list[Line] = []
    choices: list[OrderChoice] = []
    trace: list[Finding] = []
    order = case.order
    for unit in track(units):
        try:
            answer = assess(
                case.facts_of(unit),
                [case.pack],
                year=order.year,
                as_of=order.as_of,
                year_closed=order.year_closed,
                with_trace=traced,
            )
        except FactsError as error:
            raise bad("facts", masked_number(unit[0]), detail=error) from error
        lines += answer.lines
        choices += answer.choices
        trace += answer.trace
    return Outcome(tuple(lines), tuple(choices), tuple(trace))


def has_household_pool(pack: Pack) -> bool:
    """Whether people of one household have to be assessed together."""
    return any(pool.scope is PoolScope.HOUSEHOLD for pool in pack.pools.values())


def _check_days(order: Order, pack: Pack) -> None:
    if order.year not in _YEARS:
        raise bad("year_out_of_range", value=order.year)
    start = date.fromisoformat(f"{order.year:04d}-{pack.year.starts}")
    if order.as_of < start:
        raise bad("as_of_before_year", as_of=order.as_of, year=order.year, start=start)


def _read_tables(files: Mapping[str, Sequence[Path]]) -> dict[str, list[Table]]:
    tables: dict[str, list[Table]] = {role: [] for role in ROLES}
    paths = [path for role in ROLES for path in files.get(role, ())]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise InputError(message("file_missing", str(path)) for path in missing)
    names = [path.name for path in paths]
    seen: set[Path] = set()
    for role in ROLES:
        for path in files.get(role, ()):
            if path.resolve() in seen:
                raise bad("file_twice", str(path))
            seen.add(path.resolve())
            name = path.name if names.count(path.name) == 1 else path.as_posix()
            tables[role].append(read_table(path, role, name))
    return tables


def _check_households(register: Register, rostered: Iterable[str]) -> None:
    problems = []
    for key in sorted(rostered):
        stated = register.known(key).stated_households()
        if len(stated) > 1:
            shown = {"person": masked_number(key), "first": stated[0], "second": stated[1]}
            problems.append(message("two_households", "", **shown))
    if problems:
        raise InputError(problems)


def _gather(
    bills: Bills, rosters: Rosters, others: Others, openings: Openings, register: Register
) -> dict[str, PersonFacts]:
    gathered: dict[str, PersonFacts] = defaultdict(PersonFacts)
    for row in bills.used:
        one = row.settlement
        key = register.key(one.certno, one.psn_no)
        gathered[key].events.append(to_event(row, key))
    for identity in rosters.identities(register):
        gathered[identity.person].identities.append(identity)
    for stated in rosters.attributes(register):
        gathered[stated.person].attributes.append(stated)
    for payment in others.payments(register):
        gathered[payment.person].payments.append(payment)
    for opening in openings.of_programmes(register):
        gathered[opening.person].openings.append(opening)
    for pool in openings.of_pools(register):
        gathered[pool.person].pool_openings.append(pool)
    return dict(gathered)


def _unmatched_payments(
    by_person: Mapping[str, PersonFacts], rostered: Iterable[str], as_of: date
) -> list[SetAside]:
    """Payments that no settlement of their person can take; they would vanish in the engine."""
    aside = []
    for key in sorted(rostered):
        own = by_person.get(key)
        if own is None:
            continue
        ids = {event.id for event in own.events}
        days = [event.settled.date() for event in own.events if event.settled.date() <= as_of]
        for paid in own.payments:
            if paid.event is not None:
                rule = None if paid.event in ids else "payment_settlement_missing"
            else:
                first, last = paid.first_day or date.min, paid.last_day or date.max
                inside = any(first <= day <= last for day in days)
                rule = None if inside else "payment_without_settlement"
            if rule is not None:
                file, line = place_of(paid.origin)
                aside.append(SetAside(file, line, paid.event or "", "setl_id", rule, paid.source))
    return aside
