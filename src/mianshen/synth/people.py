"""The people of a block: households, ages, names, numbers, and what happens to them in the year."""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from mianshen.synth.calibration import District, Rate
from mianshen.synth.days import NEVER, days_of, year_span
from mianshen.synth.dice import Dice, Flags, Ints, spread
from mianshen.synth.documents import (
    UNIT,
    birth_days_of_year,
    certificates,
    person_numbers,
)
from mianshen.synth.names import given_names, surnames

HEAD, SPOUSE, CHILD, PARENT, OTHER = range(5)
_ADULT_YEARS = 20
_OLDEST_YEARS = 99


@dataclass(frozen=True)
class People:
    """One column a property, one row a person, in order of their number.

    Units: `*_day` are day numbers with `NEVER` for what did not happen; `income_fen` is the
    household's income a head and month. `kind` is the identity that first put a person on a
    roster, as its place in the profile's list.
    """

    number: Ints
    household: Ints
    role: Ints
    kind: Ints
    man: Ints
    age_years: Ints
    born_day: Ints
    surname: pl.Series
    given: pl.Series
    rare: Flags
    certno: pl.Series
    psn_no: pl.Series
    township: Ints
    village: Ints
    employee: Flags
    local: Flags
    income_fen: Ints
    died_day: Ints
    moved_out_day: Ints
    moved_in_day: Ints

    def __len__(self) -> int:
        return len(self.number)

    @property
    def name(self) -> pl.Series:
        """Full names."""
        return self.surname + self.given

    def first(self, count: int) -> "People":
        """The first so many of them."""
        return People(**{one.name: getattr(self, one.name)[:count] for one in fields(self)})


def make_people(dice: Dice, district: District, start: int, stop: int) -> People:
    """The people with numbers from `start` to below `stop`, both whole units."""
    number = np.arange(start, stop, dtype=np.int64)
    household, place, size = _households(dice, district, start // UNIT, stop // UNIT)
    kind, personal = _first_kinds(dice, district, number, household)
    role = np.where(personal, OTHER, _roles(dice, household, place, size))
    man = _sexes(dice, number, household, role)
    age = _ages(dice, district, number, household, role, kind)
    month_day = birth_days_of_year(dice, number)
    born_year = district.year - age
    rare = dice.happens("rare name", number, district.people.rare_names)
    surname = surnames(dice, np.where(role == SPOUSE, number * 2 + 1, household * 2))
    at_work = (age >= _ADULT_YEARS) & dice.happens("employee", number, district.people.employees)
    first, last = year_span(district.year)
    born = days_of(born_year, month_day)
    age_boost = (age >= 60).astype(np.int64) + (age >= 70) * 2 + (age >= 80) * 4
    events = district.events
    died = _day_of(dice, "died", events.deaths, number, np.maximum(born, first), last, age_boost)
    left = _day_of(dice, "moved out", events.moves_out, number, np.maximum(born, first), last)
    came = _day_of(dice, "moved in", events.moves_in, number, np.maximum(born, first), last)
    left = np.where(died > NEVER, NEVER, left)
    came = np.where((died > NEVER) | (left > NEVER), NEVER, came)
    home = dice.below("home", household, len(district.places.townships) * 997)
    return People(
        number=number,
        household=household,
        role=role,
        kind=kind,
        man=man,
        age_years=age,
        born_day=born,
        surname=surname,
        given=given_names(dice, number, man == 1, rare),
        rare=rare,
        certno=certificates(number, born_year * 10_000 + month_day, man),
        psn_no=person_numbers(district.region, number),
        township=home // 997,
        village=home % 997 % len(district.places.villages),
        employee=at_work,
        local=dice.happens("local", household, district.people.local_hukou),
        income_fen=dice.quantile("income", household, district.people.incomes),
        died_day=died,
        moved_out_day=left,
        moved_in_day=came,
    )


def _households(dice: Dice, district: District, first: int, last: int) -> tuple[Ints, Ints, Ints]:
    """For each person the household, the place in it (0 is the head) and its size."""
    deck = [size for size, count in district.people.household_sizes.items() for _ in range(count)]
    numbers = np.arange(first * len(deck), last * len(deck), dtype=np.int64)
    sizes = np.asarray(deck, dtype=np.int64)[dice.ranks("households", numbers, len(deck))]
    starts = np.cumsum(sizes) - sizes
    place = np.arange((last - first) * UNIT, dtype=np.int64) - np.repeat(starts, sizes)
    return np.repeat(numbers, sizes), place, np.repeat(sizes, sizes)


def _first_kinds(
    dice: Dice, district: District, number: Ints, household: Ints
) -> tuple[Ints, Flags]:
    """The identity everyone starts with, and who holds it alone and not with the household."""
    kinds = district.identities
    by_person = np.array([kind.by == "person" for kind in kinds])
    shared = dice.choose("kind/household", household, [kind.weight for kind in kinds])
    own = dice.choose(
        "kind/person", number, [kind.weight if kind.by == "person" else 0 for kind in kinds]
    )
    personal = by_person[shared]
    return np.where(personal, own, shared), personal


def _roles(dice: Dice, household: Ints, place: Ints, size: Ints) -> Ints:
    drawn = dice.below("role", household, 100)
    second = np.where(drawn < 60, SPOUSE, np.where(drawn < 85, CHILD, PARENT))
    second = np.where(size > 2, SPOUSE, second)
    later = np.where((place > 2) & (drawn >= 60), PARENT, CHILD)
    return np.where(place == 0, HEAD, np.where(place == 1, second, later))


def _sexes(dice: Dice, number: Ints, household: Ints, role: Ints) -> Ints:
    head = dice.below("sex/head", household, 2)
    own = dice.below("sex", number, 2)
    return np.where(role == HEAD, head, np.where(role == SPOUSE, 1 - head, own))


def _ages(
    dice: Dice, district: District, number: Ints, household: Ints, role: Ints, kind: Ints
) -> Ints:
    own, head = np.zeros_like(number), np.zeros_like(number)
    for place, one in enumerate(district.identities):
        held = kind == place
        own[held] = dice.quantile("age", number[held], one.ages)
        head[held] = dice.quantile("age/head", household[held], one.ages)
    alone = np.bincount(household - household[0])[household - household[0]] == 1
    head = np.where(alone, head, np.maximum(head, _ADULT_YEARS))
    gap = dice.below("age/gap", number, 14)
    spouse = np.maximum(head - 7 + gap, _ADULT_YEARS)
    child = np.maximum(head - 36 + gap, dice.below("age/child", number, 12))
    parent = np.minimum(head + 20 + gap // 2, _OLDEST_YEARS)
    return np.select(
        [role == HEAD, role == SPOUSE, role == CHILD, role == PARENT],
        [head, spouse, child, parent],
        own,
    )


def _day_of(
    dice: Dice,
    stream: str,
    rate: Rate,
    number: Ints,
    first: Ints,
    last: int,
    boost: Ints | None = None,
) -> Ints:
    """The day on which something happens to as many people of each unit as the rate says."""
    struck = dice.ranks(stream, number, UNIT, boost) < spread(
        rate.number, rate.of_people // UNIT, number // UNIT
    )
    day = first + dice.below(f"{stream}/day", number, last - first + 1)
    return np.where(struck, day, NEVER)
