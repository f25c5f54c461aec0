"""Small choices drawn by luck, spelled so that nought is always the plainest of them."""

from collections.abc import Callable, Sequence
from functools import cache
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


class Drawing:
    """Draws choices from anything that draws a number from nought to below a count."""

    def __init__(self, below: Callable[[int], int]) -> None:
        self._below = below

    @classmethod
    def by_hypothesis(cls, draw: st.DrawFn) -> "Drawing":
        """Choices that hypothesis shrinks, for worlds of few parts."""
        return cls(lambda count: draw(_below(count)))

    @classmethod
    def by_seed(cls, seed: str | bytes) -> "Drawing":
        """Choices repeated by a seed: far quicker, and no example resembles another."""
        return cls(Random(seed).randrange)

    def chance(self, percent: int) -> bool:
        """True in about this many of a hundred draws."""
        return self._below(100) >= 100 - percent

    def of(self, *options: T) -> T:
        """One of the options, all alike."""
        return options[self._below(len(options))] if len(options) > 1 else options[0]

    def among(self, *weighted: tuple[T, int]) -> T:
        """One of the options, each in proportion to its weight."""
        at = self._below(sum(weight for _, weight in weighted))
        for option, weight in weighted:
            at -= weight
            if at < 0:
                return option
        raise AssertionError("the weights add up")

    def whole(self, least: int, most: int) -> int:
        """A whole number between two others, both inclusive."""
        return least + self._below(most - least + 1) if most > least else least

    def few(self, counts: Sequence[int], *weighted: tuple[T, int]) -> set[T]:
        """Up to some of the options; `counts` weighs how many are looked for, none first."""
        many = self.among(*enumerate(counts))
        return {self.among(*weighted) for _ in range(many)}

    def some(self, options: Sequence[T], percent: int = 50) -> list[T]:
        """Those of the options that luck picks, at least the first of them, in their order."""
        picked = [option for option in options if self.chance(percent)]
        return picked or list(options[:1])

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """The options in any order."""
        left, order = list(options), []
        while left:
            order.append(left.pop(self.whole(0, len(left) - 1)))
        return order
