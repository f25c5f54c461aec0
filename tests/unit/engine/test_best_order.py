"""The search for the best order on one bill: what it holds, what it tells, how it breaks ties."""

from collections.abc import Mapping

import pytest

from cases.factories import PERSON, aid_in_all, aid_of, assessed, bill, held_in, pack
from mianshen.engine.facts import Pin
from mianshen.engine.results import Assessment, Effect, Line, OrderChoice, Reason, Status
from mianshen.policy.pack import Pack

A_HALF = "  a: {base: in_scope_left, terms: [{ratio: 50%}]}\n"
B_ABOVE_1000 = "  b: {base: in_scope_left, terms: [{line: {amount: 1000}, ratio: 70%}]}\n"
C_THREE_FIFTHS = "  c: {base: in_scope_left, terms: [{ratio: 60%}]}\n"


def searched(members: str, programmes: str, more: str = "") -> Pack:
    return pack(
        f"layers: [{{id: aid, combine: best_order, members: [{members}]{more}}}]\n"
        f"programmes:\n{programmes}"
    )


def by_programme(found: Assessment) -> Mapping[str, Line]:
    return {line.programme: line for line in found.lines}


def pinned(order: str) -> tuple[Pin, ...]:
    return (Pin("03-01", "aid", tuple(order)),)


def choice_of(found: Assessment) -> OrderChoice:
    (choice,) = found.choices
    return choice


ROWS_BEFORE_A_GATE = searched(
    "a, b",
    "  a: {base: in_scope_left, terms: [{ratio: 85%}, {ratio: 70%}]}\n"
    "  b:\n"
    "    base: in_scope_left\n"
    "    when: a > 0\n"
    "    terms: [{gate: {at_least: 2000}, ratio: 60%}]\n",
)


def test_a_search_over_its_budget_holds_every_member_at_what_it_would_pay_alone() -> None:
    of = searched("a, b", A_HALF + B_ABOVE_1000, ", states_max: 1")
    found = assessed(of, bill("10000"))
    lines = by_programme(found)
    assert {(line.status, line.reason) for line in found.lines} == {
        (Status.HELD, Reason.STATES_BUDGET)
    }
    assert (lines["a"].held_fen, lines["b"].held_fen) == (5000_00, 6300_00)
    assert found.choices == ()


def test_a_search_over_its_budget_leaves_a_zero_what_it_is() -> None:
    of = searched(
        "a, b, c",
        A_HALF + B_ABOVE_1000 + "  c: {base: in_scope_left, when: b > 0, terms: [{ratio: 20%}]}\n",
        ", states_max: 1",
    )
    line = by_programme(assessed(of, bill("10000")))["c"]
    assert (line.status, line.reason) == (Status.ZERO, Reason.CONDITION_FALSE)


@pytest.mark.parametrize(("most", "status"), [(2, Status.ENTITLED), (1, Status.HELD)])
def test_a_search_may_use_its_whole_budget_of_states(most: int, status: Status) -> None:
    two_rows = "  a: {base: in_scope_left, terms: [{ratio: 50%}, {ratio: 60%}]}\n"
    found = assessed(searched("a", two_rows, f", states_max: {most}"), bill("1000"))
    assert [line.status for line in found.lines] == [status]


@pytest.mark.parametrize(("most", "status"), [(4, Status.ENTITLED), (3, Status.HELD)])
def test_the_search_for_the_worst_order_has_a_budget_of_its_own(most: int, status: Status) -> None:
    of = searched("a, b", A_HALF + B_ABOVE_1000, f", states_max: {most}")
    found = assessed(of, bill("10000"))
    assert {line.status for line in found.lines} == {status}
    assert [one.worst_left_fen for one in found.choices] == ([2200_00] if most == 4 else [])


@pytest.mark.parametrize(("most", "told"), [(40, 1), (39, 0)])
def test_a_budget_spent_on_the_worst_order_leaves_it_untold_and_the_bill_paid(
    most: int, told: int
) -> None:
    of = pack(
        "pools: {shared: {amount: 5000}}\n"
        "layers:\n"
        f"  - {{id: aid, combine: best_order, members: [a, b, c, d], states_max: {most}}}\n"
        "programmes:\n"
        "  a:\n"
        "    base: in_scope_left\n"
        "    terms: [{line: {amount: 2000}, ratio: 20%}]\n"
        "    pools: [shared]\n"
        "  b: {base: in_scope_left, terms: [{ratio: 80%}]}\n"
        "  c: {base: in_scope_left, terms: [{line: {amount: 3000}, ratio: 40%}]}\n"
        "  d: {base: in_scope_left, terms: [{ratio: 30%}], pools: [shared]}\n"
    )
    found = assessed(of, bill("10000"))
    assert len(found.choices) == told
    assert Reason.STATES_BUDGET not in {line.reason for line in found.lines}
    assert aid_in_all(found) == "9137.60"


