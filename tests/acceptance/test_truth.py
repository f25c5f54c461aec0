"""Where the truth about every row is known: no row is lost, and none becomes another person's."""

import csv
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest

from mianshen.run.case import Case, Order
from mianshen.run.job import read_case
from mianshen.run.shipped import locate_profile
from mianshen.synth.district import read_profile, write_district

PEOPLE = 300
PACKS = {"xinjin": "xinjin", "jingan": "shanghai"}

Place = tuple[str, str, int]


@pytest.fixture(scope="module", params=sorted(PACKS))
def district(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district") / str(request.param)
    profile = read_profile(locate_profile(request.param).parent)
    write_district(profile, PEOPLE, 7, folder, lambda _: None)
    return folder


@pytest.fixture(scope="module")
def case(district: Path) -> Case:
    name = district.name
    return read_case(
        Order(PACKS[name], {}, 2025, date(2026, 3, 31), profile=name, folder=district / "data")
    )


def truth_of(district: Path, case: Case) -> dict[Place, dict[str, str]]:
    """The truth by file, sheet and line, for the files that the profile speaks of."""
    told: dict[Place, dict[str, str]] = {}
    read = {source.name for source in case.sources}
    root = district / "truth" / "rows" / "data"
    for file in sorted(root.rglob("*.csv")):
        name = file.relative_to(root).as_posix().removesuffix(".csv")
        if name in read:
            with file.open(encoding="utf-8", newline="") as text:
                for row in csv.DictReader(text):
                    told[name, row["sheet"], int(row["row"])] = row
    return told


def places_in(told: Collection[Place]) -> dict[str, Place]:
    """The places by the words for a row, with its sheet and, as a sheet alone is told, without."""
    spelled = [(f"{file}[{sheet}]:{line}", f"{file}:{line}") for file, sheet, line in told]
    return {words: place for place, pair in zip(told, spelled, strict=True) for words in pair}


def test_every_row_of_every_file_is_keyed_in_review_or_in_quarantine(
    district: Path, case: Case
) -> None:
    told = truth_of(district, case)
    by_file: dict[str, int] = {}
    for name, _, _ in told:
        by_file[name] = by_file.get(name, 0) + 1
    assert {source.name: source.account.rows for source in case.sources} == by_file
    waiting = {one.place for one in case.reviews if one.place and not one.is_used}
    waiting |= {one.place for one in case.ledger.quarantined}
    assert sum(by_file.values()) == len(case.register.places() | waiting)


def test_no_row_becomes_another_persons_and_most_dirt_is_settled(
    district: Path, case: Case
) -> None:
    told = truth_of(district, case)
    with (district / "truth" / "people.csv").open(encoding="utf-8", newline="") as text:
        numbers = {row["person"]: {row["certno"], row["psn_no"]} for row in csv.DictReader(text)}
    spelled = places_in(told)
    places = {words: spelled[words] for words in case.register.places()}
    wrong = [
        words
        for words, place in places.items()
        if case.register.key_at(words) not in numbers.get(told[place]["person"], ())
    ]
    assert not wrong
    spoiled = [place for place, row in told.items() if row["dirt"]]
    settled = [place for place in places.values() if told[place]["dirt"]]
    assert len(settled) * 2 > len(spoiled)
