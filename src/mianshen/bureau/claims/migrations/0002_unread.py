"""Rows that wait to be mended and may lower aid; facts added and superseded only."""

from django.db import migrations, models

from mianshen.bureau.bitemporal.migrating import FactsOnly, fact_fields


class Migration(migrations.Migration):
    dependencies = (("claims", "0001_initial"),)

    operations = (
        migrations.CreateModel(
            name="Unread",
            fields=[
                *fact_fields(),
                ("naming", models.BigIntegerField(db_index=True)),
                ("person", models.BigIntegerField(db_index=True, null=True)),
                ("role", models.TextField()),
                ("reason", models.TextField()),
                ("amount_fen", models.BigIntegerField(null=True)),
                ("visit", models.TextField(default="")),
                ("takes_back", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "claims_unread",
                "indexes": [models.Index(fields=["batch"], name="claims_unread_batch")],
            },
        ),
        FactsOnly("claims_unread"),
    )
