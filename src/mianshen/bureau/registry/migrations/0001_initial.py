"""The vault, the people and what is known of them; facts can be added and superseded only."""

from django.db import migrations, models

import mianshen.bureau.sealing.fields
from mianshen.bureau.bitemporal.migrating import FactsOnly, fact_fields, id_field


class Migration(migrations.Migration):
    initial = True

    dependencies = ()

    operations = (
        migrations.CreateModel(
            name="Naming",
            fields=[
                id_field(),
                ("spelling", models.BinaryField(unique=True)),
                ("born", models.DateField(null=True)),
                ("cert_type", models.TextField(null=True)),
            ],
            options={
                "db_table": "vault_naming",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                id_field(),
                ("batch", models.BigIntegerField(default=0)),
            ],
            options={
                "db_table": "registry_person",
            },
        ),
        migrations.CreateModel(
            name="DirtyMark",
            fields=[
                id_field(),
                ("person", models.BigIntegerField(db_index=True)),
                ("batch", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "registry_dirty_mark",
                "constraints": [
                    models.UniqueConstraint(fields=("person", "batch"), name="registry_dirty_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                *fact_fields(),
                ("naming", models.BigIntegerField(db_index=True)),
                ("role", models.TextField()),
                ("source", models.TextField()),
                ("period_first", models.DateField(null=True)),
                ("period_last", models.DateField(null=True)),
                ("identity", models.TextField(null=True)),
                ("start", models.DateField(null=True)),
                ("end", models.DateField(null=True)),
                ("recognised", models.DateField(null=True)),
                ("office", models.TextField(default="")),
                ("document", models.TextField(default="")),
                ("ends", models.BooleanField(default=False)),
                ("died", models.DateField(null=True)),
                ("moved", models.DateField(null=True)),
                ("household", models.BigIntegerField(null=True)),
                ("attributes", models.JSONField(default=list)),
                ("kept", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "registry_listing",
                "indexes": [
                    models.Index(fields=["source", "period_first"], name="registry_listing_period"),
                    models.Index(fields=["batch"], name="registry_listing_batch"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payee",
            fields=[
                *fact_fields(),
                ("relation", models.TextField()),
                ("organisation", models.TextField(default="")),
                ("mandate", models.TextField(default="")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                (
                    "payee",
                    models.ForeignKey(
                        null=True, on_delete=models.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
                ("person", models.ForeignKey(on_delete=models.PROTECT, to="registry.person")),
            ],
            options={
                "db_table": "registry_payee",
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                *fact_fields(),
                ("actor", models.TextField()),
                ("why", models.TextField()),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
            options={
                "db_table": "registry_merge",
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                *fact_fields(),
                ("household", models.BigIntegerField(db_index=True)),
                ("source", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("person", models.ForeignKey(on_delete=models.PROTECT, to="registry.person")),
            ],
            options={
                "db_table": "registry_membership",
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                *fact_fields(),
                ("identity", models.TextField()),
                ("source", models.TextField()),
                ("office", models.TextField(default="")),
                ("document", models.TextField(default="")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("recognised", models.DateField(null=True)),
                ("confirmed", models.BooleanField(default=True)),
                ("start_reason", models.TextField(default="")),
                ("end_reason", models.TextField(default="")),
                ("grace_until", models.DateField(null=True)),
                ("person", models.ForeignKey(on_delete=models.PROTECT, to="registry.person")),
            ],
            options={
                "db_table": "registry_identity",
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                *fact_fields(),
                ("insurance", models.TextField()),
                ("region", models.TextField(default="")),
                ("subsidised_as", models.TextField(default="")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("person", models.ForeignKey(on_delete=models.PROTECT, to="registry.person")),
            ],
            options={
                "db_table": "registry_enrolment",
            },
        ),
        migrations.CreateModel(
            name="Description",
            fields=[
                *fact_fields(),
                ("born", models.DateField(null=True)),
                ("sex", models.TextField(null=True)),
                ("person", models.ForeignKey(on_delete=models.PROTECT, to="registry.person")),
            ],
            options={
                "db_table": "registry_description",
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                *fact_fields(),
                ("kind", models.TextField()),
                ("day", models.DateField()),
                ("disputed", models.BooleanField(default=False)),
                ("person", models.ForeignKey(on_delete=models.PROTECT, to="registry.person")),
            ],
            options={
                "db_table": "registry_departure",
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                *fact_fields(),
                ("actor", models.TextField()),
                ("why", models.TextField()),
                (
                    "merge",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, to="registry.merge"),
                ),
                ("naming", models.ForeignKey(on_delete=models.PROTECT, to="registry.naming")),
                (
                    "person",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, to="registry.person"),
                ),
            ],
            options={
                "db_table": "registry_decision",
            },
        ),
        migrations.CreateModel(
            name="Attribute",
            fields=[
                *fact_fields(),
                ("name", models.TextField()),
                ("kind", models.TextField()),
                ("value", models.TextField()),
                ("valid_from", models.DateField(null=True)),
                ("valid_to", models.DateField(null=True)),
                ("person", models.ForeignKey(on_delete=models.PROTECT, to="registry.person")),
            ],
            options={
                "db_table": "registry_attribute",
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                *fact_fields(),
                ("reason", models.TextField(default="")),
                ("candidates", models.JSONField(default=list)),
                ("naming", models.ForeignKey(on_delete=models.PROTECT, to="registry.naming")),
                (
                    "person",
                    models.ForeignKey(null=True, on_delete=models.PROTECT, to="registry.person"),
                ),
            ],
            options={
                "db_table": "registry_resolution",
            },
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                *fact_fields(),
                ("region", models.TextField()),
                ("pack", models.TextField()),
                ("reason", models.TextField(default="")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("person", models.ForeignKey(on_delete=models.PROTECT, to="registry.person")),
            ],
            options={
                "db_table": "registry_responsibility",
            },
        ),
        migrations.CreateModel(
            name="Roster",
            fields=[
                *fact_fields(),
                ("source", models.TextField()),
                ("period_first", models.DateField()),
                ("period_last", models.DateField()),
                ("is_whole", models.BooleanField()),
                ("mass_exit_percent", models.SmallIntegerField()),
                ("grace_days", models.SmallIntegerField(default=0)),
                ("rows", models.IntegerField()),
            ],
            options={
                "db_table": "registry_roster",
                "indexes": [models.Index(fields=["source"], name="registry_roster_source")],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                id_field(),
                ("tie", models.BinaryField()),
                (
                    "naming",
                    models.ForeignKey(
                        db_index=False, on_delete=models.PROTECT, to="registry.naming"
                    ),
                ),
            ],
            options={
                "db_table": "vault_tie",
            },
        ),
        migrations.CreateModel(
            name="Value",
            fields=[
                id_field(),
                ("kind", models.TextField()),
                ("index", models.BinaryField()),
                ("sealed", mianshen.bureau.sealing.fields.SealedTextField()),
            ],
            options={
                "db_table": "vault_value",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "index"), name="vault_value_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="naming",
            name="certno",
            field=models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="+", to="registry.value"
            ),
        ),
        migrations.AddField(
            model_name="naming",
            name="former_name",
            field=models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="+", to="registry.value"
            ),
        ),
        migrations.AddField(
            model_name="naming",
            name="name",
            field=models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="+", to="registry.value"
            ),
        ),
        migrations.AddField(
            model_name="naming",
            name="psn_no",
            field=models.ForeignKey(
                null=True, on_delete=models.PROTECT, related_name="+", to="registry.value"
            ),
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                id_field(),
                ("bank", models.TextField(default="")),
                ("proof", models.TextField(default="")),
                ("proposed_by", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("confirmed_by", models.TextField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("person", models.ForeignKey(on_delete=models.PROTECT, to="registry.person")),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to="registry.value"
                    ),
                ),
                (
                    "number",
                    models.ForeignKey(
                        on_delete=models.PROTECT, related_name="+", to="registry.value"
                    ),
                ),
            ],
            options={
                "db_table": "vault_account",
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                id_field(),
                ("role", models.TextField()),
                ("source", models.TextField()),
                ("rank", models.SmallIntegerField()),
                ("sex", models.TextField(default="")),
                ("naming", models.ForeignKey(on_delete=models.PROTECT, to="registry.naming")),
            ],
            options={
                "db_table": "vault_mention",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("naming", "role", "source", "rank", "sex"),
                        name="vault_mention_once",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("gone", models.F("into")), _negated=True),
                name="registry_merge_two",
            ),
        ),
        migrations.AddIndex(
            model_name="identity",
            index=models.Index(fields=["identity"], name="registry_identity_class"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("known_to__isnull", True)),
                fields=("naming",),
                name="registry_decision_one",
            ),
        ),
        migrations.AddIndex(
            model_name="resolution",
            index=models.Index(fields=["person"], name="registry_resolution_person"),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("known_to__isnull", True)),
                fields=("naming",),
                name="registry_resolution_one",
            ),
        ),
        migrations.AddIndex(
            model_name="responsibility",
            index=models.Index(fields=["region"], name="registry_responsible_region"),
        ),
        migrations.AddIndex(
            model_name="tie",
            index=models.Index(fields=["tie"], name="vault_tie_tie"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="vault_account_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True), ("confirmed_at__isnull", False)),
                fields=("person",),
                name="vault_account_one_in_use",
            ),
        ),
        FactsOnly(
            "registry_resolution",
            "registry_decision",
            "registry_merge",
            "registry_description",
            "registry_membership",
            "registry_departure",
            "registry_responsibility",
            "registry_enrolment",
            "registry_roster",
            "registry_listing",
            "registry_identity",
            "registry_attribute",
            "registry_payee",
        ),
    )
