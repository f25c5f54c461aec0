"""What a source's last whole list says, what holds by all others, and how people are named."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from mianshen.bureau.bitemporal.rows import known, query
from mianshen.bureau.registry.models import Identity, Resolution
from mianshen.bureau.registry.vault import Spelling, read_mentions, read_spellings
from mianshen.run.reading.periods import Period
from mianshen.standards.identity.numbers import Paper, read_number


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list: how it names somebody and whom that means (none: in doubt), and as what.

    `word` is the source's own spelling of the identity.
    """

    naming: int
    person: int | None
    identity: str
    word: str
    start: date
    end: date | None


@dataclass(frozen=True)
class LastList:
    """The last whole list of a source that had rows.

    `doubted` are people who may stand in a row of it that could not be used or matched.
    """

    source: str
    period: Period
    is_partial: bool
    entries: tuple[Entry, ...]
    doubted: frozenset[int]


@dataclass(frozen=True, slots=True)
class Span:
    """An identity of a person by one source, from day to day; `end` counts the days of grace."""

    person: int
    identity: str
    start: date
    end: date | None
    start_reason: str
    end_reason: str


@dataclass(frozen=True, slots=True)
class Papers:
    """How a person is named to others, by the most trusted files; empty where nothing is known."""

    certno: str = ""
    psn_no: str = ""
    name: str = ""
    cert_type: str = ""


def last_list(source: str) -> LastList | None:
    """The last whole list of a source, or none where none has come."""
    lists = query(_LAST, source=source)
    if not lists:
        return None
    ((first, last, is_partial),) = lists
    rows = query(_ENTRIES, source=source, first=first, last=last)
    entries = tuple(Entry(*row[:6]) for row in rows if not row[6])
    doubted = query(_DOUBTED, source=source, first=first, last=last)
    people = frozenset(int(person) for (person,) in doubted)
    return LastList(source, Period(first, last), bool(is_partial), entries, people)


def spans_beside(source: str, identities: Collection[str]) -> list[Span]:
    """The spans of some identities as every other source states them."""
    rows = known(
        Identity,
        (
            *("person_id", "identity", "valid_from", "valid_to", "grace_until"),
            *("start_reason", "end_reason"),
        ),
        "t.source <> %(source)s AND t.identity = ANY(%(identities)s)",
        source=source,
        identities=list(identities),
    )
    return [
        Span(int(person), identity, first, grace or last, start_reason, end_reason)
        for person, identity, first, last, grace, start_reason, end_reason in rows
    ]


def papers_of(people: Collection[int]) -> dict[int, Papers]:
    """Numbers and name of people, opened; whoever asks records that they looked."""
    rows = known(
        Resolution, ("naming_id", "person_id"), "t.person_id = ANY(%(ids)s)", ids=list(people)
    )
    whose = {int(naming): int(person) for naming, person in rows}
    spellings, mentions = read_spellings(whose), read_mentions(whose)
    found: dict[int, _Found] = defaultdict(_Found)
    for naming, spelling in spellings.items():
        ranks = [rank for _, _, rank, _ in mentions.get(naming, ())]
        found[whose[naming]].learn(spelling, min(ranks, default=9))
    return {person: one.papers() for person, one in found.items()}


@dataclass
class _Found:
    certnos: set[tuple[bool, int, str, str]] = field(default_factory=set)
    psn_nos: set[tuple[int, str]] = field(default_factory=set)
    names: set[tuple[int, str]] = field(default_factory=set)

    def learn(self, one: Spelling, rank: int) -> None:
        if one.certno:
            number = read_number(one.certno, one.cert_type)
            kind = one.cert_type or _KINDS.get(number.paper, "")
            self.certnos.add((not number.is_proven, rank, one.certno, kind))
        if one.psn_no:
            self.psn_nos.add((rank, one.psn_no))
        if one.name:
            self.names.add((rank, one.name))

    def papers(self) -> Papers:
        *_, certno, kind = min(self.certnos, default=(False, 0, "", ""))
        return Papers(certno, _best(self.psn_nos), _best(self.names), kind)


_KINDS = {
    Paper.CARD: "01",
    Paper.RESIDENCE_PERMIT: "17",
    Paper.FOREIGNER: "07",
    Paper.FOREIGNER_OLD: "07",
}
"""The national codes of papers (psn_cert_type) where the file did not say."""


def _best(ranked: Iterable[tuple[int, str]]) -> str:
    return min(ranked, default=(0, ""))[1]


_LAST = """
    SELECT period_first, period_last, is_partial FROM registry_roster
     WHERE known_to IS NULL AND source = %(source)s AND is_whole AND rows > 0
     ORDER BY period_first DESC, id DESC LIMIT 1"""

_ENTRIES = """
    SELECT l.naming, r.person_id, l.identity, l.word, l.start, l."end", l.kept
      FROM registry_listing l
      LEFT JOIN registry_resolution r ON r.naming_id = l.naming AND r.known_to IS NULL
     WHERE l.known_to IS NULL AND l.role = 'rosters' AND l.source = %(source)s
       AND l.period_first = %(first)s AND l.period_last = %(last)s
     ORDER BY l.id"""

_DOUBTED = """
    SELECT DISTINCT coalesce(r.person_id, (c ->> 'person')::bigint)
      FROM registry_listing l
      JOIN registry_resolution r ON r.naming_id = l.naming AND r.known_to IS NULL
      LEFT JOIN LATERAL jsonb_array_elements(r.candidates) c ON r.person_id IS NULL
     WHERE l.known_to IS NULL AND l.role = 'rosters' AND l.source = %(source)s
       AND l.period_first = %(first)s AND l.period_last = %(last)s
       AND (l.kept OR r.person_id IS NULL)
       AND coalesce(r.person_id, (c ->> 'person')::bigint) IS NOT NULL"""
