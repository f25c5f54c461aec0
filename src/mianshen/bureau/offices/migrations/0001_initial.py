"""Regions, offices, roles, staff, and the days on which each of them was what it was."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
_DATED = (
    ("valid_from", models.DateField()),
    ("valid_to", models.DateField(blank=True, null=True)),
    ("known_from", models.DateTimeField()),
    ("known_to", models.DateTimeField(blank=True, null=True)),
)


class Migration(migrations.Migration):
    initial = True

    dependencies = (migrations.swappable_dependency(settings.AUTH_USER_MODEL),)

    operations = (
        migrations.CreateModel(
            name="District",
            fields=[
                ("code", models.CharField(max_length=12, primary_key=True, serialize=False)),
            ],
            options={
                "db_table": "offices_district",
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", _ID),
                ("code", models.TextField()),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="offices.district"
                    ),
                ),
            ],
            options={
                "db_table": "offices_department",
            },
        ),
        migrations.CreateModel(
            name="DistrictState",
            fields=[
                ("id", _ID),
                *_DATED,
                ("title", models.TextField()),
                ("title_en", models.TextField(blank=True)),
                ("profile", models.TextField()),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="states",
                        to="offices.district",
                    ),
                ),
            ],
            options={
                "db_table": "offices_district_state",
            },
        ),
        migrations.CreateModel(
            name="Office",
            fields=[
                ("id", _ID),
                ("code", models.TextField()),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="offices.district"
                    ),
                ),
            ],
            options={
                "db_table": "offices_office",
            },
        ),
        migrations.CreateModel(
            name="OfficeState",
            fields=[
                ("id", _ID),
                *_DATED,
                ("name", models.TextField()),
                ("name_en", models.TextField(blank=True)),
                ("kind", models.TextField()),
                ("region", models.CharField(max_length=12)),
                ("wave", models.SmallIntegerField(null=True)),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="offices.department"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="states",
                        to="offices.office",
                    ),
                ),
            ],
            options={
                "db_table": "offices_office_state",
            },
        ),
        migrations.CreateModel(
            name="RegionState",
            fields=[
                ("id", _ID),
                *_DATED,
                ("code", models.CharField(max_length=12)),
                ("name", models.TextField()),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regions",
                        to="offices.district",
                    ),
                ),
            ],
            options={
                "db_table": "offices_region_state",
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", _ID),
                ("code", models.TextField()),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="offices.district"
                    ),
                ),
            ],
            options={
                "db_table": "offices_role",
            },
        ),
        migrations.CreateModel(
            name="IncompatibleRoles",
            fields=[
                ("id", _ID),
                *_DATED,
                ("reason", models.TextField()),
                ("reason_en", models.TextField(blank=True)),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.role",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.role",
                    ),
                ),
            ],
            options={
                "db_table": "offices_incompatible_roles",
            },
        ),
        migrations.CreateModel(
            name="RoleState",
            fields=[
                ("id", _ID),
                *_DATED,
                ("title", models.TextField()),
                ("title_en", models.TextField(blank=True)),
                ("departments", models.TextField()),
                (
                    "sees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "does",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="states",
                        to="offices.role",
                    ),
                ),
            ],
            options={
                "db_table": "offices_role_state",
            },
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("id", _ID),
                ("number", models.TextField(unique=True)),
                ("name", models.TextField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "offices_staff",
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", _ID),
                *_DATED,
                ("reason", models.TextField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="offices.office"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="offices.role"
                    ),
                ),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_held",
                        to="offices.staff",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations_given",
                        to="offices.staff",
                    ),
                ),
            ],
            options={
                "db_table": "offices_delegation",
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", _ID),
                *_DATED,
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="offices.office"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="offices.role"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="offices.staff",
                    ),
                ),
            ],
            options={
                "db_table": "offices_assignment",
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", _ID),
                *_DATED,
                ("old", models.CharField(max_length=12)),
                ("new", models.CharField(max_length=12)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="offices.district",
                    ),
                ),
            ],
            options={
                "db_table": "offices_succession",
            },
        ),
        migrations.CreateModel(
            name="WaveState",
            fields=[
                ("id", _ID),
                *_DATED,
                ("number", models.SmallIntegerField()),
                ("live_from", models.DateField(null=True)),
                ("source", models.TextField(blank=True)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waves",
                        to="offices.district",
                    ),
                ),
            ],
            options={
                "db_table": "offices_wave_state",
            },
        ),
        migrations.CreateModel(
            name="DepartmentState",
            fields=[
                ("id", _ID),
                *_DATED,
                ("name", models.TextField()),
                ("name_en", models.TextField(blank=True)),
                (
                    "also",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="states",
                        to="offices.department",
                    ),
                ),
            ],
            options={
                "db_table": "offices_department_state",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="offices_departmentstate_days",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="department",
            constraint=models.UniqueConstraint(
                fields=("district", "code"), name="offices_department_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="districtstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="offices_districtstate_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(
                fields=("district", "code"), name="offices_office_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="officestate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="offices_officestate_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="officestate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["street", "centre", "bureau", "department", "finance", "supervision"],
                    )
                ),
                name="offices_office_state_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="regionstate",
            index=models.Index(fields=["code"], name="offices_region_code"),
        ),
        migrations.AddIndex(
            model_name="regionstate",
            index=models.Index(fields=["name"], name="offices_region_name"),
        ),
        migrations.AddConstraint(
            model_name="regionstate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="offices_regionstate_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(
                fields=("district", "code"), name="offices_role_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="incompatibleroles",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="offices_incompatibleroles_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="incompatibleroles",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))),
                name="offices_incompatible_roles_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolestate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="offices_rolestate_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolestate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("departments__in", ["own", "all"]),
                    (
                        "sees__contained_by",
                        [
                            "people",
                            "numbers",
                            "rosters",
                            "settlements",
                            "orders",
                            "funds",
                            "payments",
                            "reports",
                            "alerts",
                            "policy",
                            "trail",
                        ],
                    ),
                    (
                        "does__contained_by",
                        [
                            "upload",
                            "correct",
                            "visit",
                            "confirm",
                            "approve",
                            "review",
                            "release",
                            "request_funds",
                            "grant_funds",
                            "pay",
                            "reconcile",
                            "close_month",
                            "claw_back",
                            "write_policy",
                            "sign_policy",
                            "rectify",
                            "administer",
                        ],
                    ),
                ),
                name="offices_role_state_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="offices_delegation_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", False),
                    models.Q(("principal", models.F("deputy")), _negated=True),
                ),
                name="offices_delegation_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="offices_assignment_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="offices_succession_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("old", models.F("new")), _negated=True),
                name="offices_succession_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="wavestate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="offices_wavestate_days",
            ),
        ),
    )
