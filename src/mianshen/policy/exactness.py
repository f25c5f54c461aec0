"""Which search finds the best order of a layer exactly, proved from the pack alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from mianshen.money import Rounding, RoundingUnit
from mianshen.policy.expressions import tree
from mianshen.policy.formula import Formula
from mianshen.policy.pack import Pack
from mianshen.policy.saying import Said, said
from mianshen.policy.schema import (
    AdjustOn,
    BandKind,
    Cap,
    Clip,
    Combine,
    Layer,
    Limits,
    Per,
    Programme,
    Terms,
)

ONE = Fraction(1)
_RESIDUALS = frozenset({"in_scope_left", "total_left"})

_CONDITION = Said("its condition", "项目的条件")
_ADJUSTMENT = Said("an adjustment", "调整")
_FIGURE = Said("a figure", "待遇标准")
_CAP = Said("a cap", "限额")
_OTHER_BASE = Said("its base is not simply what is left", "基数不就是剩余数")
_MIXED = Said(
    "some members count in-scope costs and others all costs", "有的按政策范围内费用，有的按全部费用"
)


class Exactness(StrEnum):
    """What has to be remembered per set of paid programmes for the search to be exact."""

    RESIDUAL = "residual"
    POOLS = "pools"
    STATES = "states"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The class of a layer, and what keeps it from a simpler one."""

    kind: Exactness
    because: tuple[Said, ...] = ()


def exactness(pack: Pack, layer: Layer) -> Verdict:
    """The simplest search that is exact for a best_order layer.

    *residual*: every payment lowers one common residual fen for fen, amounts depend on it alone,
    what is left never falls when more was left before, in the layer and after it. *pools*: the same
    but members share pools. *states*: anything else.
    """
    here = pack.place_of[layer.id]
    members = {name: pack.programmes[name] for name in layer.members}
    because = [why for name in members for why in _unsafe(pack, name, here)]
    if len({programme.base.wide for programme in members.values()}) > 1:
        because.append(_MIXED)
    for later in _meeting(pack, layer):
        because += [_of(later.id, why) for why in _unsafe_layer(pack, later, here)]
    if because:
        return Verdict(Exactness.STATES, tuple(dict.fromkeys(because)))
    shared = [name for name in pack.pools if _members_in(pack, name, layer) > 1]
    if shared:
        return Verdict(Exactness.POOLS, tuple(_shared(name) for name in shared))
    return Verdict(Exactness.RESIDUAL)


def _meeting(pack: Pack, layer: Layer) -> Iterator[Layer]:
    """The layers after one that its events go on to meet."""
    kind = pack.programmes[layer.members[0]].kind
    for later in pack.layers[pack.place_of[layer.id] + 1 :]:
        kinds = {pack.programmes[name].kind for name in later.members}
        if kind in kinds and not pack.is_year_end(later):
            yield later


def _of(name: str, why: Said) -> Said:
    return said("{name}: {why}", "{name}：{why}", name=name, why=why)


def _shared(pool: str) -> Said:
    return said("members share the pool {pool}", "项目共用限额 {pool}", pool=pool)


def _members_in(pack: Pack, pool: str, layer: Layer) -> int:
    return sum(pool in pack.programmes[name].pools for name in layer.members)


def _unsafe_layer(pack: Pack, layer: Layer, here: int) -> Iterator[Said]:
    if layer.combine in (Combine.PARALLEL, Combine.ELECTIVE) and len(layer.members) > 1:
        yield said("its members go together as {how}", "其中的项目按 {how} 组合", how=layer.combine)
    for name in layer.members:
        yield from _unsafe(pack, name, here)


def _unsafe(pack: Pack, name: str, here: int) -> Iterator[Said]:
    """Why what a programme leaves might fall when more was left before it."""
    programme = pack.programmes[name]
    yield from (_of(name, why) for why in _unsafe_shape(programme))
    for formula, what in _conditions(programme):
        if formula.dynamic:
            reads = said("{what} reads what others have paid", "{what}读到别处已付的钱", what=what)
            yield _of(name, reads)
    if not _steady_base(programme.base):
        yield _of(name, _OTHER_BASE)
    for row in programme.terms:
        yield from (_of(name, why) for why in _unsafe_terms(pack, programme, row))
    for pool in programme.pools:
        if pack.pools[pool].limits is Limits.BASE:
            yield _of(
                name, said("the pool {pool} limits bases", "共用限额 {pool} 限制基数", pool=pool)
            )
        if pack.pools[pool].when is not None:
            yield _of(
                name, said("the pool {pool} has a condition", "共用限额 {pool} 有条件", pool=pool)
            )
        places = {
            pack.place_of[other]
            for other, one in pack.programmes.items()
            if pool in one.pools and pack.place_of[other] >= here
        }
        if len(places) > 1:
            shared = said(
                "the pool {pool} is shared with a later layer",
                "共用限额 {pool} 还与后面的层共用",
                pool=pool,
            )
            yield _of(name, shared)


