"""Twenty small cases worked by hand, each for one rule of how amounts come about."""

import pytest

from cases.factories import (
    PERSON,
    aid_in_all,
    aid_of,
    assessed,
    bill,
    held_in,
    pack,
)
from mianshen.engine.facts import Delivery, Rejection
from mianshen.engine.results import Assessment, Reason, Status

BEST_ORDER = "layers: [{id: aid, combine: best_order, members: [%s]}]\n"
A_HALF = "  a: {base: in_scope_left, terms: [{ratio: 50%}]}\n"
B_ABOVE_1000 = """
  b:
    base: in_scope_left
    terms: [{line: {amount: 1000}, ratio: 70%}]
"""


def chosen(assessment: Assessment, layer: str) -> tuple[str, ...]:
    (choice,) = (choice for choice in assessment.choices if choice.layer == layer)
    return choice.chosen


LATE_GATE = """
layers:
  - {{id: first, members: [gate]}}
  - {{id: second, members: [excess]}}
programmes:
  gate:
    base: in_scope_left
    per: year
    terms: [{{gate: {{at_least: 5000, per: year}}, ratio: {ratio}}}]
  excess:
    base: in_scope_left
    per: year
    terms: [{{line: {{amount: 4000, per: year}}, ratio: 55%}}]
"""


def test_01_a_gate_that_opens_late_catches_up_and_the_later_layer_is_rebased() -> None:
    of = pack(LATE_GATE.format(ratio="60%"))
    visits = [bill("4900", "01-01"), bill("200", "02-01"), bill("1000", "03-01")]
    after_first = assessed(of, *visits[:1])
    assert aid_of(after_first, "gate") == ["0.00"]
    assert aid_of(after_first, "excess") == ["495.00"]
    after_second = assessed(of, *visits[:2])
    assert aid_of(after_second, "gate") == ["2860.00", "200.00"]
    assert aid_of(after_second, "excess") == ["0.00", "0.00"]
    after_third = assessed(of, *visits)
    assert aid_of(after_third, "gate") == ["2860.00", "200.00", "600.00"]
    assert aid_of(after_third, "excess") == ["0.00", "0.00", "0.00"]


def test_02_a_visit_without_a_line_consumes_nothing_of_the_next_terms_line() -> None:
    of = pack("""
layers: [{id: aid, members: [help]}]
programmes:
  help:
    base: in_scope_left
    per: year
    terms:
      - {who: [特困], ratio: 100%}
      - {who: [低保边缘], line: {amount: 3000, per: year}, ratio: 70%}
""")
    identities = (held_in("特困", "01-01", "02-28"), held_in("低保边缘", "03-01", "12-31"))
    bills = (bill("5000", "02-01"), bill("5000", "03-01"))
    found = assessed(of, *bills, identities=identities)
    assert aid_of(found, "help") == ["5000.00", "1400.00"]


SEVENTY_PERCENT = """
layers: [{id: aid, members: [help]}]
programmes:
  help: {base: in_scope_left, terms: [{ratio: 70%}]}
"""


def test_03_aid_paid_at_the_counter_is_part_of_the_entitlement() -> None:
    found = assessed(pack(SEVENTY_PERCENT), bill("15210", paid={"maf_pay": "10647"}))
    (line,) = found.lines
    assert (line.amount_fen, line.delivered_fen) == (10647_00, 10647_00)


def test_04_a_payer_listed_after_aid_limits_its_room_and_not_its_base() -> None:
    of = pack("""
payers:
  commercial: {from: [商保]}
layers:
  - {id: aid, members: [help]}
  - {id: later, payers: [commercial]}
programmes:
  help: {base: in_scope_left, terms: [{ratio: 90%}]}
""")
    assert aid_of(assessed(of, bill("10000", paid={"商保": "5000"})), "help") == ["5000.00"]


def test_05_two_bills_of_one_stay_bear_the_line_of_a_visit_once() -> None:
    of = pack("""
layers: [{id: aid, members: [help]}]
programmes:
  help: {base: in_scope_left, terms: [{line: {amount: 3000}, ratio: 70%}]}
""")
    bills = (bill("2000", "02-01", stay="S"), bill("4000", "02-09", stay="S"))
    found = assessed(of, *bills)
    assert aid_in_all(found) == "2100.00"
    assert aid_of(found, "help") == ["0.00", "2100.00"]


