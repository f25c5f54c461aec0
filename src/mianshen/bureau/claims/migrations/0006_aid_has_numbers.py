"""Aid given outside the platform has a number, so that it counts once however often it is told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("claims", "0005_bills_by_settlement"),)

    operations = (
        migrations.AddField("given", "number", models.TextField(default="")),
        migrations.AddIndex("given", models.Index(fields=["number"], name="claims_given_number")),
    )
