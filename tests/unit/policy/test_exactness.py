"""The search a best_order layer needs is found from the pack, with what keeps it from less."""

import pytest

from mianshen.policy.exactness import Exactness, Verdict, exactness
from unit.policy.pack_texts import pack, small

ROW = "terms: [{ratio: 50%}]"
MEMBER = f"{{base: in_scope_left, {ROW}}}"
MORE = """\
payers: {basic: {from: hifp_pay}}
attributes: {学生: {type: truth}}
parameters:
  low: {values: [{from: 2023-01-01, value: 50%}, {from: 2024-01-01, value: 60%}]}
  high: {values: [{from: 2023-01-01, value: 50%}, {from: 2024-01-01, value: 120%}]}
  missing: {}
pools:
  shared: {amount: 1000}
  bases: {amount: 1000, limits: base}
  students: {amount: 1000, when: 学生}
"""
LAYERS = """
  - {id: insurers, payers: [basic]}
  - {id: aid, combine: best_order, members: [a, b]}"""


def verdict(a: str, b: str = MEMBER, later: str = "", **more: str) -> Verdict:
    """The verdict on a layer of `a` and `b`; `later` is the combination of a layer after it."""
    layers = LAYERS
    if later:
        layers += f"\n  - {{id: later, combine: {later}, members: [{', '.join(more)}]}}"
    bodies = {"a": a, "b": b, **more}
    programmes = "".join(f"\n  {name}: {body}" for name, body in bodies.items())
    read = pack(small(MORE, layers=layers, programmes=programmes))
    return exactness(read, read.layer_of["a"])


RESIDUAL = Verdict(Exactness.RESIDUAL)


def states(*because: str) -> Verdict:
    return Verdict(Exactness.STATES, because)


@pytest.mark.parametrize(
    "body",
    [
        f"base: in_scope_left - 100, {ROW}",
        f"base: in_scope_left + -100, {ROW}",
        f"base: in_scope_left - (-100), {ROW}",
        f"base: in_scope - basic, {ROW}",
        f"base: in_scope_left, when: 学生, requires: [basic], {ROW}",
        f"base: in_scope_left, rounding: down, {ROW}",
        f"base: in_scope_left, caps: [{{amount: 1000}}], {ROW}",
        f"base: in_scope_left, pools: [shared], {ROW}",
        "base: in_scope_left, terms: [{line: {amount: 100}, ratio: 1, caps: [{amount: 5}]}]",
        "base: in_scope_left, terms: [{ratio: 60%}, {when: 学生, ratio: 100%}]",
        "base: in_scope_left, terms: [{ratio: low}]",
        "base: in_scope_left, terms: [{guarantee: {share: 10%, of: in_scope}}]",
        "base: in_scope_left, terms: [{origin: zero, bands: [{up_to: 5, ratio: 1}, {ratio: low}]}]",
        f"base: in_scope_left, adjust: [{{on: ratio, points: 50%}}], {ROW}",
        f"base: in_scope_left, adjust: [{{on: ratio, factor: 2}}], {ROW}",
        f"base: in_scope_left, adjust: [{{on: line, factor: 2}}, {{on: cap, factor: 3}}], {ROW}",
    ],
)
def test_what_depends_on_the_residual_alone_needs_no_more(body: str) -> None:
    assert verdict(f"{{{body}}}") == RESIDUAL


def test_all_costs_are_a_residual_like_any_other() -> None:
    member = MEMBER.replace("in_scope_left", "total_left")
    assert verdict(member, member) == RESIDUAL


