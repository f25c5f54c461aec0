"""How fast the calculator is: beside SQL and OpenFisca on the same work, and from file to file.

Run `pip install -r bench/requirements.txt`, then `python bench/engine.py`. Every figure is of this
one run; times are processor time, so that other work on the machine bends them least.
"""

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mixes
import polars as pl
import rivals
from mixes import AS_OF, YEAR, Mix

from mianshen.engine.frames import UNIT, frames_of
from mianshen.engine.kernel.answering import Kernel, make_ready
from mianshen.run.fact_tables import read_fact_tables
from mianshen.run.shipped import load, locate
from mianshen.run.table_job import TableOrder, assess_tables

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "engine-speed.md"
CHART = ROOT / "docs" / "images" / "engine-speed.svg"
RUNS = 3
_DISTRICT_PEOPLE = 400
_MIB = 1024


def main() -> None:
    """Measure everything once and write the page and its chart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settlements", type=int, default=500_000)
    parser.add_argument("--end-to-end", type=int, default=5_000_000)
    parser.add_argument("--remark", default="", help="what else ran, for the page")
    parser.add_argument("--compiled-before", action="store_true", help="do not time compiling")
    wanted = parser.parse_args()
    first_answers = [] if wanted.compiled_before else _first_answers()
    make_ready()
    load_average = os.getloadavg()[0]
    told: list[str] = []
    bars: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="mianshen-bench-") as name:
        told += _beside(wanted.settlements, Path(name), bars)
        told += _growth(wanted.settlements // 5)
        told += _end_to_end(wanted.end_to_end, Path(name), bars)
    if first_answers:
        told.append(
            f"First answer on a fresh installation: {first_answers[0]:.1f} s of processor time, "
            f"most of it compiling; the second start: {first_answers[1]:.1f} s."
        )
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {load_average:.1f} at the start"
    _write(machine, told, bars, wanted.remark)


def _timed(work: Callable[[], Any]) -> tuple[list[float], Any]:
    """Processor seconds of each run after one to warm up, and what it answered."""
    answer = work()
    spent = []
    for _ in range(RUNS):
        started = time.process_time()
        answer = work()
        spent.append(time.process_time() - started)
    return sorted(spent), answer


def _kernel(mix: Mix) -> Callable[[], int]:
    """What assesses a mix as `assess-tables` does, without files; answers all that is paid."""
    kernel = Kernel(mix.pack, year=YEAR, as_of=AS_OF, year_closed=True)

    def run() -> int:
        answered = kernel.answer(mix.frames)
        assert not answered.left, "the mix is covered"
        return int(answered.in_words(mix.frames)["amount_fen"].sum())

    return run


def _rate(count: int, spent: list[float]) -> str:
    ends = f"{count / spent[-1]:,.0f} to {count / spent[0]:,.0f}"
    return f"{count / spent[len(spent) // 2]:,.0f} a second and core ({ends})"


def _beside(settlements: int, folder: Path, bars: list[tuple[str, float]]) -> list[str]:
    single, yearly = mixes.single(settlements), mixes.yearly(settlements // 2)
    ours, paid = _timed(_kernel(single))
    theirs, sql_paid = _timed(rivals.by_duckdb(single, 1, folder))
    assert paid == sql_paid, f"the same work: {paid} and {sql_paid} fen"
    ours_yearly, paid_yearly = _timed(_kernel(yearly))
    fisca, fisca_yuan = _timed(rivals.by_openfisca(yearly))
    off = abs(paid_yearly / 100 - fisca_yuan) / max(1, fisca_yuan)
    assert off < 1 / 1000, f"the same work, but for binary floats: {paid_yearly}, {fisca_yuan}"
    middle = RUNS // 2
    bars += [
        ("Mianshen, one programme", single.settlements / ours[middle]),
        ("DuckDB SQL, one programme", single.settlements / theirs[middle]),
        ("Mianshen, six yearly programmes", yearly.settlements / ours_yearly[middle]),
        ("OpenFisca, six yearly programmes", yearly.settlements / fisca[middle]),
    ]
    return [
        f"**{theirs[middle] / ours[middle]:.2f} ×** DuckDB ({single.what}; one thread each; equal "
        f"to the fen): {_rate(settlements, ours)}, DuckDB {_rate(settlements, theirs)}.",
        f"**{fisca[middle] / ours_yearly[middle]:.2f} ×** OpenFisca ({yearly.what}; OpenFisca in "
        f"binary floats and without reasons): {_rate(yearly.settlements, ours_yearly)}, OpenFisca "
        f"{_rate(yearly.settlements, fisca)}.",
    ]


def _growth(settlements: int) -> list[str]:
    told = []
    rows = [mixes.single(settlements * times) for times in (1, 2, 4)]
    chains = [mixes.chained(settlements, members) for members in (1, 2, 4, 8)]
    orders = [mixes.ordered(settlements // 4, members) for members in (1, 2, 3, 4)]
    for what, own in (("rows", rows), ("programmes", chains), ("a layer in best order", orders)):
        parts = []
        for mix in own:
            spent, _ = _timed(_kernel(mix))
            each = 1_000_000 * spent[RUNS // 2] / mix.settlements
            name = f"{mix.settlements:,} rows" if own is rows else mix.name
            parts.append(f"{name} {each:.1f}")
        told.append(f"Growth with {what}, microseconds a settlement: {', '.join(parts)}.")
    return told


def _district(settlements: int) -> tuple[Mix, int]:
    """A realistic district under Xinjin's rules with assumed figures, repeated to a size."""
    sys.path.insert(0, str(ROOT / "tests"))
    from generation.district import person_facts

    pack = load(locate("510118-xinjin"), (locate("xinjin/demo-assumed"),))
    people = [person_facts(pack, YEAR, f"bench-{number}") for number in range(_DISTRICT_PEOPLE)]
    frames = frames_of(people)
    times = -(-settlements // frames.table("events").height)
    repeated = mixes.repeated(frames, times)
    return Mix("district", "Xinjin with assumed figures", pack, repeated), times


def _end_to_end(settlements: int, folder: Path, bars: list[tuple[str, float]]) -> list[str]:
    mix, times = _district(settlements)
    tables = folder / "facts"
    tables.mkdir()
    for name, table in mix.frames.tables.items():
        if table.height:
            table.drop(UNIT).write_parquet(tables / f"{name}.parquet")
    closures = [(one.source, one.through) for one in mix.frames.closures]
    schema = {"source": pl.String, "through": pl.Date}
    pl.DataFrame(closures, schema=schema, orient="row").write_parquet(tables / "closures.parquet")
    count, units = mix.settlements, mix.frames.units
    pack = mix.pack
    del mix
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    order = TableOrder(pack, YEAR, AS_OF, year_closed=True, threads=os.cpu_count() or 1)
    started, spent = time.monotonic(), time.process_time()
    outcome = assess_tables(read_fact_tables(tables), order, folder / "lines")
    wall, cpu = time.monotonic() - started, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    bars.append(("Mianshen, realistic district, file to file", count / cpu))
    left = outcome.left.total()
    return [
        f"File to file: {count:,} settlements of {units:,} people ({_DISTRICT_PEOPLE} invented "
        f"people repeated {times} times) under Xinjin's rules with assumed figures to "
        f"{outcome.lines:,} lines with reasons: {wall:.0f} s on {order.threads} threads, {cpu:.0f} "
        f"s of processor time, {count / cpu:,.0f} settlements a second and core; {left:,} units "
        f"left to the reference; memory {peak // _MIB:,} MiB at most, {before // _MIB:,} before.",
    ]


def _first_answers() -> list[float]:
    """Processor seconds to the first answer with nothing compiled yet, and of the next start."""
    ask = "from mianshen.engine.kernel.answering import make_ready; make_ready()"
    with tempfile.TemporaryDirectory(prefix="mianshen-cache-") as cache:
        spent = []
        for _ in range(2):
            started = resource.getrusage(resource.RUSAGE_CHILDREN)
            environment = {**os.environ, "MIANSHEN_CACHE_DIR": cache}
            subprocess.run([sys.executable, "-c", ask], env=environment, check=True)
            ended = resource.getrusage(resource.RUSAGE_CHILDREN)
            user, system = ended.ru_utime - started.ru_utime, ended.ru_stime - started.ru_stime
            spent.append(user + system)
    return spent


def _write(machine: str, told: list[str], bars: list[tuple[str, float]], remark: str) -> None:
    parts = [
        "# How fast the calculator is",
        f"Measured in one run of `python bench/engine.py` on {machine}; "
        f"{time.strftime('%Y-%m-%d')}. Processor time, the middle of {RUNS} runs after one to warm "
        "up, the slowest and fastest beside it. The work is fixed in `bench/mixes.py`.",
        *([remark] if remark else []),
        "![Settlements a second and core](images/engine-speed.svg)",
        "\n".join(f"- {one}" for one in told),
    ]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    CHART.write_text(_chart(bars), encoding="utf-8")
    print("\n".join(told))


def _chart(bars: list[tuple[str, float]]) -> str:
    """Bars, one a line, with their figures."""
    most = max(rate for _, rate in bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{34 * len(bars) + 40}" '
        'font-family="sans-serif" font-size="14">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="10" y="22">Settlements a second and core</text>',
    ]
    for index, (name, rate) in enumerate(bars):
        y = 40 + 34 * index
        fill = "#2a6f97" if name.startswith("Mianshen") else "#a0a0a0"
        width = max(2, round(380 * rate / most))
        lines.append(f'<text x="10" y="{y + 16}">{name}</text>')
        lines.append(f'<rect x="280" y="{y}" width="{width}" height="22" fill="{fill}"/>')
        lines.append(f'<text x="{286 + width}" y="{y + 16}">{rate:,.0f}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


if __name__ == "__main__":
    main()
