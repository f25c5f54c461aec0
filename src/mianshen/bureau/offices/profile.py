"""A profile's `offices.yaml` read and checked, every fault at its file, line and column."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from mianshen.bureau.offices.spelling import OfficesSpelling
from mianshen.bureau.refusals import unusable_profile
from mianshen.policy.documents import Document, DocumentError
from mianshen.policy.expressions.checker import nearest
from mianshen.policy.saying import Said, said
from mianshen.policy.spelling import Fault, read_spelled
from mianshen.standards.regions import span_of

OFFICES_FILE = "offices.yaml"


def read_offices(file: Path) -> OfficesSpelling:
    """Read and check the offices of one district; raises `InputError` with every fault."""
    try:
        return read_spelled(file, OfficesSpelling, _faults)
    except DocumentError as error:
        raise unusable_profile(error) from error


def _faults(spelled: OfficesSpelling, document: Document) -> Iterator[Fault]:
    twice = list(_twice(spelled, document))
    if twice:
        yield from twice
        return
    yield from _days(spelled)
    yield from _regions(spelled, document)
    yield from _offices(spelled)
    yield from _roles(spelled)
    yield from _names(spelled)


def _twice(spelled: OfficesSpelling, document: Document) -> Iterator[Fault]:
    """Keys that are spelled differently and mean the same: `510118` and `510118000000`."""
    fault = said("two entries mean the same; keep one of them", "有两项是同一个；请保留一处")
    for part in ("regions", "waves"):
        if len(document.content.get(part) or {}) != len(getattr(spelled, part)):
            yield (part,), fault
    told = [code for code, _, _ in regions_told(spelled)]
    for code in spelled.regions:
        if told.count(code) > 1:
            yield ("regions",), fault


def _days(spelled: OfficesSpelling) -> Iterator[Fault]:
    for part in ("departments", "regions", "offices", "roles", "waves"):
        for key, entry in getattr(spelled, part).items():
            first = entry.first or spelled.begin
            if entry.last is not None and entry.last < first:
                fault = said(
                    "this ends ({last}) before it begins ({first})",
                    "截止日（{last}）早于开始日（{first}）",
                    last=entry.last,
                    first=first,
                )
                yield (part, str(key), "through"), fault


def _regions(spelled: OfficesSpelling, document: Document) -> Iterator[Fault]:
    district = span_of(spelled.district)
    for place, (code, region) in zip(
        list(document.content["regions"]), spelled.regions.items(), strict=True
    ):
        if code not in district:
            fault = said(
                "{code} does not lie in {district}",
                "{code} 不在 {district} 之内",
                code=code,
                district=spelled.district,
            )
            yield ("regions", place), fault
        if bool(region.into) != (region.last is not None):
            fault = said(
                "a region that ends says both its last day (`through`) and `into` which it went",
                "撤并的区划要同时写最后一天（`through`）和并入哪里（`into`）",
            )
            yield ("regions", place), fault
        for number, heir in enumerate(region.into):
            if heir not in _all_regions(spelled) or heir == code:
                fault = said(
                    "{heir} is not another region of this file{hint}",
                    "{heir} 不是本文件里的另一个区划{hint}",
                    heir=heir,
                    hint=nearest(heir, tuple(_all_regions(spelled))),
                )
                yield ("regions", place, "into", number), fault


def _all_regions(spelled: OfficesSpelling) -> set[str]:
    return {code for code, _, _ in regions_told(spelled)}


def regions_told(spelled: OfficesSpelling) -> Iterator[tuple[str, str, str]]:
    """Code, name and the entry of every region, villages after the township they are told with."""
    for code, region in spelled.regions.items():
        yield code, region.name, code
        for village, name in region.villages.items():
            yield code[:9] + village, name, code


def _offices(spelled: OfficesSpelling) -> Iterator[Fault]:
    regions = _all_regions(spelled) | {spelled.district}
    for code, office in spelled.offices.items():
        if office.region not in regions:
            yield ("offices", code, "region"), _unknown("region", "区划", office.region, regions)
        if office.department not in spelled.departments:
            found = office.department
            fault = _unknown("department", "部门", found, spelled.departments)
            yield ("offices", code, "department"), fault
        if office.wave is not None and office.wave not in spelled.waves:
            waves = [str(wave) for wave in spelled.waves]
            yield ("offices", code, "wave"), _unknown("wave", "批次", str(office.wave), waves)


def _roles(spelled: OfficesSpelling) -> Iterator[Fault]:
    seen: set[frozenset[str]] = set()
    for number, pair in enumerate(spelled.incompatible):
        for place, role in enumerate(pair.roles):
            if role not in spelled.roles:
                fault = _unknown("role", "岗位", role, spelled.roles)
                yield ("incompatible", number, "roles", place), fault
        roles = frozenset(pair.roles)
        if len(roles) < 2 or roles in seen:
            fault = said(
                "two different roles were expected, each pair once",
                "应是两个不同的岗位，每对只写一次",
            )
            yield ("incompatible", number, "roles"), fault
        seen.add(roles)


def _names(spelled: OfficesSpelling) -> Iterator[Fault]:
    owner: dict[str, str] = {}
    for code, department in spelled.departments.items():
        for name in dict.fromkeys((department.name, *department.also)):
            if name in owner:
                fault = said(
                    "{name!r} already means {other}",
                    "“{name}”已经指 {other}",
                    name=name,
                    other=owner[name],
                )
                yield ("departments", code), fault
            owner[name] = code


def _unknown(kind: str, kind_zh: str, found: str, known: Iterable[str]) -> Said:
    return said(
        "there is no " + kind + " {found!r}{hint}",
        "没有{kind_zh}“{found}”{hint}",
        kind_zh=kind_zh,
        found=found,
        hint=nearest(found, tuple(known)),
    )
