"""The table of what waits for a second person: added to and decided, never deleted."""

from django.db import migrations, models
from django.db.models.functions import Now

from mianshen.bureau.bitemporal.migrating import id_field
from mianshen.bureau.database.migrating import ChangedOnly


class Migration(migrations.Migration):
    initial = True
    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Proposal",
            fields=[
                id_field(),
                ("act", models.TextField()),
                ("subject", models.TextField()),
                ("reason", models.TextField()),
                ("details", models.JSONField(default=dict)),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=Now(), editable=False)),
                ("decided_by", models.TextField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_agreed", models.BooleanField(null=True)),
            ],
            options={
                "db_table": "proposals_proposal",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_by__isnull", True)),
                        fields=("act", "subject"),
                        name="proposals_proposal_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_agreed__isnull", True),
                            ("is_agreed", False),
                            models.Q(("by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="proposals_proposal_two_people",
                    ),
                ],
            },
        ),
        ChangedOnly("proposals_proposal", ["decided_by", "decided_at", "is_agreed"]),
    )
