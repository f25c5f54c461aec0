"""The doctor finds what has to be mended, and says how."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from typer.testing import CliRunner

from mianshen.bureau.database.embedded import OWNER, RUNTIME, SUPERUSER, Cluster
from mianshen.bureau.database.roles import make_database
from mianshen.bureau.doctor import database, machine
from mianshen.bureau.doctor.findings import Finding, State
from mianshen.bureau.installation import Installation, installation
from mianshen.bureau.sealing.copies import copy_keys
from mianshen.bureau.sealing.keys import make_keys
from mianshen.cli import app


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    """An installation of its own with a key file."""
    made = replace(
        installation(), home=tmp_path / "home", key_file=tmp_path / "home" / "keys" / "sealing.json"
    )
    make_keys(made.key_file)
    return made


def states(findings: Iterator[Finding]) -> list[State]:
    return [one.state for one in findings]


def as_role(cluster: Cluster, alias: str, role: str) -> None:
    """Let one of Django's connections come in as another role."""
    connections.close_all()
    address = cluster.address(role)
    connections[alias].settings_dict |= {"USER": address.user, "PASSWORD": address.password}


@pytest.mark.usefixtures("cluster")
def test_a_sound_installation_is_found_sound_once_its_keys_have_a_copy(tmp_path: Path) -> None:
    before = CliRunner().invoke(app, ["doctor", "--lang", "en"])
    copy_keys(installation(), tmp_path)
    after = CliRunner().invoke(app, ["doctor"])

    assert before.exit_code == 1
    assert "mianshen backup --keys FOLDER" in before.stdout
    assert after.exit_code == 0, after.stdout
    assert "须处理" not in after.stdout
    assert "PostgreSQL" in after.stdout


def test_pending_migrations_are_found(cluster: Cluster) -> None:
    address = cluster.address(SUPERUSER, "postgres")
    with psycopg.connect(address.for_psycopg(), autocommit=True) as connection:
        make_database(connection, "never_migrated")
    connections.close_all()
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    for alias in connections:
        connections[alias].settings_dict["NAME"] = "never_migrated"
    try:
        found = database.migrations()
    finally:
        connections.close_all()
        for alias, name in before.items():
            connections[alias].settings_dict["NAME"] = name

    assert found.state is State.BAD
    assert found.remedy == "run mianshen up"


@pytest.mark.parametrize(
    ("alias", "role", "told"),
    [("default", OWNER, "both owner and user"), ("default", SUPERUSER, "SUPERUSER")],
)
def test_a_role_that_may_do_too_much_is_found(
    cluster: Cluster, alias: str, role: str, told: str
) -> None:
    try:
        as_role(cluster, alias, role)
        (found,) = database.roles()
    finally:
        as_role(cluster, alias, RUNTIME)

    assert found.state is State.BAD
    assert told in found.found
    assert states(database.roles()) == [State.GOOD]


@pytest.mark.parametrize(
    ("years", "state", "told"),
    [
        ({2026, 2027}, State.GOOD, "2026, 2027"),
        ({2025, 2026}, State.DOUBT, "of 2027 are not known"),
        ({2024, 2025}, State.BAD, "of 2026 are not known"),
    ],
)
def test_the_calendar_has_to_know_this_year_and_should_know_the_next(
    years: set[int], state: State, told: str
) -> None:
    found = machine.calendar(date(2026, 11, 22), frozenset(years))

    assert found.state is state
    assert told in found.found


@pytest.mark.parametrize(
    ("seconds", "state"), [(0, State.GOOD), (5, State.DOUBT), (300, State.BAD)]
)
def test_clocks_that_disagree_are_found(seconds: int, state: State) -> None:
    assert database.clock_apart(timedelta(seconds=seconds)).state is state


def test_keys_that_others_can_read_are_found(here: Installation, tmp_path: Path) -> None:
    copy_keys(here, tmp_path / "elsewhere")
    assert states(machine.key_file(here, is_new=False)) == [State.GOOD, State.GOOD]

    here.key_file.chmod(0o640)
    assert states(machine.key_file(here, is_new=False)) == [State.BAD, State.GOOD]


def test_a_second_copy_that_is_gone_or_other_is_found(here: Installation, tmp_path: Path) -> None:
    copied = copy_keys(here, tmp_path / "elsewhere")
    assert copied.stat().st_mode & 0o777 == 0o600

    copied.unlink()
    *_, gone = machine.key_file(here, is_new=False)
    make_keys(copied)
    *_, other = machine.key_file(here, is_new=False)

    assert (gone.state, other.state) == (State.BAD, State.BAD)
    assert "is not there" in gone.found
    assert "other keys" in other.found


def test_a_missing_key_file_is_bad_unless_nothing_was_sealed_yet(here: Installation) -> None:
    here.key_file.unlink()

    assert states(machine.key_file(here, is_new=False)) == [State.BAD]
    assert states(machine.key_file(here, is_new=True)) == [State.DOUBT]


def test_every_remedy_is_said_in_both_languages(here: Installation) -> None:
    here.key_file.chmod(0o644)
    for one in (*machine.key_file(here, is_new=False), machine.calendar(date(2099, 1, 1))):
        assert one.remedy is not None
        assert one.remedy.chinese != one.remedy
