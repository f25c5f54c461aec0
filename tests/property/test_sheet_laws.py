"""What a sheet says can be recomputed: its numbers give its results, on any generated world."""

import re
from fractions import Fraction

from generation.shrinking import for_all_worlds
from generation.worlds import World, world_of
from mianshen.engine.reference import assess
from mianshen.engine.results import Finding
from mianshen.money import fen_from_yuan, parse_yuan
from mianshen.run.messages import Lang
from mianshen.sheets.phrasing import Phrasing
from mianshen.sheets.steps import LABELS, OUTCOMES, StepWriter
from mianshen.sheets.titles import Titles

WORKED = re.compile(r"^([0-9,.()×−+% /]+) = (-?[0-9,]+\.[0-9]{2})(?: \(rounded.*)?$")
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def worked_out(text: str) -> Fraction:
    """The value of an expression on a sheet, as a reader would key it in."""
    numbers = NUMBER.sub(lambda found: f"F('{found[0].replace(',', '')}')", text)
    signs = numbers.replace("×", "*").replace("−", "-").replace("%", "/F(100)")
    return eval(signs, {"F": Fraction})


def steps_of(world: World) -> list[tuple[Finding, tuple[str, ...], str]]:
    (pack,) = world.packs
    found = assess(
        world.facts,
        world.packs,
        year=world.year,
        as_of=world.as_of,
        year_closed=world.year_closed,
        with_trace=True,
    )
    events = {event.id: event for event in world.facts.events}
    writers = [StepWriter(Phrasing(Titles(pack, lang)), events) for lang in Lang]
    told = []
    for finding in found.trace:
        chinese, english = (writer.step(finding) for writer in writers)
        assert chinese.label == LABELS[finding.step][0]
        assert english.outcome_text == OUTCOMES[finding.outcome][1]
        told.append((finding, english.numbers, english.result))
    return told


@for_all_worlds(60)
def test_formulas_with_numbers_give_the_results_they_state(world: World) -> None:
    if len(world.packs) > 1:
        return
    for finding, numbers, _ in steps_of(world):
        for line in numbers:
            worked = WORKED.match(line)
            if finding.step == "terms" and worked:
                exact = max(Fraction(0), worked_out(worked[1]))
                stated_fen = parse_yuan(worked[2])
                programme = world.packs[0].programmes[finding.programme]
                owed_fen = fen_from_yuan(exact, programme.rounding, programme.round_to)
                assert owed_fen == stated_fen, line


def test_hardly_any_terms_are_told_without_their_calculation() -> None:
    told = unworked = 0
    for seed in range(40):
        world = world_of(str(seed))
        for finding, numbers, _ in steps_of(world) if len(world.packs) == 1 else ():
            if finding.step == "terms":
                told += 1
                unworked += any("reaches back" in line for line in numbers)
    assert told > 100
    assert unworked * 20 < told
