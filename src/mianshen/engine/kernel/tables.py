"""Verdicts, offers and figures met so far, kept exactly and written as tables of whole numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from mianshen.engine.kernel.coverage import Uncovered, UncoveredError
from mianshen.engine.kernel.folding import layout as at
from mianshen.engine.kernel.folding.codes import REASONS
from mianshen.engine.kernel.formulas import FITS
from mianshen.engine.reference.figures import Offer
from mianshen.engine.reference.members import PoolRef
from mianshen.engine.reference.targets import BandFigures, Figures
from mianshen.engine.results import Reason
from mianshen.money import FEN_PER_YUAN
from mianshen.policy.schema import BandKind, Origin, Per

Table = NDArray[np.int64]

_BAND_KINDS = {BandKind.MARGINAL: at.MARGINAL, BandKind.SLAB: at.SLAB, BandKind.LUMP: at.LUMP}
_HEADROOM = 16


@dataclass(frozen=True)
class Judged:
    """What judging found, with offers by number, and the verdicts of the ways to turn out."""

    no: Reason | None
    stage: int
    hold: Reason | None
    admissible: bool
    when: bool
    base_known: bool
    offers: tuple[int, ...]
    ways: tuple[int, ...] = ()


@dataclass
class Grain:
    """How fine the figures of one programme are: scale of bases and parts of ratios, with bounds.

    Whatever is added must leave every product of the fold below 2^61; what would not is refused.
    """

    scale: int = 1
    parts: int = 1
    most_ratio: Fraction = Fraction(1)

    def make_room(self, parts: int) -> None:
        """Let bases be in so many parts of a fen; raises `UncoveredError` where they do not fit."""
        self.add([Fraction(1, FEN_PER_YUAN * parts)], [])

    def add(self, amounts: list[Fraction], ratios: list[Fraction]) -> None:
        """Make room for amounts in yuan and ratios; raises `UncoveredError` where they do not fit.

        The greatest product is what is owed: a base (at most all costs) times a ratio.
        """
        fen = [amount * FEN_PER_YUAN for amount in amounts]
        scale = lcm(self.scale, *(one.denominator for one in fen))
        parts = lcm(self.parts, *(one.denominator for one in ratios))
        most = max([self.most_ratio, *ratios])
        largest = max([Fraction(at.AMOUNT_MAX_FEN), *(abs(one) for one in fen)])
        if _HEADROOM * largest * scale * parts * FEN_PER_YUAN * most >= FITS:
            raise UncoveredError(Uncovered.AMOUNTS)
        self.scale, self.parts, self.most_ratio = scale, parts, most


@dataclass(frozen=True)
class Written:
    """Tables as arrays; what has no fixed length is in `lists`, pools at the places `pools_at`."""

    verdicts: Table
    offers: Table
    figures: Table
    lists: Table
    pools_at: Table


@dataclass
class Tables:
    """All verdicts, offers and figures of a pack's programmes that some event has met."""

    grains: list[Grain]
    pools: Mapping[PoolRef, int]
    marks: Sequence[Mapping[PoolRef, int]]
    verdicts: list[Judged] = field(default_factory=list)
    offers: list[tuple[int, int, Offer, int]] = field(default_factory=list)
    figures: list[tuple[int, Figures]] = field(default_factory=list)
    _offer_of: dict[object, int] = field(default_factory=dict)
    _figures_of: dict[tuple[int, Figures], int] = field(default_factory=dict)
    _written: Written | None = None
    _state_written: tuple[object, ...] = ()

    def add_verdict(self, judged: Judged) -> int:
        """The number of a verdict."""
        self.verdicts.append(judged)
        return len(self.verdicts) - 1

    def add_offer(self, m: int, offer: Offer) -> int:
        """The number of an offer of a programme, with its most generous reading beside it."""
        caps = tuple((self.pools[cap.pool], cap.amount_fen, cap.off) for cap in offer.caps)
        key = (m, offer.figures, caps, offer.factor, offer.pays_all)
        known = self._offer_of.get(key)
        if known is not None:
            return known
        self._check_factor(offer)
        if any(abs(fen or 0) >= -at.NOTHING // _HEADROOM for _, fen, _ in caps):
            raise UncoveredError(Uncovered.AMOUNTS)
        figures, whole = self._add_figures(m, offer.figures), -1
        if offer.pays_all:
            whole = len(self.offers)
            self.offers.append((m, self._add_figures(m, _whole(offer.figures)), offer, -1))
        # Only now: figures that were refused must be refused again.
        self._offer_of[key] = len(self.offers)
        self.offers.append((m, figures, offer, whole))
        return self._offer_of[key]

    def _check_factor(self, offer: Offer) -> None:
        factor = offer.factor
        size = at.AMOUNT_MAX_FEN * factor.denominator * max(1, abs(factor.numerator))
        if factor < 0 or _HEADROOM * size * max(1, abs(factor.numerator)) >= FITS:
            raise UncoveredError(Uncovered.AMOUNTS)

    def _add_figures(self, m: int, figures: Figures) -> int:
        key = (m, figures)
        known = self._figures_of.get(key)
        if known is not None:
            return known
        lumps = [band.figure for band in figures.bands if band.kind is BandKind.LUMP]
        edges = [band.edge for band in figures.bands if band.edge is not None]
        sums = [one for one in (figures.line, figures.gate, figures.amount) if one is not None]
        ratios = [moved(figures, band.figure) for band in _paying_ratios(figures)]
        if figures.ratio is not None:
            ratios.append(moved(figures, figures.ratio))
        self.grains[m].add([*lumps, *edges, *sums], ratios)
        self._figures_of[key] = len(self.figures)
        self.figures.append(key)
        return self._figures_of[key]

    def written(self) -> "Written":
        """The tables as arrays; the same until something is added."""
        state = (
            len(self.verdicts),
            len(self.offers),
            *((grain.scale, grain.parts) for grain in self.grains),
        )
        if self._written is None or self._state_written != state:
            self._written, self._state_written = self._write(), state
        return self._written

    def _write(self) -> "Written":
        lists: list[int] = []
        pools_at: list[int] = []
        verdicts = np.zeros((len(self.verdicts), at.VERDICT), np.int64)
        for index, judged in enumerate(self.verdicts):
            verdicts[index] = self._verdict(judged, lists)
        offers = np.zeros((len(self.offers), at.OFFER), np.int64)
        for index, (m, figures, offer, whole) in enumerate(self.offers):
            end = len(lists) + at.CAP * len(offer.caps)
            pools_at += range(len(lists), end, at.CAP)
            offers[index] = self._offer(m, figures, offer, whole, lists)
        rows = np.full((len(self.figures), at.FIGURES), at.NOTHING, np.int64)
        for index, (m, known) in enumerate(self.figures):
            self._write_figures(rows[index], self.grains[m], known)
        return Written(
            verdicts, offers, rows, np.array(lists, np.int64), np.array(pools_at, np.int64)
        )

    def _verdict(self, judged: Judged, lists: list[int]) -> list[int]:
        several = len(judged.offers) > 1
        several = several or any(len(self.verdicts[way].offers) > 1 for way in judged.ways)
        offers_at = len(lists)
        lists += judged.offers
        ways_at = len(lists)
        lists += judged.ways
        return [
            REASONS.index(judged.no),
            judged.stage,
            REASONS.index(judged.hold),
            judged.admissible,
            0,
            judged.when,
            judged.base_known,
            offers_at,
            len(judged.offers),
            ways_at,
            len(judged.ways),
            several,
        ]

    def _offer(self, m: int, figures: int, offer: Offer, whole: int, lists: list[int]) -> list[int]:
        caps_at = len(lists)
        for cap in offer.caps:
            mark = self.marks[m][cap.pool]
            lists += [self.pools[cap.pool], _or_nothing(cap.amount_fen), mark, cap.off]
        return [
            figures,
            offer.figures.row,
            offer.factor.numerator,
            offer.factor.denominator,
            offer.pays_all,
            whole,
            caps_at,
            len(offer.caps),
        ]

    def _write_figures(self, row: Table, grain: Grain, figures: Figures) -> None:
        def scaled(yuan: Fraction | None) -> int:
            return at.NOTHING if yuan is None else _whole_number(yuan * FEN_PER_YUAN * grain.scale)

        row[at.F_LINE] = scaled(figures.line)
        row[at.F_LINE_YEAR] = figures.line_per is Per.YEAR
        row[at.F_GATE] = scaled(figures.gate)
        row[at.F_GATE_YEAR] = figures.gate_per is Per.YEAR
        row[at.F_GATE_ABOVE] = not figures.gate_inclusive
        row[at.F_FROM_LINE] = figures.origin is Origin.LINE
        lumps = any(band.kind is BandKind.LUMP for band in figures.bands)
        row[at.F_HAS_SUMS] = lumps or figures.amount is not None
        row[at.F_BANDS] = len(figures.bands)
        if figures.ratio is not None:
            row[at.F_WAY] = at.BY_RATIO
            row[at.F_FIGURE] = _whole_number(moved(figures, figures.ratio) * grain.parts)
        elif figures.amount is not None:
            row[at.F_WAY], row[at.F_FIGURE] = at.BY_SUM, scaled(figures.amount)
        else:
            row[at.F_WAY] = at.BY_BANDS
        for index, band in enumerate(figures.bands):
            first = at.F_FIRST_BAND + at.BAND * index
            row[first + at.BAND_EDGE] = scaled(band.edge)
            row[first + at.BAND_BELOW] = not band.inclusive
            row[first + at.BAND_KIND] = _BAND_KINDS[band.kind]
            lump = band.kind is BandKind.LUMP
            ratio = moved(figures, band.figure) * grain.parts
            row[first + at.BAND_FIGURE] = scaled(band.figure) if lump else _whole_number(ratio)


def moved(figures: Figures, ratio: Fraction) -> Fraction:
    """A ratio with the adjustments of the visit, in listed order (§4.8)."""
    for move in figures.moves:
        ratio = ratio + move.value if move.adds else ratio * move.value
    return max(Fraction(0), ratio)


def _paying_ratios(figures: Figures) -> list[BandFigures]:
    return [band for band in figures.bands if band.kind is not BandKind.LUMP]


def _whole(figures: Figures) -> Figures:
    """The most generous reading of a row whose figure is not known: all above line and gate."""
    return Figures(
        row=figures.row,
        line=figures.line,
        line_per=figures.line_per,
        gate=figures.gate,
        gate_inclusive=figures.gate_inclusive,
        gate_per=figures.gate_per,
        ratio=Fraction(1),
    )


def _or_nothing(fen: int | None) -> int:
    return at.NOTHING if fen is None else fen


def _whole_number(value: Fraction) -> int:
    assert value.denominator == 1, "the grain holds every figure"
    return value.numerator
