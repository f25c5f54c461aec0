"""Funds, lines, requests, batches and returns, guarded by the database."""

from importlib.resources import files

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from mianshen.bureau.database.migrating import AppendOnly, ChangedOnly


def _sql(name: str) -> str:
    return files("mianshen.bureau.payout").joinpath("sql", f"{name}.sql").read_text("utf-8")


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Fund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField(unique=True)),
                ("name", models.TextField()),
                ("year", models.IntegerField()),
                ("kind", models.TextField()),
                ("document", models.TextField()),
                ("account", models.TextField()),
                ("earmark", models.TextField(db_default="")),
            ],
            options={
                "db_table": "payout_fund",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["floor", "ceiling", "warn"])),
                        name="payout_fund_kind_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FundRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField(unique=True)),
                ("approval", models.TextField(db_default="")),
                ("declared_count", models.IntegerField()),
                ("declared_fen", models.BigIntegerField()),
                ("state", models.TextField(db_default="submitted")),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="payout.fund"
                    ),
                ),
            ],
            options={
                "db_table": "payout_request",
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField(unique=True)),
                ("bank", models.TextField()),
                ("declared_count", models.IntegerField()),
                ("declared_fen", models.BigIntegerField()),
                ("made_by", models.TextField()),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("checked_on", models.DateField()),
                ("sealed_at", models.DateTimeField(null=True)),
                ("sha256", models.TextField(db_default="")),
                ("sent_by", models.TextField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="payout.fundrequest",
                    ),
                ),
            ],
            options={
                "db_table": "payout_batch",
            },
        ),
        migrations.CreateModel(
            name="FundShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.TextField()),
                ("weight", models.BigIntegerField()),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="payout.fund",
                    ),
                ),
            ],
            options={
                "db_table": "payout_fund_share",
            },
        ),
        migrations.CreateModel(
            name="Payable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
                ("person", models.BigIntegerField()),
                ("payee", models.TextField()),
                ("programme", models.TextField()),
                ("event", models.TextField()),
                ("amount_fen", models.BigIntegerField()),
                ("offset_fen", models.BigIntegerField(db_default=0)),
                ("basis_on", models.DateField()),
                (
                    "accepted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("voided_at", models.DateTimeField(null=True)),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="payout.fund"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payout.fundrequest",
                    ),
                ),
            ],
            options={
                "db_table": "payout_payable",
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField(unique=True)),
                ("sequence", models.IntegerField()),
                ("amount_fen", models.BigIntegerField()),
                ("account", models.BigIntegerField()),
                ("outcome", models.TextField(null=True)),
                ("code", models.TextField(db_default="")),
                ("reason", models.TextField(db_default="")),
                ("settled_on", models.DateField(null=True)),
                ("bank_reference", models.TextField(db_default="")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payout.batch",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payout.payable",
                    ),
                ),
            ],
            options={
                "db_table": "payout_payment",
            },
        ),
        migrations.CreateModel(
            name="RequestStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.TextField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("actor", models.TextField()),
                ("note", models.TextField(db_default="")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="payout.fundrequest",
                    ),
                ),
            ],
            options={
                "db_table": "payout_request_step",
            },
        ),
        migrations.CreateModel(
            name="ReturnFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.TextField(unique=True)),
                ("name", models.TextField()),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("received_by", models.TextField()),
                ("lines", models.IntegerField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="payout.batch",
                    ),
                ),
            ],
            options={
                "db_table": "payout_return_file",
            },
        ),
        migrations.CreateModel(
            name="ReturnLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.TextField()),
                ("outcome", models.TextField()),
                ("effect", models.TextField()),
                ("code", models.TextField(db_default="")),
                ("reason", models.TextField(db_default="")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payout.returnfile",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payout.payment",
                    ),
                ),
            ],
            options={
                "db_table": "payout_return_line",
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
                ("kind", models.TextField()),
                ("payment", models.TextField(db_default="")),
                ("why", models.TextField(db_default="")),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.TextField(null=True)),
                ("note", models.TextField(db_default="")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="payout.payable",
                    ),
                ),
            ],
            options={
                "db_table": "payout_task",
            },
        ),
        migrations.AddConstraint(
            model_name="fundrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["submitted", "reviewed", "arrived", "returned"])),
                name="payout_request_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("declared_count__gt", 0), ("declared_fen__gt", 0)),
                name="payout_request_asks_for_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("declared_count__gt", 0), ("declared_fen__gt", 0)),
                name="payout_batch_pays_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_at__isnull", True),
                    models.Q(
                        ("cancelled_at__isnull", True),
                        ("sealed_at__isnull", False),
                        ("sent_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="payout_batch_sent_was_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_by__isnull", True),
                    models.Q(("sent_by", models.F("made_by")), _negated=True),
                    _connector="OR",
                ),
                name="payout_batch_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundshare",
            constraint=models.UniqueConstraint(
                fields=("fund", "level"), name="payout_fund_share_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="fundshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gt", 0)), name="payout_fund_share_is_positive"
            ),
        ),
        migrations.AddIndex(
            model_name="payable",
            index=models.Index(
                condition=models.Q(("request__isnull", True), ("voided_at__isnull", True)),
                fields=["fund", "basis_on", "key"],
                name="payout_payable_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="payable",
            index=models.Index(fields=["request"], name="payout_payable_request"),
        ),
        migrations.AddIndex(
            model_name="payable",
            index=models.Index(fields=["person"], name="payout_payable_person"),
        ),
        migrations.AddConstraint(
            model_name="payable",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="payout_payable_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="payable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("offset_fen__gte", 0), ("offset_fen__lte", models.F("amount_fen"))
                ),
                name="payout_payable_offset_is_part_of_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                fields=("batch", "sequence"), name="payout_payment_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome__isnull", True), ("outcome", "paid"), _connector="OR"),
                fields=("line",),
                name="payout_payment_one_per_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="payout_payment_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__isnull", True),
                    ("outcome__in", ["paid", "refused", "returned", "cancelled"]),
                    _connector="OR",
                ),
                name="payout_payment_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="requeststep",
            constraint=models.UniqueConstraint(
                fields=("request", "step"), name="payout_request_step_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True)),
                fields=("line",),
                name="payout_task_one_open_per_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at__isnull", True), ("done_by__isnull", False), _connector="OR"
                ),
                name="payout_task_was_done_by_somebody",
            ),
        ),
        migrations.RunSQL(_sql("guard_batches")),
        AppendOnly("payout_fund_share"),
        ChangedOnly("payout_fund", ["name"]),
        ChangedOnly("payout_request", ["state"]),
        AppendOnly("payout_request_step"),
        ChangedOnly("payout_payable", ["payee", "offset_fen", "request_id", "voided_at"]),
        ChangedOnly("payout_task", ["done_at", "done_by", "note"]),
        ChangedOnly(
            "payout_batch",
            ["checked_on", "sealed_at", "sha256", "sent_by", "sent_at", "cancelled_at"],
        ),
        ChangedOnly(
            "payout_payment",
            ["outcome", "code", "reason", "settled_on", "bank_reference"],
        ),
        AppendOnly("payout_return_file"),
        AppendOnly("payout_return_line"),
    )
