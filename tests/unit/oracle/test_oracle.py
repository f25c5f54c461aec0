"""The small worked cases that any calculator must reproduce, against the oracle alone."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest

from mianshen.engine.facts import Event, Facts, Identity, OtherPayment, Rejection
from mianshen.policy.documents import parse_document
from mianshen.policy.loading import pack_from_document
from mianshen.policy.pack import Pack
from oracle import OracleResult, assess

YUAN = 100


def pack_of(text: str) -> Pack:
    """A pack from its layers, programmes and the rest, spelled as in a file."""
    head = "id: small\nregion: '990100'\nidentities: [特困, 低保, 边缘]\n"
    return pack_from_document(parse_document("pack.yaml", head + text))


def event(number: int, total_yuan: object, visit: str = "", **paid_yuan: int) -> Event:
    """A settlement of so many yuan, all in scope, some days after the one before."""
    day = datetime(2024, 3, 1) + timedelta(days=10 * number)
    fen = round(100 * float(str(total_yuan)))
    return Event(
        id=f"e{number}",
        person="p",
        visit=visit or f"v{number}",
        admitted=day.date(),
        discharged=day.date(),
        settled=day,
        amounts_fen={"total": fen, "in_scope": fen},
        paid_fen={source: amount * YUAN for source, amount in paid_yuan.items()},
    )


def asked(pack: Pack, *events: Event, **facts: object) -> OracleResult:
    """The oracle's answer for the year of the events."""
    known = Facts(events=events, **facts)  # type: ignore[arg-type]
    return assess(known, [pack], year=2024, as_of=date(2025, 6, 1))


def sums_yuan(result: OracleResult) -> Mapping[str, float]:
    """What each programme pays in all, in yuan."""
    found: dict[str, float] = {}
    for line in result.lines:
        found[line.programme] = found.get(line.programme, 0) + line.amount_fen / YUAN
    return found


LATE_GATE = """
layers: [{id: aid, members: [g]}, {id: more, members: [x]}]
programmes:
  g:
    base: in_scope
    per: year
    terms: [{ratio: RATIO, gate: {at_least: 5000, per: year}}]
  x:
    base: in_scope_left
    per: year
    terms: [{ratio: 55%, line: {amount: 4000, per: year}}]
"""


def test_a_gate_that_opens_late_lowers_what_later_layers_gave() -> None:
    pack = pack_of(LATE_GATE.replace("RATIO", "60%"))
    after_two = asked(pack, event(1, 4900), event(2, 200))
    assert sums_yuan(after_two) == {"g": 3060, "x": 0}
    after_three = asked(pack, event(1, 4900), event(2, 200), event(3, 1000))
    assert sums_yuan(after_three)["g"] == 3660


def test_a_later_benefit_never_limits_an_earlier_one() -> None:
    pack = pack_of(LATE_GATE.replace("RATIO", "100%"))
    assert sums_yuan(asked(pack, event(1, 4900), event(2, 200))) == {"g": 5100, "x": 0}


def identities(*spans: tuple[str, date, date]) -> tuple[Identity, ...]:
    return tuple(Identity("p", name, start, end) for name, start, end in spans)


FIRST = (date(2024, 1, 1), date(2024, 3, 15))
THEN = (date(2024, 3, 16), date(2024, 12, 31))


def test_a_visit_without_a_line_consumes_nothing() -> None:
    pack = pack_of("""
layers: [{id: aid, members: [a]}]
programmes:
  a:
    base: in_scope
    per: year
    terms:
      - {who: 特困, ratio: 0}
      - {who: 边缘, ratio: 70%, line: {amount: 3000, per: year}}
""")
    who = identities(("特困", *FIRST), ("边缘", *THEN))
    assert sums_yuan(asked(pack, event(1, 5000), event(2, 5000), identities=who)) == {"a": 1400}


def test_terms_that_change_pay_each_visit_under_its_own() -> None:
    pack = pack_of("""
layers: [{id: aid, members: [a]}]
programmes:
  a:
    base: in_scope
    per: year
    terms: [{who: 低保, ratio: 80%}, {who: 边缘, ratio: 50%}]
""")
    who = identities(("低保", *FIRST), ("边缘", *THEN))
    assert sums_yuan(asked(pack, event(1, 10000), event(2, 1000), identities=who)) == {"a": 8500}


