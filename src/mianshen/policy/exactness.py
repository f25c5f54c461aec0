"""Which search finds the best order of a layer exactly, proved from the pack alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from mianshen.money import Rounding, RoundingUnit
from mianshen.policy.expressions import tree
from mianshen.policy.formula import Formula
from mianshen.policy.pack import Pack
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


class Exactness(StrEnum):
    """What has to be remembered per set of paid programmes for the search to be exact."""

    RESIDUAL = "residual"
    POOLS = "pools"
    STATES = "states"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The class of a layer, and what keeps it from a simpler one."""

    kind: Exactness
    because: tuple[str, ...] = ()


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
        because.append("some members count in-scope costs and others all costs")
    for later in pack.layers[here + 1 :]:
        if pack.is_year_end(later):
            continue
        because += [f"{later.id}: {why}" for why in _unsafe_layer(pack, later, here)]
    if because:
        return Verdict(Exactness.STATES, tuple(because))
    shared = [name for name in pack.pools if _members_in(pack, name, layer) > 1]
    if shared:
        return Verdict(Exactness.POOLS, tuple(f"members share the pool {name}" for name in shared))
    return Verdict(Exactness.RESIDUAL)


def _members_in(pack: Pack, pool: str, layer: Layer) -> int:
    return sum(pool in pack.programmes[name].pools for name in layer.members)


def _unsafe_layer(pack: Pack, layer: Layer, here: int) -> Iterator[str]:
    if layer.combine in (Combine.PARALLEL, Combine.ELECTIVE) and len(layer.members) > 1:
        yield f"its members go together as {layer.combine}"
    for name in layer.members:
        yield from _unsafe(pack, name, here)


def _unsafe(pack: Pack, name: str, here: int) -> Iterator[str]:
    """Why what a programme leaves might fall when more was left before it."""
    programme = pack.programmes[name]
    yield from (f"{name}: {why}" for why in _unsafe_shape(programme))
    for formula, what in _conditions(programme):
        if formula.dynamic:
            yield f"{name}: {what} reads what others have paid"
    if not _steady_base(programme.base):
        yield f"{name}: its base is not simply what is left"
    for row in programme.terms:
        yield from (f"{name}: {why}" for why in _unsafe_terms(pack, programme, row))
    for pool in programme.pools:
        if pack.pools[pool].limits is Limits.BASE:
            yield f"{name}: the pool {pool} limits bases"
        if pack.pools[pool].when is not None:
            yield f"{name}: the pool {pool} has a condition"
        places = {
            pack.place_of[other]
            for other, one in pack.programmes.items()
            if pool in one.pools and pack.place_of[other] >= here
        }
        if len(places) > 1:
            yield f"{name}: the pool {pool} is shared with a later layer"


def _unsafe_shape(programme: Programme) -> Iterator[str]:
    if programme.per is Per.YEAR:
        yield "it counts over the year and may catch up"
    if programme.clip is Clip.SUM:
        yield "its base is clipped in the sum"
    if programme.minimum is not None:
        yield "it has a minimum"
    if programme.once is not None:
        yield "it is given once"
    if programme.excludes:
        yield "it excludes others"
    if programme.accumulates_when_ineligible:
        yield "it accumulates when ineligible"
    plain = (Rounding.HALF_UP, Rounding.DOWN)
    if programme.rounding not in plain or programme.round_to is not RoundingUnit.FEN:
        yield "its rounding is not half-up or down to the fen"
    if programme.pay_undisputed:
        yield "it pays what is undisputed"


def _conditions(programme: Programme) -> Iterator[tuple[Formula, str]]:
    if programme.when is not None:
        yield programme.when, "its condition"
    for adjust in programme.adjust:
        for formula in (adjust.when, adjust.points, adjust.factor):
            if formula is not None:
                yield formula, "an adjustment"
    for row in programme.terms:
        figures = [row.when, row.ratio, row.line.amount if row.line else None]
        figures += [row.guarantee.share if row.guarantee else None]
        for band in row.bands:
            figures += [band.up_to, band.below, band.ratio]
        yield from ((formula, "a figure") for formula in figures if formula is not None)
        yield from _cap_formulas(row.caps)
    yield from _cap_formulas(programme.caps)


def _cap_formulas(caps: tuple[Cap, ...]) -> Iterator[tuple[Formula, str]]:
    for cap in caps:
        yield cap.amount, "a cap"
        if cap.when is not None:
            yield cap.when, "a cap"


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


def _unsafe_terms(pack: Pack, programme: Programme, row: Terms) -> Iterator[str]:
    if row.gate is not None:
        yield "a gate opens at what is left"
    if row.amount is not None:
        yield "it pays a fixed sum"
    if any(band.kind is not BandKind.MARGINAL for band in row.bands):
        yield "a band pays on the whole or a fixed sum"
    for cap in (*row.caps, *programme.caps):
        if cap.limits is Limits.BASE or cap.when is not None:
            yield "a cap has a condition or limits the base"
    if any(adjust.on is AdjustOn.RESULT for adjust in programme.adjust):
        yield "a factor changes its result"
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
        yield "its ratio may exceed the whole"


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
