"""Migration steps by which facts are added and superseded, and nothing else."""

from django.db import connections, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from psycopg import sql

from mianshen.bureau.database.migrating import Step


class FactsOnly(Step):
    """The runtime role may read tables, add to them and close `known_to`: never rewrite a fact."""

    def __init__(self, *tables: str) -> None:
        def revoke(editor: BaseDatabaseSchemaEditor) -> None:
            runtime = sql.Identifier(connections["default"].settings_dict["USER"])
            with editor.connection.cursor() as cursor:
                for table in map(sql.Identifier, tables):
                    for statement in (
                        "REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}",
                        "GRANT UPDATE (known_to) ON {} TO {}",
                    ):
                        cursor.execute(sql.SQL(statement).format(table, runtime))

        super().__init__(revoke)


class OneVersionADay(Step):
    """Of the versions known now of one thing no two may share a day.

    `keys` are whole numbers, or texts of digits, that name the thing. Ranges of one number stand
    for equality, as the embedded PostgreSQL has no `btree_gist`.
    """

    def __init__(self, table: str, *keys: str) -> None:
        same = sql.SQL(", ").join(
            sql.SQL("int8range({0}::bigint, {0}::bigint, '[]') WITH &&").format(sql.Identifier(key))
            for key in keys
        )
        statement = sql.SQL(
            "ALTER TABLE {} ADD CONSTRAINT {} EXCLUDE USING gist"
            " ({}, daterange(valid_from, valid_to, '[]') WITH &&) WHERE (known_to IS NULL)"
        ).format(sql.Identifier(table), sql.Identifier(f"{table}_once_a_day"), same)

        def constrain(editor: BaseDatabaseSchemaEditor) -> None:
            with editor.connection.cursor() as cursor:
                cursor.execute(statement)

        super().__init__(constrain)


def id_field() -> tuple[str, models.Field]:
    """The key of a table, as Django makes it."""
    key = models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )
    return "id", key


def fact_fields() -> tuple[tuple[str, models.Field], ...]:
    """The key and the columns that every table of facts begins with."""
    return (
        id_field(),
        ("known_from", models.DateTimeField()),
        ("known_to", models.DateTimeField(null=True)),
        ("batch", models.BigIntegerField(default=0)),
        ("place", models.TextField(default="")),
    )
