"""Tables whose bands are out of order, or whose benefit falls where the cost rises."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from mianshen.money import fen_from_yuan, format_yuan
from mianshen.policy.checking.figures import days_of_change, figure_on
from mianshen.policy.consistency import Finding
from mianshen.policy.expressions.writing import plain_number
from mianshen.policy.formula import Formula
from mianshen.policy.pack import Pack
from mianshen.policy.saying import said
from mianshen.policy.schema import Band, BandKind, Origin, Terms

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class _Figures:
    """A band with its edge and share (or sum) worked out, in yuan."""

    kind: BandKind
    edge: Fraction | None
    inclusive: bool
    figure: Fraction


def band_faults(pack: Pack, name: str) -> Iterator[Finding]:
    """Bands of a programme that are never reached, and edges at which the benefit falls."""
    for index, row in enumerate(pack.programmes[name].terms):
        found: dict[int, Finding] = {}
        for day in days_of_change(pack, _formulas(row)):
            bands = [_worked_out(pack, band, day) for band in row.bands]
            known = [band for band in bands if band is not None]
            if len(known) < len(bands):
                continue
            line = _line(pack, row, day)
            for position, message in _faults(known, line, row.origin):
                path = ("programmes", name, "terms", index, "bands", position)
                found.setdefault(position, (path, message))
        yield from found.values()


def _formulas(row: Terms) -> list[Formula]:
    figures = [row.line.amount if row.line else None]
    for band in row.bands:
        figures += [band.up_to, band.below, band.ratio, band.amount]
    return [formula for formula in figures if formula is not None]


def _worked_out(pack: Pack, band: Band, day: date) -> _Figures | None:
    edge_formula = band.up_to if band.up_to is not None else band.below
    edge = None if edge_formula is None else figure_on(pack, edge_formula, day)
    formula = band.amount if band.kind is BandKind.LUMP else band.ratio
    figure = None if formula is None else figure_on(pack, formula, day)
    if figure is None or (edge is None and edge_formula is not None):
        return None
    return _Figures(band.kind, edge, band.up_to is not None, max(ZERO, figure))


def _line(pack: Pack, row: Terms, day: date) -> Fraction:
    """What is borne before the first band; an unknown line counts as none."""
    return (figure_on(pack, row.line.amount, day) if row.line else None) or ZERO


def _faults(
    bands: list[_Figures], line: Fraction, origin: Origin | None
) -> Iterator[tuple[int, str]]:
    start = ZERO if origin is Origin.LINE else line
    for index in range(1, len(bands)):
        before, edge = bands[index - 1].edge, bands[index].edge
        assert before is not None
        at_edge = bands[index].inclusive and not bands[index - 1].inclusive
        if edge is not None and (edge < before or (edge == before and not at_edge)):
            yield (
                index,
                said(
                    "this band ends at {edge}, where the one before has ended already ({before})",
                    "这一段到 {edge} 为止，而前一段已到 {before}；这一段永远用不到",
                    edge=plain_number(edge),
                    before=plain_number(before),
                ),
            )
            return
        just_before, just_after = (
            _benefit(bands, reached, before, start) for reached in (index - 1, index)
        )
        if just_after < just_before:
            yield (
                index,
                said(
                    "at {edge} the benefit falls from {high} to {low}: more cost gives less aid",
                    "过了 {edge}，救助由 {high} 降到 {low}：费用越高反而越少",
                    edge=plain_number(before),
                    high=format_yuan(fen_from_yuan(just_before)),
                    low=format_yuan(fen_from_yuan(just_after)),
                ),
            )


def _benefit(bands: list[_Figures], reached: int, at: Fraction, start: Fraction) -> Fraction:
    """What a table pays on costs up to `at` while band `reached` is the one they reach (§4.6)."""
    whole = max(
        (i for i in range(reached + 1) if bands[i].kind is not BandKind.MARGINAL), default=-1
    )
    owed = ZERO
    if whole >= 0:
        band = bands[whole]
        upper = at if whole == reached or band.edge is None else min(at, band.edge)
        payable = max(ZERO, upper - start)
        lump = band.figure if at > start else ZERO
        owed += lump if band.kind is BandKind.LUMP else band.figure * payable
    for index in range(whole + 1, reached + 1):
        edge = bands[index].edge
        lower = (bands[index - 1].edge if index else None) or ZERO
        upper = at if edge is None else min(at, edge)
        owed += bands[index].figure * max(ZERO, upper - max(lower, start))
    return owed
