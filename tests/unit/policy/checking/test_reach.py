"""Rows no bill can reach and people no row is for are warned of; what may happen is left alone."""

import pytest

from mianshen.policy.checking.report import Weight
from unit.policy.checking.remarked import assert_remarked, warnings
from unit.policy.pack_texts import small

UNREACHED = "no bill can reach this row"
FOR_LOW = "who: {any: [特困, 低保]},"
FACTS = (
    "attributes: {burnt: {type: truth}, kin: {type: number}, ward: {type: text, options: [a, b]}}"
)


READER = '{base: in_scope, when: "burnt or kin > 0 or ward is a", terms: [{ratio: 50%}]}'


def with_rows(rows: str, more: str = "") -> str:
    return small(
        FACTS,
        layers="[{id: aid, members: [a, z]}]",
        programmes=f"{{a: {{base: in_scope, {more} terms: [{rows}]}}, z: {READER}}}",
    )


def with_when(when: str, around: str = "true") -> str:
    return with_rows(f'▸{{when: "{when}", ratio: 50%}}, {{ratio: 40%}}', f'when: "{around}",')


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ("visit is inpatient and visit is outpatient", "visit"),
        ("visit is inpatient and visit in [outpatient, pharmacy]", "visit"),
        ("visit is inpatient and not (visit is inpatient)", "visit"),
        ("visit is not inpatient and visit is inpatient", "visit"),
        ("grade >= 二级 and grade < 一级", "grade"),
        ("total > 500 and total <= 500", "total"),
        ("500 < total and total < 500", "total"),
        ("total = 5 and total != 5", "total"),
        ("age < 0", "age"),
        ("burnt and not burnt", "burnt"),
        ("burnt = false and burnt", "burnt"),
        ("ward is a and ward is b", "ward"),
        ("diagnosis is C00 and diagnosis in [C01, C02]", "diagnosis"),
        ("(total > 9 or total > 8) and total < 7", "total"),
        ("total > in_scope and in_scope >= total", "in_scope, total"),
        ("holds(低保) and not holds(低保, 特困)", "低保"),
        ("1 > 2", "1 > 2"),
        ("false", "false"),
    ],
)
def test_conditions_that_never_hold_are_told_with_what_they_clash_on(when: str, what: str) -> None:
    beginning = f"{UNREACHED}: its conditions contradict each other on {what!r}"
    assert_remarked(with_when(when), Weight.WARNING, beginning)


@pytest.mark.parametrize(
    "when",
    [
        "visit is inpatient or visit is outpatient",
        "visit in [inpatient, outpatient] and visit is not inpatient",
        "grade >= 二级 and grade <= 二级",
        "total >= 500 and total <= 500",
        "total > in_scope and in_scope > 500",
        "diagnosis starts with [C0] and diagnosis is not C00",
        "diagnosis in [C00, C01] and diagnosis is not C00",
        "holds(低保, 特困) and not holds(低保)",
        "not (burnt and kin > 3) and burnt",
        "year_paid < 100 and year_borne > 100",
    ],
)
def test_conditions_that_may_hold_are_left_alone(when: str) -> None:
    assert warnings(with_when(when).replace("▸", "")) == []


def test_more_alternatives_than_are_looked_at_count_as_able_to_hold() -> None:
    many = " and ".join(f"(total > {edge} or in_scope > {edge})" for edge in range(10))
    assert warnings(with_when(f"{many} and total < 0 and in_scope < 0").replace("▸", "")) == []


def test_a_row_may_not_contradict_its_programme() -> None:
    beginning = f"{UNREACHED}: what stands around it contradicts it on 'visit'"
    assert_remarked(
        with_when("visit is outpatient", "visit is inpatient"), Weight.WARNING, beginning
    )
    assert_remarked(
        with_rows("▸{who: 低保, ratio: 50%}, {who: 特困, ratio: 40%}", "who: {none: 低保},"),
        Weight.WARNING,
        f"{UNREACHED}: what stands around it contradicts it on '低保'",
    )


def test_a_programme_that_nobody_can_get_is_told_once() -> None:
    nobody = "who: {all: [低保], none: [低保]},"
    beginning = "no bill can get this programme: its conditions contradict each other on '低保'"
    assert_remarked(
        with_rows("{ratio: 50%}", nobody).replace("who", "▸who"), Weight.WARNING, beginning
    )
    never = 'when: "visit is inpatient and visit is pharmacy",'
    assert_remarked(
        with_rows("{ratio: 50%, when: total > 3}", never).replace('when: "v', '▸when: "v'),
        Weight.WARNING,
        "no bill can get this programme: its conditions contradict each other on 'visit'",
    )


@pytest.mark.parametrize(
    ("more", "beginning"),
    [
        (
            "when: visit is inpatient, caps: [{amount: 9, ▸when: visit is outpatient}],",
            "no bill can reach this cap",
        ),
        (
            "when: visit is inpatient, adjust: [▸{on: ratio, when: age < 0, points: 1%}],",
            "no bill can reach this adjustment",
        ),
    ],
)
def test_caps_and_uplifts_are_looked_at_too(more: str, beginning: str) -> None:
    assert_remarked(with_rows("{ratio: 50%}", more), Weight.WARNING, beginning)


def test_a_row_for_people_the_programme_does_not_name_is_doubted() -> None:
    rows = "{who: [特困, ▸低保], ratio: 50%}"
    assert_remarked(
        with_rows(rows, "who: {any: 特困},"),
        Weight.WARNING,
        "'低保' is not under the `who` of the programme",
    )
    meant = '{when: "holds(低保)", ratio: 60%}, {ratio: 50%}'
    assert warnings(with_rows(meant, "who: {any: 特困},")) == []


def test_people_whom_every_row_passes_by_are_named() -> None:
    marked = with_rows("{who: 特困, ratio: 50%}", "who: {any: [特困, ▸低保]},")
    assert_remarked(marked, Weight.WARNING, "no row of `terms` is for '低保'")
    assert warnings(with_rows("{who: 特困, ratio: 50%}, {ratio: 40%}", FOR_LOW)) == []


@pytest.mark.parametrize(
    ("rows", "doubted"),
    [
        ("{ratio: 50%}, ▸{ratio: 40%}", True),
        ("▸{who: 低保, ratio: 40%}, {ratio: 50%}", True),
        ("{ratio: 50%}, ▸{ratio: 50%}", True),
        ("{who: 低保, ratio: 40%}, {who: 特困, ratio: 50%}", False),
        ("{who: 低保, ratio: 60%}, {ratio: 50%}", False),
        ("{ratio: 50%, caps: [{amount: 5}]}, {ratio: 40%}", False),
        ("{ratio: 50%, line: {amount: 5}}, {ratio: 40%}", False),
        ("{when: total > 5, ratio: 50%}, {ratio: 40%}", False),
    ],
)
def test_a_row_that_another_always_beats_is_doubted(rows: str, doubted: bool) -> None:
    said = ["is for the same people and bills"] if doubted else []
    beginnings = ["row 2 " if "▸{who" in rows else "row 1 "] if said else []
    assert_remarked(with_rows(rows), Weight.WARNING, *beginnings)
