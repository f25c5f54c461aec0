"""Case files are read with a place for every mistake, and a case that does not hold says where."""

from pathlib import Path

import pytest

from cases.factories import pack
from mianshen.policy.expressions.vocabulary import (
    CARE_AMOUNTS,
    CARE_FACTS,
    DAILY_FACTS,
    PREMIUM_FACTS,
)
from mianshen.policy.pack import Pack
from mianshen.run.case_spelling import AMOUNTS, FACTS, EventSpelling
from mianshen.run.cases import Case, CaseError, check_case, read_cases

HALF = """
layers: [{id: aid, members: [half]}]
programmes:
  half: {base: in_scope_left, who: {any: [低保]}, terms: [{ratio: 50%}]}
"""
CASE = """\
cases:
  - id: half-of-a-bill
    origin: by hand
    year: 2023
    person: {identities: 低保}
    events:
      stay:
        settled: 2023-03-01
        visit: inpatient
        total: 1200
        in_scope: 1000
        expect: {half: 500.00}
        left: {in_scope: 500.00, person: 700.00}
"""


@pytest.fixture
def half() -> Pack:
    return pack(HALF)


def cases_of(folder: Path, text: str) -> tuple[Case, ...]:
    (folder / "some.yaml").write_text(text, encoding="utf-8")
    return read_cases(folder)


def differences(folder: Path, text: str, of: Pack) -> list[str]:
    (case,) = cases_of(folder, text)
    return [str(difference) for difference in check_case(case, of)]


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(CaseError) as refused:
        cases_of(folder, text)
    return [str(problem) for problem in refused.value.problems]


def test_a_case_that_holds_has_no_differences(tmp_path: Path, half: Pack) -> None:
    assert differences(tmp_path, CASE, half) == []


def test_the_cases_of_a_pack_lie_in_its_cases_folder(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    cases_of(tmp_path / "cases", CASE)
    assert [case.id for case in read_cases(tmp_path)] == ["half-of-a-bill"]
    assert read_cases(tmp_path / "elsewhere") == ()


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (
            "half: 500.00",
            "half: 499.99",
            "some.yaml:12:18: case half-of-a-bill: stay: half: "
            "expected 499.99 entitled, found 500.00 entitled",
        ),
        (
            "half: 500.00",
            "half: {zero: cap used}",
            "some.yaml:12:18: case half-of-a-bill: stay: half: "
            "expected zero (cap used), found 500.00 entitled",
        ),
        (
            "expect: {half: 500.00}",
            "expect: {}",
            "some.yaml:12:9: case half-of-a-bill: stay: half: "
            "expected nothing, found 500.00 entitled",
        ),
        (
            "expect: {half: 500.00}",
            "refused: payers exceed cost",
            "some.yaml:12:18: case half-of-a-bill: stay: half: "
            "expected excluded (payers exceed cost), found 500.00 entitled",
        ),
        (
            "person: 700.00",
            "person: 500.00",
            "some.yaml:13:34: case half-of-a-bill: stay: "
            "expected 500.00 left (person), found 700.00",
        ),
        (
            "half: 500.00",
            "helf: 500.00",
            "some.yaml:12:18: case half-of-a-bill: the pack has no programme 'helf'; "
            "did you mean 'half'?",
        ),
        (
            "left: {in_scope: 500.00, person: 700.00}",
            "order: {aid: [half]}",
            "some.yaml:13:17: case half-of-a-bill: stay: aid: nothing was chosen",
        ),
    ],
)
def test_a_difference_names_file_line_column_and_both_amounts(
    tmp_path: Path, half: Pack, before: str, after: str, found: str
) -> None:
    assert differences(tmp_path, CASE.replace(before, after), half) == [found]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("total: 1200", "totel: 1200", "some.yaml:10:9: 'totel' is not a key that belongs here"),
        ("total: 1200", "total: 1200.005", "some.yaml:10:16: an amount in yuan has at most two"),
        ("total: 1200", "total: a lot", "some.yaml:10:16: 'a lot' is not an amount in yuan"),
        ("visit: inpatient", "visit: impatient", "some.yaml:9:16: 'impatient' is not one of its"),
        ("settled: 2023-03-01", "settled: in March", "some.yaml:8:18: a day was expected here"),
        ("{half: 500.00}", "{half: {zero: too poor}}", "some.yaml:12:31: 'too poor' is not one of"),
        ("settled: 2023-03-01", "reverses: nothing", "some.yaml:8:9: this key is missing"),
        ("origin: by hand", "origin: a dream", "some.yaml:3:13: 'a dream' is not one of"),
        ("cases:", "case:", "some.yaml:1:1: a case file is a list under `cases:`"),
        ("total: 1200", "person: 乙", "some.yaml:10:17: case half-of-a-bill: nobody in this case"),
    ],
)
def test_a_mistake_in_a_case_file_is_told_at_its_place(
    tmp_path: Path, before: str, after: str, found: str
) -> None:
    told = problems(tmp_path, CASE.replace(before, after))
    assert any(one.startswith(found) for one in told), told


def test_two_cases_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = CASE + CASE.removeprefix("cases:\n")
    assert problems(tmp_path, twice) == [
        "some.yaml:14:9: case half-of-a-bill: another case has this id; rename one"
    ]


def test_an_event_of_a_case_knows_every_word_of_the_vocabulary() -> None:
    wages = {"price", "wage"}
    others = {*PREMIUM_FACTS, *DAILY_FACTS} - wages
    assert set(AMOUNTS) == {*CARE_AMOUNTS, *wages}
    assert set(FACTS) == {*CARE_FACTS, *others}
    assert {*AMOUNTS, *FACTS} <= set(EventSpelling.model_fields)
