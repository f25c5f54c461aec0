"""What is there before the first run: balances of people who moved in, and the visits under way."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from mianshen.money import FEN_PER_YUAN, share_half_up
from mianshen.synth.calibration import District, OpeningBalance
from mianshen.synth.days import NEVER
from mianshen.synth.dice import Dice, Ints
from mianshen.synth.identities import Holdings
from mianshen.synth.layouts import Source
from mianshen.synth.people import People
from mianshen.synth.rosters import written_days
from mianshen.synth.settlement_files import settlement_id, visit_id, yuan
from mianshen.synth.settlements import SLOTS
from mianshen.synth.slots import THOUSAND
from mianshen.synth.visits import OPEN, Visits

Rows = tuple[pl.DataFrame, pl.DataFrame]
"""Cells and the truth about them."""


def opening_balances(dice: Dice, district: District, people: People, source: Source) -> list[Rows]:
    """Opening balances (期初数), one frame for each balance that the profile speaks of."""
    return [
        _balance(dice, district, people, source, place, one)
        for place, one in enumerate(district.opening)
    ]


def backlog(
    district: District,
    sources: Mapping[str, Source],
    source: Source,
    people: People,
    holdings: Holdings,
    visits: Visits,
) -> Rows:
    """The visits that are under way when the platform starts, and the office that has them."""
    held = np.flatnonzero((visits.plan == OPEN) & (district.funnel is not None))
    person = visits.person[held]
    offices = pl.Series([sources[one.roster].layout.department for one in district.identities])
    texts = {
        "setl_id": settlement_id(district.region, visits.number[held] * SLOTS),
        "visit": visit_id(district.region, visits.number[held]),
        "name": people.name.gather(person),
        "certno": people.certno.gather(person),
        "left": written_days(visits.left_day[held], source.date_form()),
        "office": offices.gather(holdings.kind[visits.holding[held]]),
    }
    cells = pl.DataFrame({field: texts[field] for field in source.headers})
    return cells, _truth(people, person, texts["visit"])


def _balance(
    dice: Dice,
    district: District,
    people: People,
    source: Source,
    place: int,
    balance: OpeningBalance,
) -> Rows:
    came = (people.moved_in_day > NEVER) & dice.happens(
        f"opening/{place}", people.number, balance.happens * THOUSAND
    )
    who = np.flatnonzero(came)
    # Whole yuan, as such balances are handed over on paper.
    base = dice.quantile(f"opening base/{place}", people.number[who], balance.base)
    base = base // FEN_PER_YUAN * FEN_PER_YUAN
    counted = share_half_up(base, balance.share, THOUSAND)
    name = balance.programme or balance.pool
    count = len(who)
    texts = {
        "name": people.name.gather(who),
        "certno": people.certno.gather(who),
        "programme" if balance.programme else "pool": _same(name, count),
        "year": _same(str(district.year), count),
        "used": _yuan(counted),
    }
    if balance.programme:
        del texts["used"]
        visits = 1 + dice.below(f"opening visits/{place}", people.number[who], 3)
        texts |= {
            "base": _yuan(base),
            "entitled": _yuan(counted),
            "visits": pl.Series(visits).cast(pl.String),
        }
    empty = _same("", count)
    cells = pl.DataFrame({field: texts.get(field, empty) for field in source.headers})
    return cells, _truth(people, who, _same(name, count))


def _truth(people: People, who: Ints, holds: pl.Series) -> pl.DataFrame:
    empty = _same("", len(who))
    return pl.DataFrame(
        {
            "person": pl.Series(people.number[who]),
            "holds": holds,
            "dirt": empty,
            "field": empty,
            "clean": empty,
        }
    )


def _same(text: str, count: int) -> pl.Series:
    return pl.Series([text] * count, dtype=pl.String)


def _yuan(amounts_fen: Ints) -> pl.Series:
    return pl.DataFrame({"fen": amounts_fen}).select(yuan("fen")).to_series()
