"""For which period an opening balance was stated, so that the order of arrival decides nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("claims", "0002_unread"),)

    operations = (
        migrations.AddField(
            model_name="opening", name="stated_for", field=models.DateField(null=True)
        ),
    )
