"""Policies that one person proposes to pay by and another signs."""

import django.db.models.deletion
from django.db import migrations, models

from mianshen.bureau.bitemporal.migrating import id_field
from mianshen.bureau.database.migrating import ChangedOnly


class Migration(migrations.Migration):
    dependencies = (("assessment", "0001_initial"),)

    operations = (
        migrations.CreateModel(
            name="PolicyProposal",
            fields=[
                id_field(),
                ("reason", models.TextField()),
                ("proposed_by", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.TextField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_signed", models.BooleanField(null=True)),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessment.policytext",
                    ),
                ),
            ],
            options={
                "db_table": "assessment_policy_proposal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_signed__isnull", True),
                            ("is_signed", False),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_policy_proposal_two_people",
                    ),
                    models.UniqueConstraint(
                        fields=["text"],
                        condition=models.Q(("decided_at__isnull", True)),
                        name="assessment_policy_proposal_once",
                    ),
                ],
            },
        ),
        ChangedOnly("assessment_policy_proposal", ("decided_by", "decided_at", "is_signed")),
    )
