"""Identity marks (身份标识): what differs, the file that asks for it, and what was refused."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from mianshen.bureau.bitemporal.rows import copy_in, query
from mianshen.bureau.national.comparing import SENT, Kind, Known, MarkDifference, compare
from mianshen.bureau.national.models import Line, Request
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.trail.services import record
from mianshen.sources.layouts import Marks, Sources

COLUMNS = (
    *("line_no", "opter_type", "psn_no", "psn_cert_type", "certno", "psn_name"),
    *("psn_idet_type", "begntime", "endtime", "memo"),
)
"""The columns of the file: the fields of a person's identity in the national interface 1101.

`line_no` and `opter_type` (新增, 变更, 终止) are ours: the interface knows no file of changes.
"""

_MOVES = {Kind.ADD: "新增", Kind.CHANGE: "变更", Kind.END: "终止"}
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class MarkTask:
    """A line that the platform refused, or answered in two ways, and that waits for somebody."""

    line: int
    kind: Kind
    person: int
    identity: str
    reason: str
    is_disputed: bool = False


def mark_differences(sources: Sources, day: date) -> list[MarkDifference]:
    """Where the platform's marks differ from the identities that departments state, on a day.

    Raises `InputError` where the profile declares no marks, no list of the platform has come, or
    the last one was decided to be incomplete: then who is missing from it may well be marked.
    """
    marks, listed = _marks_of(sources)
    people = {one.person for one in listed.entries if one.person}
    spans = registry.spans_beside(marks.source, set(marks.codes))
    people |= {one.person for one in spans}
    gone = registry.departures(people)
    died = {one: days["died"] for one, days in gone.items() if "died" in days}
    doubtful = {
        one.person
        for one in registry.disagreements()
        if one.about == "listed_after_death"
        # The platform's own list goes on until it is told: it disputes nothing.
        and any(source != marks.source for source, _ in one.said)
    }
    return compare(spans, listed, Known(marks.codes, day, died, doubtful))


def request_marks(profile: str, sources: Sources, day: date, actor: str) -> Request | None:
    """Keep a request of every difference that can go to the platform and is not under way.

    None where there is nothing to ask. A line that was refused is not asked again before somebody
    has closed it; one that was accepted, not before the platform's next list. Raises `InputError`.
    """
    with transaction.atomic():
        registry.next_moment()
        _, listed = _marks_of(sources)
        differing = mark_differences(sources, day)
        asked = _under_way(profile, listed.period.first)
        wanted = [one for one in differing if one.kind in SENT and _key(one) not in asked]
        if not wanted:
            return None
        request = Request.objects.create(
            profile=profile, day=day, listed_first=listed.period.first, made_by=actor
        )
        columns = ("kind", "person", "naming", "identity", "code", "first_day", "last_day")
        copy_in(
            "national_line",
            ("request_id", *columns, "reason", "closed_by", "closed_why"),
            (
                (request.pk, *(getattr(one, name) for name in columns), one.reason, "", "")
                for one in wanted
            ),
        )
        details = {"day": str(day), "lines": len(wanted)}
        record(actor, "request_marks", f"mark_request:{request.pk}", details)
    return request


def marks_file(request: Request, actor: str) -> bytes:
    """The file of a request: CSV in UTF-8, national field names, a line a mark; the same each time.

    Names and numbers stand in it in full, and the trail says who opened them.
    """
    lines = list(Line.objects.filter(request=request).order_by("pk"))
    papers = registry.papers_of({one.person for one in lines})
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in lines:
        who = papers.get(one.person, registry.Papers())
        writer.writerow(
            (
                *(one.pk, _MOVES[Kind(one.kind)], who.psn_no, who.cert_type, who.certno, who.name),
                *(one.code, one.first_day, one.last_day or "", one.identity),
            )
        )
    record(actor, "open_marks", f"mark_request:{request.pk}", {"lines": len(lines)})
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def mark_tasks(profile: str) -> list[MarkTask]:
    """Lines that were refused and not closed, longest waiting first."""
    return [
        MarkTask(int(line), Kind(kind), int(person), identity, reason, is_disputed)
        for line, kind, person, identity, reason, is_disputed in query(_TASKS, profile=profile)
    ]


def close_mark_task(line: int, why: str, actor: str) -> None:
    """Say what was done about a refused line; if the marks still differ it is asked again.

    Raises `InputError` when the line does not wait, or nothing is said.
    """
    if not why.strip():
        raise refused("say what was done about it", "请写明如何处理的")
    with transaction.atomic():
        waiting = query(_WAITS, line=line)
        closed = Line.objects.filter(pk=line, closed_at__isnull=True) if waiting else None
        moment = {"closed_at": timezone.now(), "closed_by": actor, "closed_why": why}
        if closed is None or closed.update(**moment) != 1:
            raise refused(
                "line {line} does not wait for anybody; look at the list again",
                "第 {line} 行没有待办；请刷新后再看",
                line=line,
            )
        record(actor, "close_mark_task", f"mark_line:{line}", {"why": why})


def _marks_of(sources: Sources) -> tuple[Marks, registry.LastList]:
    marks = sources.marks
    if marks is None:
        raise refused(
            "this profile does not say how identities are marked; add `identity_marks` to its"
            " sources.yaml",
            "本配置没有写明身份标识；请在 sources.yaml 中加上 identity_marks",
        )
    listed = registry.last_list(marks.source)
    if listed is None:
        raise refused(
            "no list of the platform's marks has come; take a file of the source {source} in",
            "还没有平台的身份标识名单；请先收入来源 {source} 的文件",
            source=marks.source,
        )
    if listed.is_partial:
        raise refused(
            "the platform's list of {period} is incomplete, so that nobody can be told to be"
            " missing from it; ask for it again",
            "平台 {period} 的身份标识名单不完整，无法据以比对；请重新导出",
            period=listed.period,
        )
    return marks, listed


def _key(one: MarkDifference) -> tuple[Any, ...]:
    return (one.kind.value, one.person, one.code, one.first_day, one.last_day)


def _under_way(profile: str, listed_first: date) -> set[tuple[Any, ...]]:
    return {tuple(row) for row in query(_UNDER_WAY, profile=profile, listed=listed_first)}


_ANSWERED = """
    SELECT l.id, l.kind, l.person, l.identity, l.code, l.first_day, l.last_day, q.day,
           q.profile, bool_and(a.is_accepted) AS accepted, bool_or(a.is_accepted) AS disputed,
           min(a.known_from) AS since,
           string_agg(DISTINCT a.reason, '；') FILTER (WHERE NOT a.is_accepted) AS reason
      FROM national_line l
      JOIN national_request q ON q.id = l.request_id
      LEFT JOIN national_answer a ON a.line_id = l.id AND a.known_to IS NULL
     WHERE l.closed_at IS NULL
     GROUP BY l.id, q.id"""

_UNDER_WAY = (
    "SELECT kind, person, code, first_day, last_day FROM ("
    + _ANSWERED
    + ") l WHERE profile = %(profile)s AND (accepted IS NOT TRUE OR day >= %(listed)s)"
)

_TASKS = (
    "SELECT id, kind, person, identity, coalesce(reason, ''), disputed FROM ("
    + _ANSWERED
    + ") l WHERE profile = %(profile)s AND NOT accepted ORDER BY since, id"
)

_WAITS = "SELECT id FROM (" + _ANSWERED + ") l WHERE id = %(line)s AND NOT accepted"
