"""How long a district's whole year takes on the platform, from its files to the last message.

Run `python bench/demonstration.py --profile xinjin`; it makes an installation of its own and
removes it again. Without `--people` there are as many as the district has.
"""

import argparse
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alone import installation_of_its_own, stopwatch, tell_machine


def main() -> None:
    """Walk the whole way once and print each part, with the machine and how busy it was."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", default="xinjin")
    parser.add_argument("--people", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with installation_of_its_own("home") as folder:
        from mianshen.bureau.demonstrating.home import written_later
        from mianshen.bureau.demonstrating.writing import written_meanwhile
        from mianshen.bureau.starting import make_ready
        from mianshen.cli.synthesising import people_given, read_district

        tell_machine()
        district = read_district(given.profile)
        people = people_given(district, given.people)
        with (
            _timed(f"the whole way of {people:,} people"),
            written_later(),
            written_meanwhile(district, people, given.seed, folder) as written,
        ):
            with _timed("made ready"):
                make_ready((given.profile,), lambda _said: None)
            from mianshen.bureau.demo_logins import begin_practice
            from mianshen.bureau.demonstrating.running import demonstrate

            begin_practice()
            told = demonstrate(district, people, given.seed, folder, written, _counting)
        print("every row and fen accounted for" if told.holds else "\n".join(told.wrong))
    memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"load {os.getloadavg()[0]:.1f} at the end, {memory_mib:,} MiB at most")


@contextmanager
def _counting(_zh: str, en: str, _total: int) -> Iterator[Callable[[int], None]]:
    with _timed(en):
        yield lambda _done: None


@contextmanager
def _timed(name: str) -> Iterator[None]:
    spent = stopwatch()
    yield
    print(f"{name:36} {spent()}", flush=True)


if __name__ == "__main__":
    main()
