"""The start page and the health page, both open to anyone and free of personal data."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

from mianshen.bureau.offices.services import districts_on

_HEARTBEAT_MAX = timedelta(seconds=30)
"""A worker tells every ten seconds that it is alive."""


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What runs here: the districts, and whether jobs are being done."""
    told = {"districts": districts_on(localdate()), "is_working": _has_worker()}
    return render(request, "ui/start.html", told)


@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 where database and worker are well, else 503; for monitoring."""
    try:
        database, worker = True, _has_worker()
    except DatabaseError:
        database = worker = False
    is_well = database and worker
    told = {"status": "ok" if is_well else "failing", "database": database, "worker": worker}
    return JsonResponse(told, status=200 if is_well else 503)


def _has_worker() -> bool:
    since = now() - _HEARTBEAT_MAX
    found: bool = ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).exists()
    return found
