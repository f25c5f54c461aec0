"""One click decides the part of one department too: a sample says whose part it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("casework", "0001_initial"),)

    operations = (
        migrations.AddField(
            model_name="sample",
            name="department",
            field=models.TextField(db_default=""),
        ),
    )
