"""Claims about people as the calculator takes them, as known at any moment."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from psycopg import sql

from mianshen.bureau.bitemporal.rows import cursor_of_ours, known, query
from mianshen.bureau.claims import models
from mianshen.bureau.claims.openings import openings_of
from mianshen.bureau.claims.records import READ_COLUMNS, settlement_of
from mianshen.bureau.registry.services import departures
from mianshen.engine import facts
from mianshen.run.others import closed_by_periods
from mianshen.run.reading.periods import Period
from mianshen.run.settlements import to_event
from mianshen.standards.reversals import NettedRow, Outcome, Reason

_ABOUT = "t.person = ANY(%(people)s)"

_USED = """
    SELECT {columns}, o.outcome, o.reason, o.partner
      FROM claims_settlement s JOIN claims_outcome o ON o.settlement_id = s.id
     WHERE o.person = ANY(%(people)s) AND o.is_used AND {s_known} AND {o_known}
     ORDER BY s.setl_id"""
_VISITS = """
    SELECT DISTINCT ON (setl_id) setl_id, coalesce(nullif(mdtrt_id, ''), setl_id)
      FROM claims_settlement WHERE setl_id = ANY(%(bills)s)
     ORDER BY setl_id, known_to DESC NULLS FIRST"""
_NOW = "{0}.known_to IS NULL"
_THEN = "{0}.known_from <= %(at)s AND ({0}.known_to IS NULL OR {0}.known_to > %(at)s)"


def facts_as_known(people: Collection[int], at: datetime | None = None) -> facts.Facts:
    """Events, payments of others, openings, aid given, closures as known at a moment (none: now).

    Bills of care that began after the person's death are left out; `bills_after_death` lists them.
    """
    asked = sorted(set(people))
    died = {
        person: days["died"] for person, days in departures(asked, at).items() if "died" in days
    }
    openings = openings_of(asked, at)
    events = tuple(
        event
        for event in _events(asked, at)
        if int(event.person) not in died or event.admitted <= died[int(event.person)]
    )
    return facts.Facts(
        events=events,
        payments=tuple(_payments(asked, at)),
        deliveries=tuple(_given(asked, at)),
        closures=closures(at),
        openings=openings.of_programmes,
        pool_openings=openings.of_pools,
    )


def bills_after_death(people: Collection[int], at: datetime | None = None) -> list[facts.Event]:
    """Bills of care that began after the day their person died: somebody has to look at them."""
    died = departures(people, at)
    return [
        event
        for event in _events(sorted(set(people)), at)
        for day in [died.get(int(event.person), {}).get("died")]
        if day and event.admitted > day
    ]


def closures(at: datetime | None = None) -> tuple[facts.Closure, ...]:
    """Through which day each source has sent everything."""
    stated = known(models.Closure, ("source", "through"), "TRUE", at)
    periods = known(models.Period, ("source", "first_day", "last_day"), "TRUE", at)
    delivered = [(source, Period(first, last)) for source, first, last in periods]
    found = [facts.Closure(source, through) for source, through in stated]
    found += closed_by_periods(delivered)
    return tuple(sorted(set(found), key=lambda one: (one.source, one.through)))


def waiting_rows(people: Collection[int], at: datetime | None = None) -> dict[int, list[str]]:
    """Which of some people wait for a row to be mended that may lower their aid, and why.

    Opening balances that contradict each other wait as well (`openings_contradict`).
    """
    found: dict[int, set[str]] = {}
    for person, reason in known(models.Unread, ("person", "reason"), _ABOUT, at, people=[*people]):
        found.setdefault(int(person), set()).add(str(reason))
    for person in openings_of(people, at).contradicted:
        found.setdefault(person, set()).add("openings_contradict")
    return {person: sorted(reasons) for person, reasons in found.items()}


def visits_of(bills: Collection[str]) -> dict[str, str]:
    """The visit of each of some settlements by its number, also of those taken back since."""
    return {str(bill): str(visit) for bill, visit in query(_VISITS, bills=sorted(set(bills)))}


def people_with_claims(at: datetime | None = None) -> set[int]:
    """Everyone who has a settlement that reaches the calculator."""
    rows = known(models.Outcome, ("person",), "t.is_used AND t.person IS NOT NULL", at)
    return {int(person) for (person,) in rows}


def _events(people: list[int], at: datetime | None) -> Iterator[facts.Event]:
    time = sql.SQL(_NOW if at is None else _THEN)
    statement = sql.SQL(_USED).format(
        columns=sql.SQL(", ").join(sql.Identifier("s", name) for name in READ_COLUMNS),
        s_known=time.format(sql.Identifier("s")),
        o_known=time.format(sql.Identifier("o")),
    )
    with cursor_of_ours() as cursor:
        cursor.execute(statement, {"people": people, "at": at})
        for row in cursor:
            yield _event(row)


def _event(row: tuple[Any, ...]) -> facts.Event:
    *columns, outcome, reason, partner = row
    netted = NettedRow(settlement_of(columns), Outcome(outcome), Reason(reason), partner)
    return to_event(netted, netted.settlement.psn_no or "")


def _payments(people: list[int], at: datetime | None) -> Iterator[facts.OtherPayment]:
    columns = (
        *("number", "person", "source", "amount_fen", "setl_id", "first_day", "last_day"),
        *("provisional", "batch", "place"),
    )
    for row in sorted(known(models.Payment, columns, _ABOUT, at, people=people), key=repr):
        number, who, source, amount_fen, setl_id, first, last, provisional, batch, place = row
        yield facts.OtherPayment(
            *(number, str(who), source, amount_fen, setl_id, first, last, provisional),
            origin=f"batch:{batch} {place}",
        )


def _given(people: list[int], at: datetime | None) -> Iterator[facts.Delivery]:
    columns = ("person", "setl_id", "programme", "amount_fen", "channel")
    for person, *rest in sorted(known(models.Given, columns, _ABOUT, at, people=people), key=repr):
        yield facts.Delivery(str(person), *rest)
