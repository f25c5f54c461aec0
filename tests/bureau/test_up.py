"""`mianshen up` prepares, runs and stops an installation, and leaves no process behind."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bureau.external import external_cluster, urls
from mianshen.bureau.database.address import AddressError, read_address
from mianshen.cli import app
from mianshen.policy.saying import chinese, sentence_of

WAIT_S = 60
MIANSHEN = [sys.executable, "-m", "mianshen"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of an installation of its own."""
    ours = ("DATABASE_URL", "DATABASE_OWNER_URL", "MIANSHEN_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**inherited, "MIANSHEN_HOME": str(home), "PYTHONUTF8": "1", **more}


def run(home: Path, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    return subprocess.run(
        [*MIANSHEN, *words],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """An installation with one district, prepared once for this file."""
    folder = Path(tempfile.mkdtemp(prefix="mianshen-up-"))
    done = run(folder, "up", "--profile", "baoshan", "--no-serve", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "ready: 上海市宝山区" in done.stdout
    assert not done.stderr
    yield folder
    shutil.rmtree(folder)


class Running:
    """A running `mianshen up` and everything that belongs to it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [*MIANSHEN, "up", "--port", str(self.port), "--lang", "en"],
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_ready(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            found = re.search(r"running: (http://\S+)", line)
            if found:
                return found[1]
        raise AssertionError("it ended before it was ready")

    def pids(self) -> dict[int, str]:
        """Processes whose environment or arguments name this installation, with their commands."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes()
                named = words + (entry / "environ").read_bytes()
                is_zombie = " Z " in (entry / "stat").read_text()
            except OSError:
                continue
            if str(self.home).encode() in named and not is_zombie:
                found[int(entry.name)] = words.replace(b"\0", b" ").decode()
        return found

    def wait_until_gone(self) -> dict[int, str]:
        """What is left of it after a while; empty as it should be."""
        until = time.monotonic() + WAIT_S
        while self.pids() and time.monotonic() < until:
            time.sleep(0.1)
        return self.pids()


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    """A running installation; what is left of it is ended after the test."""
    started = Running(home)
    yield started
    started.process.kill()
    started.process.wait()
    assert started.process.stdout is not None
    started.process.stdout.close()


needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")


def test_a_second_start_changes_nothing(home: Path) -> None:
    done = run(home, "up", "--no-serve")

    assert done.returncode == 0
    assert done.stdout.splitlines() == ["已备好：上海市宝山区"]


@needs_proc
@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_while_it_runs_and_stops_cleanly(running: Running, asked: int) -> None:
    address = running.wait_until_ready()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address + "health") as answer:
        assert json.load(answer) == {"status": "ok", "database": True, "worker": True}
    with opener.open(address) as answer:
        assert "上海市宝山区" in answer.read().decode()
    running.process.send_signal(asked)
    told, _ = running.process.communicate(timeout=WAIT_S)

    assert running.process.returncode == 0
    assert told.splitlines()[-1] == "stopped"
    assert not running.pids()


@needs_proc
def test_killed_it_leaves_no_process_behind(running: Running) -> None:
    running.wait_until_ready()
    running.process.kill()
    running.process.wait()

    assert not running.wait_until_gone()


@needs_proc
def test_a_lost_process_ends_the_others_and_is_named(running: Running) -> None:
    running.wait_until_ready()
    lost = next(pid for pid, words in running.pids().items() if "serving.worker" in words)
    os.kill(lost, signal.SIGKILL)
    told, _ = running.process.communicate(timeout=WAIT_S)

    assert running.process.returncode == 1
    assert "the process worker ended by itself" in told
    assert not running.wait_until_gone()


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run(tmp_path, "up", "--port", str(port), "--lang", "en")

    assert done.returncode == 2
    assert f"127.0.0.1:{port} cannot be used" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_lost_key_file_is_not_replaced(home: Path, tmp_path: Path) -> None:
    elsewhere = str(tmp_path / "sealing.json")
    done = run(home, "up", "--no-serve", "--lang", "en", MIANSHEN_KEY_FILE=elsewhere)

    assert done.returncode == 2
    assert "put it back from its second place" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://a:b@host/name", "must begin with postgresql://"),
        ("postgresql://a:secret@127.0.0.1:1/name", "cannot be reached"),
    ],
)
def test_an_address_that_does_not_work_is_told_without_its_password(
    tmp_path: Path, url: str, sentence: str
) -> None:
    done = run(tmp_path, "up", "--no-serve", "--lang", "en", DATABASE_URL=url)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://a:secret@host:port/name", "is not a number"),
        ("postgresql://a:secret@host", "must name a user and a database"),
        ("postgresql://host/name", "must name a user and a database"),
    ],
)
def test_an_address_that_is_none_is_told_in_both_languages(url: str, sentence: str) -> None:
    with pytest.raises(AddressError, match=sentence) as refused:
        read_address(url)

    told = sentence_of(refused.value)
    assert chinese(told) != told
    assert "secret" not in told


def test_a_postgresql_of_ones_own_is_used_by_its_address(tmp_path: Path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="mianshen-16-"))
    cluster = external_cluster(folder / "postgres", 16)
    try:
        where = urls(cluster)
        done = run(tmp_path, "up", "--profile", "baoshan", "--no-serve", **where)
        assert done.returncode == 0, done.stderr
        assert not (tmp_path / "postgres").exists()

        kept = run(
            tmp_path, "backup", "--out", str(folder / "a"), "--keys", str(folder / "b"), **where
        )
        assert kept.returncode == 0, kept.stderr
        looked = run(tmp_path, "doctor", "--lang", "en", **where)
        assert looked.returncode == 0, looked.stdout
        assert "PostgreSQL 16" in looked.stdout

        alone = {"DATABASE_URL": where["DATABASE_OWNER_URL"]}
        looked = run(tmp_path, "doctor", "--lang", "en", **alone)
        assert looked.returncode == 1
        assert "is both owner and user" in looked.stdout
    finally:
        cluster.stop()
        shutil.rmtree(folder)


def test_behind_https_django_finds_nothing_to_warn_of(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env=environment(
            home, DJANGO_SETTINGS_MODULE="mianshen.bureau.settings", MIANSHEN_HTTPS="1"
        ),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("command", ["up", "doctor", "backup", "restore --from x"])
def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("mianshen.cli.bureau._PARTS", ("no_such_package",))
    done = CliRunner().invoke(app, [*command.split(), "--lang", "en"])

    assert done.exit_code == 2
    assert 'pip install "mianshen[bureau]"' in done.stderr


def test_the_calculator_does_without_the_platform() -> None:
    looked = (
        "import sys, mianshen.cli;"
        "sys.exit(any(one in sys.modules for one in ('django', 'psycopg', 'granian')))"
    )
    assert subprocess.run([sys.executable, "-c", looked], check=False).returncode == 0
