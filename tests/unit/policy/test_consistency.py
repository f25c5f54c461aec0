"""What does not fit together in a pack is told at its line and column, all of it at once."""

import pytest

from unit.policy.pack_texts import PLAIN, assert_refused, pack, small

PAYERS = "payers: {basic: {from: hifp_pay}, major: {from: hifmi_pay}}\n"
TWO = f"{{a: {PLAIN}, b: {PLAIN}}}"
YEARLY = "{base: in_scope, per: year, settled: year_end, terms: [{ratio: 50%}]}"


def with_row(row: str, more: str = "") -> str:
    return small(programmes=f"{{a: {{base: in_scope, {more} terms: [{row}]}}}}")


def with_said(said: str) -> str:
    return small(programmes=f"{{a: {{base: in_scope, terms: [{{ratio: 50%}}], {said}}}}}")


MEANING = "already has a meaning in formulas; rename it"


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        (small("attributes: {age: ▸{type: number}}"), f"'age' {MEANING}"),
        (small("parameters: {min: ▸{}}"), f"'min' {MEANING}"),
        (small("parameters: {not: ▸{}}"), f"'not' {MEANING}"),
        (small("parameters: {price: ▸{}}"), f"'price' {MEANING}"),
        (small("parameters: {year_paid: ▸{}}"), f"'year_paid' {MEANING}"),
        (
            small("parameters: {x: {}}\nattributes: {x: {type: text}}").replace("x: {}", "x: ▸{}"),
            "'x' is also one of the attributes; rename one",
        ),
        (
            small("parameters: {a: {}}", programmes=f"{{a: ▸{PLAIN}}}"),
            "'a' is also one of the parameters; rename one",
        ),
        (
            small("parameters: {aid: {}}", layers="[{id: ▸aid, members: [a]}]"),
            "'aid' is already the name of something else",
        ),
        (small(layers="[{id: ▸a, members: [a]}]"), "'a' is already the name of something else"),
        (
            small(layers="[{id: ▸total, members: [a]}]"),
            "'total' is already the name of something else",
        ),
        (
            small(PAYERS, layers="[{id: ▸basic, payers: [basic, major]}, {id: aid, members: [a]}]"),
            "'basic' is already the name of something else",
        ),
    ],
)
def test_a_word_has_one_meaning(marked: str, message: str) -> None:
    assert_refused(marked, message)


def test_a_name_may_stand_twice_wrong_and_is_told_twice() -> None:
    assert_refused(
        small(
            PAYERS.replace("basic: ", "total: ▸"),
            layers="[{id: ▸total, payers: [total, major]}, {id: aid, members: [a]}]",
        ),
        f"'total' {MEANING}",
        "'total' is already the name of something else",
    )


def test_a_layer_may_be_named_after_its_only_payer() -> None:
    layers = "[{id: basic, payers: basic}, {id: m, payers: major}, {id: aid, members: a}]"
    assert pack(small(PAYERS, layers=layers)).place_of["basic"] == 0


def test_layers_have_names_of_their_own() -> None:
    assert_refused(
        small(layers="▸[{id: aid, members: [a]}, {id: ▸aid, members: [b]}]", programmes=TWO),
        "2 layers are called 'aid'; give each its own name",
        "'aid' is already the name of something else",
    )


@pytest.mark.parametrize(
    ("marked", "messages"),
    [
        (
            small(layers="[{id: aid, members: [a, ▸aa]}]"),
            ("there is no programme 'aa'; did you mean 'a'?",),
        ),
        (
            small(
                PAYERS, layers="[{id: p, payers: [basic, major, ▸zzz]}, {id: aid, members: [a]}]"
            ),
            ("there is no payer 'zzz'",),
        ),
        (
            small(PAYERS, layers="[{id: p, payers: ▸basik}, {id: aid, members: [a]}]")
            .replace("basic: ", "basic: ▸")
            .replace("major: ", "major: ▸"),
            (
                "'basic' stands in no layer; it belongs in exactly one",
                "'major' stands in no layer; it belongs in exactly one",
                "there is no payer 'basik'; did you mean 'basic'?",
            ),
        ),
        (
            small(programmes=f"{{a: {PLAIN}, b: ▸{PLAIN}}}"),
            ("'b' stands in no layer; it belongs in exactly one",),
        ),
        (
            small(
                layers="[{id: l, members: [a]}, {id: m, members: [b, a]}]",
                programmes=f"{{a: ▸{PLAIN}, b: {PLAIN}}}",
            ),
            ("'a' is listed 2 times in the layers; it belongs there once",),
        ),
        (
            small(
                "payers: {p: {from: ▸[x, y]}, q: {from: ▸x}}",
                layers="[{id: l, payers: [p, q]}, {id: aid, members: [a]}]",
            ),
            ("'x' is counted by two payers", "'x' is counted by two payers"),
        ),
    ],
)
def test_everyone_stands_in_one_layer(marked: str, messages: tuple[str, ...]) -> None:
    assert_refused(marked, *messages)


