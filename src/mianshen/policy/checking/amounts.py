"""Figures that are almost surely slips of the pen: shares above the whole, sums below a yuan."""

from collections.abc import Iterator
from fractions import Fraction

from mianshen.policy.binding import programme_places
from mianshen.policy.checking.figures import figures_of
from mianshen.policy.consistency import Finding
from mianshen.policy.expressions.writing import percentage, plain_number
from mianshen.policy.pack import Pack
from mianshen.policy.saying import Said, said

ONE = Fraction(1)

_SHARES = ("ratio", "share", "points")
_SUMS = ("amount", "up_to", "below", "at_least", "above")


def doubtful_figures(pack: Pack, name: str) -> Iterator[Finding]:
    """Shares of a programme above 100 %, and sums of it between 0 and 1 yuan."""
    programme = pack.programmes[name]
    for path, formula, _ in programme_places(programme):
        key = path[-1]
        for value in figures_of(pack, formula):
            message = _doubt(str(key), value)
            if message is not None:
                yield ("programmes", name, *path), message
                break


def _doubt(key: str, value: Fraction) -> Said | None:
    if key in _SHARES and abs(value) > ONE:
        return said(
            "{value} is {share} of it; if {meant} is meant, write the per cent sign",
            "{value} 就是 {share}；如果是 {meant}，请带上百分号",
            value=plain_number(value),
            share=percentage(value),
            meant=f"{plain_number(value)}%",
        )
    if key in _SUMS and 0 < value < ONE:
        return said(
            "this is a sum of {value} yuan; a share says of what: {share} * …",
            "这是 {value} 元；如果是比例，要写明是什么的比例：{share} * …",
            value=plain_number(value),
            share=percentage(value),
        )
    return None
