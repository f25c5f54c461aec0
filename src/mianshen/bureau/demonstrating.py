"""A year of an invented district through the real path, and proof that no row of it is lost."""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mianshen.bureau.installation import (
    DATABASE_OWNER_URL,
    DATABASE_URL,
    HOME,
    KEY_FILE,
    installation,
)
from mianshen.run.reading.deliveries import Delivery
from mianshen.synth.district import Profile as District
from mianshen.synth.district import write_district

if TYPE_CHECKING:
    from mianshen.bureau.intake.services import BatchTold, Profile

ACTOR = "system:demo"
REPORT_FILE = "demo.json"

_LOOKED_FROM = (3, 31)
"""Month and day of the next year by which what comes late has come."""
_PEOPLE_AT_ONCE = 2_000

Counting = Callable[[str, str, int], AbstractContextManager[Callable[[int], None]]]
"""Shows how many of a number of things (told in Chinese and English) are done."""


@dataclass(frozen=True)
class Demonstrated:
    """What a demonstration came to; `wrong` are sentences about proofs that do not hold."""

    profile: str
    people: int
    seed: int
    files: int
    rows_written: int
    batches: Mapping[str, int]
    rows: Mapping[str, int]
    quarantined: Mapping[str, int]
    in_doubt: int
    changed_people: int
    wrong: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether every proof holds."""
        return not self.wrong


def choose_home(home: Path) -> None:
    """Work in a folder of its own from now on, whatever the environment says of another one."""
    for name in (DATABASE_URL, DATABASE_OWNER_URL, KEY_FILE):
        os.environ.pop(name, None)
    os.environ[HOME] = str(home)
    installation.cache_clear()


def demonstrate(
    district: District, people: int, seed: int, out: Path, counting: Counting
) -> Demonstrated:
    """Write a district's year under `out`, take every file in, and prove where each row ended.

    The platform must have been made ready. Writes `demo.json`.
    """
    with counting("造数", "making people", people) as done:
        written = write_district(district, people, seed, out / "files", done)
    _take_in(district.name, out / "files", counting)
    told = _tell(district.name, people, seed, written)
    funnel = _assess(district.name, district.district.year, told.changed_people, counting)
    report = {**asdict(told), "holds": told.holds, "funnel": funnel}
    text = json.dumps(report, ensure_ascii=False, indent=2, sort_keys=True)
    (out / REPORT_FILE).write_text(text + "\n", encoding="utf-8")
    return told


def _take_in(profile: str, folder: Path, counting: Counting) -> None:
    from mianshen.bureau.intake import services as intake

    read = intake.read_profile(profile)
    deliveries = in_order(folder, read)
    with counting("收数", "files in", len(deliveries)) as done:
        for number, one in enumerate(deliveries):
            done(number)
            name = one.path.relative_to(folder).as_posix()
            received = intake.receive(read, name, one.path.read_bytes(), ACTOR, way="folder")
            intake.process(received.batch, read, ACTOR)


def _assess(profile: str, year: int, people: int, counting: Counting) -> dict[str, Any]:
    """Assess everyone whose facts came in, by the profile's pack alone; the funnel of the year."""
    from django.db import transaction

    from mianshen.bureau.assessment import services as assessment
    from mianshen.bureau.bitemporal.stating import Stated
    from mianshen.bureau.registry import services as registry
    from mianshen.run.shipped import load_sources, locate

    pack = locate(load_sources(profile).pack or profile)
    with transaction.atomic():
        stated = Stated(registry.next_moment(), 0, ACTOR)
        assessment.put_in_force(pack, (), stated)
    asked = assessment.Asked(date(year + 1, *_LOOKED_FROM), (year,))
    with counting("测算", "assessing", people) as done:
        while waiting := len(registry.dirty_people()):
            done(max(0, people - waiting))
            assessment.assess_dirty(asked, stated, _PEOPLE_AT_ONCE)
    return asdict(assessment.funnel(year))


def in_order(folder: Path, profile: "Profile") -> Sequence[Delivery]:
    """The deliveries of a folder as they come in over the year, tables of people first."""
    found = []
    for path in sorted(folder.rglob("*")):
        known = profile.recognise(path.name) if path.is_file() else None
        if known is not None and "truth" not in path.relative_to(folder).parts:
            found.append(Delivery(path, path.name, *known))
    return sorted(found, key=lambda one: (str(one.period), one.layout.role != "people", one.name))


def _tell(profile: str, people: int, seed: int, written: Mapping[str, int]) -> Demonstrated:
    from mianshen.bureau.intake import services as intake
    from mianshen.bureau.registry import services as registry

    told = intake.told_of(profile)
    return Demonstrated(
        profile,
        people,
        seed,
        len(written),
        sum(written.values()),
        dict(Counter(one.state for one in told)),
        dict(sum((Counter(one.rows) for one in told), Counter())),
        dict(sum((Counter(one.codes) for one in told), Counter())),
        len(registry.in_doubt()),
        len(registry.dirty_people()),
        tuple(_what_is_wrong(written, told)),
    )


def _what_is_wrong(written: Mapping[str, int], told: Sequence["BatchTold"]) -> Sequence[str]:
    """Files whose rows do not all stand in exactly one state, counted against what was written."""
    by_name = {one.name: one for one in told}
    wrong = []
    for name, rows in sorted(written.items()):
        one = by_name.get(Path(name).name)
        found = sum(one.rows.values()) if one else 0
        if one is None or found != rows:
            wrong.append(f"{name}: {rows} rows were written, {found} are accounted for")
        elif one.state == "refused":
            wrong.append(f"{name}: refused")
    return wrong
