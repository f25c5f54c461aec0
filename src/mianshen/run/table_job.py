"""The job on tables: facts from Parquet files to lines in Parquet files, shard by shard."""

import json
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

import mianshen
from mianshen.engine.facts import FactsError
from mianshen.engine.frames import TABLES, UNIT, FactFrames
from mianshen.engine.kernel.choices import CHOICE_COLUMNS
from mianshen.engine.results import Assessment, Line, OrderChoice, YearChoice
from mianshen.policy.pack import Pack
from mianshen.run.case import has_household_pool
from mianshen.run.fact_tables import FactTables, units_of
from mianshen.run.folders import whole_folder
from mianshen.run.masking import masked_number
from mianshen.run.messages import bad
from mianshen.run.processes import Question, answers

EVENTS_A_SHARD = 200_000
"""As many events as are in memory at once, for each thread."""
_ROWS_A_GROUP = 250_000
_SHARDS = ".shards"

LINE_COLUMNS: Mapping[str, Any] = {
    "unit": pl.Int64,
    "person": pl.String,
    "event": pl.String,
    "programme": pl.String,
    "year": pl.Int64,
    "status": pl.String,
    "reason": pl.String,
    "amount_fen": pl.Int64,
    "held_fen": pl.Int64,
    "catch_up_fen": pl.Int64,
    "delivered_fen": pl.Int64,
    "order_fen": pl.Int64,
    "provisional": pl.Boolean,
    "assumed": pl.String,
}
_YEAR_CHOICE_COLUMNS: Mapping[str, Any] = {
    "unit": pl.Int64,
    "person": pl.String,
    "layer": pl.String,
    "year": pl.Int64,
    "held": pl.List(pl.String),
    "chosen_left_fen": pl.Int64,
    "held_left_fen": pl.Int64,
    "compared": pl.Int64,
    "applied": pl.Boolean,
}
_ORDER = {
    "lines": ("unit", "person", "event", "programme"),
    "choices": ("unit", "person", "event", "layer"),
    "year_choices": ("unit", "person", "layer"),
}

Track = Callable[[Sequence[int]], Iterable[int]]


@dataclass(frozen=True)
class TableOrder:
    """What is asked of tables of facts; threads and shards change nothing that comes out."""

    pack: Pack
    year: int
    as_of: date
    year_closed: bool = False
    since: date | None = None
    threads: int = 1
    shards: int | None = None

    @property
    def question(self) -> Question:
        """What every unit is asked."""
        return Question(self.pack, self.year, self.as_of, self.year_closed)


@dataclass
class TableOutcome:
    """How much there was, and what went to the reference and why."""

    units: int = 0
    lines: int = 0
    amount_fen: int = 0
    left: Counter[str] = field(default_factory=Counter)
    by_status: Counter[str] = field(default_factory=Counter)

    def add(self, other: "TableOutcome") -> None:
        """Take in what a shard came to."""
        self.units += other.units
        self.lines += other.lines
        self.amount_fen += other.amount_fen
        self.left += other.left
        self.by_status += other.by_status

    def as_json(self, order: TableOrder) -> dict[str, Any]:
        """What was asked and what came of it; the same however many shards and threads."""
        return {
            "program": "mianshen",
            "version": mianshen.__version__,
            "pack": order.pack.id,
            "overlays": list(order.pack.overlays),
            "year": order.year,
            "as_of": order.as_of.isoformat(),
            "since": order.since.isoformat() if order.since else None,
            "year_closed": order.year_closed,
            "units": self.units,
            "lines": self.lines,
            "left_to_reference": dict(sorted(self.left.items())),
            "lines_by_status": dict(sorted(self.by_status.items())),
            "amount_fen": self.amount_fen,
        }


def assess_tables(
    tables: FactTables, order: TableOrder, out: Path, track: Track = iter
) -> TableOutcome:
    """Assess everyone in the tables and write `lines`, `choices`, `year_choices` and `run.json`.

    All of it or nothing: what is written stands beside `out` until it is whole. Raises `InputError`
    for facts that cannot be assessed, or when nothing can be written there.
    """
    with whole_folder(out) as partial:
        work = partial / _SHARDS
        shards = order.shards or _shards_for(tables)
        units = units_of(tables, shards, by_household=has_household_pool(order.pack))
        _divide(tables, units, work)
        outcome = TableOutcome()
        job = _Job(order, work, tables)
        with ThreadPoolExecutor(order.threads) as pool:
            try:
                done = pool.map(job.assess_shard, range(shards))
                for _, found in zip(track(range(shards)), done, strict=True):
                    outcome.add(found)
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise
        for name in _ORDER:
            _join(work, name, shards, partial)
        shutil.rmtree(work)
        told = json.dumps(outcome.as_json(order), ensure_ascii=False, indent=2) + "\n"
        (partial / "run.json").write_text(told, encoding="utf-8", newline="\n")
    return outcome


