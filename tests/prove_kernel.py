"""The long proof of the kernel: line by line against the reference, under every shipped pack.

What a batch of people came to is kept as soon as it is known, so that a proof that was stopped goes
on where it was, as long as no rule and nothing of the reference is another. A digest of what the
reference said of each unit is kept with it: when only the kernel is another, the kernel is asked
again, and the reference only where the digest is not that of the kernel's answer.
"""

import argparse
import hashlib
import json
import os
import platform
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from generation.district import person_facts
from mianshen.engine.facts import FactsError
from mianshen.engine.kernel.answering import Kernel, make_ready
from mianshen.engine.kernel.coverage import Uncovered
from mianshen.engine.reference import assess
from mianshen.engine.results import Assessment
from mianshen.policy.pack import Pack
from mianshen.run.cases import read_cases
from mianshen.run.shipped import Located, load, locate, shipped, shipped_packs

ROOT = Path(__file__).resolve().parents[1]
PROOFS = ROOT / "docs" / "proofs"
KEPT = ROOT / "var" / "proofs"
KERNEL = ROOT / "src" / "mianshen" / "engine" / "kernel"
PEOPLE_A_BATCH = 60
VISITS_A_PERSON = 5
FAILURES_MAX = 5


@dataclass
class Found:
    """What a batch, or all of a pack's, met."""

    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """Of one batch: a digest of what the reference says of each unit; empty where not asked."""
    kernel: str = ""
    """Of one batch: a digest of the kernel that was compared."""

    def add(self, other: "Found") -> None:
        """Take in what another batch met."""
        self.counts += other.counts
        self.left += other.left
        self.failures += other.failures


class Kept:
    """What batches under a pack came to with this reference: JSON lines, the last counts."""

    def __init__(self, name: str) -> None:
        KEPT.mkdir(parents=True, exist_ok=True)
        self._file = KEPT / f"kernel-{name.replace('/', '-')}-{digest(name)}.jsonl"
        lines = self._file.read_text(encoding="utf-8").splitlines() if self._file.exists() else []
        self._found = dict(map(json.loads, lines))

    def found(self, seed: str) -> Found | None:
        """What a batch came to, if it was done before."""
        told = self._found.get(seed)
        if told is None:
            return None
        counts, left = Counter(told["counts"]), Counter(told["left"])
        return Found(counts, left, told["failures"], told["said"], told["kernel"])

    def keep(self, seed: str, found: Found) -> None:
        """Keep what a batch came to."""
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps([seed, vars(found)], ensure_ascii=False) + "\n")


def digest(name: str) -> str:
    """A digest of the reference, of a pack and its overlay, and of what people are made by."""
    own, located = pack_and_overlay(name)
    source = ROOT / "src" / "mianshen"
    folders = [source / "policy", source / "standards", own.file.parent, ROOT / "tests/generation"]
    files = [one for one in _files(source / "engine") if KERNEL not in one.parents]
    files += [one for folder in folders for one in _files(folder)]
    return _digest_of([*files, source / "money.py", located.file])


@cache
def kernel_digest() -> str:
    """A digest of the kernel."""
    return _digest_of(_files(KERNEL))


def _files(folder: Path) -> list[Path]:
    return [one for one in sorted(folder.rglob("*")) if one.suffix in (".py", ".yaml")]


