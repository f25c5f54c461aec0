"""A backup made at one moment, restored once into a scratch database, and only then kept."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

import mianshen
from mianshen.bureau.backup.loading import load
from mianshen.bureau.backup.manifest import (
    DUMP_FILE,
    FORMAT,
    Manifest,
    digests,
    read_manifest,
    write_manifest,
)
from mianshen.bureau.backup.programs import run
from mianshen.bureau.database.address import Address
from mianshen.bureau.database.embedded import SUPERUSER, start
from mianshen.bureau.database.migrating import applied
from mianshen.bureau.database.roles import Connection
from mianshen.bureau.sealing.seal import blind_index
from mianshen.policy.saying import Said, said


def make_backup(
    owner: Address, runtime: str, out: Path, also: Path | None, tell: Callable[[Said], None]
) -> list[Path]:
    """Back a database up into a new folder under `out`, and copy that to `also`.

    A backup that cannot be restored with the same number of rows in every table is not kept.
    Returns the folders. Raises `InputError`, `OSError`.
    """
    name = f"mianshen-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    with _draft(out, name) as draft:
        manifest = _dump(owner, runtime, draft)
        tell(
            said(
                "{rows} rows of {tables} tables written; trying to restore them",
                "已写出 {tables} 张表、{rows} 行；正在试恢复",
                rows=sum(manifest.tables.values()),
                tables=len(manifest.tables),
            )
        )
        _try_to_restore(draft, manifest)
    folders = [out / name]
    if also is not None:
        with _draft(also, name) as draft:
            shutil.copytree(out / name, draft, dirs_exist_ok=True)
            read_manifest(draft)
        folders.append(also / name)
    return folders


@contextmanager
def _draft(parent: Path, name: str) -> Iterator[Path]:
    """A folder that takes its name when it is whole, and is gone when it is not."""
    parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=parent))
    try:
        yield draft
        draft.rename(parent / name)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _dump(owner: Address, runtime: str, folder: Path) -> Manifest:
    """Dump and count in the same snapshot, so that both speak of one moment."""
    with psycopg.connect(owner.for_psycopg()) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        dump = folder / DUMP_FILE
        run(
            owner,
            "pg_dump",
            "--format=custom",
            "--no-password",
            f"--snapshot={snapshot}",
            f"--file={dump}",
        )
        manifest = Manifest(
            format=FORMAT,
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            mianshen=mianshen.__version__,
            server=_one(connection, "SHOW server_version"),
            owner=owner.user,
            runtime=runtime,
            keys=print_of_keys(),
            migrations=applied(),
            tables=count_rows(connection),
            files={DUMP_FILE: digests(dump)},
        )
    write_manifest(folder, manifest)
    return manifest


def print_of_keys() -> str:
    """By which one sees whether a backup's keys are the ones held, and nothing else."""
    return blind_index("keys", "print").hex()


def count_rows(connection: Connection) -> dict[str, int]:
    """Rows by table, as the connection's transaction sees them."""
    return {
        table: int(
            _one(connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        )
        for table in tables_of(connection)
    }


def tables_of(connection: Connection) -> list[str]:
    """The tables of a database, by name."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind = 'r' ORDER BY 1"
    )
    return [str(name) for (name,) in found]


def _one(connection: Connection, statement: psycopg.abc.QueryNoTemplate) -> str:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return str(row[0])


def _try_to_restore(folder: Path, manifest: Manifest) -> None:
    """Restore into a server of its own, which needs no privileges on the real one."""
    read_manifest(folder)
    with tempfile.TemporaryDirectory(prefix="mianshen-") as scratch:
        cluster = start(Path(scratch) / "postgres", Path(scratch) / "keys")
        try:
            address = cluster.address(SUPERUSER)
            _make_roles(address, {manifest.owner, manifest.runtime})
            load(folder / DUMP_FILE, address, manifest.tables)
        finally:
            cluster.stop()


def _make_roles(address: Address, names: set[str]) -> None:
    with psycopg.connect(address.for_psycopg(), autocommit=True) as connection:
        known = {str(name) for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for name in sorted(names - known):
            connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
