"""The demonstration takes an invented district's year through the platform and proves it whole."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mianshen.cli import app


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that the user of the embedded database can reach, which pytest's own may not be."""
    made = Path(tempfile.mkdtemp(prefix="mianshen-demo-"))
    yield made
    shutil.rmtree(made)


def demonstrate(
    out: Path, profile: str = "xinjin", people: int = 40
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mianshen", "demo", "--profile", profile]
    environment = {**os.environ, "MIANSHEN_HOME": str(out.parent / "elsewhere")}
    return subprocess.run(
        [*command, "--people", str(people), "--no-serve", "--out", str(out), "--lang", "en"],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def ended(folder: Path) -> subprocess.CompletedProcess[str]:
    """The demonstration of forty people, done once."""
    return demonstrate(folder / "demo")


@pytest.fixture(scope="module")
def told(folder: Path, ended: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """Its report."""
    assert ended.returncode == 0, ended.stdout + ended.stderr
    found: dict[str, Any] = json.loads((folder / "demo" / "demo.json").read_text("utf-8"))
    return found


pytestmark = [pytest.mark.acceptance, pytest.mark.xdist_group("demo")]


def test_every_row_of_a_year_is_in_exactly_one_state(
    ended: subprocess.CompletedProcess[str], told: dict[str, Any], folder: Path
) -> None:
    rows = told["intake"]

    assert "every row and every fen is in exactly one state" in ended.stdout
    assert (told["holds"], told["wrong"]) == (True, [])
    assert sum(rows["rows"].values()) == rows["rows_written"] > 100
    assert sum(rows["batches"].values()) == rows["files"]
    assert not (folder / "elsewhere").exists()


def test_every_visit_and_every_fen_of_the_funnel_is_in_one_class(told: dict[str, Any]) -> None:
    funnel = told["funnel"]
    classes = funnel["classes"].values()

    assert sum(one["visits"] for one in classes) == funnel["visits"] > 0
    assert sum(one["amount_fen"] for one in classes) == (
        funnel["amount_fen"] - funnel["year_amount_fen"]
    )
    assert funnel["amount_fen"] == told["claims"]["entitled_fen"]


def test_what_is_due_goes_from_orders_through_the_bank_to_cards(
    told: dict[str, Any], folder: Path
) -> None:
    claims, payout = told["claims"], told["payout"]
    states = claims["states_fen"]

    assert claims["is_whole"]
    assert sum(states.values()) == claims["due_fen"] > states["paid"] > 0
    assert states["paid"] == payout["paid_fen"] == claims["money_fen"]["spent"]
    assert payout["paid_fen"] + payout["refused_fen"] == payout["sent_fen"]
    assert told["messages"]["sent"] == payout["settled"] == payout["paid"] + payout["refused"]
    assert len(list((folder / "demo" / "messages").iterdir())) == told["messages"]["sent"]
    assert all(Path(path).is_file() for path in payout["files"])


def test_orders_are_paid_or_wait_and_their_clocks_are_told(told: dict[str, Any]) -> None:
    orders, clocks = told["casework"]["orders"], told["casework"]["clocks"]

    assert orders["paid"] > 0
    assert orders["handed_down"] > 0, "the others are the backlog"
    assert all(sum(stands.values()) == sum(orders.values()) for stands in clocks.values())
    assert clocks["whole"]["kept"] == orders["paid"]


@pytest.mark.parametrize(("profile", "people"), [("jingan", 15), ("baoshan", 25)])
def test_every_profile_pays_to_the_last_card(folder: Path, profile: str, people: int) -> None:
    ended = demonstrate(folder / profile, profile, people)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    found = json.loads((folder / profile / "demo.json").read_text("utf-8"))
    claims, payout = found["claims"], found["payout"]

    assert (found["holds"], found["wrong"], claims["is_whole"]) == (True, [], True)
    assert sum(claims["states_fen"].values()) == claims["due_fen"]
    assert claims["states_fen"]["paid"] == claims["money_fen"]["spent"] == payout["paid_fen"] > 0
    assert found["casework"]["clocks"]["whole"]["kept"] == found["casework"]["orders"]["paid"] > 0


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    ended = CliRunner().invoke(app, ["demo", "--profile", "xinjin", "--out", str(tmp_path)])

    assert ended.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
