"""Imports the year in a process of its own, which kills itself before a statement of choice."""

import itertools
import os
import signal
import sys
from pathlib import Path
from typing import Any

import psycopg

from mianshen.bureau.database.migrating import prepare

_numbers = itertools.count(1)


def kill_before(statement: int) -> None:
    """From now on count statements and copies, and die by SIGKILL before the given one."""
    for name in ("execute", "copy"):
        original = getattr(psycopg.Cursor, name)

        def counted(*args: Any, original: Any = original, **named: Any) -> Any:
            if next(_numbers) >= statement:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args, **named)

        setattr(psycopg.Cursor, name, counted)


if __name__ == "__main__":
    prepare()
    from bureau.counter import Counter, read_profile
    from bureau.year import YEAR, content

    at_counter = Counter(read_profile(Path(sys.argv[1])))
    kill_before(int(sys.argv[2]))
    for file in sorted(YEAR):
        at_counter.give(file, content(file))
    sys.stdout.write(f"{next(_numbers)} statements\n")
