"""What is held all year is found alike by reference and oracle, and never leaves more."""

from dataclasses import replace

from generation.horizons import SEARCHED_MAX, closed_with_years_compared
from generation.verdicts import Refused, agreed, ask
from generation.worlds import World, world_of
from mianshen.engine.reference import assess
from oracle import assess as oracle_assess

# Years better held are rare, so three of those there are stand beside the first ones drawn.
WORLDS = (*range(16), 83, 158, 230)


def compared_worlds() -> list[World]:
    drawn = (world_of(f"year {number}", SEARCHED_MAX) for number in WORLDS)
    return [world for one in drawn if (world := closed_with_years_compared(one)) is not None]


def test_the_reference_equals_the_oracle_where_years_are_compared() -> None:
    held = 0
    for world in compared_worlds():
        answer, _ = agreed(world, oracle_assess)
        if isinstance(answer, Refused):
            continue
        held += any(choice.applied for choice in answer.year_choices)
        for choice in answer.year_choices:
            assert choice.held_left_fen <= choice.chosen_left_fen
            assert choice.applied is bool(choice.held)
    assert held >= 3, "too few years were better held; the proof says little about them"


def test_before_the_year_is_closed_nothing_held_is_paid() -> None:
    for world in compared_worlds()[:12]:
        answer = ask(assess, replace(world, year_closed=False))
        assert not any(choice.applied for choice in answer.year_choices)
