"""A generated world: packs, the facts about a few people, and the question asked of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from generation.drawing import Drawing
from generation.packs import SEARCHED_MAX, packs
from generation.people import facts_for
from generation.writing import written
from mianshen.engine.facts import Facts
from mianshen.policy.pack import Pack


@dataclass(frozen=True, repr=False)
class World:
    """Everything an assessment is asked with; it prints as the text that builds it again."""

    packs: tuple[Pack, ...]
    facts: Facts
    year: int = 2024
    as_of: date = date(2025, 3, 1)
    year_closed: bool = False

    def __repr__(self) -> str:
        return written(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002
        printer.text(written(self))


def world_of(seed: str | bytes, searched_max: int = SEARCHED_MAX) -> World:
    """The world of a seed, over all of the pack language, small enough for a search by force.

    With `searched_max` of five or six, now and then so many programmes are put in order.
    """
    d = Drawing.by_seed(seed)
    drawn = packs(d, searched_max)
    return World(
        packs=drawn,
        facts=facts_for(d, drawn),
        year=d.among((2024, 94), (2023, 3), (2025, 3)),
        as_of=d.among((date(2025, 3, 1), 84), (date(2024, 12, 31), 8), (date(2024, 5, 31), 8)),
        year_closed=d.chance(35),
    )
