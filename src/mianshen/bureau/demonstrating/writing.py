"""A district's files written by a process of its own while the platform is made ready."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from mianshen.run.processes import end_with_the_parent
from mianshen.synth.district import Profile, write_district

Written = Callable[[], Mapping[str, int]]
"""Waits until the files of a district are written; how many rows each has."""

_FOLDER = "files"


def files_of(out: Path) -> Path:
    """Where under a demonstration's folder its files are."""
    return out / _FOLDER


@contextmanager
def written_meanwhile(district: Profile, people: int, seed: int, out: Path) -> Iterator[Written]:
    """Write a district's files, to be waited for; what goes wrong is told to whoever waits."""
    fresh = get_context("spawn")
    with ProcessPoolExecutor(1, fresh, initializer=end_with_the_parent) as other:
        yield other.submit(write_district, district, people, seed, files_of(out)).result
