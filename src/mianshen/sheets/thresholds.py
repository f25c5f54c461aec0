"""The year's start lines and caps that were in force for a person, and how far each is."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from mianshen.engine.reference.details import CapNumbers, TermsNumbers
from mianshen.engine.results import Finding
from mianshen.money import fen_from_yuan
from mianshen.policy.schema import Limits, Per
from mianshen.sheets.model import Mark, Threshold
from mianshen.sheets.titles import Titles


def thresholds(trace: Sequence[Finding], person: str, titles: Titles) -> tuple[Threshold, ...]:
    """Each once, as the last bill found it; what counts per visit is no line of the year."""
    found: dict[tuple[Mark, str], Threshold] = {}
    for one in trace:
        if one.person == person:
            found |= {(mark.mark, mark.title): mark for mark in _of(one, titles)}
    return tuple(sorted(found.values(), key=lambda one: (one.amount_fen, one.mark, one.title)))


def _of(finding: Finding, titles: Titles) -> Iterator[Threshold]:
    title = titles.programme(finding.programme)
    match finding.detail:
        case TermsNumbers() as terms:
            figures = terms.figures
            if figures.line and figures.line_per is Per.YEAR:
                yield _against(Mark.LINE, title, figures.line, terms.base)
            if figures.gate and figures.gate_per is Per.YEAR:
                yield _against(Mark.GATE, title, figures.gate, terms.base)
        case CapNumbers(per=Per.YEAR) as cap:
            mark = Mark.BASE_CAP if cap.limits is Limits.BASE else Mark.CAP
            named = title if cap.pool is None else titles.pool(cap.pool)
            yield Threshold(mark, named, cap.cap_fen, cap.used_fen)


def _against(mark: Mark, title: str, line: Fraction, counted: Fraction) -> Threshold:
    return Threshold(mark, title, fen_from_yuan(line), fen_from_yuan(max(counted, Fraction())))
