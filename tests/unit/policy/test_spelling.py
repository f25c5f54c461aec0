"""What stands in a pack file is read by its schema, or refused at its place in words to act on."""

from datetime import date
from fractions import Fraction

import pytest

from mianshen.policy.schema import (
    BandKind,
    By,
    Combine,
    DatedValue,
    PackSpelling,
    Parameter,
    Per,
)
from mianshen.policy.spelling_keys import keys_at
from unit.policy.pack_texts import assert_refused, document, pack, programme, refusals, small


def test_a_pack_says_little_when_all_is_usual() -> None:
    read = pack(small())
    aid = read.programmes["a"]
    assert (read.id, read.overlays, read.spelling.identities) == ("small", (), ("特困", "低保"))
    assert (read.year.starts, read.year.by) == ("01-01", By.SETTLEMENT)
    assert read.layers[0].combine is Combine.SEQUENCE
    assert (aid.per, aid.minimum, aid.caps, aid.who) == (Per.VISIT, None, (), None)


def test_one_word_stands_for_a_list_of_one() -> None:
    read = pack(
        small(
            "lists: {重病: C50}\npayers: {b: {from: hifp_pay}}",
            layers="""
  - {id: basic, payers: b}
  - {id: aid, members: a}""",
        )
    )
    assert read.spelling.lists == {"重病": ("C50",)}
    assert read.payers["b"].sources == ("hifp_pay",)
    assert [layer.payers for layer in read.layers] == [("b",), ()]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("717.00", "717"),
        ("70%", "7/10"),
        ("-5", "-5"),
        (".5", "1/2"),
        ("5.", "5"),
        ("1_000.10", "10001/10"),
        ("' 12.5% '", "1/8"),
        ("9" * 100, "9" * 100),
    ],
)
def test_a_figure_is_read_exactly(text: str, value: str) -> None:
    values = f"[{{from: 2023-01-01, value: {text}}}]"
    read = pack(small(f"parameters: {{r: {{values: {values}}}}}"))
    assert read.parameters["r"].values[0].value == Fraction(value)


@pytest.mark.parametrize(
    "text", ["5-3", "²", "--1", "1e3", "50 %", "1/2", "1.2.3", "'%'", "-", "~", "[1]", "9" * 101]
)
def test_what_is_no_figure_is_refused(text: str) -> None:
    assert_refused(
        small(f"parameters: {{r: {{values: [{{from: 2023-01-01, value: ▸{text}}}]}}}}"),
        "a number was expected here, for example 717.00 or 70%",
    )


