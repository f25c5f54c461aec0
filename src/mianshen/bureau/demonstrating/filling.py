"""Files in by the path of intake, accounts confirmed, and who answers for whom."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.demonstrating.counting import Counting
from mianshen.bureau.intake import services as intake
from mianshen.bureau.jobs.answering import answering_regions
from mianshen.bureau.jobs.services import District
from mianshen.bureau.offices import services as offices
from mianshen.bureau.offices.vocabulary import OfficeKind
from mianshen.bureau.registry import services as registry
from mianshen.run.reading.deliveries import Delivery
from mianshen.standards.regions import region_code
from mianshen.standards.regions import township_of as township_of_region


def take_in(
    profile: intake.Profile,
    folder: Path,
    actor: str,
    read_on: intake.ReadOn,
    counting: Counting,
) -> None:
    """Take every file of a folder in as it would come over the year."""
    deliveries = in_order(folder, profile)
    with counting("收数", "files in", len(deliveries)) as done:
        for number, _ in enumerate(walked(folder, deliveries, profile, actor, read_on), 1):
            done(number)


def walked(
    folder: Path,
    deliveries: Iterable[Delivery],
    profile: intake.Profile,
    actor: str,
    read_on: intake.ReadOn,
) -> Iterator[intake.Batch]:
    """Deliveries of a folder received and walked in turn, each given when it is through."""

    def receive(one: Delivery) -> intake.Batch:
        name = one.path.relative_to(folder).as_posix()
        return intake.receive(profile, name, one.path.read_bytes(), actor, way="folder").batch

    return intake.process_in_turn(map(receive, deliveries), profile, actor, read_on)


def in_order(folder: Path, profile: intake.Profile) -> Sequence[Delivery]:
    """The deliveries of a folder as they come in over the year, tables of people first."""
    found = []
    for path in sorted(folder.rglob("*")):
        known = profile.recognise(path.name) if path.is_file() else None
        if known is not None and "truth" not in path.relative_to(folder).parts:
            found.append(Delivery(path, path.name, *known))
    return sorted(found, key=lambda one: (str(one.period), one.layout.role != "people", one.name))


def confirm_accounts(profile: str, stated: Stated) -> int:
    """Confirm the accounts that files proposed, as a second person does; how many."""
    read = intake.read_profile(profile)
    batches = [
        one.batch for one in intake.told_of(profile) if read.layout(one.source).role == "accounts"
    ]
    return sum(registry.confirm_proposals(f"batch:{batch}", stated) for batch in batches)


def regions_answering(
    files: Path, district: District, receives: OfficeKind, day: date
) -> dict[int, str]:
    """The township whose agency answers for each person, where there is one that has joined.

    What lists say goes first. Of whom they say nothing the truth beside the invented files does,
    as the district would that knows its people.
    """
    people = pl.read_csv(files / "truth" / "people.csv", infer_schema=False)
    township_of = dict(people.select("psn_no", "township").iter_rows())
    person_of = registry.people_numbered(township_of.keys())
    whole = region_code(district.code)
    codes = offices.region_codes(whole, day)
    names = {name: codes[(name,)] for name in set(township_of.values())}
    answering = offices.offices_answering_for(whole, names.values(), receives, day)
    live = {code for code, office in answering.items() if offices.is_live(office, day)}
    known = {
        person: code
        for number, person in person_of.items()
        if (code := names[township_of[number]]) in live
    }
    listed = answering_regions(set(person_of.values()), district, receives, day)
    return known | {person: township_of_region(region) for person, region in listed.items()}
