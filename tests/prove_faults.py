"""The long proof of reliability: killed and stopped at hundreds of moments, it ends the same."""

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

PROOFS = Path(__file__).resolve().parents[1] / "docs" / "proofs"
DIFFERENCES_SHOWN_MAX = 10
AGAIN_IN = 5
"""One run in so many is ended a second time, while it begins again."""


@dataclass
class Found:
    """What the runs of one part came to."""

    what: str
    points: int = 0
    runs: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


@dataclass
class Part:
    """One part of the proof: the database it begins with, how it goes on, and what it comes to."""

    what: str
    template: str
    runs: int
    goes_on: Callable[[Path], Any]
    told: Callable[[Path], Any]
    points: Callable[[Path], int]


def prove(part: Part, theatre: Any, folder: Path, seed: int) -> Found:
    """End runs at drawn moments in both ways, begin again, and compare with the undisturbed one."""
    found = Found(part.what)
    calm = folder / part.template / "calm"
    theatre.fresh("run", part.template)
    found.points = theatre.works(lambda: part.points(_made(calm)))
    undisturbed = theatre.works(lambda: part.told(calm))
    assert undisturbed["whole"], "the undisturbed run itself is not whole"
    for number in range(part.runs):
        try:
            told = _end_and_begin_again(part, theatre, folder, seed, number, found)
        except KeyboardInterrupt:
            print(f"{part.what}: stopped by hand after {found.runs} of {part.runs}", flush=True)
            break
        found.runs += 1
        if told != undisturbed:
            found.differences.append(f"{part.what} {number}: {_first(undisturbed, told)}")
            print(found.differences[-1], flush=True)
        if not found.runs % 20:
            so_far = f"{found.runs} of {part.runs}, {len(found.differences)} differences"
            print(f"{part.what}: {so_far}, {dict(found.ended)}", flush=True)
    return found


def _end_and_begin_again(
    part: Part, theatre: Any, folder: Path, seed: int, number: int, found: Found
) -> Any:
    """One run, ended once or twice at moments drawn by its number, and what it came to."""
    from bureau.faults.theatre import KILLED, STOPPED

    draw = Random(f"{seed} {part.what} {number}")
    own = _made(folder / part.template / str(number))
    theatre.fresh("run", part.template)
    for time_ in range(1 + (draw.randrange(AGAIN_IN) == 0)):
        way = (KILLED, STOPPED)[(number + time_) % 2]
        at = draw.randint(1, found.points if not time_ else found.points // 2)
        found.ended[theatre.ends(lambda: part.goes_on(own), at, way)] += 1
    told = theatre.works(lambda: (part.goes_on(own), part.told(own))[1])
    shutil.rmtree(own)
    return told


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _first(wanted: dict[str, Any], told: dict[str, Any]) -> str:
    name = next(name for name in wanted if wanted[name] != told.get(name))
    return f"{name}: {wanted[name]!r:.300} became {told.get(name)!r:.300}"


def parts(theatre: Any, folder: Path, facts_runs: int, money_runs: int) -> list[Part]:
    """Facts in from an empty database; money out from one in which bills stand entitled."""
    from bureau.faults import facts, money
    from bureau.faults.points import points_of
    from bureau.test_casework import Desk
    from mianshen.bureau.database.embedded import DATABASE

    template = "money"
    theatre.fresh(template, DATABASE)
    desk = Desk(folder)
    money.open_funds()
    money.Office(folder, people=5).begins(desk)

    def office(own: Path) -> money.Office:
        found = money.Office(own, people=5)
        found.desk = desk
        return found

    return [
        Part(
            "facts in",
            DATABASE,
            facts_runs,
            facts.take_in,
            lambda _: facts.told(),
            lambda own: points_of(lambda: facts.take_in(own)),
        ),
        Part(
            "money out",
            template,
            money_runs,
            lambda own: office(own).goes_on(),
            lambda own: office(own).told(),
            lambda own: points_of(office(own).goes_on),
        ),
    ]


def told(found: list[Found], seed: int, seconds: int, remark: str) -> str:
    """The log."""
    return "\n".join(
        [
            "# Killed and stopped anywhere",
            "",
            f"`make faults`, seed {seed}, Python {platform.python_version()}, {platform.machine()},"
            f" {os.cpu_count()} cores, {seconds} s. *Facts in*: a year of files with doubts,"
            " refunds and deaths taken in and assessed. *Money out*: orders of five people opened,"
            " handed down, received and approved by four offices, two requests to the treasury,"
            " batches, the bank's files and its answers, with refused and returned payments seen to"
            " and sent again. The bank is a program of its own with a book of its own. A moment is"
            " before a statement or a copy, or before or after a commit; one run in five is ended"
            " twice. In half of the runs the working process is killed by SIGKILL, in half"
            " PostgreSQL is stopped by `pg_ctl stop -m immediate` and started again as any program"
            " of the installation starts it; then the work is begun again.",
            "",
            *([remark, ""] if remark else []),
            "| part | runs | moments to choose from | how they ended | other than undisturbed |",
            "| --- | ---: | ---: | --- | ---: |",
            *(
                f"| {one.what} | {one.runs} | {one.points:,} |"
                f" {', '.join(f'{times} {how}' for how, times in sorted(one.ended.items()))} |"
                f" {len(one.differences)} |"
                for one in found
            ),
            "",
            "Compared are, for facts in: people, identities, attributes, doubts, accounts, bills,"
            " payments, lines, what is open and who waits, states of all deliveries, and the"
            " ledger's sums; for money out, of each person: fen by programme and place, orders with"
            " how often each act was done on them, order lines, payments by outcome, and, from the"
            " bank's own book, every sum it paid into each account. The ledger's proof held at the"
            " end of each run.",
            "",
            *(f"- {one}" for part in found for one in part.differences[:DIFFERENCES_SHOWN_MAX]),
        ]
    )


def main() -> int:
    """Prove, write the log, and say whether all held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=100)
    parser.add_argument("--money", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20251122)
    parser.add_argument("--remark", default="", help="what else is to be said in the log")
    parser.add_argument("--log", type=Path)
    given = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mianshen-") as home:
        os.environ["MIANSHEN_HOME"] = home
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "MIANSHEN_KEY_FILE"):
            os.environ.pop(name, None)
        found = _proved(Path(home) / "runs", given)
    text = told(found, given.seed, round(time.monotonic() - started), given.remark)
    log = given.log or PROOFS / f"{date.today()}-killed-anywhere.md"
    log.write_text(text.rstrip() + "\n", encoding="utf-8")
    print(text)
    return 1 if any(one.differences for one in found) else 0


def _proved(folder: Path, given: argparse.Namespace) -> list[Found]:
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
    found = [
        prove(part, theatre, folder, given.seed)
        for part in parts(theatre, _made(folder), given.facts, given.money)
        if part.runs
    ]
    connections.close_all()
    theatre.cluster.stop()
    return found


if __name__ == "__main__":
    sys.exit(main())
