"""From counted bases to what a programme owes: lines consumed, bands, gates, sets of terms (§4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.values import Assumed
from mianshen.money import fen_from_yuan
from mianshen.policy.schema import BandKind, Origin, Per, Programme

ZERO = Fraction(0)

Scope = tuple[str, ...]
YEAR_SCOPE: Scope = ("year",)


@dataclass(frozen=True, slots=True)
class BandFigures:
    """A band with its edge and figure worked out; the last band has no edge."""

    edge: Fraction | None
    inclusive: bool
    kind: BandKind
    figure: Fraction


@dataclass(frozen=True, slots=True)
class Figures:
    """One row of terms with every figure worked out for a visit."""

    row: int
    line: Fraction | None = None
    line_per: Per = Per.VISIT
    gate: Fraction | None = None
    gate_inclusive: bool = True
    gate_per: Per = Per.VISIT
    ratio: Fraction | None = None
    bands: tuple[BandFigures, ...] = ()
    origin: Origin = Origin.ZERO
    share: Fraction | None = None
    amount: Fraction | None = None
    moves: tuple["Move", ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """An adjustment of the ratio that holds: its place in the list, points or a factor."""

    index: int
    value: Fraction
    adds: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One event in a programme's account.

    `admissible` entries passed everything but the condition, which is judged again while the visit
    goes on; `counted` ones take part; `paying` ones may be booked on. `guaranteed` is the amount a
    guarantee is measured by, `factor` applies to the result, `minimum` is what has to be reached;
    an excluder that pays has `struck` the entry out. `assumed` says what unknown words were taken
    to be because they made no difference.
    """

    charge: Charge
    base: Fraction = ZERO
    admissible: bool = False
    counted: bool = False
    paying: bool = True
    figures: Figures | None = None
    guaranteed: Fraction = ZERO
    factor: Fraction = Fraction(1)
    minimum: Fraction | None = None
    struck: bool = False
    assumed: Assumed = field(default_factory=dict)

    @property
    def active(self) -> bool:
        """Whether it takes part: counted, and no excluder that pays strikes it out."""
        return self.counted and not self.struck


@dataclass(frozen=True, slots=True)
class OpeningBase:
    """What an account had counted before our data begins, in yuan (0 without an opening)."""

    base: Fraction = ZERO
    consumed: Fraction = ZERO
    entitled_fen: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """An entry on the scale of its scope: from where to where it is payable, and on what."""

    entry: Entry
    consumed: Fraction
    start: Fraction
    end: Fraction

    @property
    def payable(self) -> Fraction:
        """The base above the start line."""
        return self.entry.base - self.consumed


def scope_of(programme: Programme, charge: Charge) -> Scope:
    """The span of events whose bases are computed together with this one."""
    return charge.visit if programme.per is Per.VISIT else YEAR_SCOPE


def scopes_of(programme: Programme, entries: Sequence[Entry]) -> dict[Scope, list[Entry]]:
    """All entries by scope, scopes in the order of their first entry."""
    scopes: dict[Scope, list[Entry]] = {}
    for entry in entries:
        scopes.setdefault(scope_of(programme, entry.charge), []).append(entry)
    return scopes


def latest_figures(entries: Sequence[Entry]) -> Figures | None:
    """The terms of the last counted entry that has any."""
    return next((one.figures for one in reversed(entries) if one.active and one.figures), None)


