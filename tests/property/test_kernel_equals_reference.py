"""The kernel and the reference agree to the fen, line by line and choice by choice."""

from collections import Counter
from datetime import date
from itertools import islice
from typing import Any

import pytest

from cases.factories import PERSON, YEAR, bill
from cases.factories import pack as small_pack
from generation.covered import covered_worlds
from generation.verdicts import Refused, ask
from generation.worlds import World, world_of
from mianshen.engine.assessing import assess
from mianshen.engine.facts import Facts, FactsError, Person
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


@pytest.mark.parametrize(
    ("second", "is_tied"),
    [("ratio: 60%", True), ("line: {amount: 1000}, ratio: 70%", False)],
    ids=["several that end alike", "one that is best"],
)
def test_orders_are_told_as_tied_alike(second: str, is_tied: bool) -> None:
    of = small_pack(
        "layers: [{id: aid, combine: best_order, members: [a, b, c]}]\n"
        "programmes:\n"
        "  a: {base: in_scope_left, terms: [{ratio: 50%}]}\n"
        f"  b: {{base: in_scope_left, terms: [{{{second}}}]}}\n"
        "  c: {base: in_scope_left, terms: [{ratio: 100%}], caps: [{amount: 1000}]}\n"
    )
    facts = Facts(people=(Person(PERSON),), events=(bill("10000"),))
    asked = {"year": YEAR, "as_of": date(YEAR, 12, 31)}
    (found,) = Kernel(of, **asked, year_closed=False).assess([facts])
    assert isinstance(found, Assessment)
    assert [choice.tied for choice in found.choices] == [is_tied]
    assert told(found) == told(reference_assess(facts, (of,), **asked))


@pytest.mark.parametrize("number", range(2))
def test_any_world_is_answered_alike_whether_covered_or_left(number: int) -> None:
    for at in range(ANY // 2):
        world = world_of(f"any-{number}-{at}")
        assert answered(assess, world) == answered(reference_assess, world), repr(world)
