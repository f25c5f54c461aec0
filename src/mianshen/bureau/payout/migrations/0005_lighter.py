"""Lines and payments without indexes that nothing asks for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("payout", "0004_proposal"),)

    operations = (
        # A unique field of text would have a second index, for what begins alike.
        migrations.AddConstraint(
            "payable", models.UniqueConstraint(fields=("key",), name="payout_payable_key_once")
        ),
        migrations.AlterField("payable", "key", models.TextField()),
        migrations.AddConstraint(
            "payment",
            models.UniqueConstraint(fields=("number",), name="payout_payment_number_once"),
        ),
        migrations.AlterField("payment", "number", models.TextField()),
        migrations.AlterField(
            "payable",
            "request",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="payout.fundrequest",
            ),
        ),
        migrations.AlterField(
            "payment",
            "batch",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payments",
                to="payout.batch",
            ),
        ),
        migrations.AlterField(
            "returnline",
            "payment",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="payout.payment",
            ),
        ),
    )
