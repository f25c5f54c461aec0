"""How each benchmark of the platform begins: an installation of its own, the machine told."""

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


@contextmanager
def installation_of_its_own(within: str = "") -> Iterator[Path]:
    """A folder that is removed again; the installation lies in it, or in a folder of it."""
    home = Path(tempfile.mkdtemp(prefix="mianshen-bench-"))
    os.environ["MIANSHEN_HOME"] = str(home / within)
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def kept_installation(home: Path) -> Iterator[Path]:
    """A folder that stays, for what took long to make; its PostgreSQL stops with the process."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ["MIANSHEN_HOME"] = str(home.resolve())
    yield home


def make_database() -> None:
    """The installation's keys and database, migrated and empty."""
    from mianshen.bureau.database.migrating import migrate, prepare

    prepare()
    from mianshen.bureau.installation import installation
    from mianshen.bureau.sealing.keys import make_keys

    make_keys(installation().key_file)
    migrate()


def tell_machine() -> None:
    """Print what the machine is, and how busy it is at the start."""
    machine = platform.processor() or platform.machine()
    load = os.getloadavg()[0]
    print(f"{machine}, {os.cpu_count()} cores, load {load:.1f} at start", flush=True)


class Spent(NamedTuple):
    """Seconds by the clock, of this process with those it began, and of its PostgreSQL."""

    clock: float
    own: float
    database: float

    def and_more(self, other: "Spent") -> "Spent":
        """This, and what was spent besides."""
        return Spent(*(one + more for one, more in zip(self, other, strict=True)))

    def __str__(self) -> str:
        used = f"{self.own:8.2f} s of its processes, {self.database:8.2f} s of the database"
        return f"{self.clock:8.2f} s, {used}"


def stopwatch() -> Callable[[], Spent]:
    """Begins to count; asked, it says what was spent since."""
    before = _so_far()
    return lambda: Spent(*(after - one for after, one in zip(_so_far(), before, strict=True)))


def _so_far() -> Spent:
    clock = time.perf_counter()
    found = [*Path(os.environ["MIANSHEN_HOME"]).rglob("postmaster.pid")]
    if not Path("/proc").is_dir():
        return Spent(clock, time.process_time(), 0.0)
    server = int(found[0].read_text().split()[0]) if found else 0
    own, database = _used_by(os.getpid(), but=server), _used_by(server) if server else 0.0
    return Spent(clock, own, database)


def _used_by(whole: int, but: int = 0) -> float:
    """Seconds of the processor that a process and its children have used, except for one child."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        number, parent = int(stat.parent.name), int(told[1])
        if number == whole or (parent == whole and number != but):
            ticks += sum(int(one) for one in told[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")
