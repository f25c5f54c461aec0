"""`assess` as anyone calls it: the kernel where it covers a unit, else the reference."""

from collections.abc import Sequence
from datetime import date

from mianshen.engine.facts import Facts
from mianshen.engine.kernel.answering import Kernel
from mianshen.engine.kernel.coverage import Uncovered
from mianshen.engine.reference import assess as assess_by_reference
from mianshen.engine.reference.members import Seats
from mianshen.engine.reference.sharding import units
from mianshen.engine.results import Assessment, Line, OrderChoice, YearChoice
from mianshen.policy.pack import Pack


def assess(
    facts: Facts,
    packs: Sequence[Pack],
    *,
    year: int,
    as_of: date,
    year_closed: bool = False,
) -> Assessment:
    """What every programme gives every person of the facts in one benefit year.

    The lines, choices and year choices of `engine.reference.assess`, to the fen and in its order;
    effects are told by the reference alone. Raises `FactsError` for facts that no rule can settle.
    """
    kernels = [Kernel(pack, year=year, as_of=as_of, year_closed=year_closed) for pack in packs]
    own = list(units(facts, [Seats(pack) for pack in packs]))
    found: list[Assessment | Uncovered] = [Uncovered.SEVERAL_PACKS] * len(own)
    if len(kernels) == 1:
        found = kernels[0].assess(own)
    lines: list[Line] = []
    choices: list[OrderChoice] = []
    year_choices: list[YearChoice] = []
    for unit, answer in zip(own, found, strict=True):
        if isinstance(answer, Uncovered):
            answer = assess_by_reference(
                unit, packs, year=year, as_of=as_of, year_closed=year_closed
            )
        lines += answer.lines
        choices += answer.choices
        year_choices += answer.year_choices
    lines.sort(key=lambda one: (one.person, one.event is None, one.event or "", one.programme))
    choices.sort(key=lambda choice: (choice.person, choice.event, choice.layer))
    year_choices.sort(key=lambda choice: (choice.person, choice.layer))
    return Assessment(tuple(lines), tuple(choices), tuple(year_choices))
