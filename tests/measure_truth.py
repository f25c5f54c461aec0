"""The long measurement of matching: whole districts are read, and the truth says what was found."""

import argparse
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from measuring.districts import PACKS, written_and_read
from measuring.matching import (
    SHOWN_MIN_PERCENT,
    WRONG_MAX_PER_THOUSAND,
    Fate,
    Tally,
    tally,
    totals,
)
from measuring.netting import Netted, netted

PROOFS = Path(__file__).resolve().parents[1] / "docs" / "proofs"
SHOWN = tuple(fate for fate in Fate if fate is not Fate.LOST)
ALL_DIRT, CLEAN = "all dirt", "clean rows"


@dataclass(frozen=True)
class Measured:
    """What one district came to."""

    profile: str
    rows: int
    seconds: int
    tallies: dict[tuple[str, str], Tally]
    netting: list[Netted]

    @property
    def holds(self) -> bool:
        """Whether every kind is above the bar and netting is exact."""
        tallies = (*self.tallies.values(), *totals(self.tallies).values())
        return all(one.holds for one in tallies) and all(one.is_exact for one in self.netting)


def measure(profile: str, people: int, seed: int) -> Measured:
    """Write, read and measure one district."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        district = written_and_read(profile, people, seed, Path(folder))
        return Measured(
            profile,
            len(district.truth),
            round(time.monotonic() - started),
            tally(district),
            netted(district),
        )


def told(measured: Sequence[Measured], people: int, seed: int) -> str:
    """The log."""
    lines = [
        "# Matching of dirt",
        "",
        f"`make truth`, {date.today()}: districts of {people:,} people, seed {seed}, Python"
        f" {platform.python_version()}, {platform.machine()}. Each row was compared with what the"
        " truth says of it.",
        "",
        "*Found* are rows matched to the right person, in review with the right person among the"
        " three candidates, and in quarantine (for a date or an amount that cannot be) with a"
        f" number that leads to the right person. The bar is {SHOWN_MIN_PERCENT} % found and at"
        f" most {WRONG_MAX_PER_THOUSAND / 10} % matched to another person, kind by kind. A row with"
        " two kinds of dirt counts under both.",
    ]
    for one in measured:
        lines += ["", f"## {one.profile}", "", f"{one.rows:,} rows, {one.seconds} s.", ""]
        lines += [*_kinds(one), "", *_netting(one.netting)]
    return "\n".join([*lines, ""])


def _kinds(one: Measured) -> list[str]:
    head = ("file", "kind of dirt", "rows", *SHOWN, "found")
    lines = [f"| {' | '.join(head)} |", f"|---|---|{'---:|' * (len(head) - 2)}"]
    by_role = totals(one.tallies)
    kinds = [((role, kind or CLEAN), counted) for (role, kind), counted in one.tallies.items()]
    every = [((role, ALL_DIRT), counted) for role, counted in by_role.items()]
    for (role, kind), counted in (*kinds, *every):
        figures = [f"{counted.fates[fate]:,}" if counted.fates[fate] else "" for fate in SHOWN]
        share = f"{counted.found * 1_000 // counted.rows / 10} %"
        mark = "" if counted.holds else " **below the bar**"
        cells = (role, f"`{kind}`", f"{counted.rows:,}", *figures, share + mark)
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _netting(found: Sequence[Netted]) -> list[str]:
    lines = ["| netting | in the truth | missed | invented |", "|---|---:|---:|---:|"]
    return [
        *lines,
        *(f"| {one.what} | {one.true:,} | {one.missed} | {one.invented} |" for one in found),
    ]


def main() -> int:
    """Measure, write the log, and say whether all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=14_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--profile", action="append", choices=sorted(PACKS))
    parser.add_argument("--log", type=Path)
    given = parser.parse_args()
    measured = []
    for profile in given.profile or sorted(PACKS, reverse=True):
        measured.append(measure(profile, given.people, given.seed))
        print(f"{profile}: {'holds' if measured[-1].holds else 'does not hold'}", flush=True)
    text = told(measured, given.people, given.seed)
    log = given.log or PROOFS / f"{date.today()}-matching-of-dirt.md"
    log.write_text(text, encoding="utf-8")
    print(text)
    return 0 if all(one.holds for one in measured) else 1


if __name__ == "__main__":
    sys.exit(main())
