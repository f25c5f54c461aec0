"""What spreadsheets do to long numbers, undone where nothing was lost and named where it was."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mianshen.standards.identity.numbers import read_number

_BLANKS = re.compile("[\\s\u00a0\u3000\u200b\u200c\u200d\ufeff\u202a-\u202e]+")
_WRAPPING = "'`\"‘’“”＇"
_DASHES = re.compile(r"(?<=\d)[-‐‑–—](?=[\dX])")
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?E\+?(\d{1,2})", re.ASCII)
_WHOLE_FLOAT = re.compile(r"(\d+)\.0+", re.ASCII)
_SOUND = re.compile(r"\d{17}[\dX]", re.ASCII)
_EXACT_DIGITS_MAX = 15
_SURE_DIGITS_MAX = 14
_DIGITS_MAX = 30
_ROUNDED_TAIL = "000"
_NO_SEQUENCE = "000"
_CARD_DIGITS = 18
_TAIWAN_DIGITS = 8
_TAIWAN_TYPE = "06"


class Mend(StrEnum):
    """A repair that loses nothing and guesses nothing."""

    WRAPPING = "wrapping_removed"
    WIDTH = "full_width_folded"
    BLANKS = "blanks_removed"
    DASHES = "dashes_removed"
    CASE = "lower_case_x"
    DECIMAL = "decimal_removed"
    SCIENTIFIC = "scientific_written_out"
    LEADING_ZERO = "leading_zero_restored"


@dataclass(frozen=True, slots=True)
class Mended:
    """A number after its repairs; `damaged`: digits were lost, stars stand where they were."""

    text: str
    mends: tuple[Mend, ...] = ()
    damaged: bool = False


def is_unharmed(raw: str) -> bool:
    """Whether eighteen digits stand as they should, and do not end as a spreadsheet rounds."""
    return _SOUND.fullmatch(raw) is not None and not raw.endswith(_ROUNDED_TAIL)


def mend_number(raw: str, cert_type: str | None = None) -> Mended:
    """Undo what a spreadsheet did to a certificate number.

    Tabs, quotes, full-width forms, inner blanks and dashes, a small x, a decimal tail and a lost
    leading zero are repaired. Of a number of which a spreadsheet kept only fifteen digits or fewer,
    the digits that are sure are kept and stars put for the rest, which are never guessed.
    Source: data-standard §6.
    """
    if is_unharmed(raw):
        return Mended(raw)
    mends: list[Mend] = []

    def changed(before: str, after: str, mend: Mend) -> str:
        if before != after:
            mends.append(mend)
        return after

    text = changed(raw, unicodedata.normalize("NFKC", raw), Mend.WIDTH)
    text = changed(text, _BLANKS.sub("", text), Mend.BLANKS)
    text = changed(text, text.removeprefix("=").strip(_WRAPPING), Mend.WRAPPING)
    text = changed(text, text.upper(), Mend.CASE)
    text = changed(text, _DASHES.sub("", text), Mend.DASHES)
    written_out = _from_scientific(text)
    if written_out is not None:
        text = changed(text, written_out, Mend.SCIENTIFIC)
    whole = _WHOLE_FLOAT.fullmatch(text)
    if whole:
        text = changed(text, whole[1], Mend.DECIMAL)
    left = _left_of(text, mends)
    if left is not None:
        return Mended(left, (), damaged=True)
    if cert_type == _TAIWAN_TYPE and text.isdigit() and len(text) == _TAIWAN_DIGITS - 1:
        text = changed(text, "0" + text, Mend.LEADING_ZERO)
    return Mended(text, tuple(mends))


def _from_scientific(text: str) -> str | None:
    """The digits of a number in scientific form, where every one of them is written."""
    match = _SCIENTIFIC.fullmatch(text)
    if not match:
        return None
    digits, exponent = match[1] + (match[2] or ""), int(match[3])
    if len(digits) != exponent + 1:
        return None
    if len(digits) <= _EXACT_DIGITS_MAX or read_number(digits).is_proven:
        return digits
    return None


def _left_of(text: str, mends: Sequence[Mend]) -> str | None:
    """What can be known of a number that lost digits, with stars for the rest; None if none did."""
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific:
        # The last digit shown is rounded.
        digits = (scientific[1] + (scientific[2] or ""))[:-1][:_SURE_DIGITS_MAX]
        return digits + "*" * (min(int(scientific[3]), _DIGITS_MAX) + 1 - len(digits))
    if not (text.isascii() and text.isdigit() and len(text) > _EXACT_DIGITS_MAX):
        return None
    number = read_number(text)
    unsound = number.fault is not None or text[_SURE_DIGITS_MAX:-1] == _NO_SEQUENCE
    rounded = unsound and len(text) >= _CARD_DIGITS and not text[_EXACT_DIGITS_MAX:].strip("0")
    if Mend.DECIMAL in mends or rounded:
        return text[:_SURE_DIGITS_MAX] + "*" * (len(text) - _SURE_DIGITS_MAX)
    return None
