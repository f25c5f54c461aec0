"""Which rows of terms match a visit, and every figure of a row worked out for it (§6.7)."""

from dataclasses import dataclass, field
from fractions import Fraction

from mianshen.engine.reference.members import Member, PoolRef
from mianshen.engine.reference.targets import BandFigures, Figures, Move
from mianshen.engine.reference.values import (
    Assumed,
    Scene,
    Truth,
    Unknown,
    all_of,
    any_of,
    number,
    truth,
)
from mianshen.money import Rounding, fen_from_yuan
from mianshen.policy.formula import Formula
from mianshen.policy.schema import Adjust, AdjustOn, BandKind, Origin, Per, Terms

ONE = Fraction(1)

_PAYOUT = (AdjustOn.RATIO, AdjustOn.RESULT)


@dataclass(frozen=True, slots=True)
class CapInForce:
    """What a pool lets be paid in all; None if unknown, or if its condition fails (`off`)."""

    pool: PoolRef
    amount_fen: int | None
    off: bool = False


@dataclass(frozen=True)
class Offer:
    """A row of terms ready to be paid under: its figures, the caps in force, the result factor.

    `pays_all` marks the most generous reading of a row whose figure is not known, `assumed` what
    unknown words were taken to be.
    """

    figures: Figures
    caps: tuple[CapInForce, ...]
    factor: Fraction
    uplifts: tuple[Move, ...]
    minimum: Fraction | None
    pays_all: bool = False
    assumed: Assumed = field(default_factory=dict)


@dataclass
class _Worker:
    """Works out figures, collecting what is unknown on the way instead of failing at the first."""

    member: Member
    scene: Scene
    unknown: list[Unknown] = field(default_factory=list)
    pays_all: bool = False

    def figure(self, formula: Formula, *, payout: bool = True) -> Fraction | None:
        """A figure's value; None when unknown. An unknown payout figure may pay all."""
        value = number(formula.node, self.scene)
        if isinstance(value, Unknown):
            self.unknown.append(value)
            self.pays_all = self.pays_all or payout
            return None
        return value

    def holds(self, who: tuple[str, ...], when: Formula | None) -> Truth:
        """Whether a row or adjustment applies."""
        parts: list[Truth] = []
        if who:
            parts.append(any_of([self.scene.holds(identity) for identity in who]))
        if when is not None:
            parts.append(truth(when.node, self.scene))
        return all_of(parts)


def row_applies(member: Member, row: Terms, scene: Scene) -> Truth:
    """Whether a row of terms matches."""
    return _Worker(member, scene).holds(row.who, row.when)


def offer(member: Member, index: int, scene: Scene) -> tuple[Offer, Unknown | None]:
    """A row's figures, and what of it is unknown (then the offer is the most generous one)."""
    worker = _Worker(member, scene)
    row = member.programme.terms[index]
    adjusted = _Adjusted(worker)
    figures = _figures(worker, row, index, adjusted)
    made = Offer(
        figures=figures,
        caps=tuple(_caps(worker, row, adjusted)),
        factor=adjusted.factor(AdjustOn.RESULT),
        uplifts=adjusted.moves(reaching_back=True),
        minimum=_minimum(worker),
        pays_all=worker.pays_all,
    )
    if not worker.unknown:
        return made, None
    together = worker.unknown[0]
    for other in worker.unknown[1:]:
        together = together.with_(other)
    return made, together


def _minimum(worker: _Worker) -> Fraction | None:
    minimum = worker.member.programme.minimum
    return None if minimum is None else worker.figure(minimum.edge, payout=False)