def test_one_stop_money_is_part_of_the_entitlement() -> None:
    pack = pack_of("""
layers: [{id: aid, members: [a]}]
programmes: {a: {base: in_scope, terms: [{ratio: 70%}]}}
""")
    result = asked(pack, event(1, 15210, maf_pay=10647))
    assert [(one.amount_fen, one.delivered_fen) for one in result.lines] == [(1064700, 1064700)]


def test_money_of_a_payer_listed_later_is_a_fact_and_limits_the_room() -> None:
    pack = pack_of("""
payers: {commercial: {from: [insurer]}}
layers: [{id: aid, members: [a]}, {id: commercial, payers: [commercial]}]
programmes: {a: {base: in_scope, terms: [{ratio: 90%}]}}
""")
    paid = (OtherPayment("o", "p", "insurer", 5000 * YUAN, event="e1"),)
    assert sums_yuan(asked(pack, event(1, 10000), payments=paid)) == {"a": 5000}


def test_settlements_of_one_stay_share_its_line() -> None:
    pack = pack_of("""
layers: [{id: aid, members: [a]}]
programmes: {a: {base: in_scope, terms: [{ratio: 70%, line: {amount: 3000}}]}}
""")
    assert sums_yuan(asked(pack, event(1, 2000, "v"), event(2, 4000, "v"))) == {"a": 2100}


def test_settlements_of_one_stay_share_its_cap() -> None:
    pack = pack_of("""
layers: [{id: aid, members: [a]}]
programmes:
  a: {base: in_scope, terms: [{ratio: 70%}], caps: [{amount: 20000, per: visit}]}
""")
    assert sums_yuan(asked(pack, event(1, 40000, "v"), event(2, 10000, "v"))) == {"a": 20000}


ORDER = """
layers:
  - {id: aid, combine: best_order, members: [MEMBERS]}
  - {id: tilt, members: [t]}
programmes:
  a: {base: in_scope_left, terms: [{ratio: 50%}]}
  b: {base: in_scope_left, terms: [{ratio: 70%, line: {amount: 1000}}]}
  t:
    base: in_scope_left
    terms: [{ratio: TILT, gate: {at_least: 2000}}]
"""


def test_the_best_order_looks_through_the_layers_that_follow() -> None:
    pack = pack_of(ORDER.replace("MEMBERS", "a, b").replace("TILT", "60%"))
    result = asked(pack, event(1, 10000))
    assert result.choices[0].chosen == ("a", "b")
    assert sum(sums_yuan(result).values()) == 9120


def test_a_rejection_leaves_the_other_programme() -> None:
    pack = pack_of(ORDER.replace("MEMBERS", "a, b").replace("TILT", "0%"))
    result = asked(pack, event(1, 10000), rejections=(Rejection("p", "b", "e1"),))
    assert sums_yuan(result) == {"a": 5000, "b": 0, "t": 0}


def test_a_shared_pool_is_searched_by_order() -> None:
    pack = pack_of("""
pools: {shared: {amount: 7000}}
layers: [{id: aid, combine: best_order, members: [a, b, c]}]
programmes:
  a: {base: in_scope_left, pools: [shared], terms: [{ratio: 60%}]}
  b: {base: in_scope_left, pools: [shared], terms: [{ratio: 90%, line: {amount: 2000}}]}
  c: {base: in_scope_left, terms: [{ratio: 50%, line: {amount: 1000}}]}
""")
    result = asked(pack, event(1, 10000))
    assert result.choices[0].chosen == ("c", "b", "a")
    assert sum(sums_yuan(result).values()) == 9060


def test_a_base_that_names_a_member_is_searched_by_order() -> None:
    pack = pack_of("""
layers: [{id: aid, combine: best_order, members: [a, y, x]}]
programmes:
  a: {base: in_scope_left, terms: [{ratio: 50%}]}
  y: {base: in_scope_left, terms: [{ratio: 60%}]}
  x: {base: 10000 - a, terms: [{ratio: 20%}]}
""")
    result = asked(pack, event(1, 10000))
    assert result.choices[0].chosen == ("y", "a", "x")
    assert sum(sums_yuan(result).values()) == 9600


