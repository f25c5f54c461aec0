"""Runs of jobs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("profile", models.TextField()),
                ("kind", models.TextField()),
                ("key", models.TextField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("told", models.JSONField(default=dict)),
                ("fault", models.TextField(db_default="")),
            ],
            options={
                "db_table": "jobs_run",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "kind", "key"), name="jobs_run_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("fault", ""), _connector="OR"
                        ),
                        name="jobs_run_ended_without_fault",
                    ),
                ],
            },
        ),
    )