@pytest.mark.parametrize(
    ("marked", "messages"),
    [
        (with_said("requires: [▸basic]"), ("there is no payer 'basic'",)),
        (with_said("pools: ▸yearly"), ("there is no pool 'yearly'",)),
        (with_said("excludes: [{programme: ▸b}]"), ("there is no programme 'b'",)),
        (
            with_said("excludes: [{programme: ▸aa}]"),
            ("there is no programme 'aa'; did you mean 'a'?",),
        ),
        (
            with_said("who: {any: ▸[低保户], all: ▸[特困, 谁], none: ▸别人}"),
            (
                "'低保户' is no identity of this pack; did you mean '低保'?",
                "'谁' is no identity of this pack; list it under `identities`",
                "'别人' is no identity of this pack; list it under `identities`",
            ),
        ),
        (
            with_row("{who: ▸[甲], ratio: 1}", "adjust: [{on: ratio, who: ▸[乙], factor: 1}],"),
            (
                "'乙' is no identity of this pack; list it under `identities`",
                "'甲' is no identity of this pack; list it under `identities`",
            ),
        ),
    ],
)
def test_what_is_named_is_there(marked: str, messages: tuple[str, ...]) -> None:
    assert_refused(marked, *messages)


def test_misspelled_payers_and_pools_are_met_with_the_nearest() -> None:
    assert_refused(
        small(
            f"{PAYERS}pools: {{yearly: {{amount: 1000}}}}",
            layers="[{id: p, payers: [basic, major]}, {id: aid, members: [a]}]",
            programmes="{a: {base: 1, requires: ▸mayor, pools: ▸yearli, terms: [{ratio: 1}]}}",
        ),
        "there is no payer 'mayor'; did you mean 'major'?",
        "there is no pool 'yearli'; did you mean 'yearly'?",
    )


def two_layers(first: str, second: str, combine: str = "sequence") -> str:
    layers = f"\n  - {{id: l, combine: {combine}, members: [a]}}\n  - {{id: m, members: [b]}}"
    return small(layers=layers, programmes=f"\n  a: {first}\n  b: {second}")


PREMIUM = "{kind: premium, base: price, terms: [{ratio: 1}]}"
DAILY_AT_YEAR_END = "▸{kind: daily, base: wage, per: year, settled: year_end, terms: [{ratio: 1}]}"


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        (
            small(
                layers="[{id: aid, members: ▸[a, b]}]", programmes=f"{{a: {PLAIN}, b: {PREMIUM}}}"
            ),
            "programmes of different kinds need layers apart",
        ),
        (
            small(
                layers="[▸{id: aid, members: [a, b]}]", programmes=f"{{a: {PLAIN}, b: {YEARLY}}}"
            ),
            "year-end programmes need a layer of their own",
        ),
        (
            two_layers(PLAIN, YEARLY).replace("{id: m", "▸{id: m, combine: best_order"),
            "year-end programmes go in a sequence",
        ),
        (
            two_layers(YEARLY, PLAIN).replace("{id: m", "▸{id: m"),
            "per-settlement programmes stand before year-end ones; move this layer up",
        ),
        (
            small(programmes=f"{{a: ▸{YEARLY.replace('per: year', 'per: visit')}}}"),
            "a year-end programme counts `per: year`",
        ),
        (with_said("excludes: [{programme: ▸a}]"), "a programme cannot exclude itself"),
        (
            two_layers(PLAIN, PLAIN.replace("base", "excludes: [{programme: ▸a}], base")),
            "only a programme of the same or a later layer can be excluded",
        ),
        (
            with_row("▸{guarantee: {share: 1, of: total}, line: {amount: 1}}"),
            "a guarantee has no start line; it is one",
        ),
        (
            with_row("▸{guarantee: {share: 1, of: total}, gate: {above: 1}}"),
            "a guarantee has no start line; it is one",
        ),
        *(
            (
                with_row(f"{{origin: zero, bands: ▸[{bands}]}}"),
                "every band but the last has an edge, and the last has none",
            )
            for bands in (
                "{up_to: 1, ratio: 1}",
                "{ratio: 1}, {ratio: 1}",
                "{ratio: 1}, {below: 1, ratio: 1}",
            )
        ),
        (
            with_row("▸{ratio: 1, line: {amount: 1, per: life}}"),
            "a start line counts per visit or per year",
        ),
        (
            with_row("▸{ratio: 1, gate: {above: 1, per: life}}"),
            "a start line counts per visit or per year",
        ),
        (with_said("per: ▸life"), "a programme counts per visit or per year"),
        (
            small(programmes=f"{{a: {DAILY_AT_YEAR_END}}}"),
            "only reimbursements can be computed at year end",
        ),
        (
            with_said("once: ▸visit"),
            "once per `year` or `life`; a visit is paid once anyway",
        ),
        (
            with_said("advance: [x, ▸x]"),
            "'x' is already counted elsewhere; money is counted once",
        ),
        (
            with_said("advance: ▸x").replace("{id: aid", "{id: aid, advance: [x]"),
            "'x' is already counted elsewhere; money is counted once",
        ),
        (
            small(
                PAYERS,
                layers="[{id: p, payers: [basic, major]}, {id: l, advance: ▸hifp_pay, members: a}]",
            ),
            "'hifp_pay' is already counted elsewhere; money is counted once",
        ),
    ],
)
def test_what_cannot_go_together_is_refused(marked: str, message: str) -> None:
    assert_refused(marked, message)


