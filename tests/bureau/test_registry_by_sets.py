"""Whom rows mean and what holds of them is the same, by sets or one by one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bureau.canonical import canonical, people_as_named
from bureau.factories import card, month
from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.registry import deriving, resolving, simple
from mianshen.bureau.registry import services as registry
from mianshen.run.people import Named
from mianshen.run.rosters import RosterRow

pytestmark = pytest.mark.usefixtures("module_database")

SOUND = card(11)
SLIP = card(12)
FAULTY = SOUND[:-1] + ("1" if SOUND[-1] != "1" else "2")
ROUND = next(one for one in (card(n) for n in range(0, 1000, 100)) if one.endswith("000"))
LEGACY = SOUND[:6] + SOUND[8:17]
OTHER = card(640, "19620517")
NUMBERS = (SOUND, SOUND, OTHER, OTHER, card(641, "19620517"), SLIP, FAULTY, ROUND, LEGACY, None)
NAMES = ("张秀英", "张秀英", "李建国", "英秀张", "张秀兰", None)


@dataclass(frozen=True)
class Line:
    """A row of a file, as far as it matters here."""

    certno: str | None
    psn_no: str | None
    name: str | None
    born: date | None
    sex: str | None
    identity: str
    start: int
    end: int | None
    income: int | None
    household: str | None


@dataclass(frozen=True)
class File:
    """A whole list, rows beside it that could not be read, a table of people, or settlements."""

    kind: str
    month: int
    lines: tuple[Line, ...]
    lost: tuple[Line, ...] = ()


lines = st.builds(
    Line,
    st.sampled_from(NUMBERS),
    st.sampled_from((None, None, "P1", "P2", SOUND)),
    st.sampled_from(NAMES),
    st.sampled_from((None, None, date(1949, 1, 1), date(1962, 5, 17))),
    st.sampled_from((None, "男", "女")),
    st.sampled_from(("低保", "低保", "特困")),
    st.integers(0, 4),
    st.sampled_from((None, None, 1, 3)),
    st.sampled_from((None, None, 100, 200)),
    st.sampled_from((None, None, "H1", "H2")),
).filter(lambda one: bool(one.certno or one.psn_no or one.name))
few = st.lists(lines, max_size=5).map(tuple)
deliveries = st.lists(
    st.builds(
        File,
        st.sampled_from(
            ("civil-affairs", "civil-affairs", "union", "deaths", "means", "details", "settlements")
        ),
        st.integers(1, 4),
        few,
        st.lists(lines, max_size=1).map(tuple),
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deliveries)
def test_sets_and_rows_say_the_same_of_dirty_lists(files: list[File]) -> None:
    with one_by_one():
        by_rows = told(files)
    with by_sets():
        assert told(files) == by_rows


def test_clean_lists_are_never_looked_at_one_by_one() -> None:
    clean = [
        Line(certno, None, name, None, "女", "低保", 1, None, 100, "H1")
        for certno, name in (
            (SOUND, "张秀英"),
            (OTHER, "李建国"),
            (card(641, "19620517"), "李建国"),
        )
    ]
    first, joined = File("civil-affairs", 1, tuple(clean[:2])), File("union", 2, tuple(clean))

    with by_sets(), pytest.MonkeyPatch.context() as patch:
        for place, name in ((resolving, "resolve"), (deriving, "_derive")):
            patch.setattr(place, name, lambda *_: pytest.fail("a row was looked at by itself"))
        means = File("means", 3, tuple(clean[:2]))
        found = told([first, joined, means, File("civil-affairs", 3, tuple(clean[1:]))])

    assert len(found["people"]) == 3
    assert [one for one in found["spans"]["identity"] if "off_list" in one and SOUND in one]


@contextmanager
def one_by_one() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resolving, "settle_sound", lambda entered, _: (set(), entered.touched))
        patch.setattr(simple, "FEW", 10**9)
        yield


@contextmanager
def by_sets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simple, "FEW", 0)
        yield


def told(files: list[File]) -> dict[str, Any]:
    """All that is known after some files, and nothing of it kept."""
    with transaction.atomic():
        for number, file in enumerate(files, 1):
            state(number, file)
        named = people_as_named()
        found = {**canonical(), "spans": spans(named)}
        found["marks"] = sorted(
            named[str(one)] for one in registry.dirty_people() if str(one) in named
        )
        transaction.set_rollback(True)
    return found


def state(number: int, file: File) -> None:
    stated = Stated(registry.next_moment(), number, "clerk:1")
    role = _ROLES.get(file.kind, "rosters")
    rank = {"people": 0, "rosters": 1}.get(role, 2)
    source = file.kind
    span = month(f"2025{file.month:02d}")

    def named(place: str, one: Line) -> Named:
        return Named(
            f"{number}:{place}",
            *(one.certno, one.psn_no, one.name, one.born, one.sex, one.household),
            *(rank, role, source),
        )

    def row(place: int, one: Line) -> RosterRow:
        is_list = role == "rosters"
        return RosterRow(
            named(str(place), one),
            one.identity if is_list else None,
            span.first - timedelta(days=30 * one.start) if is_list else None,
            span.last + timedelta(days=10 * one.end) if one.end and is_list else None,
            None,
            "office",
            (("income", Fraction(one.income)),) if one.income else (),
            source,
            span,
            died=span.first + timedelta(days=one.start) if source == "deaths" else None,
        )

    rows = tuple(row(place, one) for place, one in enumerate(file.lines))
    lost = tuple(named(f"lost{place}", one) for place, one in enumerate(file.lost))
    if role == "settlements":
        identified = registry.identify(registry.spell([one.named for one in rows]), stated)
        registry.refresh((), identified.people, stated)
        return
    identified = registry.identify(registry.spell([*(one.named for one in rows), *lost]), stated)
    delivered = registry.RosterList(
        source, role, span, role == "rosters", rows, lost, rows_delivered=len(rows) + len(lost)
    )
    registry.state_list(delivered, identified, stated)


def spans(named: dict[str, str]) -> dict[str, list[str]]:
    """Every span with its reasons and the row it comes from."""
    found = {}
    for table, columns in _COLUMNS.items():
        rows = query(
            f"SELECT t.person_id, {columns}, l.place FROM registry_{table} t"
            " LEFT JOIN registry_listing l ON l.id::text = t.place WHERE t.known_to IS NULL"
        )
        found[table] = sorted(repr((named[str(row[0])], *row[1:])) for row in rows)
    return found


_ROLES = dict.fromkeys(("deaths", "means", "details"), "people") | {"settlements": "settlements"}
_COLUMNS = {
    "identity": "t.identity, t.source, valid_from, valid_to, start_reason, end_reason, grace_until",
    "attribute": "name, kind, value, valid_from, valid_to",
    "membership": "t.source, valid_from, valid_to",
    "departure": "t.kind, day, disputed",
    "description": "born, sex",
}