def _digest_of(files: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def pack_and_overlay(name: str) -> tuple[Located, Located]:
    """Where a shipped pack is, and where the overlay, or the pack itself where none is named."""
    located = locate(name)
    return located if name in shipped_packs() else locate(name.rpartition("/")[0]), located


@cache
def pack_and_year(name: str) -> tuple[Pack, int]:
    """A shipped pack (with its overlay, where one is named), and the year its first case is of."""
    own, located = pack_and_overlay(name)
    cases = read_cases(own.file.parent / "cases")
    return load(own, () if own is located else (located,)), cases[0].spelling.year


def prove_batch(name: str, seed: str, before: Found | None = None) -> Found:
    """Compare on one batch of people; what the reference said `before` is not asked again."""
    found, began = Found(kernel=kernel_digest()), time.process_time_ns()
    said = before.said if before and before.said else [""] * PEOPLE_A_BATCH
    pack, year = pack_and_year(name)
    as_of, closed = date(year + 1, 1, 31), len(seed) % 2 == 0
    units = [person_facts(pack, year, f"{seed}-{index}") for index in range(PEOPLE_A_BATCH)]
    kernel = Kernel(pack, year=year, as_of=as_of, year_closed=closed)
    for facts, answer, known in zip(units, kernel.assess(units), said, strict=True):
        found.said.append(known)
        found.counts["settlements"] += len(facts.events)
        found.counts["units"] += 1
        if isinstance(answer, Uncovered):
            found.left[answer.value] += 1
            continue
        expected = answer
        if _said(answer) != known:
            try:
                expected = assess(facts, (pack,), year=year, as_of=as_of, year_closed=closed)
            except FactsError:
                continue
            found.said[-1] = _said(expected)
        found.counts["lines"] += len(expected.lines)
        found.counts["orders and winners"] += len(expected.choices)
        found.failures += differences(f"{name} {seed}", answer, expected)
    found.counts["milliseconds"] = (time.process_time_ns() - began) // 1_000_000
    return found


def _said(answer: Assessment) -> str:
    told = repr((answer.lines, answer.choices)).encode()
    return hashlib.blake2b(told, digest_size=8).hexdigest()


def differences(where: str, answer: Assessment, expected: Assessment) -> Iterator[str]:
    """What the two say differently of one unit, the first of it."""
    if (answer.lines, answer.choices) == (expected.lines, expected.choices):
        return
    pairs = [
        (one, other)
        for one, other in zip(answer.lines, expected.lines, strict=False)
        if one != other
    ]
    pairs += [
        (one, other)
        for one, other in zip(answer.choices, expected.choices, strict=False)
        if one != other
    ]
    lengths = [(len(one.lines), len(one.choices)) for one in (answer, expected)]
    first = pairs[0] if pairs else lengths
    yield f"{where}\nkernel    {first[0]}\nreference {first[1]}"


def prove(name: str, first_seed: int, settlements: int, pool: ProcessPoolExecutor) -> Found:
    """Run batches under a pack until so many settlements were met; stops at many failures."""
    found, kept, number = Found(), Kept(name), 0
    a_batch = PEOPLE_A_BATCH * VISITS_A_PERSON
    while found.counts["settlements"] < settlements and len(found.failures) < FAILURES_MAX:
        more = -(-(settlements - found.counts["settlements"]) // a_batch)
        seeds = [f"{first_seed}-{one}" for one in range(number, number + more)]
        _run(name, seeds, found, kept, pool)
        number += more
        a_batch = max(1, found.counts["settlements"] // number)
    told = f"{found.counts['settlements']:>8} settlements, {len(found.failures)} differences"
    seconds = found.counts["milliseconds"] // 1000
    print(f"{name}: {told}, {found.left.total()} units left, {seconds} s", flush=True)
    return found


def _run(name: str, seeds: list[str], found: Found, kept: Kept, pool: ProcessPoolExecutor) -> None:
    """Batches that are left, side by side; what was done before is taken as it was."""
    left = {}
    for seed in seeds:
        before = kept.found(seed)
        if before is None or before.kernel != kernel_digest():
            left[pool.submit(prove_batch, name, seed, before)] = seed
        else:
            found.add(before)
    try:
        for done in as_completed(left):
            found.add(done.result())
            kept.keep(left[done], done.result())
            if len(found.failures) >= FAILURES_MAX:
                break
    finally:
        for one in left:
            one.cancel()


def _leave_interrupts_to_the_parent() -> None:
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.SIG_IGN)


def log_of(by_pack: dict[str, Found], first_seed: int, remark: str) -> str:
    """The log of a proof as docs/proofs/README.md describes it."""
    failures = [one for found in by_pack.values() for one in found.failures]
    facts = {
        "date": date.today().isoformat(),
        "seed": first_seed,
        "cores": os.cpu_count(),
        "Python": platform.python_version(),
        "differences": len(failures),
    }
    rows = [
        f"| {name} | {found.counts['settlements']} | {found.counts['units']} "
        f"| {found.counts['lines']} | {found.counts['orders and winners']} "
        f"| {1000 * found.left.total() // max(1, found.counts['units']) / 10} % "
        f"| {', '.join(f'{why} {count}' for why, count in found.left.most_common())} "
        f"| {found.counts['milliseconds'] // 1000} |"
        for name, found in by_pack.items()
    ]
    heading = "| pack | settlements | units | lines | choices | left | why | seconds |"
    parts = [
        "# The kernel equals the reference" if not failures else "# A difference was found",
        "\n".join(["| | |", "|---|---|", *(f"| {name} | {one} |" for name, one in facts.items())]),
        "\n".join([heading, "|---|---|---|---|---|---|---|---|", *rows]),
        "`left` is the share of units that the kernel left to the reference; only the others are "
        "compared, line by line and choice by choice. Seconds are of processor time, nearly all of "
        "it the reference's.",
        *([remark] if remark else []),
        *(f"```text\n{failure}\n```" for failure in failures),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Prove, write the log, and tell by the exit code whether all was equal."""
    today = date.today()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settlements", type=int, default=100_000, help="of each pack")
    parser.add_argument("--seed", type=int, default=int(today.strftime("%Y%m%d")))
    parser.add_argument("--packs", nargs="*", default=sorted(shipped()))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--remark", default="", help="a sentence for the log")
    wanted = parser.parse_args()
    make_ready()
    by_pack: dict[str, Found] = {}
    with ProcessPoolExecutor(wanted.processes, initializer=_leave_interrupts_to_the_parent) as pool:
        with suppress(KeyboardInterrupt):
            for name in wanted.packs:
                by_pack[name] = prove(name, wanted.seed, wanted.settlements, pool)
        pool.shutdown(wait=False, cancel_futures=True)
    log = PROOFS / f"{today.isoformat()}-kernel-equals-reference.md"
    log.write_text(log_of(by_pack, wanted.seed, wanted.remark), encoding="utf-8")
    failures = [one for found in by_pack.values() for one in found.failures]
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"log: docs/proofs/{log.name}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
