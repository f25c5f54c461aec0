"""The pages: granian serving them by a process for each core until it is told to stop."""

import multiprocessing
import os
import shutil
import sys
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mianshen.bureau.installation import FIGURES, installation
from mianshen.bureau.serving.lifeline import end_when_input_ends

_PROCESSES_MAX = 4
_THREADS = 4
"""How many pages a process makes at the same time; more would only wait for each other."""
_STOP_MAX_S = 10


def serve(host: str, port: int) -> None:
    """Serve the pages until SIGTERM or SIGINT, or until the input ends."""
    # A fork would copy the thread that waits for the end of the input.
    multiprocessing.set_start_method("spawn")
    end_when_input_ends()
    here = installation()
    if here.is_embedded:
        # Held here as well, so that the database outlives the process that answers.
        from mianshen.bureau.database.embedded import start

        start(here.cluster, here.keys)
    os.environ[FIGURES] = str(_emptied(here.home / "figures"))
    Granian(
        "mianshen.bureau.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(os.cpu_count() or 1, _PROCESSES_MAX),
        blocking_threads=_THREADS,
        workers_kill_timeout=_STOP_MAX_S,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def _emptied(folder: Path) -> Path:
    """A folder that the processes share; what another release counted would not be understood."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
