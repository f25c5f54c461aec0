"""What is dear to count: once while data stand still, and said since when where they moved."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier, Event
from threading import enumerate as threads_now
from time import sleep

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from bureau.desk_district import DeskDistrict, signed_in
from bureau.statements import statements
from mianshen.bureau.offices.services import Staff
from mianshen.bureau.workbench import keeping
from mianshen.bureau.workbench.keeping import kept

AT_ONCE = 4


@pytest.fixture
def counts() -> Iterator[Callable[[], int]]:
    keeping.forget()
    made = iter(range(1, 100))
    yield lambda: next(made)
    keeping.forget()


def test_what_was_counted_stands_until_data_move(counts: Callable[[], int]) -> None:
    assert kept(("list", "2025-03"), 7, counts).figures == 1
    assert kept(("list", "2025-03"), 7, counts).figures == 1
    assert kept(("list", "2025-04"), 7, counts).figures == 2
    assert kept(("list", "2025-03"), 8, counts).figures == 3


def test_what_is_dear_stands_though_data_moved_but_not_where_it_must_be_as_it_is_now(
    counts: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "DEAR_S", -1.0)
    for _ in range(2):
        kept(("table",), 7, counts)
        kept(("list",), 7, counts, stands=False)
    before = kept(("table",), 8, counts)
    assert before.figures == 1
    assert kept(("list",), 8, counts, stands=False).figures == 3
    anew = kept(("table",), 8, counts, anew=True)
    assert anew.figures == 4
    assert anew.at > before.at
    assert kept(("table",), 9, counts).figures == 4


def test_whoever_asks_while_it_is_counted_waits_for_that_count() -> None:
    keeping.forget()
    begin, made = Barrier(AT_ONCE), []

    def count() -> int:
        sleep(0.05)
        made.append(1)
        return len(made)

    def ask(_number: int) -> int:
        begin.wait()
        return kept(("proof",), 7, count).figures

    with ThreadPoolExecutor(AT_ONCE) as threads:
        assert set(threads.map(ask, range(AT_ONCE))) == {1}


def test_what_is_dear_and_old_is_shown_while_it_is_counted_again_beside(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keeping.forget()
    monkeypatch.setattr(keeping, "DEAR_S", -1.0)
    may_count, made = Event(), []

    def count() -> int:
        assert may_count.wait(5)
        made.append(1)
        return len(made)

    may_count.set()
    assert kept(("proof",), 7, count).figures == 1
    may_count.clear()
    with monkeypatch.context() as old:
        old.setattr(keeping, "KEPT_AT_MOST", timedelta(seconds=-1))
        assert [kept(("proof",), 8, count).figures for _ in range(3)] == [1, 1, 1]
    may_count.set()
    counted_beside()
    assert kept(("proof",), 8, count).figures == 2
    assert made == [1, 1]


def test_a_count_beside_that_fails_leaves_the_figures_and_is_tried_again(
    counts: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "DEAR_S", -1.0)

    def fail() -> int:
        raise RuntimeError

    assert kept(("table",), 7, counts).figures == 1
    with monkeypatch.context() as old:
        old.setattr(keeping, "KEPT_AT_MOST", timedelta(seconds=-1))
        assert kept(("table",), 8, fail).figures == 1
        counted_beside()
        assert kept(("table",), 8, counts).figures == 1
        counted_beside()
    assert kept(("table",), 8, counts).figures == 2


def test_what_is_dear_and_of_yesterday_is_waited_for(
    counts: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "DEAR_S", -1.0)
    assert kept(("table",), 7, counts).figures == 1
    monkeypatch.setattr(keeping, "SHOWN_AT_MOST", timedelta(seconds=-1))
    assert kept(("table",), 8, counts).figures == 2


def counted_beside() -> None:
    for thread in threads_now():
        if thread.name == "figures":
            thread.join()


def test_what_nobody_asked_for_lately_is_let_go(counts: Callable[[], int]) -> None:
    for number in range(200):
        kept((number,), 7, lambda: 0)
    assert kept((199,), 7, counts).figures == 0
    assert kept((0,), 7, counts).figures == 1


@pytest.fixture
def several_processes(tmp_path: Path) -> Iterator[Path]:
    keeping.forget()
    cache = {"BACKEND": f"{_CACHES}.filebased.FileBasedCache", "LOCATION": tmp_path / "figures"}
    with override_settings(FIGURES=tmp_path, CACHES={"figures": cache}):
        yield tmp_path
    keeping.forget()


_CACHES = "django.core.cache.backends"


def test_what_is_dear_is_counted_by_one_process_for_all(
    several_processes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "DEAR_S", -1.0)
    tally = several_processes / "tally"
    with ProcessPoolExecutor(AT_ONCE, get_context("fork")) as processes:
        told = set(processes.map(_dear_in_a_process, [tally] * AT_ONCE))
    assert told == {1}
    assert kept(_SCOPED, 7, lambda: 0, anew=True).figures == 0
    with ProcessPoolExecutor(1, get_context("fork")) as processes:
        assert processes.submit(_dear_in_a_process, tally).result() == 0


def test_what_must_be_as_it_is_now_is_counted_by_each_process(
    several_processes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "DEAR_S", -1.0)
    kept(("list",), 7, lambda: 1, stands=False)
    assert not any((several_processes / "figures").glob("*"))
    keeping.forget_here()
    assert kept(("list",), 7, lambda: 2, stands=False).figures == 2


@pytest.mark.parametrize(
    "page", ["policies-assessed", "books-proof", "held", "tables", "indicators", "centre-funnel"]
)
def test_what_a_page_shows_of_the_whole_district_is_read_by_the_next_process(
    page: str, district: DeskDistrict, several_processes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert district
    monkeypatch.setattr(keeping, "DEAR_S", -1.0)
    for staff in Staff.objects.order_by("pk"):
        browser = signed_in(staff.number)
        browser.get(reverse(page))
        if any((several_processes / "figures").glob("*")):
            break
    keeping.forget()
    counted = asked_by(browser, page)
    keeping.forget_here()
    assert asked_by(browser, page) < counted


def asked_by(browser: Client, page: str) -> int:
    with statements() as said:
        assert browser.get(reverse(page)).status_code == HTTPStatus.OK
    return len(said)


_SCOPED = ("table", frozenset({"orders", "payments", "people"}))
"""Sets are in another order in every process."""


def _dear_in_a_process(tally: Path) -> int:
    def count() -> int:
        sleep(0.05)
        with tally.open("a") as file:
            file.write("|")
        return len(tally.read_text())

    return kept(_SCOPED, 7, count).figures
