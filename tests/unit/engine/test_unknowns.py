"""What is not known holds a line only where it would change the amount."""

from datetime import date
from fractions import Fraction

import pytest

from cases.factories import PERSON, YEAR, assessed, bill, pack
from mianshen.engine.facts import AttributeFact, Event, Facts, Identity, Person, Value
from mianshen.engine.reference import assess
from mianshen.engine.results import Line, Reason, Status
from mianshen.policy.pack import Pack

ATTRIBUTES = """
attributes:
  income: {type: number}
  tested: {type: truth}
  hukou: {type: text, options: [local, other]}
  trade: {type: text}
"""


def aid(condition: str, *, more: str = "", terms: str = "[{ratio: 50%}]") -> Pack:
    return pack(
        ATTRIBUTES
        + "layers: [{id: only, members: [aid]}]\n"
        + f"programmes: {{aid: {{base: in_scope_left, when: '{condition}', terms: {terms}{more}}}}}"
    )


def line(of: Pack, *events: Event, **known: Value) -> Line:
    stated = tuple(AttributeFact(PERSON, name, value) for name, value in known.items())
    facts = Facts(people=(Person(PERSON),), events=events or (bill("1000"),), attributes=stated)
    return assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31)).lines[0]


@pytest.mark.parametrize(
    "condition",
    ["income < 500", "tested", "hukou is local", "trade is farming", "not (income >= 500)"],
)
def test_an_unknown_fact_that_decides_holds_the_line_at_the_most_it_may_pay(
    condition: str,
) -> None:
    held = line(aid(condition))
    assert (held.status, held.reason) == (Status.HELD, Reason.NEEDS_CHECK)
    assert (held.amount_fen, held.held_fen) == (0, 500_00)


@pytest.mark.parametrize(
    ("condition", "known"),
    [
        ("income < 500", {"income": Fraction(499)}),
        ("tested", {"tested": True}),
        ("hukou is local", {"hukou": "local"}),
        ("trade starts with [farm]", {"trade": "farming"}),
    ],
)
def test_a_stated_fact_lets_the_line_be_paid(condition: str, known: dict[str, Value]) -> None:
    assert line(aid(condition), **known).amount_fen == 500_00


@pytest.mark.parametrize(
    "condition",
    [
        "tested or not tested",
        "income < 500 or income >= 500",
        "hukou in [local, other]",
        "tested or visit is inpatient",
    ],
)
def test_an_unknown_fact_that_changes_nothing_holds_nothing(condition: str) -> None:
    assert line(aid(condition)).amount_fen == 500_00


def test_a_definite_no_needs_no_other_fact() -> None:
    zero = line(aid("tested and visit is outpatient"))
    assert (zero.status, zero.reason) == (Status.ZERO, Reason.CONDITION_FALSE)


def test_rows_that_pay_the_same_make_the_unknown_between_them_irrelevant() -> None:
    rows = "[{when: income < 500, ratio: 50%}, {when: income >= 500, ratio: 50%}]"
    assert line(aid("true", terms=rows)).amount_fen == 500_00


def test_the_undisputed_part_is_paid_where_the_pack_says_so() -> None:
    rows = "[{when: income < 500, ratio: 80%}, {when: income >= 500, ratio: 50%}]"
    paid = line(aid("true", terms=rows, more=", pay_undisputed: true"))
    assert (paid.status, paid.reason) == (Status.ENTITLED, Reason.NEEDS_CHECK)
    assert (paid.amount_fen, paid.held_fen) == (500_00, 300_00)


@pytest.mark.parametrize("together", ["combine: elective", "when_held: hold_layer"])
def test_what_waits_for_its_layer_is_held_with_what_is_disputed_of_it(together: str) -> None:
    of = pack(
        ATTRIBUTES
        + "payers: {other: {from: [charity]}}\n"
        + "layers:\n"
        + "  - {id: before, payers: [other]}\n"
        + f"  - {{id: only, members: [aid, waiting], {together}}}\n"
        + "programmes:\n"
        + "  aid:\n"
        + "    base: in_scope_left\n"
        + "    terms: [{ratio: 50%}]\n"
        + "    adjust: [{on: ratio, when: income < 500, points: 30%}]\n"
        + "    pay_undisputed: true\n"
        + "  waiting: {base: in_scope_left, requires: [other], terms: [{ratio: 10%}]}\n"
    )
    held = line(of)
    assert (held.status, held.amount_fen, held.held_fen) == (Status.HELD, 0, 800_00)


