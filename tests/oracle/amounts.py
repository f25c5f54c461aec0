"""Rounding and sharing of whole fen, done again from scratch."""

from collections.abc import Sequence
from fractions import Fraction

UNITS_FEN = {"fen": 1, "jiao": 10, "yuan": 100}


def floor_fen(value: Fraction | int) -> int:
    """The greatest whole number not above a value."""
    exact = Fraction(value)
    return exact.numerator // exact.denominator


def rounded(value_fen: Fraction | int, rounding: str, unit: str) -> int:
    """A non-negative amount of fen rounded to the programme's unit."""
    step = UNITS_FEN[unit]
    whole = value_fen.denominator * step
    below, rest = divmod(value_fen.numerator, whole)
    up = {
        "down": False,
        "up": rest > 0,
        "half_up": 2 * rest >= whole,
        "half_even": 2 * rest > whole or (2 * rest == whole and below % 2 == 1),
    }[rounding]
    return (below + (1 if up else 0)) * step


def by_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Shares of a total in proportion to weights; rests go to the largest, ties to the earlier."""
    whole = sum(weights)
    if whole <= 0:
        return [0 for _ in weights]
    exact = [Fraction(total * weight, whole) for weight in weights]
    shares = [floor_fen(one) for one in exact]
    for _ in range(total - sum(shares)):
        rests = [one - share for one, share in zip(exact, shares, strict=True)]
        shares[rests.index(max(rests))] += 1
    return shares
