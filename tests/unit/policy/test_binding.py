"""Each formula of a pack may read the words of its place, and is told which one it may not."""

import pytest

from mianshen.policy.pack import Pack
from unit.policy.pack_texts import PLAIN, assert_refused, pack, programme, small

ROW = "terms: [{ratio: 50%}]"
CHAIN = """
  - {id: insurers, payers: [basic]}
  - {id: first, members: [a, b]}
  - {id: second, members: [c]}
  - {id: later_payers, payers: [charity]}"""
PAYERS = "payers: {basic: {from: hifp_pay}, charity: {from: 慈善}}\n"


def chain(base: str, body: str = ROW) -> str:
    """A pack whose programme `b` stands after `a` in one layer, and before `c` in the next."""
    others = dict.fromkeys("ac", PLAIN)
    bodies = {**others, "b": f"{{base: {base}, {body}}}"}
    programmes = "".join(f"\n  {name}: {bodies[name]}" for name in "abc")
    return small(PAYERS, layers=CHAIN, programmes=programmes)


LATER = "is paid later; a base reads what was paid before"
OWN = "is what the base is for; a base reads what was paid before"
OF_THE_YEAR = "counts over the year; a base reads one settlement"


def column(number: int) -> str:
    return f"(column {number} of the formula)"


@pytest.mark.parametrize(
    "base",
    [
        "in_scope - basic - insurers",
        "in_scope - charity - later_payers",
        "in_scope - a",
        "in_scope_left",
        "total_left - a * 2",
        "'min(age, stay_days)'",
    ],
)
def test_a_base_reads_one_settlement_and_what_was_paid_before(base: str) -> None:
    assert pack(chain(base)).programmes["b"].base.text == base.strip("'")


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("▸in_scope - c", f"'c' {LATER} {column(12)}"),
        ("▸in_scope - second", f"'second' {LATER} {column(12)}"),
        ("▸in_scope - first", f"'first' {OWN} {column(12)}"),
        ("▸b", f"'b' {OWN} {column(1)}"),
        ("▸year_base + 1", f"'year_base' {OF_THE_YEAR} {column(1)}"),
        ("▸1 + year_paid", f"'year_paid' {OF_THE_YEAR} {column(5)}"),
        ("▸year_borne", f"'year_borne' {OF_THE_YEAR} {column(1)}"),
        ("▸visit_number", f"'visit_number' {OF_THE_YEAR} {column(1)}"),
        ("▸price", f"'price' is a word of premium programmes {column(1)}"),
        ("▸in_scop", f"'in_scop' is not known here; did you mean 'in_scope'? {column(1)}"),
        ("▸in_scope > 1", f"a number was expected here, this is a truth {column(10)}"),
    ],
)
def test_a_base_reads_nothing_that_is_paid_later_or_counted_over_the_year(
    base: str, message: str
) -> None:
    assert_refused(chain(base), message)


def test_a_later_programme_reads_earlier_layers_whole() -> None:
    text = chain("in_scope").replace(
        f"c: {PLAIN}", f"c: {PLAIN.replace('in_scope', 'in_scope - first - b')}"
    )
    assert pack(text).programmes["c"].base.names == {"in_scope", "first", "b"}


def test_what_a_guarantee_is_of_reads_the_words_of_a_base() -> None:
    terms = "terms: [{guarantee: {share: 10%, of: ▸year_paid}}]"
    assert_refused(chain("in_scope", terms), f"'year_paid' {OF_THE_YEAR} {column(1)}")
    assert pack(chain("in_scope", terms.replace("▸year_paid", "total_left")))


def test_a_condition_reads_the_year_and_everything_paid_so_far() -> None:
    when = "year_base + year_paid + year_borne + visit_number + b + c + second + in_scope_left > 1"
    aid = pack(chain("in_scope", f"when: {when}, {ROW}")).programmes["b"]
    assert aid.when is not None
    assert (aid.when.dynamic, aid.when.wide) == (True, True)


