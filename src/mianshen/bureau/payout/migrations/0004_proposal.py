"""Acts that take two people, proposed by one and agreed to by another."""

from django.db import migrations, models
from django.db.models.functions import Now

from mianshen.bureau.bitemporal.migrating import id_field
from mianshen.bureau.database.migrating import ChangedOnly


class Migration(migrations.Migration):
    dependencies = (("payout", "0003_task_account"),)

    operations = (
        migrations.CreateModel(
            name="Proposal",
            fields=[
                id_field(),
                ("act", models.TextField()),
                ("subject", models.TextField()),
                ("reason", models.TextField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField(db_default=Now(), editable=False)),
                ("decided_by", models.TextField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_agreed", models.BooleanField(null=True)),
            ],
            options={"db_table": "payout_proposal"},
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decided_by__isnull", True)),
                fields=("act", "subject"),
                name="payout_proposal_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["void_line", "write_off"])),
                name="payout_proposal_act_is_known",
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
                name="payout_proposal_two_people",
            ),
        ),
        ChangedOnly("payout_proposal", ["decided_by", "decided_at", "is_agreed"]),
    )
