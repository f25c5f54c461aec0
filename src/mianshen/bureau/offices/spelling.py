"""How `offices.yaml` of a profile is spelled: regions, departments, offices, roles, waves."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from mianshen.bureau.offices.vocabulary import Act, OfficeKind, Reach, Sight
from mianshen.policy.saying import said
from mianshen.policy.scalars import Day, Words
from mianshen.policy.schema import Spelling
from mianshen.standards.regions import RegionCodeError, region_code


def _region(text: str) -> str:
    try:
        return region_code(text)
    except RegionCodeError:
        raise ValueError(
            said(
                "{text!r} is not a region code; write 2, 4, 6, 9 or 12 digits",
                "“{text}”不是区划代码；请写 2、4、6、9 或 12 位数字",
                text=text,
            )
        ) from None


def _named(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


def _several(value: object) -> object:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]
VillageCode = Annotated[str, Field(pattern=r"^\d{3}$")]
RegionCode = Annotated[str, AfterValidator(_region)]


class _Lasting(Spelling):
    """What begins and ends: `from` is the day from which it is as written, `through` its last."""

    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="through")


class RegionSpelling(_Lasting):
    """A region; one that ends names `into` which it went."""

    name: Text
    into: Annotated[tuple[RegionCode, ...], BeforeValidator(_several)] = ()
    villages: Mapping[VillageCode, Text] = Field(default_factory=dict)


class DepartmentSpelling(_Lasting):
    """A department and the names that sources and packs call it by."""

    name: Text
    name_en: str = ""
    also: Words = ()


class OfficeSpelling(_Lasting):
    """An office, the region it answers for and the department it belongs to."""

    name: Text
    name_en: str = ""
    kind: OfficeKind
    region: RegionCode
    department: str
    wave: Annotated[int, Field(ge=1, le=99)] | None = None


class RoleSpelling(_Lasting):
    """What a role lets be seen (`sees`) and done (`does`), in whose cases."""

    title: Text
    title_en: str = ""
    departments: Reach = Reach.OWN
    sees: tuple[Sight, ...] = ()
    does: tuple[Act, ...] = ()


class PairSpelling(_Lasting):
    """Two roles that must not meet in one person, and why."""

    roles: tuple[str, str]
    why: Text
    why_en: str = ""


class WaveSpelling(_Lasting):
    """The day the offices of a wave go live; without one it is pending."""

    live_from: Day | None = None
    source: str = ""


class OfficesSpelling(Spelling):
    """One district's file; `begin` is the first day of what states no other."""

    district: RegionCode
    title: Text
    title_en: str = ""
    source: Text
    begin: Day
    departments: Mapping[Code, Annotated[DepartmentSpelling, BeforeValidator(_named)]]
    regions: Mapping[RegionCode, Annotated[RegionSpelling, BeforeValidator(_named)]]
    offices: Mapping[Code, OfficeSpelling]
    roles: Mapping[Code, RoleSpelling]
    incompatible: tuple[PairSpelling, ...] = ()
    waves: Mapping[Annotated[int, Field(ge=1, le=99)], WaveSpelling] = Field(default_factory=dict)