def test_06_best_looks_through_the_chain_to_the_last_layer() -> None:
    of = pack(
        """
layers:
  - {id: aid, combine: best_order, members: [a, b]}
  - {id: tilted, members: [tilt]}
programmes:
  tilt: {base: in_scope_left, terms: [{gate: {at_least: 2000}, ratio: 60%}]}
"""
        + A_HALF
        + B_ABOVE_1000
    )
    found = assessed(of, bill("10000"))
    assert chosen(found, "aid") == ("a", "b")
    assert aid_of(found, "tilt") == ["1320.00"]
    assert aid_in_all(found) == "9120.00"


def test_07_a_shared_pool_takes_part_in_the_search_for_the_best_order() -> None:
    of = pack(
        BEST_ORDER % "a, b, c"
        + """
pools:
  shared: {amount: 7000}
programmes:
  a: {base: in_scope_left, terms: [{ratio: 60%}], pools: [shared]}
  b: {base: in_scope_left, terms: [{line: {amount: 2000}, ratio: 90%}], pools: [shared]}
  c: {base: in_scope_left, terms: [{line: {amount: 1000}, ratio: 50%}]}
"""
    )
    found = assessed(of, bill("10000"))
    assert chosen(found, "aid") == ("c", "b", "a")
    assert aid_in_all(found) == "9060.00"


def test_08_a_base_that_names_another_member_reads_what_it_paid() -> None:
    of = pack(
        BEST_ORDER % "a, y, x"
        + "programmes:\n"
        + A_HALF
        + """
  y: {base: in_scope_left, terms: [{ratio: 60%}]}
  x: {base: in_scope - a, terms: [{ratio: 20%}]}
"""
    )
    found = assessed(of, bill("10000"))
    assert chosen(found, "aid") == ("y", "a", "x")
    assert aid_in_all(found) == "9600.00"


def test_09_among_orders_that_leave_the_same_the_listed_one_is_taken() -> None:
    of = pack(
        BEST_ORDER % "a, b, c"
        + "programmes:\n"
        + A_HALF
        + B_ABOVE_1000
        + "  c: {base: in_scope_left, terms: [{ratio: 100%}]}\n"
    )
    found = assessed(of, bill("10000"))
    assert chosen(found, "aid") == ("a", "b", "c")
    assert [aid_of(found, name) for name in "abc"] == [["5000.00"], ["2800.00"], ["2200.00"]]


@pytest.mark.parametrize(("per", "in_all"), [("visit", "233.50"), ("year", "233.45")])
def test_10_yearly_programmes_round_the_year_and_others_each_visit(per: str, in_all: str) -> None:
    of = pack(f"""
layers: [{{id: aid, members: [help]}}]
programmes:
  help: {{base: in_scope_left, per: {per}, terms: [{{ratio: 70%}}]}}
""")
    visits = [bill("33.35", f"{month:02}-01") for month in range(1, 11)]
    assert aid_in_all(assessed(of, *visits)) == in_all


def test_11_an_excluder_that_pays_nothing_excludes_nothing() -> None:
    of = pack("""
layers: [{id: aid, members: [a, b]}]
programmes:
  a:
    base: in_scope_left
    terms: [{line: {amount: 5000}, ratio: 90%}]
    excludes: [{programme: b, law: {document: 办法, clause: 第八条}}]
  b: {base: in_scope_left, terms: [{ratio: 50%}]}
""")
    small = assessed(of, bill("3000"))
    assert (aid_of(small, "a"), aid_of(small, "b")) == (["0.00"], ["1500.00"])
    large = assessed(of, bill("6000"))
    assert (aid_of(large, "a"), aid_of(large, "b")) == (["900.00"], ["0.00"])


def test_12_a_factor_on_the_result_works_after_the_cap() -> None:
    of = pack("""
layers: [{id: aid, members: [help]}]
programmes:
  help:
    base: in_scope_left
    terms: [{ratio: 60%}]
    caps: [{amount: 40000, counts: normal}]
    adjust: [{on: result, factor: 20%}]
""")
    assert aid_of(assessed(of, bill("100000")), "help") == ["8000.00"]


