"""Disability cards: twenty digits that hold the identity number, the kind and the grade."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_CARD = re.compile(r"(\d{17}[\dX]|\d{15})([1-7])([1-4])(?:B\d{0,2})?", re.ASCII)

KINDS: Mapping[str, str] = {
    "1": "视力",
    "2": "听力",
    "3": "言语",
    "4": "肢体",
    "5": "智力",
    "6": "精神",
    "7": "多重",
}
GRADES: Mapping[str, str] = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}


@dataclass(frozen=True, slots=True)
class DisabilityCard:
    """What a disability card's number says: the person's number, the kind and the grade."""

    certno: str
    kind: str
    grade: str


def read_disability_card(text: str) -> DisabilityCard | None:
    """Read a card number (a reissued card may carry B and a count); None when it is not one.

    Older cards hold the fifteen digits that identity numbers had then.
    Whether the identity number in it holds is for `read_number` to say. Source: data-standard §7.
    """
    match = _CARD.fullmatch(text)
    if not match:
        return None
    return DisabilityCard(match[1], KINDS[match[2]], GRADES[match[3]])
