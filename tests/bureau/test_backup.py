"""A backup has been restored once; a restore is whole or leaves everything as it was."""

import itertools
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from typer.testing import CliRunner

from bureau.offices_factory import hire, load
from mianshen.bureau.backup import making
from mianshen.bureau.backup.making import make_backup
from mianshen.bureau.backup.manifest import DUMP_FILE, MANIFEST_FILE
from mianshen.bureau.backup.restoring import address_of, restore_backup
from mianshen.bureau.database.address import Address
from mianshen.bureau.database.embedded import RUNTIME, SUPERUSER, Cluster
from mianshen.bureau.database.roles import make_database
from mianshen.bureau.trail.services import record
from mianshen.cli import app
from mianshen.run.messages import InputError

_numbers = itertools.count(1)


pytestmark = pytest.mark.usefixtures("module_database")


@pytest.fixture(scope="module")
def kept(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a small district with staff and a trail, and a second copy of it beside."""
    folder = tmp_path_factory.mktemp("backups")
    load(folder)
    hire("9001", "north/clerk")
    record("system", "remember", "thing:1", {"中": "文"})
    told: list[str] = []
    first, second = make_backup(
        address_of("owner"), RUNTIME, folder / "here", folder / "there", told.append
    )
    assert module_database == address_of("owner").name
    assert "rows of" in told[0]
    assert [one.name for one in folder.glob("h*/.*")] == []
    assert (first / MANIFEST_FILE).read_bytes() == (second / MANIFEST_FILE).read_bytes()
    return second


@pytest.fixture
def backup(kept: Path, tmp_path: Path) -> Path:
    """A copy of the backup that a test may spoil."""
    return Path(shutil.copytree(kept, tmp_path / kept.name))


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[Address]:
    """An empty database, as its owner."""
    name = f"restored_{next(_numbers)}"
    address = cluster.address(SUPERUSER, "postgres")
    with psycopg.connect(address.for_psycopg(), autocommit=True) as connection:
        make_database(connection, name)
        yield address_of("owner").named(name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def rows(address: Address, statement: str = "SELECT number FROM offices_staff") -> list[str]:
    with psycopg.connect(address.for_psycopg()) as connection:
        return [str(one) for (one,) in connection.execute(statement.encode())]


def tables(address: Address) -> int:
    with psycopg.connect(address.for_psycopg()) as connection:
        return len(making.tables_of(connection))


def restore(address: Address, folder: Path, *, replace: bool = False) -> None:
    restore_backup(address, RUNTIME, folder, replace=replace)


def changed(folder: Path, **values: object) -> None:
    """Change what the manifest says."""
    path = folder / MANIFEST_FILE
    path.write_text(json.dumps({**json.loads(path.read_text()), **values}))


def test_what_was_backed_up_comes_back_with_its_privileges(
    cluster: Cluster, backup: Path, empty: Address
) -> None:
    restore(empty, backup)

    assert rows(empty) == ["9001"]
    runtime = cluster.address(RUNTIME, empty.name)
    with psycopg.connect(runtime.for_psycopg()) as connection:
        connection.execute(
            "INSERT INTO trail_entry (actor, act, subject, details) VALUES ('a', 'b', '', '{}')"
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM trail_entry")


def test_a_database_that_is_not_empty_is_left_alone_unless_told(
    backup: Path, empty: Address
) -> None:
    restore(empty, backup)
    with psycopg.connect(empty.for_psycopg()) as connection:
        connection.execute("UPDATE offices_staff SET number = '9002'")

    with pytest.raises(InputError, match="is not empty"):
        restore(empty, backup)
    assert rows(empty) == ["9002"]
    restore(empty, backup, replace=True)
    assert rows(empty) == ["9001"]


def test_a_restore_that_lacks_rows_changes_nothing(backup: Path, empty: Address) -> None:
    restore(empty, backup)
    told = json.loads((backup / MANIFEST_FILE).read_text())["tables"]
    changed(backup, tables={**told, "offices_staff": 2})

    with pytest.raises(InputError, match="offices_staff has 1 rows and should have 2"):
        restore(empty, backup, replace=True)
    assert rows(empty) == ["9001"]


def test_a_dump_cut_short_leaves_an_empty_database_empty(backup: Path, empty: Address) -> None:
    dump = backup / DUMP_FILE
    dump.write_bytes(dump.read_bytes()[:-5000])
    changed(backup, files={DUMP_FILE: making.digests(dump)})

    with pytest.raises(InputError, match="failed"):
        restore(empty, backup)
    assert tables(empty) == 0


def test_a_changed_file_is_refused(backup: Path, empty: Address) -> None:
    dump = bytearray((backup / DUMP_FILE).read_bytes())
    dump[len(dump) // 2] ^= 1
    (backup / DUMP_FILE).write_bytes(dump)

    with pytest.raises(InputError, match="is not as it was written"):
        restore(empty, backup)
    assert tables(empty) == 0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"keys": "00"}, "the keys of this backup are not in"),
        ({"migrations": ["offices.0001_initial", "offices.9999_later"]}, "newer release"),
        ({"runtime": "somebody"}, "roles of these names"),
        ({"format": 2}, "is no manifest of a backup"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(
    backup: Path, empty: Address, values: dict[str, object], sentence: str
) -> None:
    changed(backup, **values)

    with pytest.raises(InputError, match=sentence):
        restore(empty, backup)
    assert tables(empty) == 0


def test_a_backup_that_cannot_be_restored_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dump = making._dump

    def miscounted(*arguments: object) -> making.Manifest:
        manifest = dump(*arguments)  # type: ignore[arg-type]
        return replace(manifest, tables={**manifest.tables, "auth_group": 99})

    monkeypatch.setattr(making, "_dump", miscounted)
    with pytest.raises(InputError, match="auth_group has 0 rows and should have 99"):
        make_backup(address_of("owner"), RUNTIME, tmp_path / "out", None, lambda _told: None)

    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--out", "a", "--keys", "a/keys"], "do not lie with the backup"),
        (["--out", "a", "--also", "b", "--keys", "b"], "do not lie with the backup"),
        (["--out", "a", "--also", "a"], "name another folder"),
        ([], "say with --out"),
    ],
)
def test_places_that_do_not_go_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["backup", *words, "--lang", "en"])

    assert done.exit_code == 2
    assert sentence in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_backup_names_nobody_without_its_keys(kept: Path) -> None:
    assert sorted(one.name for one in kept.iterdir()) == [DUMP_FILE, MANIFEST_FILE]