def _unsafe_shape(programme: Programme) -> Iterator[Said]:
    if programme.per is Per.YEAR:
        yield Said("it counts over the year and may catch up", "按年计算，可能补发")
    if programme.clip is Clip.SUM:
        yield Said("its base is clipped in the sum", "基数在合计时才归零")
    if programme.minimum is not None:
        yield Said("it has a minimum", "有起付发的下限")
    if programme.once is not None:
        yield Said("it is given once", "只给一次")
    if programme.excludes:
        yield Said("it excludes others", "排除其他项目")
    if programme.accumulates_when_ineligible:
        yield Said("it accumulates when ineligible", "无身份时也累计")
    plain = (Rounding.HALF_UP, Rounding.DOWN)
    if programme.rounding not in plain or programme.round_to is not RoundingUnit.FEN:
        yield Said("its rounding is not half-up or down to the fen", "取整不是四舍五入或舍去到分")
    if programme.pay_undisputed:
        yield Said("it pays what is undisputed", "先付无争议部分")


def _conditions(programme: Programme) -> Iterator[tuple[Formula, Said]]:
    if programme.when is not None:
        yield programme.when, _CONDITION
    for adjust in programme.adjust:
        for formula in (adjust.when, adjust.points, adjust.factor):
            if formula is not None:
                yield formula, _ADJUSTMENT
    for row in programme.terms:
        figures = [row.when, row.ratio, row.line.amount if row.line else None]
        figures += [row.guarantee.share if row.guarantee else None]
        for band in row.bands:
            figures += [band.up_to, band.below, band.ratio]
        yield from ((formula, _FIGURE) for formula in figures if formula is not None)
        yield from _cap_formulas(row.caps)
    yield from _cap_formulas(programme.caps)


def _cap_formulas(caps: tuple[Cap, ...]) -> Iterator[tuple[Formula, Said]]:
    for cap in caps:
        yield cap.amount, _CAP
        if cap.when is not None:
            yield cap.when, _CAP


def _steady_base(base: Formula) -> bool:
    """Whether a base rises by at most what the residual rises, and never falls with it."""
    if not base.dynamic:
        return True
    node = base.node
    plus_or_minus = isinstance(node, tree.Arithmetic) and node.operator in ("+", "-")
    if plus_or_minus and isinstance(node, tree.Arithmetic) and _is_residual(node.left):
        return _fixed(node.right)
    return _is_residual(node)


def _is_residual(node: tree.Node) -> bool:
    return isinstance(node, tree.Name) and node.name in _RESIDUALS


def _fixed(node: tree.Node) -> bool:
    return all(isinstance(part, tree.Number | tree.Negative) for part in tree.walk(node))


def _unsafe_terms(pack: Pack, programme: Programme, row: Terms) -> Iterator[Said]:
    if row.gate is not None:
        yield Said("a gate opens at what is left", "门槛按剩余数打开")
    if row.amount is not None:
        yield Said("it pays a fixed sum", "给付定额")
    if any(band.kind is not BandKind.MARGINAL for band in row.bands):
        yield Said("a band pays on the whole or a fixed sum", "有一段按全额或定额给付")
    for cap in (*row.caps, *programme.caps):
        if cap.limits is Limits.BASE or cap.when is not None:
            yield Said("a cap has a condition or limits the base", "限额带条件或限制基数")
    if any(adjust.on is AdjustOn.RESULT for adjust in programme.adjust):
        yield Said("a factor changes its result", "有系数调整结果")
    ratios = [row.ratio, *(band.ratio for band in row.bands)]
    highest = max((_most_or_over(pack, ratio) for ratio in ratios if ratio), default=ONE)
    for adjust in programme.adjust:
        if adjust.on is AdjustOn.RATIO:
            change = adjust.points if adjust.points is not None else adjust.factor
            assert change is not None
            most = _most(pack, change)
            if most is None:
                highest = 2 * ONE
            elif adjust.points is not None:
                highest += max(Fraction(0), most)
            else:
                highest *= max(ONE, most)
    if highest > ONE:
        yield Said("its ratio may exceed the whole", "比例可能超过全部")


def _most_or_over(pack: Pack, formula: Formula) -> Fraction:
    most = _most(pack, formula)
    return 2 * ONE if most is None else most


def _most(pack: Pack, formula: Formula) -> Fraction | None:
    """The greatest value a plain figure can take, or None when it is not a plain figure."""
    node = formula.node
    if isinstance(node, tree.Number):
        return node.value
    if isinstance(node, tree.Name) and node.name in pack.parameters:
        values = [dated.value for dated in pack.parameters[node.name].values]
        return max(values, default=None)
    return None
