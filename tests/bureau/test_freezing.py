"""Facts come out of the freezer as they went in, and the same facts have one hash."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from fractions import Fraction
from itertools import cycle
from random import Random

import pytest

from mianshen.bureau.assessment.freezing import digest_of, frozen, in_order, thawed
from mianshen.bureau.assessment.freezing_columns import frozen_units
from mianshen.engine.facts import (
    AttributeFact,
    Delivery,
    Facts,
    Pin,
    PoolOpening,
    Responsibility,
)
from mianshen.engine.frames import frames_of
from mianshen.run.case_facts import facts_of
from mianshen.run.case_files import read_cases
from mianshen.run.shipped import Located, load, shipped_packs

RARE = Facts(
    attributes=(
        AttributeFact("1", "share", Fraction(7, 3)),
        AttributeFact("1", "share", "7/3", date(2025, 1, 1), date(2025, 6, 30)),
        AttributeFact("1", "tested", True),
    ),
    deliveries=(Delivery("1", "e", "aid", -500, "counter"),),
    pool_openings=(PoolOpening("1", "pool", 900, date(2025, 1, 1)), PoolOpening("1", "life", 3)),
    pins=(Pin("e", "relief", ("aid", "tilt")),),
    responsibilities=(Responsibility("1", "small", date(2025, 1, 1)),),
)


def every_case() -> Iterator[Facts]:
    """The facts of every case of every pack that is shipped, and of kinds no case has."""
    for file in shipped_packs().values():
        pack = load(Located(file))
        for case in read_cases(file.parent):
            yield facts_of(case, pack)
    yield RARE


@pytest.fixture(scope="module")
def cases() -> list[Facts]:
    return list(every_case())


def test_the_facts_of_every_case_come_out_as_they_went_in(cases: list[Facts]) -> None:
    assert len(cases) > 50
    for facts in cases:
        assert thawed(frozen(facts)) == in_order(facts)


def test_every_kind_of_fact_is_among_them(cases: list[Facts]) -> None:
    seen = {one.name for one in fields(Facts) for facts in cases if getattr(facts, one.name)}
    assert seen == {one.name for one in fields(Facts)}


def test_by_columns_every_case_has_the_text_it_has_as_an_object(cases: list[Facts]) -> None:
    odd = 'a "quoted" \\ name\n\x07'
    told = tuple(
        replace(event, origin=odd, recorded=datetime(2025, 1, 2, 3, 4, 5, part))
        for facts, part in zip(cases, cycle((0, 6_000)))
        for event in facts.events
    )
    spelled = [*cases, Facts(events=told), replace(cases[0], complete_from=date(2025, 7, 1))]
    for facts in spelled:
        assert frozen_units(frames_of([facts])).to_list() == [frozen(facts)]


def test_units_frozen_together_have_the_texts_they_have_alone(cases: list[Facts]) -> None:
    units = [replace(facts, closures=(), complete_from=None) for facts in cases]
    assert frozen_units(frames_of(units)).to_list() == [frozen(facts) for facts in units]


def test_facts_in_another_order_have_the_same_hash_and_other_facts_another(
    cases: list[Facts],
) -> None:
    dice = Random(7)
    for facts in cases:
        mixed = replace(facts, events=tuple(dice.sample(facts.events, len(facts.events))))
        assert digest_of(frozen(mixed)) == digest_of(frozen(facts))
    assert len({digest_of(frozen(facts)) for facts in cases}) > 50
