"""What is stated at the desk about a district: regions, offices, waves; each act in the trail."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection, transaction

from mianshen.bureau.offices.dated import Dated
from mianshen.bureau.offices.models import (
    Assignment,
    Department,
    District,
    Office,
    OfficeState,
    RegionState,
    Succession,
    WaveState,
)
from mianshen.bureau.offices.versions import Statement, state
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record
from mianshen.standards.regions import Level, RegionCodeError, level_of, region_code, span_of

_DAY = timedelta(days=1)


def add_region(district: str, code: str, name: str, first: date, actor: str) -> None:
    """A township or village that there is from a day on; raises `InputError`."""
    whole = _code(code)
    if whole not in span_of(district):
        raise refused("{code} does not lie in this district", "{code} 不在本区之内", code=code)
    if not name:
        raise refused("say what the region is called", "请填写区划名称")
    with _stating(district):
        if RegionState.objects.known().filter(code=whole).exists():
            raise refused(
                "{code} is known already; end it, or choose another code",
                "区划代码 {code} 已存在；请核对代码",
                code=whole,
            )
        told = {"district_id": district, "name": name}
        _state(RegionState, {"code": whole}, Statement((whole,), told, first, first), first)
        record(actor, "add_region", f"region:{whole}", {"name": name, "first": first.isoformat()})


def end_region(district: str, code: str, last: date, into: str, actor: str) -> None:
    """End a region after a day; from the next on its cases, open ones too, are the successor's.

    Villages of a township end with it and have the same successor. Raises `InputError`.
    """
    with _stating(district):
        heir = _known_on(district, into, last + _DAY)
        ended = _known_on(district, code, last)
        if level_of(ended.code) not in (Level.TOWNSHIP, Level.VILLAGE):
            raise refused(
                "only townships and villages end here", "这里只办理镇街、村（社区）的撤并"
            )
        if heir.code in span_of(ended.code):
            raise refused(
                "a region cannot go into itself or one that ends with it",
                "不能并入自身或随之撤销的区划",
            )
        for one in _within(district, ended.code, last):
            told = {"district_id": district, "name": one.name}
            statement = Statement((one.code,), told, one.valid_from, None, last)
            _state(RegionState, {"code": one.code}, statement, last)
            heritage = Statement((one.code, heir.code), {"district_id": district}, last + _DAY)
            _state(Succession, {"old": one.code, "new": heir.code}, heritage, last + _DAY)
        told = {"into": heir.code, "last": last.isoformat()}
        record(actor, "end_region", f"region:{ended.code}", told)


def add_office(
    district: str,
    code: str,
    name: str,
    kind: OfficeKind,
    region: str,
    department: str,
    first: date,
    actor: str,
) -> None:
    """An office that there is from a day on; raises `InputError`."""
    if not (code and name):
        raise refused("give the office a code and a name", "请填写机构编号和名称")
    with _stating(district):
        where = _known_on(district, region, first).code if region else district
        owner = Department.objects.filter(district=district, code=department).first()
        if owner is None:
            raise refused("there is no department {code}", "没有部门 {code}", code=department)
        office, is_new = Office.objects.get_or_create(district_id=district, code=code)
        if not is_new:
            raise refused(
                "there is an office {code} already; choose another code",
                "机构编号 {code} 已有；请换一个",
                code=code,
            )
        told = {
            "name": name,
            "name_en": "",
            "kind": kind.value,
            "region": where,
            "department_id": owner.pk,
            "wave": None,
        }
        _state(OfficeState, {"office": office}, Statement((office.pk,), told, first, first), first)
        record(actor, "add_office", f"office:{code}", {"name": name, "first": first.isoformat()})


def end_office(district: str, code: str, last: date, actor: str) -> None:
    """Close an office after a day; nobody may still hold a post there then."""
    with _stating(district):
        known = OfficeState.objects.on(last).filter(office__district=district, office__code=code)
        found = known.first()
        if found is None:
            raise refused(
                "there is no office {code} on {last}",
                "{last} 没有机构 {code}",
                code=code,
                last=last,
            )
        held = Assignment.objects.on(last + _DAY).filter(office=found.office_id)
        if holders := list(held.values_list("staff__number", flat=True)):
            raise refused(
                "{staff} still work there after {last}; end their posts first",
                "{last} 之后仍有人在岗：{staff}；请先调整岗位",
                staff="、".join(sorted(set(holders))),
                last=last,
            )
        told = {name: getattr(found, name) for name in _OFFICE}
        statement = Statement((found.office_id,), told, found.valid_from, None, last)
        _state(OfficeState, {"office": found.office_id}, statement, last)
        record(actor, "end_office", f"office:{code}", {"last": last.isoformat()})


def go_live(district: str, number: int, live_from: date, source: str, actor: str) -> None:
    """Say from which day the offices of a wave (分批上线) work with the platform."""
    if not source:
        raise refused("say which notice tells the day", "请填写上线通知文号或依据")
    with _stating(district):
        waves = WaveState.objects.known().filter(district=district, number=number)
        if not waves.exists():
            raise refused("there is no wave {number}", "没有第 {number} 批", number=number)
        first = waves.order_by("valid_from").last().valid_from
        told = {"live_from": live_from, "source": source}
        statement = Statement((district, number), told, first)
        _state(WaveState, {"district": district, "number": number}, statement, first)
        told_day = {"live_from": live_from.isoformat(), "source": source}
        record(actor, "go_live", f"wave:{district[:6]}:{number}", told_day)


_OFFICE = ("name", "name_en", "kind", "region", "department_id", "wave")


@contextmanager
def _stating(district: str) -> Iterator[None]:
    """One at a time for a district, as when its file is loaded; all of it or nothing."""
    with transaction.atomic():
        District.objects.select_for_update().get(pk=district)
        yield


def _state(model: type[Dated], of: dict[str, object], one: Statement, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    state(model, of, [one], day, at)


def _code(given: str) -> str:
    try:
        return region_code(given.strip())
    except RegionCodeError:
        raise refused(
            "{code!r} is not a region code; write 9 or 12 digits",
            "“{code}”不是区划代码；请填 9 位或 12 位数字",
            code=given,
        ) from None


def _known_on(district: str, code: str, day: date) -> RegionState:
    found = RegionState.objects.on(day).filter(district=district, code=_code(code)).first()
    if found is None:
        raise refused(
            "there is no region {code} on {day}", "{day} 没有区划 {code}", code=code, day=day
        )
    return found


def _within(district: str, code: str, day: date) -> Iterable[RegionState]:
    """A region and those that lie in it on a day."""
    span = span_of(code)
    found = RegionState.objects.on(day).filter(district=district)
    return list(found.filter(code__gte=span.first, code__lte=span.last).order_by("code"))
