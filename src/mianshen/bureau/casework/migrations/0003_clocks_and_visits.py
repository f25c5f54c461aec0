"""How clocks stand and why, who was told of them, and questions for village helpers."""

import django.db.models.deletion
from django.db import migrations, models

import mianshen.bureau.casework.models
from mianshen.bureau.database.migrating import AppendOnly, ChangedOnly


class Migration(migrations.Migration):
    dependencies = (("casework", "0002_sample_department"),)

    operations = (
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField()),
                ("kind", models.TextField()),
                ("office", models.TextField()),
                ("region", models.TextField()),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="casework.order",
                    ),
                ),
            ],
            options={
                "db_table": "casework_alert",
                "indexes": [
                    models.Index(fields=["office", "region"], name="casework_alert_office")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "code", "kind", "due_on"), name="casework_alert_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    mianshen.bureau.casework.models.AlertKind["WARNED"],
                                    mianshen.bureau.casework.models.AlertKind["OVERDUE"],
                                ],
                            )
                        ),
                        name="casework_alert_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField()),
                ("began_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("is_assumed", models.BooleanField(db_default=False)),
                ("stand", models.TextField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clocks",
                        to="casework.order",
                    ),
                ),
            ],
            options={
                "db_table": "casework_clock",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["due_on"],
                        name="casework_clock_running",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "code"), name="casework_clock_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("why", models.TextField()),
                ("first", models.DateField()),
                ("last", models.DateField(null=True)),
                ("opened_by", models.BigIntegerField()),
                ("closed_by", models.BigIntegerField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pauses",
                        to="casework.order",
                    ),
                ),
            ],
            options={
                "db_table": "casework_pause",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("last__isnull", True), ("reason", "supplement"), _connector="OR"
                        ),
                        fields=("order", "reason"),
                        name="casework_pause_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_by__isnull", True), ("last__isnull", True)),
                            models.Q(
                                ("closed_by__isnull", False), ("last__gte", models.F("first"))
                            ),
                            _connector="OR",
                        ),
                        name="casework_pause_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.TextField()),
                ("asked_by", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(db_default="")),
                ("answered_by", models.BigIntegerField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="casework.order",
                    ),
                ),
            ],
            options={
                "db_table": "casework_visit",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=("order",),
                        name="casework_visit_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                models.Q(("answered_by", models.F("asked_by")), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="casework_visit_two_people",
                    ),
                ],
            },
        ),
        AppendOnly("casework_alert"),
        ChangedOnly("casework_clock", ("began_on", "due_on", "is_assumed", "stand", "ended_on")),
        ChangedOnly("casework_pause", ("last", "closed_by")),
        ChangedOnly("casework_visit", ("answer", "answered_by", "answered_at")),
    )
