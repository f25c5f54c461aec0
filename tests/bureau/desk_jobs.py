"""What a browser's test asks of the database beside the browser: Django refuses it in its loop."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from mianshen.bureau.jobs import tasks

T = TypeVar("T")


def aside(work: Callable[[], T]) -> T:
    """Do something in a thread of its own."""

    def whole() -> T:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(whole).result()


def do_jobs() -> None:
    """Walk the deliveries that wait to be walked on, as the worker's process would."""
    aside(_walk)


def _walk() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="walk", status="todo").order_by("id"):
        tasks.walk(**job.args)
