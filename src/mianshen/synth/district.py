"""Write a whole district: block by block, so that its size does not matter to memory."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from mianshen.synth import registers
from mianshen.synth.bills import make_bills
from mianshen.synth.calibration import CalibrationError, District, read_district
from mianshen.synth.counter_aid import counter_aid
from mianshen.synth.days import months_of, months_through
from mianshen.synth.deliveries import FIRST_SHEET, PARTIAL_FOLDER, ROLE_FOLDERS, Delivery
from mianshen.synth.dice import Dice
from mianshen.synth.documents import UNIT
from mianshen.synth.e_bills import e_bills
from mianshen.synth.identities import Holdings, make_holdings
from mianshen.synth.layouts import Source, read_sources
from mianshen.synth.opening import backlog, opening_balances
from mianshen.synth.payments import Payments, make_payments
from mianshen.synth.people import People, make_people
from mianshen.synth.roster_dirt import Disagreement, RosterMaker
from mianshen.synth.rosters import RosterRows, joined_rows
from mianshen.synth.settlement_files import (
    elsewhere_cells,
    settlement_cells,
    settlement_truth,
)
from mianshen.synth.settlements import DAY_S, Rows, make_settlements
from mianshen.synth.truth import TruthTables, truth_of
from mianshen.synth.visits import ELSEWHERE, Visits, make_visits

PEOPLE_MAX = 10_000_000
MANIFEST = "manifest.json"

_VISITS_A_BLOCK = 60_000
_LAST_MONTH = 12
_SETTLEMENTS, _ELSEWHERE = "settlements", "settlements-elsewhere"


@dataclass(frozen=True)
class Profile:
    """A profile as far as a district needs it: its figures and the layouts of its sources."""

    name: str
    district: District
    sources: Mapping[str, Source]


@dataclass(frozen=True)
class Block:
    """A stretch of people with all that is true of them."""

    people: People
    holdings: Holdings
    visits: Visits
    rows: Rows


def read_profile(folder: Path) -> Profile:
    """Read figures and layouts; raises `CalibrationError` with what keeps them from being used."""
    district, sources = read_district(folder), read_sources(folder)
    wanted = {
        *(one.roster for one in district.identities),
        *(payer.source_id for payer in district.payers),
        *(district.partial, _SETTLEMENTS),
    }
    if district.disagreement is not None:
        wanted |= {district.disagreement.roster, district.disagreement.about}
    missing = sorted(wanted - set(sources))
    if missing:
        raise CalibrationError([f"{folder.name}: no source is declared for {', '.join(missing)}"])
    return Profile(folder.name, district, sources)


def write_district(
    profile: Profile,
    people: int,
    seed: int,
    folder: Path,
    progress: Callable[[int], None] = lambda _done: None,
    units_per_block: int | None = None,
) -> dict[str, int]:
    """Write a district of so many people into `folder`; whoever gives it sees that it is whole.

    `progress` hears how many people are done. Returns the number of rows of every file. Raises
    `OSError` where the folder cannot be written.
    """
    with ExitStack() as files:
        writing = _Writing(profile, Dice(seed), folder, files)
        step = units_per_block or _units_a_block(profile.district)
        for start in range(0, people, step * UNIT):
            stop = min(start + step * UNIT, -(-people // UNIT) * UNIT)
            block = make_block(profile.district, writing.dice, start, stop, people - start)
            writing.block(block)
            progress(min(stop, people))
        return writing.close(people, seed)


def _units_a_block(district: District) -> int:
    visits_a_unit = district.visits.number * UNIT // district.visits.of_people
    return max(1, _VISITS_A_BLOCK // visits_a_unit)


def make_block(district: District, dice: Dice, start: int, stop: int, kept: int) -> Block:
    """Everything about the people from `start` to below `stop`, of whom `kept` are in the district.

    Whole units are made, so that the last person of a small district is the same in a large one;
    then those who are not in it go.
    """
    people = make_people(dice, district, start, stop)
    holdings = make_holdings(dice, district, people)
    visits = make_visits(dice, district, people, holdings)
    bills = make_bills(dice, district, people, holdings, visits)
    rows = make_settlements(dice, district, people, visits, bills)
    if kept >= len(people):
        return Block(people, holdings, visits, rows)
    visits = visits.where(visits.person < kept)
    rows = rows.where(rows.visit < len(visits))
    return Block(people.first(kept), holdings.where(holdings.person < kept), visits, rows)


@dataclass
class _Writing:
    profile: Profile
    dice: Dice
    root: Path
    files: ExitStack
    deliveries: dict[tuple[str, str, int], Delivery] = field(default_factory=dict)
    sources: dict[str, Source] = field(init=False)
    makers: dict[str, RosterMaker] = field(init=False)
    disagreement: Disagreement | None = field(init=False, default=None)
    truth: TruthTables = field(init=False)

    def __post_init__(self) -> None:
        district = self.profile.district
        self.sources = dict(self.profile.sources)
        rosters = dict.fromkeys(one.roster for one in district.identities)
        self.makers = {
            name: RosterMaker(self.dice, district, self.sources[name]) for name in rosters
        }
        if district.disagreement is not None:
            contradicting = self.sources[district.disagreement.roster]
            self.disagreement = Disagreement(self.dice, district, contradicting)
        self.truth = TruthTables(self.root, self.files)

    @property
    def month(self) -> int:
        """The month of whole lists: the last of the year."""
        return self.profile.district.year * 100 + _LAST_MONTH

    def block(self, block: Block) -> None:
        """Write everything about a block."""
        self._rosters(block)
        for name, table in truth_of(
            self.profile.district, block.people, block.holdings, block.visits, block.rows
        ).items():
            self.truth.append(name, table)
        self._settlements(block)
        self._counter_aid(block)
        self._e_bills(block)
        self._payments(block)
        self._registers(block)
        self._opening(block)

    def close(self, people: int, seed: int) -> dict[str, int]:
        """Finish all files and say what is in them; a payer with nothing to tell reports that."""
        self._report_nothing()
        for delivery in self.deliveries.values():
            delivery.close()
        rows = {one.name: one.rows for one in self.deliveries.values()}
        manifest = {
            "profile": self.profile.name,
            "people": people,
            "seed": seed,
            "year": self.profile.district.year,
            "rows": dict(sorted(rows.items())),
            "truth": dict(sorted(self.truth.counts.items())),
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        (self.root / "truth" / MANIFEST).write_text(text, encoding="utf-8")
        return rows

    def _report_nothing(self) -> None:
        """A delivery without rows for every month in which a monthly payer paid nothing."""
        year = self.profile.district.year
        for payer in self.profile.district.payers:
            source = self.sources[payer.source_id]
            told = [month for _, name, month in self.deliveries if name == source.id]
            if source.layout.frequency == "monthly":
                last = max([year * 100 + _LAST_MONTH, *told])
                for month in months_through(year * 100 + 1, last):
                    self._delivery(source, month)

    def _delivery(self, source: Source, month: int, folder: str = "") -> Delivery:
        folder = folder or ROLE_FOLDERS[source.layout.role]
        key = (folder, source.id, month)
        if key not in self.deliveries:
            district = self.profile.district
            self.deliveries[key] = Delivery(
                self.root,
                folder,
                source,
                month,
                district.title,
                district.places.townships,
                self.files,
            )
        return self.deliveries[key]

    def _rosters(self, block: Block) -> None:
        district = self.profile.district
        contradicting = district.disagreement
        for name, maker in self.makers.items():
            rows = maker.make(block.people, block.holdings)
            if self.disagreement and contradicting and name == contradicting.roster:
                contrary = self.disagreement.make(block.people, block.holdings)
                rows = joined_rows(rows, contrary)
            self._roster(self._delivery(self.sources[name], self.month), rows)
            if name == district.partial:
                # The next month's list came without the last townships.
                arrived = district.places.townships[: len(district.places.townships) * 5 // 8]
                held = rows.truth["sheet"].is_in(arrived)
                some = RosterRows(rows.cells.filter(held), rows.truth.filter(held))
                following = (district.year + 1) * 100 + 1
                self._roster(self._delivery(self.sources[name], following, PARTIAL_FOLDER), some)

    def _roster(self, delivery: Delivery, rows: RosterRows) -> None:
        townships = self.profile.district.places.townships
        if delivery.source.layout.sheet != "all":
            delivery.append(rows.cells, rows.truth.drop("sheet"), FIRST_SHEET)
            return
        for township in townships:
            held = rows.truth["sheet"] == township
            delivery.append(
                rows.cells.filter(held), rows.truth.filter(held).drop("sheet"), township
            )

    def _settlements(self, block: Block) -> None:
        district, rows = self.profile.district, block.rows
        cells = settlement_cells(district, block.people, block.visits, rows)
        truth = settlement_truth(district, block.people, block.visits, rows, cells)
        places = np.array([int(house.pay_loc) for house in district.hospitals])
        away = np.isin(places[block.visits.hospital[rows.visit]], ELSEWHERE)
        # Without a file of their own, bills from elsewhere come with the others.
        away &= _ELSEWHERE in self.sources
        months = months_of(rows.settled_s // DAY_S)
        for name, here in ((_SETTLEMENTS, ~away), (_ELSEWHERE, away)):
            if name not in self.sources:
                continue
            source = self.sources[name]
            for month in np.unique(months[here]).tolist():
                held = pl.Series(here & (months == month))
                told = cells.filter(held)
                if not source.is_national:
                    told = elsewhere_cells(told, source)
                self._delivery(source, month).append(told, truth.filter(held))

    def _counter_aid(self, block: Block) -> None:
        source = self.sources.get("counter-aid")
        if source is None:
            return
        stated = counter_aid(
            self.dice, self.profile.district, source, block.people, block.visits, block.rows
        )
        self._by_month(source, stated)

    def _e_bills(self, block: Block) -> None:
        source, figures = self.sources.get("e-bills"), self.profile.district.e_bills
        if source is None or figures is None:
            return
        district, people = self.profile.district, block.people
        self._by_month(
            source,
            e_bills(self.dice, district, figures, source, people, block.visits, block.rows),
        )

    def _by_month(self, source: Source, rows: Payments) -> None:
        for month in np.unique(rows.month).tolist():
            held = pl.Series(rows.month == month)
            self._delivery(source, month).append(rows.cells.filter(held), rows.truth.filter(held))

    def _payments(self, block: Block) -> None:
        made = make_payments(
            self.dice, self.profile.district, self.sources, block.people, block.visits, block.rows
        )
        for name, payments in made.items():
            self._by_month(self.sources[name], payments)

    def _registers(self, block: Block) -> None:
        dice, district, people = self.dice, self.profile.district, block.people
        make: Mapping[str, Callable[[Source], registers.Register]] = {
            "accounts": lambda one: registers.accounts(dice, district, people, one, self.month),
            "means": lambda one: registers.households(dice, people, one, self.month),
            "residents": lambda one: registers.residents(people, one, self.month),
            "deaths": lambda one: registers.deaths(dice, district, people, one),
            "moves": lambda one: registers.moves(people, one),
        }
        for name, of_source in make.items():
            source = self.sources.get(name)
            if source is None:
                continue
            register = of_source(source)
            for month in np.unique(register.month).tolist():
                self._delivery(source, month).append(*register.of(month))

    def _opening(self, block: Block) -> None:
        district, people = self.profile.district, block.people
        source = self.sources.get("opening")
        if source is not None:
            delivery = self._delivery(source, self.month)
            for cells, truth in opening_balances(self.dice, district, people, source):
                delivery.append(cells, truth)
        source = self.sources.get("backlog")
        if source is not None and district.funnel is not None:
            under_way = backlog(
                district, self.sources, source, people, block.holdings, block.visits
            )
            self._delivery(source, self.month).append(*under_way)
