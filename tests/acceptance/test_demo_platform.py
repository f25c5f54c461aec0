"""The demonstration takes an invented district's year through the platform and proves it whole."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the user of the embedded database can reach, which pytest's own may not be."""
    made = Path(tempfile.mkdtemp(prefix="mianshen-demo-"))
    yield made
    shutil.rmtree(made)


def demonstrate(out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mianshen", "demo", "--profile", "jingan", "--people", "6"]
    environment = {**os.environ, "MIANSHEN_HOME": str(out.parent / "elsewhere")}
    return subprocess.run(
        [*command, "--no-serve", "--out", str(out), *more],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.acceptance
def test_every_row_of_a_year_is_in_exactly_one_state(folder: Path) -> None:
    ended = demonstrate(folder / "demo", "--lang", "en")

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "every row is in exactly one state" in ended.stdout
    told = json.loads((folder / "demo" / "demo.json").read_text(encoding="utf-8"))
    assert told["holds"] is True
    assert sum(told["rows"].values()) == told["rows_written"] > 100
    assert sum(told["batches"].values()) == told["files"]
    classes = told["funnel"]["classes"].values()
    assert sum(one["visits"] for one in classes) > 0
    assert sum(one["held_fen"] for one in classes) == told["funnel"]["held_fen"]
    assert not (folder / "elsewhere").exists()


@pytest.mark.acceptance
def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    ended = demonstrate(tmp_path)

    assert ended.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