def test_an_unknown_fact_inside_arithmetic_holds_the_line() -> None:
    held = line(aid("in_scope > 20% * income"))
    assert (held.status, held.held_fen) == (Status.HELD, 500_00)


def test_more_combinations_than_can_be_tried_hold_the_line() -> None:
    names = [f"fact{index}" for index in range(9)]
    attributes = "attributes:\n" + "".join(f"  {name}: {{type: truth}}\n" for name in names)
    of = pack(
        attributes
        + "layers: [{id: only, members: [aid]}]\n"
        + "programmes: {aid: {base: in_scope_left, when: "
        + " or ".join([*names, *(f"not {name}" for name in names)])
        + ", terms: [{ratio: 50%}]}}"
    )
    assert line(of).status is Status.HELD


@pytest.mark.parametrize(
    ("when", "reason"),
    [
        ("not tested and income < 20% * income", Reason.NOTHING_LEFT),
        ("tested and income < 20% * income", Reason.CONDITION_FALSE),
    ],
)
def test_nothing_to_pay_is_zero_with_the_reason_of_the_first_combination(
    when: str, reason: Reason
) -> None:
    zero = line(aid(when), bill("0"))
    assert (zero.status, zero.reason) == (Status.ZERO, reason)


def test_a_disputed_identity_is_unknown_until_another_one_settles_it() -> None:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {base: in_scope_left, who: {any: [低保]}, terms: [{ratio: 50%}]}}"
    )
    disputed = Identity(PERSON, "低保", date(YEAR, 1, 1), confirmed=False)
    certain = Identity(PERSON, "低保", date(YEAR, 1, 1))
    amounts = []
    for identities in ((disputed,), (disputed, certain), ()):
        facts = Facts(events=(bill("1000"),), identities=identities)
        found = assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31)).lines[0]
        amounts.append((found.status, found.amount_fen, found.held_fen))
    assert amounts == [
        (Status.HELD, 0, 500_00),
        (Status.ENTITLED, 500_00, 0),
        (Status.ZERO, 0, 0),
    ]


def test_a_missing_figure_holds_the_line_and_never_defaults() -> None:
    of = pack(
        "parameters: {share: {title: 比例}}\n"
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {base: in_scope_left, terms: [{ratio: share}]}}"
    )
    held = line(of)
    assert (held.status, held.reason) == (Status.HELD, Reason.PARAMETER_MISSING)
    assert held.held_fen == 1000_00


@pytest.mark.parametrize(
    ("on", "limit", "terms"),
    [
        ("cap", ", caps: [{amount: 100}]", "[{ratio: 50%}]"),
        ("line", "", "[{line: {amount: 400}, ratio: 50%}]"),
        ("line", "", "[{gate: {above: 1000}, ratio: 50%}]"),
    ],
)
@pytest.mark.parametrize(
    "factor", ["when: income - 200 > 0, factor: 90%", "factor: 1 - income / 1000"]
)
def test_a_limit_with_an_unknown_factor_is_no_limit_to_what_may_come(
    on: str, limit: str, terms: str, factor: str
) -> None:
    more = f"{limit}, adjust: [{{on: {on}, {factor}}}]"
    held = line(aid("true", terms=terms, more=more))
    assert (held.status, held.held_fen) == (Status.HELD, 500_00)


def test_what_made_no_difference_at_first_is_taken_so_while_the_visit_goes_on() -> None:
    of = aid("not (tested)", terms="[{gate: {at_least: 3000}, ratio: 50%}]")
    stay = bill("200", "06-30", stay="long"), bill("10000", "09-15", stay="long")
    facts = Facts(people=(Person(PERSON),), events=stay)
    first, second = assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31)).lines
    assert (first.status, first.reason) == (Status.ZERO, Reason.BELOW_START_LINE)
    assert (second.status, second.held_fen) == (Status.HELD, 5_100_00)


@pytest.mark.parametrize(
    ("condition", "known", "paid"),
    [
        ("500 > income", {"income": Fraction(499)}, True),
        ("income != 500", {"income": Fraction(500)}, False),
        ("income != 500", {"income": Fraction(501)}, True),
        ("tested = (income < 500)", {"income": Fraction(1), "tested": True}, True),
        ("tested != (income < 500)", {"income": Fraction(1), "tested": True}, False),
    ],
)
def test_a_comparison_reads_the_same_from_either_side_and_of_any_kind(
    condition: str, known: dict[str, Value], paid: bool
) -> None:
    assert line(aid(condition), **known).amount_fen == (500_00 if paid else 0)


