"""The funnel: from all visits to amounts, with what fell out, so that counts and fen add up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mianshen.engine.netting import net
from mianshen.engine.results import Line, Reason, Status
from mianshen.run.case import Case
from mianshen.run.job import Outcome
from mianshen.run.settlements import PAYER_FIELDS
from mianshen.standards.fields import FIELD_BY_NAME

VISIT_CLASSES = (
    "entitled",
    "held",
    "zero",
    "excluded",
    "not_rostered",
    "outside_period",
    "in_review",
    "set_aside",
    "quarantined",
)
"""Every visit is in exactly one of these; where several hold, the first one counts."""

STEPS = ("visits", "rostered", "in_scope", "entitled")

_OUT_OF_SCOPE = frozenset({Reason.NO_IDENTITY, Reason.CONDITION_FALSE, Reason.NO_VERSION})

VisitKey = tuple[str, str]

_UNSURE = "?"


@dataclass(slots=True)
class Tally:
    """Visits, the people behind them, their bills and what came of them, in fen."""

    visits: int = 0
    people: int = 0
    bill_fen: int = 0
    amount_fen: int = 0
    held_fen: int = 0


@dataclass(slots=True)
class LineTally:
    """Lines of a programme or an office by status, with people entitled and amounts in fen.

    `year_amount_fen` is the part of the amount that belongs to a year and no visit.
    """

    title: str = ""
    office: str = ""
    simulated: bool = False
    entitled: int = 0
    zero: int = 0
    held: int = 0
    excluded: int = 0
    people: int = 0
    amount_fen: int = 0
    year_amount_fen: int = 0
    held_fen: int = 0
    delivered_fen: int = 0


@dataclass(slots=True)
class RowTally:
    """Settlement rows and their bills, in fen: read = used + set aside + quarantined.

    Of quarantined rows only those amounts count that could be read.
    """

    read: int = 0
    read_fen: int = 0
    used: int = 0
    used_fen: int = 0
    set_aside: int = 0
    set_aside_fen: int = 0
    quarantined: int = 0
    quarantined_fen: int = 0


@dataclass
class Funnel:
    """Everything the summary and `funnel.json` say; simulated programmes count in no total."""

    rows: RowTally = field(default_factory=RowTally)
    outcomes: dict[str, int] = field(default_factory=dict)
    steps: dict[str, Tally] = field(default_factory=dict)
    classes: dict[str, Tally] = field(default_factory=dict)
    programmes: dict[str, LineTally] = field(default_factory=dict)
    offices: dict[str, LineTally] = field(default_factory=dict)
    reasons: dict[str, dict[str, int]] = field(default_factory=dict)
    amount_fen: int = 0
    visit_amount_fen: int = 0
    year_amount_fen: int = 0
    held_fen: int = 0
    delivered_fen: int = 0
    top_up_fen: int = 0
    claw_back_fen: int = 0
    choices: int = 0
    choices_changed: int = 0
    gain_fen: int = 0
    assumed: dict[str, dict[str, int]] = field(default_factory=dict)
    warnings: dict[str, int] = field(default_factory=dict)
    unknown_identities: dict[str, int] = field(default_factory=dict)
    unread_payers_fen: dict[str, int] = field(default_factory=dict)
    unused_columns: list[str] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    repairs: dict[str, int] = field(default_factory=dict)
    quarantine: dict[str, int] = field(default_factory=dict)
    review: dict[str, int] = field(default_factory=dict)
    review_used: dict[str, int] = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)
    missing_sources: list[str] = field(default_factory=list)
    partial_lists: list[str] = field(default_factory=list)
    engine: str = ""
    units: int = 0
    left_to_reference: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The funnel as a JSON document."""
        return asdict(self)


def make_funnel(case: Case, outcome: Outcome) -> Funnel:
    """Count everything that went in against everything that came out."""
    funnel = Funnel()
    real = [line for line in outcome.lines if not case.pack.programmes[line.programme].simulated]
    _count_rows(funnel, case)
    _count_visits(funnel, case, real)
    _count_lines(funnel, case, outcome.lines)
    _count_differences(funnel, case, real)
    for line in real:
        for figure in line.assumed if line.amount_fen or line.held_fen else ():
            touched = funnel.assumed.setdefault(figure, {"lines": 0, "amount_fen": 0})
            touched["lines"] += 1
            touched["amount_fen"] += line.amount_fen
    gains = [one.listed_left_fen - one.chosen_left_fen for one in outcome.choices]
    funnel.choices, funnel.gain_fen = len(gains), sum(gains)
    funnel.choices_changed = sum(1 for gain in gains if gain)
    funnel.assumed = dict(sorted(funnel.assumed.items()))
    funnel.engine, funnel.units = str(outcome.engine), outcome.units
    funnel.left_to_reference = dict(outcome.left)
    funnel.warnings = dict(case.bills.warned)
    funnel.unknown_identities = case.rosters.unknown_identities(case.pack)
    funnel.unread_payers_fen = _unread_payers(case)
    unused = (*case.bills.unused_columns, *case.rosters.unused_columns)
    funnel.unused_columns = list(dict.fromkeys(unused))
    _count_reading(funnel, case)
    return funnel


