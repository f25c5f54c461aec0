"""A child that ends when its parent does, however the parent ends."""

import os
import signal
import threading

_STANDARD_INPUT = 0


def end_when_input_ends() -> None:
    """Stop this process, as on SIGTERM, when its standard input ends.

    The parent holds the other end and writes nothing: the input ends when the parent is gone, even
    if it was killed.
    """

    def wait() -> None:
        # Not through sys.stdin, whose lock a thread must not hold while the process ends.
        while os.read(_STANDARD_INPUT, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
