"""Where lists say that people are found."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("intake", "0001_initial"),)

    operations = (
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("naming", models.BigIntegerField(db_index=True)),
                ("township", models.TextField()),
                ("village", models.TextField()),
                ("phone", models.BigIntegerField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="intake.batch",
                    ),
                ),
            ],
            options={
                "db_table": "intake_contact",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "naming"), name="intake_contact_once")
                ],
            },
        ),
    )
