"""Voided lines have a ground, and may be taken up again."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Now

from mianshen.bureau.bitemporal.migrating import id_field
from mianshen.bureau.database.migrating import ChangedOnly

_REOPENED = ("reopened_at__isnull", True)


class Migration(migrations.Migration):
    dependencies = (("payout", "0006_return_lines_by_sets"),)

    operations = (
        migrations.AddField("proposal", "ground", models.TextField(db_default="")),
        migrations.CreateModel(
            name="Voiding",
            fields=[
                id_field(),
                ("ground", models.TextField()),
                ("reason", models.TextField()),
                ("by", models.TextField()),
                ("second", models.TextField()),
                ("at", models.DateTimeField(db_default=Now(), editable=False)),
                ("version", models.BigIntegerField(null=True)),
                ("reopened_at", models.DateTimeField(null=True)),
                ("reopened_by", models.TextField(null=True)),
                ("reopened_why", models.TextField(db_default="")),
                (
                    "line",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voiding",
                        to="payout.payable",
                    ),
                ),
            ],
            options={
                "db_table": "payout_voiding",
                "indexes": [
                    models.Index(
                        condition=models.Q(_REOPENED),
                        fields=["ground"],
                        name="payout_voiding_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ground__in", ["wrong", "declined", "nobody"])),
                        name="payout_voiding_ground_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("second")), _negated=True),
                        name="payout_voiding_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            _REOPENED, ("reopened_by__isnull", False), _connector="OR"
                        ),
                        name="payout_voiding_reopened_by_somebody",
                    ),
                ],
            },
        ),
        ChangedOnly("payout_voiding", ["reopened_at", "reopened_by", "reopened_why"]),
    )
