"""The clock of statements, and what somebody decided of a list that came incomplete."""

from django.db import migrations, models

from mianshen.bureau.bitemporal.migrating import id_field


class Migration(migrations.Migration):
    dependencies = (("registry", "0001_initial"),)

    operations = (
        migrations.CreateModel(
            name="Clock",
            fields=[id_field(), ("last", models.DateTimeField())],
            options={"db_table": "registry_clock"},
        ),
        migrations.RunSQL(
            "INSERT INTO registry_clock (last) VALUES ('1970-01-01 00:00:00+00')",
            migrations.RunSQL.noop,
        ),
        migrations.AddField(
            model_name="roster",
            name="is_partial",
            field=models.BooleanField(null=True),
        ),
    )
