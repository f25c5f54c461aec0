"""The clock of statements, what was decided of incomplete lists, whose naming an account has."""

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
        migrations.AddField(
            model_name="account",
            name="naming",
            field=models.BigIntegerField(db_index=True, null=True),
        ),
    )
