"""How fast the calculator is: beside SQL and OpenFisca on the same work, and from file to file.

Run `pip install -r bench/requirements.txt`, then `python bench/engine.py`: it writes
`docs/engine-speed.md` and its chart. With `--only` some of the page's sections are renewed and
the others stay.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import limits
import mixes
import on_files
import rivals
import sections
import telling
from mixes import Mix
from running import Measured, by_kernel, by_reference, timed

from mianshen.engine.kernel.answering import make_ready

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "engine-speed.md"
CHART = "images/engine-speed.svg"

RATES, BESIDE, PARTS = "A second and core", "Beside SQL and OpenFisca", "Where the time goes"
GROWTH, FIRST, FILES = "Growth", "The first answer", "From file to file"
SECTIONS = (RATES, BESIDE, PARTS, GROWTH, FIRST, FILES)
WORDS = ("rates", "growth", "first", "files")

DISTRICT_PEOPLE = 6000
ORDER_OF_SIX, READS_PAID, HARD = 800, 250, 20
"""By how much such dear work is less than the plain one."""


def main() -> None:
    """Measure what is asked for and write its sections of the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=WORDS, default=WORDS)
    parser.add_argument("--settlements", type=int, default=500_000)
    parser.add_argument("--on-files", type=int, nargs="*", default=[250_000, 1_000_000])
    parser.add_argument("--people", type=int, default=DISTRICT_PEOPLE, help="of the district")
    parser.add_argument("--remark", default="", help="what else ran, for the page")
    parser.add_argument("--page", type=Path, default=PAGE)
    wanted = parser.parse_args()
    begun = telling.machine(wanted.remark)
    found: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="mianshen-bench-") as name:
        folder = Path(name)
        if "first" in wanted.only:
            found[FIRST] = _first_answers(folder)
        make_ready()
        if "growth" in wanted.only:
            found[GROWTH] = sections.growth(_growth(wanted.settlements // 5))
        district = mixes.district(wanted.people, folder / "district")
        if "rates" in wanted.only:
            found |= _rates(wanted.settlements, district, folder, wanted.page.parent / CHART)
        if "files" in wanted.only:
            found[FILES] = _files(district, wanted.on_files, folder)
    told = {title: f"{begun}\n\n{body}" for title, body in found.items()}
    telling.renew(wanted.page, told, SECTIONS)


def _rates(settlements: int, district: Mix, folder: Path, chart: Path) -> dict[str, str]:
    own = [
        mixes.single(settlements),
        mixes.yearly(settlements // 2),
        mixes.pooled(settlements // 2),
        mixes.enlarged(district, settlements // 2),
        mixes.enlarged(mixes.hard(), settlements // HARD),
        mixes.ordered(settlements // ORDER_OF_SIX, 6),
    ]
    found = {mix.name: (mix, _heard(mix.name, by_kernel(mix))) for mix in own}
    read = mixes.pooled(settlements // READS_PAID, reads_paid=True)
    found[read.name] = (read, _heard(read.name, by_reference(read)))
    mix, single = found["single"]
    sql = _heard("DuckDB", timed(rivals.by_duckdb(mix, 1, folder), mix.settlements))
    assert sql.answer == single.answer, f"the same work: {single.answer}, {sql.answer} fen"
    loop = _heard("one loop", timed(limits.as_one_loop(mix), mix.settlements))
    assert loop.answer == single.answer, f"the same work: {single.answer}, {loop.answer} fen"
    columns = _heard("only columns", timed(limits.as_columns(mix), mix.settlements))
    mix, yearly = found["yearly"]
    fisca = _heard("OpenFisca", timed(rivals.by_openfisca(mix), mix.settlements))
    off = abs(yearly.answer - fisca.answer) / max(1, fisca.answer)
    assert off < 1 / 1000, f"the same work but for binary floats: {yearly.answer}, {fisca.answer}"
    bars = [(f"Mianshen, {name}", one.rate) for name, (_, one) in found.items()]
    bars.insert(1, ("DuckDB SQL, single", sql.rate))
    bars.insert(3, ("OpenFisca, yearly", fisca.rate))
    chart.parent.mkdir(parents=True, exist_ok=True)
    chart.write_text(telling.chart(bars), encoding="utf-8")
    return {
        RATES: sections.rates(found, CHART),
        BESIDE: sections.beside(single, sql, yearly, fisca),
        PARTS: sections.parts(found, loop, columns),
    }


def _heard(name: str, measured: Measured) -> Measured:
    print(f"{name}: {measured.spread} a second and core", flush=True)
    return measured


def _growth(settlements: int) -> dict[str, dict[str, Measured]]:
    rows = [mixes.single(settlements * times) for times in (1, 2, 4, 8)]
    chains = [mixes.chained(settlements, members) for members in (1, 2, 4, 8)]
    orders = [mixes.ordered(settlements // 4**members, members) for members in (1, 2, 3, 4, 5)]
    return {
        "rows": {f"{mix.settlements:,} rows": _heard("rows", by_kernel(mix, 1)) for mix in rows},
        "programmes": {mix.name: _heard(mix.name, by_kernel(mix, 1)) for mix in chains},
        "a layer in best order": {mix.name: _heard(mix.name, by_kernel(mix, 1)) for mix in orders},
    }


def _first_answers(folder: Path) -> str:
    """Seconds by the clock with nothing compiled yet, and of the next start."""
    environment = {**os.environ, "MIANSHEN_CACHE_DIR": str(folder / "cache")}
    asked = [sys.executable, str(Path(__file__).with_name("first.py"))]
    told = [
        subprocess.run(asked, env=environment, check=True, capture_output=True, text=True).stdout
        for _ in range(2)
    ]
    fresh, later = ([float(one) for one in own.split()] for own in told)
    print(f"first answers: {fresh}, {later} s", flush=True)
    return sections.first_answers(fresh, later)


def _files(district: Mix, sizes: Sequence[int], folder: Path) -> str:
    jobs: list[on_files.Job] = []
    apart: Counter[str] = Counter()
    for size in sorted(sizes):
        tables = folder / f"tables-{size}"
        count = on_files.written(district, size, tables)
        jobs.append(on_files.by_the_program(district, count, tables, folder / f"lines-{size}"))
        print(jobs[-1], flush=True)
        if len(jobs) == 1:
            apart = on_files.apart(district, tables, folder / "apart")
    return sections.files(district, jobs, os.cpu_count() or 1, apart, jobs[0].settlements)


if __name__ == "__main__":
    main()
