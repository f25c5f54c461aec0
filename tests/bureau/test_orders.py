"""Whatever order files come in, and wherever the import is killed, the same is known in the end."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bureau.canonical import canonical
from bureau.counter import Counter, read_profile
from bureau.year import YEAR, content
from mianshen.bureau.database.embedded import Cluster
from mianshen.bureau.database.roles import OWNER, RUNTIME
from mianshen.bureau.installation import installation
from mianshen.bureau.intake.models import Batch

pytestmark = pytest.mark.usefixtures("database")

TESTS = Path(__file__).resolve().parents[1]
KILL_BEFORE_MOST = 1_100
"""The year takes a few statements more."""
ORDERS = int(os.environ.get("MIANSHEN_ORDERS", "4"))
KILLS = int(os.environ.get("MIANSHEN_KILLS", "3"))


def arrive(counter: Counter, names: list[str]) -> None:
    for name in names:
        counter.give(name, content(name))


@pytest.fixture(scope="session")
def undisturbed() -> dict[str, list[str]]:
    """What is known after the year in its own order, once it was found out."""
    return {}


@pytest.mark.parametrize("seed", range(ORDERS))
def test_files_in_any_order_give_the_same_in_the_end(
    seed: int, tmp_path: Path, undisturbed: dict[str, list[str]]
) -> None:
    names = sorted(YEAR)
    if seed:
        random.Random(seed).shuffle(names)
    arrive(Counter(read_profile(tmp_path)), names)

    found = canonical()
    undisturbed.update({} if undisturbed else found)
    assert len(found["events"]) > 3
    assert found["doubts"]
    for part, known in undisturbed.items():
        assert found[part] == known, part


@pytest.mark.parametrize("seed", range(KILLS))
def test_an_import_killed_anywhere_and_begun_again_gives_the_same(
    seed: int, tmp_path: Path, cluster: Cluster, database: str, undisturbed: dict[str, list[str]]
) -> None:
    counter = Counter(read_profile(tmp_path))
    kill_before = random.Random(seed).randrange(20, KILL_BEFORE_MOST)
    environment = {
        **os.environ,
        "DATABASE_URL": _url(cluster, RUNTIME, database),
        "DATABASE_OWNER_URL": _url(cluster, OWNER, database),
        "MIANSHEN_KEY_FILE": str(installation().key_file),
        "PYTHONPATH": str(TESTS),
    }
    command = [sys.executable, "-m", "bureau.importing", str(tmp_path), str(kill_before)]
    ended = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    arrive(counter, sorted(YEAR))
    assert set(Batch.objects.values_list("state", flat=True)) == {"applied"}
    assert Batch.objects.count() == len(YEAR)
    found = canonical()
    expected = undisturbed or found
    for part, known in expected.items():
        assert found[part] == known, part


def _url(cluster: Cluster, role: str, database: str) -> str:
    address = cluster.address(role, database)
    where = f"host={address.host}&port={address.port}"
    return f"postgresql://{address.user}:{address.password}@/{database}?{where}"
