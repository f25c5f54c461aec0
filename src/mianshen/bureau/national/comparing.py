"""Identities as departments state them beside the marks that the national platform has."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mianshen.bureau.registry.services import Entry, LastList, Span


class Kind(StrEnum):
    """What is to be done about a mark, or why nothing can be done by rule.

    An identity without its mark (应标未标) is `add`; a mark whose identity has ended (应停未停) is
    `end`; a mark of other days is `change`. `doubtful`: rows in doubt may be about this person.
    `unvouched`: the platform has a mark that no department ever stated.
    """

    ADD = "add"
    CHANGE = "change"
    END = "end"
    DOUBTFUL = "doubtful"
    UNVOUCHED = "unvouched"


SENT = (Kind.ADD, Kind.CHANGE, Kind.END)
"""What goes to the platform; the rest is for people to look at."""


@dataclass(frozen=True, slots=True)
class MarkDifference:
    """One mark on which we and the platform differ: what it should say, and why.

    Days are inclusive; without `last_day` the mark is open. `reason` is the end's reason in the
    registry (`off_list`, `stated`, `died` …), what changes, or what is in doubt.
    """

    kind: Kind
    person: int
    identity: str
    code: str
    first_day: date
    last_day: date | None
    naming: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Known:
    """All that decides about marks on a day, besides spans and list.

    `died` are days of death; `doubtful` are people of whom departments contradict each other.
    """

    codes: Mapping[str, str]
    day: date
    died: Mapping[int, date] = field(default_factory=dict)
    doubtful: Collection[int] = ()


def compare(spans: Iterable[Span], listed: LastList, by: Known) -> list[MarkDifference]:
    """Every difference, by person and identity; the same facts give the same list in any order."""
    ours: dict[tuple[int, str], list[Span]] = defaultdict(list)
    for span in spans:
        ours[span.person, span.identity].append(span)
    theirs: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for entry in listed.entries:
        is_running = entry.end is None or entry.end >= by.day
        if entry.person is not None and entry.identity in by.codes and is_running:
            theirs[entry.person, entry.identity].append(entry)
    found: list[MarkDifference] = []
    for one in sorted({*ours, *theirs}):
        own = sorted(ours.get(one, ()), key=lambda span: (span.start, span.end or date.max))
        rows = sorted(theirs.get(one, ()), key=lambda row: (row.start, row.word, row.naming))
        found += _of_one(*one, own, rows, listed, by)
    return found


def _of_one(
    person: int,
    identity: str,
    own: Sequence[Span],
    rows: Sequence[Entry],
    listed: LastList,
    by: Known,
) -> Iterator[MarkDifference]:
    holding = [one for one in own if one.start <= by.day and (one.end is None or one.end >= by.day)]
    code = by.codes[identity]
    if holding and not rows:
        is_doubtful = person in listed.doubted
        kind = Kind.DOUBTFUL if is_doubtful else Kind.ADD
        reason = "may_be_listed" if is_doubtful else ""
        first, last = holding[0].start, _last_day(holding)
        yield MarkDifference(kind, person, identity, code, first, last, None, reason)
    elif holding:
        changed = _changed(person, identity, holding, rows, code)
        yield from [changed] if changed else []
    elif rows and not any(one.start > by.day for one in own):
        yield from (_ended(row, person, own, by) for row in rows)


def _changed(
    person: int, identity: str, holding: Sequence[Span], rows: Sequence[Entry], code: str
) -> MarkDifference | None:
    """The days that the platform's mark should have instead of its own.

    The day a list began is no day of recognition, and says nothing against the platform's.
    """
    row = next((one for one in rows if one.word == code), rows[0])
    stated = [one.start for one in holding if one.start_reason == "stated"]
    first, last = min(stated, default=row.start), _last_day(holding)
    if (first, last) == (row.start, row.end):
        return None
    reason = "start" if first != row.start else "end"
    first = min(first, last or first)
    code = row.word or code
    return MarkDifference(Kind.CHANGE, person, identity, code, first, last, row.naming, reason)


def _ended(row: Entry, person: int, own: Sequence[Span], by: Known) -> MarkDifference:
    days = [(one.end, one.end_reason) for one in own if one.end is not None]
    if person in by.died:
        days.append((by.died[person], "died"))
    if not days:
        kind, last, reason = Kind.UNVOUCHED, row.end, "never_stated"
    elif person in by.doubtful:
        kind, last, reason = Kind.DOUBTFUL, row.end, "departments_disagree"
    else:
        ended, reason = max(days)
        kind, last = Kind.END, max(ended, row.start)
    code = row.word or by.codes[row.identity]
    return MarkDifference(kind, person, row.identity, code, row.start, last, row.naming, reason)


def _last_day(holding: Sequence[Span]) -> date | None:
    """The last day on which any of them holds; none where one is open."""
    ends = [one.end for one in holding]
    return None if None in ends else max(end for end in ends if end is not None)
