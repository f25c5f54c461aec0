"""Small choices drawn by hypothesis, spelled so that everything shrinks to the plainest form."""

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@cache
def _below(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


class Drawing:
    """Draws choices; the first option, the least number and `False` are what it shrinks to."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def chance(self, percent: int) -> bool:
        """True in about this many of a hundred draws."""
        return self._draw(_below(100)) >= 100 - percent

    def of(self, *options: T) -> T:
        """One of the options, all alike."""
        return options[self._draw(_below(len(options)))] if len(options) > 1 else options[0]

    def among(self, *weighted: tuple[T, int]) -> T:
        """One of the options, each in proportion to its weight."""
        at = self._draw(_below(sum(weight for _, weight in weighted)))
        for option, weight in weighted:
            at -= weight
            if at < 0:
                return option
        raise AssertionError("the weights add up")

    def whole(self, least: int, most: int) -> int:
        """A whole number between two others, both inclusive."""
        return least + self._draw(_below(most - least + 1)) if most > least else least

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
