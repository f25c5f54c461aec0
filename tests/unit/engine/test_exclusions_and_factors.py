"""Programmes that exclude others, factors on results, and figures that are only assumed."""

from datetime import date

import pytest

from cases.factories import PERSON, YEAR, aid_of, assessed, bill, held_in, pack
from mianshen.engine.facts import Application, Identity
from mianshen.engine.results import Effect, Reason, Status


def test_an_excluder_that_catches_up_takes_back_what_a_later_layer_gave() -> None:
    of = pack(
        "layers: [{id: first, members: [gate]}, {id: second, members: [rest]}]\n"
        "programmes:\n"
        "  gate:\n"
        "    base: in_scope_left\n"
        "    per: year\n"
        "    terms: [{gate: {at_least: 5000, per: year}, ratio: 60%}]\n"
        "    excludes: [{programme: rest, law: {document: 办法, clause: 第八条}}]\n"
        "  rest: {base: in_scope_left, terms: [{ratio: 50%}]}\n"
    )
    first = bill("4900", "01-01")
    assert aid_of(assessed(of, first), "rest") == ["2450.00"]
    found = assessed(of, first, bill("200", "02-01"))
    assert (aid_of(found, "gate"), aid_of(found, "rest")) == (
        ["2860.00", "200.00"],
        ["0.00", "0.00"],
    )
    reasons = {line.reason for line in found.lines if line.programme == "rest"}
    assert reasons == {Reason.EXCLUDED_BY_CLAUSE}
    assert Effect.EXCLUSION in found.effects


def test_what_an_excluder_takes_back_moves_to_a_bill_it_does_not_pay_on() -> None:
    of = pack(
        "payers: {basic: {from: [hifp_pay]}}\n"
        "layers:\n"
        "  - {id: insured, payers: [basic]}\n"
        "  - {id: first, members: [gate]}\n"
        "  - {id: second, members: [flat]}\n"
        "programmes:\n"
        "  gate:\n"
        "    base: in_scope_left\n"
        "    per: year\n"
        "    terms: [{gate: {at_least: 5000, per: year}, ratio: 85%}]\n"
        "    excludes: [{programme: flat, law: {document: 办法, clause: 第八条}}]\n"
        "  flat: {base: in_scope_left, per: year, terms: [{amount: 1000}]}\n"
    )
    bills = (
        bill("5000", "04-01", paid={"hifp_pay": "2500"}),
        bill("200", "06-30"),
        bill("10000", "12-28"),
    )
    found = assessed(of, *bills)
    assert aid_of(found, "gate") == ["795.00", "0.00", "10000.00"]
    assert aid_of(found, "flat") == ["0.00", "200.00", "0.00"]
    told = [one.reason for one in found.lines if one.programme == "flat"]
    assert told == [Reason.EXCLUDED_BY_CLAUSE, None, Reason.EXCLUDED_BY_CLAUSE]


def test_an_excluder_is_judged_beside_what_was_advanced_to_whom_it_excludes() -> None:
    of = pack(
        "pools: {shared: {amount: 10000}}\n"
        "layers: [{id: aid, combine: best_order, members: [a, b]}]\n"
        "programmes:\n"
        "  a:\n"
        "    base: in_scope_left\n"
        "    terms: [{ratio: 50%}]\n"
        "    pools: [shared]\n"
        "    excludes: [{programme: b, law: {document: 办法, clause: 第八条}}]\n"
        "  b: {base: in_scope_left, terms: [{ratio: 50%}], pools: [shared], advance: [maf_pay]}\n"
    )
    advanced = bill("10000", "05-10", paid={"maf_pay": "5000"})
    found = assessed(of, bill("10000", "02-28"), advanced)
    # The 5000 advanced would leave nothing of the pool for a, were b out: b is not kept out, and
    # its turn comes after a has had its own.
    assert (aid_of(found, "a"), aid_of(found, "b")) == (["5000.00", "5000.00"], ["0.00", "0.00"])
    assert found.choices[-1].chosen == ("a", "b")


def test_an_excluder_left_nothing_by_an_advance_keeps_nobody_out() -> None:
    of = pack(
        "layers: [{id: aid, combine: best_one, horizon: visit, members: [a, b]}]\n"
        "programmes:\n"
        "  a:\n"
        "    base: in_scope_left\n"
        "    terms: [{ratio: 50%}]\n"
        "    excludes: [{programme: b, law: {document: 办法, clause: 第八条}}]\n"
        "  b: {base: in_scope_left, terms: [{ratio: 50%}], advance: [maf_pay]}\n"
    )
    found = assessed(of, bill("10000", paid={"maf_pay": "10000"}))
    told = {line.programme: (line.amount_fen, line.reason) for line in found.lines}
    assert told["b"] == (0, Reason.BETTER_PROGRAMME)
    assert found.choices[0].tied


def test_a_condition_that_comes_to_fail_takes_the_money_off_its_own_bill() -> None:
    of = pack(
        "layers: [{id: aid, members: [help]}]\n"
        "programmes:\n"
        "  help: {base: in_scope_left, per: year, when: total < 1500, terms: [{ratio: 50%}]}\n"
    )
    bills = (
        bill("1000", "02-01", stay="long"),
        bill("1000", "03-01"),
        bill("1000", "04-01", stay="long"),
    )
    assert aid_of(assessed(of, *bills), "help") == ["0.00", "500.00", "0.00"]


