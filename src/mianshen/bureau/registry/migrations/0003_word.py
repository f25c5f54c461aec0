"""How a source spells an identity, beside what that means here."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("registry", "0002_clock"),)

    operations = (
        migrations.AddField(
            model_name="listing", name="word", field=models.TextField(default="", db_default="")
        ),
    )