@pytest.mark.parametrize(
    "body",
    [
        "base: ▸zzz\nterms: [{ratio: 1}]",
        "base: 1\nwhen: ▸zzz\nterms: [{ratio: 1}]",
        "base: 1\nminimum: {at_least: ▸zzz}\nterms: [{ratio: 1}]",
        "base: 1\nminimum: {above: ▸zzz}\nterms: [{ratio: 1}]",
        "base: 1\ncaps: [{amount: ▸zzz}]\nterms: [{ratio: 1}]",
        "base: 1\ncaps: [{amount: 1}, {amount: 1, when: ▸zzz}]\nterms: [{ratio: 1}]",
        "base: 1\nadjust: [{on: line, factor: 1, when: ▸zzz}]\nterms: [{ratio: 1}]",
        "base: 1\nadjust: [{on: ratio, points: ▸zzz}]\nterms: [{ratio: 1}]",
        "base: 1\nadjust: [{on: cap, factor: ▸zzz}]\nterms: [{ratio: 1}]",
        "base: 1\nterms: [{ratio: ▸zzz}]",
        "base: 1\nterms: [{amount: ▸zzz}]",
        "base: 1\nterms: [{ratio: 1, when: ▸zzz}]",
        "base: 1\nterms: [{ratio: 1, line: {amount: ▸zzz}}]",
        "base: 1\nterms: [{ratio: 1, gate: {at_least: ▸zzz}}]",
        "base: 1\nterms: [{ratio: 1, gate: {above: ▸zzz}}]",
        "base: 1\nterms: [{ratio: 1, caps: [{amount: ▸zzz}]}]",
        "base: 1\nterms: [{ratio: 1, caps: [{amount: 1, when: ▸zzz}]}]",
        "base: 1\nterms: [{guarantee: {share: ▸zzz, of: 1}}]",
        "base: 1\nterms: [{guarantee: {share: 1, of: ▸zzz}}]",
        "base: 1\nterms: [{origin: line, bands: [{up_to: ▸zzz, ratio: 1}, {ratio: 1}]}]",
        "base: 1\nterms: [{origin: line, bands: [{below: ▸zzz, ratio: 1}, {ratio: 1}]}]",
        "base: 1\nterms: [{origin: line, bands: [{up_to: 1, ratio: 1}, {ratio: ▸zzz}]}]",
        "base: 1\nterms: [{origin: line, bands: [{kind: lump, amount: ▸zzz}]}]",
    ],
)
def test_an_unknown_word_is_told_wherever_it_stands(body: str) -> None:
    assert_refused(programme(body), f"'zzz' is not known here {column(1)}")


@pytest.mark.parametrize(
    ("pool", "message"),
    [
        ("{amount: ▸zzz}", f"'zzz' is not known here {column(1)}"),
        ("{amount: 1, when: ▸age}", f"a condition was expected here, this is a number {column(1)}"),
        ("{amount: ▸price}", f"'price' is a word of premium programmes {column(1)}"),
        ("{amount: ▸'1 + (2'}", f"')' was expected here, not the end {column(7)}"),
    ],
)
def test_a_pool_reads_the_words_of_care(pool: str, message: str) -> None:
    assert_refused(small(f"pools: {{p: {pool}}}"), message)
    pack(small("pools: {p: {amount: 10 * stay_days, when: year_paid > a}}"))


@pytest.mark.parametrize(
    ("kind", "own", "foreign", "owner"),
    [
        ("reimbursement", "total", "wage", "daily"),
        ("reimbursement", "stay_days", "tier", "premium"),
        ("premium", "price", "days", "daily"),
        ("premium", "tier", "in_scope", "reimbursement"),
        ("daily", "wage", "price", "premium"),
        ("daily", "days", "stay_days", "reimbursement"),
    ],
)
def test_each_kind_of_programme_has_its_own_words(
    kind: str, own: str, foreign: str, owner: str
) -> None:
    def spelled(word: str) -> str:
        return programme(f"kind: {kind}\nbase: ▸{word}\nwhen: ▸{word} > age\n{ROW}")

    assert pack(spelled(own).replace("▸", "")).programmes["a"].base.names == {own}
    message = f"{foreign!r} is a word of {owner} programmes {column(1)}"
    assert_refused(spelled(foreign), message, message)


PERSONAL = """
attributes:
  困难程度: {type: text, options: [轻度, 重度]}
  家庭人口: {type: number}
  在校: {type: truth}
parameters: {低保标准: {}}
lists: {大病: [C50, C34], 药: []}
"""


def personal(when: str) -> Pack:
    return pack(programme(f"base: in_scope\nwhen: {when}\n{ROW}", PERSONAL))


@pytest.mark.parametrize(
    "when",
    [
        "困难程度 is 重度 and 在校",
        "家庭人口 * 低保标准 > 5",
        "diagnosis in 大病 or diagnosis starts with 大病",
        "visit in [inpatient, pharmacy] and grade >= 二级 and place <= 市内异地",
        "sex is 女 and age ≥ 60",
        '"holds(低保, 特困)"',
        "\"holds('特困') and （not 在校）\"",
        "true",
    ],
)
def test_conditions_read_the_facts_of_people_and_the_words_of_the_pack(when: str) -> None:
    assert personal(when).programmes["a"].when is not None


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ("困难程度 is 中度", f"'中度' is not one of its values; it can be 轻度, 重度 {column(9)}"),
        (
            "visit is inpatien",
            f"'inpatien' is not one of its values; did you mean 'inpatient'? {column(10)}",
        ),
        ("家庭人口", f"a condition was expected here, this is a number {column(1)}"),
        ("低保标准 is 高", f"'高' is not known here {column(9)}"),
        (
            "holds(低保户)",
            f"'低保户' is no identity of this pack; did you mean '低保'? {column(1)}",
        ),
        ("大病", f"'大病' is not known here {column(1)}"),
        ("diagnosis = 1", f"a value of 'diagnosis' was expected here {column(13)}"),
    ],
)
def test_a_condition_that_does_not_fit_is_told_with_its_column(when: str, message: str) -> None:
    assert_refused(programme(f"base: in_scope\nwhen: ▸{when}\n{ROW}", PERSONAL), message)


def test_every_formula_that_does_not_fit_is_told() -> None:
    body = "base: ▸x\nwhen: ▸y\nterms: [{ratio: ▸z}]"
    messages = (f"{word!r} is not known here {column(1)}" for word in "xyz")
    assert_refused(programme(body), *messages)
