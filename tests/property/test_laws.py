"""Laws of an assessment: bounds, order and repetition of facts, pools, totals and best orders."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from itertools import permutations, product
from math import factorial
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.comparison import told_choice, told_line
from generation.drawing import Drawing
from generation.events import reversal_of
from generation.plain import IDENTITIES, PERSON, facts_of, plain_pack, visits
from generation.shrinking import for_all_worlds
from generation.verdicts import assessed
from generation.worlds import World
from mianshen.engine.facts import Event, Facts, Opening, PoolOpening, Rejection
from mianshen.engine.results import Assessment, Reason, Status
from mianshen.money import fen_from_yuan, yuan_from_fen
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Kind, PoolScope

YUAN = 100

# A fact of these groups says the same however often it stands there; deliveries and payments add.
REPEATABLE = (
    "people",
    "events",
    "identities",
    "attributes",
    "closures",
    "applications",
    "releases",
    "rejections",
    "pins",
    "choices",
    "responsibilities",
)

laws = settings(max_examples=40)


def told(assessment: Assessment, *, without: Iterable[str] = ()) -> Counter[str]:
    """Lines and choices as counted texts, in no order, without those of some events."""
    left_out = set(without)
    lines = [told_line(line) for line in assessment.lines if line.event not in left_out]
    choices = [told_choice(one) for one in assessment.choices if one.event not in left_out]
    return Counter([*lines, *choices])


def cost_of(pack: Pack, event: Event) -> int:
    """What of an event is left to people and payers, in fen."""
    amounts = event.amounts_fen
    if event.kind is Kind.PREMIUM:
        return amounts.get("price", 0)
    own = amounts.get("account_pay", 0) if pack.spelling.account_money == "paid" else 0
    return amounts.get("total", 0) - amounts.get("hospital_part", 0) - own


def paid_by_payers(pack: Pack, facts: Facts, event: Event) -> int:
    """What the payers of a pack paid with an event, or by a firm payment that names it."""
    sources = {source for payer in pack.payers.values() for source in payer.sources}
    with_event = sum(fen for source, fen in event.paid_fen.items() if source in sources)
    return with_event + sum(
        payment.amount_fen
        for payment in {payment.id: payment for payment in facts.payments}.values()
        if payment.event == event.id and payment.source in sources and not payment.provisional
    )


def single_versions(facts: Facts) -> list[Event]:
    """Events of which only one version is known, apart from daily ones, that have no cost."""
    count = Counter(event.id for event in facts.events)
    return [e for e in facts.events if count[e.id] == 1 and e.kind is not Kind.DAILY]


@for_all_worlds(40)
def test_benefits_stay_between_zero_and_what_the_person_bore(world: World) -> None:
    assessment = assessed(world)
    assert all(line.amount_fen >= 0 and line.held_fen >= 0 for line in assessment.lines)
    for event in single_versions(world.facts):
        given_fen = sum(line.amount_fen for line in assessment.lines if line.event == event.id)
        borne = max(
            cost_of(pack, event) - paid_by_payers(pack, world.facts, event) for pack in world.packs
        )
        assert given_fen <= max(0, borne), f"{event.id}: {given_fen} of {borne}"


@for_all_worlds(40)
def test_payers_never_exceed_the_cost_of_an_event_that_is_computed(world: World) -> None:
    lines = assessed(world).lines
    computed = {line.event for line in lines if line.status is not Status.EXCLUDED}
    for event in single_versions(world.facts):
        over = min(
            paid_by_payers(pack, world.facts, event) - cost_of(pack, event) for pack in world.packs
        )
        assert event.id not in computed or over <= 0
    for line in lines:
        if line.status is Status.EXCLUDED:
            assert (line.amount_fen, line.held_fen) == (0, 0)


@for_all_worlds(40)
def test_the_order_of_arrival_of_facts_does_not_matter(world: World) -> None:
    random = Random(str(world))
    shuffled = {}
    for group in fields(Facts):
        stated = getattr(world.facts, group.name)
        if isinstance(stated, tuple):
            shuffled[group.name] = tuple(random.sample(stated, len(stated)))
    again = replace(world, facts=replace(world.facts, **shuffled))
    assert assessed(again) == assessed(world)


@for_all_worlds(40)
def test_facts_that_arrive_twice_count_once(world: World) -> None:
    twice = {name: getattr(world.facts, name) * 2 for name in REPEATABLE}
    again = replace(world, facts=replace(world.facts, **twice))
    assert told(assessed(again)) == told(assessed(world))


def of_people(facts: Facts, ids: set[str]) -> Facts:
    """The facts about some people; what names no person stays."""
    kept: dict[str, Any] = {"people": tuple(one for one in facts.people if one.id in ids)}
    for group in fields(Facts):
        stated = getattr(facts, group.name)
        if isinstance(stated, tuple) and stated and hasattr(stated[0], "person"):
            kept[group.name] = tuple(one for one in stated if one.person in ids)
    return replace(facts, **kept)


@for_all_worlds(40)
def test_people_assessed_apart_or_together_get_the_same(world: World) -> None:
    pools = [pool for pack in world.packs for pool in pack.pools.values()]
    together = any(pool.scope is PoolScope.HOUSEHOLD for pool in pools)
    units: dict[str, set[str]] = {}
    for person in world.facts.people:
        home = person.household if together and person.household else person.id
        units.setdefault(home, set()).add(person.id)
    apart: Counter[str] = Counter()
    for ids in units.values():
        apart += told(assessed(replace(world, facts=of_people(world.facts, ids))))
    assert apart == told(assessed(world))


@for_all_worlds(40)
def test_an_event_and_its_reversal_add_excluded_lines_and_nothing_else(world: World) -> None:
    candidates = [
        one
        for one in world.facts.events
        if one.reverses is None and one.amounts_fen.get("total", 0) >= 0
    ]
    if not candidates:
        return
    extra = replace(Random(str(world)).choice(candidates), id="extra", recorded=None)
    back = reversal_of(extra, "extra")
    more = replace(world.facts, events=(*world.facts.events, extra, back))
    assessment = assessed(replace(world, facts=more))
    pair = {extra.id, back.id}
    assert told(assessment, without=pair) == told(assessed(world))
    added = [line for line in assessment.lines if line.event in pair]
    in_time = back.settled.date() <= world.as_of
    if in_time:
        assert all(line.reason is Reason.REVERSED for line in added)


RATIOS = ("50%", "70%", "85%", "20%", "100%")
LINES = ("1000", "3000", "0", "200")


def _excess(d: Drawing) -> dict[str, Any]:
    """Terms that lower one common residual: an excess line, a share or marginal bands, a cap."""
    row: dict[str, Any] = {}
    if d.chance(60):
        row["line"] = {"amount": d.of(*LINES)}
    if d.chance(30):
        bands = [{"up_to": "3000", "ratio": d.of(*RATIOS)}, {"ratio": d.of(*RATIOS)}]
        row |= {"bands": bands, "origin": d.of("zero", "line")}
    else:
        row["ratio"] = d.of(*RATIOS)
    if d.chance(25):
        row["caps"] = [{"amount": d.of("1000", "3000"), "per": "visit"}]
    return row


def _unsafe(d: Drawing, others: list[str]) -> dict[str, Any]:
    """A member whose amount hangs on more than one residual: gates, slabs, other members."""
    content: dict[str, Any] = {"base": "in_scope_left", "terms": [_excess(d)]}
    form = d.of("gate", "slab", "named", "when", "lump", "grossed", "rows")
    row = content["terms"][0]
    if form == "gate":
        row["gate"] = {d.of("at_least", "above"): d.of("2000", "5000", "3000")}
    elif form in ("slab", "lump"):
        amount = {"ratio": d.of(*RATIOS)} if form == "slab" else {"amount": d.of("1000", "200")}
        bands = [{"kind": form, "up_to": d.of("3000", "5000"), **amount}, {"ratio": d.of(*RATIOS)}]
        content["terms"] = [{"bands": bands, "origin": "zero"}]
    elif form == "named":
        content["base"] = d.of("10000", "in_scope", "in_scope_left") + f" - {d.of(*others)}"
    elif form == "when":
        content["when"] = d.of("in_scope_left > 3000", f"{d.of(*others)} < 1000")
    elif form == "grossed":
        content["base"] = "min(in_scope, in_scope_left / 70%)"
    else:
        content["terms"].append(_excess(d))
    return content


CLASSES = ("common residual", "shared pool", "named and gated", "rounded")


def _members(d: Drawing, kind: str, count: int) -> dict[str, dict[str, Any]]:
    names = list("abcdef"[:count])
    members = {}
    for name in names:
        others = [other for other in names if other != name]
        content: dict[str, Any] = {"base": "in_scope_left", "terms": [_excess(d)]}
        if kind == "named and gated" and d.chance(60):
            content = _unsafe(d, others)
        if kind == "shared pool" and d.chance(70):
            content["pools"] = d.some(["shared", "outer"])
        if kind == "rounded" and d.chance(60):
            content |= d.of({"round_to": "yuan"}, {"rounding": "half_even"}, {"rounding": "up"})
        members[name] = content
    return members


@st.composite
def orders(draw: st.DrawFn, kind: str, count: int) -> tuple[dict[str, Any], dict[str, Any], int]:
    """The members of a layer, what else the pack holds, and what one visit costs."""
    d = Drawing.by_hypothesis(draw)
    members = _members(d, kind, count)
    more: dict[str, Any] = {}
    if kind == "shared pool":
        caps = {"shared": d.of("3000", "4900", "7000"), "outer": d.of("5000", "1000")}
        used = {name for content in members.values() for name in content.get("pools", ())}
        more["pools"] = {name: {"amount": caps[name]} for name in sorted(used)}
    if d.chance(40):
        more["later"] = {"base": "in_scope_left", "terms": [_excess(d)]}
        if d.chance(50):
            more["later"]["terms"][0]["gate"] = {"at_least": d.of("2000", "3000")}
    return members, more, d.of(10_000_00, 5_000_00, 9_999_99, 3_333_35)


def _left(pack: Pack, event: Event, facts: Facts | None = None) -> int:
    """What the person still bears of the one event."""
    assessment = assessed(World((pack,), facts or facts_of((event,))))
    return event.amounts_fen["total"] - sum(line.amount_fen for line in assessment.lines)


def _pack_in_order(
    members: dict[str, Any], more: dict[str, Any], order: tuple[str, ...], combine: str
) -> Pack:
    rest = {key: value for key, value in more.items() if key != "later"}
    layers = [{"id": "aid", "members": [*order], "combine": combine}]
    programmes = dict(members)
    if "later" in more:
        programmes["tilt"] = more["later"]
        layers.append({"id": "last", "members": ["tilt"]})
    return plain_pack(programmes, layers=layers, **rest)


def _rows_chosen(members: dict[str, Any]) -> list[dict[str, Any]]:
    """The members with one of their competing rows each, in every way."""
    choices = [
        [{**content, "terms": [row]} for row in content["terms"]] for content in members.values()
    ]
    return [dict(zip(members, chosen, strict=True)) for chosen in product(*choices)]


def check_orders(members: dict[str, Any], more: dict[str, Any], cost_fen: int) -> None:
    """The order chosen, listed and worst against every order tried as a sequence."""
    (event,) = visits(cost_fen)
    names = tuple(members)
    every = {
        (order, number): _left(_pack_in_order(chosen, more, order, "sequence"), event)
        for number, chosen in enumerate(_rows_chosen(members))
        for order in permutations(names)
    }
    pack = _pack_in_order(members, more, names, "best_order")
    (choice,) = assessed(World((pack,), facts_of((event,)))).choices
    assert choice.chosen_left_fen == min(every.values()) == _left(pack, event)
    if len(every) > factorial(len(names)):
        return
    assert choice.worst_left_fen == max(every.values())
    assert choice.listed_left_fen == every[names, 0]
    for name, left in choice.alone_left_fen:
        others = tuple(Rejection(PERSON, one, event.id) for one in names if one != name)
        assert left == _left(pack, event, replace(facts_of((event,)), rejections=others))


@pytest.mark.parametrize("kind", CLASSES)
def test_the_best_order_is_the_best_of_all_orders(kind: str) -> None:
    @settings(max_examples=20)
    @given(st.integers(2, 4).flatmap(lambda count: orders(kind, count)))
    def check(drawn: tuple[dict[str, Any], dict[str, Any], int]) -> None:
        check_orders(*drawn)

    check()


@pytest.mark.parametrize("kind", CLASSES[:3])
def test_the_best_order_of_five_is_the_best_of_all_orders(kind: str) -> None:
    @settings(max_examples=2)
    @given(orders(kind, 5))
    def check(drawn: tuple[dict[str, Any], dict[str, Any], int]) -> None:
        check_orders(*drawn)

    check()


def test_the_best_order_of_six_is_the_best_of_all_orders() -> None:
    rows = [("50%", "0"), ("70%", "1000"), ("60%", "2000"), ("20%", "200"), ("85%", "3000")]
    members = {
        name: {"base": "in_scope_left", "terms": [{"ratio": ratio, "line": {"amount": line}}]}
        for name, (ratio, line) in zip("abcde", rows, strict=True)
    }
    gated = {"gate": {"at_least": "2000"}, "ratio": "30%"}
    members["f"] = {"base": "10000 - a", "terms": [gated]}
    check_orders(members, {}, 10_000_00)


@st.composite
def pooled(draw: st.DrawFn) -> tuple[Pack, Facts, tuple[int, ...]]:
    """Two programmes in a yearly pool whose cap changes by date; the cap at each visit."""
    d = Drawing.by_hypothesis(draw)
    amounts = [d.of(5000_00, 10_000_00, 1000_00) for _ in range(d.whole(2, 4))]
    events = visits(*amounts)
    first, second = (d.of(3000, 4900, 1000, 7000) for _ in range(2))
    changes = d.of(*events).settled.date()
    figure = [{"value": str(first), "from": "2020-01-01"}]
    figure.append({"value": str(second), "from": changes.isoformat()})
    per = d.of("visit", "year")
    row = {"ratio": d.of(*RATIOS), "line": {"amount": d.of(*LINES)}}
    programmes = {
        "a": {"base": "in_scope_left", "per": per, "terms": [row], "pools": ["shared"]},
        "b": {"base": "in_scope_left", "terms": [{"ratio": d.of(*RATIOS)}], "pools": ["shared"]},
    }
    layers = [{"id": "aid", "members": ["a", "b"], "combine": d.of("sequence", "best_order")}]
    pack = plain_pack(
        programmes,
        layers=layers,
        pools={"shared": {"amount": "most"}},
        parameters={"most": {"values": figure}},
    )
    facts = facts_of(events)
    if d.chance(40):
        opening = PoolOpening(PERSON, "shared", d.of(1000_00, 33_35), date(2024, 1, 1))
        facts = replace(facts, pool_openings=(opening,))
    caps = [first if event.settled.date() < changes else second for event in events]
    return pack, facts, tuple(cap * YUAN for cap in caps)


@laws
@given(pooled())
def test_a_new_benefit_stays_below_what_the_pool_has_left(
    drawn: tuple[Pack, Facts, tuple[int, ...]],
) -> None:
    pack, facts, caps = drawn
    used = sum(opening.used_fen for opening in facts.pool_openings)
    for event, cap in zip(facts.events, caps, strict=True):
        lines = assessed(World((pack,), facts, as_of=event.settled.date())).lines
        total = sum(opening.used_fen for opening in facts.pool_openings)
        total += sum(line.amount_fen for line in lines)
        assert total - used <= max(0, cap - used)
        used = total


def _marginal(total: Fraction, edges: list[tuple[Fraction, Fraction]], top: Fraction) -> Fraction:
    """Bands of (upper edge, ratio) and the ratio above them, on a whole amount."""
    paid, lower = Fraction(0), Fraction(0)
    for edge, ratio in edges:
        paid += max(Fraction(0), min(total, edge) - lower) * ratio
        lower = edge
    return paid + max(Fraction(0), total - lower) * top


@laws
@given(
    st.lists(
        st.sampled_from([4900_00, 200_00, 1000_00, 33_35, 10_000_00, 1]), min_size=1, max_size=5
    ),
    st.sampled_from([0, 1000, 3000]),
    st.lists(st.sampled_from([20, 33, 50, 70, 85, 100]), min_size=3, max_size=3),
    st.sampled_from([0, 33_35, 4000_00]),
)
def test_a_yearly_programme_pays_its_formula_on_the_total(
    amounts: list[int], line: int, percents: list[int], before_fen: int
) -> None:
    low, middle, high = (Fraction(percent, 100) for percent in percents)
    bands = [{"up_to": "1000", "ratio": f"{percents[0]}%"}, {"up_to": "5000"}, {}]
    bands[1]["ratio"], bands[2]["ratio"] = f"{percents[1]}%", f"{percents[2]}%"
    row = {"line": {"amount": str(line), "per": "year"}, "bands": bands, "origin": "line"}
    pack = plain_pack({"a": {"base": "in_scope", "per": "year", "terms": [row]}})
    edges = [(Fraction(1000), low), (Fraction(5000), middle)]
    consumed = min(before_fen, line * YUAN)
    before = _marginal(yuan_from_fen(before_fen - consumed), edges, high)
    opening = Opening(
        PERSON, "a", date(2024, 1, 1), before_fen, consumed, entitled_fen=fen_from_yuan(before)
    )
    facts = facts_of(visits(*amounts))
    if before_fen:
        facts = replace(facts, openings=(opening,), complete_from=date(2024, 1, 3))
    total = yuan_from_fen(sum(amounts) + before_fen)
    wanted = _marginal(max(Fraction(0), total - line), edges, high) - before
    lines = assessed(World((pack,), facts)).lines
    assert sum(one.amount_fen for one in lines) == fen_from_yuan(wanted)


def _one_best(d: Drawing) -> Pack:
    programmes: dict[str, dict[str, Any]] = {}
    for name in "abc"[: d.whole(1, 3)]:
        rows = [_excess(d) for _ in range(d.whole(1, 2))]
        for row in rows[1:]:
            row["who"] = d.some(IDENTITIES)
        if d.chance(25):
            rows[0]["gate"] = {"at_least": d.of("2000", "5000")}
        who = {"any": d.some(IDENTITIES, 40)}
        programmes[name] = {"base": "in_scope_left", "who": who, "terms": [*reversed(rows)]}
        if d.chance(30):
            programmes[name]["caps"] = [{"amount": d.of("1000", "3000")}]
    layer = {"id": "aid", "members": [*programmes], "combine": "best_one", "horizon": "visit"}
    return plain_pack(programmes, layers=[layer])


@st.composite
def recognised(draw: st.DrawFn) -> tuple[Pack, tuple[str, ...], str]:
    """A best_one layer, identities held, and one more."""
    d = Drawing.by_hypothesis(draw)
    more = d.of(*IDENTITIES)
    held = tuple(one for one in IDENTITIES if one != more and d.chance(50))
    return _one_best(d), held, more


@laws
@given(recognised(), st.sampled_from([10_000_00, 3000_00, 4900_00, 33_35]))
def test_one_more_identity_never_lowers_what_the_best_one_gives(
    drawn: tuple[Pack, tuple[str, ...], str], cost_fen: int
) -> None:
    pack, held, more = drawn
    (event,) = visits(cost_fen)
    without = _left(pack, event, facts_of((event,), held))
    assert _left(pack, event, facts_of((event,), (*held, more))) <= without
