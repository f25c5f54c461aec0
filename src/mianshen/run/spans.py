"""Deliveries over time into the days an identity holds: joined, ended by absence, cut by death."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from mianshen.engine.facts import AttributeFact, Identity
from mianshen.run.matching.reviews import Review
from mianshen.run.people import Register
from mianshen.run.reading.periods import Period
from mianshen.run.rosters import RosterFile, RosterRow, Rosters, by_source

_DAY = timedelta(days=1)

Doubts = Mapping[tuple[str, Period], Collection[str]]
"""People whom a delivery may name in a row that is in review or quarantine."""


@dataclass(frozen=True, slots=True)
class Left:
    """The last day somebody belongs to any list, and why."""

    day: date
    reason: str
    where: str


@dataclass
class Spans:
    """Identities and attributes as facts, with what has to be looked at."""

    identities: list[Identity] = field(default_factory=list)
    attributes: list[AttributeFact] = field(default_factory=list)
    left: dict[str, Left] = field(default_factory=dict)
    reviews: list[Review] = field(default_factory=list)
    partial: list[str] = field(default_factory=list)


def find_spans(rosters: Rosters, register: Register, doubts: Doubts) -> Spans:
    """The spans of every identity.

    In a whole list absence ends an identity on the day before the list's period; in a list so much
    shorter than the one before that it cannot be whole, absence says nothing. Rows in review have
    no person and give no identity. Death and moving away end every identity.
    """
    spans = Spans()
    _note_departures(spans, rosters.people_rows, register)
    files = [one for one in rosters.files if one.is_whole and one.period]
    for source, rows in by_source(rosters.rows).items():
        keyed = [(key, row) for row in rows for key in [register.key_at(row.named.where)] if key]
        periods = told_periods(source, files, spans)
        is_whole = bool(periods)
        found = _of_whole_lists(source, keyed, periods, doubts) if is_whole else _of_changes(keyed)
        spans.identities += [one for raw in found for one in [_cut(spans, raw)] if one is not None]
        spans.attributes += _attributes(keyed, latest_only=False)
    people = [
        (key, row)
        for row in rosters.people_rows
        for key in [register.key_at(row.named.where)]
        if key
    ]
    spans.attributes += _attributes(people, latest_only=True)
    return spans


def told_periods(
    source: str, files: Iterable[RosterFile], spans: Spans
) -> list[tuple[Period, bool]]:
    """The periods of a source in order, and whether absence from that list means anything.

    A zero report changes nothing: whoever was on the list is on it still.
    """
    rows: dict[Period, int] = defaultdict(int)
    percent = 0
    unchanged: set[Period] = set()
    decided: dict[Period, bool] = {}
    names: dict[Period, str] = {}
    for one in files:
        if one.source == source and one.period:
            rows[one.period] += one.rows
            unchanged |= {one.period} if one.is_zero_report else set()
            names[one.period], percent = one.name, one.mass_exit_percent
            if one.is_partial is not None:
                decided[one.period] = one.is_partial
    found: list[tuple[Period, bool]] = []
    full = 0
    for period in sorted(rows):
        if period in unchanged and not rows[period]:
            found.append((period, False))
            continue
        is_partial = decided.get(period, rows[period] * 100 < full * (100 - percent))
        if is_partial:
            spans.partial.append(f"{names[period]} ({rows[period]} / {full})")
        else:
            full = rows[period]
        found.append((period, not is_partial))
    return found


def _of_whole_lists(
    source: str,
    keyed: Sequence[tuple[str, RosterRow]],
    periods: Sequence[tuple[Period, bool]],
    doubts: Doubts,
) -> Iterable[Identity]:
    by_identity: dict[tuple[str, str], dict[Period, RosterRow]] = defaultdict(dict)
    for key, row in keyed:
        if row.identity and row.period:
            by_identity[key, row.identity][row.period] = row
    for (key, _), there in sorted(by_identity.items()):
        run: list[RosterRow] = []
        left_on: date | None = None
        for period, counts in periods:
            if period in there:
                run.append(there[period])
            elif run and counts and key not in doubts.get((source, period), ()):
                yield _identity(key, run, left_on, period.first - _DAY)
                left_on, run = period.first - _DAY, []
        if run:
            yield _identity(key, run, left_on, None)


def _identity(
    key: str, run: Sequence[RosterRow], left_on: date | None, last: date | None
) -> Identity:
    """One unbroken stay on a list; the latest row is the one that was corrected last."""
    latest, first = run[-1], run[0]
    start = latest.start or first.start or date.min
    if latest.period and start == latest.period.first and first.start:
        start = first.start
    if left_on is not None and first.period:
        start = max(start, first.period.first)
    ends = [day for day in (latest.end, last) if day is not None]
    end = min(ends, default=None)
    if end is not None:
        end = max(end, start)
    return _fact(key, latest, start, end)


def _of_changes(keyed: Sequence[tuple[str, RosterRow]]) -> Iterable[Identity]:
    """Rows as they are; a row that ends an identity closes the one before it."""
    ordered = sorted(
        keyed, key=lambda pair: (pair[1].period is not None, pair[1].period or _NO_PERIOD)
    )
    open_: dict[tuple[str, str], list[RosterRow]] = defaultdict(list)
    endings: dict[tuple[str, str], list[date]] = defaultdict(list)
    for key, row in ordered:
        if not row.identity:
            continue
        if row.ends:
            day = row.end or (row.period.last if row.period else row.start)
            if day:
                endings[key, row.identity].append(day)
        else:
            open_[key, row.identity].append(row)
    for (key, identity), rows in open_.items():
        for row in rows:
            assert row.start is not None
            days = [day for day in endings[key, identity] if day >= row.start]
            ends = [day for day in (row.end, min(days, default=None)) if day is not None]
            yield _fact(key, row, row.start, min(ends, default=None))


_NO_PERIOD = Period(date.min, date.min)


def _fact(key: str, row: RosterRow, start: date, end: date | None) -> Identity:
    origin = f"{row.named.where} {row.office}".strip()
    return Identity(key, row.identity or "", start, end, row.recognised, origin=origin)


def _note_departures(spans: Spans, rows: Iterable[RosterRow], register: Register) -> None:
    for row in rows:
        key = register.key_at(row.named.where)
        for day, reason in ((row.died, "died"), (row.moved, "moved")):
            if key is None or day is None:
                continue
            before = spans.left.get(key)
            if before and before.reason == reason and before.day != day:
                detail = f"{before.day} / {day}"
                spans.reviews.append(_review(row, f"{reason}_on_two_days", detail, is_used=True))
            # Of two days the later one: nobody loses care that may have been theirs.
            later_of_same = before is not None and before.reason == reason and before.day >= day
            dead_first = before is not None and before.reason == "died" and reason == "moved"
            if not later_of_same and not dead_first:
                spans.left[key] = Left(day, reason, row.named.where)


def _cut(spans: Spans, identity: Identity) -> Identity | None:
    left = spans.left.get(identity.person)
    if left is None or (identity.end is not None and identity.end <= left.day):
        return identity
    if identity.start > left.day:
        place, _, _ = identity.origin.partition(" ")
        detail = f"{left.day} < {identity.start}"
        spans.reviews.append(
            Review(
                "rosters", place, f"{left.reason}_before_identity", identity.person, detail=detail
            )
        )
        return None
    return Identity(
        identity.person,
        identity.identity,
        identity.start,
        left.day,
        identity.recognised,
        origin=identity.origin,
    )


def _review(row: RosterRow, reason: str, detail: str, *, is_used: bool) -> Review:
    named = row.named
    return Review(
        named.role,
        named.where,
        reason,
        named.certno or "",
        named.psn_no or "",
        named.name or "",
        detail,
        is_used=is_used,
    )


def _attributes(
    keyed: Sequence[tuple[str, RosterRow]], *, latest_only: bool
) -> Iterable[AttributeFact]:
    """What is stated about people beside that; without days it holds always.

    Of monthly deliveries each says what held in its own period, the first one also before it and
    the last one from then on; of monthly tables of people only the last one counts.
    """
    stated: dict[tuple[str, str], list[tuple[RosterRow, object]]] = defaultdict(list)
    for key, row in keyed:
        for name, value in row.attributes:
            if row.period is None:
                first = row.start or date.min
                yield AttributeFact(key, name, value, first, row.end, row.named.where)
            else:
                stated[key, name].append((row, value))
    for (key, name), rows in stated.items():
        yield from _over_periods(key, name, rows, latest_only=latest_only)


def _over_periods(
    key: str, name: str, rows: list[tuple[RosterRow, object]], *, latest_only: bool
) -> Iterable[AttributeFact]:
    last_of: dict[Period, tuple[RosterRow, object]] = {}
    for row, value in rows:
        assert row.period is not None
        last_of[row.period] = (row, value)
    ordered = [last_of[period] for period in sorted(last_of)]
    if latest_only:
        ordered = ordered[-1:]
    start = date.min
    for index, (row, value) in enumerate(ordered):
        following = ordered[index + 1] if index + 1 < len(ordered) else None
        if following is not None and following[1] == value:
            continue
        end = following[0].period.first - _DAY if following and following[0].period else None
        yield AttributeFact(key, name, value, start, end, row.named.where)  # type: ignore[arg-type]
        start = end + _DAY if end else start
