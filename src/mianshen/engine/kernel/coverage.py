"""What the kernel does not cover: such packs and units go to the reference, with a reason."""

from collections.abc import Iterator
from enum import StrEnum

from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.reference.members import Seats
from mianshen.policy.formula import Formula
from mianshen.policy.pack import Pack
from mianshen.policy.schema import Cap, Clip, Combine, Layer, Programme, Settled, WhenHeld


class Uncovered(StrEnum):
    """Why the reference assesses a unit: a closed list, told with the results."""

    COMBINATION = "a way of combining programmes"
    YEAR_COMPARED = "choices compared over the year"
    YEAR_END = "a programme settled at the year's end"
    SHAPE = "a programme's minimum, exclusion, guarantee or clipping"
    REACHING_BACK = "an adjustment that reaches back"
    DYNAMIC = "a condition or figure that reads what was paid"
    BASE = "a base formula"
    HOUSEHOLD = "several people together"
    SEVERAL_PACKS = "several packs"
    OPENING = "opening balances"
    PINNED = "orders already paid"
    YEAR_PAYMENT = "a payment for the whole year"
    DAILY = "payments by the day"
    VISIT_CONDITION = "a condition on the amounts of a visit in parts"
    AMOUNTS = "amounts or figures too large or too fine"
    SEARCH = "a search too large"
    FACTS = "facts that no rule can settle"


class UncoveredError(Exception):
    """Something the kernel does not cover was met."""

    def __init__(self, why: Uncovered) -> None:
        super().__init__(why.value)
        self.why = why


def uncovered_in(pack: Pack) -> Uncovered | None:
    """What of a whole pack the kernel does not cover, if anything."""
    return next(_uncovered(pack), None)


def _uncovered(pack: Pack) -> Iterator[Uncovered]:
    for layer in pack.layers:
        if layer.members:
            yield from _uncovered_layer(pack, layer)
    for programme in pack.programmes.values():
        yield from _uncovered_programme(programme)
    caps: list[Cap] = list(pack.pools.values())
    for programme in pack.programmes.values():
        caps += [*programme.caps, *(cap for row in programme.terms for cap in row.caps)]
    formulas = [formula for one in caps for formula in (one.amount, one.when)]
    if any(formula is not None and formula.dynamic for formula in formulas):
        yield Uncovered.DYNAMIC
    for programme in pack.programmes.values():
        own = len(programme.caps) + len(programme.pools)
        if own + sum(len(row.caps) for row in programme.terms) > at.MARKS_MAX:
            yield Uncovered.SHAPE


def _uncovered_layer(pack: Pack, layer: Layer) -> Iterator[Uncovered]:
    if layer.combine not in (Combine.SEQUENCE, Combine.BEST_ORDER, Combine.BEST_ONE):
        yield Uncovered.COMBINATION
    if layer.when_held is WhenHeld.HOLD_LAYER:
        yield Uncovered.COMBINATION
    if pack.compares_years(layer):
        yield Uncovered.YEAR_COMPARED


def _uncovered_programme(programme: Programme) -> Iterator[Uncovered]:
    if programme.settled is Settled.YEAR_END:
        yield Uncovered.YEAR_END
    guaranteed = any(row.guarantee is not None for row in programme.terms)
    if programme.minimum is not None or programme.excludes or guaranteed:
        yield Uncovered.SHAPE
    if programme.clip is Clip.SUM or programme.accumulates_when_ineligible:
        yield Uncovered.SHAPE
    if any(len(row.bands) > at.BANDS_MAX for row in programme.terms):
        yield Uncovered.SHAPE
    if any(adjust.reaches_back for adjust in programme.adjust):
        yield Uncovered.REACHING_BACK
    if any(formula.dynamic for formula in conditions_and_figures(programme)):
        yield Uncovered.DYNAMIC


def conditions_and_figures(programme: Programme) -> Iterator[Formula]:
    """Every formula of a programme but its base."""
    found: list[Formula | None] = [programme.when]
    for adjust in programme.adjust:
        found += [adjust.when, adjust.points, adjust.factor]
    for row in programme.terms:
        found += [row.when, row.ratio, row.amount]
        found += [row.line.amount if row.line else None, row.gate.edge if row.gate else None]
        for band in row.bands:
            found += [band.up_to, band.below, band.ratio, band.amount]
    yield from (formula for formula in found if formula is not None)


def has_household_pool(seats: Seats) -> bool:
    """Whether people of one household share a pool."""
    return any(pool.household for pool in seats.shared.values())
