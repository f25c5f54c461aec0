"""A calculator asked about a world: its answer, or the error it raised, ready to be compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generation.comparison import differences
from generation.effects import effects_in
from generation.worlds import World
from mianshen.engine.facts import FactsError
from mianshen.engine.reference import assess as reference_assess
from mianshen.engine.results import Assessment

Calculator = Callable[..., Any]


class DifferenceError(AssertionError):
    """Two calculators that do not agree on a world; prints the world and what differs."""

    def __init__(self, world: World, unlike: list[str]) -> None:
        super().__init__("\n".join([*unlike, str(world)]))
        self.world = world
        self.unlike = unlike


@dataclass(frozen=True)
class Refused:
    """Facts that a calculator refused; such answers are alike whatever their message says."""

    lines: tuple[Any, ...] = ()
    choices: tuple[Any, ...] = ()


def ask(calculator: Calculator, world: World) -> Any:
    """What a calculator answers about a world."""
    return calculator(
        world.facts,
        world.packs,
        year=world.year,
        as_of=world.as_of,
        year_closed=world.year_closed,
    )


def assessed(world: World) -> Assessment:
    """What the reference answers about a world."""
    answer: Assessment = ask(reference_assess, world)
    return answer


def _answer(calculator: Calculator, world: World) -> Any:
    try:
        return ask(calculator, world)
    except FactsError:
        return Refused()


def agreed(world: World, other: Calculator) -> tuple[Any, set[str]]:
    """What the reference answers, and effects; raises `DifferenceError` if the other differs."""
    ours, theirs = _answer(reference_assess, world), _answer(other, world)
    unlike = differences(ours, theirs)
    if isinstance(ours, Refused) is not isinstance(theirs, Refused):
        unlike = ["one of the two refused the facts", *unlike]
    if unlike:
        raise DifferenceError(world, unlike)
    if isinstance(ours, Refused):
        return ours, set()
    return ours, effects_in(world, ours, assessed)