def test_a_row_that_pays_less_wins_when_it_opens_the_gate_of_who_follows() -> None:
    found = assessed(ROWS_BEFORE_A_GATE, bill("10000"))
    assert (aid_of(found, "a"), aid_of(found, "b")) == (["7000.00"], ["1800.00"])
    assert choice_of(found).chosen_left_fen == 1200_00


def test_rows_that_pay_the_same_are_told_apart_by_what_they_use_of_a_pool() -> None:
    of = pack(
        "layers: [{id: aid, combine: best_order, members: [b, a]}]\n"
        "pools: {shared: {amount: 1005, counts: normal}}\n"
        "programmes:\n"
        "  a:\n"
        "    base: in_scope_left\n"
        "    terms: [{amount: 1000}, {amount: 999.99}]\n"
        "    adjust: [{on: result, factor: 1%}]\n"
        "    pools: [shared]\n"
        "  b: {base: 'max(a, 5)', terms: [{ratio: 100%}], pools: [shared]}\n"
    )
    found = assessed(of, bill("10000"))
    assert choice_of(found).chosen == ("a", "b")
    assert (aid_of(found, "a"), aid_of(found, "b")) == (["10.00"], ["5.01"])


@pytest.mark.parametrize(
    ("rule", "order", "chosen", "left"),
    [
        ("strict", "ab", "ab", 2200_00),
        ("strict", "ba", "ba", 1850_00),
        ("strict", "a", "ab", 2200_00),
        ("strict", "aab", "ab", 2200_00),
        ("strict", "xab", "ab", 2200_00),
        ("paid", "ab", "ba", 1850_00),
        ("none", "ab", "ba", 1850_00),
    ],
)
def test_a_pinned_order_is_used_as_it_is_only_where_the_layer_says_so(
    rule: str, order: str, chosen: str, left: int
) -> None:
    of = searched("a, b", A_HALF + B_ABOVE_1000, f", pin_order: {rule}")
    choice = choice_of(assessed(of, bill("10000"), pins=pinned(order)))
    assert (choice.chosen, choice.chosen_left_fen) == (tuple(chosen), left)


def test_a_pinned_order_of_strangers_is_none_and_of_several_the_last_by_their_text_counts() -> None:
    of = searched("a, b", A_HALF + B_ABOVE_1000, ", pin_order: strict")
    for orders, chosen in [("x", "ba"), ("ba ab", "ba"), ("ab ba x", "ba"), ("x ab", "ab")]:
        pins = tuple(pin for order in orders.split() for pin in pinned(order))
        assert choice_of(assessed(of, bill("10000"), pins=pins)).chosen == tuple(chosen)


def test_members_that_a_pinned_order_leaves_out_follow_in_listed_order() -> None:
    of = searched("a, b, c", A_HALF + B_ABOVE_1000 + C_THREE_FIFTHS, ", pin_order: strict")
    assert choice_of(assessed(of, bill("10000"), pins=pinned("c"))).chosen == ("c", "a", "b")


def test_what_is_left_is_told_of_the_chosen_the_listed_the_worst_order_and_each_alone() -> None:
    found = assessed(searched("a, b, c", A_HALF + B_ABOVE_1000 + C_THREE_FIFTHS), bill("10000"))
    assert choice_of(found) == OrderChoice(
        person=PERSON,
        event="03-01",
        layer="aid",
        chosen=("b", "a", "c"),
        chosen_left_fen=740_00,
        listed_left_fen=880_00,
        worst_left_fen=1300_00,
        alone_left_fen=(("a", 5000_00), ("b", 3700_00), ("c", 4000_00)),
        tied=True,
    )
    assert Effect.TIE in found.effects


def test_a_single_best_order_is_no_tie() -> None:
    found = assessed(searched("a, b", A_HALF + B_ABOVE_1000), bill("10000"))
    assert not choice_of(found).tied
    assert Effect.TIE not in found.effects


def test_best_orders_that_end_with_the_same_member_are_a_tie_too() -> None:
    last = "  c: {base: in_scope_left, when: total_left < 3000, terms: [{ratio: 50%}]}\n"
    both = A_HALF + "  b: {base: in_scope_left, terms: [{ratio: 60%}]}\n"
    found = assessed(searched("a, b, c", both + last), bill("10000"))
    choice = choice_of(found)
    assert (choice.chosen, choice.chosen_left_fen, choice.tied) == (("a", "b", "c"), 1000_00, True)
    assert Effect.TIE in found.effects


def test_each_order_told_has_its_best_rows() -> None:
    found = choice_of(assessed(ROWS_BEFORE_A_GATE, bill("10000")))
    assert (found.listed_left_fen, found.worst_left_fen) == (1200_00, 1500_00)
    assert found.alone_left_fen == (("a", 1500_00), ("b", 10000_00))


