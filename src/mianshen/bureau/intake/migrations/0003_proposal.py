"""Corrections that one person proposes and a second one agrees to."""

import django.db.models.deletion
from django.db import migrations, models

import mianshen.bureau.sealing.fields
from mianshen.bureau.bitemporal.migrating import id_field
from mianshen.bureau.database.migrating import ChangedOnly


class Migration(migrations.Migration):
    dependencies = (("intake", "0002_contacts"),)

    operations = (
        migrations.CreateModel(
            name="Proposal",
            fields=[
                id_field(),
                ("place", models.TextField()),
                ("cells", mianshen.bureau.sealing.fields.SealedTextField()),
                ("why", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("decided_by", models.TextField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_agreed", models.BooleanField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="intake.batch"
                    ),
                ),
            ],
            options={"db_table": "intake_proposal"},
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_by__isnull", True)),
                fields=("batch", "place"),
                name="intake_proposal_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_agreed__isnull", True),
                    ("is_agreed", False),
                    models.Q(("by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="intake_proposal_two_people",
            ),
        ),
        ChangedOnly("intake_proposal", ["decided_by", "decided_at", "is_agreed"]),
    )
