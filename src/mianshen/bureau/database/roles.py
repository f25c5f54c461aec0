"""Two roles: one owns the tables and changes their shape, one works with the rows and no more."""

from collections.abc import Mapping
from typing import LiteralString

import psycopg
from psycopg import sql

OWNER = "mianshen_owner"
RUNTIME = "mianshen_runtime"

Connection = psycopg.Connection[tuple[object, ...]]

_DEFAULTS: tuple[LiteralString, ...] = (
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE, CREATE ON SCHEMA public TO {owner}",
    "GRANT USAGE ON SCHEMA public TO {runtime}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
    " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {runtime}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public"
    " GRANT USAGE, SELECT ON SEQUENCES TO {runtime}",
)


def make_roles(connection: Connection, passwords: Mapping[str, str]) -> None:
    """Make both roles, unprivileged, or give them their passwords anew."""
    for role in (OWNER, RUNTIME):
        found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = sql.SQL("ALTER" if found.fetchone() else "CREATE")
        connection.execute(
            sql.SQL(
                "{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {}"
            ).format(verb, sql.Identifier(role), passwords[role])
        )


def make_database(connection: Connection, name: str, template: str | None = None) -> None:
    """Make a database that belongs to the owner, where there is none of that name.

    What the owner makes in it later, the runtime role may read and write, not alter or drop.
    """
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not found.fetchone():
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template0")
            )
        )


def share(connection: Connection, owner: str, runtime: str) -> None:
    """Let the runtime role work with what the owner will make in this database.

    To be called as the owner, before the first table is made; safe to call again.
    """
    names = {"owner": sql.Identifier(owner), "runtime": sql.Identifier(runtime)}
    for statement in _DEFAULTS:
        connection.execute(sql.SQL(statement).format(**names))