def test_a_factor_of_zero_pays_nothing_and_uses_a_pool_of_normal_aid() -> None:
    of = pack(
        "pools: {shared: {amount: 1500, counts: normal}}\n"
        "layers: [{id: aid, members: [a, b]}]\n"
        "programmes:\n"
        "  a:\n"
        "    base: in_scope_left\n"
        "    terms: [{amount: 1000}]\n"
        "    adjust: [{on: result, factor: 0%}]\n"
        "    pools: [shared]\n"
        "  b: {base: in_scope_left, terms: [{ratio: 100%}], pools: [shared]}\n"
    )
    found = assessed(of, bill("10000"))
    assert (aid_of(found, "a"), aid_of(found, "b")) == (["0.00"], ["500.00"])


def test_a_factor_without_a_published_figure_holds_the_line() -> None:
    of = pack(
        "parameters: {unpublished: {}}\n"
        "layers: [{id: aid, members: [help]}]\n"
        "programmes:\n"
        "  help:\n"
        "    base: in_scope_left\n"
        "    terms: [{ratio: 50%}]\n"
        "    adjust: [{on: ratio, points: unpublished}]\n"
    )
    (line,) = assessed(of, bill("1000")).lines
    assert (line.status, line.reason) == (Status.HELD, Reason.PARAMETER_MISSING)


def test_a_line_names_the_figures_it_rests_on_that_are_only_assumed() -> None:
    of = pack(
        "parameters:\n"
        "  share: {values: [{from: 2020-01-01, value: 70%}], law: {assumed: 演示}}\n"
        "  start: {values: [{from: 2020-01-01, value: '100'}], law: {document: 办法, clause: 一}}\n"
        "layers: [{id: aid, members: [help]}]\n"
        "programmes:\n"
        "  help: {base: in_scope_left, terms: [{line: {amount: start}, ratio: share}]}\n"
    )
    (line,) = assessed(of, bill("1000")).lines
    assert line.assumed == ("share",)


BACKDATED = """
layers: [{id: aid, members: [help]}]
programmes:
  help:
    who: {any: [低保], backdate: {to: months, count: 2, on_application: true}}
    claim_within: {after: settlement, months: 1}
    base: in_scope_left
    terms: [{ratio: 50%}]
"""


@pytest.mark.parametrize(
    ("first_held", "applied", "reason"),
    [
        ("02-15", None, None),
        ("04-15", None, Reason.CLAIM_TOO_LATE),
        ("04-15", "03-20", None),
        ("04-15", "04-20", Reason.CLAIM_TOO_LATE),
    ],
)
def test_only_what_a_recognition_covers_backwards_has_to_be_applied_for(
    first_held: str, applied: str | None, reason: Reason | None
) -> None:
    day = date.fromisoformat(f"{YEAR}-{first_held}")
    asked = ()
    if applied:
        asked = (Application(PERSON, "help", date.fromisoformat(f"{YEAR}-{applied}"), "03-01"),)
    recognised = (Identity(PERSON, "低保", day, recognised=day),)
    (line,) = assessed(
        pack(BACKDATED), bill("1000"), identities=recognised, applications=asked
    ).lines
    assert (line.reason, line.amount_fen) == (reason, 0 if reason else 500_00)


def test_aid_given_once_in_a_life_is_not_given_on_another_visit() -> None:
    of = pack(
        "layers: [{id: aid, members: [help]}]\n"
        "programmes: {help: {base: in_scope_left, once: life, terms: [{amount: 500}]}}\n"
    )
    found = assessed(of, bill("1000", "01-01"), bill("1000", "02-01"))
    assert [(line.amount_fen, line.reason) for line in found.lines] == [
        (500_00, None),
        (0, Reason.ONCE_GIVEN),
    ]


def test_a_condition_reads_what_a_layer_of_payers_or_of_programmes_has_paid() -> None:
    of = pack(
        "payers: {basic: {from: [hifp_pay]}}\n"
        "layers:\n"
        "  - {id: insured, payers: [basic]}\n"
        "  - {id: first, members: [a]}\n"
        "  - {id: second, members: [b, c]}\n"
        "programmes:\n"
        "  a: {base: in_scope_left, terms: [{ratio: 50%}]}\n"
        "  b: {base: in_scope_left, when: insured > 500, terms: [{ratio: 50%}]}\n"
        "  c: {base: in_scope - insured - first, when: first > 100, terms: [{ratio: 10%}]}\n"
    )
    found = assessed(of, bill("1000", paid={"hifp_pay": "600"}))
    assert [aid_of(found, name) for name in "abc"] == [["200.00"], ["100.00"], ["10.00"]]
    less = assessed(of, bill("1000", paid={"hifp_pay": "500"}))
    assert [aid_of(less, name) for name in "abc"] == [["250.00"], ["0.00"], ["25.00"]]


def test_programmes_that_exclude_each_other_leave_one_to_pay() -> None:
    of = pack(
        "layers: [{id: aid, members: [a, b]}]\n"
        "programmes:\n"
        "  a:\n"
        "    base: in_scope_left\n"
        "    terms: [{ratio: 50%}]\n"
        "    excludes: [{programme: b, law: {document: 办法, clause: 第八条}}]\n"
        "  b:\n"
        "    base: in_scope_left\n"
        "    who: {any: [低保]}\n"
        "    terms: [{ratio: 70%}]\n"
        "    excludes: [{programme: a, law: {document: 办法, clause: 第八条}}]\n"
    )
    both = assessed(of, bill("1000"), identities=(held_in("低保", "01-01", "12-31"),))
    assert (aid_of(both, "a"), aid_of(both, "b")) == (["0.00"], ["700.00"])
    alone = assessed(of, bill("1000"))
    assert (aid_of(alone, "a"), aid_of(alone, "b")) == (["500.00"], ["0.00"])