class _Adjusted:
    """The adjustments whose condition holds, each worked out once."""

    def __init__(self, worker: _Worker) -> None:
        self._changes: list[tuple[int, Adjust, Fraction]] = []
        self._unknown: set[AdjustOn] = set()
        for index, adjust in enumerate(worker.member.programme.adjust):
            applies = worker.holds(adjust.who, adjust.when)
            if isinstance(applies, Unknown):
                worker.unknown.append(applies)
                worker.pays_all = worker.pays_all or adjust.on in _PAYOUT
                self._unknown.add(adjust.on)
            elif applies:
                formula = adjust.points if adjust.points is not None else adjust.factor
                assert formula is not None
                value = worker.figure(formula, payout=adjust.on in _PAYOUT)
                if value is None:
                    self._unknown.add(adjust.on)
                else:
                    self._changes.append((index, adjust, value))

    def moves(self, *, reaching_back: bool) -> tuple[Move, ...]:
        """The adjustments of the ratio, those of the visit or those that reach back."""
        return tuple(
            Move(index, value, adds=adjust.points is not None)
            for index, adjust, value in self._changes
            if adjust.on is AdjustOn.RATIO and adjust.reaches_back is reaching_back
        )

    def limit(self, amount: Fraction | None, on: AdjustOn) -> Fraction | None:
        """A line, gate or cap with its factors; None when it or one of them is not known."""
        return None if amount is None or on in self._unknown else amount * self.factor(on)

    def factor(self, on: AdjustOn) -> Fraction:
        """All known factors on one thing together."""
        factor = ONE
        for _, adjust, value in self._changes:
            if adjust.on is on:
                factor *= value
        return factor


def _figures(worker: _Worker, row: Terms, index: int, adjusted: _Adjusted) -> Figures:
    line = gate = ratio = share = amount = None
    if row.line is not None:
        line = adjusted.limit(worker.figure(row.line.amount, payout=False), AdjustOn.LINE)
    if row.gate is not None:
        gate = adjusted.limit(worker.figure(row.gate.edge, payout=False), AdjustOn.LINE)
    if row.ratio is not None:
        found = worker.figure(row.ratio)
        ratio = Fraction(0) if found is None else found
    if row.guarantee is not None:
        share = worker.figure(row.guarantee.share) or Fraction(0)
    if row.amount is not None:
        amount = worker.figure(row.amount) or Fraction(0)
    return Figures(
        row=index,
        line=line,
        line_per=row.line.per if row.line is not None else Per.VISIT,
        gate=gate,
        gate_inclusive=row.gate.inclusive if row.gate is not None else True,
        gate_per=row.gate.per if row.gate is not None else Per.VISIT,
        ratio=ratio,
        bands=tuple(_bands(worker, row)),
        origin=row.origin or Origin.ZERO,
        share=share,
        amount=amount,
        moves=adjusted.moves(reaching_back=False) if _has_ratio(row) else (),
    )


def _has_ratio(row: Terms) -> bool:
    """Whether a row pays a part of its base, which adjustments of the ratio can move."""
    return row.ratio is not None or any(band.kind is not BandKind.LUMP for band in row.bands)


def _bands(worker: _Worker, row: Terms) -> list[BandFigures]:
    bands = []
    for band in row.bands:
        edge_formula = band.up_to if band.up_to is not None else band.below
        edge = None if edge_formula is None else worker.figure(edge_formula)
        pays = band.amount if band.kind is BandKind.LUMP else band.ratio
        assert pays is not None
        figure = worker.figure(pays) or Fraction(0)
        bands.append(BandFigures(edge, band.up_to is not None, band.kind, figure))
    return bands


def _caps(worker: _Worker, row: Terms, adjusted: _Adjusted) -> list[CapInForce]:
    caps: list[CapInForce] = []
    for pool in worker.member.pools:
        if pool.row is None or worker.member.programme.terms[pool.row] is row:
            caps.append(_cap(worker, pool, adjusted))
    return caps


def _cap(worker: _Worker, pool: PoolRef, adjusted: _Adjusted) -> CapInForce:
    cap = pool.cap
    if cap.when is not None:
        applies = truth(cap.when.node, worker.scene)
        if isinstance(applies, Unknown):
            worker.unknown.append(applies)
            return CapInForce(pool, None)
        if not applies:
            return CapInForce(pool, None, off=True)
    amount = worker.figure(cap.amount, payout=False)
    if pool.private:
        amount = adjusted.limit(amount, AdjustOn.CAP)
    return CapInForce(pool, None if amount is None else fen_from_yuan(amount, Rounding.DOWN))
