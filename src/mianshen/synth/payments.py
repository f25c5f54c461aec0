"""What payers outside the bill have paid, each in the month in which word of it arrives."""

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

_YEARLY_SPAN = (-275, 89)
"""The medical year that a yearly payer settles: 1 April before the year to 31 March in it."""

_YEARLY_PAID_AFTER = 190


@dataclass(frozen=True)
class Payments:
    """Payments of one payer: text by field, the truth, and the month (YYYYMM) of arrival."""

    cells: pl.DataFrame
    truth: pl.DataFrame
    month: Ints


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
        if payer.yearly:
            amount = _yearly(dice, district, payer, people, visits, sound, left, fits)
        else:
            number = sound.number
            struck = fits & dice.happens(f"paid/{payer.source_id}", number, payer.happens)
            share = dice.quantile(f"paid share/{payer.source_id}", number, payer.share)
            amount = np.where(struck, share_half_up(left, share, 1_000), 0)
            amount = np.where(amount >= payer.floor_yuan * FEN_PER_YUAN, amount, 0)
        left -= amount
        source = sources[payer.source_id]
        made[payer.source_id] = _payments(
            dice, district, payer, source, people, visits, sound, amount
        )
    return made


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
) -> Ints:
    """One payment a person on the last bill of the medical year, within what that year left."""
    first, _ = year_span(district.year)
    person = visits.person[rows.visit]
    within = fits & (visits.left_day[rows.visit] <= first + _YEARLY_SPAN[1])
    _, total = running(np.where(within, left, 0), person)
    number = people.number[person]
    struck = within & dice.happens(f"paid/{payer.source_id}", number, payer.happens)
    share = dice.quantile(f"paid share/{payer.source_id}", number, payer.share)
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
) -> Payments:
    places = np.flatnonzero(amount > 0)
    visit = rows.visit[places]
    person, number = visits.person[visit], rows.number[places]
    first, last = visits.admitted_day[visit], visits.left_day[visit]
    delay = dice.quantile(f"paid days/{payer.source_id}", number, payer.days_until_paid)
    paid_on = last + delay
    if payer.yearly:
        start, _ = year_span(district.year)
        first, last = (np.full_like(first, start + day) for day in _YEARLY_SPAN)
        paid_on = np.full_like(first, start + _YEARLY_PAID_AFTER)
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
        "id": payer.source_id[:2].upper() + identifier,
    }
    empty = pl.Series([""] * len(places), dtype=pl.String)
    truth = pl.DataFrame(
        {
            "person": pl.Series(people.number[person]),
            "holds": texts["setl_id"],
            "dirt": empty,
            "field": empty,
            "clean": empty,
        }
    )
    cells = pl.DataFrame({name: texts.get(name, empty) for name in source.headers})
    return Payments(cells, truth, months_of(paid_on))
