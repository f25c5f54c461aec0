"""The tasks that the worker does: a clock that looks every minute, and what it finds to be due."""

from django.db import transaction
from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app

from mianshen.bureau.bitemporal.stating import CHINA
from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs import doing, failing, running
from mianshen.bureau.jobs.districts import district_of, districts
from mianshen.bureau.jobs.rhythm import Due, Kind

EVERY_MINUTE = "* * * * *"
URGENT, REGULAR = 10, 0
"""What somebody waits for goes before what a rhythm asks for."""


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="look_around", queueing_lock="look_around")
def look_around(**_moment: int) -> None:
    """Ask for everything that is due, for files that nobody walks on, and for messages."""
    now = timezone.now()
    for district, one in running.due_now(now):
        name, kind = district.profile.name, one.kind.value
        about = {"profile": name, "kind": kind, "key": one.key}
        _ask(do_due, f"{kind}:{name}", f"due:{kind}", REGULAR, **about)
    for district in districts(now.astimezone(CHINA).date()):
        name = district.profile.name
        rests = failing.resting(name, now)
        for batch in intake.open_batches(name):
            if batch.pk not in rests:
                walk_soon(batch.pk, name)
        if district.profile.notices is not None:
            _ask(send_messages, f"send:{name}", f"send:{name}", REGULAR, profile=name)


@app.periodic(cron=EVERY_MINUTE)
@app.task(name="take_up", queueing_lock="take_up")
async def take_up(**_moment: int) -> None:
    """Take up again the jobs of workers that died; each job may be done twice."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.task(name="do_due")
def do_due(profile: str, kind: str, key: str) -> None:
    """Do one thing that is due in a district."""
    now = timezone.now()
    district = district_of(profile, now.astimezone(CHINA).date())
    if district is not None:
        running.run(district, Due(Kind(kind), key), now)


@app.task(name="walk")
def walk(batch: int, profile: str) -> None:
    """Walk a delivery on, and at once to orders where the district's rhythm says so."""
    now = timezone.now()
    district = district_of(profile, now.astimezone(CHINA).date())
    if district is not None:
        with failing.counting_failures(profile, batch):
            doing.walk(batch, district, now)


@app.task(name="send_messages")
def send_messages(profile: str) -> None:
    """Send what waits to be told in a district."""
    now = timezone.now()
    district = district_of(profile, now.astimezone(CHINA).date())
    if district is not None:
        doing.send_messages(district, now)


def walk_soon(batch: int, profile: str, *, is_urgent: bool = False) -> None:
    """Let a delivery be walked on, by one job at a time; in the caller's transaction.

    One that somebody waits for goes before what merely came.
    """
    lock = f"walk:{batch}"
    _ask(walk, lock, lock, URGENT if is_urgent else REGULAR, batch=batch, profile=profile)


def _ask(task: "app.Task", queueing_lock: str, lock: str, priority: int, **about: object) -> None:
    """Ask for a job unless the same waits already."""
    asked = task.configure(queueing_lock=queueing_lock, lock=lock, priority=priority)
    try:
        # What the database refuses undoes this one question, and nothing of the caller's.
        with transaction.atomic():
            asked.defer(**about)
    except exceptions.AlreadyEnqueued:
        return
