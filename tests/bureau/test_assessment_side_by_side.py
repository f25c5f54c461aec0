"""The parts of a batch assessed side by side come to what one after the other does."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from bureau.factories import Bureau, Who, bill, card, person
from bureau.faults.points import cut, disturbed, points_of, terminated
from bureau.test_assessment import ASKED, PACK, SHARED
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment import side_by_side
from mianshen.bureau.assessment.models import Run
from mianshen.bureau.assessment.taking_turns import leader, one_at_a_time, part_of
from mianshen.bureau.bitemporal.rows import query
from mianshen.bureau.ledger.services import proof
from mianshen.bureau.registry import services as registry
from mianshen.run.shipped import Located

AT_ONCE = 4
"""Of six people: a batch of four parts, and one of two."""
SEEDS = 4
_WAYS = (cut, terminated)
PEOPLE = [Who(f"周{number}", card(number)) for number in range(100, 106)]
assess = partial(assessment.assess_marked, ASKED, "system", AT_ONCE)


@pytest.fixture(autouse=True)
def _halved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "FEW", 0)


def month(folder: Path, text: str = PACK) -> Bureau:
    """Bills of six people, of whom nobody was assessed yet."""
    bureau = Bureau()
    file = folder / "pack.yaml"
    file.write_text(text, encoding="utf-8")
    assessment.put_in_force(Located(file), (), bureau.stated("policy:1"))
    bureau.roster("202501", [(who, "低保") for who in PEOPLE])
    bureau.settle(*(bill(who, f"s{place}") for place, who in enumerate(PEOPLE)))
    return bureau


def told() -> dict[str, Any]:
    """What was assessed and what stands ready, to the fen."""
    whole = proof()
    return {
        "lines": sorted(map(repr, assessment.lines_as_known())),
        "deltas": assessment.open_deltas(),
        "fen": whole.kinds,
        "whole": whole.is_whole,
        "marks": registry.dirty_people(),
    }


def test_parts_come_to_what_one_after_the_other_does(
    tmp_path: Path, afresh: Callable[[], None]
) -> None:
    bureau = month(tmp_path)
    assessment.assess_dirty(ASKED, bureau.stated())
    whole = told()
    assert whole["whole"]
    assert len(whole["deltas"]) == len(PEOPLE)
    afresh()
    month(tmp_path)

    done = list(assess())

    assert [one.people for one in done] == [1, 1, 1, 1, 1, 1]
    assert {person_ for one in done for person_ in one.changed} == set(map(person, PEOPLE))
    assert told() == whole


def test_the_numbers_of_one_person_are_never_in_two_parts(
    tmp_path: Path, afresh: Callable[[], None]
) -> None:
    def month_with_a_merge() -> None:
        """The first and the last of six people turn out to be one before anybody is assessed."""
        bureau = month(tmp_path)
        gone, into = person(PEOPLE[0]), person(PEOPLE[-1])
        stated = bureau.stated("clerk:1")
        with transaction.atomic():
            merged = registry.merge(gone, into, "both cards seen", stated)
            registry.refresh((), merged.people, stated)

    month_with_a_merge()
    assessment.assess_dirty(ASKED, Bureau().stated())
    whole = told()
    afresh()
    month_with_a_merge()

    done = list(assessment.assess_marked(ASKED, "system", len(PEOPLE)))

    assert len(done) > 1
    assert sum(one.people for one in done) == len(PEOPLE)
    assert told() == whole


def test_parts_ended_anywhere_and_begun_again_come_to_the_same(
    tmp_path: Path, afresh: Callable[[], None]
) -> None:
    def run() -> None:
        list(assess())

    month(tmp_path)
    points = points_of(run)
    undisturbed = told()
    for seed in range(SEEDS):
        afresh()
        month(tmp_path)
        disturbed(run, Random(seed).randint(1, points), _WAYS[seed % 2])
        run()

        assert told() == undisturbed, seed


@pytest.mark.usefixtures("database")
def test_where_households_share_a_pool_nobody_is_parted(tmp_path: Path) -> None:
    month(tmp_path, SHARED)

    done = list(assess())

    assert [one.people for one in done] == [4, 2]
    assert Run.objects.count() == 2


@pytest.mark.usefixtures("database")
def test_a_part_whose_leader_was_lost_keeps_nothing() -> None:
    with pytest.raises(OperationalError, match="lost"), transaction.atomic():
        part_of(leader())


@pytest.mark.usefixtures("database")
def test_a_batch_waits_for_the_parts_of_one_that_was_killed() -> None:
    connection.ensure_connection()
    about = connection.get_connection_params()
    about.pop("cursor_factory")
    with psycopg.connect(**about) as orphan:
        orphan.execute("SELECT pg_advisory_xact_lock_shared(7305002)")
        query("SET lock_timeout = '50ms'")
        with pytest.raises(psycopg.OperationalError), transaction.atomic():
            one_at_a_time()
    with transaction.atomic():
        one_at_a_time()
        part_of(leader())
