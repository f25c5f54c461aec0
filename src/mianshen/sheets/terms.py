"""A row of terms in words, and at work on the numbers of one person."""

from fractions import Fraction

from mianshen.engine.reference.details import TermsNumbers
from mianshen.engine.reference.targets import Figures
from mianshen.money import fen_from_yuan, format_yuan
from mianshen.policy.expressions.writing import percentage
from mianshen.policy.schema import (
    Adjust,
    Band,
    BandKind,
    Cap,
    Gate,
    Limits,
    Line,
    Origin,
    Per,
    Programme,
    Terms,
)
from mianshen.run.words import Pair
from mianshen.sheets.phrasing import Phrasing, figure
from mianshen.sheets.policy_words import choice

ZERO = Fraction(0)

_KINDS: dict[BandKind, Pair] = {
    BandKind.MARGINAL: ("部分", ""),
    BandKind.SLAB: ("时全额", "on the whole"),
    BandKind.LUMP: ("时定额", "a sum of"),
}


class RowInWords:
    """Says rows of terms of one pack in one language."""

    def __init__(self, phrasing: Phrasing) -> None:
        self._phrasing = phrasing
        self._titles = phrasing.titles
        self._say = phrasing.titles.say

    def rule(self, programme: Programme, row: Terms) -> str:
        """How a row pays, without any person's numbers."""
        parts = []
        if row.gate is not None:
            parts.append(self.gate(row.gate))
        if row.line is not None:
            parts.append(self.line(row.line))
        parts.append(self._pays(programme, row))
        return self._say("；", "; ").join(parts)

    def line(self, line: Line) -> str:
        """A start line."""
        amount, span = self._phrasing.amount(line.amount), self._titles.span(line.per)
        return self._say(f"起付线 {amount}（{span}）", f"start line {amount} ({span})")

    def cap(self, cap: Cap) -> str:
        """A cap, with the condition under which it holds."""
        amount, span = self._phrasing.amount(cap.amount), self._titles.span(cap.per)
        text = self._say(f"{span}限额 {amount}", f"at most {amount} {span}")
        if cap.limits is Limits.BASE:
            text += self._say("（限基数）", " (of the base)")
        if cap.when is not None:
            condition = self._phrasing.condition(cap.when)
            text += self._say(f"（{condition} 时）", f" (where {condition})")
        return text

    def adjust(self, adjust: Adjust) -> str:
        """An uplift or cut, for whom and under which condition."""
        on = self._say(*choice(adjust.on))
        if adjust.points is not None:
            points = self._phrasing.ratio(adjust.points)
            change = self._say(f"{on}加 {points}", f"{on} plus {points}")
        else:
            assert adjust.factor is not None
            change = f"{on} × {self._phrasing.ratio(adjust.factor)}"
        under = [self._titles.listed([self._titles.identity(one) for one in adjust.who])]
        under.append(self._phrasing.condition(adjust.when) if adjust.when else "")
        under.append(self._say("追溯全年", "over the whole year") if adjust.reaches_back else "")
        told = self._say("；", "; ").join(word for word in under if word)
        law = f" [{self._titles.law(adjust.law)}]" if adjust.law else ""
        return (f"{change} ({told})" if told else change) + law

    def gate(self, gate: Gate) -> str:
        """A gate."""
        amount, span = self._phrasing.amount(gate.edge), self._titles.span(gate.per)
        if gate.inclusive:
            return self._say(
                f"{span}达到 {amount}（含）才计", f"only from {amount} on ({span}, inclusive)"
            )
        return self._say(f"{span}超过 {amount} 才计", f"only above {amount} ({span})")

    def _pays(self, programme: Programme, row: Terms) -> str:
        if row.ratio is not None:
            base = self._base_word(programme, row)
            return f"{base} × {self._phrasing.ratio(row.ratio)}"
        if row.amount is not None:
            amount = self._phrasing.amount(row.amount)
            return self._say(f"定额 {amount}", f"a sum of {amount}")
        if row.guarantee is not None:
            share = self._phrasing.ratio(row.guarantee.share)
            of = self._phrasing.formula(row.guarantee.of)
            return self._say(
                f"个人负担不超过（{of}）的 {share}，其余救助",
                f"the person bears at most {share} of ({of}); the rest is paid",
            )
        origin = self._say("从零起", "from zero")
        if row.origin is Origin.LINE:
            origin = self._say("从起付线起", "from the start line")
        bands = self._titles.listed([self._band(one) for one in row.bands])
        return self._say(f"{origin}分段：{bands}", f"bands {origin}: {bands}")

    def _base_word(self, programme: Programme, row: Terms) -> str:
        word = self._say("基数", "base")
        if programme.per is Per.YEAR:
            word = self._say("年度累计基数", "base of the year to date")
        if row.line is None:
            return word
        return self._say(f"({word} − 起付线)", f"({word} − start line)")

    def _band(self, band: Band) -> str:
        if band.up_to is not None:
            edge = f"≤ {self._phrasing.amount(band.up_to)}"
        elif band.below is not None:
            edge = f"< {self._phrasing.amount(band.below)}"
        else:
            edge = self._say("以上", "above")
        kind = self._say(*_KINDS[band.kind])
        if band.kind is BandKind.LUMP:
            assert band.amount is not None
            return f"{edge} {kind} {self._phrasing.amount(band.amount)}"
        assert band.ratio is not None
        return " ".join(word for word in (edge, kind, self._phrasing.ratio(band.ratio)) if word)

    def computed(
        self, programme: Programme, row: Terms, at: TermsNumbers
    ) -> tuple[str, tuple[str, ...], str]:
        """A row at work: its rule, the same with numbers, and what it comes to."""
        target = format_yuan(at.target_fen, grouped=True)
        here = format_yuan(max(0, at.target_fen - at.before_fen), grouped=True)
        rule = self.rule(programme, row)
        if at.mixed:
            numbers = [
                self._say(
                    f"本期各次待遇标准不同，按各自标准合计 {target}",
                    f"settlements of the span have different terms; together they come to {target}",
                )
            ]
        else:
            numbers = list(self._worked(programme, at, target))
        if at.before_fen:
            before = format_yuan(at.before_fen, grouped=True)
            numbers.append(
                self._say(
                    f"{target} − 以前各次已计 {before} = {here}",
                    f"{target} − {before} counted before = {here}",
                )
            )
        return rule, tuple(numbers), here

    def _worked(self, programme: Programme, at: TermsNumbers, target: str) -> list[str]:
        figures, payable = at.figures, at.base - at.consumed
        if figures.gate is not None and at.target_fen == 0:
            edge, base = figure(figures.gate), figure(at.base)
            return [
                self._say(f"{base} 未达到门槛 {edge}，暂不计", f"{base} is below the gate {edge}")
            ]
        text, exact = self._product(figures, at, payable)
        owed_fen = fen_from_yuan(max(ZERO, exact), programme.rounding, programme.round_to)
        if owed_fen == at.target_fen:
            return [f"{text} = {target}{self._rounded(programme, exact, owed_fen)}"]
        return [
            self._say(
                f"本期合计（含门槛、追溯调整和期初数）{target}",
                f"the span, with gates, opening balances and what reaches back: {target}",
            )
        ]

    def _rounded(self, programme: Programme, exact: Fraction, owed_fen: int) -> str:
        """How an amount was rounded, where it was."""
        if exact * 100 == owed_fen:
            return ""
        how = self._say(*choice(programme.rounding))
        unit = self._say(*choice(programme.round_to))
        return self._say(f"（{how}到{unit}）", f" (rounded to {unit}, {how})")

    def _product(
        self, figures: Figures, at: TermsNumbers, payable: Fraction
    ) -> tuple[str, Fraction]:
        amount = figure(at.base)
        if at.consumed:
            amount = f"({amount} − {figure(at.consumed)})"
        if figures.ratio is not None:
            ratio, text = _moved(figures, figures.ratio)
            return f"{amount} × {text}", ratio * payable
        if figures.amount is not None:
            return self._sum(figures.amount if payable > 0 else ZERO)
        if figures.share is not None:
            bears = f"{figure(at.measured)} × {percentage(figures.share)}"
            return f"{amount} − {bears}", max(ZERO, payable - figures.share * at.measured)
        return self._banded(figures, at)

    def _sum(self, amount: Fraction) -> tuple[str, Fraction]:
        """A fixed sum, or why there is none."""
        if amount:
            return self._say("定额", "the sum"), amount
        return self._say("没有可计的基数，定额", "nothing is counted; the sum"), ZERO

    def _banded(self, figures: Figures, at: TermsNumbers) -> tuple[str, Fraction]:
        """The part of a base in each band; a band for the whole takes the place of those below."""
        start = ZERO if figures.origin is Origin.LINE else at.consumed
        end = start + at.base - at.consumed
        reached = _band_at(figures, end)
        wholes = (i for i in range(reached + 1) if figures.bands[i].kind is not BandKind.MARGINAL)
        whole = max(wholes, default=-1)
        parts: list[str] = []
        owed = ZERO
        for index, band in enumerate(figures.bands[: reached + 1]):
            if index < whole:
                continue
            lower = figures.bands[index - 1].edge if index > max(whole, 0) else None
            upper = None if index == reached else band.edge
            part = max(
                ZERO, (end if upper is None else min(end, upper)) - max(start, lower or ZERO)
            )
            if part > 0 and band.kind is BandKind.LUMP:
                parts.append(self._say("定额 ", "a sum of ") + figure(band.figure))
                owed += band.figure
            elif part > 0:
                ratio, text = _moved(figures, band.figure)
                parts.append(f"{figure(part)} × {text}")
                owed += part * ratio
        return " + ".join(parts) or self._say(
            "没有可计的基数，救助", "nothing is counted; aid"
        ), owed


def _moved(figures: Figures, ratio: Fraction) -> tuple[Fraction, str]:
    """A ratio with its adjustments, and how it is written."""
    text = percentage(ratio)
    for move in figures.moves:
        ratio = ratio + move.value if move.adds else ratio * move.value
        text = (
            f"({text} + {percentage(move.value)})"
            if move.adds
            else f"{text} × {percentage(move.value)}"
        )
    return max(ZERO, ratio), text


def _band_at(figures: Figures, position: Fraction) -> int:
    for index, band in enumerate(figures.bands):
        if band.edge is None or position < band.edge or (band.inclusive and position == band.edge):
            return index
    raise AssertionError("the last band has no edge")