@dataclass(frozen=True)
class Targets:
    """What a programme owes in each scope of an account, in fen, before forfeits."""

    programme: Programme
    entries: Sequence[Entry]
    opening: OpeningBase
    uplifts: tuple[Move, ...]

    def all(self) -> dict[Scope, int]:
        """The target of every scope, scopes in the order of their first entry."""
        counted = [entry for entry in self.entries if entry.active]
        slices = self._slices(counted)
        targets = {}
        for scope in scopes_of(self.programme, self.entries):
            inside = [one for one in slices if scope_of(self.programme, one.entry.charge) == scope]
            target = self._target(inside, counted)
            if scope == YEAR_SCOPE:
                paid_sums = any(one.payable > 0 and _has_sums(one.entry.figures) for one in inside)
                target += self._opening_target(counted, carries_sums=not paid_sums)
            targets[scope] = target
        return targets

    def consumed(self, scope: Scope) -> Fraction:
        """What start lines have consumed of the bases of a scope, openings included, in yuan."""
        counted = [entry for entry in self.entries if entry.active]
        before = self.opening.consumed if scope == YEAR_SCOPE else ZERO
        return before + sum(
            (
                one.consumed
                for one in self._slices(counted)
                if scope_of(self.programme, one.entry.charge) == scope
            ),
            ZERO,
        )

    def _slices(self, counted: Sequence[Entry]) -> list[Slice]:
        latest = latest_figures(counted)
        yearly = self.programme.per is Per.YEAR
        consumed_in: dict[object, Fraction] = {Per.YEAR: self.opening.consumed}
        position: dict[object, Fraction] = {YEAR_SCOPE: self.opening.base}
        slices = []
        for entry in counted:
            visit, figures = entry.charge.visit, entry.figures or latest
            scope = scope_of(self.programme, entry.charge)
            consumed = ZERO
            if figures is not None and figures.line is not None:
                span: object = Per.YEAR if figures.line_per is Per.YEAR else visit
                left = figures.line - consumed_in.get(span, ZERO)
                consumed = min(entry.base, max(ZERO, left))
            before = position.get(scope, ZERO)
            if figures is not None and figures.origin is Origin.LINE:
                start = before - consumed_in.get(Per.YEAR if yearly else visit, ZERO)
            else:
                start = before + consumed
            slices.append(Slice(entry, consumed, start, start + entry.base - consumed))
            position[scope] = before + entry.base
            for span in (Per.YEAR, visit):
                consumed_in[span] = consumed_in.get(span, ZERO) + consumed
        return slices

    def _gate_open(self, figures: Figures, entry: Entry, counted: Sequence[Entry]) -> bool:
        if figures.gate is None:
            return True
        if figures.gate_per is Per.YEAR:
            whole = self.opening.base + sum((one.base for one in counted), ZERO)
        else:
            visit = entry.charge.visit
            whole = sum((one.base for one in counted if one.charge.visit == visit), ZERO)
        return whole >= figures.gate if figures.gate_inclusive else whole > figures.gate

    def _target(self, slices: Sequence[Slice], counted: Sequence[Entry]) -> int:
        sets: dict[Figures, list[Slice]] = {}
        for one in slices:
            if one.entry.figures is not None:
                inside = sets.setdefault(one.entry.figures, [])
                if self._gate_open(one.entry.figures, one.entry, counted):
                    inside.append(one)
        with_sums = [one.entry.figures for one in slices if _has_sums(one.entry.figures)]
        total = 0
        for figures, inside in sets.items():
            carries_sums = bool(with_sums) and figures == with_sums[-1]
            owed = self._owed(figures, inside, slices, carries_sums=carries_sums)
            total += self._rounded(max(ZERO, owed))
        return total

    def _rounded(self, yuan: Fraction) -> int:
        return fen_from_yuan(yuan, self.programme.rounding, self.programme.round_to)

    def _ratio(self, figures: Figures, ratio: Fraction) -> Fraction:
        """A ratio with its adjustments and those that reach back, in listed order (§4.8)."""
        moves = {move.index: move for move in (*figures.moves, *self.uplifts)}
        for _, move in sorted(moves.items()):
            ratio = ratio + move.value if move.adds else ratio * move.value
        return max(ZERO, ratio)

    def _owed(
        self,
        figures: Figures,
        inside: Sequence[Slice],
        scope: Sequence[Slice],
        *,
        carries_sums: bool,
    ) -> Fraction:
        payable = sum((one.payable for one in inside), ZERO)
        if figures.ratio is not None:
            return self._ratio(figures, figures.ratio) * payable
        if figures.share is not None:
            measured = sum((one.entry.guaranteed for one in inside), ZERO)
            return max(ZERO, payable - figures.share * measured)
        if figures.amount is not None:
            return figures.amount if carries_sums and payable > 0 else ZERO
        return self._by_bands(figures, inside, scope, carries_sums=carries_sums)

    def _by_bands(
        self,
        figures: Figures,
        inside: Sequence[Slice],
        scope: Sequence[Slice],
        *,
        carries_sums: bool,
    ) -> Fraction:
        reached = _band_at(figures.bands, self._end_position(figures, scope))
        whole = max(
            (i for i in range(reached + 1) if figures.bands[i].kind is not BandKind.MARGINAL),
            default=-1,
        )
        owed = ZERO
        if whole >= 0:
            band = figures.bands[whole]
            edge = None if whole == reached else band.edge
            if band.kind is BandKind.SLAB:
                below = sum((_overlap(one, None, edge) for one in inside), ZERO)
                owed += self._ratio(figures, band.figure) * below
            elif carries_sums and any(one.payable > 0 for one in inside):
                owed += band.figure
        for index in range(whole + 1, reached + 1):
            band = figures.bands[index]
            lower = figures.bands[index - 1].edge if index else None
            part = sum((_overlap(one, lower, band.edge) for one in inside), ZERO)
            owed += self._ratio(figures, band.figure) * part
        return owed

    def _end_position(self, figures: Figures, scope: Sequence[Slice]) -> Fraction:
        yearly = self.programme.per is Per.YEAR
        end = self.opening.base if yearly else ZERO
        end += sum((one.entry.base for one in scope), ZERO)
        if figures.origin is Origin.LINE:
            end -= self.opening.consumed if yearly else ZERO
            end -= sum((one.consumed for one in scope), ZERO)
        return end

    def _opening_target(self, counted: Sequence[Entry], *, carries_sums: bool) -> int:
        opening = self.opening
        if opening.entitled_fen:
            return opening.entitled_fen
        figures = latest_figures(counted)
        if figures is None or figures.gate is None or not opening.base:
            return 0
        latest = next(one for one in reversed(counted) if one.figures is figures)
        if not self._gate_open(figures, latest, counted):
            return 0
        alone = Entry(latest.charge, opening.base, counted=True, figures=figures)
        start = ZERO if figures.origin is Origin.LINE else opening.consumed
        end = start + opening.base - opening.consumed
        whole = Slice(alone, opening.consumed, start, end)
        single = Targets(self.programme, (alone,), OpeningBase(), self.uplifts)
        return self._rounded(
            max(ZERO, single._owed(figures, [whole], [whole], carries_sums=carries_sums))
        )


def _has_sums(figures: Figures | None) -> bool:
    if figures is None:
        return False
    lumps = any(band.kind is BandKind.LUMP for band in figures.bands)
    return lumps or figures.amount is not None


def _band_at(bands: Sequence[BandFigures], position: Fraction) -> int:
    for index, band in enumerate(bands):
        if band.edge is None or position < band.edge or (band.inclusive and position == band.edge):
            return index
    raise AssertionError("the last band has no edge")


def _overlap(part: Slice, lower: Fraction | None, upper: Fraction | None) -> Fraction:
    start = part.start if lower is None else max(part.start, lower)
    end = part.end if upper is None else min(part.end, upper)
    return max(ZERO, end - start)
