"""The long proof: the reference against the oracle on many fresh worlds, written to a log."""

import argparse
import os
import platform
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from multiprocessing import Pool
from pathlib import Path
from types import FrameType

from generation.effects import EFFECTS, SHARE_PERCENT
from generation.verdicts import DifferenceError, agreed
from generation.worlds import world_of
from oracle import assess as oracle_assess

PROOFS = Path(__file__).resolve().parents[1] / "docs" / "proofs"
PROCESSES = 2
BATCH = 250
FAILURES_MAX = 5
SEARCHED_MAX = 6

_STOPS = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Found:
    """What one batch, or all of them, met: counts, effects, and what was not equal."""

    counts: Counter[str] = field(default_factory=Counter)
    effects: Counter[str] = field(default_factory=Counter)
    distinct: set[bytes] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        """Take in what another batch met."""
        self.counts += other.counts
        self.effects += other.effects
        self.distinct |= other.distinct
        self.failures += other.failures


def prove_batch(number: str, examples: int) -> Found:
    """Compare on one batch of worlds; a batch with many differences ends early."""
    found = Found()
    for at in range(examples):
        if len(found.failures) >= FAILURES_MAX:
            break
        world = world_of(f"{number}-{at}", SEARCHED_MAX)
        found.counts["examples"] += 1
        found.counts["events"] += len(world.facts.events)
        found.distinct.add(sha256(str(world).encode()).digest()[:12])
        try:
            answer, effects = agreed(world, oracle_assess)
        except Exception as error:
            found.failures.append(told_failure(f"{number}-{at}", error))
            continue
        found.effects.update(effects)
        found.counts["lines"] += len(answer.lines)
        found.counts["orders and winners"] += len(answer.choices)
    return found


def told_failure(seed: str, error: Exception) -> str:
    """A difference, or an error of either, with the smallest world it happens in."""
    told = str(error)
    if not isinstance(error, DifferenceError):
        last = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{error!r} in {Path(last.filename).name}:{last.lineno} {last.name}"
    return "\n".join([f"world {seed}", told, *getattr(error, "__notes__", ())])


def batches(first_seed: int, examples: int) -> Iterator[tuple[str, int]]:
    """Seeds and sizes of batches that come to the examples wanted."""
    for index, start in enumerate(range(0, examples, BATCH)):
        yield f"{first_seed}-{index}", min(BATCH, examples - start)


def prove(first_seed: int, examples: int) -> tuple[Found, float]:
    """Run all batches over the processes, telling how far they are.

    Stops at many failures; interrupted, it answers with the batches that are done.
    """
    started = time.monotonic()
    found = Found()
    # Leaving the block ends the processes, whatever they are at.
    with (
        suppress(KeyboardInterrupt),
        Pool(PROCESSES, initializer=_leave_interrupts_to_the_parent) as pool,
    ):
        for batch in pool.imap_unordered(_prove, batches(first_seed, examples)):
            found.add(batch)
            _tell(found, time.monotonic() - started)
            if len(found.failures) >= FAILURES_MAX:
                break
    return found, time.monotonic() - started


def _prove(batch: tuple[str, int]) -> Found:
    return prove_batch(*batch)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _interrupt_once(_number: int, _frame: FrameType | None) -> None:
    for stop in _STOPS:
        signal.signal(stop, signal.SIG_IGN)
    raise KeyboardInterrupt


def _tell(found: Found, seconds: float) -> None:
    counts = f"{found.counts['examples']:>7} examples, {len(found.failures)} differences"
    print(f"{counts}, {seconds:.0f} s", flush=True)


def log_of(found: Found, first_seed: int, seconds: float) -> str:
    """The log of a proof as docs/proofs/README.md describes it."""
    examples = max(1, found.counts["examples"])
    facts = {
        "date": date.today().isoformat(),
        "seed": first_seed,
        **found.counts,
        "distinct examples": len(found.distinct),
        "seconds": round(seconds),
        "processes": PROCESSES,
        "cores": os.cpu_count(),
        "Python": platform.python_version(),
        "differences": len(found.failures),
    }
    rows = [f"| {name} | {value} |" for name, value in facts.items()]
    shares = [
        f"| {name} | {found.effects[name]} | {1000 * found.effects[name] // examples / 10} % |"
        for name in EFFECTS
    ]
    parts = [
        "# The reference equals the oracle" if not found.failures else "# A difference was found",
        "\n".join(["| | |", "|---|---|", *rows]),
        "\n".join(["| effect | examples | share |", "|---|---|---|", *shares]),
        *(f"```text\n{failure}\n```" for failure in found.failures),
    ]
    return "\n\n".join(parts) + "\n"


def main() -> int:
    """Prove, write the log, and tell by the exit code whether all was equal."""
    today = date.today()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=int(today.strftime("%Y%m%d")))
    wanted = parser.parse_args()
    for stop in _STOPS:
        signal.signal(stop, _interrupt_once)
    print(f"seed {wanted.seed}, {wanted.examples} examples, {PROCESSES} processes", flush=True)
    found, seconds = prove(wanted.seed, wanted.examples)
    log = PROOFS / f"{today.isoformat()}-reference-equals-oracle.md"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(log_of(found, wanted.seed, seconds), encoding="utf-8")
    rare = [
        name
        for name in EFFECTS
        if found.effects[name] * 100 < found.counts["examples"] * SHARE_PERCENT
    ]
    for name in rare:
        print(f"{name!r} occurred in less than {SHARE_PERCENT} % of the examples", file=sys.stderr)
    for failure in found.failures:
        print(failure, file=sys.stderr)
    print(f"log: docs/proofs/{log.name}")
    return 1 if found.failures or rare else 0


if __name__ == "__main__":
    sys.exit(main())