def test_members_that_share_a_pool_need_the_pools() -> None:
    member = f"{{base: in_scope_left, pools: [shared], {ROW}}}"
    assert verdict(member, member) == Verdict(Exactness.POOLS, ("members share the pool shared",))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (f"per: year, {ROW}", "it counts over the year and may catch up"),
        (f"clip: sum, {ROW}", "its base is clipped in the sum"),
        (f"minimum: {{at_least: 10}}, {ROW}", "it has a minimum"),
        (f"once: year, {ROW}", "it is given once"),
        (f"excludes: [{{programme: b}}], {ROW}", "it excludes others"),
        (f"accumulates_when_ineligible: true, {ROW}", "it accumulates when ineligible"),
        (f"rounding: up, {ROW}", "its rounding is not half-up or down to the fen"),
        (f"rounding: half_even, {ROW}", "its rounding is not half-up or down to the fen"),
        (f"round_to: yuan, {ROW}", "its rounding is not half-up or down to the fen"),
        (f"pay_undisputed: true, {ROW}", "it pays what is undisputed"),
        (f"when: b > 5, {ROW}", "its condition reads what others have paid"),
        (
            f"adjust: [{{on: line, factor: 1, when: b > 5}}], {ROW}",
            "an adjustment reads what others have paid",
        ),
        (f"adjust: [{{on: line, factor: b}}], {ROW}", "an adjustment reads what others have paid"),
        (f"caps: [{{amount: 1000 - b}}], {ROW}", "a cap reads what others have paid"),
        ("terms: [{when: b > 5, ratio: 1}]", "a figure reads what others have paid"),
        ("terms: [{line: {amount: b}, ratio: 1}]", "a figure reads what others have paid"),
        ("terms: [{ratio: 1, caps: [{amount: 1000 - b}]}]", "a cap reads what others have paid"),
        ("terms: [{guarantee: {share: b, of: 1}}]", "a figure reads what others have paid"),
        (
            "terms: [{origin: line, bands: [{up_to: b, ratio: 1}, {ratio: 1}]}]",
            "a figure reads what others have paid",
        ),
        (
            "terms: [{origin: line, bands: [{below: b, ratio: 1}, {ratio: 1}]}]",
            "a figure reads what others have paid",
        ),
        ("terms: [{ratio: 50%, gate: {above: 10}}]", "a gate opens at what is left"),
        ("terms: [{amount: 100}]", "it pays a fixed sum"),
        (
            "terms: [{origin: zero, bands: [{kind: slab, ratio: 50%}]}]",
            "a band pays on the whole or a fixed sum",
        ),
        (
            "terms: [{origin: zero, bands: [{kind: lump, amount: 5}]}]",
            "a band pays on the whole or a fixed sum",
        ),
        (
            f"caps: [{{amount: 1, when: 学生}}], {ROW}",
            "a cap has a condition or limits the base",
        ),
        (
            "terms: [{ratio: 50%, caps: [{amount: 1, limits: base}]}]",
            "a cap has a condition or limits the base",
        ),
        (f"adjust: [{{on: result, factor: 1}}], {ROW}", "a factor changes its result"),
        ("terms: [{ratio: 101%}]", "its ratio may exceed the whole"),
        ("terms: [{ratio: high}]", "its ratio may exceed the whole"),
        ("terms: [{ratio: missing}]", "its ratio may exceed the whole"),
        ("terms: [{ratio: 50% + 10%}]", "its ratio may exceed the whole"),
        ("terms: [{ratio: stay_days}]", "its ratio may exceed the whole"),
        (
            "terms: [{origin: line, bands: [{up_to: 1, ratio: 50%}, {ratio: high}]}]",
            "its ratio may exceed the whole",
        ),
        (f"adjust: [{{on: ratio, points: 51%}}], {ROW}", "its ratio may exceed the whole"),
        (f"adjust: [{{on: ratio, factor: 2.01}}], {ROW}", "its ratio may exceed the whole"),
        (f"adjust: [{{on: ratio, factor: 1 / 2}}], {ROW}", "its ratio may exceed the whole"),
        (
            "adjust: [{on: ratio, factor: 50%}, {on: ratio, points: 1%}], terms: [{ratio: 100%}]",
            "its ratio may exceed the whole",
        ),
        (f"pools: [bases], {ROW}", "the pool bases limits bases"),
        (f"pools: [students], {ROW}", "the pool students has a condition"),
    ],
)
def test_what_may_fall_when_more_is_left_needs_the_states(body: str, why: str) -> None:
    assert verdict(f"{{base: in_scope_left, {body}}}") == states(f"a: {why}")


@pytest.mark.parametrize(
    "base",
    [
        "in_scope_left * 2",
        "min(in_scope_left, 5)",
        "in_scope_left - basic",
        "in_scope_left - age",
        "1000 - in_scope_left",
        "in_scope - b",
    ],
)
def test_a_base_that_is_not_simply_what_is_left_needs_the_states(base: str) -> None:
    found = verdict(f"{{base: '{base}', {ROW}}}")
    assert found == states("a: its base is not simply what is left")


def test_members_that_count_different_costs_need_the_states() -> None:
    found = verdict(MEMBER, MEMBER.replace("in_scope", "total"))
    assert found == states("some members count in-scope costs and others all costs")


@pytest.mark.parametrize("combine", ["parallel", "elective"])
def test_a_later_layer_whose_members_go_side_by_side_needs_the_states(combine: str) -> None:
    found = verdict(MEMBER, later=combine, c=MEMBER, d=MEMBER)
    assert found == states(f"later: its members go together as {combine}")


def test_a_later_layer_is_looked_at_like_the_layer_itself() -> None:
    assert verdict(MEMBER, later="parallel", c=MEMBER) == RESIDUAL
    assert verdict(MEMBER, later="sequence", c=MEMBER, d=MEMBER) == RESIDUAL
    unsafe = f"{{base: total_left, minimum: {{above: 1}}, {ROW}}}"
    found = verdict(MEMBER, later="sequence", c=MEMBER, d=unsafe)
    assert found == states("later: d: it has a minimum")


def test_a_pool_shared_with_a_later_layer_needs_the_states() -> None:
    pooled = f"{{base: in_scope_left, pools: [shared], {ROW}}}"
    why = "the pool shared is shared with a later layer"
    found = verdict(pooled, later="sequence", c=pooled)
    assert found == states(f"a: {why}", f"later: c: {why}")


def test_year_end_layers_do_not_matter_to_the_order() -> None:
    at_year_end = f"{{base: in_scope_left, per: year, settled: year_end, {ROW}}}"
    assert verdict(MEMBER, later="sequence", c=at_year_end) == RESIDUAL


def test_every_reason_is_told() -> None:
    found = verdict(f"{{base: in_scope_left, once: life, clip: sum, {ROW}}}", MEMBER)
    assert found == states("a: its base is clipped in the sum", "a: it is given once")


def test_a_later_layer_for_other_events_keeps_nothing_from_being_exact() -> None:
    premium = f"{{kind: premium, base: price, once: year, {ROW}}}"
    assert verdict(MEMBER, later="sequence", p=premium) == RESIDUAL


def test_a_reason_is_told_once() -> None:
    row = "terms: [{who: [低保], amount: 5}, {who: [低保], amount: 6}]"
    verdict_of_rows = verdict(f"{{base: in_scope_left, {row}}}")
    assert len(verdict_of_rows.because) == len(set(verdict_of_rows.because))
    assert verdict_of_rows.kind is Exactness.STATES
