"""Zero reports (零报告): an office signs that it has nothing to tell, and says so in a line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from mianshen.run.reading.grids import Sheet
from mianshen.sources.layouts import SIGNATURES, ZERO_REPORT
from mianshen.standards.fields import fold_header

LINES_MAX = 40
"""Longer than this with all its titles and notes no such report is."""

_NOTHING = tuple(map(fold_header, ZERO_REPORT))
_SIGNED = tuple(map(fold_header, SIGNATURES))
_INITIALS = frozenset(word[0] for word in (*_NOTHING, *_SIGNED))
_BEHIND = ":：_ 　"


@dataclass(frozen=True, slots=True)
class ZeroClaim:
    """The line that says there is nothing to tell; signed where a name stands in another."""

    is_signed: bool


def zero_claim(sheets: Iterable[Sheet]) -> ZeroClaim | None:
    """What a file says of having nothing to tell, or None where it says nothing of the kind."""
    cells: list[list[str]] = []
    for sheet in sheets:
        filled = (
            [cell.strip() for cell in record if cell.strip()] for _, record in sheet.records()
        )
        cells += islice((one for one in filled if one), LINES_MAX + 1 - len(cells))
        if len(cells) > LINES_MAX:
            return None
    if not any(fold_header(line[0]).startswith(_NOTHING) for line in cells):
        return None
    return ZeroClaim(any(_is_signed(line) for line in cells))


def says_nothing(cells: Sequence[str]) -> bool:
    """Whether a line is that of a zero report or a signature, and no row of data."""
    first = next((cell.strip() for cell in cells if cell and not cell.isspace()), "")
    # Folding costs, and hardly a row begins like that.
    return first[:1] in _INITIALS and fold_header(first).startswith((*_NOTHING, *_SIGNED))


def _is_signed(line: list[str]) -> bool:
    """Whether a line has a signature with somebody behind it, in the same cell or the next."""
    for at, cell in enumerate(line):
        word = next((one for one in _SIGNED if fold_header(cell).startswith(one)), None)
        if word is not None:
            rest = fold_header(cell)[len(word) :].strip(_BEHIND)
            following = line[at + 1] if at + 1 < len(line) else ""
            is_next = following and not fold_header(following).startswith(_SIGNED)
            if rest or is_next:
                return True
    return False
