"""Recoveries that people open, and samples of payees to be called."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from mianshen.bureau.database.migrating import AppendOnly, ChangedOnly


class Migration(migrations.Migration):
    dependencies = (("payout", "0001_initial"),)

    operations = (
        migrations.CreateModel(
            name="CallSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seed", models.BigIntegerField()),
                ("size", models.IntegerField()),
                ("drawn_from", models.IntegerField()),
                ("drawn_by", models.TextField()),
                (
                    "drawn_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="samples",
                        to="payout.batch",
                    ),
                ),
            ],
            options={
                "db_table": "payout_sample",
            },
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount_fen", models.BigIntegerField()),
                ("basis", models.TextField()),
                ("opened_by", models.TextField()),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("objection_through", models.DateField()),
                ("state", models.TextField(db_default="notified")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="payout.payable",
                    ),
                ),
            ],
            options={
                "db_table": "payout_recovery",
            },
        ),
        migrations.CreateModel(
            name="RecoveryStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.TextField()),
                ("amount_fen", models.BigIntegerField(db_default=0)),
                ("day", models.DateField(null=True)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("actor", models.TextField()),
                ("second", models.TextField(db_default="")),
                ("note", models.TextField(db_default="")),
                (
                    "recovery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="payout.recovery",
                    ),
                ),
            ],
            options={
                "db_table": "payout_recovery_step",
            },
        ),
        migrations.CreateModel(
            name="SampledPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answer", models.TextField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("asked_by", models.TextField(null=True)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payout.payment",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payout.callsample",
                    ),
                ),
            ],
            options={
                "db_table": "payout_sampled_payment",
            },
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gt", 0)), name="payout_recovery_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("opened_by__regex", "^staff:.")),
                name="payout_recovery_opened_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["notified", "objected", "due", "closed"])),
                name="payout_recovery_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverystep",
            constraint=models.CheckConstraint(
                condition=models.Q(("actor__regex", "^(staff|person):.")),
                name="payout_recovery_step_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverystep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act", "written_off"), _negated=True),
                    models.Q(
                        ("second__regex", "^staff:."),
                        models.Q(("second", models.F("actor")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="payout_recovery_write_off_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledpayment",
            constraint=models.UniqueConstraint(
                fields=("sample", "payment"), name="payout_sampled_payment_once"
            ),
        ),
        ChangedOnly("payout_recovery", ["state"]),
        AppendOnly("payout_recovery_step"),
        AppendOnly("payout_sample"),
        ChangedOnly("payout_sampled_payment", ["answer", "answered_at", "asked_by"]),
    )
