"""Transfers without indexes that nothing asks for, and room beside balances, which change often."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("ledger", "0002_parts"),)

    operations = (
        # A unique field of text would have a second index, for what begins alike.
        migrations.AddConstraint(
            "transfer",
            models.UniqueConstraint(fields=("key",), name="ledger_transfer_key_once"),
        ),
        migrations.AlterField("transfer", "key", models.TextField()),
        migrations.AlterField(
            "transfer",
            "credit",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.account",
            ),
        ),
        migrations.RemoveIndex("transfer", "ledger_transfer_subject"),
        migrations.RunSQL(
            "ALTER TABLE ledger_account SET (fillfactor = 50)",
            "ALTER TABLE ledger_account RESET (fillfactor)",
        ),
    )
