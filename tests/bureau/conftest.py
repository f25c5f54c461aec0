"""A real PostgreSQL for each test process, and a database of its own for each test."""

import atexit
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bureau.emptying import empty, keep
from bureau.external import external_cluster, urls

# Settings are read once for a process: the installation must be chosen before anything asks.
_HOME = Path(tempfile.mkdtemp(prefix="mianshen-"))
os.environ["MIANSHEN_HOME"] = str(_HOME)
for _name in ("DATABASE_URL", "DATABASE_OWNER_URL", "MIANSHEN_KEY_FILE"):
    os.environ.pop(_name, None)
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)

# `make external`: another PostgreSQL, reached by its address as a bureau's own would be.
_EXTERNAL = os.environ.get("MIANSHEN_TEST_POSTGRES")
if _EXTERNAL:
    _external = external_cluster(_HOME / "external", int(_EXTERNAL))
    os.environ |= urls(_external)

from mianshen.bureau.database.migrating import migrate, prepare  # noqa: E402

prepare()

from django.db import connections  # noqa: E402

from bureau.desk_district import DeskDistrict, make_district  # noqa: E402
from bureau.live_pages import Screen, screen  # noqa: E402
from mianshen.bureau.database.embedded import DATABASE, SUPERUSER, Cluster, start  # noqa: E402
from mianshen.bureau.database.roles import Connection, make_database  # noqa: E402
from mianshen.bureau.installation import installation  # noqa: E402
from mianshen.bureau.sealing.keys import make_keys  # noqa: E402
from mianshen.bureau.workbench.keeping import forget  # noqa: E402

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The running PostgreSQL, migrated: what every test starts from a copy of."""
    here = installation()
    make_keys(here.key_file)
    migrate()
    connections.close_all()
    return _external if _EXTERNAL else start(here.cluster, here.keys)


@pytest.fixture(scope="session")
def _spare(cluster: Cluster) -> tuple[str, Mapping[str, str]]:
    name = f"test_{next(_numbers)}"
    connections.close_all()
    with _superuser(cluster) as connection:
        make_database(connection, name, template=DATABASE)
    with _superuser(cluster, name) as connection:
        return name, keep(connection)


@pytest.fixture
def database(cluster: Cluster, _spare: tuple[str, Mapping[str, str]]) -> Iterator[str]:
    """A database as the migrations leave it, used by the models for the length of one test."""
    name, kept = _spare
    _point_to(name)
    yield name
    _point_to(DATABASE)
    with _superuser(cluster, name) as connection:
        empty(connection, kept)


@pytest.fixture
def afresh(
    cluster: Cluster, _spare: tuple[str, Mapping[str, str]], database: str
) -> Callable[[], None]:
    """Empties the database of the test, to begin again within one test."""
    assert database
    name, kept = _spare

    def again() -> None:
        connections.close_all()
        forget()
        with _superuser(cluster, name) as connection:
            empty(connection, kept)

    return again


@pytest.fixture(scope="module")
def module_database(cluster: Cluster) -> Iterator[str]:
    """The same for all tests of a file, for what is dear to make; not beside `database`."""
    with _fresh_database(cluster) as name:
        yield name


@pytest.fixture(scope="session")
def _made_district(cluster: Cluster) -> Iterator[tuple[str, DeskDistrict]]:
    with _fresh_database(cluster) as name:
        made = make_district()
        _point_to(DATABASE)
        yield name, made


@pytest.fixture(scope="module")
def district(cluster: Cluster, _made_district: tuple[str, DeskDistrict]) -> Iterator[DeskDistrict]:
    """A small district with orders on their way, one for all tests of a file."""
    template, made = _made_district
    with _fresh_database(cluster, template):
        yield made


@pytest.fixture(scope="module")
def desk(district: DeskDistrict) -> Iterator[Screen]:
    """The pages of that district in a browser, with a session for each of its staff."""
    assert district
    with screen() as opened:
        yield opened


@contextmanager
def _fresh_database(cluster: Cluster, template: str = DATABASE) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    connections.close_all()
    with _superuser(cluster) as connection:
        make_database(connection, name, template=template)
    _point_to(name)
    yield name
    _point_to(DATABASE)
    with _superuser(cluster) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _superuser(cluster: Cluster, database: str = "postgres") -> Connection:
    address = cluster.address(SUPERUSER, database)
    return psycopg.connect(address.for_psycopg(), autocommit=True)


def _point_to(name: str) -> None:
    connections.close_all()
    forget()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name
