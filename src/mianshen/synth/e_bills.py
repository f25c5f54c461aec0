"""What the platform of bills (电子票据) tells of large ones: how each stands, month by month."""

import numpy as np
import polars as pl

from mianshen.money import FEN_PER_YUAN
from mianshen.synth.calibration import District, EBills
from mianshen.synth.days import months_of
from mianshen.synth.dice import MILLION, Dice
from mianshen.synth.layouts import Source
from mianshen.synth.payments import Payments, rows_about
from mianshen.synth.people import People
from mianshen.synth.rosters import written_days
from mianshen.synth.settlement_files import settlement_id, yuan
from mianshen.synth.settlements import DAY_S, Role, Rows
from mianshen.synth.visits import Visits

_MEDICAL = "06"
_INPATIENT, _OUTPATIENT = "01", "02"
_NUMBER_CHARS = 10
_WRONG_FEN = 100 * FEN_PER_YUAN
_THOUSANDTH = MILLION // 1_000


def e_bills(
    dice: Dice,
    district: District,
    figures: EBills,
    source: Source,
    people: People,
    visits: Visits,
    rows: Rows,
) -> Payments:
    """A line for the bill of every large settlement that stands.

    A bill used twice has the number of the line before it.
    """
    large = rows.amounts["medfee_sumamt"] >= figures.above_yuan * FEN_PER_YUAN
    told = rows.where(large & (rows.role == Role.STANDING))

    def some(what: str, of_thousand: int) -> np.ndarray:
        return dice.happens(f"bill {what}", told.number, of_thousand * _THOUSANDTH)

    number = told.number.copy()
    twice = np.flatnonzero(some("twice", figures.used_twice))
    twice = twice[twice > 0]
    number[twice] = told.number[twice - 1]
    differs = some("differs", figures.differing)
    amount = told.amounts["medfee_sumamt"] + np.where(differs, _WRONG_FEN, 0)
    person, day = visits.person[told.visit], told.settled_s // DAY_S
    words = pl.Series(("否", "是"), dtype=pl.String)
    flushed = some("flushed", figures.flushed).astype(np.int64)
    kind = np.where(visits.kind[told.visit] == 0, _INPATIENT, _OUTPATIENT).tolist()
    code = f"{district.region[:2]}{_MEDICAL}"
    texts = {
        "setl_id": settlement_id(district.region, told.number),
        "name": people.name.gather(person),
        "psn_no": people.psn_no.gather(person),
        "bill_kind": pl.Series(["财政电子票据"] * len(told), dtype=pl.String),
        "bill_code": code + pl.Series(kind, dtype=pl.String) + f"{district.year % 100:02}",
        "bill_no": pl.Series(number).cast(pl.String).str.zfill(_NUMBER_CHARS),
        "amount": pl.DataFrame({"fen": amount}).select(yuan("fen")).to_series(),
        "issued_on": written_days(day, source.date_form()),
        "is_flushed": words.gather(flushed),
        "reimbursed": pl.Series(["未报销"] * len(told), dtype=pl.String),
    }
    return rows_about(texts, source, people.number[person], months_of(day))
