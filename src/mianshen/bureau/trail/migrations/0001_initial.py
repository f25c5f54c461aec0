"""The record, which the runtime role can only add to."""

import django.db.models.functions.datetime
from django.db import migrations, models

from mianshen.bureau.database.migrating import AppendOnly


class Migration(migrations.Migration):
    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("actor", models.TextField()),
                ("act", models.TextField()),
                ("subject", models.TextField(blank=True)),
                ("details", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "trail_entry",
                "indexes": [
                    models.Index(fields=["subject", "id"], name="trail_entry_subject"),
                    models.Index(fields=["at"], name="trail_entry_at"),
                ],
            },
        ),
        AppendOnly("trail_entry"),
    )
