"""No index by number on ties and mentions: nobody asks for one of them by it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from mianshen.bureau.database.migrating import Step


def _drop(editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        for table in ("vault_mention", "vault_tie"):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey")


class Migration(migrations.Migration):
    dependencies = (("registry", "0008_no_enrolment"),)

    operations = (Step(_drop),)
