"""Accounts whose owner is in doubt wait with their naming, in whatever order files come."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("registry", "0003_word"),)

    operations = (
        migrations.AlterField(
            model_name="account",
            name="person",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, to="registry.person"
            ),
        ),
    )
