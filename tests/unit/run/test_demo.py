"""The shipped example is what its script writes, and nobody in it exists."""

import csv
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from mianshen.standards.identity.numbers import read_number

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "examples" / "demo"


@pytest.fixture
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_demo", ROOT / "examples" / "make_demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_script_writes_the_shipped_files(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(script, "DEMO", tmp_path)
    script.main()
    written = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert written == {file.name: file.read_bytes() for file in DEMO.glob("*.csv")}


def test_every_certificate_number_is_valid_and_of_no_region() -> None:
    for file in sorted(DEMO.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
        for row in rows:
            number = row.get("certno") or row.get("证件号码") or ""
            proven = read_number(number).is_proven
            assert not number or (number.startswith("990000") and proven), file.name
