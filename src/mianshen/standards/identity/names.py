"""Names as people and machines write them: folded for comparing, compared by degree."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

_DOTS = "•‧・．.●∙⋅‐-"
_DOT = "\u00b7"
_BLANK_FREE_CHARS_MAX = 4
_LOST = frozenset("?？□■〓＿_\ufffd")
_PRIVATE = range(0xE000, 0xF900)
_NEAR_CHARS_MIN = 3

# Characters that older code pages kept in the private area, now at home in Unicode (GB 18030), and
# the traditional forms of common family names.
_SAME_CHARACTER: Mapping[int, str] = {
    0xE816: "\U00020087",
    0xE817: "\U00020089",
    0xE818: "\U000200cc",
    0xE81E: "\u9fb4",
    0xE826: "\u9fb5",
    0xE82B: "\u9fb6",
    0xE82C: "\u9fb7",
    0xE831: "\U000215d7",
    0xE832: "\u9fb8",
    0xE83B: "\U0002298f",
    0xE843: "\u9fb9",
    0xE854: "\u9fba",
    0xE855: "\U000241fe",
    0xE863: "\u4dae",
    0xE864: "\u9fbb",
}
_OLD_FORMS = "呂黃吳陳張劉楊趙許鄭鄧馮蕭葉蔣盧賈鍾譚陸龔賴蘇"
_NEW_FORMS = "吕黄吴陈张刘杨赵许郑邓冯萧叶蒋卢贾钟谭陆龚赖苏"
_FOLDED = {**_SAME_CHARACTER, **dict(zip(map(ord, _OLD_FORMS), _NEW_FORMS, strict=True))}


class Likeness(StrEnum):
    """How alike two names are."""

    SAME = "same"
    VARIANT = "variant"
    SWAPPED = "swapped"
    NEAR = "near"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@lru_cache(maxsize=65_536)
def fold_name(text: str) -> str:
    """A name as it is compared: one width, one dot, no blanks inside short names, capitals."""
    folded = unicodedata.normalize("NFKC", text).strip().translate(_FOLDED)
    folded = "".join(_DOT if char in _DOTS else char for char in folded)
    closed = "".join(folded.split())
    is_latin = closed.isascii() and len(closed) > _BLANK_FREE_CHARS_MAX
    kept = " ".join(folded.split()) if is_latin else closed
    # Without its blanks a text may compose anew.
    return unicodedata.normalize("NFKC", kept.upper())


def compare_names(one: str | None, other: str | None) -> Likeness:
    """How alike two names are, from the same to different; UNKNOWN where either is missing.

    A character that a machine lost (`?`, `□`, a private code) may stand for any one character.
    """
    first, second = fold_name(one or ""), fold_name(other or "")
    if not first or not second:
        return Likeness.UNKNOWN
    if first == second:
        return Likeness.SAME
    if len(first) == len(second):
        differing = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
        if all(_is_lost(a) or _is_lost(b) for a, b in differing) and len(differing) < len(first):
            return Likeness.VARIANT
        if sorted(first) == sorted(second):
            return Likeness.SWAPPED
        # Of one given name in two families two people are the likelier reading.
        if len(differing) == 1 and len(first) >= _NEAR_CHARS_MIN and first[0] == second[0]:
            return Likeness.NEAR
    return Likeness.DIFFERENT


def has_lost_character(name: str) -> bool:
    """Whether a machine lost a character of this name."""
    return any(_is_lost(char) for char in name)


def _is_lost(char: str) -> bool:
    return char in _LOST or ord(char) in _PRIVATE
