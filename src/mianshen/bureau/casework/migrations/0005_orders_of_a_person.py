"""A person's orders, void ones too, found without reading everybody's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("casework", "0004_found_sooner"),)

    operations = (
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["person"], name="casework_order_person"),
        ),
    )
