"""Where a demonstration works: an installation of its own, chosen before anything else is asked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mianshen.bureau.installation import (
    DATABASE_OWNER_URL,
    DATABASE_URL,
    HOME,
    KEY_FILE,
    installation,
)

REPORT_FILE = "demo.json"

_OPTIONS = "PGOPTIONS"
_LATER = "-c synchronous_commit=off"


def choose_home(home: Path) -> None:
    """Work in a folder of its own from now on, whatever the environment says of another one."""
    for name in (DATABASE_URL, DATABASE_OWNER_URL, KEY_FILE):
        os.environ.pop(name, None)
    os.environ[HOME] = str(home)
    installation.cache_clear()


@contextmanager
def written_later() -> Iterator[None]:
    """Let the database put what is committed here on disk a moment later.

    Each step still happens whole or not at all. Should the power fail, the last moment of an
    invented year is lost; waiting for the disk after each of ten thousand steps is spared.
    """
    before = os.environ.get(_OPTIONS)
    os.environ[_OPTIONS] = f"{before} {_LATER}" if before else _LATER
    try:
        yield
    finally:
        if before is None:
            del os.environ[_OPTIONS]
        else:
            os.environ[_OPTIONS] = before
