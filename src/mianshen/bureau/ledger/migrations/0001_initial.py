"""Accounts and transfers, whose balances the database keeps by itself."""

from importlib.resources import files

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

from mianshen.bureau.database.migrating import AppendOnly, OpenedOnly


def _sql(name: str) -> str:
    return files("mianshen.bureau.ledger").joinpath("sql", f"{name}.sql").read_text("utf-8")


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("book", models.TextField()),
                ("kind", models.TextField()),
                ("holder", models.TextField()),
                ("is_border", models.BooleanField(db_default=False)),
                ("debits_posted_fen", models.BigIntegerField(db_default=0, editable=False)),
                ("credits_posted_fen", models.BigIntegerField(db_default=0, editable=False)),
                ("debits_pending_fen", models.BigIntegerField(db_default=0, editable=False)),
                ("credits_pending_fen", models.BigIntegerField(db_default=0, editable=False)),
            ],
            options={
                "db_table": "ledger_account",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "kind", "holder"), name="ledger_account_is_one_of_its_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("book__in", ["claims", "money"])),
                        name="ledger_account_is_in_a_book",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_border", True),
                            (
                                "credits_posted_fen__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("debits_posted_fen"),
                                    "+",
                                    models.F("debits_pending_fen"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ledger_account_is_not_overdrawn",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credits_pending_fen__gte", 0), ("debits_pending_fen__gte", 0)
                        ),
                        name="ledger_account_pending_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("amount_fen", models.BigIntegerField()),
                ("phase", models.TextField()),
                ("reason", models.TextField()),
                ("subject", models.TextField(blank=True)),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "resolves",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolution",
                        to="ledger.transfer",
                    ),
                ),
            ],
            options={
                "db_table": "ledger_transfer",
                "indexes": [
                    models.Index(fields=["subject"], name="ledger_transfer_subject"),
                    models.Index(fields=["at"], name="ledger_transfer_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_fen__gt", 0)),
                        name="ledger_transfer_amount_is_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True),
                        name="ledger_transfer_has_two_accounts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("phase__in", ["posted", "pending"]), ("resolves__isnull", True)
                            ),
                            models.Q(("phase__in", ["post", "void"]), ("resolves__isnull", False)),
                            _connector="OR",
                        ),
                        name="ledger_transfer_resolves_or_not",
                    ),
                ],
            },
        ),
        migrations.RunSQL(_sql("keep_balances")),
        migrations.RunSQL(_sql("keep_balances_trigger")),
        AppendOnly("ledger_transfer"),
        OpenedOnly("ledger_account", ["book", "kind", "holder", "is_border"]),
    )
