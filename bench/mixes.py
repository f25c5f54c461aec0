"""The work that engines are measured on, fixed by a seed: packs, and facts as tables."""

import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from mianshen.engine.frames import COLUMNS_OF, TABLES, UNIT, FactFrames, frames_of
from mianshen.policy.documents import Document
from mianshen.policy.loading import pack_from_document
from mianshen.policy.pack import Pack
from mianshen.run.case import Order
from mianshen.run.job import read_case
from mianshen.run.shipped import load, locate, locate_profile
from mianshen.synth.district import read_profile, write_district

ROOT = Path(__file__).resolve().parents[1]
YEAR = 2024
AS_OF = date(YEAR + 1, 1, 31)
DISTRICT_YEAR = 2025
DISTRICT_AS_OF = date(2026, 3, 31)
HARD_PEOPLE = 400
LINE_YUAN, RATIO_PERCENT, CAP_YUAN = 2000, 70, 30_000
YEARLY = ((1000, 50), (2000, 40), (3000, 30), (500, 20), (4000, 60), (0, 10))
"""Six programmes counted over the year: start line in yuan, ratio in percent."""


@dataclass(frozen=True)
class Mix:
    """One kind of work: what it is, under which pack, and the facts."""

    name: str
    what: str
    pack: Pack
    frames: FactFrames
    year: int = YEAR
    as_of: date = AS_OF

    @property
    def settlements(self) -> int:
        """How many settlements there are."""
        return self.frames.table("events").height


def pack_of(
    programmes: dict[str, object],
    layers: list[dict[str, object]],
    pools: dict[str, object] | None = None,
) -> Pack:
    """A pack of some programmes."""
    content = {
        "id": "bench",
        "region": "990100",
        "identities": ["低保", "边缘"],
        "payers": {"basic": {"from": ["hifp_pay"]}},
        "layers": [{"id": "insurers", "payers": ["basic"]}, *layers],
        "pools": pools or {},
        "programmes": programmes,
    }
    return pack_from_document(Document("pack.yaml", content))


def invented(settlements: int, people: int, seed: int = 1) -> FactFrames:
    """So many settlements of so many people, four in five of them on a roster."""
    draw = np.random.default_rng(seed)
    person = np.sort(draw.integers(0, people, settlements))
    person[:people] = np.arange(people)
    person.sort()
    total = draw.integers(50_00, 40_000_00, settlements)
    in_scope = total * draw.integers(60, 101, settlements) // 100
    day = draw.integers(0, 365, settlements)
    first = np.datetime64(f"{YEAR}-01-01")
    settled = (first + day).astype("datetime64[us]") + draw.integers(
        8, 18, settlements
    ) * 3_600_000_000
    events = pl.DataFrame(
        {
            UNIT: person,
            "id": pl.Series(range(settlements)).cast(pl.String),
            "person": pl.Series(person).cast(pl.String).str.zfill(9),
            "visit": pl.Series(range(settlements)).cast(pl.String),
            "admitted": first + day - 3,
            "discharged": first + day,
            "settled": settled,
            "kind": "reimbursement",
            "amount.total": total,
            "amount.in_scope": in_scope,
            "fact.visit": pl.Series(draw.integers(0, 3, settlements)).replace_strict(
                {0: "inpatient", 1: "outpatient", 2: "inpatient"}, return_dtype=pl.String
            ),
            "paid.hifp_pay": in_scope * draw.integers(0, 80, settlements) // 100,
        }
    ).with_columns(
        pl.lit(None, pl.String).alias("reverses"),
        pl.lit(None, pl.Datetime("us")).alias("recorded"),
        pl.lit("").alias("origin"),
        pl.col("admitted", "discharged").cast(pl.Date),
    )
    held = np.flatnonzero(draw.integers(0, 5, people))
    identities = pl.DataFrame(
        {
            UNIT: held,
            "person": pl.Series(held).cast(pl.String).str.zfill(9),
            "identity": "低保",
            "start": date(2020, 1, 1),
            "end": None,
            "recognised": None,
            "confirmed": True,
            "origin": "",
        },
        schema={UNIT: pl.Int64, **COLUMNS_OF["identities"]},
    )
    return framed(people, {"events": events, "identities": identities})


def framed(units: int, tables: dict[str, pl.DataFrame]) -> FactFrames:
    """Tables with those that are not given empty."""
    none = {name: pl.DataFrame(schema={UNIT: pl.Int64, **COLUMNS_OF[name]}) for name in TABLES}
    return FactFrames(units, {**none, **tables})


