"""The long proof of reliability: killed and stopped at hundreds of moments, it ends the same.

Before the runs each part is done once undisturbed, stage by stage, and the database is kept before
each stage: a run begins at the stage in which its moment lies. What a run came to is kept as soon
as it is known, so that a proof that was stopped goes on where it was, as long as nothing of the
code is another. Each of the programs side by side has a database server of its own.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PROOFS = ROOT / "docs" / "proofs"
KEPT = ROOT / "var" / "proofs"
DIFFERENCES_SHOWN_MAX = 10
AGAIN_IN = 5
"""One run in so many is ended a second time, while it begins again."""


@dataclass
class Run:
    """One run: how it ended each time, how long it took, and what came out differently."""

    part: str
    number: int
    points: int
    ended: list[str] = field(default_factory=list)
    seconds: int = 0
    difference: str = ""


@dataclass
class Part:
    """One part of the proof: the database it begins with, how it goes on, and what it comes to."""

    what: str
    template: str
    stage: Callable[[Path, int], bool]
    goes_on: Callable[[Path], Any]
    told: Callable[[Path], Any]


@dataclass(frozen=True)
class Kept:
    """The database and folder as they were before a stage, and how many moments had passed."""

    name: str
    stage: int
    passed: int


class Stage:
    """A part done once undisturbed, ready to be ended anywhere."""

    def __init__(self, part: Part, theatre: Any, folder: Path) -> None:
        self.part, self.theatre = part, theatre
        self.own = _made(folder / part.template / "run")
        self.kept: list[Kept] = []
        self.points = 0
        theatre.fresh("run", part.template)
        for number in count():
            self._keep(number)
            passed, is_more = theatre.works(lambda number=number: self._counted(number))
            self.points += passed
            if not is_more:
                break
        self.undisturbed = theatre.works(lambda: part.told(self.own))
        assert self.undisturbed["whole"], "the undisturbed run itself is not whole"

    def end_and_begin_again(self, seed: int, number: int) -> Run:
        """One run, ended once or twice at moments drawn by its number, and what it came to."""
        from bureau.faults.theatre import KILLED, STOPPED

        draw, began = Random(f"{seed} {self.part.what} {number}"), time.monotonic()
        run = Run(self.part.what, number, self.points)
        at = draw.randint(1, self.points)
        before = next(one for one in reversed(self.kept) if one.passed < at)
        self._begin_at(before)
        ways = (KILLED, STOPPED)
        goes_on = lambda: self._from(before.stage)  # noqa: E731
        run.ended.append(self.theatre.ends(goes_on, at - before.passed, ways[number % 2]))
        if draw.randrange(AGAIN_IN) == 0:
            again = draw.randint(1, self.points // 2)
            goes_on = lambda: self.part.goes_on(self.own)  # noqa: E731
            run.ended.append(self.theatre.ends(goes_on, again, ways[(number + 1) % 2]))
        part, own = self.part, self.own
        came = self.theatre.works(lambda: (part.goes_on(own), part.told(own))[1])
        run.seconds = round(time.monotonic() - began)
        if came != self.undisturbed:
            run.difference = f"{self.part.what} {number}: {_first(self.undisturbed, came)}"
        return run

    def _keep(self, number: int) -> None:
        name = f"{self.part.template}_{number}"
        self.theatre.keep(name)
        shutil.copytree(self.own, self.own.with_name(name))
        self.kept.append(Kept(name, number, self.points))

    def _begin_at(self, kept: Kept) -> None:
        self.theatre.fresh("run", kept.name)
        shutil.rmtree(self.own)
        shutil.copytree(self.own.with_name(kept.name), self.own)

    def _counted(self, number: int) -> tuple[int, bool]:
        from bureau.faults.points import Points, watching

        points = Points()
        with watching(points):
            is_more = self.part.stage(self.own, number)
        return points.passed, is_more

    def _from(self, number: int) -> None:
        while self.part.stage(self.own, number):
            number += 1


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _first(wanted: dict[str, Any], told: dict[str, Any]) -> str:
    name = next(name for name in wanted if wanted[name] != told.get(name))
    return f"{name}: {wanted[name]!r:.300} became {told.get(name)!r:.300}"


def facts_part() -> Part:
    """Facts in, from an empty database."""
    from bureau.faults import facts
    from mianshen.bureau.database.embedded import DATABASE

    return Part("facts in", DATABASE, facts.stage, facts.take_in, lambda _: facts.told())


def money_part(theatre: Any, folder: Path) -> Part:
    """Money out, from a database in which bills stand entitled."""
    from bureau.faults import money
    from bureau.test_casework import Desk
    from mianshen.bureau.database.embedded import DATABASE

    template = "money"
    theatre.fresh(template, DATABASE)

    def begins() -> Desk:
        desk = Desk(folder)
        money.open_funds()
        money.Office(folder, people=5).begins(desk)
        return desk

    # In a child as well: of a process that has used polars a fork stands still for its threads.
    desk = theatre.works(begins)

    def office(own: Path) -> money.Office:
        found = money.Office(own, people=5)
        found.desk = desk
        return found

    return Part(
        "money out",
        template,
        lambda own, _number: office(own).round(),
        lambda own: office(own).goes_on(),
        lambda own: office(own).told(),
    )


def told(runs: list[Run], given: argparse.Namespace, seconds: int) -> str:
    """The log."""
    found = {what: [one for one in runs if one.part == what] for what in _wanted(given)}
    return "\n".join(
        [
            "# Killed and stopped anywhere",
            "",
            f"`make faults`, seed {given.seed}, Python {platform.python_version()},"
            f" {platform.machine()}, {os.cpu_count()} cores, {given.processes} programs side by"
            f" side, {seconds} s at the last call. *Facts in*: a year of files with doubts,"
            " refunds and deaths taken in and assessed. *Money out*: orders of five people opened,"
            " handed down, received and approved by four offices, two requests to the treasury,"
            " batches, the bank's files and its answers, with refused and returned payments seen to"
            " and sent again. The bank is a program of its own with a book of its own. A moment is"
            " before a statement or a copy, or before or after a commit; one run in five is ended"
            " twice. In half of the runs the working process is killed by SIGKILL, in half"
            " PostgreSQL is stopped by `pg_ctl stop -m immediate` and started again as any program"
            " of the installation starts it; then the work is begun again.",
            "",
            *([given.remark, ""] if given.remark else []),
            "| part | runs | moments to choose from | how they ended | seconds a run |"
            " other than undisturbed |",
            "| --- | ---: | ---: | --- | ---: | ---: |",
            *(_line(what, own) for what, own in found.items() if own),
            "",
            "Compared are, for facts in: people, identities, attributes, doubts, accounts, bills,"
            " payments, lines, what is open and who waits, states of all deliveries, and the"
            " ledger's sums; for money out, of each person: fen by programme and place, orders with"
            " how often each act was done on them, order lines, payments by outcome, and, from the"
            " bank's own book, every sum it paid into each account. The ledger's proof held at the"
            " end of each run.",
            "",
            *[f"- {one.difference}" for one in runs if one.difference][:DIFFERENCES_SHOWN_MAX],
        ]
    )


def _line(what: str, runs: list[Run]) -> str:
    ended = Counter(how for one in runs for how in one.ended)
    how = ", ".join(f"{times} {how}" for how, times in sorted(ended.items()))
    seconds = sum(one.seconds for one in runs)
    differing = sum(bool(one.difference) for one in runs)
    mean = f"{seconds // len(runs)}.{seconds * 10 // len(runs) % 10}"
    return f"| {what} | {len(runs)} | {runs[0].points:,} | {how} | {mean} | {differing} |"


def main() -> int:
    """Prove, write the log, and say whether all held."""
    given = _parser().parse_args()
    code = code_digest()
    if given.worker is not None:
        _work(given, code)
        return 0
    started = time.monotonic()
    if given.anew:
        shutil.rmtree(_folder_of(given, code), ignore_errors=True)
    programs = [_program(given, place) for place in range(given.processes)]
    ends = [program.wait() for program in programs]
    runs = [one for one in kept_runs(given, code) if one.number < _wanted(given)[one.part]]
    text = told(runs, given, round(time.monotonic() - started))
    print(text)
    if any(ends) or len(runs) < sum(_wanted(given).values()):
        print(f"{len(runs)} runs are done; call it again and it goes on", file=sys.stderr)
        return 1
    log = given.log or PROOFS / f"{date.today()}-killed-anywhere.md"
    log.write_text(text.rstrip() + "\n", encoding="utf-8")
    return 1 if any(one.difference for one in runs) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=100)
    parser.add_argument("--money", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20251122)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--anew", action="store_true", help="forget what was proved before")
    parser.add_argument("--remark", default="", help="what else is to be said in the log")
    parser.add_argument("--log", type=Path)
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    return parser


def code_digest() -> str:
    """A digest of all that is proved and proves: what was found of other code is not of it."""
    found = hashlib.sha256()
    tests = ROOT / "tests"
    files = [*(ROOT / "src").rglob("*"), *(tests / "bureau").rglob("*"), Path(__file__)]
    for file in sorted(files):
        if file.suffix in (".py", ".sql", ".yaml"):
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


def kept_runs(given: argparse.Namespace, code: str) -> list[Run]:
    """Every run that was done before, of this seed and this code."""
    found = {}
    for file in sorted(_folder_of(given, code).glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            run = Run(**json.loads(line))
            found[run.part, run.number] = run
    return [found[key] for key in sorted(found)]


def _folder_of(given: argparse.Namespace, code: str) -> Path:
    return KEPT / f"faults-{given.seed}-{code}"


def _wanted(given: argparse.Namespace) -> dict[str, int]:
    return {"facts in": given.facts, "money out": given.money}


def _program(given: argparse.Namespace, place: int) -> "subprocess.Popen[bytes]":
    """One of the programs side by side; each has every so manyth run."""
    told = {"--facts": given.facts, "--money": given.money, "--seed": given.seed}
    told |= {"--processes": given.processes, "--worker": place}
    arguments = [str(part) for pair in told.items() for part in pair]
    return subprocess.Popen([sys.executable, __file__, *arguments])


def _work(given: argparse.Namespace, code: str) -> None:
    folder = _made(_folder_of(given, code))
    done = {(one.part, one.number) for one in kept_runs(given, code)}
    left = {
        part: [
            number
            for number in range(given.worker, runs, given.processes)
            if (part, number) not in done
        ]
        for part, runs in _wanted(given).items()
    }
    if not any(left.values()):
        return
    with tempfile.TemporaryDirectory(prefix="mianshen-") as home:
        os.environ["MIANSHEN_HOME"] = home
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "MIANSHEN_KEY_FILE"):
            os.environ.pop(name, None)
        with (folder / f"{given.worker}.jsonl").open("a", encoding="utf-8") as file:
            for run in _proved(Path(home) / "runs", given.seed, left):
                file.write(json.dumps(asdict(run), ensure_ascii=False) + "\n")
                file.flush()
                print(f"{run.part} {run.number}: {run.seconds} s, {run.ended}", flush=True)
                if run.difference:
                    print(run.difference, flush=True)


def _proved(folder: Path, seed: int, left: dict[str, list[int]]) -> Iterator[Run]:
    from mianshen.bureau.database.migrating import migrate, prepare

    prepare()
    from django.db import connections

    from bureau.faults.theatre import Theatre
    from mianshen.bureau.installation import installation
    from mianshen.bureau.sealing.keys import make_keys

    make_keys(installation().key_file)
    migrate()
    connections.close_all()
    theatre = Theatre()
    parts = {
        "facts in": facts_part,
        "money out": lambda: money_part(theatre, _made(folder)),
    }
    for what, numbers in left.items():
        if numbers:
            stage = Stage(parts[what](), theatre, folder)
            for number in numbers:
                yield stage.end_and_begin_again(seed, number)
    connections.close_all()
    theatre.cluster.stop()


if __name__ == "__main__":
    sys.exit(main())
