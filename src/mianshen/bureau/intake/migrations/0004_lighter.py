"""Rows of files point to batches, which are never deleted, without the database asking again."""

import django.db.models.deletion
from django.db import migrations, models

from mianshen.bureau.database.migrating import NeverDeleted


class Migration(migrations.Migration):
    dependencies = (("intake", "0003_proposal"),)

    operations = (
        *(
            migrations.AlterField(
                name,
                "batch",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    to="intake.batch",
                ),
            )
            for name in ("contact", "row")
        ),
        NeverDeleted("intake_batch"),
    )
