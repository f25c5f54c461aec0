"""Aid at the counter (一站式): the payer's statement of a month beside the settlements of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from mianshen.bureau.bitemporal.rows import add, close, copy_in, known, query
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.claims import services as claims
from mianshen.bureau.national.models import (
    Comparison,
    CounterAid,
    Difference,
    Explanation,
    Statement,
)
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry.services import next_moment
from mianshen.bureau.trail.services import record
from mianshen.run.beside import PaidAtCounter
from mianshen.run.reading.periods import Period
from mianshen.sources.layouts import Sources


@dataclass(frozen=True, slots=True)
class Differing:
    """A settlement on which a month's two sides differ, in fen; `why` is what somebody found out.

    `kind` and `reason` are as in `Difference`.
    """

    id: int
    setl_id: str
    kind: str
    ours_fen: int
    theirs_fen: int
    reason: str
    why: str = ""


def state_counter_aid(
    profile: str, source: str, period: Period, rows: Sequence[PaidAtCounter], stated: Stated
) -> None:
    """Keep what a payer says it paid in a period; it takes the place of an earlier statement."""
    values = {"profile": profile, "source": source, "first": period.first}
    for model in (Statement, CounterAid):
        close(model, _SAME_PERIOD, stated, **values)
    add(Statement, [(profile, source, period.first, period.last, "")], stated)
    add(
        CounterAid,
        (
            (profile, source, period.first, one.settlement, one.amount_fen, one.paid_on, one.place)
            for one in rows
        ),
        stated,
    )


def withdraw_counter_aid(batch: int, stated: Stated) -> None:
    """Take back what a batch stated."""
    for model in (Statement, CounterAid):
        close(model, "t.batch = %(batch)s", stated, batch=batch)


def compare_counter_aid(profile: str, sources: Sources, month: Period, actor: str) -> Comparison:
    """Compare a month by count and fen, settlement by settlement, and keep what came of it.

    A settlement counts in the month of its `setl_time`. A refund is a movement of its own: fen
    below zero, one visit less; it stands under its own number, or under that of the settlement it
    takes back where the payer writes it so. The fen of the differences add up to those of the two
    sides.
    Raises `InputError` when a statement of the month is missing.
    """
    with transaction.atomic():
        next_moment()
        _check_delivered(profile, sources, month)
        stated = _stated(profile, month)
        theirs = _summed(stated)
        found = claims.counter_aid(month.first, month.last, theirs)
        moved = [(_number(one, theirs), one.amount_fen) for one in found if one.is_of_month]
        ours = _summed(moved)
        elsewhere = {one.setl_id: one for one in found if not one.is_of_month}
        comparison = Comparison.objects.create(
            profile=profile,
            period_first=month.first,
            period_last=month.last,
            ours_count=_count(moved),
            ours_fen=sum(ours.values()),
            theirs_count=_count(stated),
            theirs_fen=sum(theirs.values()),
            made_by=actor,
        )
        months = _months_of_statements(profile, set(ours) - set(theirs))
        copy_in(
            "national_difference",
            ("comparison_id", "setl_id", "kind", "ours_fen", "theirs_fen", "reason"),
            ((comparison.pk, *row) for row in _differing(ours, theirs, elsewhere, months)),
        )
        details = {"month": str(month), "lines": comparison.differences.count()}
        record(actor, "compare_counter_aid", f"comparison:{comparison.pk}", details)
    return comparison


def counter_differences(comparison: Comparison) -> list[Differing]:
    """The differences of a comparison with what is known about each, the largest first."""
    rows = query(_DIFFERENCES, comparison=comparison.pk, profile=comparison.profile)
    return [Differing(int(row[0]), *row[1:]) for row in rows]


def explain_difference(difference: int, why: str, actor: str) -> None:
    """Keep what somebody found out about a difference, now and when it is found again.

    Raises `InputError` when nothing is said or there is no such difference.
    """
    found = Difference.objects.select_related("comparison").filter(pk=difference).first()
    if found is None or not why.strip():
        raise refused(
            "say what was found out about difference {number}; it has to be one of a comparison",
            "请写明第 {number} 笔差异的核实情况；须是比对结果中的一笔",
            number=difference,
        )
    with transaction.atomic():
        Explanation.objects.create(
            profile=found.comparison.profile,
            setl_id=found.setl_id,
            kind=found.kind,
            ours_fen=found.ours_fen,
            theirs_fen=found.theirs_fen,
            why=why,
            by=actor,
        )
        record(actor, "explain_difference", f"difference:{difference}", {"why": why})


def _differing(
    ours: Mapping[str, int],
    theirs: Mapping[str, int],
    elsewhere: Mapping[str, claims.CounterAidOf],
    months: Mapping[str, str],
) -> Iterator[tuple[str, str, int, int, str]]:
    for setl_id in sorted({*ours, *theirs}):
        own, other = ours.get(setl_id, 0), theirs.get(setl_id, 0)
        if own == other:
            continue
        there = elsewhere.get(setl_id)
        if setl_id in ours and setl_id in theirs:
            yield setl_id, "amount", own, other, ""
        elif setl_id in ours:
            kind = "other_month" if setl_id in months else "only_ours"
            yield setl_id, kind, own, 0, months.get(setl_id, "")
        elif there is None:
            yield setl_id, "only_theirs", 0, other, ""
        elif there.why_not:
            yield setl_id, "set_aside", 0, other, there.why_not
        else:
            yield setl_id, "other_month", 0, other, f"{there.settled:%Y-%m}"


def _number(one: claims.CounterAidOf, theirs: Collection[str]) -> str:
    is_by_original = one.setl_id not in theirs and one.takes_back in theirs
    return one.takes_back if is_by_original else one.setl_id


def _summed(moved: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: Counter[str] = Counter()
    for setl_id, amount_fen in moved:
        sums[setl_id] += amount_fen
    return dict(sums)


def _count(moved: Iterable[tuple[str, int]]) -> int:
    """How many visits (人次): a refund counts one less, a settlement without aid nothing."""
    return sum((amount_fen > 0) - (amount_fen < 0) for _, amount_fen in moved)


def _check_delivered(profile: str, sources: Sources, month: Period) -> None:
    needed = {one.id for one in sources.layouts if one.role == "one_stop" and not one.optional}
    rows = known(Statement, ("source",), _OF_MONTH, profile=profile, first=month.first)
    missing = needed - {str(source) for (source,) in rows}
    if missing or not rows:
        raise refused(
            "aid at the counter of {month} has not come from {sources}; take it in first",
            "还没有收到 {month} 的一站式救助明细（{sources}）；请先收入",
            month=month,
            sources="、".join(sorted(missing)) or "-",
        )


def _stated(profile: str, month: Period) -> list[tuple[str, int]]:
    columns = ("setl_id", "amount_fen")
    rows = known(CounterAid, columns, _OF_MONTH, profile=profile, first=month.first)
    return [(str(setl_id), int(amount_fen)) for setl_id, amount_fen in rows]


def _months_of_statements(profile: str, settlements: Collection[str]) -> dict[str, str]:
    """In which other months' statements some settlements stand."""
    rows: Iterable[Sequence[object]] = known(
        CounterAid,
        ("setl_id", "period_first"),
        "t.profile = %(profile)s AND t.setl_id = ANY(%(ids)s)",
        profile=profile,
        ids=sorted(settlements),
    )
    found: dict[str, set[str]] = defaultdict(set)
    for setl_id, first in rows:
        found[str(setl_id)].add(f"{first:%Y-%m}")
    return {setl_id: "、".join(sorted(some)) for setl_id, some in found.items()}


_SAME_PERIOD = "t.profile = %(profile)s AND t.source = %(source)s AND t.period_first = %(first)s"
_OF_MONTH = "t.profile = %(profile)s AND t.period_first = %(first)s"

_DIFFERENCES = """
    SELECT d.id, d.setl_id, d.kind, d.ours_fen, d.theirs_fen, d.reason, coalesce(e.why, '')
      FROM national_difference d
      LEFT JOIN LATERAL (
        SELECT why FROM national_explanation e
         WHERE e.profile = %(profile)s AND e.setl_id = d.setl_id AND e.kind = d.kind
           AND e.ours_fen = d.ours_fen AND e.theirs_fen = d.theirs_fen
         ORDER BY e.id DESC LIMIT 1) e ON TRUE
     WHERE d.comparison_id = %(comparison)s
     ORDER BY abs(d.ours_fen - d.theirs_fen) DESC, d.id"""
