"""How long a month of a district takes from the files to the messages: Jing'an by the real path.

Run `python bench/month.py`; it makes an installation of its own and removes it again. Before the
clock runs, the year's lists, accounts and people are taken in. Then one month's settlements and
what other payers send come, everyone they bear on is assessed, orders go through streets and centre
by one click each, and what is approved goes to the bank, comes back, and is told.
"""

import argparse
import os
import resource
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from alone import Spent, installation_of_its_own, stopwatch, tell_machine

PROFILE = "jingan"
SEED = 1
ACTOR = "system:bench"


@dataclass
class Figures:
    """What each step took, in their order."""

    found: dict[str, Spent] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add what is done within to a step."""
        spent = stopwatch()
        yield
        self.found[name] = self.found.get(name, Spent(0, 0, 0)).and_more(spent())

    def told(self) -> None:
        """Print every step, and the whole."""
        whole = Spent(0, 0, 0)
        for name, spent in self.found.items():
            print(f"{name:44} {spent}")
            whole = whole.and_more(spent)
        print(f"{'the whole month':44} {whole}")


@dataclass(frozen=True)
class Month:
    """What the bench works on: the files of the month, its district, and the days of its acts."""

    files: Path
    bank: Path
    period: str
    figures: Figures

    @property
    def day(self) -> date:
        """The first day of the next month, on which the month is worked on."""
        year, month = int(self.period[:4]), int(self.period[4:])
        return date(year + month // 12, month % 12 + 1, 1)


def main() -> None:
    """Time each step once and print it, with the machine and how busy it was."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=12_000)
    parser.add_argument("--month", default="202503", help="the month whose bills come")
    given = parser.parse_args()
    with installation_of_its_own("home") as home:
        _run(given.people, given.month, home)


def _run(people: int, period: str, home: Path) -> None:
    from mianshen.bureau.starting import make_ready

    make_ready([PROFILE], lambda _: None)
    month = Month(home / "files", home / "bank", period, Figures())
    _prepare(month, people)
    tell_machine()
    print(f"{people:,} people listed, {_rows(month):,} settlements of {period}")
    _facts(month)
    _orders_and_money(month)
    month.figures.told()
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"load {os.getloadavg()[0]:.1f} at the end, {memory_mib:,} MiB at most")


def _prepare(month: Month, people: int) -> None:
    """The files of a year; lists, people and accounts taken in, a policy in force, all assessed."""
    from mianshen.bureau.demonstrating.ruling import put_in_force
    from mianshen.bureau.registry import services as registry
    from mianshen.run.engines import compile_kernel
    from mianshen.run.shipped import locate_profile
    from mianshen.synth.district import read_profile, write_district

    made = read_profile(locate_profile(PROFILE, "district.yaml").parent)
    write_district(made, people, SEED, month.files)
    _take_in(month, lambda one: one.layout.role not in ("settlements", "others"))
    put_in_force(PROFILE, ACTOR)
    compile_kernel()
    registry.clear_marks(registry.dirty_people())


def _facts(month: Month) -> None:
    """The month's files in, and everyone they bear on assessed."""
    from mianshen.bureau.jobs import doing

    def of_month(one: Any) -> bool:
        return str(one.period).replace("-", "") == month.period

    with month.figures.timed("settlements in"):
        _take_in(month, lambda one: one.layout.role == "settlements" and of_month(one))
    with month.figures.timed("other payers in"):
        _take_in(month, lambda one: one.layout.role == "others" and of_month(one))
    with month.figures.timed("assessed, and orders opened"):
        told = doing.assess(_district(month), _moment(month.day))
    print(f"assessed: {dict(told)}")


def _orders_and_money(month: Month) -> None:
    """Every order through its offices, what is approved to the bank and back, and the messages."""
    from mianshen.bureau.bitemporal.stating import Stated
    from mianshen.bureau.casework import services as casework
    from mianshen.bureau.demonstrating.days import days_from
    from mianshen.bureau.demonstrating.deciding import Work
    from mianshen.bureau.demonstrating.filling import confirm_accounts
    from mianshen.bureau.demonstrating.paying import Treasury
    from mianshen.bureau.demonstrating.staff import team_of
    from mianshen.bureau.demonstrating.telling import send_messages
    from mianshen.bureau.offices.vocabulary import Act, OfficeKind
    from mianshen.standards.regions import township_of

    profile, day = _district(month).profile, month.day
    assert profile.flow is not None
    assert profile.funds is not None
    assert profile.bank is not None
    assert profile.notices is not None
    team = team_of(PROFILE, day, ACTOR)
    clerk = team.named(OfficeKind.CENTRE, Act.PAY)
    confirm_accounts(PROFILE, Stated(_moment(day), 0, clerk))
    orders: dict[str, list[int]] = {}
    for one in casework.orders_told():
        orders.setdefault(township_of(one.region), []).append(one.order)
    print(f"{sum(map(len, orders.values())):,} orders of {len(orders)} streets")
    treasury = Treasury(team, profile.bank, profile.funds, month.bank)
    treasury.give_budgets()
    last = day
    for item in sorted(Work(profile.flow, team, days_from(day), orders).agenda(), key=_by_day):
        with month.figures.timed("orders decided by streets and centre"):
            item.do(item.day)
        last = item.day
    names = ("asked for, reviewed, arrived", "batch and bank's file", "return", "sent again")
    for name, item in zip((*names, "return"), treasury.agenda(last), strict=True):
        with month.figures.timed(name):
            item.do(item.day)
    with month.figures.timed("messages"):
        sent = send_messages(profile.notices, month.bank / "messages", item.day)
    print(f"{treasury.paid.paid:,} paid, {treasury.paid.refused:,} refused, {sent}")


def _by_day(item: Any) -> date:
    return item.day


def _take_in(month: Month, wanted: Callable[[Any], bool]) -> None:
    from mianshen.bureau.demonstrating.filling import in_order, walked
    from mianshen.bureau.intake import services as intake

    read = intake.read_profile(PROFILE)
    coming = filter(wanted, in_order(month.files, read))
    with intake.reading_apart(read) as read_on:
        deque(walked(month.files, coming, read, ACTOR, read_on), maxlen=0)


def _rows(month: Month) -> int:
    import json

    manifest = json.loads((month.files / "truth" / "manifest.json").read_text("utf-8"))
    return sum(
        rows
        for name, rows in manifest["rows"].items()
        if "settlements" in name and month.period in name
    )


def _district(month: Month) -> Any:
    from mianshen.bureau.jobs.services import districts

    return next(one for one in districts(month.day) if one.profile.name == PROFILE)


def _moment(day: date) -> datetime:
    from mianshen.bureau.demonstrating.days import moment

    return moment(day)


if __name__ == "__main__":
    main()
