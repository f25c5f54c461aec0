"""What payers outside the bill have paid, each in the month in which word of it arrives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from mianshen.money import FEN_PER_YUAN, share_half_up
from mianshen.synth.bills import running
from mianshen.synth.calibration import District, Payer
from mianshen.synth.days import months_of, year_span
from mianshen.synth.dice import Dice, Flags, Ints
from mianshen.synth.layouts import Source
from mianshen.synth.people import People
from mianshen.synth.rosters import written_days
from mianshen.synth.settlement_files import settlement_id, yuan
from mianshen.synth.settlements import Role, Rows
from mianshen.synth.visits import Visits


@dataclass(frozen=True)
class _MedicalYear:
    """A medical year (1 April to 31 March) that a yearly payer settles, or reckons ahead.

    Units: days counted from 1 January of the district's year. `bills_through` is the last day of
    bills that are known when it is reckoned.
    """

    first: int
    last: int
    bills_through: int
    paid: int
    is_provisional: bool


_MEDICAL_YEARS = (
    _MedicalYear(-275, 89, 89, 190, is_provisional=False),
    _MedicalYear(90, 454, 364, 380, is_provisional=True),
)


@dataclass(frozen=True)
class Payments:
    """Payments of one payer: text by field, the truth, and the month (YYYYMM) of arrival."""

    cells: pl.DataFrame
    truth: pl.DataFrame
    month: Ints


def rows_about(
    texts: Mapping[str, pl.Series],
    source: Source,
    person: Ints,
    month: Ints,
    dirt: Sequence[str] | None = None,
) -> Payments:
    """Rows about settlements: texts by field, the numbers of their people, and their months.

    `dirt` says how each is not as it was; without it all are.
    """
    empty = pl.Series([""] * len(person), dtype=pl.String)
    truth = pl.DataFrame(
        {
            "person": pl.Series(person),
            "holds": texts["setl_id"],
            "dirt": empty if dirt is None else pl.Series(dirt, dtype=pl.String),
            "field": empty,
            "clean": empty,
        }
    )
    cells = pl.DataFrame({name: texts.get(name, empty) for name in source.headers})
    return Payments(cells, truth, month)


def make_payments(
    dice: Dice,
    district: District,
    sources: dict[str, Source],
    people: People,
    visits: Visits,
    rows: Rows,
) -> dict[str, Payments]:
    """What each payer of the profile has paid on the standing bills of a block.

    Nobody pays more than what those before have left to the person.
    """
    names = list(district.settlement_dirt)
    broken = names.index("broken_total") if "broken_total" in names else len(names)
    sound = rows.where((rows.role == Role.STANDING) & (rows.dirt != broken))
    left = sound.amounts["psn_part_amt"].copy()
    made = {}
    for payer in district.payers:
        fits = _fits(district, payer, people, visits, sound)
        source = sources[payer.source_id]
        parts = []
        for year in _MEDICAL_YEARS if payer.yearly else (None,):
            if year:
                amount = _yearly(dice, district, payer, people, visits, sound, left, fits, year)
            else:
                amount = _by_bill(dice, payer, sound, left, fits)
            left -= amount
            parts.append(
                _payments(dice, district, payer, source, people, visits, sound, amount, year)
            )
        made[payer.source_id] = _joined(parts)
    return made


def _joined(parts: list[Payments]) -> Payments:
    return Payments(
        pl.concat([one.cells for one in parts]),
        pl.concat([one.truth for one in parts]),
        np.concatenate([one.month for one in parts]),
    )


def _by_bill(dice: Dice, payer: Payer, rows: Rows, left: Ints, fits: Flags) -> Ints:
    """What is paid on single bills, within what they have left."""
    struck = fits & dice.happens(f"paid/{payer.source_id}", rows.number, payer.happens)
    share = dice.quantile(f"paid share/{payer.source_id}", rows.number, payer.share)
    amount = np.where(struck, share_half_up(left, share, 1_000), 0)
    return np.where(amount >= payer.floor_yuan * FEN_PER_YUAN, amount, 0)


def _fits(district: District, payer: Payer, people: People, visits: Visits, rows: Rows) -> Flags:
    of_kind = np.array([one.name in payer.visits for one in district.kinds])
    employed = people.employee[visits.person[rows.visit]]
    insured = {"any": np.ones_like(employed), "employee": employed, "resident": ~employed}
    return np.asarray(of_kind[visits.kind[rows.visit]] & insured[payer.insurance])


def _yearly(
    dice: Dice,
    district: District,
    payer: Payer,
    people: People,
    visits: Visits,
    rows: Rows,
    left: Ints,
    fits: Flags,
    year: _MedicalYear,
) -> Ints:
    """One payment a person on the last bill of the medical year, within what that year left."""
    first, _ = year_span(district.year)
    person = visits.person[rows.visit]
    day = visits.left_day[rows.visit] - first
    within = fits & (day >= year.first) & (day <= year.bills_through)
    _, total = running(np.where(within, left, 0), person)
    number, stream = people.number[person], f"{payer.source_id}/{year.first}"
    struck = within & dice.happens(f"paid/{stream}", number, payer.happens)
    share = dice.quantile(f"paid share/{stream}", number, payer.share)
    is_last = np.zeros_like(struck)
    places = np.flatnonzero(struck)
    following = np.append(person[places][1:] != person[places][:-1], True)[: len(places)]
    is_last[places] = following
    amount = np.where(is_last, share_half_up(total, share, 1_000), 0)
    return np.where(amount >= payer.floor_yuan * FEN_PER_YUAN, amount, 0)


def _payments(
    dice: Dice,
    district: District,
    payer: Payer,
    source: Source,
    people: People,
    visits: Visits,
    rows: Rows,
    amount: Ints,
    year: _MedicalYear | None,
) -> Payments:
    places = np.flatnonzero(amount > 0)
    visit = rows.visit[places]
    person, number = visits.person[visit], rows.number[places]
    first, last = visits.admitted_day[visit], visits.left_day[visit]
    delay = dice.quantile(f"paid days/{payer.source_id}", number, payer.days_until_paid)
    paid_on = last + delay
    if year is not None:
        start, _ = year_span(district.year)
        first, last, paid_on = (
            np.full_like(first, start + day) for day in (year.first, year.last, year.paid)
        )
    answer = "是" if year is not None and year.is_provisional else "否"
    identifier = pl.Series(number).cast(pl.String).str.zfill(14)
    form = source.date_form()
    texts = {
        "setl_id": settlement_id(district.region, number),
        "name": people.name.gather(person),
        "certno": people.certno.gather(person),
        "psn_no": people.psn_no.gather(person),
        "amount": pl.DataFrame({"fen": amount[places]}).select(yuan("fen")).to_series(),
        "paid_on": written_days(paid_on, form),
        "first_day": written_days(first, form),
        "last_day": written_days(last, form),
        "provisional": pl.Series([answer] * len(places), dtype=pl.String),
        "id": payer.source_id[:2].upper() + identifier,
    }
    return rows_about(texts, source, people.number[person], months_of(paid_on))