@pytest.mark.parametrize(
    "text", ["20230101", "0", "2023-01-01T00:00:00", "2023-13-01", "2023-W01-1", "~", "[1]", "x"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    assert_refused(
        small(f"parameters: {{r: {{values: [{{from: ▸{text}, value: 1}}]}}}}"),
        "a date was expected here, for example 2023-01-01",
    )


@pytest.mark.parametrize("text", ["W01-1", "02-29", "13-01", "0101", "1-1", "'07-01 '"])
def test_a_year_starts_on_a_day_that_every_year_has(text: str) -> None:
    message = "a day of every year was expected here, for example 07-01"
    assert_refused(small(f"year: {{starts: ▸{text}}}"), message)


def test_a_year_may_start_on_any_day_and_end_a_programme_on_any_date() -> None:
    read = pack(
        programme(
            "base: in_scope\nyear: {starts: 07-01, by: admission}\nin_force: {to: 2024-02-29}\n"
            "terms: [{ratio: 50%}]"
        )
    )
    aid = read.programmes["a"]
    assert (read.year_of("a").starts, read.year.starts) == ("07-01", "01-01")
    assert (aid.in_force.start, aid.in_force.end) == (None, date(2024, 2, 29))


def test_a_figure_that_is_already_exact_is_kept() -> None:
    third = DatedValue.model_validate({"from": "2023-01-01", "value": Fraction(1, 3)})
    assert (third.value, third.start) == (Fraction(1, 3), date(2023, 1, 1))


def dated(*values: tuple[str, int]) -> Parameter:
    return Parameter(
        values=tuple(
            DatedValue.model_validate({"from": date.fromisoformat(day), "value": value})
            for day, value in values
        )
    )


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2022-12-31", None),
        ("2023-01-01", 1),
        ("2024-06-30", 1),
        ("2024-07-01", 2),
        ("2030-01-01", 2),
    ],
)
def test_a_figure_holds_from_its_day_until_the_next(day: str, value: int | None) -> None:
    on = date.fromisoformat(day)
    assert dated(("2023-01-01", 1), ("2024-07-01", 2)).on(on) == value
    assert dated(("2024-07-01", 2), ("2023-01-01", 1)).on(on) == value
    assert dated().on(on) is None


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        (small("▸lists_: {}"), "'lists_' is not a key that belongs here; did you mean 'lists'?"),
        (small("▸zzz: 1"), "'zzz' is not a key that belongs here"),
        (
            small(
                "payers: {p: {from: [x], ▸cover: in_scope_first}}",
                layers="[{id: p, payers: [p]}, {id: aid, members: [a]}]",
            ),
            "'cover' is not a key that belongs here; did you mean 'covers'?",
        ),
        (
            small(layers="[{id: aid, ▸member: [a]}]"),
            "'member' is not a key that belongs here; did you mean 'members'?",
        ),
        (
            small("parameters:\n  r:\n    values:\n    - {from: 2023-01-01, value: 1, ▸valu: 1}"),
            "'valu' is not a key that belongs here; did you mean 'value'?",
        ),
        (
            small("parameters: {r: {values: [{from: 2023-01-01, value: 1, ▸start: 1}]}}"),
            "'start' is not a key that belongs here",
        ),
        (
            small(programmes="{a: {base: 1, terms: [{ratio: 1, gate: {above: 1, ▸pr: visit}}]}}"),
            "'pr' is not a key that belongs here; did you mean 'per'?",
        ),
        (
            small(programmes="{a: {base: in_scope, ▸rouding: up, terms: [{ratio: 50%}]}}"),
            "'rouding' is not a key that belongs here; did you mean 'rounding'?",
        ),
        (
            programme(
                "base: in_scope\nwho: {backdate: {to: days, ▸cuont: 3}}\nterms: [{ratio: 1}]"
            ),
            "'cuont' is not a key that belongs here; did you mean 'count'?",
        ),
        (
            small("year: {▸start: 01-01}"),
            "'start' is not a key that belongs here; did you mean 'starts'?",
        ),
    ],
)
def test_a_misspelled_key_is_met_with_the_nearest_one(marked: str, message: str) -> None:
    assert_refused(marked, message)


def test_a_misspelled_key_is_read_as_the_one_that_was_meant() -> None:
    assert_refused(
        small("payers: {p: ▸{▸form: [x], provisional_satisfies: false}}"),
        "'p' stands in no layer; it belongs in exactly one",
        "'form' is not a key that belongs here; did you mean 'from'?",
    )


def test_what_stands_under_a_misspelled_key_keeps_its_place() -> None:
    assert_refused(
        small(programmes="{a: {▸bse: in_scope - ▸x, ▸trems: [{▸rato: ▸y}]}}").replace(
            "bse: in_scope - ▸x", "bse: ▸in_scope - x"
        ),
        "'bse' is not a key that belongs here; did you mean 'base'?",
        "'x' is not known here (column 12 of the formula)",
        "'trems' is not a key that belongs here; did you mean 'terms'?",
        "'rato' is not a key that belongs here; did you mean 'ratio'?",
        "'y' is not known here (column 1 of the formula)",
    )


def test_a_misspelled_key_beside_the_right_one_is_left_out() -> None:
    assert_refused(
        small(programmes="{a: {base: in_scope, ▸bse: x, terms: [{ratio: 50%}]}}"),
        "'bse' is not a key that belongs here; did you mean 'base'?",
    )


