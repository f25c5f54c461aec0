"""The runtime role may let tables be counted that grew; rows of a batch are found by range."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import connections, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from psycopg import sql

from mianshen.bureau.database.migrating import Step

# Of a table that somebody else counts just now nothing is waited for: two who wait for each other's
# rows would wait for ever.
_FUNCTION = """
    CREATE FUNCTION count_tables_anew() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE grown regclass;
    BEGIN
        FOR grown IN
            SELECT oid FROM pg_class
             WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
               AND pg_relation_size(oid) / 8192 > greatest(2 * relpages, 100)
        LOOP
            EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown);
        END LOOP;
    END $$"""


def _make(editor: BaseDatabaseSchemaEditor) -> None:
    runtime = sql.Identifier(connections["default"].settings_dict["USER"])
    with editor.connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        cursor.execute("REVOKE ALL ON FUNCTION count_tables_anew() FROM PUBLIC")
        grant = sql.SQL("GRANT EXECUTE ON FUNCTION count_tables_anew() TO {}")
        cursor.execute(grant.format(runtime))


class Migration(migrations.Migration):
    dependencies = (("registry", "0010_ties_of_namings"),)

    operations = (
        Step(_make),
        migrations.RemoveIndex("listing", "registry_listing_batch"),
        migrations.AddIndex("listing", BrinIndex(fields=["batch"], name="registry_listing_batch")),
    )
