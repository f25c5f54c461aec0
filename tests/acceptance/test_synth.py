"""Making a district from outside: what is written, what is refused, and that memory is bounded."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from acceptance.job_factory import mianshen

PEAK = """
import resource, sys
from pathlib import Path
from mianshen.run.shipped import locate_profile
from mianshen.synth.district import read_profile, write_district
profile = read_profile(locate_profile("xinjin").parent)
write_district(profile, int(sys.argv[1]), 1, Path(sys.argv[2]), units_per_block=1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak_kib(people: int, out: Path) -> int:
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(people), str(out)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
    )
    return int(done.stdout.split()[-1])


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_two_runs_in_other_surroundings_write_the_same_bytes(tmp_path: Path) -> None:
    for name, zone in (("one", "Asia/Shanghai"), ("two", "America/Lima")):
        code = f"import os; os.environ['TZ'] = {zone!r}; import time; time.tzset(); "
        code += "import runpy; runpy.run_module('mianshen', run_name='__main__')"
        arguments = ["--people", "600", "--seed", "5", "--out", name]
        subprocess.run(
            [sys.executable, "-c", code, "synth", "--profile", "xinjin", *arguments],
            cwd=tmp_path,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": "1" if name == "one" else "2"},
        )
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_it_says_what_it_wrote(tmp_path: Path) -> None:
    done = mianshen("synth", "--profile", "xinjin", "--people", "300", "--out", "out", cwd=tmp_path)
    manifest = json.loads((tmp_path / "out/truth/manifest.json").read_text(encoding="utf-8"))
    assert done.code == 0
    assert manifest["people"] == 300
    assert f"{sum(manifest['rows'].values()):,}" in done.out
    assert f"{len(manifest['rows'])} 个文件" in done.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--profile", "nowhere", "--out", "out"], "baoshan、jingan、xinjin"),
        (["--profile", "xinjin", "--people", "0", "--out", "out"], "10000000"),
        (["--profile", "xinjin", "--out", "full"], "full"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(
    tmp_path: Path, arguments: list[str], complaint: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept").touch()
    done = mianshen("synth", *arguments, cwd=tmp_path)
    assert done.code == 2
    assert complaint in done.err
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


def test_a_larger_district_takes_no_more_memory(tmp_path: Path) -> None:
    small, large = peak_kib(1_000, tmp_path / "small"), peak_kib(4_000, tmp_path / "large")
    assert large < small + 25 * 1024
