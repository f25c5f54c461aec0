"""Policies, frozen facts, answers, lines and rulings; facts added and superseded only."""

import django.db.models.functions.datetime
from django.db import migrations, models

from mianshen.bureau.bitemporal.migrating import FactsOnly, fact_fields, id_field
from mianshen.bureau.database.migrating import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Frame",
            fields=[
                ("digest", models.TextField(primary_key=True, serialize=False)),
                ("year", models.IntegerField()),
                ("as_of", models.DateField()),
                ("year_closed", models.BooleanField()),
                ("packs", models.JSONField()),
                ("version", models.TextField()),
            ],
            options={
                "db_table": "assessment_frame",
            },
        ),
        migrations.CreateModel(
            name="FrozenFacts",
            fields=[
                ("digest", models.TextField(primary_key=True, serialize=False)),
                ("facts", models.TextField()),
            ],
            options={
                "db_table": "assessment_frozen_facts",
            },
        ),
        migrations.CreateModel(
            name="OrderChosen",
            fields=[
                *fact_fields(),
                ("person", models.BigIntegerField(db_index=True)),
                ("year", models.IntegerField()),
                ("event", models.TextField()),
                ("layer", models.TextField()),
                ("chosen", models.JSONField()),
                ("chosen_left_fen", models.BigIntegerField()),
                ("listed_left_fen", models.BigIntegerField()),
                ("worst_left_fen", models.BigIntegerField()),
                ("alone_left_fen", models.JSONField()),
                ("tied", models.BooleanField()),
            ],
            options={
                "db_table": "assessment_order_chosen",
            },
        ),
        migrations.CreateModel(
            name="PolicyText",
            fields=[
                ("digest", models.TextField(primary_key=True, serialize=False)),
                ("pack", models.TextField()),
                ("texts", models.JSONField()),
            ],
            options={
                "db_table": "assessment_policy_text",
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                id_field(),
                ("at", models.DateTimeField()),
                ("batch", models.BigIntegerField()),
                ("actor", models.TextField()),
                ("as_of", models.DateField()),
                ("people", models.IntegerField()),
                ("units", models.IntegerField()),
                ("lines", models.IntegerField()),
                ("changed", models.IntegerField()),
                ("sampled", models.IntegerField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "db_table": "assessment_run",
            },
        ),
        migrations.CreateModel(
            name="YearChosen",
            fields=[
                *fact_fields(),
                ("person", models.BigIntegerField(db_index=True)),
                ("year", models.IntegerField()),
                ("layer", models.TextField()),
                ("held", models.JSONField()),
                ("chosen_left_fen", models.BigIntegerField()),
                ("held_left_fen", models.BigIntegerField()),
                ("compared", models.IntegerField()),
                ("applied", models.BooleanField()),
            ],
            options={
                "db_table": "assessment_year_chosen",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                *fact_fields(),
                ("person", models.BigIntegerField(db_index=True)),
                ("year", models.IntegerField()),
                ("facts", models.TextField(db_index=True)),
                ("frame", models.TextField()),
            ],
            options={
                "db_table": "assessment_answer",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("known_to__isnull", True)),
                        fields=("person", "year"),
                        name="assessment_answer_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InForce",
            fields=[
                *fact_fields(),
                ("pack", models.TextField()),
                ("digest", models.TextField()),
            ],
            options={
                "db_table": "assessment_in_force",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("known_to__isnull", True)),
                        fields=("pack",),
                        name="assessment_in_force_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                *fact_fields(),
                ("person", models.BigIntegerField(db_index=True)),
                ("year", models.IntegerField()),
                ("event", models.TextField(null=True)),
                ("settled_on", models.DateField(null=True)),
                ("pack", models.TextField()),
                ("programme", models.TextField()),
                ("fund", models.TextField()),
                ("is_simulated", models.BooleanField()),
                ("status", models.TextField()),
                ("reason", models.TextField(default="")),
                ("amount_fen", models.BigIntegerField()),
                ("held_fen", models.BigIntegerField()),
                ("catch_up_fen", models.BigIntegerField()),
                ("delivered_fen", models.BigIntegerField()),
                ("order_fen", models.BigIntegerField()),
                ("provisional", models.BooleanField()),
                ("assumed", models.JSONField(default=list)),
            ],
            options={
                "db_table": "assessment_line",
                "indexes": [models.Index(fields=["status", "year"], name="assessment_line_status")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("known_to__isnull", True)),
                        fields=("person", "year", "event", "programme", "pack"),
                        name="assessment_line_one",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_fen__gte", 0), ("held_fen__gte", 0), ("order_fen__gte", 0)
                        ),
                        name="assessment_line_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                id_field(),
                (
                    "kind",
                    models.TextField(),
                ),
                ("person", models.BigIntegerField(db_index=True)),
                ("subject", models.TextField(default="")),
                ("event", models.TextField(null=True)),
                ("year", models.IntegerField(null=True)),
                ("reason", models.TextField()),
                ("proposed_by", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.TextField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_granted", models.BooleanField(null=True)),
            ],
            options={
                "db_table": "assessment_proposal",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_granted__isnull", True),
                            ("is_granted", False),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_proposal_two_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                *fact_fields(),
                (
                    "kind",
                    models.TextField(),
                ),
                ("person", models.BigIntegerField(db_index=True)),
                ("subject", models.TextField(default="")),
                ("event", models.TextField(null=True)),
                ("year", models.IntegerField(null=True)),
                ("day", models.DateField(null=True)),
                ("reason", models.TextField(default="")),
                ("members", models.JSONField(default=list)),
                ("actor", models.TextField()),
                ("second", models.TextField(null=True)),
            ],
            options={
                "db_table": "assessment_ruling",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("release", "waiver")), _negated=True),
                            models.Q(
                                ("second__isnull", False),
                                models.Q(("second", models.F("actor")), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="assessment_ruling_two_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                *fact_fields(),
                ("person", models.BigIntegerField(db_index=True)),
                ("year", models.IntegerField()),
                ("why", models.TextField()),
                ("event", models.TextField(default="")),
                ("detail", models.TextField(default="")),
            ],
            options={
                "db_table": "assessment_waiting",
                "indexes": [models.Index(fields=["why"], name="assessment_waiting_why")],
            },
        ),
        *map(
            AppendOnly,
            (
                "assessment_policy_text",
                "assessment_frame",
                "assessment_frozen_facts",
                "assessment_run",
            ),
        ),
        FactsOnly(
            "assessment_in_force",
            "assessment_answer",
            "assessment_line",
            "assessment_order_chosen",
            "assessment_year_chosen",
            "assessment_waiting",
            "assessment_ruling",
        ),
    )
