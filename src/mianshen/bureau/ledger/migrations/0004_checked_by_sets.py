"""Accounts and resolved transfers are looked for where balances are kept, for all rows at once."""

from importlib.resources import files

import django.db.models.deletion
from django.db import migrations, models


def _to_account(**more: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="ledger.account",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = (("ledger", "0003_lighter"),)

    operations = (
        migrations.RunSQL(
            files("mianshen.bureau.ledger").joinpath("sql", "keep_balances.sql").read_text("utf-8"),
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("transfer", "debit", _to_account()),
        migrations.AlterField("transfer", "credit", _to_account(db_index=False)),
        migrations.AlterField(
            "transfer",
            "resolves",
            models.OneToOneField(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resolution",
                to="ledger.transfer",
            ),
        ),
    )
