"""Files as they came, batches and every row of them."""

import django.db.models.deletion
from django.db import migrations, models

import mianshen.bureau.sealing.fields
from mianshen.bureau.bitemporal.migrating import id_field
from mianshen.bureau.database.migrating import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="File",
            fields=[
                id_field(),
                ("sha256", models.TextField(unique=True)),
                ("bytes", models.BigIntegerField()),
            ],
            options={
                "db_table": "intake_file",
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                id_field(),
                ("profile", models.TextField()),
                ("source", models.TextField()),
                ("role", models.TextField()),
                ("name", models.TextField()),
                ("period_first", models.DateField(null=True)),
                ("period_last", models.DateField(null=True)),
                ("way", models.TextField()),
                ("received_at", models.DateTimeField()),
                ("received_by", models.TextField()),
                (
                    "state",
                    models.TextField(default="received"),
                ),
                ("is_zero_report", models.BooleanField(default=False)),
                ("header", models.JSONField(default=list)),
                ("words", models.JSONField(default=dict)),
                ("drift", models.JSONField(default=dict)),
                ("account", models.JSONField(default=dict)),
                ("difference", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("is_partial", models.BooleanField(null=True)),
                ("decided_by", models.TextField(default="")),
                ("decided_why", models.TextField(default="")),
                ("applied_at", models.DateTimeField(null=True)),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="intake.batch",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="intake.file"
                    ),
                ),
            ],
            options={
                "db_table": "intake_batch",
            },
        ),
        migrations.CreateModel(
            name="Piece",
            fields=[
                id_field(),
                ("number", models.IntegerField()),
                ("sealed", models.BinaryField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="intake.file"
                    ),
                ),
            ],
            options={
                "db_table": "intake_piece",
            },
        ),
        migrations.CreateModel(
            name="Quarantine",
            fields=[
                id_field(),
                ("place", models.TextField()),
                ("codes", models.JSONField(default=list)),
                ("problems", mianshen.bureau.sealing.fields.SealedTextField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="intake.batch"
                    ),
                ),
            ],
            options={
                "db_table": "intake_quarantine",
            },
        ),
        migrations.CreateModel(
            name="Repair",
            fields=[
                id_field(),
                ("place", models.TextField()),
                ("field", models.TextField()),
                ("rule", models.TextField()),
                ("before", models.TextField()),
                ("after", models.TextField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="intake.batch"
                    ),
                ),
            ],
            options={
                "db_table": "intake_repair",
            },
        ),
        migrations.CreateModel(
            name="Row",
            fields=[
                id_field(),
                ("place", models.TextField()),
                (
                    "state",
                    models.TextField(),
                ),
                ("who", models.BinaryField(null=True)),
                ("said", models.BinaryField(null=True)),
                ("naming", models.BigIntegerField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="intake.batch",
                    ),
                ),
            ],
            options={
                "db_table": "intake_row",
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                id_field(),
                ("place", models.TextField()),
                ("column", models.TextField()),
                ("text", mianshen.bureau.sealing.fields.SealedTextField()),
                ("why", models.TextField()),
                ("by", models.TextField()),
                ("checked_by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="intake.batch"
                    ),
                ),
            ],
            options={
                "db_table": "intake_correction",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("checked_by")), _negated=True),
                        name="intake_correction_two_people",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["source", "period_first"], name="intake_batch_period"),
        ),
        migrations.AddIndex(
            model_name="batch",
            index=models.Index(fields=["state"], name="intake_batch_state"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["refused", "withdrawn", "replaced"]), _negated=True
                ),
                fields=("profile", "source", "period_first", "file"),
                name="intake_batch_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="piece",
            constraint=models.UniqueConstraint(fields=("file", "number"), name="intake_piece_once"),
        ),
        migrations.AddConstraint(
            model_name="quarantine",
            constraint=models.UniqueConstraint(
                fields=("batch", "place"), name="intake_quarantine_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="row",
            constraint=models.UniqueConstraint(fields=("batch", "place"), name="intake_row_once"),
        ),
        AppendOnly("intake_file"),
        AppendOnly("intake_piece"),
        AppendOnly("intake_correction"),
    )
