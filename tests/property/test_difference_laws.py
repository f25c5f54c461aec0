"""The way from an old answer to a new one adds up, whatever changed."""

from dataclasses import fields, replace
from random import Random
from typing import Any

from generation.shrinking import for_all_worlds
from generation.worlds import World
from mianshen.engine.difference import Difference, Snapshot, difference
from mianshen.engine.facts import Facts, FactsError
from mianshen.engine.reference import assess

KEPT_PERCENT = 80


def part_of(facts: Facts, seed: str) -> Facts:
    """Some of the facts, in another order."""
    chance = Random(seed)
    kept: dict[str, Any] = {}
    for one in fields(Facts):
        value = getattr(facts, one.name)
        if isinstance(value, tuple):
            some = [fact for fact in value if chance.randrange(100) < KEPT_PERCENT]
            chance.shuffle(some)
            kept[one.name] = tuple(some)
    return replace(facts, **kept)


def snapshots_of(world: World) -> tuple[Snapshot, Snapshot]:
    """The world as it was known first, and as it is known now."""
    old = Snapshot(part_of(world.facts, "old"), world.packs, world.year, world.as_of)
    new = replace(old, facts=part_of(world.facts, "new"), year_closed=world.year_closed)
    return old, new


def entitled_fen(of: Snapshot, person: str) -> int:
    simulated = {n for pack in of.packs for n, one in pack.programmes.items() if one.simulated}
    found = assess(of.facts, of.packs, year=of.year, as_of=of.as_of, year_closed=of.year_closed)
    own = [line for line in found.lines if line.person == person]
    return sum(line.amount_fen for line in own if line.programme not in simulated)


def told(old: Snapshot, new: Snapshot, person: str) -> Difference | None:
    try:
        return difference(old, new, person)
    except FactsError:
        return None


@for_all_worlds(20)
def test_the_steps_add_up_to_the_whole_difference(world: World) -> None:
    old, new = snapshots_of(world)
    person = min((event.person for event in world.facts.events), default="")
    found = told(old, new, person)
    if found is None:
        return
    assert found.before_fen == entitled_fen(old, person)
    assert found.after_fen == entitled_fen(new, person)
    assert sum(step.amount_fen for step in found.steps) == found.after_fen - found.before_fen
    held_fen = found.held_after_fen - found.held_before_fen
    assert sum(step.held_fen for step in found.steps) == held_fen
    # Had applying a fact left anything out, the rest would show as a step that nothing explains.
    assert not [step for step in found.steps if step.changes[-1].kind == "spelling"]


@for_all_worlds(5)
def test_the_order_of_the_facts_given_changes_nothing(world: World) -> None:
    old, new = snapshots_of(world)
    person = min((event.person for event in world.facts.events), default="")
    again = replace(new, facts=shuffled(new.facts))
    assert told(old, new, person) == told(old, again, person)


@for_all_worlds(12)
def test_nothing_changed_has_no_steps(world: World) -> None:
    old, _ = snapshots_of(world)
    person = min((event.person for event in world.facts.events), default="")
    found = told(old, replace(old, facts=shuffled(old.facts)), person)
    assert found is None or found.steps == ()


def shuffled(facts: Facts) -> Facts:
    chance = Random("shuffled")
    mixed: dict[str, Any] = {}
    for one in fields(Facts):
        value = getattr(facts, one.name)
        if isinstance(value, tuple):
            mixed[one.name] = tuple(chance.sample(value, len(value)))
    return replace(facts, **mixed)
