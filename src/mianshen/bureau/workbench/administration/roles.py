"""Roles: what each lets be seen and done, and which keep apart."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mianshen.bureau.offices import services as staffing
from mianshen.bureau.workbench.administration.at import ADMINISTERS, READERS, district_of
from mianshen.bureau.workbench.administration.words import ACTS, SIGHTS
from mianshen.bureau.workbench.desk import AtDesk
from mianshen.bureau.workbench.pages import page
from mianshen.policy.saying import said


@page(said("Roles", "岗位"), sees=READERS, does=ADMINISTERS)
@require_safe
def roles(request: AtDesk) -> HttpResponse:
    """Roles and incompatible pairs as the profile tells them."""
    district, day = district_of(request.desk), request.desk.day
    shown = {
        "roles": [
            (one, [SIGHTS[sight] for sight in one.sees], [ACTS[act] for act in one.does])
            for one in staffing.roles_told(district, day)
        ],
        "pairs": staffing.pairs_told(district, day),
        "tab": "roles",
    }
    return render(request, "administration/roles.html", shown)
