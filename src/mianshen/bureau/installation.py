"""Where one installation lives: its folder, its database and its keys, as the environment says."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

HOME = "MIANSHEN_HOME"
DATABASE_URL = "DATABASE_URL"
DATABASE_OWNER_URL = "DATABASE_OWNER_URL"
KEY_FILE = "MIANSHEN_KEY_FILE"
HOSTS = "MIANSHEN_HOSTS"
HTTPS = "MIANSHEN_HTTPS"
MESSAGES = "MIANSHEN_MESSAGES"
FIGURES = "MIANSHEN_FIGURES"
"""Set by the server of the pages for its own processes alone."""
PULL = "MIANSHEN_PULL_"
"""With the name of a database behind it: the address at which its tables are read."""

_OWN_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


@dataclass(frozen=True)
class Installation:
    """One installation: everything it keeps lies under `home`, or where the environment points.

    `database_url` is the database of the runtime role; without it the embedded PostgreSQL under
    `home` is used. `owner_url` is the same database as the role that owns the tables. `hosts` are
    the names under which browsers reach the pages; `is_https` says that a proxy in front speaks
    HTTPS. `messages` is the address of the service that messages go out by, empty where they are
    written as files; it holds that service's secret. `figures` is the folder in which the processes
    of one server of pages share what is dear to count, None where one process does it all.
    """

    home: Path
    database_url: str | None
    owner_url: str | None
    key_file: Path
    hosts: list[str]
    is_https: bool
    messages: str = field(default="", repr=False)
    figures: Path | None = None

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the one that is started and stopped here."""
        return self.database_url is None

    @property
    def cluster(self) -> Path:
        """The folder of the embedded PostgreSQL."""
        return self.home / "postgres"

    @property
    def keys(self) -> Path:
        """The folder of secrets that were made here; readable by the owner of the files alone."""
        return self.home / "keys"


def pull_address(database: str) -> str | None:
    """The address of a database that a profile pulls from, by its name there; it is not kept."""
    return os.environ.get(PULL + database.upper()) or None


@cache
def installation() -> Installation:
    """The installation this process works for, read once."""
    home = Path(os.environ.get(HOME) or "var").resolve()
    runtime = os.environ.get(DATABASE_URL) or None
    return Installation(
        home=home,
        database_url=runtime,
        owner_url=os.environ.get(DATABASE_OWNER_URL) or runtime,
        key_file=Path(os.environ.get(KEY_FILE) or home / "keys" / "sealing.json").resolve(),
        hosts=_OWN_HOSTS + [one for one in os.environ.get(HOSTS, "").split(",") if one],
        is_https=bool(os.environ.get(HTTPS)),
        messages=os.environ.get(MESSAGES, ""),
        figures=Path(os.environ[FIGURES]) if os.environ.get(FIGURES) else None,
    )
