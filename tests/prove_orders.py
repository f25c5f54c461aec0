"""The long proof of arrival: a year's files in many orders, and imports killed, in a log.

What a case came to is kept when it is known: stopped, it goes on where it was with the same code.
"""

import argparse
import json
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

from prove_faults import KEPT, code_digest

TESTS = Path(__file__).resolve().parent
PROOFS = TESTS.parent / "docs" / "proofs"
AT_ONCE = 50
"""So many cases are asked of the tests together, and kept."""
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


def wanted(orders: int, kills: int) -> list[str]:
    """Every case of every test by its name, the same seeds of all tests beside each other."""
    *of_orders, of_kills = WORDS
    cases = [f"{test}[{seed}]" for seed in range(orders) for test in of_orders]
    return cases + [f"{of_kills}[{seed}]" for seed in range(kills)]


def run(cases: list[str], given: argparse.Namespace) -> dict[str, bool]:
    """Run some cases, and say which of them held."""
    sizes = {"MIANSHEN_ORDERS": str(given.orders), "MIANSHEN_KILLS": str(given.kills)}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        told = [sys.executable, "-m", "pytest", "-q", "-n", str(given.processes)]
        told += ["--dist", "worksteal"]
        names = [f"{TESTS / 'bureau' / 'test_orders.py'}::{case}" for case in cases]
        subprocess.run(
            [*told, f"--junitxml={report}", *names],
            env={**os.environ, **sizes},
            cwd=TESTS.parent,
            check=False,
        )
        found = ElementTree.parse(report).getroot().iter("testcase")
        return {str(one.get("name")): not len(one) for one in found}


def kept(file: Path) -> dict[str, bool]:
    """What was found out before, of this code."""
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(json.loads(line) for line in lines)


def told(counts: Counter[tuple[str, bool]], processes: int, seconds: int) -> str:
    """The log."""
    lines = [
        "# Orders of arrival",
        "",
        f"`make orders`, seeds from 0 on, {processes} processes,"
        f" {os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()},"
        f" {seconds} s at the last call. The year has {_files()} files, with doubts, refunds,"
        " deaths and contradictions (`tests/bureau/year.py`).",
        "",
        "| what | runs | held |",
        "| --- | ---: | ---: |",
    ]
    for name, words in WORDS.items():
        held, failed = counts[name, True], counts[name, False]
        if held + failed:
            lines.append(f"| {words} | {held + failed} | {held} |")
    return "\n".join([*lines, ""])


def _files() -> int:
    sys.path.insert(0, str(TESTS))
    from mianshen.bureau.database.migrating import prepare

    prepare()
    from bureau.year import YEAR

    return len(YEAR)


def main() -> int:
    """Run, write the log, and say whether all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=50)
    parser.add_argument("--kills", type=int, default=0, help="as many as `make faults` has anyway")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--anew", action="store_true", help="forget what was proved before")
    parser.add_argument("--log", type=Path)
    given = parser.parse_args()
    started = time.monotonic()
    file = KEPT / f"orders-{code_digest()}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    if given.anew:
        file.unlink(missing_ok=True)
    found = kept(file)
    cases = wanted(given.orders, given.kills)
    while left := [case for case in cases if case not in found][:AT_ONCE]:
        held = run(left, given)
        with file.open("a", encoding="utf-8") as lines:
            lines.writelines(json.dumps(one) + "\n" for one in held.items())
        found |= held
        if not set(left) <= set(held):
            print("some cases did not run; call it again and it goes on", file=sys.stderr)
            return 1
    counts = Counter((case.partition("[")[0], found[case]) for case in cases)
    text = told(counts, given.processes, round(time.monotonic() - started))
    log = given.log or PROOFS / f"{date.today()}-orders-of-arrival.md"
    log.write_text(text, encoding="utf-8")
    print(text)
    return 0 if all(held for _, held in counts) else 1


if __name__ == "__main__":
    sys.exit(main())
