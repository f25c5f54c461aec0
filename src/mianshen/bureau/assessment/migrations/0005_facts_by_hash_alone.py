"""Frozen facts found by their hash and not by how it begins."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from mianshen.bureau.database.migrating import Step

# Django gives every key that is a text an index more, for what begins alike.
_FOUND = """
    SELECT format('%I', c.relname)
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = 'assessment_frozen_facts'::regclass AND c.relname LIKE '%\\_like'"""


def _drop(editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(_FOUND)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = (("assessment", "0004_determinations"),)

    operations = (Step(_drop),)
