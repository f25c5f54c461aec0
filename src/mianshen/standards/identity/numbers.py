"""Certificate numbers: which paper a number belongs to, whether it holds, what is printed in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_YEARS = range(1850, 2100)
_LEGACY_CENTURY = "19"
_CARD_LENGTH, _ROUND_END = 18, "000"

_EIGHTEEN = re.compile(r"\d{17}[\dX]", re.ASCII)
_FIFTEEN = re.compile(r"\d{15}", re.ASCII)
_FOREIGNER_OLD = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_HONG_KONG_MACAO = re.compile(r"[HM]\d{8}(?:\d{2})?", re.ASCII)
_TAIWAN = re.compile(r"\d{8}|\d{10}[A-Z]?|\d{10}\([A-Z]\)", re.ASCII)
_DIGITS_LOST = re.compile(r"(\d{5,17})\*+", re.ASCII)
_CARD_LIKE = re.compile(r"\d{13,22}X?", re.ASCII)

# Provinces by the first two digits of GB/T 2260; 81 to 83 stand in residence permits.
_PROVINCES = frozenset(
    str(code)
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71,),
        range(81, 84),
    )
    for code in codes
)
_RESIDENCE_PERMITS = ("810000", "820000", "830000")
_TYPES_NOT_CARDS = frozenset(("02", "03", "08", "10", "16", "90", "99", "990201"))


class Paper(StrEnum):
    """The paper that a number is of."""

    CARD = "resident_card"
    LEGACY_CARD = "legacy_card"
    RESIDENCE_PERMIT = "residence_permit"
    FOREIGNER = "foreigner_card"
    FOREIGNER_OLD = "foreigner_card_old"
    HOME_RETURN = "home_return_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    OTHER = "other"


class Fault(StrEnum):
    """Why a number that looks like a card's does not hold."""

    CHECK_DIGIT = "check_digit"
    BIRTH_DATE = "birth_date"
    LENGTH = "length"
    DIGITS_LOST = "digits_lost"


@dataclass(frozen=True, slots=True)
class Number:
    """What a certificate number says of itself.

    `fault` is None where it holds or nothing can be checked; `born` and `sex` are as printed, also
    in a number whose check digit does not fit; `region_known` False is a warning and no more, for
    codes are abolished while their cards stay valid.
    """

    text: str
    paper: Paper
    fault: Fault | None = None
    born: date | None = None
    sex: str | None = None
    region_known: bool = True

    @property
    def is_proven(self) -> bool:
        """Whether the check digit and the date in it vouch for the number."""
        return self.fault is None and self.paper in _PROVEN

    @property
    def is_round(self) -> bool:
        """Whether it ends as the numbers do of which a spreadsheet kept fifteen digits."""
        return self.text.endswith(_ROUND_END) and len(self.text) == _CARD_LENGTH

    @property
    def legacy(self) -> str | None:
        """The fifteen digits the same person's first-generation card had; a second match key."""
        if self.paper is Paper.LEGACY_CARD:
            return self.text
        if self.paper is Paper.CARD and self.text[6:8] == _LEGACY_CENTURY:
            return self.text[:6] + self.text[8:17]
        return None


_PROVEN = frozenset((Paper.CARD, Paper.RESIDENCE_PERMIT, Paper.FOREIGNER))


@lru_cache(maxsize=65_536)
def read_number(text: str, cert_type: str | None = None) -> Number:
    """Read a certificate number that is free of spreadsheet damage, in capital letters.

    `cert_type` is the national code of 证件类型 where it is known. Source: data-standard §6,
    GB 11643-1999 (resident cards), ISO 7064 MOD 11-2 (the check digit).
    """
    if cert_type in _TYPES_NOT_CARDS:
        return Number(text, Paper.OTHER)
    if cert_type == "06" and _TAIWAN.fullmatch(text):
        return Number(text, Paper.TAIWAN_PERMIT)
    if _EIGHTEEN.fullmatch(text):
        return _read_eighteen(text)
    if _FIFTEEN.fullmatch(text):
        return _read_fifteen(text)
    if _FOREIGNER_OLD.fullmatch(text):
        return Number(text, Paper.FOREIGNER_OLD)
    if _HONG_KONG_MACAO.fullmatch(text):
        return Number(text, Paper.HOME_RETURN)
    lost = _DIGITS_LOST.fullmatch(text)
    if lost:
        known = lost[1]
        return Number(text, Paper.CARD, Fault.DIGITS_LOST, _day(known[6:14]))
    if "*" in text:
        return Number(text, Paper.CARD, Fault.DIGITS_LOST)
    if _CARD_LIKE.fullmatch(text):
        return Number(text, Paper.CARD, Fault.LENGTH)
    return Number(text, Paper.OTHER)


def check_digit(first_seventeen: str) -> str:
    """The check digit that belongs to seventeen digits; for comparing, never for suggesting."""
    pairs = zip(first_seventeen, _WEIGHTS, strict=True)
    return _CHECK_DIGITS[sum(int(digit) * weight for digit, weight in pairs) % 11]


def upgraded(legacy: str) -> str:
    """The eighteen digits that a fifteen-digit number became."""
    seventeen = f"{legacy[:6]}{_LEGACY_CENTURY}{legacy[6:]}"
    return seventeen + check_digit(seventeen)


def _read_eighteen(text: str) -> Number:
    paper = Paper.CARD
    if text.startswith(_RESIDENCE_PERMITS):
        paper = Paper.RESIDENCE_PERMIT
    elif text[0] == "9":
        paper = Paper.FOREIGNER
    born = _day(text[6:14])
    sex = _sex(text[16])
    known = paper is not Paper.CARD or text[:2] in _PROVINCES
    fault = None
    if born is None:
        fault = Fault.BIRTH_DATE
    elif check_digit(text[:17]) != text[17]:
        fault = Fault.CHECK_DIGIT
    return Number(text, paper, fault, born, sex, known)


def _read_fifteen(text: str) -> Number:
    born = _day(_LEGACY_CENTURY + text[6:12])
    fault = None if born else Fault.BIRTH_DATE
    return Number(text, Paper.LEGACY_CARD, fault, born, _sex(text[14]), text[:2] in _PROVINCES)


def _sex(digit: str) -> str:
    return "男" if int(digit) % 2 else "女"


def _day(digits: str) -> date | None:
    if len(digits) < len("yyyymmdd"):
        return None
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


FAULT_WORDS: Mapping[Fault, str] = {
    Fault.CHECK_DIGIT: "校验不通过",
    Fault.BIRTH_DATE: "出生日期不存在",
    Fault.LENGTH: "位数不对",
    Fault.DIGITS_LOST: "被电子表格改掉了后几位",
}
"""What clerks are told; the right digit is never suggested, the sender looks at the original."""
