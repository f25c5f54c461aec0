"""Files read side by side and stated in their order are known as one after the other."""

import multiprocessing
import pickle
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from random import Random

import pytest

from bureau.canonical import canonical
from bureau.counter import Counter, read_profile
from bureau.faults.points import cut, disturbed, points_of, terminated
from bureau.year import YEAR, content
from mianshen.bureau.intake import services as intake
from mianshen.bureau.intake.models import Batch
from mianshen.run.messages import InputError, bad

FILES = sorted(YEAR)
FEW = ("民政_202501.csv", "民政_202502.csv", "结算_202501.csv", "结算_202502.csv")
SEEDS = 4
_WAYS = (cut, terminated)


def coming(profile: intake.Profile, names: Collection[str]) -> Iterator[Batch]:
    for name in names:
        yield intake.receive(profile, name, content(name), "clerk:1").batch


def take_in(folder: Path, names: Collection[str]) -> list[str]:
    """Files in their turn; which were done, in that order."""
    profile = read_profile(folder)
    batches = intake.process_in_turn(coming(profile, names), profile, "clerk:1")
    return [batch.name for batch in batches]


def take_in_apart(folder: Path, names: Collection[str]) -> list[str]:
    """The same, read by another process."""
    profile = read_profile(folder)
    with intake.reading_apart(profile) as read_on:
        batches = intake.process_in_turn(coming(profile, names), profile, "clerk:1", read_on)
        return [batch.name for batch in batches]


def told() -> dict[str, list[str]]:
    """All that is known, and what of each file was told about the one before it."""
    batches = Batch.objects.exclude(state="replaced").order_by("name")
    counts = ("joined", "left", "changed", "same", "before")
    compared = [
        repr((one.name, one.state, one.account, [one.difference.get(name) for name in counts]))
        for one in batches
    ]
    return {**canonical(), "compared": compared}


def test_files_in_their_turn_are_known_as_one_after_the_other(
    tmp_path: Path, afresh: Callable[[], None]
) -> None:
    counter = Counter(read_profile(tmp_path))
    for name in FILES:
        counter.give(name, content(name))
    one_by_one = told()
    assert len(one_by_one["events"]) > 3
    assert one_by_one["doubts"]
    afresh()

    assert take_in(tmp_path, FILES) == FILES
    assert told() == one_by_one
    afresh()

    assert take_in_apart(tmp_path, FILES) == FILES
    assert told() == one_by_one


def test_files_in_their_turn_ended_anywhere_and_begun_again_are_known_the_same(
    tmp_path: Path, afresh: Callable[[], None]
) -> None:
    takes_in = partial(take_in, tmp_path, FEW)
    points = points_of(takes_in)
    undisturbed = told()
    for seed in range(SEEDS):
        afresh()
        disturbed(takes_in, Random(seed).randint(1, points), _WAYS[seed % 2])
        takes_in()

        assert told() == undisturbed, seed
        assert Batch.objects.count() == len(FEW), seed


def test_files_read_by_another_process_and_ended_anywhere_are_known_the_same(
    tmp_path: Path, afresh: Callable[[], None]
) -> None:
    takes_in = partial(take_in_apart, tmp_path, FEW)
    points = points_of(takes_in)
    undisturbed = told()
    for seed in range(2):
        afresh()
        disturbed(takes_in, Random(seed).randint(1, points), _WAYS[seed % 2])
        takes_in()

        assert told() == undisturbed, seed
        assert Batch.objects.count() == len(FEW), seed


def test_where_the_other_process_is_killed_the_rest_is_read_here(
    tmp_path: Path, afresh: Callable[[], None]
) -> None:
    take_in(tmp_path, FILES)
    undisturbed = told()
    afresh()
    profile = read_profile(tmp_path)
    with intake.reading_apart(profile) as read_on:
        batches = intake.process_in_turn(coming(profile, FILES), profile, "clerk:1", read_on)
        done = [next(batches).name]
        killed = multiprocessing.active_children()
        for other in killed:
            other.kill()
        done += [batch.name for batch in batches]

    assert killed
    assert done == FILES
    assert told() == undisturbed


@pytest.mark.usefixtures("database")
def test_a_file_that_another_process_refuses_is_refused_in_the_same_words(tmp_path: Path) -> None:
    profile = read_profile(tmp_path)
    unread = "民政_202501.csv"

    def damaged(more: bytes) -> Iterator[Batch]:
        yield intake.receive(profile, unread, "没有\n表头\n".encode() + more, "clerk:1").batch

    (here,) = intake.process_in_turn(damaged(b""), profile, "clerk:1")
    with intake.reading_apart(profile) as read_on:
        (apart,) = intake.process_in_turn(damaged(b"\n"), profile, "clerk:1", read_on)

    assert (here.state, apart.state) == ("refused", "refused")
    assert apart.problems
    assert apart.problems == here.problems


def test_what_is_wrong_with_an_input_goes_whole_from_one_process_to_another() -> None:
    moved = intake.BatchMovedError(bad("not_utf8", "一.csv:1").messages)

    again = pickle.loads(pickle.dumps(moved))

    assert type(again) is intake.BatchMovedError
    assert again.messages == moved.messages
    assert str(again) == str(moved)


@pytest.mark.usefixtures("database")
def test_the_same_file_twice_in_a_row_is_one_batch_and_done_once(tmp_path: Path) -> None:
    twice = [FEW[0], FEW[0], FEW[2]]

    assert take_in(tmp_path, twice) == twice
    assert Batch.objects.count() == 2
    assert set(Batch.objects.values_list("state", flat=True)) == {"applied"}


@pytest.mark.usefixtures("database")
def test_what_came_before_a_file_that_nobody_knows_is_done_before_that_is_told(
    tmp_path: Path,
) -> None:
    profile = read_profile(tmp_path)

    def unknown() -> Iterator[Batch]:
        yield from coming(profile, FEW[:1])
        yield intake.receive(profile, "谁也不认得.csv", b"x", "clerk:1").batch

    with pytest.raises(InputError):
        list(intake.process_in_turn(unknown(), profile, "clerk:1"))
    assert [batch.state for batch in Batch.objects.all()] == ["applied"]
