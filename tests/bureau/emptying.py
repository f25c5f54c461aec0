"""A database brought back to how its migrations left it, which is quicker than another copy."""

from collections.abc import Mapping

from psycopg import sql

from mianshen.bureau.database.roles import Connection

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_NUMBERS = """
    SELECT setval(format('%%I.%%I', schemaname, sequencename), start_value, false)
      FROM pg_sequences
     WHERE schemaname = 'public' AND last_value IS NOT NULL
       AND sequencename <> ALL (%(kept)s)"""
_OTHERS = """
    SELECT pg_terminate_backend(pid)
      FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()"""


def keep(connection: Connection) -> Mapping[str, str]:
    """Keep aside what the migrations wrote, and return what each table holds, as a digest."""
    connection.execute("CREATE SCHEMA kept")
    for table in _tables(connection):
        connection.execute(
            sql.SQL("CREATE TABLE kept.{0} AS TABLE public.{0}").format(sql.Identifier(table))
        )
    connection.execute(
        "CREATE TABLE kept.numbers AS SELECT sequencename::text AS name FROM pg_sequences"
        " WHERE schemaname = 'public' AND last_value IS NOT NULL"
    )
    return _digests(connection)


def empty(connection: Connection, kept: Mapping[str, str]) -> None:
    """Take away what a test wrote and put back what it took; as the superuser, with nobody else."""
    connection.execute(_OTHERS)
    # Constraints and triggers would object to tables emptied one by one.
    connection.execute("SET session_replication_role = replica")
    for table, digest in _digests(connection).items():
        if digest != kept[table]:
            names = {"table": sql.Identifier(table)}
            connection.execute(sql.SQL("DELETE FROM public.{table}").format(**names))
            connection.execute(
                sql.SQL("INSERT INTO public.{table} SELECT * FROM kept.{table}").format(**names)
            )
    rows = connection.execute("SELECT name FROM kept.numbers").fetchall()
    connection.execute(_NUMBERS, {"kept": [name for (name,) in rows]})


def _tables(connection: Connection) -> list[str]:
    return [str(name) for (name,) in connection.execute(_TABLES).fetchall()]


def _digests(connection: Connection) -> dict[str, str]:
    one = sql.SQL(
        "SELECT {name}, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
        " FROM public.{table} AS t"
    )
    asked = [
        one.format(name=sql.Literal(table), table=sql.Identifier(table))
        for table in _tables(connection)
    ]
    found = connection.execute(sql.SQL(" UNION ALL ").join(asked)).fetchall()
    return {str(table): str(digest) for table, digest in found}
