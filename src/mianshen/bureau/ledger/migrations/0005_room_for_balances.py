"""Balances change in place: half of each page of accounts is left for it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("ledger", "0004_checked_by_sets"),)

    operations = (
        # A balance changes no index, so a row that finds room on its own page renews none of them.
        migrations.RunSQL(
            "ALTER TABLE ledger_account SET (fillfactor = 50)",
            "ALTER TABLE ledger_account RESET (fillfactor)",
        ),
    )
