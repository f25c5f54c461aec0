"""Bringing a database to the shape this release works with, as its owner."""

import os
from collections.abc import Callable, Sequence
from typing import LiteralString, cast

import django
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
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


def is_new() -> bool:
    """Whether the database has never been migrated."""
    return not MigrationRecorder(connections["owner"]).has_table()


def applied() -> list[str]:
    """The migrations that the database has, by app and name."""
    found = MigrationRecorder(connections["owner"]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in found)


def migrate() -> list[str]:
    """Apply what is pending and say what it was; safe to call again and to be killed."""
    ahead = pending()
    connection = connections["owner"]
    connection.ensure_connection()
    runtime = connections["default"].settings_dict["USER"]
    share(cast(Connection, connection.connection), connection.settings_dict["USER"], runtime)
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    return ahead


class Step(Operation):
    """A migration step of SQL, reckoned when it is taken; no model is another after it.

    Django's own step in Python is handed every model as it was then, which takes longer to make
    than all tables do.
    """

    reversible = False

    def __init__(self, run: Callable[[BaseDatabaseSchemaEditor], None]) -> None:
        self.run = run

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing: the models stay as they are."""

    def database_forwards(
        self, _app: str, editor: BaseDatabaseSchemaEditor, *_states: ProjectState
    ) -> None:
        """Take the step."""
        self.run(editor)


class AppendOnly(Step):
    """A migration step: the runtime role may read a table and add to it, never change or empty it.

    The table's name is the one in the database.
    """

    def __init__(self, table: str) -> None:
        super().__init__(_for_runtime(table, (), "REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}"))


class ReadOnly(Step):
    """A migration step: the runtime role reads a view and writes what it is made of."""

    def __init__(self, view: str) -> None:
        take = "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM {}"
        super().__init__(_for_runtime(view, (), take))


class OpenedOnly(Step):
    """A migration step: the runtime role adds rows by some columns, the database keeps the rest."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        take = "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM {}"
        super().__init__(_for_runtime(table, columns, take, "GRANT INSERT ({columns}) ON {} TO {}"))


class ChangedOnly(Step):
    """A migration step: the runtime role adds rows and later changes some columns, deletes none."""

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        take = "REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}"
        super().__init__(_for_runtime(table, columns, take, "GRANT UPDATE ({columns}) ON {} TO {}"))


class NeverDeleted(Step):
    """A migration step: the runtime role deletes no row of a table that others point to."""

    def __init__(self, table: str) -> None:
        super().__init__(_for_runtime(table, (), "REVOKE DELETE, TRUNCATE ON {} FROM {}"))


def _for_runtime(
    table: str, columns: Sequence[str], *statements: LiteralString
) -> Callable[[BaseDatabaseSchemaEditor], None]:
    named = sql.SQL(", ").join(map(sql.Identifier, columns))

    def run(editor: BaseDatabaseSchemaEditor) -> None:
        runtime = connections["default"].settings_dict["USER"]
        ends = (sql.Identifier(table), sql.Identifier(runtime))
        with editor.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(sql.SQL(statement).format(*ends, columns=named))

    return run


def _of(step: object) -> Migration:
    return cast(Migration, step)
