"""Exact money: whole fen outside, exact fractions inside, and the only place that rounds."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEN_PER_YUAN = 100

_YUAN_TEXT_MAX_CHARS = 40

Fen = TypeVar("Fen", int, "NDArray[np.int64]")
"""One amount in fen, or a column of them."""


class Rounding(StrEnum):
    """How an exact amount becomes a payable one; `HALF_UP` is the default everywhere."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


class RoundingUnit(StrEnum):
    """The smallest unit a programme pays in."""

    FEN = "fen"
    JIAO = "jiao"
    YUAN = "yuan"


_FEN_PER_UNIT = {RoundingUnit.FEN: 1, RoundingUnit.JIAO: 10, RoundingUnit.YUAN: 100}


def round_to_integer(value: Fraction, rounding: Rounding = Rounding.HALF_UP) -> int:
    """Round an exact value to a whole number; halves of negative values go away from zero."""
    if value < 0:
        return -round_to_integer(-value, rounding)
    whole = floor(value)
    rest = value - whole
    if rounding is Rounding.DOWN or rest == 0:
        return whole
    if rounding is Rounding.UP:
        return whole + 1
    half = Fraction(1, 2)
    if rest != half:
        return whole + (rest > half)
    return whole + 1 if rounding is Rounding.HALF_UP else whole + whole % 2


def fen_from_yuan(
    yuan: Fraction,
    rounding: Rounding = Rounding.HALF_UP,
    unit: RoundingUnit = RoundingUnit.FEN,
) -> int:
    """Round an exact amount in yuan to payable fen, a multiple of the unit."""
    fen_per_unit = _FEN_PER_UNIT[unit]
    return round_to_integer(yuan * FEN_PER_YUAN / fen_per_unit, rounding) * fen_per_unit


@lru_cache(maxsize=1 << 16)
def yuan_from_fen(amount_fen: int) -> Fraction:
    """The exact amount in yuan of a whole number of fen."""
    return Fraction(amount_fen, FEN_PER_YUAN)


def parse_yuan(text: str) -> int:
    """Read an amount in yuan written as a decimal into fen.

    Accepts a sign, grouping commas and any number of decimals (`1,234.50`, `-25.1`, `16.4000`);
    decimals beyond the fen are rounded half-up (data-standard §1, accounting identities).
    Raises `ValueError` for anything that is not a plain decimal number.
    """
    cleaned = text.strip().replace(",", "")
    digits = cleaned.removeprefix("-").removeprefix("+")
    whole, _, decimals = digits.partition(".")
    plain = (whole + decimals).isascii() and (whole + decimals).isdigit()
    if not plain or len(cleaned) > _YUAN_TEXT_MAX_CHARS:
        raise ValueError(f"{text[:_YUAN_TEXT_MAX_CHARS]!r} is not an amount in yuan")
    scale: int = 10 ** len(decimals)
    fen, rest = divmod(int(whole + decimals) * FEN_PER_YUAN, scale)
    fen += 2 * rest >= scale
    return -fen if cleaned.startswith("-") else fen


def format_yuan(amount_fen: int, *, grouped: bool = False) -> str:
    """Write fen as yuan with two decimals: `1234.50`, or `1,234.50` when grouped."""
    yuan, fen = divmod(abs(amount_fen), FEN_PER_YUAN)
    whole = f"{yuan:,}" if grouped else str(yuan)
    return f"{'-' if amount_fen < 0 else ''}{whole}.{fen:02d}"


def share_half_up(amount_fen: Fen, part: int | Fen, whole: int) -> Fen:
    """`part` of `whole` parts of an amount, rounded half-up to the fen.

    Shapes: one amount or a column of whole numbers; `part` may be a column as well. The amounts
    and `part` are not negative, `whole` is positive, and twice their product fits 64 bits.
    """
    return (2 * amount_fen * part + whole) // (2 * whole)


def share_by_largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """Divide a whole amount in proportion to weights; what rounding leaves goes to the largest
    remainders, and among equal remainders to the earlier one.

    Shapes: one share per weight; the shares add up to `total`. Weights are not negative and not
    all zero; `total` is not negative.
    """
    weight_sum = sum(weights)
    if total < 0 or weight_sum <= 0 or min(weights) < 0:
        raise ValueError("a share needs a non-negative total and non-negative weights above zero")
    shares = [total * weight // weight_sum for weight in weights]
    remainders = [total * weight % weight_sum for weight in weights]
    left = total - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[:left]:
        shares[index] += 1
    return shares
