"""What visits count towards lines although the person was not yet eligible."""

import pytest

from cases.factories import aid_of, assessed, bill, held_in, pack
from mianshen.engine.results import Reason


@pytest.mark.parametrize(
    ("grade", "aid_on_second"), [("三级", "300.00"), ("一级", "0.00"), (None, "0.00")]
)
def test_only_a_visit_that_lacks_nothing_but_the_identity_accumulates(
    grade: str | None, aid_on_second: str
) -> None:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {who: {any: [低保]}, when: grade >= 二级,"
        " accumulates_when_ineligible: true, per: year, base: in_scope_left,"
        " terms: [{line: {amount: 1000, per: year}, ratio: 60%}]}}"
    )
    words = {} if grade is None else {"grade": grade}
    before = bill("1000", "02-01", **words)
    after = bill("500", "06-01", grade="三级")
    found = assessed(of, before, after, identities=(held_in("低保", "03-01", "12-31"),))
    assert aid_of(found, "aid") == ["0.00", aid_on_second]


def test_a_loser_forfeits_only_what_its_own_visit_adds_to_the_year() -> None:
    of = pack(
        "payers: {basic: {from: [hifp_pay]}}\n"
        "pools: {common: {amount: 3000}}\n"
        "layers:\n"
        "  - {id: before, payers: [basic]}\n"
        "  - {id: choice, members: [share, half], combine: best_one, horizon: visit}\n"
        "  - {id: after, members: [fifth]}\n"
        "programmes:\n"
        "  share: {base: in_scope_left, terms: [{guarantee: {share: 60%, of: in_scope}}]}\n"
        "  half: {base: in_scope_left, per: year, terms: [{ratio: 50%}], pools: [common]}\n"
        "  fifth: {base: in_scope_left, terms: [{ratio: 20%}], pools: [common]}"
    )
    found = assessed(
        of,
        bill("10000", "04-01", stay="long"),
        bill("4900", "05-10", stay="long", paid={"hifp_pay": "2450.00"}),
        bill("200", "12-28"),
    )
    # The share pays 4000 at first and 3510 for the whole stay: what it gives back, 490, is base of
    # the half, which has forfeited 3000 and then 1225. Its year, 4570, still owes 345.
    assert aid_of(found, "share") == ["3510.00", "0.00", "0.00"]
    assert aid_of(found, "half") == ["0.00", "0.00", "200.00"]


def test_the_year_s_base_takes_a_visit_clipped_in_its_sum_as_it_would_count() -> None:
    of = pack(
        "layers: [{id: first, members: [early]}, {id: only, members: [late]}]\n"
        "programmes:\n"
        "  early: {base: in_scope, terms: [{ratio: 60%}], advance: [maf_pay]}\n"
        "  late: {when: year_base + in_scope_left >= 4000, base: in_scope_left - first,"
        " clip: sum, terms: [{ratio: 50%}]}"
    )
    stay = bill("5000", "03-01", stay="long"), bill("5000", "04-01", stay="long")
    # Of each bill 2000 is left and the base is 2000 - 3000, but a visit's sum is never below zero.
    found = assessed(of, *stay)
    reasons = [line.reason for line in found.lines if line.programme == "late"]
    assert reasons == [Reason.CONDITION_FALSE, Reason.NO_BASE]


def test_a_bill_with_nothing_to_pay_on_has_no_base_though_its_visit_misses_a_minimum() -> None:
    of = pack(
        "layers: [{id: only, members: [aid]}]\n"
        "programmes: {aid: {base: total - 200, clip: sum, terms: [{ratio: 20%}],"
        " minimum: {at_least: 1000, accumulates: false}}}"
    )
    stay = bill("4500", "03-01", stay="long"), bill("100", "04-01", stay="long")
    reasons = [line.reason for line in assessed(of, *stay).lines]
    assert reasons == [Reason.BELOW_MINIMUM, Reason.NO_BASE]


def test_a_loser_does_not_bring_in_earlier_bills_of_the_stay_that_no_row_of_its_met() -> None:
    of = pack(
        "pools: {shared: {amount: 900, limits: base}}\n"
        "layers: [{id: choice, members: [poor, all], combine: best_one, horizon: visit}]\n"
        "programmes:\n"
        "  poor: {base: in_scope_left, terms: [{who: [低保], ratio: 45%}], pools: [shared]}\n"
        "  all: {base: in_scope_left, terms: [{ratio: 50%}], pools: [shared]}\n"
    )
    stay = bill("1000", "02-01", stay="long"), bill("1000", "04-01", stay="long")
    found = assessed(of, *stay, identities=(held_in("低保", "03-01", "12-31"),))
    # As the winner poor would take the 900 of the pool; as the loser it takes none of it.
    assert aid_of(found, "all") == ["450.00", "0.00"]
    assert aid_of(found, "poor") == ["0.00", "0.00"]


def test_the_year_s_base_is_what_the_programme_before_has_left_of_earlier_bills() -> None:
    of = pack(
        "layers: [{id: aid, members: [gate, rest]}]\n"
        "programmes:\n"
        "  gate:\n"
        "    base: in_scope_left\n"
        "    per: year\n"
        "    terms: [{gate: {at_least: 5000, per: year}, ratio: 90%}]\n"
        "  rest: {base: in_scope_left, when: year_base > 1000, terms: [{ratio: 50%}]}\n"
    )
    found = assessed(of, bill("4900", "03-01"), bill("200", "04-01"))
    # The second bill lets the gate pay 4390 of the first: 510 are left of it, and none of this one.
    assert (aid_of(found, "gate"), aid_of(found, "rest")) == (
        ["4390.00", "200.00"],
        ["255.00", "0.00"],
    )
    assert found.lines[-1].reason is Reason.CONDITION_FALSE
