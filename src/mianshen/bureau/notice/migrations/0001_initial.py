"""The outbox, which nothing is deleted from."""

import django.db.models.functions.datetime
from django.db import migrations, models

from mianshen.bureau.database.migrating import ChangedOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
                ("kind", models.TextField()),
                ("person", models.BigIntegerField()),
                ("payee", models.TextField()),
                ("fund", models.TextField()),
                ("account", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField()),
                ("basis_on", models.DateField()),
                ("settled_on", models.DateField(null=True)),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("claimed_until", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(db_default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("text", models.TextField(db_default="")),
                ("reference", models.TextField(db_default="")),
                ("given_up_at", models.DateTimeField(null=True)),
                ("why", models.TextField(db_default="")),
                ("delivered", models.BooleanField(null=True)),
                ("receipt_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "notice_message",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("given_up_at__isnull", True), ("sent_at__isnull", True)
                        ),
                        fields=["id"],
                        name="notice_message_waiting",
                    ),
                    models.Index(fields=["reference"], name="notice_message_reference"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True),
                            ("given_up_at__isnull", True),
                            _connector="OR",
                        ),
                        name="notice_message_sent_or_given_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivered__isnull", True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="notice_message_delivered_was_sent",
                    ),
                ],
            },
        ),
        ChangedOnly(
            "notice_message",
            [
                "claimed_until",
                "attempts",
                "sent_at",
                "text",
                "reference",
                "given_up_at",
                "why",
                "delivered",
                "receipt_at",
            ],
        ),
    )
