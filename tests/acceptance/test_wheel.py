"""The wheel holds code, packs and the example, and works where the repository is not."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import mianshen

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("money.py", "standards/__init__.py", "policy/__init__.py", "engine/__init__.py")
STEP_TIMEOUT_S = 120
ECHARTS_6_1_0 = "28515f26aa57f87eb1e4ed4eb446927eaf329b5f5e02b4bfd4b0264fea40d1da"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command as a stranger would: no path into the repository, UTF-8, English."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=STEP_TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def wheel(elsewhere: Path) -> Path:
    pip = (sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation")
    run(*pip, "--wheel-dir", elsewhere / "wheel", ROOT, cwd=elsewhere)
    (built,) = (elsewhere / "wheel").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(elsewhere: Path, wheel: Path) -> Path:
    """The `mianshen` command in a new environment that holds the locked dependencies only."""
    environment = elsewhere / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=elsewhere)
    # What is imported is compiled then; compiling all of every library takes longer than the rest.
    pip = (sys.executable, "-m", "pip", "--python", environment / "bin" / "python")
    pip = (*pip, "install", "-q", "--no-compile")
    lock = ROOT / "requirements" / "run.txt"
    run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock, cwd=elsewhere)
    run(*pip, "--no-deps", wheel, cwd=elsewhere)
    return environment / "bin" / "mianshen"


# One worker builds and installs once for all of them.
pytestmark = pytest.mark.xdist_group("wheel")


def test_it_carries_the_charts_of_apaches_release_byte_for_byte(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        script = packed.read("mianshen/bureau/workbench/static/vendor/echarts.esm.min.js")
    assert hashlib.sha256(script).hexdigest() == ECHARTS_6_1_0


def test_it_holds_the_code_the_packs_and_the_example(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {f"mianshen/{room}" for room in ROOMS} <= set(names)
    assert "mianshen/py.typed" in names
    assert "mianshen/sheets/templates/sheet.html.jinja" in names
    shipments = {"packs": "_packs", "profiles": "_profiles", "examples/demo": "_demo"}
    for folder, shipped in ((ROOT / name, inside) for name, inside in shipments.items()):
        expected = {
            f"mianshen/{shipped}/{path.relative_to(folder).as_posix()}"
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert expected, f"{folder.name} is empty"
        assert expected <= set(names)


def test_it_holds_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"mianshen", f"mianshen-{mianshen.__version__}.dist-info"}
    assert not [name for name in names if re.search(r"__pycache__|/tests?/|\.pyc$", name)]


def test_the_installed_program_says_its_version(installed: Path, elsewhere: Path) -> None:
    assert mianshen.__version__ in run(installed, "--version", cwd=elsewhere)


def test_the_installed_program_runs_its_demo(installed: Path, elsewhere: Path) -> None:
    out = elsewhere / "demo"
    run(installed, "demo", "--out", out, cwd=elsewhere)
    assert any(out.iterdir()), "the demo wrote nothing"
