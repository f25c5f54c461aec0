"""A task remembers the account that was looked at, so that a name can be accepted for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("payout", "0002_recoveries_and_samples"),)

    operations = (
        migrations.AddField(
            model_name="task",
            name="account",
            field=models.BigIntegerField(null=True),
        ),
    )
