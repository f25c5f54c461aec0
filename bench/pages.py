"""How long pages take at a set rate of requests, in a database of many people and bills.

Run `python bench/pages.py --people 200000 --settlements 1000000`; it makes an installation of its
own and removes it again. With `--keep FOLDER` the district stays there and is used by the next run
that names the folder; `--only-make` makes it and asks for nothing. The small district of the tests
is copied until it is as large as asked: every copy has its own people, bills, orders, lines and
money. Then pages are asked for at the set rate, each in its turn by somebody it is for, however
long the ones before take. `--processor` asks for one after the other instead, and tells the
processor's time that each takes here and in the database, which a busy machine does not change.
"""

import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from alone import installation_of_its_own, kept_installation, make_database, tell_machine

_TESTS = str(Path(__file__).parents[1] / "tests")
_MADE = "district.json"
_SEED = 7
_SMALL = 500
_BILLS = 2
_WAIT_S = 60
_AT_ONCE = 64
_TIMES = 3
_UNTIL_WARM = 6


@dataclass(frozen=True)
class Asked:
    """One page as one member of staff asks for it."""

    page: str
    staff: str
    path: str


@dataclass(frozen=True)
class Answered:
    """What came back, and how long after the moment at which it was to be asked for."""

    page: str
    status: int
    taken_ms: float


@dataclass(frozen=True)
class Cost:
    """What a page takes of the processor as somebody."""

    staff: str
    statements: int
    own_ms: float
    database_ms: float
    anew_ms: float = 0
    """The same, where nothing that was counted before stands any more."""

    @property
    def whole_ms(self) -> float:
        """Here and in the database."""
        return self.own_ms + self.database_ms


