"""The door of jobs: deliveries walked on soon, profiles loaded, and what was done by itself."""

from mianshen.bureau.jobs.districts import (
    District,
    Profile,
    districts,
    load,
    profile_of,
    sources_of,
)
from mianshen.bureau.jobs.failing import Failing, failing
from mianshen.bureau.jobs.running import due_now, run
from mianshen.bureau.jobs.tasks import walk_soon

__all__ = [
    "District",
    "Failing",
    "Profile",
    "districts",
    "due_now",
    "failing",
    "load",
    "profile_of",
    "run",
    "sources_of",
    "walk_soon",
]
