"""Invented numbers of people: certificate, person number, bank card and telephone.

None can belong to anybody: certificate numbers carry region codes from 990000 on, bank cards an
issuer and telephones a beginning that nobody was given.
"""

import numpy as np
import polars as pl

from mianshen.synth.dice import Dice, Ints

UNIT = 1_000
"""People are made in units of so many; whatever is shared out is shared out within a unit."""

_FIRST_REGION = 990_000
_DAYS = 365
_SERIALS = 499
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_MONTH_ENDS = np.cumsum([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_PERSON_NUMBERS = 10**14
# Odd and not divisible by five: times it, modulo a power of ten, no two numbers meet.
_SCATTER = 27_182_818_284_591


def birth_days_of_year(dice: Dice, people: Ints) -> Ints:
    """Month and day of birth as MMDD, chosen so that no two certificate numbers can be equal.

    People of the same serial and region never share a day of the year; see `certificates`.
    """
    _, rank = _serial_and_rank(people)
    serial_class = people % _SERIALS
    shift = dice.below("birth/shift", serial_class, _DAYS)
    day = (rank % _DAYS * 149 + shift) % _DAYS
    month = np.searchsorted(_MONTH_ENDS, day, side="right")
    starts = np.concatenate(([0], _MONTH_ENDS[:-1]))
    return (month + 1) * 100 + day - starts[month] + 1


def certificates(people: Ints, born: Ints, men: Ints) -> pl.Series:
    """18-digit certificate numbers with their check digit (GB 11643, ISO 7064 MOD 11-2).

    Shapes: one for each person. Units: `born` as YYYYMMDD; `men` is 1 for men and 0 for women.
    """
    serial, rank = _serial_and_rank(people)
    region = _FIRST_REGION + rank // _DAYS
    # Nobody has the sequence 000, so that the first pair is 002 and 003.
    number = (region * 10**8 + born) * 1_000 + (serial + 1) * 2 + men
    return with_check_digit(number)


def with_check_digit(number: Ints) -> pl.Series:
    """17 digits with the check digit behind them."""
    rest, total = number.copy(), np.zeros_like(number)
    for weight in reversed(_WEIGHTS):
        rest, digit = np.divmod(rest, 10)
        total += digit * weight
    check = pl.Series(list(_CHECK), dtype=pl.String).gather(total % len(_CHECK))
    return pl.Series(number).cast(pl.String) + check


def person_numbers(region: str, people: Ints) -> pl.Series:
    """20-digit person numbers (人员编号) that begin with the region, all different."""
    scattered = np.array(
        [int(person) * _SCATTER % _PERSON_NUMBERS for person in people], dtype=np.int64
    )
    return region + pl.Series(scattered).cast(pl.String).str.zfill(14)


def bank_cards(numbers: Ints) -> pl.Series:
    """19-digit card numbers with their Luhn digit, under an issuer that does not exist."""
    body = 990_010 * 10**12 + numbers * 7_919 % 10**12
    rest, total = body.copy(), np.zeros_like(body)
    for place in range(18):
        rest, digit = np.divmod(rest, 10)
        doubled = digit * 2
        total += np.where(place % 2 == 0, doubled - 9 * (doubled > 9), digit)
    digits = pl.Series(-total % 10).cast(pl.String)
    return pl.Series(body).cast(pl.String) + digits


def telephones(dice: Dice, people: Ints) -> pl.Series:
    """11-digit telephone numbers that begin with 100."""
    return pl.Series(dice.below("phone", people, 10**8) + 100 * 10**8).cast(pl.String)


def _serial_and_rank(people: Ints) -> tuple[Ints, Ints]:
    """Serial (0 to 498) and the rank of a person among those of the same serial."""
    return people % _SERIALS, people // _SERIALS
