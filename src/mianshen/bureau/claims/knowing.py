"""Claims about people as the calculator takes them, as known at any moment."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import polars as pl
from psycopg import sql

from mianshen.bureau.bitemporal.columns import copied_out, known_when
from mianshen.bureau.bitemporal.rows import known
from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.claims import models
from mianshen.bureau.claims.openings import openings_of
from mianshen.bureau.registry.services import departures
from mianshen.engine.facts import Closure, Event, Facts
from mianshen.engine.frames import COLUMNS_OF, UNIT, facts_in, frames_of
from mianshen.run.event_columns import SETTLEMENT_COLUMNS, events_of
from mianshen.run.others import closed_by_periods
from mianshen.run.reading.periods import Period
from mianshen.run.settlements import EXTRA_TRUTHS

_ABOUT = "t.person = ANY(%(people)s)"

_READ = {
    **{name: sql.SQL("s.{}").format(sql.Identifier(name)) for name in SETTLEMENT_COLUMNS},
    **{
        name: sql.SQL("s.{} AT TIME ZONE {}").format(sql.Identifier(name), str(CHINA))
        for name in ("setl_time", "updt_time")
    },
    **{
        word: sql.SQL("coalesce({})").format(
            sql.SQL(", ").join(sql.SQL("s.extra ->> {}").format(name) for name in names)
        )
        for word, names in EXTRA_TRUTHS.items()
    },
    "outcome": sql.SQL("o.outcome"),
    "partner": sql.SQL("o.partner"),
    "person": sql.SQL("coalesce(s.person::text, 'naming:' || s.naming)"),
    "origin": sql.SQL("concat(s.id, '@', s.batch, ' ', s.place)"),
}
"""Where what is read of a settlement stands."""

_OF_USED = sql.SQL("""
      FROM claims_settlement s JOIN claims_outcome o ON o.settlement_id = s.id
     WHERE o.person = ANY(%(people)s::bigint[]) AND o.is_used AND {s_known} AND {o_known}""")

_VISITS = sql.SQL("""
    SELECT DISTINCT ON (setl_id) setl_id, coalesce(nullif(mdtrt_id, ''), setl_id)
      FROM claims_settlement WHERE setl_id = ANY(%(bills)s::text[])
     ORDER BY setl_id, known_to DESC NULLS FIRST""")

_FUNDS = pl.List(pl.Struct({"fund_pay_type": pl.String, "fund_payamt_fen": pl.Int64}))
"""What is read of the details of a settlement's funds, which come as JSON."""

_PAYMENTS = sql.SQL("""
    SELECT p.number, p.person, p.source, p.amount_fen, p.setl_id, p.first_day, p.last_day,
           p.provisional, concat('batch:', p.batch, ' ', p.place)
      FROM claims_payment p WHERE p.person = ANY(%(people)s::bigint[]) AND {known}
     ORDER BY p.number, p.person, p.id""")

_GIVEN = sql.SQL("""
    SELECT g.person, g.setl_id, g.programme, g.amount_fen, g.channel
      FROM claims_given g WHERE g.person = ANY(%(people)s::bigint[]) AND {known}
     ORDER BY g.person, g.setl_id, g.programme, g.id""")


def facts_in_columns(
    people: Collection[int], at: datetime | None = None
) -> Mapping[str, pl.DataFrame]:
    """Events, payments of others, openings and aid given as tables of `engine.frames`, no units.

    As known at a moment (none: now). Bills of care that began after the person's death are left
    out; `bills_after_death` lists them.
    """
    whom = sorted(set(people))
    asked = {"people": whom, "at": at}
    openings = openings_of(whom, at)
    died = [
        (str(person), days["died"])
        for person, days in departures(whom, at).items()
        if "died" in days
    ]
    gone = pl.DataFrame(died, schema={"person": pl.String, "died": pl.Date}, orient="row")
    events = _events(asked, at).join(gone, on="person", how="left", maintain_order="left")
    after = (pl.col("admitted") > pl.col("died")).fill_null(value=False)
    stated = Facts(openings=openings.of_programmes, pool_openings=openings.of_pools)
    counted = frames_of([stated])
    return {
        "events": events.filter(~after).drop("died"),
        "payments": _table("payments", _PAYMENTS.format(known=known_when("p", at)), asked),
        "deliveries": _table("deliveries", _GIVEN.format(known=known_when("g", at)), asked),
        "openings": counted.table("openings").drop(UNIT),
        "pool_openings": counted.table("pool_openings").drop(UNIT),
    }


def facts_as_known(people: Collection[int], at: datetime | None = None) -> Facts:
    """The same as objects, with closures."""
    return facts_in(facts_in_columns(people, at), closures(at))


def bills_after_death(people: Collection[int], at: datetime | None = None) -> list[Event]:
    """Bills of care that began after the day their person died: somebody has to look at them."""
    died = departures(people, at)
    dead = sorted(person for person in set(people) if "died" in died.get(person, {}))
    return [
        event
        for event in facts_in({"events": _events({"people": dead, "at": at}, at)}).events
        for day in [died.get(int(event.person), {}).get("died")]
        if day and event.admitted > day
    ]


def closures(at: datetime | None = None) -> tuple[Closure, ...]:
    """Through which day each source has sent everything."""
    stated = known(models.Closure, ("source", "through"), "TRUE", at)
    periods = known(models.Period, ("source", "first_day", "last_day"), "TRUE", at)
    delivered = [(source, Period(first, last)) for source, first, last in periods]
    found = [Closure(source, through) for source, through in stated]
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
    return dict(visits_in_columns(bills).iter_rows())


def visits_in_columns(bills: Collection[str]) -> pl.DataFrame:
    """The same as a table of `event` and `visit`."""
    columns = {"event": pl.String, "visit": pl.String}
    return copied_out(_VISITS, columns, bills=list(bills))


def people_with_claims(at: datetime | None = None) -> set[int]:
    """Everyone who has a settlement that reaches the calculator."""
    rows = known(models.Outcome, ("person",), "t.is_used AND t.person IS NOT NULL", at)
    return {int(person) for (person,) in rows}


def _events(asked: Mapping[str, Any], at: datetime | None) -> pl.DataFrame:
    of_used = _OF_USED.format(s_known=known_when("s", at), o_known=known_when("o", at))
    columns = sql.SQL(", ").join(_READ[name] for name in SETTLEMENT_COLUMNS)
    used = sql.SQL("SELECT {}, nullif(s.funds, '[]')::text {} ORDER BY s.setl_id, s.id").format(
        columns, of_used
    )
    rows = copied_out(used, {**SETTLEMENT_COLUMNS, "funds": pl.String}, **asked)
    return events_of(rows.drop("funds"), _funds(rows["funds"]))


def _funds(told: pl.Series) -> pl.DataFrame:
    """What funds paid of each settlement, from the JSON of its details (none: nothing)."""
    rows = told.to_frame("funds").with_row_index("row").cast({"row": pl.Int64}).drop_nulls()
    details = rows.with_columns(pl.col("funds").str.json_decode(_FUNDS)).explode("funds")
    return details.unnest("funds").select("row", fund="fund_pay_type", amount_fen="fund_payamt_fen")


def _table(name: str, statement: sql.Composed, asked: Mapping[str, Any]) -> pl.DataFrame:
    return copied_out(statement, COLUMNS_OF[name], **asked)