def _shards_for(tables: FactTables) -> int:
    events = tables.tables["events"].select(pl.len()).collect().item()
    return max(1, -(-int(events) // EVENTS_A_SHARD))


def _divide(tables: FactTables, units: pl.DataFrame, work: Path) -> None:
    """Write the rows of every table to the folders of their shards, without holding a table."""
    known = units.lazy()
    owners = tables.tables["events"].select(pl.col("id").alias("event"), "person").unique("event")
    for name in TABLES:
        table = tables.tables[name]
        if name == "people":
            table = table.with_columns(pl.col("id").alias("person"))
        if name == "pins":
            table = table.join(owners, on="event")
        own = table.join(known, on="person", maintain_order="left")
        if name in ("people", "pins"):
            own = own.drop("person")
        target = pl.PartitionBy(work / name, key="shard", include_key=False)
        own.sink_ipc(target, mkdir=True)


class _Job:
    """What is done with every shard."""

    def __init__(self, order: TableOrder, work: Path, tables: FactTables) -> None:
        self._order = order
        self._work = work
        self._tables = tables
        self._of_thread = threading.local()

    def assess_shard(self, shard: int) -> TableOutcome:
        """Assess one shard and write what it came to."""
        frames = self._frames(shard)
        answered = self._kernel().answer(frames)
        lines = answered.in_words(frames)
        choices: list[dict[str, Any]] = []
        yearly: list[dict[str, Any]] = []
        left = sorted(answered.left)
        more: list[dict[str, Any]] = []
        for unit, answer in zip(left, self._by_reference(frames, left), strict=True):
            more += [_line(unit, one) for one in answer.lines]
            choices += [_choice(unit, one) for one in answer.choices]
            yearly += [_year_choice(unit, one) for one in answer.year_choices]
        lines = pl.concat([lines, pl.DataFrame(more, schema=dict(LINE_COLUMNS))])
        self._write(shard, "lines", lines)
        others = pl.DataFrame(choices, schema=dict(CHOICE_COLUMNS))
        self._write(shard, "choices", pl.concat([answered.choices, others]))
        self._write(shard, "year_choices", pl.DataFrame(yearly, schema=dict(_YEAR_CHOICE_COLUMNS)))
        statuses = lines.group_by("status").len().rows()
        return TableOutcome(
            frames.units,
            lines.height,
            int(lines["amount_fen"].sum()),
            Counter(map(str, answered.left.values())),
            Counter(dict(statuses)),
        )

    def _kernel(self) -> Any:
        # Each thread remembers what it has judged by itself; the verdicts are the same.
        if not hasattr(self._of_thread, "kernel"):
            from mianshen.engine.kernel.answering import Kernel

            order = self._order
            self._of_thread.kernel = Kernel(
                order.pack, year=order.year, as_of=order.as_of, year_closed=order.year_closed
            )
        return self._of_thread.kernel

    def _frames(self, shard: int) -> FactFrames:
        read = {name: self._read(name, shard) for name in TABLES}
        units = read["events"][UNIT].n_unique()
        return FactFrames(units, read, self._tables.closures, self._order.since)

    def _read(self, name: str, shard: int) -> pl.DataFrame:
        files = sorted((self._work / name / f"shard={shard}").glob("*"))
        if not files:
            none: pl.DataFrame = self._tables.tables[name].head(0).collect()
            return none.with_columns(pl.lit(None, pl.Int64).alias(UNIT))
        return pl.scan_ipc(files).sort(UNIT, maintain_order=True).collect()

    def _by_reference(self, frames: FactFrames, left: Sequence[int]) -> Iterable[Assessment]:
        facts = frames.facts_of(left)
        for unit, answer in zip(
            facts, answers(self._order.question, facts, len(left)), strict=True
        ):
            if isinstance(answer, FactsError):
                raise bad("facts", masked_number(unit.events[0].person), detail=answer)
            yield answer

    def _write(self, shard: int, name: str, table: pl.DataFrame) -> None:
        table = table.sort(_ORDER[name], nulls_last=True)
        file = self._work / f"{name}-{shard:06d}.ipc"
        table.drop("unit").write_ipc(file)


def _join(work: Path, name: str, shards: int, folder: Path) -> None:
    """One table of all shards in turn; its groups of rows do not tell where shards began."""
    files = [work / f"{name}-{shard:06d}.ipc" for shard in range(shards)]
    whole = pl.scan_ipc(files)
    whole.sink_parquet(folder / f"{name}.parquet", row_group_size=_ROWS_A_GROUP)


def _line(unit: int, line: Line) -> dict[str, Any]:
    return {
        "unit": unit,
        "person": line.person,
        "event": line.event,
        "programme": line.programme,
        "year": line.year,
        "status": line.status.value,
        "reason": line.reason.value if line.reason is not None else None,
        "amount_fen": line.amount_fen,
        "held_fen": line.held_fen,
        "catch_up_fen": line.catch_up_fen,
        "delivered_fen": line.delivered_fen,
        "order_fen": line.order_fen,
        "provisional": line.provisional,
        "assumed": "、".join(line.assumed),
    }


def _choice(unit: int, one: OrderChoice) -> dict[str, Any]:
    return {
        "unit": unit,
        "person": one.person,
        "event": one.event,
        "layer": one.layer,
        "chosen": list(one.chosen),
        "chosen_left_fen": one.chosen_left_fen,
        "listed_left_fen": one.listed_left_fen,
        "worst_left_fen": one.worst_left_fen,
        "alone": [name for name, _ in one.alone_left_fen],
        "alone_left_fen": [fen for _, fen in one.alone_left_fen],
        "tied": one.tied,
    }


def _year_choice(unit: int, one: YearChoice) -> dict[str, Any]:
    return {
        "unit": unit,
        "person": one.person,
        "layer": one.layer,
        "year": one.year,
        "held": list(one.held),
        "chosen_left_fen": one.chosen_left_fen,
        "held_left_fen": one.held_left_fen,
        "compared": one.compared,
        "applied": one.applied,
    }