def main() -> None:
    """Make the district, ask for its pages, and print what they took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--settlements", type=int, default=1_000_000)
    parser.add_argument("--rate", type=float, default=20.0, help="requests a second")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--keep", type=Path, help="the folder in which the district stays")
    parser.add_argument("--only-make", action="store_true", help="make the district, ask nothing")
    parser.add_argument("--processor", action="store_true", help="the processor's time of each")
    given = parser.parse_args()
    sys.path.insert(0, _TESTS)
    with kept_installation(given.keep) if given.keep else installation_of_its_own() as home:
        _run(given, home / _MADE)


def _run(given: argparse.Namespace, made: Path) -> None:
    tell_machine()
    start = time.perf_counter()
    make_database()
    district = _made_before(made, given)
    if district is None:
        district = _district(given.people, given.settlements)
        made.write_text(json.dumps({"asked": _asked(given), **asdict(district)}))
    print(f"{_sizes()}, there after {time.perf_counter() - start:,.0f} s", flush=True)
    if given.processor:
        _tell_costs(list(_pages(district)))
    elif not given.only_make:
        _measure(district, given)


def _measure(district: Any, given: argparse.Namespace) -> None:
    asked = list(_pages(district))
    sessions = _sessions({one.staff for one in asked})
    with _served() as port:
        shown = [one for one in asked if _is_shown(port, one, sessions)]
        print(f"{len(shown)} pages of staff", flush=True)
        print(f"load {os.getloadavg()[0]:.1f} before the requests", flush=True)
        _tell(_at_rate(port, shown, sessions, given.rate, given.seconds))


def _asked(given: argparse.Namespace) -> list[int]:
    return [given.people, given.settlements]


def _made_before(made: Path, given: argparse.Namespace) -> Any | None:
    """The district that an earlier run left; one of another size is not taken for it."""
    from bureau.desk_district import DeskDistrict, HandedIn, HandedOut

    if not made.exists():
        return None
    told = json.loads(made.read_text())
    if told.pop("asked") != _asked(given):
        raise SystemExit(f"{made.parent} holds a district of another size; name another folder")
    told["people"], told["orders"] = tuple(told["people"]), tuple(told["orders"])
    told["lists"], told["money"] = HandedIn(**told["lists"]), HandedOut(**told["money"])
    return DeskDistrict(**told)


def _district(people: int, settlements: int) -> Any:
    """The tests' district, its orders of this month, and copies of both."""
    import psycopg
    from copying import add_bills, copy_district
    from django.db import connections

    from bureau.desk_district import make_district
    from mianshen.bureau.database.embedded import SUPERUSER, start
    from mianshen.bureau.installation import installation

    small = min(_SMALL, people)
    district = make_district(small)
    connections.close_all()
    here = installation()
    address = start(here.cluster, here.keys).address(SUPERUSER)
    with psycopg.connect(address.for_psycopg(), autocommit=True) as connection:
        copy_district(connection, people // small)
        more = -(-settlements // (people * _BILLS)) - 1
        if more > 0:
            add_bills(connection, more, max(district.people))
        connection.execute("VACUUM ANALYZE")
    return district


def _sizes() -> str:
    from mianshen.bureau.bitemporal.rows import query

    tables = ("registry_person", "claims_settlement", "assessment_line", "casework_order")
    counts = [query(f"SELECT count(*) FROM {name}")[0][0] for name in tables]
    return "{:,} people, {:,} settlements, {:,} lines, {:,} orders".format(*counts)


def _pages(district: Any) -> Iterator[Asked]:
    """Every page, and the lists under the questions most asked, by those they are for."""
    from bureau import desk_district as staff
    from bureau.workbench_pages import address_of
    from mianshen.bureau.workbench.pages import routes

    numbers = (
        *(staff.CLERK, staff.REVIEWER, staff.DISABLED, staff.INSPECTOR),
        *(staff.PAYER, staff.TREASURER, staff.HELPER),
    )
    for route in routes():
        if not route.page.is_open:
            path = address_of(route, district)
            yield from (Asked(route.name, number, path) for number in numbers)
    for name, path in _QUESTIONS:
        yield from (Asked(name, number, path) for number in (staff.CLERK, staff.REVIEWER))


_QUESTIONS = (
    ("the list by amount", "/lists/?sort=amount"),
    ("the list of doubts", "/lists/?state=mine&doubt=any"),
    ("orders that are late", "/orders/?due=late"),
    ("somebody by name", "/search?q=张秀英"),
)


def _sessions(numbers: set[str]) -> dict[str, str]:
    from bureau.desk_district import signed_in

    return {number: signed_in(number).cookies["sessionid"].value for number in numbers}


@contextmanager
def _served() -> Iterator[int]:
    """The pages on a port, by the process that serves them in an installation."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "mianshen.bureau.serving.web", "127.0.0.1", str(port)]
    process = subprocess.Popen(words, stdin=subprocess.PIPE)
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise SystemExit("the pages did not come up")


def _at_rate(
    port: int, asked: list[Asked], sessions: dict[str, str], rate: float, seconds: int
) -> list[Answered]:
    """Ask at the set moments, whatever is still under way; each is timed from its moment."""
    begin = time.perf_counter()
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = []
        for number, one in zip(range(int(rate * seconds)), _in_turn(asked), strict=False):
            at = begin + number / rate
            time.sleep(max(0.0, at - time.perf_counter()))
            answers.append(pool.submit(_ask, port, one, sessions, at))
        return [answer.result() for answer in answers]


def _in_turn(asked: list[Asked]) -> Iterator[Asked]:
    """Every page once a round, each round in an order of its own: none always after the same."""
    drawn = random.Random(_SEED)
    while True:
        yield from drawn.sample(asked, len(asked))


def _is_shown(port: int, one: Asked, sessions: dict[str, str]) -> bool:
    """Whether a page is for that member of staff; asked so often, it is warm in every process."""
    answers = [_ask(port, one, sessions, time.perf_counter()) for _ in range(_UNTIL_WARM)]
    return answers[-1].status == HTTPStatus.OK


def _ask(port: int, one: Asked, sessions: dict[str, str], at: float) -> Answered:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_WAIT_S)
    try:
        headers = {"Cookie": f"sessionid={sessions[one.staff]}; lang=zh"}
        connection.request("GET", quote(one.path, safe="/?=&"), headers=headers)
        answer = connection.getresponse()
        answer.read()
        return Answered(one.page, answer.status, (time.perf_counter() - at) * 1_000)
    finally:
        connection.close()


def _tell(answered: list[Answered]) -> None:
    """What each page took, the slowest first."""
    failed = sum(one.status != HTTPStatus.OK for one in answered)
    print(f"{len(answered):,} requests, {failed} of them failed")
    by_page: dict[str, list[float]] = {"all pages": [one.taken_ms for one in answered]}
    for one in answered:
        by_page.setdefault(one.page, []).append(one.taken_ms)
    print(f"{'page':32} {'times':>6} {'median':>8} {'p95':>8} {'longest':>8}  ms")
    for page, taken in sorted(by_page.items(), key=lambda one: -_p95(one[1])):
        row = (statistics.median(taken), _p95(taken), max(taken))
        print(f"{page:32} {len(taken):6} " + " ".join(f"{one:8.0f}" for one in row))
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def _tell_costs(asked: list[Asked]) -> None:
    """What each page costs the processor as whoever it costs most, the dearest first."""
    from bureau.desk_district import signed_in

    clients = {number: signed_in(number) for number in {one.staff for one in asked}}
    dearest: dict[str, Cost] = {}
    for one in asked:
        cost = _cost(clients[one.staff], one)
        if cost and cost.whole_ms > dearest.get(one.page, Cost("", 0, 0, 0)).whole_ms:
            dearest[one.page] = cost
    print(f"{'page':32} {'as':36} {'statements':>10} {'here':>8} {'database':>8} {'anew':>8}  ms")
    for page, cost in sorted(dearest.items(), key=lambda found: -found[1].whole_ms):
        times = f"{cost.own_ms:8.0f} {cost.database_ms:8.0f} {cost.anew_ms:8.0f}"
        print(f"{page:32} {cost.staff:36} {cost.statements:10} {times}")


def _cost(client: Any, one: Asked) -> Cost | None:
    """The least of a few, warm; none where the page is not for that member of staff."""
    from bureau.statements import statements
    from mianshen.bureau.workbench.keeping import forget

    found = []
    for number in range(_TIMES):
        if number == 1:
            forget()
        own, database = time.process_time(), _backend_ms()
        with statements() as said:
            answer = client.get(one.path)
        if answer.status_code != HTTPStatus.OK:
            return None
        spent = (time.process_time() - own) * 1_000
        found.append(Cost(one.staff, len(said), spent, _backend_ms() - database))
    least = min(found[1:], key=lambda cost: cost.whole_ms)
    return replace(least, anew_ms=found[1].whole_ms)


def _backend_ms() -> float:
    """The processor's time that this process's backend has used; Linux counts it to the ns."""
    from django.db import connection

    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1_000_000


def _p95(taken: list[float]) -> float:
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.95))]


if __name__ == "__main__":
    main()
