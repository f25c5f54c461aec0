"""A synthetic district as it was written and as it was read, with the truth about every row."""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from mianshen.run.case import Case, Order
from mianshen.run.job import read_case
from mianshen.run.shipped import locate_profile
from mianshen.synth.district import read_profile, write_district

PACKS: Mapping[str, str] = {"xinjin": "xinjin", "jingan": "shanghai"}
"""The pack that each profile's district is read under."""

_YEAR = 2025
_AS_OF = date(2026, 3, 31)

Place = tuple[str, str, int]
"""File, sheet (empty for CSV) and row, as the truth names them."""


@dataclass(frozen=True)
class ReadDistrict:
    """A district in a folder and the case that reading it made."""

    profile: str
    folder: Path
    case: Case

    @cached_property
    def truth(self) -> dict[Place, dict[str, str]]:
        """The truth about every row of the files that were read."""
        root = self.folder / "truth" / "rows" / "data"
        return {
            (source.name, row["sheet"], int(row["row"])): row
            for source in self.case.sources
            for row in _rows(root / f"{source.name}.csv")
        }

    @cached_property
    def numbers(self) -> dict[str, frozenset[str]]:
        """The numbers that are each person's own, by the person of the truth."""
        return {
            row["person"]: frozenset((row["certno"], row["psn_no"])) for row in self.table("people")
        }

    @cached_property
    def places(self) -> dict[str, Place]:
        """The places by the run's words for them, with the sheet and, as one alone is, without."""
        return places_in(self.truth)

    def table(self, name: str) -> list[dict[str, str]]:
        """A table of the truth."""
        return _rows(self.folder / "truth" / f"{name}.csv")


def written_and_read(profile: str, people: int, seed: int, folder: Path) -> ReadDistrict:
    """Write a district into a folder and read it, without assessing anybody."""
    write_district(read_profile(locate_profile(profile).parent), people, seed, folder)
    order = Order(PACKS[profile], {}, _YEAR, _AS_OF, profile=profile, folder=folder / "data")
    return ReadDistrict(profile, folder, read_case(order))


def places_in(told: Collection[Place]) -> dict[str, Place]:
    """The places by the words for a row."""
    found: dict[str, Place] = {}
    for file, sheet, line in told:
        found[f"{file}[{sheet}]:{line}"] = found[f"{file}:{line}"] = (file, sheet, line)
    return found


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))
