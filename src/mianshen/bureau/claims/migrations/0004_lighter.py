"""Outcomes point to settlements, which are never deleted, without the database asking again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("claims", "0003_stated_for"),)

    operations = (
        migrations.AlterField(
            "outcome",
            "settlement",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="claims.settlement",
            ),
        ),
    )