@pytest.mark.parametrize(
    "yearly",
    [
        "{base: in_scope, per: year, terms: [{ratio: 1}]}",
        "{base: in_scope, terms: [{ratio: 1, line: {amount: 1, per: year}}]}",
        "{base: in_scope, terms: [{ratio: 1}, {ratio: 1, gate: {above: 1}}]}",
    ],
)
def test_a_best_one_that_counts_over_the_year_is_compared_over_it(yearly: str) -> None:
    programmes = f"{{a: {PLAIN}, b: {yearly}}}"
    layers = "[{id: aid, combine: best_one, members: [a, b]}]"
    read = pack(small(layers=layers, programmes=programmes))
    assert read.compares_years(read.layers[0])
    said = layers.replace("best_one", "best_one, horizon: visit")
    read = pack(small(layers=said, programmes=programmes))
    assert not read.compares_years(read.layers[0])


def test_other_layers_are_compared_over_the_year_when_they_say_so() -> None:
    row = "{base: in_scope, terms: [{ratio: 1, line: {amount: 1}}]}"
    programmes = f"{{a: {PLAIN}, b: {row}}}"
    for combine, compared in {
        "best_one": False,
        "best_order": False,
        "best_order, horizon: year": True,
    }.items():
        layers = f"[{{id: aid, combine: {combine}, members: [a, b]}}]"
        read = pack(small(layers=layers, programmes=programmes))
        assert read.compares_years(read.layers[0]) is compared


def test_a_layer_that_chooses_nothing_has_no_horizon() -> None:
    assert_refused(
        small(layers="[{id: aid, members: [a], horizon: ▸year}]"),
        "only a layer that is best_one or best_order has a horizon",
    )


def test_a_pack_with_everything_in_its_place_is_accepted() -> None:
    read = pack(
        small(
            f"{PAYERS}pools: {{yearly: {{amount: 1000}}}}",
            layers="""
  - {id: insurers, payers: [basic, major]}
  - {id: aid, advance: maf_pay, members: [a, b]}
  - {id: end, members: [c]}""",
            programmes=f"""
  a:
    base: in_scope
    requires: [basic]
    pools: [yearly]
    excludes: [{{programme: b}}, {{programme: c}}]
    once: life
    who: {{any: [低保], none: [特困]}}
    terms: [{{origin: line, bands: [{{below: 1, ratio: 1}}, {{up_to: 2, ratio: 1}}, {{ratio: 1}}]}}]
  b: {PLAIN}
  c: {YEARLY}
""",
        )
    )
    assert [layer.id for layer in read.layers if read.is_year_end(layer)] == ["end"]


def test_one_look_finds_names_structure_and_formulas_alike() -> None:
    assert_refused(
        with_said("per: ▸life, pools: ▸nowhere, when: ▸zzz"),
        "a programme counts per visit or per year",
        "there is no pool 'nowhere'",
        "'zzz' is not known here (column 1 of the formula)",
    )


def test_a_name_that_leads_nowhere_is_read_as_the_one_that_was_meant() -> None:
    assert_refused(
        small(
            layers="[{id: aid, members: [▸hepl]}, {id: later, members: [a, ▸zzz]}]",
            programmes=f"{{a: {PLAIN}, help: ▸{{base: ▸a, terms: [{{ratio: 50%}}]}}}}",
        ),
        "there is no programme 'hepl'; did you mean 'help'?",
        "there is no programme 'zzz'",
        "'help' stands in no layer; it belongs in exactly one",
        "'a' is paid later; a base reads what was paid before (column 1 of the formula)",
    )


def test_a_figure_has_one_value_from_a_day() -> None:
    values = "{from: 2023-01-01, value: 1}, {from: 2024-01-01, value: 2}, {from: ▸2023-01-01,"
    assert_refused(
        small(f"parameters: {{x: {{values: [{values} value: 3}}]}}}}"),
        "'x' has two values from 2023-01-01; keep the one that holds",
    )


def test_a_programme_begins_before_it_ends() -> None:
    assert_refused(
        with_said("in_force: {from: 2024-01-01, to: ▸2023-12-31}"),
        "in force to 2023-12-31, before it begins on 2024-01-01; mend one of the days",
    )
    assert pack(with_said("in_force: {from: 2024-01-01, to: 2024-01-01}"))
