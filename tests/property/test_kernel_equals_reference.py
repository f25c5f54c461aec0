"""The kernel and the reference agree to the fen, line by line and choice by choice."""

from collections import Counter
from itertools import islice
from typing import Any

import pytest

from generation.covered import covered_worlds
from generation.verdicts import Refused, ask
from generation.worlds import World, world_of
from mianshen.engine.assessing import assess
from mianshen.engine.facts import FactsError
from mianshen.engine.kernel.answering import Kernel
from mianshen.engine.kernel.coverage import Uncovered
from mianshen.engine.reference import assess as reference_assess
from mianshen.engine.reference.members import Seats
from mianshen.engine.reference.sharding import units
from mianshen.engine.results import Assessment, Reason

COVERED = 100
ANY = 60
UNITS_COVERED_PERCENT = 70


def told(answer: Any) -> Any:
    """Everything both must agree on."""
    if isinstance(answer, Refused):
        return answer
    return answer.lines, answer.choices, answer.year_choices


def answered(calculator: Any, world: World) -> Any:
    try:
        return told(ask(calculator, world))
    except FactsError:
        return Refused()


def by_kernel(world: World) -> list[Assessment | Uncovered]:
    (pack,) = world.packs
    own = list(units(world.facts, [Seats(pack)]))
    kernel = Kernel(pack, year=world.year, as_of=world.as_of, year_closed=world.year_closed)
    return kernel.assess(own)


def test_what_the_kernel_decides_itself_is_what_the_reference_says() -> None:
    units_met: Counter[str] = Counter()
    reasons: Counter[Reason | None] = Counter()
    choices = caught_up = 0

    for world in islice(covered_worlds("kernel"), COVERED):
        found = by_kernel(world)
        units_met.update("left" if isinstance(one, Uncovered) else "decided" for one in found)
        expected = ask(reference_assess, world) if Uncovered.FACTS not in found else None
        assert answered(assess, world) == answered(reference_assess, world), repr(world)
        if expected is not None:
            reasons.update(line.reason for line in expected.lines)
            choices += len(expected.choices)
            caught_up += sum(line.catch_up_fen > 0 for line in expected.lines)

    decided = 100 * units_met["decided"] // units_met.total()
    assert decided >= UNITS_COVERED_PERCENT, units_met
    for reason in (Reason.NEEDS_CHECK, Reason.CAP_USED, Reason.BELOW_START_LINE, Reason.NO_VERSION):
        assert reasons[reason], f"no line met {reason}; the worlds say little about it"
    assert choices, "no order was chosen"
    assert caught_up, "nothing was caught up"


@pytest.mark.parametrize("number", range(2))
def test_any_world_is_answered_alike_whether_covered_or_left(number: int) -> None:
    for at in range(ANY // 2):
        world = world_of(f"any-{number}-{at}")
        assert answered(assess, world) == answered(reference_assess, world), repr(world)