@pytest.mark.parametrize(
    ("path", "some"),
    [
        ((), {"id", "layers", "untranslatable"}),
        (("layers", 0), {"combine", "members"}),
        (("programmes", "a", "in_force"), {"from", "to", "by"}),
        (("programmes", "a", "terms", 0, "caps", 1), {"amount", "per", "when"}),
        (("programmes", "a", "year"), {"starts", "by", "long_stay"}),
        (("pools", "p"), {"scope", "amount", "limits"}),
    ],
)
def test_the_keys_of_a_place_are_those_of_the_schema(
    path: tuple[str | int, ...], some: set[str]
) -> None:
    assert some <= set(keys_at(path, PackSpelling))


@pytest.mark.parametrize(
    "path",
    [("nowhere",), ("nowhere", 1), ("id",), ("id", "x"), ("identities", 0), ("lists", "x", 0)],
)
def test_a_place_that_holds_no_keys_accepts_none(path: tuple[str | int, ...]) -> None:
    assert keys_at(path, PackSpelling) == ()


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("▸id: 1_x", "this name does not have the form ^[a-z0-9][a-z0-9-]*$"),
        ("region: ▸5001", r"this name does not have the form ^\d{6}(\d{6})?$"),
        ("identities: ▸{a: b}", "a list was expected here"),
        ("identities: [▸[a]]", "a text was expected here"),
        ("title: ▸[a]", "a text was expected here"),
        ("year: ▸01-01", "a mapping was expected here"),
        (
            "year: {by: ▸discharged}",
            "'discharged' is not one of 'admission', 'discharge' or 'settlement'"
            "; did you mean 'discharge'?",
        ),
        ("payers: ▸[a]", "a mapping was expected here"),
        ("payers: {p: {from: ▸[]}}", "this needs at least one entry"),
        (
            "payers: {p: {from: [x], provisional_satisfies: ▸maybe}}",
            "true or false was expected here",
        ),
        ("payers: {p: {from: [x], provisional_satisfies: ▸[]}}", "true or false was expected here"),
        ("payers: {p: ▸{title: x}}", "this key is missing: `from`"),
        ("parameters: {▸1x: {}}", r"this name does not have the form ^[^\W\d]\w*$"),
        (f"parameters: {{▸{'x' * 61}: {{}}}}", "this is longer than 60 characters"),
        ("law: ▸{clause: x}", "a law needs a `document`, or `assumed` with the reason"),
        ("attributes: {x: {type: ▸date}}", "'date' is not one of 'number', 'text' or 'truth'"),
        ("untranslatable: ▸none", "a list was expected here"),
        (
            "pools: {p: {amount: ▸5 +}}",
            "a value was expected here, not the end (column 4 of the formula)",
        ),
        (
            "pools: {p: {amount: ▸[5]}}",
            "a formula was expected here, for example `in_scope - basic`",
        ),
    ],
)
def test_what_has_the_wrong_form_is_refused_at_its_place(marked: str, message: str) -> None:
    key = marked.replace("▸", "").partition(":")[0]
    kept = [line for line in small().splitlines() if not line.startswith(f"{key}:")]
    marked = marked.replace("▸id: ", "id: ▸")
    assert_refused("\n".join([*kept, marked, ""]), message)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("base: 1\nterms: ▸[]", "this needs at least one entry"),
        (
            "base: 1\nterms: [▸{}]",
            "terms have exactly one of `ratio`, `bands`, `guarantee`, `amount`",
        ),
        (
            "base: 1\nterms: [▸{ratio: 1, amount: 1}]",
            "terms have exactly one of `ratio`, `bands`, `guarantee`, `amount`",
        ),
        (
            "base: 1\nterms: [▸{ratio: 1, origin: zero}]",
            "bands say their `origin` (zero or line); nothing else has one",
        ),
        (
            "base: 1\nterms: [▸{bands: [{ratio: 1}]}]",
            "bands say their `origin` (zero or line); nothing else has one",
        ),
        (
            "base: 1\nterms: [{origin: line, bands: [▸{up_to: 1, below: 2, ratio: 1}]}]",
            "a band ends either `up_to` an edge (inclusive) or `below` it",
        ),
        (
            "base: 1\nterms: [{origin: line, bands: [▸{up_to: 1}]}]",
            "a marginal band has `ratio` and no `amount`",
        ),
        (
            "base: 1\nterms: [{origin: line, bands: [▸{kind: lump, ratio: 1, amount: 1}]}]",
            "a lump band has `amount` and no `ratio`",
        ),
        (
            "base: 1\nterms: [{ratio: 1, gate: ▸{}}]",
            "a threshold says either `at_least` (inclusive) or `above` (strict)",
        ),
        (
            "base: 1\nminimum: ▸{at_least: 1, above: 1}\nterms: [{ratio: 1}]",
            "a threshold says either `at_least` (inclusive) or `above` (strict)",
        ),
        (
            "base: 1\nadjust: [▸{on: ratio}]\nterms: [{ratio: 1}]",
            "an adjustment has either `points` or `factor`",
        ),
        (
            "base: 1\nadjust: [▸{on: line, points: 1}]\nterms: [{ratio: 1}]",
            "`points` change a ratio; use `factor` for anything else",
        ),
        (
            "base: 1\nadjust: [▸{on: result, factor: 1, reaches_back: true}]\nterms: [{ratio: 1}]",
            "only an adjustment of the ratio can reach back over the year",
        ),
        (
            "▸base:\nterms: [{ratio: 1}]",
            "a formula was expected here, for example `in_scope - basic`",
        ),
        (
            "base: 1\nclaim_within: {months: ▸soon}\nterms: [{ratio: 1}]",
            "a whole number was expected here",
        ),
        (
            "base: 1\nclaim_within: {months: ▸[]}\nterms: [{ratio: 1}]",
            "a whole number was expected here",
        ),
        (
            "base: 1\nclaim_within: {months: ▸121}\nterms: [{ratio: 1}]",
            "this is at most 120",
        ),
    ],
)
def test_a_programme_that_says_too_little_or_too_much_is_refused(body: str, message: str) -> None:
    assert_refused(programme(body), message)


