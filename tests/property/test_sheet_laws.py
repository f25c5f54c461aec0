"""What a sheet says can be recomputed: its numbers give its results, on any generated world."""

import re
from fractions import Fraction

from generation.shrinking import for_all_worlds
from generation.worlds import World, world_of
from mianshen.engine.reference import assess
from mianshen.engine.reference.charges import prepare
from mianshen.engine.reference.members import Seats
from mianshen.engine.results import Finding
from mianshen.money import fen_from_yuan, parse_yuan
from mianshen.policy.schema import Kind
from mianshen.run.messages import Lang
from mianshen.sheets.phrasing import Phrasing
from mianshen.sheets.steps import LABELS, OUTCOMES, StepWriter
from mianshen.sheets.titles import Titles
from mianshen.sheets.waterfall import waterfall
from mianshen.sheets.waterfall_chart import chart

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


@for_all_worlds(60)
def test_every_fen_of_a_bill_falls_somewhere(world: World) -> None:
    seats = {pack.id: Seats(pack) for pack in world.packs}
    found = assess(
        world.facts, world.packs, year=world.year, as_of=world.as_of, year_closed=world.year_closed
    )
    for charge in prepare(world.facts, seats, world.as_of).folded:
        event = charge.event
        if event.kind is Kind.DAILY:
            continue
        own = [
            line for line in found.lines if (line.person, line.event) == (event.person, event.id)
        ]
        told = waterfall(event, charge, own, Titles(charge.pack, Lang.EN))
        taken_fen = sum(fall.amount_fen for fall in told.falls[1:-1])
        assert told.total_fen - taken_fen == told.borne_fen
        assert sum(share.amount_fen for share in told.shares) == max(0, told.borne_fen)
        assert all(share.amount_fen > 0 for share in told.shares)
        drawn = chart(told, Lang.EN)
        for row in drawn.rows:
            assert drawn.bars_x <= row.x <= row.x + row.width <= drawn.bars_x + drawn.bars_width + 1
