"""What the shipped packs' own cases come to, asked of the kernel where it covers them."""

import pytest

from mianshen.engine.assessing import assess
from mianshen.engine.kernel.coverage import uncovered_in
from mianshen.engine.reference import assess as assess_by_reference
from mianshen.policy.pack import Pack
from mianshen.run.cases import Case, facts_of, read_cases
from mianshen.run.shipped import load, locate, shipped, shipped_packs

WHOLLY_LEFT = {"110000-beijing", "shandong-2014"}
"""Packs that the kernel leaves to the reference as a whole."""


def pack_and_cases(name: str) -> tuple[Pack, tuple[Case, ...]]:
    located = locate(name)
    pack = located if name in shipped_packs() else locate(name.rpartition("/")[0])
    cases = located.file.parent / "cases"
    overlays = () if pack is located else (located,)
    return load(pack, overlays), read_cases(cases) if cases.is_dir() else ()


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_case_comes_to_what_the_reference_says(name: str) -> None:
    pack, cases = pack_and_cases(name)
    for case in cases:
        facts = facts_of(case, pack)
        asked = {"year": case.spelling.year, "as_of": case.as_of}
        closed = case.spelling.year_closed
        found = assess(facts, (pack,), **asked, year_closed=closed)
        expected = assess_by_reference(facts, (pack,), **asked, year_closed=closed)
        assert found.lines == expected.lines, case.id
        assert found.choices == expected.choices, case.id
    assert (uncovered_in(pack) is not None) == (name in WHOLLY_LEFT)
