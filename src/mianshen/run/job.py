"""The job on files, step by step: read, net, match the people, gather facts, assess."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from mianshen.engine.facts import FactsError
from mianshen.engine.results import Finding, Line, OrderChoice, YearChoice
from mianshen.policy.pack import Pack
from mianshen.run.beside import Beside, read_beside
from mianshen.run.case import ROLES, Case, Order, PersonFacts, Source
from mianshen.run.corrections import corrected
from mianshen.run.doubts import find_doubts
from mianshen.run.engines import (
    Assessed,
    Engine,
    Track,
    Unit,
    assess_units,
    by_reference,
    uses_kernel,
)
from mianshen.run.given import Given, read_given
from mianshen.run.masking import masked_number
from mianshen.run.matching.matching import match_rows
from mianshen.run.messages import InputError, Message, bad, message
from mianshen.run.opening import Openings, read_opening
from mianshen.run.others import Others, read_others
from mianshen.run.people import Named, Register
from mianshen.run.processes import Question
from mianshen.run.reading.deliveries import Delivery, Found, find_deliveries, named_deliveries
from mianshen.run.reading.ledger import Ledger
from mianshen.run.reading.tables import Table, line_of, read_table
from mianshen.run.rosters import Rosters, read_rosters
from mianshen.run.settlements import Bills, SetAside, read_bills, to_event
from mianshen.run.shipped import load, load_sources, locate
from mianshen.run.spans import Spans, find_spans
from mianshen.sources.layouts import Sources

T = TypeVar("T")

_YEARS = range(1900, 2100)


@dataclass(frozen=True)
class Outcome:
    """What the engine answered for everyone, and why it left some to the reference."""

    lines: tuple[Line, ...]
    choices: tuple[OrderChoice, ...]
    year_choices: tuple[YearChoice, ...] = ()
    trace: tuple[Finding, ...] = ()
    engine: Engine = Engine.REFERENCE
    units: int = 0
    left: Mapping[str, int] = field(default_factory=dict)


def read_case(order: Order) -> Case:
    """Read everything a run needs and turn it into facts.

    Raises `InputError` with every file that cannot be read; nothing is written.
    """
    located = locate(order.pack)
    overlays = tuple(locate(overlay) for overlay in order.overlays)
    pack = load(located, overlays)
    _check_days(order, pack)
    sources = load_sources(order.profile)
    found = _find(order, sources)
    ledger = Ledger()
    tables = corrected(_read_tables(found.deliveries), ledger)
    read = _read_rows(tables, order, pack, sources, ledger)
    matching = match_rows(read.named())
    register = Register(read.named(), matching.keys)
    doubt = find_doubts(read.rosters, read.bills, matching, ledger, register, pack)
    spans = find_spans(read.rosters, register, doubt.kept_on)
    doubt.add_spans(spans, read.bills, register)
    rostered = frozenset(
        key for row in read.rosters.rows for key in [register.key_at(row.named.where)] if key
    )
    by_person = _gather(read, spans, register, doubt.bills_in_review)
    unmatched = [
        *_unmatched_payments(by_person, rostered, order.as_of),
        *_unmatched_aid(read.given, register, by_person, rostered),
    ]
    set_aside = sorted((*read.bills.set_aside, *unmatched), key=lambda one: (one.file, one.line))
    accounts = {(account.role, account.name): account for account in ledger.accounts}
    return Case(
        order,
        pack,
        located,
        overlays,
        tuple(
            Source(role, table.name, table.path, table.sha256, accounts[role, table.name])
            for role in ROLES
            for table in tables[role]
        ),
        read.bills,
        read.rosters,
        read.others,
        register,
        rostered,
        by_person,
        tuple(set_aside),
        read.others.closures,
        ledger,
        doubt.reviews(),
        frozenset(doubt.people),
        frozenset(doubt.bills_in_review),
        sources.file,
        found.strangers,
        found.missing,
        tuple(spans.partial),
    )


def run_case(
    case: Case,
    units: Sequence[Unit],
    track: Track = iter,
    *,
    traced: bool = False,
    engine: Engine = Engine.REFERENCE,
) -> Outcome:
    """Assess some units; the trace is kept only when asked for, it is large and the reference's.

    Raises `InputError` when the engine cannot assess the facts as they are.
    """
    order = case.order
    question = Question(case.pack, order.year, order.as_of, order.year_closed, traced)
    if uses_kernel(engine, len(units)) and not traced:
        assessed = assess_units(case, units, track, question)
    else:
        found = list(by_reference(case, units, track, question))
        assessed = Assessed(found, Engine.REFERENCE)
    lines: list[Line] = []
    choices: list[OrderChoice] = []
    year_choices: list[YearChoice] = []
    trace: list[Finding] = []
    for unit, answer in zip(units, assessed.answers, strict=True):
        if isinstance(answer, FactsError):
            raise bad("facts", masked_number(unit[0]), detail=answer) from answer
        lines += answer.lines
        choices += answer.choices
        year_choices += answer.year_choices
        trace += answer.trace
    return Outcome(
        tuple(lines),
        tuple(choices),
        tuple(year_choices),
        tuple(trace),
        assessed.engine,
        len(units),
        assessed.left,
    )


def _check_days(order: Order, pack: Pack) -> None:
    if order.year not in _YEARS:
        raise bad("year_out_of_range", value=order.year)
    start = date.fromisoformat(f"{order.year:04d}-{pack.year.starts}")
    if order.as_of < start:
        raise bad("as_of_before_year", as_of=order.as_of, year=order.year, start=start)


@dataclass(frozen=True)
class _Read:
    """All rows that could be used."""

    bills: Bills
    rosters: Rosters
    others: Others
    openings: Openings
    given: Given
    beside: Beside

    def named(self) -> list[Named]:
        """Who every row names."""
        parts = (self.rosters, self.bills, self.others, self.openings, self.given, self.beside)
        return [named for part in parts for named in part.named()]


def _find(order: Order, sources: Sources) -> Found:
    found = Found(())
    if order.folder is not None:
        found = find_deliveries(order.folder, sources)
    paths = [path for role in ROLES for path in order.files.get(role, ())]
    named = [
        one for role in ROLES for one in named_deliveries(role, order.files.get(role, ()), paths)
    ]
    deliveries = [*found.deliveries, *named]
    if order.only is not None:
        deliveries = [one for one in deliveries if one.path.resolve() in order.only]
    _check_paths(deliveries)
    return Found(tuple(deliveries), found.strangers, found.missing)


def _check_paths(deliveries: Iterable[Delivery]) -> None:
    listed = list(deliveries)
    missing = [one.path for one in listed if not one.path.is_file()]
    if missing:
        raise InputError(message("file_missing", str(path)) for path in missing)
    seen: set[Path] = set()
    for one in listed:
        if one.path.resolve() in seen:
            raise bad("file_twice", str(one.path))
        seen.add(one.path.resolve())


def _read_tables(deliveries: Iterable[Delivery]) -> dict[str, list[Table]]:
    """Every file by its role; raises `InputError` with all that cannot be read, each by name."""
    tables: dict[str, list[Table]] = {role: [] for role in ROLES}
    problems: list[Message] = []
    for one in deliveries:
        try:
            tables[one.layout.role].append(read_table(one.path, one.layout, one.name, one.period))
        except InputError as error:
            problems += error.messages
    if problems:
        raise InputError(problems)
    return tables


def _read_rows(
    tables: Mapping[str, Sequence[Table]],
    order: Order,
    pack: Pack,
    sources: Sources,
    ledger: Ledger,
) -> _Read:
    """The rows of all files; raises `InputError` with every file of which no row can be used."""
    problems: list[Message] = []

    def tried(read: Callable[[], T]) -> T | None:
        try:
            return read()
        except InputError as error:
            problems.extend(error.messages)
            return None

    bills = tried(lambda: read_bills(tables["settlements"], order.as_of, ledger))
    rosters = tried(
        lambda: read_rosters(tables["rosters"], tables["people"], pack, sources, ledger)
    )
    others = tried(lambda: read_others(tables["others"], pack, ledger))
    openings = tried(lambda: read_opening(tables["opening"], pack, order.year, ledger))
    given = tried(lambda: read_given(tables["given"], pack, ledger))
    beside = tried(lambda: read_beside(tables, ledger))
    if bills is None or rosters is None or others is None or openings is None:
        raise InputError(problems)
    if given is None or beside is None:
        raise InputError(problems)
    return _Read(bills, rosters, others, openings, given, beside)


def _gather(
    read: _Read, spans: Spans, register: Register, bills_in_review: Collection[str]
) -> dict[str, PersonFacts]:
    gathered: dict[str, PersonFacts] = defaultdict(PersonFacts)
    for row in read.bills.used:
        key = register.key_at(row.settlement.where)
        if key is not None and row.settlement.where not in bills_in_review:
            gathered[key].events.append(to_event(row, key))
    for identity in spans.identities:
        gathered[identity.person].identities.append(identity)
    for stated in spans.attributes:
        gathered[stated.person].attributes.append(stated)
    for payment in read.others.payments(register):
        gathered[payment.person].payments.append(payment)
    for _, delivery in read.given.deliveries(register):
        gathered[delivery.person].deliveries.append(delivery)
    for opening in read.openings.of_programmes(register):
        gathered[opening.person].openings.append(opening)
    for pool in read.openings.of_pools(register):
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
                file, line = line_of(paid.origin)
                aside.append(SetAside(file, line, paid.event or "", "setl_id", rule, paid.source))
    return aside


def _unmatched_aid(
    given: Given,
    register: Register,
    by_person: Mapping[str, PersonFacts],
    rostered: Collection[str],
) -> Iterator[SetAside]:
    """Aid given on a settlement that is not among its person's; it would vanish in the engine."""
    for named, one in given.deliveries(register):
        own = by_person.get(one.person) or PersonFacts()
        if one.person in rostered and all(event.id != one.event for event in own.events):
            file, line = line_of(named.where)
            yield SetAside(
                file, line, one.event, "setl_id", "payment_settlement_missing", one.place
            )
