"""Tables that fall, spans of days that do not meet and figures that are slips are warned of."""

import pytest

from mianshen.policy.checking.report import Weight
from unit.policy.checking.remarked import assert_remarked, warnings
from unit.policy.pack_texts import PLAIN, small


def with_bands(bands: str, more: str = "") -> str:
    row = f"{{{more} origin: zero, bands: [{bands}]}}"
    return small(programmes=f"{{a: {{base: in_scope, terms: [{row}]}}}}")


@pytest.mark.parametrize(
    ("bands", "beginning"),
    [
        (
            "{up_to: 5000, kind: slab, ratio: 60%}, ▸{kind: slab, ratio: 50%}",
            "at 5000 the benefit falls from 3000.00 to 2500.00",
        ),
        (
            "{up_to: 5000, kind: lump, amount: 900}, ▸{kind: lump, amount: 800}",
            "at 5000 the benefit falls from 900.00 to 800.00",
        ),
        (
            "{below: 1000, ratio: 90%}, ▸{kind: slab, ratio: 50%}",
            "at 1000 the benefit falls from 900.00 to 500.00",
        ),
        (
            "{up_to: 5000, ratio: 60%}, ▸{up_to: 3000, ratio: 70%}, {ratio: 80%}",
            "this band ends at 3000, where the one before has ended already (5000)",
        ),
        (
            "{up_to: 5000, ratio: 60%}, ▸{up_to: 5000, ratio: 70%}, {ratio: 80%}",
            "this band ends at 5000",
        ),
    ],
)
def test_a_table_that_falls_is_warned_of_at_its_band(bands: str, beginning: str) -> None:
    assert_remarked(with_bands(bands), Weight.WARNING, beginning)


@pytest.mark.parametrize(
    "bands",
    [
        "{up_to: 5000, ratio: 60%}, {ratio: 20%}",
        "{up_to: 5000, kind: slab, ratio: 60%}, {kind: slab, ratio: 60%}",
        "{up_to: 5000, kind: slab, ratio: 60%}, {ratio: 10%}",
        "{below: 5000, ratio: 60%}, {up_to: 5000, ratio: 70%}, {ratio: 80%}",
        "{up_to: 5000, kind: lump, amount: 900}, {ratio: 10%}",
    ],
)
def test_a_table_that_never_falls_is_left_alone(bands: str) -> None:
    assert warnings(with_bands(bands)) == []


def test_a_line_counts_where_a_table_falls() -> None:
    bands = "{up_to: 5000, kind: slab, ratio: 60%}, ▸{kind: slab, ratio: 50%}"
    falls = "at 5000 the benefit falls from 600.00 to 500.00"
    assert_remarked(with_bands(bands, "line: {amount: 4000},"), Weight.WARNING, falls)


def test_a_table_of_parameters_is_looked_at_on_every_day_they_change() -> None:
    values = "[{from: 2023-01-01, value: 50%}, {from: 2024-01-01, value: 40%}]"
    table = "[{up_to: 5000, kind: slab, ratio: 50%}, ▸{kind: slab, ratio: x}]"
    text = small(
        f"parameters: {{x: {{values: {values}}}}}",
        programmes=f"{{a: {{base: in_scope, terms: [{{origin: zero, bands: {table}}}]}}}}",
    )
    assert_remarked(text, Weight.WARNING, "at 5000 the benefit falls from 2500.00 to 2000.00")


@pytest.mark.parametrize(
    ("terms", "beginning"),
    [
        ("{▸ratio: 70}", "70 is 7000% of it; if 70% is meant"),
        ("{▸ratio: 120%}", "1.2 is 120% of it"),
        ("{line: {▸amount: 10%}, ratio: 50%}", "this is a sum of 0.1 yuan"),
        ("{gate: {▸at_least: 25%}, ratio: 50%}", "this is a sum of 0.25 yuan"),
        ("{guarantee: {▸share: 10, of: total}}", "10 is 1000% of it"),
    ],
)
def test_a_slip_of_the_pen_is_doubted(terms: str, beginning: str) -> None:
    text = small(programmes=f"{{a: {{base: in_scope, terms: [{terms}]}}}}")
    assert_remarked(text, Weight.WARNING, beginning)


@pytest.mark.parametrize(
    ("ratio", "value"),
    [
        ("60% + 60%", "1.2"),
        ("2 - 50%", "1.5"),
        ("3 * 50%", "1.5"),
        ("3 / 2", "1.5"),
        ("-(0 - 2)", "2"),
        ("min(3, 2)", "2"),
        ("max(50%, 2)", "2"),
    ],
)
def test_figures_are_worked_out_before_they_are_doubted(ratio: str, value: str) -> None:
    text = small(programmes=f"{{a: {{base: in_scope, terms: [{{▸ratio: '{ratio}'}}]}}}}")
    assert_remarked(text, Weight.WARNING, f"{value} is ")


@pytest.mark.parametrize(
    "ratio", ["2 / 0", "min(2, x)", "x + 2", "-(x)", "70%", "age / 2", "2 * 50%"]
)
def test_figures_that_are_well_or_not_known_are_left_alone(ratio: str) -> None:
    text = small(
        "parameters: {x: {}}",
        programmes=f"{{a: {{base: in_scope + x, terms: [{{ratio: '{ratio}'}}]}}}}",
    )
    assert warnings(text) == []


def test_bands_that_are_not_known_are_left_alone() -> None:
    text = small(
        "parameters: {x: {}}",
        programmes="{a: {base: 1, terms: [{origin: zero, bands: [{up_to: x, kind: slab, ratio: 1},"
        " {kind: slab, ratio: x}]}]}}",
    )
    assert warnings(text) == []


