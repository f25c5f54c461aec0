"""Tables of facts in, tables of lines out: the same bytes in any shards and threads, or nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from generation.plain import plain_pack, visits
from mianshen.engine.facts import Facts, Identity, Person, Pin
from mianshen.engine.frames import frames_of
from mianshen.engine.reference import assess
from mianshen.policy.pack import Pack
from mianshen.run.fact_tables import read_fact_tables
from mianshen.run.messages import InputError
from mianshen.run.table_job import TableOrder, assess_tables

PEOPLE = 70
DAY = date(2024, 12, 31)


def pack() -> Pack:
    who = {"any": ["低保", "特困"]}
    aid = {"who": who, "base": "in_scope_left", "terms": [{"ratio": "70%"}]}
    cap = [{"amount": "3000", "per": "year"}]
    more = {"who": {"any": ["特困"]}, "base": "in_scope_left", "terms": [{"ratio": "50%"}]}
    return plain_pack({"help": {**aid, "caps": cap}, "more": more})


def facts() -> Facts:
    """Some on no roster, some with bills that repeat, one with an order already paid."""
    people, events, identities = [], [], []
    for number in range(PEOPLE):
        person = f"P{number:03d}"
        people.append(Person(person))
        events += [
            replace(one, id=f"{person}-{one.id}", person=person)
            for one in visits(*range(1000_00, 1000_00 + 700_00 * (number % 5 + 1), 700_00))
        ]
        if number % 3:
            held = "低保" if number % 3 == 1 else "特困"
            identities.append(Identity(person, held, date(2024, 1, 1 + number % 20)))
    events.append(replace(events[-1], recorded=events[-1].settled))
    pins = (Pin("P001-e0", "aid", ("help", "more")),)
    return Facts(tuple(people), tuple(events), tuple(identities), pins=pins)


def written(folder: Path, facts: Facts) -> Path:
    folder.mkdir()
    for name, table in frames_of([facts]).tables.items():
        if table.height:
            table.drop("unit").write_parquet(folder / f"{name}.parquet")
    return folder


def order(**how: int) -> TableOrder:
    return TableOrder(pack(), 2024, DAY, **how)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_lines_are_those_of_the_reference(tmp_path: Path) -> None:
    stated = facts()
    tables = read_fact_tables(written(tmp_path / "in", stated))
    outcome = assess_tables(tables, order(), tmp_path / "out")
    found = pl.read_parquet(tmp_path / "out" / "lines.parquet")
    expected = assess(stated, (pack(),), year=2024, as_of=DAY).lines
    assert found.select("person", "event", "programme").rows() == [
        (one.person, one.event, one.programme) for one in expected
    ]
    assert found["amount_fen"].to_list() == [one.amount_fen for one in expected]
    assert found["status"].to_list() == [one.status.value for one in expected]
    assert found["reason"].to_list() == [one.reason and one.reason.value for one in expected]
    assert outcome.units == PEOPLE
    assert outcome.left == {"orders already paid": 1}


@pytest.mark.parametrize(("threads", "shards"), [(2, 1), (4, 7), (1, 64)])
def test_shards_and_threads_change_no_byte(tmp_path: Path, threads: int, shards: int) -> None:
    tables = read_fact_tables(written(tmp_path / "in", facts()))
    assess_tables(tables, order(threads=1, shards=1), tmp_path / "one")
    assess_tables(tables, order(threads=threads, shards=shards), tmp_path / "many")
    assert bytes_in(tmp_path / "many") == bytes_in(tmp_path / "one")


def test_stopped_half_way_nothing_is_there_and_a_second_run_is_whole(tmp_path: Path) -> None:
    tables = read_fact_tables(written(tmp_path / "in", facts()))
    assess_tables(tables, order(shards=7), tmp_path / "whole")

    def stopped(shards: Sequence[int]) -> Iterator[int]:
        yield from shards[:3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        assess_tables(tables, order(shards=7), tmp_path / "out", stopped)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "whole"]
    assess_tables(tables, order(shards=7), tmp_path / "out")
    assert bytes_in(tmp_path / "out") == bytes_in(tmp_path / "whole")


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = {path!r}
from unit.run.test_table_job import order
from mianshen.run.fact_tables import read_fact_tables
from mianshen.run.table_job import assess_tables

def killed(shards):
    yield from shards[:3]
    os.kill(os.getpid(), signal.SIGKILL)

folder = Path({folder!r})
assess_tables(read_fact_tables(folder / "in"), order(shards=7), folder / "out", killed)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like this there")
def test_killed_half_way_nothing_stands_under_the_name_of_the_results(tmp_path: Path) -> None:
    tables = read_fact_tables(written(tmp_path / "in", facts()))
    script = KILLED.format(path=sys.path, folder=str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", script], env=os.environ, check=False)
    assert ended.returncode < 0
    assert not (tmp_path / "out").exists()
    assess_tables(tables, order(shards=7), tmp_path / "out")
    assess_tables(tables, order(), tmp_path / "whole")
    assert bytes_in(tmp_path / "out") == bytes_in(tmp_path / "whole")


def test_what_does_not_fit_is_told_all_at_once_with_its_place(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", facts())
    events = pl.read_parquet(folder / "events.parquet")
    events.with_columns(
        pl.col("amount.total").cast(pl.Float64), pl.lit("x").alias("note"), visit=None
    ).drop("settled").write_parquet(folder / "events.parquet")
    (folder / "readme.txt").write_text("?", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_fact_tables(folder)
    codes = {(one.code, Path(one.where).name) for one in refused.value.messages}
    assert codes == {
        ("tables_unknown", "readme.txt"),
        ("tables_column_missing", "events"),
        ("tables_column_type", "events:amount.total"),
        ("tables_column_type", "events:visit"),
        ("tables_column_unknown", "events:note"),
    }


def test_a_row_without_a_person_is_refused(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", facts())
    events = pl.read_parquet(folder / "events.parquet")
    nobody = events.with_columns(person=pl.lit(None, pl.String))
    nobody.write_parquet(folder / "events.parquet")
    with pytest.raises(InputError) as refused:
        read_fact_tables(folder)
    (told,) = refused.value.messages
    assert (told.code, told.values["rows"]) == ("tables_cell_missing", str(events.height))
