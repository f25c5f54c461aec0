"""The long proof of arrival: a year's files in many orders, and imports killed, in a log."""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

TESTS = Path(__file__).resolve().parent
PROOFS = TESTS.parent / "docs" / "proofs"
WORDS = {
    "test_files_in_any_order_give_the_same_lines_in_the_end": (
        "files in an order of their own, assessed after every third: equal registry, claims,"
        " doubts, lines and what is open"
    ),
    "test_paid_between_files_in_any_order_nobody_has_more_or_less_in_the_end": (
        "the same with all that is open ordered, approved and paid after every third file: what was"
        " given and what is open are together what is due, for each person and fund"
    ),
    "test_an_import_killed_anywhere_and_begun_again_gives_the_same": (
        "the importing process killed by SIGKILL before a drawn statement, and begun again: equal"
        " registry and claims"
    ),
}


def run(orders: int, kills: int, processes: int) -> Counter[tuple[str, bool]]:
    """Run the tests, and count by test and whether it held."""
    environment = {**os.environ, "MIANSHEN_ORDERS": str(orders), "MIANSHEN_KILLS": str(kills)}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        told = [sys.executable, "-m", "pytest", "-q", "-n", str(processes), f"--junitxml={report}"]
        file = TESTS / "bureau" / "test_orders.py"
        subprocess.run([*told, str(file)], env=environment, cwd=TESTS.parent, check=False)
        cases = ElementTree.parse(report).getroot().iter("testcase")
        return Counter(
            (str(case.get("name")).partition("[")[0], not len(case))
            for case in cases
            if case.find("skipped") is None
        )


def told(counts: Counter[tuple[str, bool]], processes: int, seconds: int) -> str:
    """The log."""
    lines = [
        "# Orders of arrival",
        "",
        f"`make orders`, seeds from 0 on, {processes} processes,"
        f" {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()},"
        f" {seconds} s. The year has {_files()} files, with doubts, refunds, deaths and"
        " contradictions (`tests/bureau/year.py`).",
        "",
        "| what | runs | held |",
        "| --- | ---: | ---: |",
    ]
    for name, words in WORDS.items():
        held, failed = counts[name, True], counts[name, False]
        lines.append(f"| {words} | {held + failed} | {held} |")
    return "\n".join([*lines, ""])


def _files() -> int:
    sys.path.insert(0, str(TESTS))
    from bureau.year import YEAR

    return len(YEAR)


def main() -> int:
    """Run, write the log, and say whether all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=50)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--log", type=Path)
    given = parser.parse_args()
    started = time.monotonic()
    counts = run(given.orders, given.kills, given.processes)
    text = told(counts, given.processes, round(time.monotonic() - started))
    log = given.log or PROOFS / f"{date.today()}-orders-of-arrival.md"
    log.write_text(text, encoding="utf-8")
    print(text)
    return 0 if counts and all(held for _, held in counts) else 1


if __name__ == "__main__":
    sys.exit(main())
