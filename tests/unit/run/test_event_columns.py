"""Settlements read as columns are the events that they are one by one."""

from datetime import date, datetime
from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from mianshen.engine.frames import facts_in
from mianshen.run.event_columns import FUND_COLUMNS, SETTLEMENT_COLUMNS, events_of
from mianshen.run.settlements import EXTRA_TRUTHS, to_event
from mianshen.standards.readings import FundDetail
from mianshen.standards.reversals import NettedRow, Outcome, Reason
from mianshen.standards.settlement import Settlement

FEN = st.none() | st.integers(-300_000, 300_000)
DAY = st.none() | st.dates(date(2025, 1, 1), date(2025, 1, 9))
MOMENT = st.datetimes(datetime(2025, 1, 1), datetime(2025, 1, 9))
TEXT = st.none() | st.sampled_from(["", "1", "3", "11", "21", "52", "310", "510118", '"a", b\n'])
_FENS = [name for name in SETTLEMENT_COLUMNS if name.endswith("_fen")]
_TEXTS = (
    *("mdtrt_id", "med_type", "insutype", "hosp_lv", "dedc_hosp_lv", "pay_loc"),
    *("insu_admdvs", "fix_blng_admdvs", "dise_codg", "fixmedins_code"),
)


@st.composite
def settlements(draw: st.DrawFn) -> NettedRow:
    amounts = {name: draw(FEN) for name in _FENS}
    amounts["medfee_sumamt_fen"] = amounts["medfee_sumamt_fen"] or 0
    funds = st.builds(FundDetail, st.sampled_from(["610100", "610200"]), st.integers(-9, 9))
    columns = [name for names in EXTRA_TRUTHS.values() for name in names]
    extra = st.dictionaries(st.sampled_from(columns), st.sampled_from(["是", "0"]))
    one = Settlement(
        setl_id=draw(st.text("ab'\\,\n", min_size=1, max_size=4)),
        setl_time=draw(MOMENT),
        updt_time=draw(st.none() | MOMENT),
        begndate=draw(DAY),
        enddate=draw(DAY),
        **amounts,
        **{name: draw(TEXT) for name in _TEXTS},
        funds=tuple(draw(st.lists(funds, max_size=3))),
        extra=draw(extra),
        where="7@3 a",
    )
    outcome = draw(st.sampled_from([Outcome.KEPT, Outcome.REVERSED, Outcome.REVERSAL]))
    return NettedRow(one, outcome, Reason.COUNTS, draw(st.none() | st.just("other")))


def table_of(rows: list[NettedRow]) -> pl.DataFrame:
    """What is read of settlements, a row each."""
    told = []
    for row in rows:
        one = row.settlement
        truths = {
            word: next((one.extra[name] for name in names if name in one.extra), None)
            for word, names in EXTRA_TRUTHS.items()
        }
        about = {"outcome": row.outcome.value, "partner": row.partner, "person": "5"}
        own = {name: getattr(one, name, None) for name in SETTLEMENT_COLUMNS}
        told.append({**own, **truths, **about, "origin": one.where})
    return pl.DataFrame(told, schema=SETTLEMENT_COLUMNS)


@given(st.lists(settlements(), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_a_table_of_settlements_is_the_table_of_their_events(rows: list[NettedRow]) -> None:
    funds = [
        (number, detail.fund_pay_type, detail.fund_payamt_fen)
        for number, row in enumerate(rows)
        for detail in row.settlement.funds
    ]
    paid = pl.DataFrame(funds, schema=FUND_COLUMNS, orient="row")

    found = facts_in({"events": events_of(table_of(rows), paid)}).events
    assert found == tuple(to_event(row, "5") for row in rows)


def test_a_stay_of_a_day_is_one_day_and_one_without_days_none() -> None:
    days = (date(2025, 1, 3), date(2025, 1, 3))
    stay = Settlement(
        setl_id="s", setl_time=datetime(2025, 1, 3), medfee_sumamt_fen=1, begndate=days[0]
    )
    rows = [NettedRow(stay, Outcome.KEPT, Reason.COUNTS, None)]
    table = table_of(rows)
    none = pl.DataFrame(schema=FUND_COLUMNS)
    (open_end,) = facts_in({"events": events_of(table, none)}).events
    (closed,) = facts_in(
        {"events": events_of(table.with_columns(enddate=pl.lit(days[1])), none)}
    ).events

    assert ("stay_days" in open_end.facts, closed.facts["stay_days"]) == (False, Fraction(1))