def _count_reading(funnel: Funnel, case: Case) -> None:
    """Files by what became of their rows, repairs, and rows that wait, by why."""
    funnel.files = [asdict(source.account) for source in case.sources]
    funnel.repairs = case.ledger.repairs_by_rule()
    funnel.quarantine = _sorted_counts(row.problems[0].code for row in case.ledger.quarantined)
    funnel.review = _sorted_counts(one.reason for one in case.reviews if not one.is_used)
    funnel.review_used = _sorted_counts(one.reason for one in case.reviews if one.is_used)
    funnel.strangers, funnel.missing_sources = list(case.strangers), list(case.missing)
    funnel.partial_lists = list(case.partial)


def _sorted_counts(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))


def _count_rows(funnel: Funnel, case: Case) -> None:
    rows, used = case.bills.netting.rows, case.bills.used
    quarantined = case.ledger.quarantined_in(("settlements",))
    tally = funnel.rows
    tally.used, tally.quarantined = len(used), len(quarantined)
    tally.read = len(rows) + tally.quarantined
    tally.quarantined_fen = sum(row.amount_fen or 0 for row in quarantined)
    netted_fen = sum(row.settlement.medfee_sumamt_fen for row in rows)
    tally.read_fen = netted_fen + tally.quarantined_fen
    tally.used_fen = sum(row.settlement.medfee_sumamt_fen for row in used)
    tally.set_aside = len(rows) - tally.used
    tally.set_aside_fen = netted_fen - tally.used_fen
    funnel.outcomes = dict(sorted(Counter(str(row.outcome) for row in rows).items()))


def _visit_keys(case: Case) -> dict[str, VisitKey]:
    """The visit of every settlement row, by the row's place; a row in review names its own person.

    A visit with a row in review is in review as a whole.
    """
    keys: dict[str, VisitKey] = {}
    for row in case.bills.netting.rows:
        one = row.settlement
        person = case.register.key_at(one.where)
        if person is None:
            person = f"{_UNSURE}{one.psn_no or one.certno or one.psn_name}"
        keys[one.where] = (person, one.visit_id)
    return keys


def _count_visits(funnel: Funnel, case: Case, lines: Iterable[Line]) -> None:
    visits: dict[VisitKey, list[str]] = defaultdict(list)
    bills: dict[VisitKey, int] = defaultdict(int)
    used: set[VisitKey] = set()
    waiting: set[VisitKey] = set()
    visit_of: dict[str, VisitKey] = {}
    key_at = _visit_keys(case)
    for row in case.bills.netting.rows:
        visits[key_at[row.settlement.where]].append(row.settlement.setl_id)
    for row in case.bills.used:
        key = key_at[row.settlement.where]
        used.add(key)
        bills[key] += row.settlement.medfee_sumamt_fen
        visit_of[row.settlement.setl_id] = key
        if row.settlement.where in case.bills_in_review:
            waiting.add(key)
    read = {visit for _, visit in visits}
    quarantined: set[VisitKey] = set()
    for one in case.ledger.quarantined_in(("settlements",)):
        if (one.visit or one.place) not in read:
            key = (f"{_UNSURE}{one.psn_no or one.certno or one.place}", one.visit or one.place)
            quarantined.add(key)
            visits[key].append(one.place)
    by_visit: dict[VisitKey, list[Line]] = defaultdict(list)
    for line in lines:
        if line.event is not None:
            by_visit[visit_of[line.event]].append(line)
    classes: dict[str, list[VisitKey]] = {name: [] for name in VISIT_CLASSES}
    in_scope: list[VisitKey] = []
    for key in sorted(visits):
        own = by_visit.get(key, [])
        if key in quarantined:
            classes["quarantined"].append(key)
        else:
            in_review = key in used and (key in waiting or _person_waits(case, key))
            name = "in_review" if in_review else _class_of(case, key, key in used, own)
            classes[name].append(key)
        if any(_is_in_scope(line) for line in own):
            in_scope.append(key)
    rostered = [key for key in sorted(visits) if key[0] in case.rostered]
    steps = {
        "visits": sorted(visits),
        "rostered": rostered,
        "in_scope": in_scope,
        "entitled": classes["entitled"],
    }
    for name, keys in classes.items():
        funnel.classes[name] = _tally(keys, bills, by_visit)
    for name, keys in steps.items():
        funnel.steps[name] = _tally(keys, bills, by_visit)


