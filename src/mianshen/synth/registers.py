"""Files about people: who is insured, who died or moved, accounts, and checks of households."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mianshen.synth.calibration import District
from mianshen.synth.days import NEVER, months_of, year_span
from mianshen.synth.dice import MILLION, Dice, Ints
from mianshen.synth.documents import bank_cards
from mianshen.synth.layouts import Source
from mianshen.synth.people import CHILD, PARENT, SPOUSE, People
from mianshen.synth.rosters import written_days
from mianshen.synth.settlement_files import yuan
from mianshen.synth.slots import THOUSAND

_BANKS = ("青禾农村商业银行", "柳溪村镇银行", "金滩信用社", "白鹤邮政储蓄所")
_ROLES = {SPOUSE: "配偶", CHILD: "子女", PARENT: "父母"}
_ADULT_YEARS = 18


@dataclass(frozen=True)
class Register:
    """Rows of one file about people: text by field, the truth, and the month they arrive in."""

    cells: pl.DataFrame
    truth: pl.DataFrame
    month: Ints

    def of(self, month: int) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The rows of one month."""
        held = pl.Series(self.month == month)
        return self.cells.filter(held), self.truth.filter(held)


def residents(people: People, source: Source, month: int) -> Register:
    """Everybody's details as the insurance keeps them."""
    everyone = np.arange(len(people), dtype=np.int64)
    answers = pl.Series(("否", "是"), dtype=pl.String)
    texts = _personal(people, everyone, source) | {
        "attribute.xinjin_hukou": answers.gather(people.local.astype(np.int64))
    }
    return _register(source, people, everyone, texts, np.full(len(people), month), "insured")


def deaths(dice: Dice, district: District, people: People, source: Source) -> Register:
    """Who died; for some a second row gives another day."""
    who = np.flatnonzero(people.died_day > NEVER)
    twice = dice.happens(
        "death twice", people.number[who], district.events.death_days_disagree * THOUSAND
    )
    again = np.concatenate([who, who[twice]])
    is_second = np.concatenate([np.zeros(len(who), bool), np.ones(int(twice.sum()), bool)])
    order = np.lexsort((is_second, again))
    again, is_second = again[order], is_second[order]
    other = people.died_day[again] + 1 + dice.below("death other day", people.number[again], 20)
    day = np.where(is_second, other, people.died_day[again])
    texts = _personal(people, again, source) | {"died": written_days(day, source.date_form())}
    month = months_of(people.died_day[again])
    dirt = np.where(is_second, "death_days_disagree", "")
    return _register(source, people, again, texts, month, "died", dirt)


def moves(people: People, source: Source) -> Register:
    """Who moved away."""
    who = np.flatnonzero(people.moved_out_day > NEVER)
    day = people.moved_out_day[who]
    texts = _personal(people, who, source) | {"moved": written_days(day, source.date_form())}
    return _register(source, people, who, texts, months_of(day), "moved out")


def households(dice: Dice, people: People, source: Source, month: int) -> Register:
    """Who lives with whom, and what the check of incomes and property found."""
    everyone = np.arange(len(people), dtype=np.int64)
    words = [_ROLES.get(role, "本人") for role in range(5)]
    fits = dice.happens("property", people.household, 960_000).astype(np.int64)
    income = pl.DataFrame({"fen": people.income_fen}).select(yuan("fen")).to_series()
    texts = _personal(people, everyone, source) | {
        "household": pl.Series(people.household).cast(pl.String).str.zfill(9),
        "note": pl.Series(words, dtype=pl.String).gather(people.role),
        "attribute.household_income": income,
        "attribute.property_within_standard": pl.Series(("否", "是"), dtype=pl.String).gather(fits),
    }
    month_of = np.full(len(people), month)
    return _register(source, people, everyone, texts, month_of, "household")


def accounts(
    dice: Dice, district: District, people: People, source: Source, month: int
) -> Register:
    """Everybody's bank account; children have a parent's, some people have changed theirs."""
    first, last = year_span(district.year)
    rate = district.events.account_changes
    odds = rate.number * MILLION // rate.of_people
    changed = dice.happens("account changed", people.number, odds)
    change = changed & (people.died_day == NEVER)
    who = np.sort(np.concatenate([np.arange(len(people)), np.flatnonzero(change)]))
    is_new = np.concatenate([[False], who[1:] == who[:-1]])[: len(who)]
    day = first + dice.below("account day", people.number[who], last - first + 1)
    start = np.where(is_new, day, people.born_day[who] + 3_000)
    start = np.where(is_new, day, np.minimum(start, first - 400))
    end = np.where(change[who] & ~is_new, day - 1, NEVER)
    head = np.searchsorted(people.household, people.household[who], side="left")
    minor = (people.age_years[who] < _ADULT_YEARS) & (head != who)
    holder = np.where(minor, head, who)
    bank = dice.below("bank", people.number[holder] * 2 + is_new, len(_BANKS))
    texts = _personal(people, who, source) | {
        "bank": pl.Series(_BANKS, dtype=pl.String).gather(bank),
        "holder": people.name.gather(holder),
        "account": bank_cards(people.number[holder] * 2 + is_new),
        "relation": pl.Series(("本人", "监护人"), dtype=pl.String).gather(minor.astype(np.int64)),
        "start": written_days(start, source.date_form()),
        "end": written_days(end, source.date_form()),
    }
    return _register(source, people, who, texts, np.full(len(who), month), "account")


def _personal(people: People, who: Ints, source: Source) -> dict[str, pl.Series]:
    return {
        "name": people.name.gather(who),
        "certno": people.certno.gather(who),
        "psn_no": people.psn_no.gather(who),
        "born": written_days(people.born_day[who], source.date_form()),
        "sex": pl.Series(("女", "男"), dtype=pl.String).gather(people.man[who]),
    }


def _register(
    source: Source,
    people: People,
    who: Ints,
    texts: dict[str, pl.Series],
    month: Ints,
    holds: str,
    dirt: "NDArray[np.str_] | None" = None,
) -> Register:
    empty = pl.Series([""] * len(who), dtype=pl.String)
    told = empty if dirt is None else pl.Series(dirt.tolist(), dtype=pl.String)
    truth = pl.DataFrame(
        {
            "person": pl.Series(people.number[who]),
            "holds": pl.Series([holds] * len(who), dtype=pl.String),
            "dirt": told,
            "field": empty,
            "clean": empty,
        }
    )
    cells = pl.DataFrame({name: texts.get(name, empty) for name in source.headers})
    return Register(cells, truth, month.astype(np.int64))