def test_equal_orders_fall_back_to_the_listed_one() -> None:
    pack = pack_of("""
layers: [{id: aid, combine: best_order, members: [a, b, c]}]
programmes:
  a: {base: in_scope_left, terms: [{ratio: 50%}]}
  b: {base: in_scope_left, terms: [{ratio: 70%, line: {amount: 1000}}]}
  c: {base: in_scope_left, terms: [{ratio: 100%}]}
""")
    assert sums_yuan(asked(pack, event(1, 10000))) == {"a": 5000, "b": 2800, "c": 2200}


@pytest.mark.parametrize(("per", "fen"), [("visit", 23350), ("year", 23345)])
def test_a_yearly_programme_rounds_the_year_not_the_visit(per: str, fen: int) -> None:
    pack = pack_of(f"""
layers: [{{id: aid, members: [a]}}]
programmes: {{a: {{base: in_scope, per: {per}, terms: [{{ratio: 70%}}]}}}}
""")
    result = asked(pack, *(event(number, "33.35") for number in range(10)))
    assert sum(line.amount_fen for line in result.lines) == fen


def test_an_exclusion_acts_only_where_the_excluder_pays() -> None:
    pack = pack_of("""
layers: [{id: aid, combine: best_order, members: [a, b]}]
programmes:
  a:
    base: in_scope_left
    excludes: [{programme: b}]
    terms: [{ratio: 90%, line: {amount: 5000}}]
  b: {base: in_scope_left, terms: [{ratio: 50%}]}
""")
    assert sums_yuan(asked(pack, event(1, 3000))) == {"a": 0, "b": 1500}


def test_a_factor_on_the_result_applies_after_the_cap() -> None:
    pack = pack_of("""
layers: [{id: aid, members: [a]}]
programmes:
  a:
    base: in_scope
    terms: [{ratio: 60%}]
    caps: [{amount: 40000}]
    adjust: [{on: result, factor: 20%}]
""")
    assert sums_yuan(asked(pack, event(1, 100000))) == {"a": 8000}


def test_a_hold_that_clears_leaves_nothing_to_order_and_nothing_to_claw_back() -> None:
    pack = pack_of("""
payers: {basic: {from: [hifp_pay]}}
layers: [{id: basic, payers: [basic]}, {id: aid, members: [a]}]
programmes:
  a: {base: in_scope, requires: [basic], terms: [{ratio: 70%}], caps: [{amount: 6000}]}
""")
    waiting = asked(pack, event(1, 5000), event(2, 10000, hifp_pay=0))
    assert [one.amount_fen for one in waiting.lines] == [0, 600000]
    cleared = asked(pack, event(1, 5000, hifp_pay=0), event(2, 10000, hifp_pay=0))
    assert sum(one.amount_fen for one in cleared.lines) == 600000


def test_one_stop_money_of_a_held_programme_counts_as_paid() -> None:
    pack = pack_of("""
payers: {basic: {from: [hifp_pay]}}
layers: [{id: basic, payers: [basic]}, {id: aid, members: [a]}, {id: tilt, members: [t]}]
programmes:
  a: {base: in_scope, requires: [basic], terms: [{ratio: 70%}]}
  t: {base: in_scope_left, terms: [{ratio: 60%, line: {amount: 3000}}]}
""")
    assert sums_yuan(asked(pack, event(1, 15210, maf_pay=10647)))["t"] == 937.80


def test_money_delivered_above_the_entitlement_leaves_nothing_for_other_layers() -> None:
    pack = pack_of("""
layers: [{id: aid, members: [a]}, {id: more, members: [b]}]
programmes:
  a: {base: in_scope, terms: [{ratio: 80%}]}
  b: {base: in_scope, terms: [{ratio: 100%}]}
""")
    assert sums_yuan(asked(pack, event(1, 10000, maf_pay=10000))) == {"a": 8000, "b": 0}


def test_rows_that_match_together_are_chosen_through_the_chain() -> None:
    pack = pack_of("""
layers: [{id: aid, members: [a]}, {id: tilt, members: [t]}]
programmes:
  a: {base: in_scope, terms: [{ratio: 85%}, {ratio: 70%}]}
  t: {base: in_scope_left, terms: [{ratio: 60%, gate: {at_least: 2000}}]}
""")
    assert sums_yuan(asked(pack, event(1, 10000))) == {"a": 7000, "t": 1800}
