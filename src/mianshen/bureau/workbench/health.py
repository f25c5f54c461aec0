"""The health page, open to anyone and free of personal data; for monitoring."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateWorker

from mianshen.bureau.workbench.pages import open_to_anyone

_HEARTBEAT_MAX = timedelta(seconds=30)
"""A worker tells every ten seconds that it is alive."""


@open_to_anyone
@require_safe
def health(_request: HttpRequest) -> JsonResponse:
    """200 where database and worker are well, else 503."""
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
