"""The database of an earlier release is migrated with its data."""

import itertools
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections
from psycopg import sql

from bureau.offices_factory import NORTH, SOUTH
from mianshen.bureau.backup.programs import environment, program
from mianshen.bureau.backup.restoring import address_of
from mianshen.bureau.database.embedded import SUPERUSER, Cluster
from mianshen.bureau.database.migrating import applied, migrate, pending
from mianshen.bureau.database.roles import make_database
from mianshen.bureau.ledger.models import Book
from mianshen.bureau.ledger.services import Place, held_fen, proof
from mianshen.bureau.offices.models import Staff
from mianshen.bureau.offices.services import scope_of
from mianshen.bureau.offices.vocabulary import Act
from mianshen.bureau.trail.services import entries_of

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.sql"))
_numbers = itertools.count(1)


@pytest.fixture(params=RELEASES, ids=[file.stem for file in RELEASES])
def upgraded(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """A database as a release left it, migrated to this one; gives what had been applied."""
    name, before = f"upgraded_{next(_numbers)}", address_of("owner").name
    superuser = cluster.address(SUPERUSER, "postgres").for_psycopg()
    connections.close_all()
    with psycopg.connect(superuser, autocommit=True) as server:
        make_database(server, name)
        options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction")
        subprocess.run(
            [program("psql"), *options, f"--file={request.param}"],
            env=environment(address_of("owner").named(name)),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        _point_to(name)
        had = applied()
        migrate()
        yield had
        _point_to(before)
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _point_to(name: str) -> None:
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


def test_a_release_is_migrated_with_all_that_was_in_it(upgraded: list[str]) -> None:
    assert set(upgraded) <= set(applied())
    assert pending() == []
    assert [one.details for one in entries_of("order:17")] == [{"amount_fen": 231740}]
    assert held_fen(Book.CLAIMS, Place("entitled", "order:17")) == 231740
    assert proof().is_whole

    deputy = Staff.objects.get(number="1002")
    during, after = (scope_of(deputy.pk, day) for day in (date(2025, 3, 7), date(2025, 3, 8)))
    assert during.may_do(Act.CONFIRM, NORTH)
    assert not after.may_do(Act.CONFIRM, NORTH)
    assert after.may_do(Act.CONFIRM, SOUTH)
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET actor = 'nobody'")
