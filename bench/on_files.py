"""From Parquet files to Parquet files: a district repeated to a size, assessed as files."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from mixes import Mix, repeated
from parts import timed_apart

from mianshen.engine.frames import UNIT
from mianshen.run.fact_tables import read_fact_tables
from mianshen.run.table_job import TableOrder, assess_tables

_COPIES_A_PART = 20
_KIB_A_MIB = 1024


@dataclass(frozen=True)
class Job:
    """What one job took and what it told."""

    settlements: int
    units: int
    lines: int
    left: int
    clock: float
    spent: float
    peak_mib: int


def written(mix: Mix, settlements: int, folder: Path) -> int:
    """Write the tables of a mix repeated to a size, part by part; answers how many settlements."""
    times = -(-settlements // mix.settlements)
    folder.mkdir()
    for first in range(0, times, _COPIES_A_PART):
        part = repeated(mix.frames, min(_COPIES_A_PART, times - first), first)
        for name, table in part.tables.items():
            if table.height:
                (folder / name).mkdir(exist_ok=True)
                table.drop(UNIT).write_parquet(folder / name / f"{first:06d}.parquet")
    closures = [(one.source, one.through) for one in mix.frames.closures]
    schema = {"source": pl.String, "through": pl.Date}
    pl.DataFrame(closures, schema=schema, orient="row").write_parquet(folder / "closures.parquet")
    return times * mix.settlements


def by_the_program(mix: Mix, settlements: int, tables: Path, out: Path) -> Job:
    """`mianshen assess-tables` in a process of its own, with a thread for each core."""
    asked = ["--in", str(tables), "--pack", "xinjin", "--overlay", "xinjin/demo-assumed"]
    asked += [
        "--year",
        str(mix.year),
        "--as-of",
        mix.as_of.isoformat(),
        "--year-closed",
        "--out",
        str(out),
    ]
    asked += ["--threads", str(os.cpu_count())]
    started = time.monotonic()
    child = subprocess.Popen([sys.executable, "-m", "mianshen", "assess-tables", *asked])
    _, status, used = os.wait4(child.pid, 0)
    clock = time.monotonic() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, "the job failed"
    told = json.loads((out / "run.json").read_text(encoding="utf-8"))
    left = sum(told["left_to_reference"].values())
    spent, peak = used.ru_utime + used.ru_stime, used.ru_maxrss // _KIB_A_MIB
    return Job(settlements, told["units"], told["lines"], left, clock, spent, peak)


def apart(mix: Mix, tables: Path, out: Path) -> Counter[str]:
    """Seconds of each part of the job, in this process and one thread."""
    order = TableOrder(mix.pack, mix.year, mix.as_of, year_closed=True, threads=1)
    with timed_apart() as parts:
        assess_tables(read_fact_tables(tables), order, out)
    return parts.seconds
