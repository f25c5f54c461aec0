"""Whose administration this is: the district of the post one sits at, and who may change it."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from mianshen.bureau.offices.services import Staff, districts_of, staff_by_number
from mianshen.bureau.offices.vocabulary import Act, Sight
from mianshen.bureau.refusals import refused
from mianshen.bureau.workbench.desk import AtDesk, Desk, out_of_sight, told
from mianshen.policy.saying import Said

READERS = (Sight.TRAIL,)
"""Whoever reads the trail reads who was given what, too."""
ADMINISTERS = (Act.ADMINISTER,)


def district_of(desk: Desk) -> str:
    """The code of the district that is shown."""
    if desk.place is None:
        raise out_of_sight()
    district = desk.place.district
    if not (may_administer(desk) or desk.scope.may_see(Sight.TRAIL, district)):
        raise out_of_sight()
    return district


def may_administer(desk: Desk) -> bool:
    """Whether what is shown may be changed here."""
    return desk.place is not None and desk.scope.may_do(Act.ADMINISTER, desk.place.district)


def required_district(desk: Desk) -> str:
    """The code of the district that is changed; raises `OutOfScopeError`."""
    if desk.place is None or not may_administer(desk):
        raise out_of_sight()
    return desk.place.district


def member_of(desk: Desk, number: str) -> Staff:
    """A member of staff of this district, or of none yet; raises `OutOfScopeError`."""
    found = staff_by_number(number)
    if found is None:
        raise out_of_sight()
    districts = districts_of(found)
    if districts and (desk.place is None or desk.place.district not in districts):
        raise out_of_sight()
    return found


def day_in(form: Mapping[str, str], name: str) -> date:
    """A day of a form; raises `InputError`."""
    found = day_or_none(form, name)
    if found is None:
        raise refused("choose a day", "请选择日期")
    return found


def day_or_none(form: Mapping[str, str], name: str) -> date | None:
    """A day of a form that may be left empty; raises `InputError`."""
    given = form.get(name, "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise refused(
            "{day!r} is not a day; write it as 2025-03-21",
            "“{day}”不是日期；请写成 2025-03-21",
            day=given,
        ) from None


def done(request: AtDesk, sentence: Said, name: str, *args: str) -> HttpResponse:
    """Say what was done, and show it."""
    messages.success(request, told(sentence, request.lang))
    return HttpResponseRedirect(reverse(name, args=args))
