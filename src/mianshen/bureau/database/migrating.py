"""Bringing a database to the shape this release works with, as its owner."""

import os
from typing import cast

import django
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from psycopg import sql

from mianshen.bureau.database.roles import Connection, share


def prepare() -> None:
    """Make Django ready in this process; starts the embedded database where there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mianshen.bureau.settings")
    django.setup()


def pending() -> list[str]:
    """The migrations that this release has and the database has not, in their order."""
    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{_of(step).app_label}.{_of(step).name}" for step, _backwards in plan]


def migrate() -> list[str]:
    """Apply what is pending and say what it was; safe to call again and to be killed."""
    ahead = pending()
    connection = connections["owner"]
    connection.ensure_connection()
    runtime = connections["default"].settings_dict["USER"]
    share(cast(Connection, connection.connection), connection.settings_dict["USER"], runtime)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    return ahead


class AppendOnly(RunPython):
    """A migration step: the runtime role may read a table and add to it, never change or empty it.

    The table's name is the one in the database.
    """

    def __init__(self, table: str) -> None:
        def revoke(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
            runtime = connections["default"].settings_dict["USER"]
            statement = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                sql.Identifier(table), sql.Identifier(runtime)
            )
            with editor.connection.cursor() as cursor:
                cursor.execute(statement)

        super().__init__(revoke, RunPython.noop)


def _of(step: object) -> Migration:
    return cast(Migration, step)
