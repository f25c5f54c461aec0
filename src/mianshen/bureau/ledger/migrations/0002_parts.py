"""An index by which a holder is found together with its numbered parts."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"),)

    operations = (
        migrations.RunSQL(
            "CREATE INDEX ledger_account_whole ON ledger_account"
            " (regexp_replace(holder, ' #[0-9]+$', ''))",
            "DROP INDEX ledger_account_whole",
        ),
    )
