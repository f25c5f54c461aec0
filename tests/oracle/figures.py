"""The figures of a row of terms, evaluated on an event and kept with the visit (§6.7, §4.8)."""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from mianshen.engine.facts import Event
from mianshen.policy.formula import Formula
from mianshen.policy.schema import Adjust, AdjustOn, Band, Cap, Terms, Threshold
from oracle.expressions import Truth3, Unknown, Value, both, evaluate
from oracle.left import entry_of
from oracle.pools import PoolRef, period_of, pools_of
from oracle.state import BandFigures, Chosen, Edge, Period, PoolKey
from oracle.words import EventWords, VisitWords


@dataclass
class Figures:
    """A row's figures, the caps in force with them, and what could not be known."""

    chosen: Chosen
    reach: tuple[tuple[int, str, Fraction], ...]
    caps: list[tuple[PoolKey, Period, Fraction | None, bool]]
    lacks: set[str] = field(default_factory=set)
    lacks_more_than_limits: bool = False


class _Reader:
    """Evaluates figures and remembers what was unknown: a limit, or something else."""

    def __init__(self, words: VisitWords) -> None:
        self.words = words
        self.lacks: set[str] = set()
        self.beyond_limits = False

    def number(self, formula: Formula, *, limit: bool = False) -> Fraction | None:
        found = evaluate(formula.node, self.words)
        if self.unknown(found, limit=limit):
            return None
        assert isinstance(found, Fraction)
        return found

    def unknown(self, value: Value, *, limit: bool) -> bool:
        if not isinstance(value, Unknown):
            return False
        self.lacks |= value.lacks
        self.beyond_limits = self.beyond_limits or not limit
        return True

    def fen(self, formula: Formula, *, limit: bool = False) -> Fraction | None:
        found = self.number(formula, limit=limit)
        return None if found is None else found * 100

    def edge(self, threshold: Threshold, *, limit: bool = False) -> Edge | None:
        found = self.fen(threshold.edge, limit=limit)
        return None if found is None else Edge(found, threshold.inclusive)

    def holds(self, adjust: Adjust) -> Truth3:
        parts: list[Truth3] = []
        if adjust.who:
            parts.append(self.words.identities.any_of(adjust.who))
        if adjust.when is not None:
            found = evaluate(adjust.when.node, self.words)
            assert isinstance(found, bool | Unknown)
            parts.append(found)
        return both(parts)


def figures_of(words: VisitWords, row_index: int) -> Figures:
    """The figures of a row on an event; unknown lines, gates and caps come out as none."""
    event, name = words.event, words.name
    programme = words.world.programme(event, name)
    row = programme.terms[row_index]
    reader = _Reader(words)
    ratio_own: list[tuple[int, str, Fraction]] = []
    ratio_reach: list[tuple[int, str, Fraction]] = []
    factors = {on: Fraction(1) for on in AdjustOn}
    known = dict.fromkeys(AdjustOn, True)
    for index, adjust in enumerate(programme.adjust):
        limit = adjust.on in (AdjustOn.LINE, AdjustOn.CAP)
        held = reader.holds(adjust)
        if reader.unknown(held, limit=limit):
            known[adjust.on] = False
        if held is not True:
            continue
        formula = adjust.points if adjust.points is not None else adjust.factor
        assert formula is not None
        value = reader.number(formula, limit=limit)
        if value is None:
            known[adjust.on] = False
        elif adjust.on is AdjustOn.RATIO:
            kind = "points" if adjust.points is not None else "factor"
            (ratio_reach if adjust.reaches_back else ratio_own).append((index, kind, value))
        else:
            factors[adjust.on] *= value
    line_factor = factors[AdjustOn.LINE] if known[AdjustOn.LINE] else None
    cap_factor = factors[AdjustOn.CAP] if known[AdjustOn.CAP] else None
    minimum = reader.edge(programme.minimum, limit=True) if programme.minimum else None
    chosen = replace(
        _chosen(reader, row, row_index, line_factor),
        adjust=tuple(ratio_own),
        factor=factors[AdjustOn.RESULT],
        minimum=minimum,
    )
    caps = _caps(reader, event, name, row_index, cap_factor)
    if row.guarantee is not None:
        _measure(reader, row.guarantee.of)
    return Figures(chosen, tuple(ratio_reach), caps, reader.lacks, reader.beyond_limits)


def _measure(reader: _Reader, of: Formula) -> None:
    """§6.6 What a guarantee is measured by must be known on what counts of the visit to date."""
    words = reader.words
    counting = [words.event]
    for one in words.visit:
        entry = entry_of(words.world, words.state, one, words.name)
        if entry is not None and (entry.counted or entry.admissible):
            counting.append(one)
    for one in counting:
        found = evaluate(of.node, EventWords(words.world, words.state, one, words.name))
        reader.unknown(found, limit=False)


def _chosen(reader: _Reader, row: Terms, row_index: int, line_factor: Fraction | None) -> Chosen:
    line = gate = None
    if row.line is not None:
        amount = reader.fen(row.line.amount, limit=True)
        if amount is not None and line_factor is not None:
            line = (amount * line_factor, row.line.per.value)
    if row.gate is not None:
        edge = reader.edge(row.gate, limit=True)
        if edge is not None and line_factor is not None:
            gate = (Edge(edge.fen * line_factor, edge.inclusive), row.gate.per.value)
    return Chosen(
        row=row_index,
        line=line,
        gate=gate,
        ratio=reader.number(row.ratio) if row.ratio is not None else None,
        bands=tuple(_band(reader, band) for band in row.bands),
        origin=row.origin.value if row.origin else None,
        share=reader.number(row.guarantee.share) if row.guarantee else None,
        amount=reader.fen(row.amount) if row.amount is not None else None,
    )


def _band(reader: _Reader, band: Band) -> BandFigures:
    edge = None
    upper = band.up_to if band.up_to is not None else band.below
    if upper is not None:
        found = reader.fen(upper)
        edge = Edge(found or Fraction(0), band.up_to is not None)
    ratio = reader.number(band.ratio) if band.ratio is not None else None
    amount = reader.fen(band.amount) if band.amount is not None else None
    return BandFigures(band.kind.value, edge, ratio or Fraction(0), amount or Fraction(0))


def _caps(
    reader: _Reader, event: Event, name: str, row_index: int, factor: Fraction | None
) -> list[tuple[PoolKey, Period, Fraction | None, bool]]:
    found = []
    for ref in pools_of(reader.words.world, event, name, row_index):
        amount, in_force = _cap(reader, ref, ref.cap, factor)
        period = period_of(reader.words.world, ref, event, name)
        found.append((ref.key, period, amount, in_force))
    return found


def _cap(
    reader: _Reader, ref: PoolRef, cap: Cap, factor: Fraction | None
) -> tuple[Fraction | None, bool]:
    if cap.when is not None:
        held = evaluate(cap.when.node, reader.words)
        if reader.unknown(held, limit=True) or held is False:
            return None, False
    amount = reader.fen(cap.amount, limit=True)
    if amount is None or (factor is None and not ref.shared):
        return None, True
    return amount * (1 if ref.shared else factor or Fraction(0)), True
