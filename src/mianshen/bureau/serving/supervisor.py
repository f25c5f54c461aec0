"""The process that starts pages and jobs, watches over both and stops them together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType

from mianshen.bureau.refusals import refused

_LOOK_S = 0.2
_READY_MAX_S = 60
_STOP_MAX_S = 20


@dataclass(frozen=True)
class Ended:
    """How serving ended: because it was asked to (`lost` is empty), or which process was lost."""

    lost: str = ""


def serve(host: str, port: int, ready: Callable[[str], None]) -> Ended:
    """Run pages and jobs until SIGTERM or SIGINT; `ready` hears the address once both work.

    Whatever happens, no process started here is left running. Raises `InputError` where the
    address is taken.
    """
    check_free(host, port)
    address = f"http://{_spelt(host)}:{port}/"
    with _asked_to_stop() as asked:
        children = {
            "web": _start("mianshen.bureau.serving.web", host, str(port)),
            "worker": _start("mianshen.bureau.serving.worker"),
        }
        try:
            if _wait_until_ready(children, asked, address):
                ready(address)
            while not asked.wait(_LOOK_S):
                lost = _lost(children)
                if lost:
                    return Ended(lost)
            return Ended()
        finally:
            _stop(children)


def check_free(host: str, port: int) -> None:
    """Refuse an address that another program listens on, or that is none of this machine."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen()
    except OSError as error:
        raise refused(
            "{host}:{port} cannot be used ({reason}); give another with --host and --port",
            "{host}:{port} 不能用（{reason}）；请用 --host、--port 换一个",
            host=host,
            port=port,
            reason=error.strerror or error,
        ) from error


@contextlib.contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    asked = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()

    before = {one: signal.signal(one, ask) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _start(module: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """A child in a session of its own: Ctrl-C reaches the supervisor alone, which stops both."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, start_new_session=True
    )


def _lost(children: "dict[str, subprocess.Popen[bytes]]") -> str:
    return next((name for name, child in children.items() if child.poll() is not None), "")


def _wait_until_ready(
    children: "dict[str, subprocess.Popen[bytes]]", asked: threading.Event, address: str
) -> bool:
    """Whether pages and jobs answer in time; gives up when asked to stop or a child is lost."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + _READY_MAX_S
    while time.monotonic() < until and not _lost(children):
        try:
            with opener.open(address + "health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            if asked.wait(_LOOK_S):
                return False
    return False


def _stop(children: "dict[str, subprocess.Popen[bytes]]") -> None:
    for child in children.values():
        child.terminate()
    until = time.monotonic() + _STOP_MAX_S
    for child in children.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0, until - time.monotonic()))
        # Whatever is left of its session, such as a process of its own that did not end.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        if child.stdin is not None:
            child.stdin.close()


def _spelt(host: str) -> str:
    """The address by which this machine reaches itself."""
    if host in ("0.0.0.0", "::", ""):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
