"""Sources as contracts: who promised what and how often, how fresh it is, what changed in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs.districts import sources_of
from mianshen.bureau.workbench.administration.at import ADMINISTERS, READERS, district_of
from mianshen.bureau.workbench.departments.words import FREQUENCIES
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said


@page(said("Sources", "数据来源"), sees=READERS, does=ADMINISTERS)
@require_safe
def sources(request: AtDesk) -> HttpResponse:
    """Every source of the profile one sits in."""
    district_of(request.desk)
    assert request.desk.place is not None
    found = intake.sources_told(sources_of(request.desk.place.profile), request.desk.day)
    titles = {one.fresh.source: one.fresh.title for one in found}
    rows = [
        (one, FREQUENCIES[one.frequency], [(titles[key], n) for key, n in one.against.items()])
        for one in found
    ]
    late = sum(one.fresh.is_late for one in found)
    return render(
        request, "administration/sources.html", {"rows": rows, "late": late, "tab": "sources"}
    )
