"""The work that engines are measured on, fixed by a seed: packs, and facts as tables."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from mianshen.engine.frames import COLUMNS_OF, TABLES, UNIT, FactFrames
from mianshen.policy.documents import Document
from mianshen.policy.loading import pack_from_document
from mianshen.policy.pack import Pack

YEAR = 2024
AS_OF = date(YEAR + 1, 1, 31)
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

    @property
    def settlements(self) -> int:
        """How many settlements there are."""
        return self.frames.table("events").height


def pack_of(programmes: dict[str, object], layers: list[dict[str, object]]) -> Pack:
    """A pack of some programmes."""
    content = {
        "id": "bench",
        "region": "990100",
        "identities": ["低保", "边缘"],
        "payers": {"basic": {"from": ["hifp_pay"]}},
        "layers": [{"id": "insurers", "payers": ["basic"]}, *layers],
        "programmes": programmes,
    }
    return pack_from_document(Document("pack.yaml", content))


def frames_of(settlements: int, people: int, seed: int = 1) -> FactFrames:
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
    return Mix("single", what, pack, frames_of(settlements, settlements // 5))


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
    return Mix("yearly", what, pack, frames_of(people, people))


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
    return Mix(f"order of {members}", what, pack, frames_of(settlements, settlements // 5))


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
    return Mix(f"chain of {members}", what, pack, frames_of(settlements, settlements // 5))


def repeated(frames: FactFrames, times: int) -> FactFrames:
    """The same people and bills so many times over, under other names."""
    tables = {}
    for name, table in frames.tables.items():
        copies = [table.with_columns(pl.col(UNIT) + frames.units * copy) for copy in range(times)]
        named = [
            one.with_columns(
                pl.concat_str(pl.col(column), pl.lit(f"#{copy}"))
                for column in ("id", "person", "visit", "event", "reverses", "household")
                if column in one.columns
            )
            for copy, one in enumerate(copies)
        ]
        tables[name] = pl.concat(named)
    return FactFrames(frames.units * times, tables, frames.closures, frames.complete_from)