def test_a_layer_has_payers_or_members() -> None:
    wanted = "a layer has either `payers` or `members`"
    assert_refused(small(layers="[▸{id: aid}]"), wanted)
    both = small("payers: {p: {from: [x]}}", layers="[▸{id: aid, payers: [p], members: [a]}]")
    assert_refused(both, wanted)


def test_all_problems_are_told_together() -> None:
    assert_refused(
        "▸title: ▸[]\n▸idd: 1\nlayers: ▸[]\nprogrammes: {a: {base: ▸+, terms: ▸[]}}\n",
        "this key is missing: `region`",
        "a text was expected here",
        "'idd' is not a key that belongs here; did you mean 'id'?",
        "this needs at least one entry",
        "a value was expected here, not '+' (column 1 of the formula)",
        "this needs at least one entry",
    )


def test_thresholds_say_whether_they_include_their_edge() -> None:
    read = pack(
        programme(
            "base: in_scope\nminimum: {above: 10}\n"
            "terms: [{gate: {at_least: 500}, bands: [{kind: slab, ratio: 1}], origin: zero}]"
        )
    )
    aid = read.programmes["a"]
    row = aid.terms[0]
    assert aid.minimum is not None
    assert row.gate is not None
    assert (aid.minimum.edge.text, aid.minimum.inclusive) == ("10", False)
    assert (row.gate.edge.text, row.gate.inclusive) == ("500", True)
    assert row.bands[0].kind is BandKind.SLAB


@pytest.mark.parametrize("text", ["", "- a\n", "just words\n"])
def test_a_pack_is_a_mapping(text: str) -> None:
    assert refusals(text) == ["pack.yaml:1:1: a pack is a mapping that begins with `id:`"]


def test_what_a_pack_spells_can_be_dumped_and_read_again() -> None:
    read = pack(programme("base: in_scope - 5\nterms: [{ratio: 50%}]"))
    dumped = read.spelling.model_dump(by_alias=True, exclude_defaults=True)
    assert dumped["programmes"]["a"]["base"] == "in_scope - 5"
    assert document(small()).content["id"] == dumped["id"]
