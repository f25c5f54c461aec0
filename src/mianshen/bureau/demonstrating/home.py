"""Where a demonstration works: an installation of its own, chosen before anything else is asked."""

import os
from pathlib import Path

from mianshen.bureau.installation import (
    DATABASE_OWNER_URL,
    DATABASE_URL,
    HOME,
    KEY_FILE,
    installation,
)

REPORT_FILE = "demo.json"


def choose_home(home: Path) -> None:
    """Work in a folder of its own from now on, whatever the environment says of another one."""
    for name in (DATABASE_URL, DATABASE_OWNER_URL, KEY_FILE):
        os.environ.pop(name, None)
    os.environ[HOME] = str(home)
    installation.cache_clear()
