"""What was answered, as lines of the calculator and as lists in words, as known at any moment."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mianshen.bureau.assessment import models
from mianshen.bureau.bitemporal.rows import known
from mianshen.engine.results import Line, Reason, Status
from mianshen.run.messages import Lang
from mianshen.run.words import STATUS, Pair, reason_text, say

_COLUMNS = (
    *("person", "event", "programme", "year", "status", "amount_fen", "held_fen", "reason"),
    *("catch_up_fen", "delivered_fen", "order_fen", "provisional", "assumed"),
)

_WAITING: dict[str, Pair] = {
    "in_review": (
        "名单或其他数据里有一行可能是本人，待核实身份后测算",
        "a row in doubt may be about this person; decide whose it is",
    ),
    "no_pack": (
        "这笔费用当日没有启用的政策包负责，待明确责任区",
        "no policy in force answers for this bill; set who is responsible",
    ),
    "facts": ("数据互相矛盾，待纠正后测算", "the facts contradict each other; mend them"),
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line with its status and reason in words."""

    line: Line
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class WaitingShown:
    """Somebody who could not be assessed, and why in words; `detail` is what the program saw."""

    person: int
    year: int
    why: str
    sentence: str
    event: str
    detail: str


def lines_as_known(
    people: Collection[int] | None = None,
    year: int | None = None,
    at: datetime | None = None,
    *,
    with_nothing: bool = True,
) -> tuple[Line, ...]:
    """Lines as answered at a moment (none: now), in the order of the calculator.

    Most lines give nothing, took nothing and ask for nothing: `with_nothing=False` leaves them out.
    """
    rows = known(
        models.Line,
        _COLUMNS,
        "(%(people)s::bigint[] IS NULL OR t.person = ANY(%(people)s))"
        " AND (%(year)s::int IS NULL OR t.year = %(year)s)"
        " AND (%(all)s OR t.amount_fen <> 0 OR t.delivered_fen <> 0 OR t.order_fen <> 0)",
        at,
        people=None if people is None else list(people),
        year=year,
        all=with_nothing,
    )
    return tuple(sorted((_line(*row) for row in rows), key=_told_order))


def lists_by_status(
    status: Status, year: int, lang: Lang = Lang.ZH, at: datetime | None = None
) -> list[LineShown]:
    """The list of one status (entitled, zero, held, excluded), every line with its reason."""
    return [
        LineShown(line, say(STATUS[line.status], lang), reason_text(line.reason, lang))
        for line in lines_as_known(None, year, at)
        if line.status is status
    ]


def waiting(
    lang: Lang = Lang.ZH, at: datetime | None = None, people: Collection[int] | None = None
) -> list[WaitingShown]:
    """Everyone, or of some people whoever, could not be assessed, and why."""
    found = _waiting(lang, at, None if people is None else list(people))
    return sorted(found, key=lambda one: (one.person, one.year, one.why, one.event))


def _line(
    person: int, event: str | None, programme: str, year: int, status: str, *rest: Any
) -> Line:
    amount_fen, held_fen, reason, catch_up_fen, delivered_fen, order_fen, provisional, assumed = (
        rest
    )
    return Line(
        *(str(person), event, programme, year, Status(status), amount_fen, held_fen),
        Reason(reason) if reason else None,
        *(catch_up_fen, delivered_fen, order_fen, provisional, tuple(assumed)),
    )


def _told_order(line: Line) -> tuple[str, bool, str, str, int]:
    return line.person, line.event is None, line.event or "", line.programme, line.year


def _waiting(lang: Lang, at: datetime | None, people: list[int] | None) -> Iterator[WaitingShown]:
    columns = ("person", "year", "why", "event", "detail")
    asked = "(%(people)s::bigint[] IS NULL OR t.person = ANY(%(people)s))"
    rows = known(models.Waiting, columns, asked, at, people=people)
    for person, year, why, event, detail in rows:
        yield WaitingShown(int(person), year, why, say(_WAITING[why], lang), event, detail)
