"""暂缓: held lines and people who wait, within what somebody sees, by reason and page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import sql

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.services import HeldLine
from mianshen.bureau.bitemporal.rows import Row
from mianshen.bureau.offices.services import region_codes
from mianshen.bureau.offices.vocabulary import Sight
from mianshen.bureau.reporting.counting import View
from mianshen.bureau.reporting.statements import run


@dataclass(frozen=True, slots=True)
class _Source:
    """A table of what does not go on, its reasons, which rows are meant, and how they go on."""

    table: sql.Identifier
    reason: sql.Identifier
    which: sql.SQL
    order: sql.SQL
    after: sql.SQL


_LINES = _Source(
    sql.Identifier("assessment_line"),
    sql.Identifier("one", "reason"),
    sql.SQL("one.has_held AND one.status = 'held' AND NOT one.is_simulated"),
    # Lines are numbered as their determinations are, which an index finds in turn.
    sql.SQL("one.determination_id, one.id"),
    sql.SQL("one.determination_id >= %(after)s / 1000 AND one.id > %(after)s"),
)
_PEOPLE = _Source(
    sql.Identifier("assessment_waiting"),
    sql.Identifier("one", "why"),
    sql.SQL("TRUE"),
    sql.SQL("one.id"),
    sql.SQL("one.id > %(after)s"),
)


@dataclass(frozen=True, slots=True)
class HeldShown:
    """A held line and the region of its person."""

    line: HeldLine
    region: str


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    """Somebody of whom nothing can be assessed, for a reason of `assessment.waiting`."""

    number: int
    person: int
    year: int
    why: str
    event: str
    since: datetime
    region: str


@dataclass(frozen=True, slots=True)
class HeldCount:
    """How many lines are held for a reason, of how many people, and the fen that wait with them."""

    reason: str
    lines: int
    people: int
    held_fen: int


def held_lines(view: View, reason: str, after: int, most: int) -> list[HeldShown]:
    """Held lines for a reason (empty: any) after a number, those first that are known longest."""
    names = assessment.HELD_COLUMNS
    rows = _page(view, _LINES, names, {"reason": reason, "after": after, "most": most})
    return [HeldShown(assessment.held_line_of(*row[:-1]), row[-1]) for row in rows]


def waiting_people(view: View, why: str, after: int, most: int) -> list[WaitingPerson]:
    """People of whom nothing can be assessed, in the same way."""
    names = ("id", "person", "year", "why", "event", "known_from")
    rows = _page(view, _PEOPLE, names, {"reason": why, "after": after, "most": most})
    return [WaitingPerson(*row) for row in rows]


def held_counted(view: View) -> list[HeldCount]:
    """What is held, by reason; two queries."""
    return _counts(view, _LINES, sql.SQL("sum(one.held_fen)::bigint"))


def waiting_counted(view: View) -> list[HeldCount]:
    """Who waits, by why; two queries."""
    return _counts(view, _PEOPLE, sql.SQL("0::bigint"))


def _page(view: View, of: _Source, names: Sequence[str], asked: Mapping[str, object]) -> list[Row]:
    own = sql.SQL(", ").join(sql.Identifier("one", name) for name in names)
    which = sql.SQL("{} AND (%(reason)s::text = '' OR {} = %(reason)s) AND {}").format(
        of.which, of.reason, of.after
    )
    columns = sql.SQL("{}, lives.region").format(own)
    rest = sql.SQL("ORDER BY {} LIMIT %(most)s").format(of.order)
    parts = {"columns": columns, "which": which, "rest": rest}
    return _run(view, of, parts, asked)


def _counts(view: View, of: _Source, fen: sql.SQL) -> list[HeldCount]:
    told = sql.SQL("{}, count(*), count(DISTINCT one.person), {}").format(of.reason, fen)
    rest = sql.SQL("GROUP BY {0} ORDER BY {0}").format(of.reason)
    rows = _run(view, of, {"columns": told, "which": of.which, "rest": rest}, {})
    return [HeldCount(*row) for row in rows]


def _run(
    view: View, of: _Source, parts: Mapping[str, sql.Composable], asked: Mapping[str, object]
) -> list[Row]:
    seen = view.scope.seen_in_sql(Sight.SETTLEMENTS, sql.Identifier("lives", "region"))
    places = region_codes(view.district, view.scope.day)
    values = {
        "townships": [path[0] for path in places],
        "villages": [path[1] if len(path) > 1 else "" for path in places],
        "codes": list(places.values()),
        "day": view.scope.day,
        "whole": view.district,
    }
    given = {**parts, "source": of.table, "scope": seen.text}
    return run("holding", given, **values, **seen.values, **asked)
