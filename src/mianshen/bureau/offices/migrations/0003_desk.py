"""What is stated at the desk: a file loaded once, a password to be chosen, a year announced."""

from importlib.resources import files

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models.functions import Now

from mianshen.bureau.database.migrating import AppendOnly

_TITLES = files("mianshen.bureau.offices") / "incompatible_titles.sql"
_DAYS = django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None)


class Migration(migrations.Migration):
    dependencies = (("offices", "0002_guards"),)
    operations = (
        migrations.AddField("district", "loaded", models.TextField(default="")),
        migrations.AddField("staff", "must_choose", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="AnnouncedYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.SmallIntegerField()),
                ("off", _DAYS),
                ("worked", _DAYS),
                ("source", models.TextField()),
                ("actor", models.TextField()),
                ("stated_at", models.DateTimeField(db_default=Now(), editable=False)),
            ],
            options={"db_table": "offices_announced_year"},
        ),
        AppendOnly("offices_announced_year"),
        migrations.RunSQL(_TITLES.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    )
