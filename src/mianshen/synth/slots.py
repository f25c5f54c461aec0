"""Exact rates: of each thousand things in a row so many are struck, at places that look random."""

import numpy as np

from mianshen.synth.dice import Dice, Ints

THOUSAND = 1_000
# Odd and not divisible by five, so that it runs through all places of a thousand.
_STEP = 387


def slot_kinds(dice: Dice, stream: str, count: Ints, per_thousand: tuple[int, ...]) -> Ints:
    """For each thing, by its running count, the place of the kind that strikes it, or -1.

    Of every complete thousand exactly `per_thousand[k]` things are struck by kind k.
    """
    shift = dice.below(stream, count // THOUSAND, THOUSAND)
    place = (count % THOUSAND * _STEP + shift) % THOUSAND
    ends = np.cumsum(np.asarray(per_thousand, dtype=np.int64))
    kind = np.searchsorted(ends, place, side="right")
    return np.where(place < (ends[-1] if len(ends) else 0), kind, -1)
