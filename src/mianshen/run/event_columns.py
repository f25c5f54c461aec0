"""Used settlements as a table of events: `settlements.to_event` for a district's year at once."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from mianshen.engine.frames import AMOUNT, FACT, PAID
from mianshen.policy.schema import Kind
from mianshen.run.cells import read_truth
from mianshen.run.settlements import (
    AMOUNT_FIELDS,
    EXTRA_TRUTHS,
    FUND_PREFIX,
    PAYER_FIELDS,
    insurance_of,
    place_of_care,
    visit_of,
)
from mianshen.standards.accounting import LATER_PAYERS, PAYERS
from mianshen.standards.codes import hospital_grade
from mianshen.standards.fields import FIELD_BY_NAME
from mianshen.standards.reversals import Outcome

_BORNE = ("fund_pay_sumamt", "psn_part_amt", "psn_cash_pay", "hosp_part_amt")
_TEXTS = (
    *("setl_id", "mdtrt_id", "med_type", "insutype", "hosp_lv", "dedc_hosp_lv", "pay_loc"),
    *("insu_admdvs", "fix_blng_admdvs", "dise_codg", "fixmedins_code"),
)
_FEN = tuple(
    dict.fromkeys(
        FIELD_BY_NAME[name].attribute for name in (*AMOUNT_FIELDS.values(), *PAYER_FIELDS, *_BORNE)
    )
)
SETTLEMENT_COLUMNS: dict[str, Any] = {
    **dict.fromkeys(_TEXTS, pl.String),
    "begndate": pl.Date,
    "enddate": pl.Date,
    "setl_time": pl.Datetime("us"),
    "updt_time": pl.Datetime("us"),
    **dict.fromkeys(_FEN, pl.Int64),
    **dict.fromkeys(EXTRA_TRUTHS, pl.String),
    "outcome": pl.String,
    "partner": pl.String,
    "person": pl.String,
    "origin": pl.String,
}
"""What is read of a settlement: national fields, truths as stated, netting, whose, where from."""

FUND_COLUMNS: dict[str, Any] = {"row": pl.Int64, "fund": pl.String, "amount_fen": pl.Int64}
"""What funds paid among the details: of which row of the settlements, which fund, how much."""


def events_of(settlements: pl.DataFrame, funds: pl.DataFrame) -> pl.DataFrame:
    """The events of used settlements, a row each in their order.

    Shapes: `settlements` has `SETTLEMENT_COLUMNS`, `funds` has `FUND_COLUMNS` with rows numbered
    from 0. Days that are not given are those nearest to them. The table is one of
    `engine.frames`, still without units.
    """
    plain = settlements.with_columns(settled_day=pl.col("setl_time").dt.date())
    plain = plain.with_columns(
        discharged=pl.coalesce("enddate", pl.max_horizontal("begndate", "settled_day"))
    )
    events = plain.select(
        pl.col("setl_id").alias("id"),
        "person",
        pl.when(pl.col("mdtrt_id") != "").then("mdtrt_id").otherwise("setl_id").alias("visit"),
        pl.coalesce("begndate", pl.min_horizontal("discharged", "settled_day")).alias("admitted"),
        "discharged",
        pl.col("setl_time").alias("settled"),
        pl.lit(Kind.REIMBURSEMENT.value).alias("kind"),
        pl.when(pl.col("outcome") == Outcome.REVERSAL.value).then("partner").alias("reverses"),
        pl.col("updt_time").alias("recorded"),
        "origin",
        *(_fen(name).fill_null(0).alias(AMOUNT + word) for word, name in AMOUNT_FIELDS.items()),
        _hospital_fen().alias(AMOUNT + "hospital_part"),
        *(_fen(name).alias(PAID + name) for name in PAYER_FIELDS),
    )
    return events.with_columns(*_facts(plain), *_funds(funds, events.height))


def _fen(name: str) -> pl.Expr:
    return pl.col(FIELD_BY_NAME[name].attribute)


def _sum(names: Sequence[str]) -> pl.Expr:
    total: pl.Expr = pl.lit(0, pl.Int64)
    for name in names:
        total = total + _fen(name).fill_null(0)
    return total


def _hospital_fen() -> pl.Expr:
    """The hospital's part as `accounting.bearing_shares` works it out where it is not given."""
    later = pl.when(_fen("oth_pay").fill_null(0) == 0).then(_sum(LATER_PAYERS)).otherwise(0)
    funds = _fen("fund_pay_sumamt").fill_null(_sum(PAYERS) + later)
    own, person = _sum(("acct_pay", "psn_cash_pay")), _fen("psn_part_amt")
    own_is_given = _fen("acct_pay").is_not_null() | _fen("psn_cash_pay").is_not_null()
    left = _fen("medfee_sumamt") - funds
    return (
        pl.when(_fen("hosp_part_amt").is_not_null())
        .then(_fen("hosp_part_amt"))
        .when(person.is_null() & own_is_given)
        .then(left - own)
        .when(person.is_not_null() & (_fen("medfee_sumamt") < 0))
        .then(left - person)
        .otherwise(0)
    )


def _facts(rows: pl.DataFrame) -> list[pl.Series]:
    """The words of the vocabulary that settlements state; those that none states are left out."""
    care_days = (pl.col("enddate") - pl.col("begndate")).dt.total_days()
    # The days of arrival and of leaving count as one.
    days = rows.select(pl.when(care_days < 1).then(1).otherwise(care_days)).to_series()
    regions = ("pay_loc", "insu_admdvs", "fix_blng_admdvs")
    stated = {
        "visit": _said(rows, ("med_type",), visit_of, pl.String),
        "med_type": rows["med_type"],
        "grade": _said(rows, ("hosp_lv", "dedc_hosp_lv"), hospital_grade, pl.String),
        "insurance": _said(rows, ("insutype",), insurance_of, pl.String),
        "place": _said(rows, regions, place_of_care, pl.String),
        "diagnosis": rows["dise_codg"],
        "hospital": rows["fixmedins_code"],
        "stay_days": days.cast(pl.String),
        **{word: _said(rows, (word,), _truth, pl.Boolean) for word in EXTRA_TRUTHS},
    }
    return [one.alias(FACT + word) for word, one in stated.items() if one.null_count() < len(one)]


def _truth(text: str | None) -> bool | None:
    return None if text is None else read_truth(text)


def _said(
    rows: pl.DataFrame, columns: Sequence[str], say: Callable[..., object], kind: Any
) -> pl.Series:
    """What a function says of some columns, asked once of each distinct row."""
    own = rows.select(columns)
    distinct = own.unique()
    said = [say(*row) for row in distinct.iter_rows()]
    known = distinct.with_columns(pl.Series("said", said, dtype=kind))
    beside = own.join(known, on=columns, how="left", nulls_equal=True, maintain_order="left")
    return beside["said"]


def _funds(funds: pl.DataFrame, count: int) -> list[pl.Series]:
    """A column for each fund among the details."""
    columns = []
    for (fund,), own in funds.sort("fund").group_by("fund", maintain_order=True):
        paid = own.group_by("row").agg(pl.col("amount_fen").sum())
        numbered = pl.DataFrame({"row": pl.Series(range(count), dtype=pl.Int64)})
        beside = numbered.join(paid, on="row", how="left", maintain_order="left")
        columns.append(beside["amount_fen"].alias(f"{PAID}{FUND_PREFIX}{fund}"))
    return columns