def test_13_a_rejection_takes_the_member_out_of_the_search() -> None:
    of = pack(BEST_ORDER % "a, b" + "programmes:\n" + A_HALF + B_ABOVE_1000)
    assert aid_in_all(assessed(of, bill("10000"))) == "8150.00"
    rejections = (Rejection(PERSON, "b", "03-01", "第三条"),)
    found = assessed(of, bill("10000"), rejections=rejections)
    assert (aid_of(found, "a"), aid_of(found, "b")) == (["5000.00"], ["0.00"])


def test_14_what_was_paid_on_one_visit_is_netted_against_another() -> None:
    of = pack("""
layers: [{id: aid, members: [help]}]
programmes:
  help: {base: in_scope_left, terms: [{ratio: 70%}], caps: [{amount: 6000}]}
""")
    deliveries = (Delivery(PERSON, "02-01", "help", 6000_00),)
    found = assessed(of, bill("5000", "01-01"), bill("10000", "02-01"), deliveries=deliveries)
    assert aid_in_all(found) == "6000.00"
    assert sum(line.delivered_fen for line in found.lines) == 6000_00


def test_15_a_later_benefit_never_limits_an_earlier_one() -> None:
    found = assessed(pack(LATE_GATE.format(ratio="100%")), bill("4900", "01-01"), bill("200"))
    assert aid_of(found, "gate") == ["4900.00", "200.00"]
    assert aid_of(found, "excess") == ["0.00", "0.00"]


def test_16_each_visit_accumulates_under_the_terms_chosen_for_it() -> None:
    of = pack("""
layers: [{id: aid, members: [help]}]
programmes:
  help:
    base: in_scope_left
    per: year
    terms: [{who: [低保], ratio: 80%}, {who: [低保边缘], ratio: 50%}]
""")
    identities = (held_in("低保", "01-01", "02-28"), held_in("低保边缘", "03-01", "12-31"))
    bills = (bill("10000", "02-01"), bill("1000", "03-01"))
    assert aid_in_all(assessed(of, *bills, identities=identities)) == "8500.00"


def test_17_money_delivered_while_aid_is_held_lowers_what_later_layers_see() -> None:
    of = pack("""
payers:
  major: {from: [hifmi_pay]}
layers:
  - {id: insurance_layer, payers: [major]}
  - {id: aid, members: [help]}
  - {id: tilted, members: [tilt]}
programmes:
  help: {base: in_scope_left, requires: [major], terms: [{ratio: 70%}]}
  tilt: {base: in_scope_left, terms: [{line: {amount: 3000}, ratio: 60%}]}
""")
    found = assessed(of, bill("15210", paid={"maf_pay": "10647"}))
    by_programme = {line.programme: line for line in found.lines}
    held = by_programme["help"]
    assert (held.status, held.reason) == (Status.HELD, Reason.WAITING_FOR_SOURCE)
    tilt = by_programme["tilt"]
    assert (tilt.status, tilt.amount_fen) == (Status.ENTITLED, 937_80)


def test_18_after_too_large_an_advance_no_layer_orders_anything() -> None:
    of = pack("""
layers:
  - {id: aid, members: [help]}
  - {id: tilted, members: [tilt]}
programmes:
  help: {base: in_scope_left, terms: [{ratio: 80%}]}
  tilt: {base: in_scope_left, terms: [{ratio: 60%}]}
""")
    found = assessed(of, bill("10000", paid={"maf_pay": "10000"}))
    assert aid_of(found, "help") == ["8000.00"]
    assert aid_of(found, "tilt") == ["0.00"]


def test_19_two_bills_of_one_stay_share_the_cap_of_a_visit() -> None:
    of = pack("""
layers: [{id: aid, members: [help]}]
programmes:
  help:
    base: in_scope_left
    terms: [{ratio: 70%}]
    caps: [{amount: 20000, per: visit}]
""")
    bills = (bill("40000", "02-01", stay="S"), bill("10000", "02-09", stay="S"))
    assert aid_of(assessed(of, *bills), "help") == ["20000.00", "0.00"]


def test_20_rows_that_match_together_compete_through_the_chain() -> None:
    of = pack("""
layers:
  - {id: aid, members: [help]}
  - {id: tilted, members: [tilt]}
programmes:
  help: {base: in_scope_left, terms: [{ratio: 85%}, {ratio: 70%}]}
  tilt: {base: in_scope_left, terms: [{gate: {at_least: 2000}, ratio: 60%}]}
""")
    found = assessed(of, bill("10000"))
    assert aid_of(found, "help") == ["7000.00"]
    assert aid_in_all(found) == "8800.00"
