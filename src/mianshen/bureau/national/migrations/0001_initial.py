"""Marks sent and answered, aid at the counter, months compared; nothing of it is ever rewritten."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from mianshen.bureau.bitemporal.migrating import FactsOnly, fact_fields, id_field
from mianshen.bureau.database.migrating import AppendOnly, ChangedOnly


def _made(name: str) -> tuple[str, models.Field]:
    now = django.db.models.functions.datetime.Now()
    return name, models.DateTimeField(db_default=now, editable=False)


def _differs() -> tuple[tuple[str, models.Field], ...]:
    return (
        ("setl_id", models.TextField()),
        ("kind", models.TextField()),
        ("ours_fen", models.BigIntegerField()),
        ("theirs_fen", models.BigIntegerField()),
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Request",
            fields=[
                id_field(),
                ("profile", models.TextField()),
                ("day", models.DateField()),
                ("listed_first", models.DateField()),
                _made("made_at"),
                ("made_by", models.TextField()),
            ],
            options={
                "db_table": "national_request",
                "indexes": [models.Index(fields=["profile"], name="national_request_profile")],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                id_field(),
                ("kind", models.TextField()),
                ("person", models.BigIntegerField(db_index=True)),
                ("naming", models.BigIntegerField(null=True)),
                ("identity", models.TextField()),
                ("code", models.TextField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(null=True)),
                ("reason", models.TextField(default="")),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.TextField(default="")),
                ("closed_why", models.TextField(default="")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="national.request",
                    ),
                ),
            ],
            options={"db_table": "national_line"},
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                *fact_fields(),
                ("is_accepted", models.BooleanField()),
                ("reason", models.TextField(default="")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="national.line",
                    ),
                ),
            ],
            options={"db_table": "national_answer"},
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                *fact_fields(),
                ("profile", models.TextField()),
                ("source", models.TextField()),
                ("period_first", models.DateField()),
                ("period_last", models.DateField()),
            ],
            options={
                "db_table": "national_statement",
                "indexes": [
                    models.Index(
                        fields=["profile", "period_first"], name="national_statement_period"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CounterAid",
            fields=[
                *fact_fields(),
                ("profile", models.TextField()),
                ("source", models.TextField()),
                ("period_first", models.DateField()),
                ("setl_id", models.TextField(db_index=True)),
                ("amount_fen", models.BigIntegerField()),
                ("paid_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "national_counter_aid",
                "indexes": [
                    models.Index(
                        fields=["profile", "period_first"], name="national_counter_aid_period"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comparison",
            fields=[
                id_field(),
                ("profile", models.TextField()),
                ("period_first", models.DateField()),
                ("period_last", models.DateField()),
                ("ours_count", models.IntegerField()),
                ("ours_fen", models.BigIntegerField()),
                ("theirs_count", models.IntegerField()),
                ("theirs_fen", models.BigIntegerField()),
                _made("made_at"),
                ("made_by", models.TextField()),
            ],
            options={
                "db_table": "national_comparison",
                "indexes": [
                    models.Index(
                        fields=["profile", "period_first"], name="national_comparison_month"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                id_field(),
                *_differs(),
                ("reason", models.TextField(default="")),
                (
                    "comparison",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="national.comparison",
                    ),
                ),
            ],
            options={
                "db_table": "national_difference",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("comparison", "setl_id"), name="national_difference_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                id_field(),
                ("profile", models.TextField()),
                *_differs(),
                ("why", models.TextField()),
                ("by", models.TextField()),
                _made("at"),
            ],
            options={
                "db_table": "national_explanation",
                "indexes": [
                    models.Index(fields=["profile", "setl_id"], name="national_explanation_of"),
                ],
            },
        ),
        FactsOnly("national_answer", "national_statement", "national_counter_aid"),
        AppendOnly("national_request"),
        ChangedOnly("national_line", ("closed_at", "closed_by", "closed_why")),
        AppendOnly("national_comparison"),
        AppendOnly("national_difference"),
        AppendOnly("national_explanation"),
    )