def single(settlements: int) -> Mix:
    """One programme: inpatient, a line a visit, a ratio, a cap a year."""
    programme = {
        "who": {"any": ["低保"]},
        "when": "visit is inpatient",
        "base": "in_scope_left",
        "terms": [{"line": {"amount": str(LINE_YUAN)}, "ratio": f"{RATIO_PERCENT}%"}],
        "caps": [{"amount": str(CAP_YUAN), "per": "year"}],
    }
    pack = pack_of({"help": programme}, [{"id": "aid", "members": ["help"]}])
    what = "one programme: inpatient, line a visit, ratio, cap a year; 5 settlements a person"
    return Mix("single", what, pack, invented(settlements, settlements // 5))


def yearly(people: int) -> Mix:
    """Six programmes counted over the year, one after another, a settlement a person."""
    programmes: dict[str, object] = {
        f"help_{number}": {
            "who": {"any": ["低保"]},
            "per": "year",
            "base": "in_scope_left",
            "terms": [{"line": {"amount": str(line), "per": "year"}, "ratio": f"{percent}%"}],
        }
        for number, (line, percent) in enumerate(YEARLY)
    }
    pack = pack_of(programmes, [{"id": "aid", "members": [*programmes]}])
    what = "six yearly programmes one after another; one settlement a person"
    return Mix("yearly", what, pack, invented(people, people))


def ordered(settlements: int, members: int) -> Mix:
    """Programmes that all may pay, in the order that is best, with what the others would leave."""
    programmes: dict[str, object] = {
        f"help_{number}": {
            "who": {"any": ["低保"]},
            "base": "in_scope_left",
            "terms": [{"line": {"amount": str(500 * number)}, "ratio": f"{40 + 7 * number}%"}],
            "caps": [{"amount": str(8000 - 1000 * number), "per": "year"}],
        }
        for number in range(members)
    }
    layer = {"id": "aid", "combine": "best_order", "members": [*programmes]}
    what = f"{members} programmes in their best order, each alone and the worst told"
    pack = pack_of(programmes, [layer])
    return Mix(f"order of {members}", what, pack, invented(settlements, settlements // 5))


def chained(settlements: int, members: int) -> Mix:
    """Programmes one after another, a visit each."""
    programmes: dict[str, object] = {
        f"help_{number}": {
            "who": {"any": ["低保"]},
            "base": "in_scope_left",
            "terms": [{"line": {"amount": "300"}, "ratio": "30%"}],
        }
        for number in range(members)
    }
    pack = pack_of(programmes, [{"id": "aid", "members": [*programmes]}])
    what = f"{members} programmes one after another"
    return Mix(f"chain of {members}", what, pack, invented(settlements, settlements // 5))


def pooled(settlements: int, *, reads_paid: bool = False) -> Mix:
    """Two programmes on one pool, and one that opens late in the year and reaches back.

    Where the second `reads_paid`, its condition hangs on what the first paid.
    """
    programmes: dict[str, object] = {
        "basic_help": {
            "who": {"any": ["低保"]},
            "base": "in_scope_left",
            "terms": [{"line": {"amount": "500"}, "ratio": "60%"}],
            "pools": ["shared"],
        },
        "more_help": {
            "who": {"any": ["低保"]},
            "when": "in_scope_left >= 1000" if reads_paid else "in_scope >= 1000",
            "base": "in_scope - basic - basic_help",
            "terms": [{"ratio": "50%"}],
            "pools": ["shared"],
        },
        "late_help": {
            "who": {"any": ["低保"]},
            "per": "year",
            "base": "total_left",
            "terms": [{"gate": {"at_least": "20000", "per": "year"}, "ratio": "30%"}],
        },
    }
    layers: list[dict[str, object]] = [{"id": "aid", "members": [*programmes]}]
    pack = pack_of(programmes, layers, {"shared": {"amount": "30000", "per": "year"}})
    what = "two programmes on one pool, a third that opens above 20,000 yuan for the whole year"
    if reads_paid:
        what += "; a condition reads what was paid, which is left to the reference"
    name = "paid is read" if reads_paid else "pool and late gate"
    return Mix(name, what, pack, invented(settlements, settlements // 5))


def district(people: int, folder: Path) -> Mix:
    """A district as `mianshen synth` invents it, read as its offices' files are."""
    write_district(read_profile(locate_profile("xinjin").parent), people, 1, folder)
    order = Order(
        "xinjin", {}, DISTRICT_YEAR, DISTRICT_AS_OF, profile="xinjin", folder=folder / "data"
    )
    case = read_case(order)
    frames = frames_of([case.facts_of(unit) for unit in case.units()])
    what = (
        f"a year of {people:,} invented people under Xinjin's rules with assumed figures: "
        "twelve programmes, seven of them in their best order, caps and gates over the year, bases "
        "that read what is left"
    )
    return Mix("district", what, _xinjin(), frames, DISTRICT_YEAR, DISTRICT_AS_OF)


def hard() -> Mix:
    """The people of the proof, to whom everything happens, under the same rules."""
    sys.path.insert(0, str(ROOT / "tests"))
    from generation.district import person_facts

    pack = _xinjin()
    people = [person_facts(pack, YEAR, f"bench-{number}") for number in range(HARD_PEOPLE)]
    what = (
        f"{HARD_PEOPLE} people of the proof under the same rules: unknown words, late facts, "
        "reversals, payments over spans, most of them in several classes at once"
    )
    return Mix("hard people", what, pack, frames_of(people))


def _xinjin() -> Pack:
    return load(locate("510118-xinjin"), (locate("xinjin/demo-assumed"),))


def enlarged(mix: Mix, settlements: int) -> Mix:
    """A mix repeated until it has so many settlements."""
    times = -(-settlements // mix.settlements)
    return replace(mix, frames=repeated(mix.frames, times))


def repeated(frames: FactFrames, times: int, first: int = 0) -> FactFrames:
    """The same people and bills so many times over, under other names from a number on."""
    tables = {}
    for name, table in frames.tables.items():
        named = [
            table.with_columns(
                pl.col(UNIT) + frames.units * copy,
                *(
                    pl.concat_str(pl.col(column), pl.lit(f"#{first + copy}"))
                    for column in ("id", "person", "visit", "event", "reverses", "household")
                    if column in table.columns
                ),
            )
            for copy in range(times)
        ]
        tables[name] = pl.concat(named)
    return FactFrames(frames.units * times, tables, frames.closures, frames.complete_from)
