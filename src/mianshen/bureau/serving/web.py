"""The process of the pages: granian serving them until it is told to stop."""

import multiprocessing
import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from mianshen.bureau.installation import installation
from mianshen.bureau.serving.lifeline import end_when_input_ends

_THREADS = 2 * (os.cpu_count() or 1)
"""How many pages are made at the same time; more would only wait for each other."""
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
    Granian(
        "mianshen.bureau.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=_THREADS,
        workers_kill_timeout=_STOP_MAX_S,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
