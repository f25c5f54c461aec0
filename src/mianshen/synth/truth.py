"""Who is who in truth: people, identities, visits and what takes back what, as CSV."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl

from mianshen.synth.calibration import District
from mianshen.synth.days import dates
from mianshen.synth.identities import Holdings
from mianshen.synth.people import People
from mianshen.synth.settlement_files import settlement_id, visit_id
from mianshen.synth.settlements import SLOTS, Role, Rows
from mianshen.synth.visits import Visits

_PLANS = ("none", "done", "open")
_REASONS = ("", "not_eligible", "nothing_left", "small")
_ROLES = ("head", "spouse", "child", "parent", "alone")


class TruthTables:
    """The tables of the truth, block after block."""

    def __init__(self, root: Path, files: ExitStack) -> None:
        self._stack = files
        self._folder = root / "truth"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._files: dict[str, IO[bytes]] = {}
        self.counts: dict[str, int] = {}

    def append(self, name: str, rows: pl.DataFrame) -> None:
        """Write rows of one table."""
        first = name not in self._files
        if first:
            file = self._stack.enter_context((self._folder / f"{name}.csv").open("wb"))
            self._files[name] = file
        rows.write_csv(self._files[name], include_header=first)
        self.counts[name] = self.counts.get(name, 0) + len(rows)


def truth_of(
    district: District, people: People, holdings: Holdings, visits: Visits, rows: Rows
) -> Mapping[str, pl.DataFrame]:
    """The truth about a block by the name of its table."""
    return {
        "people": _people(district, people),
        "identities": _identities(district, people, holdings),
        "visits": _visits(district, people, holdings, visits),
        "reversals": _reversals(district, people, visits, rows),
    }


def _people(district: District, people: People) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "person": people.number,
            "name": people.name,
            "certno": people.certno,
            "psn_no": people.psn_no,
            "household": people.household,
            "role": pl.Series(_ROLES).gather(people.role),
            "sex": pl.Series(("女", "男")).gather(people.man),
            "born": dates(people.born_day),
            "township": pl.Series(district.places.townships).gather(people.township),
            "village": pl.Series(district.places.villages).gather(people.village),
            "insurance": pl.Series(("resident", "employee")).gather(
                people.employee.astype(np.int64)
            ),
            "died": dates(people.died_day),
            "moved_out": dates(people.moved_out_day),
            "moved_in": dates(people.moved_in_day),
        }
    )


def _identities(district: District, people: People, holdings: Holdings) -> pl.DataFrame:
    kinds = pl.Series([one.name for one in district.identities])
    rosters = pl.Series([one.roster for one in district.identities])
    return pl.DataFrame(
        {
            "person": people.number[holdings.person],
            "identity": kinds.gather(holdings.kind),
            "roster": rosters.gather(holdings.kind),
            "start": dates(holdings.start_day),
            "end": dates(holdings.end_day),
            "recognised": dates(holdings.recognised_day),
            "grade": holdings.grade,
        }
    )


def _visits(district: District, people: People, holdings: Holdings, visits: Visits) -> pl.DataFrame:
    kinds = pl.Series([one.name for one in district.kinds])
    identities = pl.Series([*(one.name for one in district.identities), ""])
    held = np.append(holdings.kind, len(district.identities))[visits.holding]
    return pl.DataFrame(
        {
            "visit": visit_id(district.region, visits.number),
            "setl_id": settlement_id(district.region, visits.number * SLOTS),
            "person": people.number[visits.person],
            "kind": kinds.gather(visits.kind),
            "left": dates(visits.left_day),
            "identity": identities.gather(held),
            "plan": pl.Series(_PLANS).gather(visits.plan),
            "why_none": pl.Series(_REASONS).gather(visits.why_none),
        }
    )


def _reversals(district: District, people: People, visits: Visits, rows: Rows) -> pl.DataFrame:
    """Each row that takes another back, and each settlement marked as taken back for nothing."""
    region = district.region
    told = rows.where(np.isin(rows.role, (Role.REVERSAL, Role.ORPHAN_REVERSAL, Role.UNANSWERED)))
    lone = told.role == Role.UNANSWERED
    how = np.where(told.names_original, "named", "unnamed")
    how = np.where(told.role == Role.ORPHAN_REVERSAL, "orphan", how)
    return pl.DataFrame(
        {
            "original": settlement_id(region, np.where(lone, told.number, told.original)),
            "reversal": settlement_id(region, np.where(lone, -1, told.number)),
            "how": np.where(lone, "unanswered", how),
            "person": people.number[visits.person[told.visit]],
        }
    )
