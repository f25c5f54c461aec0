"""A calculator asked about a world: its answer, or the error it raised, ready to be compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generation.comparison import differences
from generation.effects import effects_in
from generation.shrinking import check
from generation.worlds import World
from mianshen.engine.facts import FactsError
from mianshen.engine.reference import assess as reference_assess
from mianshen.engine.results import Assessment

Calculator = Callable[..., Any]


class DifferenceError(AssertionError):
    """Two calculators that do not agree on a world."""


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


def agreed(world: World, other: Calculator) -> tuple[Any, set[str]]:
    """What the reference answers, and the effects that occurred.

    Raises `DifferenceError` if the other calculator differs, or whatever either of them raises,
    with a note of the smallest world in which the same goes wrong.
    """
    answers: list[Any] = []

    def law(one: World) -> None:
        answers.append(_compared(one, other))

    check(law, world)
    ours = answers[0]
    return ours, set() if isinstance(ours, Refused) else effects_in(world, ours, assessed)


def _compared(world: World, other: Calculator) -> Any:
    ours, theirs = _answer(reference_assess, world), _answer(other, world)
    unlike = differences(ours, theirs)
    if isinstance(ours, Refused) is not isinstance(theirs, Refused):
        unlike = ["one of the two refused the facts", *unlike]
    if unlike:
        raise DifferenceError("\n".join(unlike))
    return ours


def _answer(calculator: Calculator, world: World) -> Any:
    try:
        return ask(calculator, world)
    except FactsError:
        return Refused()
