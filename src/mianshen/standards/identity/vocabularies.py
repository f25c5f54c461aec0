"""The words and codes by which registers name a person's class, mapped by region and date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from mianshen.standards.fields import fold_header

ANY_REGION = ""
NATIONAL = "national."


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one code of a vocabulary means in a region from a day on, to a day inclusive.

    `states` are attributes of the person that the code says beside the class, by name.
    """

    region: str
    vocabulary: str
    code: str
    identity: str
    first: date | None = None
    last: date | None = None
    states: tuple[tuple[str, str], ...] = ()

    def holds_on(self, day: date | None) -> bool:
        """Whether the meaning is in force; without a day only open-ended meanings are."""
        if day is None:
            return self.last is None
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Vocabularies:
    """Finds the class a code stands for: the narrowest region first, then the nation.

    Classes are an open list: a code without a meaning stays what it is, never "other".
    """

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        self._by_code: dict[tuple[str, str], list[Meaning]] = {}
        for meaning in (*NATIONAL_MEANINGS, *meanings):
            key = (meaning.vocabulary, fold_header(meaning.code))
            self._by_code.setdefault(key, []).append(meaning)

    def identity(self, region: str, vocabulary: str, code: str, day: date | None) -> str | None:
        """The class that a code names on a day in a region, or None where nothing says."""
        meaning = self.meaning(region, vocabulary, code, day)
        return meaning.identity if meaning else None

    def meaning(self, region: str, vocabulary: str, code: str, day: date | None) -> Meaning | None:
        """The same with all that the code says."""
        found = [
            meaning
            for meaning in self._by_code.get((vocabulary, fold_header(code)), ())
            if region.startswith(meaning.region) and meaning.holds_on(day)
        ]
        if not found:
            return None
        return max(found, key=lambda meaning: (len(meaning.region), meaning.first or date.min))


def _national(vocabulary: str, codes: Mapping[str, str]) -> list[Meaning]:
    return [
        Meaning(ANY_REGION, NATIONAL + vocabulary, code, identity)
        for code, identity in codes.items()
    ]


# Source: data-standard §2 (national dictionary of 人员身份类别 and its residents' extension).
_PSN_IDET_TYPE = {
    "2301": "三无人员",
    "2302": "建档立卡",
    "2303": "低保",
    "2304": "特困",
    "2305": "低收入",
    "2306": "因病致贫",
    "2307": "特困",
    "2308": "残疾人员",
    "2101": "重点优抚",
    "2102": "重点优抚",
    "2103": "重点优抚",
    "2104": "重点优抚",
    "2105": "重点优抚",
    "226101": "监测对象",
    "226102": "监测对象",
    "226103": "监测对象",
    "226104": "返贫致贫",
    "230801": "重度残疾",
    "236012": "低保",
    "236034": "重点优抚",
    "236046": "困境儿童",
    "236074": "低保边缘",
    "2361": "孤儿",
    "2370": "事实无人抚养儿童",
    "1101": "困难退役军人",
}
# Source: data-standard §2 (special persons of the settlement record, another dictionary).
_SP_PSN_TYPE = {
    "1": "特困",
    "2": "低保",
    "3": "建档立卡",
    "4": "重度残疾",
    "2302": "建档立卡",
    "2303": "低保",
    "2305": "低收入",
    "2306": "因病致贫",
    "905": "事实无人抚养儿童",
    "906": "特困",
    "907": "低保",
    "912": "孤儿",
    "927": "重点优抚",
    "929": "低保",
}

NATIONAL_MEANINGS: tuple[Meaning, ...] = (
    *_national("psn_idet_type", _PSN_IDET_TYPE),
    *_national("sp_psn_type", _SP_PSN_TYPE),
)

NATIONAL_VOCABULARIES: Mapping[str, int] = MappingProxyType(
    {NATIONAL + "psn_idet_type": len(_PSN_IDET_TYPE), NATIONAL + "sp_psn_type": len(_SP_PSN_TYPE)}
)
"""The national vocabularies by name, with how many codes each maps."""
