"""What is dear to count: once while data stand still, and said since when where they moved."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from threading import enumerate as threads_now
from time import sleep

import pytest

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
