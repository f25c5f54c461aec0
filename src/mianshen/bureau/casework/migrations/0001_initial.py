"""Orders, their lines, tasks and steps, and samples; what happened is added and never changed."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import mianshen.bureau.casework.models
from mianshen.bureau.database.migrating import AppendOnly, ChangedOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="FlowText",
            fields=[
                ("digest", models.TextField(primary_key=True, serialize=False)),
                ("content", models.JSONField()),
            ],
            options={
                "db_table": "casework_flow",
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.SmallIntegerField()),
                (
                    "orders",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("seed", models.BigIntegerField()),
                ("staff", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "casework_sample",
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.BigIntegerField()),
                ("period", models.TextField()),
                ("region", models.TextField()),
                ("state", models.TextField()),
                ("stage", models.SmallIntegerField(db_default=0)),
                ("is_frozen", models.BooleanField(db_default=False)),
                ("opened_at", models.DateTimeField()),
                (
                    "flow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.flowtext",
                    ),
                ),
            ],
            options={
                "db_table": "casework_order",
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.TextField()),
                ("key", models.TextField(unique=True)),
                ("person", models.BigIntegerField()),
                ("year", models.IntegerField()),
                ("pack", models.TextField()),
                ("fund", models.TextField()),
                ("programme", models.TextField()),
                ("department", models.TextField()),
                ("event", models.TextField(null=True)),
                ("settled_on", models.DateField(null=True)),
                ("amount_fen", models.BigIntegerField()),
                (
                    "state",
                    models.TextField(db_default=mianshen.bureau.casework.models.LineState["OPEN"]),
                ),
                ("why", models.TextField(db_default="")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="casework.order",
                    ),
                ),
            ],
            options={
                "db_table": "casework_order_line",
            },
        ),
        migrations.CreateModel(
            name="SampledOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.order",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chosen",
                        to="casework.sample",
                    ),
                ),
            ],
            options={
                "db_table": "casework_sampled_order",
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.TextField()),
                ("stage", models.SmallIntegerField()),
                ("staff", models.BigIntegerField(null=True)),
                ("principal", models.BigIntegerField(null=True)),
                ("note", models.TextField(db_default="")),
                ("at", models.DateTimeField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="casework.order",
                    ),
                ),
            ],
            options={
                "db_table": "casework_step",
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.SmallIntegerField()),
                ("department", models.TextField(db_default="")),
                (
                    "state",
                    models.TextField(db_default=mianshen.bureau.casework.models.TaskState["OPEN"]),
                ),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_for", models.BigIntegerField(null=True)),
                ("minutes", models.TextField(db_default="")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="casework.order",
                    ),
                ),
            ],
            options={
                "db_table": "casework_task",
            },
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["state", "region"], name="casework_order_state"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            mianshen.bureau.casework.models.State["PENDING"],
                            mianshen.bureau.casework.models.State["HANDED_DOWN"],
                            mianshen.bureau.casework.models.State["RECEIVED"],
                        ],
                    )
                ),
                fields=("person", "period"),
                name="casework_order_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            mianshen.bureau.casework.models.State["PENDING"],
                            mianshen.bureau.casework.models.State["HANDED_DOWN"],
                            mianshen.bureau.casework.models.State["RECEIVED"],
                            mianshen.bureau.casework.models.State["IN_APPROVAL"],
                            mianshen.bureau.casework.models.State["APPROVED"],
                            mianshen.bureau.casework.models.State["VOID"],
                        ],
                    )
                ),
                name="casework_order_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_fen__gte", 0),
                    (
                        "state__in",
                        [
                            mianshen.bureau.casework.models.LineState["OPEN"],
                            mianshen.bureau.casework.models.LineState["REJECTED"],
                            mianshen.bureau.casework.models.LineState["GIVEN_BACK"],
                            mianshen.bureau.casework.models.LineState["APPROVED"],
                        ],
                    ),
                ),
                name="casework_order_line_sound",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledorder",
            constraint=models.UniqueConstraint(
                fields=("sample", "order"), name="casework_sampled_order_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state", mianshen.bureau.casework.models.TaskState["DROPPED"]), _negated=True
                ),
                fields=("order", "stage", "department"),
                name="casework_task_one",
            ),
        ),
        *map(AppendOnly, ("casework_flow", "casework_step", "casework_sample")),
        ChangedOnly("casework_order", ("state", "stage", "is_frozen")),
        ChangedOnly("casework_order_line", ("amount_fen", "state", "why")),
        ChangedOnly("casework_task", ("state", "decided_by", "decided_for", "minutes")),
        ChangedOnly("casework_sampled_order", ("opened_at",)),
    )
