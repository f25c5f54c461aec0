"""Closed months, tables as they were handed in, figures of before: added to, never changed."""

from importlib.resources import files

import django.db.models.functions.datetime
from django.db import migrations, models

import mianshen.bureau.sealing.fields
from mianshen.bureau.database.migrating import AppendOnly, ChangedOnly, OpenedOnly


def _sql(name: str) -> str:
    return files("mianshen.bureau.reporting").joinpath("sql", f"{name}.sql").read_text("utf-8")


class Migration(migrations.Migration):
    initial = True

    dependencies = (
        ("casework", "0003_clocks_and_visits"),
        ("ledger", "0002_parts"),
        ("payout", "0004_proposal"),
    )

    operations = (
        migrations.CreateModel(
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("district", models.TextField()),
                ("indicator", models.TextField()),
                ("value_tenths", models.BigIntegerField()),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("source", models.TextField()),
                ("entered_by", models.TextField()),
                (
                    "entered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "db_table": "reporting_baseline",
                "indexes": [
                    models.Index(fields=["district", "indicator"], name="reporting_baseline_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "indicator__in",
                                [
                                    "median_days",
                                    "p90_days",
                                    "documents",
                                    "multiple",
                                    "done",
                                    "kept",
                                ],
                            ),
                            ("value_tenths__gte", 0),
                        ),
                        name="reporting_baseline_sound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last__gte", models.F("first")),
                            models.Q(("source", ""), _negated=True),
                        ),
                        name="reporting_baseline_has_days_and_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("entered_by__regex", "^staff:.")),
                        name="reporting_baseline_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("district", models.TextField()),
                ("month", models.DateField()),
                ("through", models.BigIntegerField()),
                ("carried", models.JSONField(default=dict)),
                ("closed_by", models.TextField()),
                (
                    "closed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "db_table": "reporting_closing",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "month"), name="reporting_closing_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="reporting_closing_of_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closed_by__regex", "^staff:.")),
                        name="reporting_closing_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandedIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("district", models.TextField()),
                ("kind", models.TextField()),
                ("first", models.DateField()),
                ("months", models.SmallIntegerField()),
                ("version", models.SmallIntegerField()),
                ("is_closed", models.BooleanField()),
                ("content", mianshen.bureau.sealing.fields.SealedTextField()),
                ("file", mianshen.bureau.sealing.fields.SealedTextField()),
                ("sha256", models.TextField()),
                ("handed_in_by", models.TextField()),
                (
                    "handed_in_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
            ],
            options={
                "db_table": "reporting_handed_in",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("district", "kind", "first", "months", "version"),
                        name="reporting_handed_in_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["summary", "details", "departments", "funds"]),
                            ("months__in", [1, 3, 12]),
                            ("version__gt", 0),
                        ),
                        name="reporting_handed_in_sound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handed_in_by__regex", "^staff:.")),
                        name="reporting_handed_in_by_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("district", models.TextField()),
                ("key", models.TextField()),
                ("fund", models.TextField()),
                ("wrong_fen", models.BigIntegerField()),
                ("right_fen", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("by", models.TextField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("decided_by", models.TextField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_agreed", models.BooleanField(null=True)),
            ],
            options={
                "db_table": "reporting_correction",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_by__isnull", True)),
                        fields=("key",),
                        name="reporting_correction_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("right_fen__gte", 0), models.Q(("reason", ""), _negated=True)
                        ),
                        name="reporting_correction_sound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_agreed__isnull", True),
                            ("is_agreed", False),
                            models.Q(("by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="reporting_correction_two_people",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_sql("close"), "DROP FUNCTION reporting_close"),
        OpenedOnly("reporting_closing", ["id"]),
        AppendOnly("reporting_handed_in"),
        ChangedOnly("reporting_correction", ["decided_by", "decided_at", "is_agreed"]),
        AppendOnly("reporting_baseline"),
    )
