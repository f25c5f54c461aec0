"""Chance without state: a draw depends on seed, stream and number alone, never on what was drawn.

So person 7 is the same person in a district of ten and of five million, in whatever pieces it is
made, and no amount passes through a binary float.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]

MILLION = 1_000_000
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_HALF_WORD = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Knots:
    """An integer quantile table: at `shares` (of a million, from 0 to a million) the `values`.

    Between two knots values lie on a straight line, cut to whole numbers.
    """

    shares: tuple[int, ...]
    values: tuple[int, ...]

    def __post_init__(self) -> None:
        rising = all(one < other for one, other in zip(self.shares, self.shares[1:], strict=False))
        if len(self.shares) != len(self.values) or len(self.shares) < 2 or not rising:
            raise ValueError("a quantile table needs as many values as rising shares, two or more")
        if self.shares[0] != 0 or self.shares[-1] != MILLION:
            raise ValueError(f"the shares of a quantile table run from 0 to {MILLION}")

    def mean(self) -> tuple[int, int]:
        """The mean of the straight lines, as numerator and denominator."""
        pairs = zip(self.shares, self.shares[1:], self.values, self.values[1:], strict=False)
        return sum((x1 - x0) * (y0 + y1) for x0, x1, y0, y1 in pairs), 2 * MILLION


@dataclass(frozen=True, slots=True)
class Dice:
    """Draws for one seed; `stream` names what is drawn, `numbers` whom or what it is drawn for."""

    seed: int

    def words(self, stream: str, numbers: Ints) -> Words:
        """64 bits for each number (the finaliser of SplitMix64 over number and stream)."""
        digest = hashlib.sha256(f"{self.seed}/{stream}".encode()).digest()
        start = np.frombuffer(digest[:8], dtype="<u8")
        mixed = numbers.astype(np.uint64) * _GOLDEN + start
        mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
        mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
        last: Words = mixed ^ (mixed >> np.uint64(31))
        return last

    def below(self, stream: str, numbers: Ints, limit: int | Ints) -> Ints:
        """A whole number from 0 to below `limit` (under 2**31) for each number."""
        high = self.words(stream, numbers) >> _HALF_WORD
        return ((high * np.asarray(limit, dtype=np.uint64)) >> _HALF_WORD).astype(np.int64)

    def happens(self, stream: str, numbers: Ints, per_million: int | Ints) -> Flags:
        """Whether something of the given probability happens."""
        return np.asarray(self.below(stream, numbers, MILLION) < per_million)

    def choose(self, stream: str, numbers: Ints, weights: Sequence[int]) -> Ints:
        """An index into `weights`, each as likely as its weight."""
        ends = np.cumsum(np.asarray(weights, dtype=np.int64))
        drawn = self.below(stream, numbers, int(ends[-1]))
        return np.searchsorted(ends, drawn, side="right").astype(np.int64)

    def quantile(self, stream: str, numbers: Ints, knots: Knots) -> Ints:
        """A value of the quantile table."""
        drawn = self.below(stream, numbers, MILLION)
        shares = np.asarray(knots.shares, dtype=np.int64)
        values = np.asarray(knots.values, dtype=np.int64)
        after = np.searchsorted(shares, drawn, side="right")
        before = after - 1
        rise = (drawn - shares[before]) * (values[after] - values[before])
        risen: Ints = values[before] + rise // (shares[after] - shares[before])
        return risen

    def ranks(self, stream: str, numbers: Ints, unit: int, boost: Ints | None = None) -> Ints:
        """The place of each number in a shuffle of its unit of `unit` consecutive numbers.

        `numbers` is whole units in order. `boost` above zero gives that many more draws, of which
        the best counts, so that a boosted number tends to the front.
        """
        score = self.words(stream, numbers)
        if boost is not None:
            for extra in range(int(boost.max(initial=0))):
                again = self.words(f"{stream}+{extra}", numbers)
                score = np.where(boost > extra, np.maximum(score, again), score)
        table = score.reshape(-1, unit)
        order = np.argsort(~table, axis=1, kind="stable")
        ranks = np.empty_like(order)
        np.put_along_axis(ranks, order, np.broadcast_to(np.arange(unit), order.shape), axis=1)
        return ranks.reshape(-1)


def spread(total: int, of: int, units: Ints) -> Ints:
    """How many of `total` things fall on each of the given units when `of` units share them evenly.

    Runs on beyond `of`; the parts of the first `of` units add up to `total` exactly.
    """
    return (units + 1) * total // of - units * total // of