def with_days(
    first: str, second: str, titles: tuple[str, str] = ("2024年资助", "2025年资助")
) -> str:
    programmes = "".join(
        f"\n  {name}: {{title: {title}, {days}, base: in_scope, terms: [{{ratio: 50%}}]}}"
        for name, title, days in zip(("a_2024", "a_2025"), titles, (first, second), strict=True)
    )
    return small(layers="[{id: aid, members: [a_2024, a_2025]}]", programmes=programmes)


FIRST = "in_force: {from: 2024-01-01, to: 2024-12-31}"


@pytest.mark.parametrize(
    ("second", "beginning"),
    [
        ("▸in_force: {from: 2024-12-31}", "'a_2025' looks like a version of 'a_2024'"),
        (
            "▸in_force: {from: 2025-01-02}",
            "neither 'a_2024' nor 'a_2025' is in force after 2024-12-31 and before 2025-01-02",
        ),
    ],
)
def test_versions_neither_overlap_nor_leave_days_out(second: str, beginning: str) -> None:
    assert_remarked(with_days(FIRST, second), Weight.WARNING, beginning)


def test_versions_that_meet_and_programmes_of_their_own_are_left_alone() -> None:
    assert warnings(with_days(FIRST, "in_force: {from: 2025-01-01}")) == []
    other = with_days(FIRST, "in_force: {from: 2024-06-01}", ("住院救助", "门诊救助"))
    assert warnings(other) == []


def with_values(values: str, in_force: str) -> str:
    return small(
        f"parameters: {{x: {{values: [{values}]}}}}",
        programmes=f"{{a: {{in_force: {{{in_force}}}, base: x, terms: [{{ratio: 50%}}]}}}}",
    )


def test_a_figure_has_a_value_from_the_first_day_of_those_who_need_it() -> None:
    text = with_values("{▸from: 2023-02-01, value: 1}", "from: 2023-01-01")
    assert_remarked(text, Weight.WARNING, "'a' is in force from 2023-01-01, and this figure has no")
    assert warnings(with_values("{from: 2023-01-01, value: 1}", "from: 2023-01-01")) == []


def test_a_value_outside_the_days_of_all_who_read_it_is_doubted() -> None:
    first, second = "{from: 2023-01-01, value: 1}", "{▸from: 2024-01-01, value: 2}"
    asked = "no programme that reads this figure is in force"
    assert_remarked(with_values(f"{first}, {second}", "to: 2023-12-31"), Weight.WARNING, asked)
    late = with_values(f"{{▸{first[1:]}, {second.replace('▸', '')}", "from: 2024-01-01")
    assert_remarked(late, Weight.WARNING, asked)


def test_what_nobody_uses_is_told() -> None:
    text = small("pools: {▸p: {amount: 5}}\nparameters: {▸x: {}}\nlists: {▸l: [C0]}")
    said = [f"no programme uses the {kind}" for kind in ("pool 'p'", "parameter 'x'", "list 'l'")]
    assert_remarked(text, Weight.WARNING, *said)


def test_unknown_figures_idle_identities_and_missing_sources_are_good_to_know() -> None:
    text = small(
        "parameters: {▸x: {}}", programmes="{▸a: {base: x, who: {any: 特困}, terms: [{ratio: 1}]}}"
    ).replace("低保]", "▸低保]")
    assert_remarked(
        text,
        Weight.INFORMATION,
        "no programme asks for '低保'",
        "no value is known; lines of a that need it are held",
        "nothing says where 'a' stands",
    )


def test_the_class_of_a_best_order_is_told_with_its_reason() -> None:
    def text(body: str) -> str:
        return small(
            "law: {assumed: x}",
            layers="[▸{id: aid, combine: best_order, members: [a, b]}]",
            programmes=f"{{a: {PLAIN}, b: {body}}}",
        ).replace("identities: [特困, 低保]\n", "")

    simple = "{base: in_scope_left, terms: [{ratio: 50%}]}"
    assert_remarked(
        text(simple), Weight.INFORMATION, "best order of 'aid': exact, by residual (the least left"
    )
    lump = "{base: in_scope_left, terms: [{amount: 500}]}"
    assert_remarked(
        text(lump),
        Weight.INFORMATION,
        "best order of 'aid': exact, by states (every distinct state is remembered); because b: it"
        " pays a fixed sum",
    )


def test_one_look_tells_errors_and_doubts_together() -> None:
    text = small(
        "pools: {p: {amount: 5}}",
        programmes="{a: {bse: in_scope, terms: [{ratio: 70}]}}",
    )
    assert_remarked(text.replace("bse", "▸bse"), Weight.ERROR, "'bse' is not a key that belongs")
    assert_remarked(
        text.replace("{p:", "{▸p:").replace("{ratio", "{▸ratio"),
        Weight.WARNING,
        "no programme uses the pool 'p'",
        "70 is 7000%",
    )


def test_what_an_alias_repeats_is_told_once() -> None:
    text = small(
        layers="[{id: aid, members: [a, b]}]",
        programmes="{a: {base: 1, terms: &rows [{▸ratio: 70}]}, b: {base: 1, terms: *rows}}",
    )
    assert_remarked(text, Weight.WARNING, "70 is 7000%")


def test_a_programme_whose_formula_is_wrong_does_not_hide_the_doubts_of_others() -> None:
    text = small(
        layers="[{id: aid, members: [a, b]}]",
        programmes="{a: {base: zzz, terms: [{ratio: 1}]}, b: {base: 1, terms: [{▸ratio: 70}]}}",
    )
    assert_remarked(text, Weight.WARNING, "70 is 7000%")
