"""Lines of returns are joined with their payments, and not asked for once more row by row."""

import django.db.models.deletion
from django.db import migrations, models


def _to(name: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=f"payout.{name}",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = (("payout", "0005_lighter"),)

    operations = (
        migrations.AlterField("returnline", "file", _to("returnfile")),
        migrations.AlterField("returnline", "payment", _to("payment", db_index=False)),
    )