def _person_waits(case: Case, key: VisitKey) -> bool:
    return key[0] in case.in_review or key[0].startswith(_UNSURE)


def _class_of(case: Case, key: VisitKey, is_used: bool, lines: list[Line]) -> str:
    statuses = {line.status for line in lines}
    for status in (Status.ENTITLED, Status.HELD, Status.ZERO, Status.EXCLUDED):
        if status in statuses:
            return str(status)
    if not is_used:
        return "set_aside"
    return "outside_period" if key[0] in case.rostered else "not_rostered"


def _is_in_scope(line: Line) -> bool:
    if line.status is Status.EXCLUDED:
        return False
    return line.status is not Status.ZERO or line.reason not in _OUT_OF_SCOPE


def _tally(
    keys: Iterable[VisitKey],
    bills: Mapping[VisitKey, int],
    by_visit: Mapping[VisitKey, list[Line]],
) -> Tally:
    tally = Tally()
    people: set[str] = set()
    for key in keys:
        people.add(key[0])
        tally.visits += 1
        tally.bill_fen += bills.get(key, 0)
        for line in by_visit.get(key, ()):
            tally.amount_fen += line.amount_fen
            tally.held_fen += line.held_fen
    tally.people = len(people)
    return tally


def _count_lines(funnel: Funnel, case: Case, lines: Iterable[Line]) -> None:
    entitled: dict[tuple[str, str], set[str]] = defaultdict(set)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    for name, programme in case.pack.programmes.items():
        tally = LineTally(programme.title or name, programme.office, programme.simulated)
        funnel.programmes[name] = tally
        if not programme.simulated:
            office = LineTally(programme.office, programme.office)
            funnel.offices.setdefault(programme.office, office)
    for line in lines:
        programme = case.pack.programmes[line.programme]
        tallies = [("programme", line.programme, funnel.programmes[line.programme])]
        if not programme.simulated:
            tallies.append(("office", programme.office, funnel.offices[programme.office]))
            reasons[str(line.status)][str(line.reason or "")] += 1
            funnel.amount_fen += line.amount_fen
            funnel.held_fen += line.held_fen
            funnel.delivered_fen += line.delivered_fen
            if line.event is None:
                funnel.year_amount_fen += line.amount_fen
        for kind, name, tally in tallies:
            _add_line(tally, line)
            if line.status is Status.ENTITLED:
                entitled[kind, name].add(line.person)
            tally.people = len(entitled[kind, name])
    funnel.visit_amount_fen = funnel.amount_fen - funnel.year_amount_fen
    funnel.reasons = {
        status: {reason: count for reason, count in sorted(counts.items()) if reason}
        for status, counts in sorted(reasons.items())
    }


def _add_line(tally: LineTally, line: Line) -> None:
    match line.status:
        case Status.ENTITLED:
            tally.entitled += 1
        case Status.ZERO:
            tally.zero += 1
        case Status.HELD:
            tally.held += 1
        case Status.EXCLUDED:
            tally.excluded += 1
    tally.amount_fen += line.amount_fen
    tally.held_fen += line.held_fen
    tally.delivered_fen += line.delivered_fen
    if line.event is None:
        tally.year_amount_fen += line.amount_fen


def _count_differences(funnel: Funnel, case: Case, lines: Iterable[Line]) -> None:
    """What may still be ordered and what was paid too much, netted per person and fund (§10)."""
    sums = net(lines, (case.pack,))
    funnel.top_up_fen = sum(one.top_up_fen for one in sums)
    funnel.claw_back_fen = sum(one.claw_back_fen for one in sums)


def _unread_payers(case: Case) -> dict[str, int]:
    """Funds that paid on rostered people's bills although the pack reads neither them nor details.

    The person is then taken to bear what these funds have paid.
    """
    pack = case.pack
    sources = {source for payer in pack.payers.values() for source in payer.sources}
    sources |= {source for layer in pack.layers for source in layer.advance}
    sources |= {source for one in pack.programmes.values() for source in one.advance}
    if any(source.startswith("fund:") for source in sources):
        return {}
    if pack.advance_layer is not None:
        sources.add("maf_pay")
    unread = [name for name in PAYER_FIELDS if name not in sources]
    sums: dict[str, int] = {}
    for name in unread:
        attribute = FIELD_BY_NAME[name].attribute
        paid_fen = sum(
            getattr(row.settlement, attribute) or 0
            for row in case.bills.used
            if case.register.key_at(row.settlement.where) in case.rostered
        )
        if paid_fen:
            sums[name] = paid_fen
    return sums