@pytest.mark.parametrize("condition", ["500 > income", "income < 20% * income"])
def test_a_word_compared_with_an_unknown_one_or_from_the_right_is_unknown(condition: str) -> None:
    held = line(aid(condition))
    assert (held.status, held.reason, held.held_fen) == (Status.HELD, Reason.NEEDS_CHECK, 500_00)


def test_a_grade_that_has_no_rank_is_unknown_where_ranks_are_compared() -> None:
    of = aid("grade >= 二级")
    assert line(of, bill("1000", grade="三级")).amount_fen == 500_00
    assert line(of, bill("1000", grade="一级")).status is Status.ZERO
    assert line(of, bill("1000", grade="特级")).reason is Reason.NEEDS_CHECK


def test_an_unknown_between_rows_that_all_lack_a_figure_is_a_missing_figure() -> None:
    rows = "[{when: tested, ratio: share}, {when: not tested, ratio: share}]"
    held = line(
        pack(
            ATTRIBUTES
            + "parameters: {share: {}}\n"
            + "layers: [{id: only, members: [aid]}]\n"
            + f"programmes: {{aid: {{base: in_scope_left, terms: {rows}}}}}"
        )
    )
    assert (held.status, held.reason) == (Status.HELD, Reason.PARAMETER_MISSING)


def test_a_base_that_reads_an_unknown_fact_is_unknown_in_the_base_of_the_year_too() -> None:
    of = pack(
        "attributes: {income: {type: number}}\n"
        "layers: [{id: only, members: [aid]}]\n"
        "programmes:\n"
        "  aid:\n"
        "    base: in_scope_left - income\n"
        "    when: year_base > 600\n"
        "    terms: [{ratio: 50%}]\n"
    )
    bills = (bill("1000", "02-01"), bill("1000", "03-01"))
    assert line(of, *bills).reason is Reason.NEEDS_CHECK
    facts = Facts(events=bills, attributes=(AttributeFact(PERSON, "income", Fraction(300)),))
    found = assess(facts, (of,), year=YEAR, as_of=date(YEAR, 12, 31))
    assert [one.amount_fen for one in found.lines] == [350_00, 350_00]


@pytest.mark.parametrize(
    ("measure", "reason"),
    [("income", Reason.NEEDS_CHECK), ("limit", Reason.PARAMETER_MISSING)],
)
def test_a_guarantee_whose_measure_is_not_known_holds_the_line(
    measure: str, reason: Reason
) -> None:
    of = pack(
        "attributes: {income: {type: number}}\n"
        "parameters: {limit: {values: [{from: 2030-01-01, value: 100}]}}\n"
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {base: in_scope_left,"
        f" terms: [{{guarantee: {{share: 60%, of: {measure}}}}}]}}}}"
    )
    (held,) = assessed(of, bill("4000")).lines
    assert (held.status, held.reason, held.held_fen) == (Status.HELD, reason, 4000_00)


def test_a_guarantee_is_measured_on_all_of_a_stay_or_not_at_all() -> None:
    of = pack(
        "attributes: {income: {type: number}}\n"
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {base: in_scope_left, terms:"
        " [{when: total < 1500, ratio: 50%},"
        " {when: total >= 1500, guarantee: {share: 60%, of: income}}]}}"
    )
    stay = bill("1000", "03-01", stay="s"), bill("1000", "04-01", stay="s")
    later = AttributeFact(PERSON, "income", Fraction(500), date(YEAR, 3, 15))
    told = [(one.amount_fen, one.reason) for one in assessed(of, *stay, attributes=(later,)).lines]
    assert told == [(500_00, None), (0, Reason.NEEDS_CHECK)]


def test_what_was_paid_on_a_word_that_did_not_matter_is_kept_when_it_comes_to_matter() -> None:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {when: med_type is '21' or year_paid < 3000,"
        " base: in_scope_left, terms: [{ratio: 50%}]}}"
    )
    found = assessed(of, bill("10000", "03-31", stay="one"), bill("10000", "05-10", stay="one"))
    first, second = found.lines
    assert (first.status, first.amount_fen) == (Status.ENTITLED, 5_000_00)
    assert (second.status, second.reason) == (Status.HELD, Reason.NEEDS_CHECK)
    assert second.held_fen == 5_000_00
