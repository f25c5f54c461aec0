"""The long fuzzing: thousands of spoiled deliveries are read, and what held is written to a log."""

import argparse
import platform
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fuzzing.mutants import KINDS, mutant_of
from fuzzing.verdicts import judged

PROOFS = Path(__file__).resolve().parents[1] / "docs" / "proofs"
BATCH = 100
MEMORY_MB_MAX = 1_500
FAILURES_SHOWN_MAX = 20
_KB_IN_MB = 1024


@dataclass
class Found:
    """What the files of one class, or of all, came to."""

    counts: Counter[str] = field(default_factory=Counter)
    ways: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest_ms: int = 0
    memory_mb: int = 0

    def add(self, other: "Found") -> None:
        """Take in what another batch met."""
        self.counts += other.counts
        self.ways += other.ways
        self.failures += other.failures
        self.slowest_ms = max(self.slowest_ms, other.slowest_ms)
        self.memory_mb = max(self.memory_mb, other.memory_mb)


def fuzz_batch(kind: str, numbers: Sequence[int]) -> Found:
    """Read the spoiled files of some numbers; a warning counts as a failure."""
    warnings.simplefilter("error")
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            mutant = mutant_of(kind, number)
            found.counts["files"] += 1
            found.ways[mutant.how] += 1
            started = time.perf_counter()
            try:
                verdict = judged(mutant, Path(folder))
            except BaseException as error:
                last = traceback.extract_tb(error.__traceback__)[-1]
                where = f"{Path(last.filename).name}:{last.lineno}"
                found.failures.append(f"{kind} {number} ({mutant.how}): {error!r:.300} in {where}")
                continue
            found.slowest_ms = max(found.slowest_ms, round((time.perf_counter() - started) * 1000))
            found.counts["refused" if verdict.refused else "read"] += 1
            found.counts["rows accepted"] += verdict.accepted
            found.counts["rows quarantined"] += verdict.quarantined
    found.memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _KB_IN_MB
    return found


def fuzz(files: int, seed: int, processes: int) -> dict[str, Found]:
    """All classes, in processes of their own, so that one that dies is seen."""
    each = -(-files // len(KINDS))
    batches = [
        (kind, range(start, min(start + BATCH, seed + each)))
        for kind in KINDS
        for start in range(seed, seed + each, BATCH)
    ]
    found = {kind: Found() for kind in KINDS}
    with ProcessPoolExecutor(processes) as pool:
        done = pool.map(fuzz_batch, *zip(*batches, strict=True))
        for (kind, numbers), batch in zip(batches, done, strict=True):
            found[kind].add(batch)
            print(f"{kind} {numbers.start}–{numbers.stop - 1}: {dict(batch.counts)}", flush=True)
    return found


def told(found: dict[str, Found], seed: int, processes: int, seconds: int) -> str:
    """The log."""
    every = Found()
    for one in found.values():
        every.add(one)
    names = ("files", "read", "refused", "rows accepted", "rows quarantined")
    lines = [
        "# Spoiled deliveries",
        "",
        f"`make fuzz`, seed {seed}, {processes} processes, Python {platform.python_version()},"
        f" {platform.machine()}, {seconds} s. Every file was either read, with each of its records"
        " in one place of its account, or refused in sentences that begin with its name.",
        "",
        f"Failures: {len(every.failures)}. Most memory a process used: {every.memory_mb} MB"
        f" (limit {MEMORY_MB_MAX}). Slowest file: {every.slowest_ms} ms.",
        "",
        f"| class | {' | '.join(names)} | ways of spoiling |",
        f"| --- |{' ---: |' * len(names)} --- |",
    ]
    for kind, one in (*found.items(), ("all", every)):
        figures = " | ".join(f"{one.counts[name]:,}" for name in names)
        ways = ", ".join(sorted(one.ways)) if kind != "all" else ""
        lines.append(f"| {kind} | {figures} | {ways} |")
    shown = every.failures[:FAILURES_SHOWN_MAX]
    return "\n".join([*lines, *(["", *(f"- {one}" for one in shown)] if shown else []), ""])


def main() -> int:
    """Fuzz, write the log, and say whether all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=100_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--log", type=Path)
    given = parser.parse_args()
    started = time.monotonic()
    found = fuzz(given.files, given.seed, given.processes)
    text = told(found, given.seed, given.processes, round(time.monotonic() - started))
    log = given.log or PROOFS / f"{date.today()}-spoiled-deliveries.md"
    log.write_text(text, encoding="utf-8")
    print(text)
    failed = any(one.failures or one.memory_mb > MEMORY_MB_MAX for one in found.values())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
