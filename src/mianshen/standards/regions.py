"""Statistical region codes of twelve digits: province, city, county, township, village.

Source: 统计用区划代码和城乡划分代码编制规则 (国统字〔2009〕91号): two digits each for province,
city and county, three for township (街道, 乡镇), three for village (居委会, 村委会).
"""

from dataclasses import dataclass
from enum import StrEnum

CODE_DIGITS = 12


class Level(StrEnum):
    """What a region is; a code says it by the zeros it ends in."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


_DIGITS = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.TOWNSHIP: 9,
    Level.VILLAGE: CODE_DIGITS,
}


class RegionCodeError(ValueError):
    """A text that is no region code; the message is the text."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The codes from `first` to `last`, both included: a region and all that lies in it."""

    first: str
    last: str

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self.first <= code <= self.last

    def covers(self, other: "Span") -> bool:
        """Whether every code of the other is in this one."""
        return self.first <= other.first and other.last <= self.last


def region_code(text: str) -> str:
    """The twelve digits of a code written short (`510118`) or whole; raises `RegionCodeError`."""
    whole = text.strip().ljust(CODE_DIGITS, "0")
    short = len(text.strip()) in _DIGITS.values()
    if not short or not (whole.isascii() and whole.isdigit()) or whole.startswith("00"):
        raise RegionCodeError(text)
    return whole


def level_of(code: str) -> Level:
    """The level of a whole code."""
    return next(level for level, digits in _DIGITS.items() if not code[digits:].strip("0"))


def township_of(code: str) -> str:
    """The township in which a village lies, or which it is; of a larger region the code itself."""
    return code[: _DIGITS[Level.TOWNSHIP]].ljust(CODE_DIGITS, "0")


def span_of(code: str) -> Span:
    """A region and all that lies in it, as a span of whole codes."""
    digits = _DIGITS[level_of(code)]
    return Span(code, code[:digits].ljust(CODE_DIGITS, "9"))
