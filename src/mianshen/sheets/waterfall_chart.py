"""Where the bars and words of a waterfall stand, in whole pixels of a drawing."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mianshen.run.messages import Lang
from mianshen.run.words import say, yuan
from mianshen.sheets.model import Fall, Flow, Part, Share, Waterfall

WIDTH = 688
_LABELS = 236
_AMOUNTS = 104
_BARS = WIDTH - _LABELS - _AMOUNTS - 16
_LINE = 17
_PAD = 9
_LABEL_HALVES = 34

_TOTAL = "#dfe4ea"
_HOSPITAL = "#c6cfda"
_PAYERS = ("#8fa3bf", "#6f8fb8", "#a9b8cc", "#c6cfda")
_OFFICES = ("#1f5fbf", "#2f8f83", "#8a6fc0", "#5b7fd1")
_BORNE = "#b42318"
_SHARES = {
    Part.IN_SCOPE: "#b42318",
    Part.OUTSIDE: "#d98a80",
    Part.FULL_SELF_PAY: "#d98a80",
    Part.SELF_PAY_FIRST: "#e3a79f",
    Part.OVER_LIMIT: "#edc5bf",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the drawing: words at the left, a bar, an amount at the right."""

    top: int
    height: int
    labels: tuple[str, ...]
    note: str
    x: int
    width: int
    colour: str
    amount: str
    strong: bool = False
    inner: bool = False
    drop_x: int | None = None

    @property
    def drops(self) -> bool:
        """Whether a line falls onto it from the row above; not onto a whole or a part."""
        return not self.inner and not (self.strong and self.drop_x is not None)

    @property
    def middle(self) -> int:
        """The height at which the bar and the amount stand."""
        return self.top + self.height // 2

    @property
    def first_baseline(self) -> int:
        """Where the first line of words stands."""
        lines = len(self.labels) + bool(self.note)
        return self.top + (self.height - lines * _LINE) // 2 + 13


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of a waterfall."""

    rows: tuple[Row, ...]
    height: int
    width: int = WIDTH
    bars_x: int = _LABELS
    bars_width: int = _BARS


def chart(waterfall: Waterfall, lang: Lang) -> Chart:
    """Lay a waterfall out: one row a step, then what is borne in its parts.

    Where insurance has met most of the bill, what is left is drawn again at a larger scale.
    """
    rows: list[Row] = []
    top = 0
    for row in _rows(waterfall, lang):
        placed = _placed(row, top)
        rows.append(placed)
        top += placed.height
    return Chart(tuple(rows), top)


def _rows(waterfall: Waterfall, lang: Lang) -> Iterator[Row]:
    scale_fen = max(waterfall.total_fen, 1)
    left_fen = scale_fen
    magnified = False
    colours = _Colours()
    for fall in waterfall.falls:
        if fall.flow is Flow.AID and not magnified and 0 < left_fen * 2 <= scale_fen:
            magnified, scale_fen = True, left_fen
            yield _rest(left_fen, lang)
        yield _fall_row(fall, scale_fen, colours)
        left_fen = fall.left_fen
    yield from _share_rows(waterfall.shares, scale_fen)


def _rest(left_fen: int, lang: Lang) -> Row:
    """What is left before aid, from here on at a larger scale."""
    label = say(("保险支付后剩余（以下放大）", "left before aid (larger scale)"), lang)
    lines = wrapped(label, _LABEL_HALVES)
    end = _LABELS + _BARS
    return Row(0, 0, lines, "", _LABELS, _BARS, _TOTAL, yuan(left_fen), strong=True, drop_x=end)


def _fall_row(fall: Fall, scale_fen: int, colours: "_Colours") -> Row:
    taken = fall.flow not in (Flow.TOTAL, Flow.BORNE)
    start_fen = fall.left_fen if taken else 0
    x, end = _scaled(start_fen, scale_fen), _scaled(start_fen + fall.amount_fen, scale_fen)
    return Row(
        top=0,
        height=0,
        labels=wrapped(fall.label, _LABEL_HALVES),
        note=" · ".join(word for word in (fall.office, fall.note) if word),
        x=x,
        width=max(1, end - x) if fall.amount_fen > 0 else 0,
        colour=colours.of(fall),
        amount=yuan(-fall.amount_fen if taken else fall.amount_fen),
        strong=not taken,
        drop_x=None if fall.flow is Flow.BORNE else x if taken else end,
    )


def _share_rows(shares: Sequence[Share], total_fen: int) -> Iterator[Row]:
    start_fen = 0
    for share in shares:
        x = _scaled(start_fen, total_fen)
        start_fen += share.amount_fen
        width = max(1, _scaled(start_fen, total_fen) - x)
        labels = wrapped(share.label, _LABEL_HALVES - 2)
        colour = _SHARES[share.part]
        yield Row(0, 0, labels, "", x, width, colour, yuan(share.amount_fen), inner=True)


def _placed(row: Row, top: int) -> Row:
    lines = len(row.labels) + bool(row.note)
    return replace(row, top=top, height=lines * _LINE + _PAD)


def _scaled(amount_fen: int, total_fen: int) -> int:
    return _LABELS + max(0, min(amount_fen, total_fen)) * _BARS // total_fen


class _Colours:
    """A colour for each payer in turn, and one for each office."""

    def __init__(self) -> None:
        self._payers = 0
        self._offices: dict[str, str] = {}

    def of(self, fall: Fall) -> str:
        """The colour of a step."""
        match fall.flow:
            case Flow.TOTAL:
                return _TOTAL
            case Flow.HOSPITAL:
                return _HOSPITAL
            case Flow.BORNE:
                return _BORNE
            case Flow.PAYER:
                self._payers += 1
                return _PAYERS[min(self._payers, len(_PAYERS)) - 1]
            case Flow.AID:
                spare = _OFFICES[len(self._offices) % len(_OFFICES)]
                return self._offices.setdefault(fall.office, spare)


def wrapped(text: str, halves_max: int) -> tuple[str, ...]:
    """A text in lines of so many half-width characters; words of letters stay whole if they fit."""
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if line and _halves(line + word.rstrip()) > halves_max:
            lines.append(line.rstrip())
            line = ""
        while _halves(word) > halves_max:
            cut = next(i for i in range(len(word), 0, -1) if _halves(word[:i]) <= halves_max)
            lines.append(word[:cut])
            word = word[cut:]
        line += word
    return (*lines, line.rstrip()) if line.strip() or not lines else tuple(lines)


def _words(text: str) -> Iterator[str]:
    """Pieces after which a line may end: words with their space, each wide character alone."""
    piece = ""
    for char in text:
        if _halves(char) == 2:
            if piece:
                yield piece
            piece = ""
            yield char
        else:
            piece += char
            if char == " ":
                yield piece
                piece = ""
    if piece:
        yield piece


def _halves(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