def test_among_rows_that_leave_the_same_the_first_of_the_listed_members_are_taken() -> None:
    of = pack(
        "layers: [{id: aid, combine: best_order, members: [a, b]}]\n"
        "pools: {shared: {amount: 300}}\n"
        "programmes:\n"
        "  a: {base: in_scope_left, terms: [{amount: 100}, {amount: 200}], pools: [shared]}\n"
        "  b: {base: in_scope_left, terms: [{amount: 100}, {amount: 200}], pools: [shared]}\n"
    )
    found = assessed(of, bill("1000"), pins=pinned("ba"))
    assert choice_of(found).chosen == ("b", "a")
    assert (aid_of(found, "a"), aid_of(found, "b")) == (["100.00"], ["200.00"])


def test_rows_that_match_only_after_others_keep_their_place_in_the_list_on_ties() -> None:
    of = pack(
        "layers: [{id: aid, combine: best_order, members: [a, b]}]\n"
        "programmes:\n"
        "  a: {base: in_scope_left, terms: [{when: b > 4500, ratio: 100%}, {ratio: 100%}]}\n"
        "  b: {base: in_scope_left, terms: [{ratio: 40%}, {ratio: 50%}]}\n"
    )
    found = assessed(of, bill("10000"), pins=pinned("ba"))
    # Nothing is left either way; the first row of `a`, listed first, is open after 5000 of `b`.
    assert (aid_of(found, "a"), aid_of(found, "b")) == (["5000.00"], ["5000.00"])


def test_a_member_alone_is_no_choice_to_tell() -> None:
    found = assessed(
        searched("a", "  a: {base: in_scope_left, terms: [{ratio: 50%}]}\n"), bill("1")
    )
    assert found.choices == ()
    assert aid_in_all(found) == "0.50"


def test_who_is_held_or_has_no_identity_is_not_put_in_order() -> None:
    of = pack(
        "layers: [{id: before, payers: [major]}, "
        "{id: aid, combine: best_order, members: [held, a, none, b]}]\n"
        "payers: {major: {from: [hifmi_pay]}}\n"
        "programmes:\n"
        + A_HALF
        + B_ABOVE_1000
        + "  held: {base: in_scope_left, requires: [major], terms: [{ratio: 90%}]}\n"
        "  none: {base: in_scope_left, who: {any: [特困]}, terms: [{ratio: 90%}]}\n"
    )
    found = assessed(of, bill("10000"), identities=(held_in("低保", "01-01", "12-31"),))
    assert choice_of(found).chosen == ("b", "a")
    assert [name for name, _ in choice_of(found).alone_left_fen] == ["a", "b"]
    lines = by_programme(found)
    assert (lines["held"].reason, lines["held"].held_fen) == (Reason.WAITING_FOR_SOURCE, 9000_00)
    assert lines["none"].reason is Reason.NO_IDENTITY


def test_states_that_used_more_of_a_pool_and_left_less_are_kept_beside_the_others() -> None:
    of = pack(
        "layers: [{id: aid, combine: best_order, members: [a, b, c]}]\n"
        "pools: {shared: {amount: 5000}}\n"
        "programmes:\n"
        "  a: {base: in_scope_left, terms: [{ratio: 20%}]}\n"
        "  b:\n"
        "    base: in_scope_left\n"
        "    terms: [{line: {amount: 2000}, ratio: 60%}]\n"
        "    pools: [shared]\n"
        "  c:\n"
        "    base: in_scope_left\n"
        "    terms: [{line: {amount: 1000}, ratio: 40%}]\n"
        "    pools: [shared]\n"
    )
    found = assessed(of, bill("10000"))
    assert [aid_of(found, name) for name in "abc"] == [["2000.00"], ["3600.00"], ["1360.00"]]
    choice = choice_of(found)
    assert (choice.chosen_left_fen, choice.worst_left_fen) == (3040_00, 4000_00)


def test_programmes_with_caps_of_their_own_are_searched_state_by_state() -> None:
    of = searched(
        "a, b, c",
        "  a: {base: in_scope_left, terms: [{gate: {at_least: 9000}, ratio: 50%}], "
        "caps: [{amount: 3000}]}\n"
        "  b: {base: in_scope_left, terms: [{ratio: 30%}], caps: [{amount: 1000}]}\n"
        "  c: {base: in_scope_left, terms: [{gate: {at_least: 6500}, ratio: 40%}]}\n",
    )
    found = assessed(of, bill("10000"))
    assert choice_of(found).chosen == ("a", "c", "b")
    assert [aid_of(found, name) for name in "abc"] == [["3000.00"], ["1000.00"], ["2800.00"]]
