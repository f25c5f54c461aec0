"""The payer's own statement of aid at the counter (一站式), with the slips of such statements."""

import numpy as np
import polars as pl

from mianshen.money import FEN_PER_YUAN
from mianshen.synth.calibration import District
from mianshen.synth.days import months_of
from mianshen.synth.dice import Dice
from mianshen.synth.layouts import Source
from mianshen.synth.payments import Payments, rows_about
from mianshen.synth.people import People
from mianshen.synth.rosters import written_days
from mianshen.synth.settlement_files import settlement_id, yuan
from mianshen.synth.settlements import DAY_S, Role, Rows
from mianshen.synth.visits import Visits

_MISSING, _ELSEWHEN, _SLIPPED = 6_000, 6_000, 3_000
"""How many of a million lines are forgotten, booked a month later, or a yuan too high."""

_MONTH_DAYS = 31
_AGAIN = (Role.VOID, Role.REPEATED, Role.OLDER_VERSION)


def counter_aid(
    dice: Dice, district: District, source: Source, people: People, visits: Visits, rows: Rows
) -> Payments:
    """A line for every settlement and refund with aid; `dirt` says how one is not as it was.

    What was forgotten has no line, and the truth of settlements is where it is missed.
    """
    aided = (rows.amounts["maf_pay"] != 0) & ~np.isin(rows.role, _AGAIN)
    told = rows.where(aided & ~dice.happens("counter missing", rows.number, _MISSING))
    late = dice.happens("counter late", told.number, _ELSEWHEN)
    slipped = dice.happens("counter slip", told.number, _SLIPPED) & ~late
    day = told.settled_s // DAY_S + np.where(late, _MONTH_DAYS, 0)
    amount = told.amounts["maf_pay"] + np.where(slipped, FEN_PER_YUAN, 0)
    person = visits.person[told.visit]
    texts = {
        "setl_id": settlement_id(district.region, told.number),
        "psn_no": people.psn_no.gather(person),
        "amount": pl.DataFrame({"fen": amount}).select(yuan("fen")).to_series(),
        "paid_on": written_days(day, source.date_form()),
    }
    kinds = np.where(late, "late_line", np.where(slipped, "slipped_amount", "")).tolist()
    return rows_about(texts, source, people.number[person], months_of(day), kinds)
