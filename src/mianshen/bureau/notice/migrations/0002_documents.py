"""The register of documents: numbers are given once and stay."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from mianshen.bureau.database.migrating import AppendOnly, ChangedOnly


class Migration(migrations.Migration):
    dependencies = (("notice", "0001_initial"),)

    operations = (
        migrations.CreateModel(
            name="DocumentSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("prefix", models.TextField()),
                ("kind", models.TextField()),
                ("year", models.IntegerField()),
                ("last", models.IntegerField(db_default=0)),
            ],
            options={
                "db_table": "notice_document_series",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("prefix", "kind", "year"), name="notice_document_series_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.IntegerField()),
                ("subject", models.TextField()),
                ("sha256", models.TextField()),
                ("issued_by", models.TextField()),
                (
                    "issued_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="notice.documentseries",
                    ),
                ),
            ],
            options={
                "db_table": "notice_document",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("series", "place"), name="notice_document_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("series", "subject"), name="notice_document_subject_once"
                    ),
                ],
            },
        ),
        ChangedOnly("notice_document_series", ["last"]),
        AppendOnly("notice_document"),
    )
