"""Ten times each: ended at a moment drawn by a seed and begun again, the end is the undisturbed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bureau.faults import facts, money
from bureau.faults.points import cut, disturbed, points_of, terminated
from bureau.test_casework import Desk

SEEDS = 10
_WAYS = (cut, terminated)


def test_import_and_assessment_ended_anywhere_and_begun_again_know_the_same(
    tmp_path: Path, afresh: Callable[[], None]
) -> None:
    takes_in = partial(facts.take_in, tmp_path, facts.FEW)
    points = points_of(takes_in)
    undisturbed = facts.told()
    assert len(undisturbed["lines"]) > 3
    for seed in range(SEEDS):
        afresh()
        disturbed(takes_in, Random(seed).randint(1, points), _WAYS[seed % 2])
        takes_in()

        assert facts.told() == undisturbed, seed


@pytest.mark.usefixtures("database")
def test_orders_and_payments_ended_anywhere_and_begun_again_end_the_same(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    money.open_funds()
    calm = money.Office(tmp_path / "calm")
    calm.begins(desk)
    points = points_of(calm.goes_on)
    undisturbed = calm.told()
    assert undisturbed["whole"]
    assert undisturbed["fen"] == {"aid paid": 60_000, "disabled paid": 6_000, "tilt paid": 10_800}
    for seed in range(SEEDS):
        office = money.Office(tmp_path / str(seed), first=10 * (seed + 1))
        office.begins(desk)
        disturbed(office.goes_on, Random(seed).randint(1, points), _WAYS[seed % 2])
        office.goes_on()

        assert office.told() == undisturbed, seed
