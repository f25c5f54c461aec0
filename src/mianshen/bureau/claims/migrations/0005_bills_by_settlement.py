"""Bills are found by their settlement, as lists and orders ask for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("claims", "0004_lighter"),)

    operations = (
        migrations.AddIndex(
            "bill", models.Index(fields=["setl_id"], name="claims_bill_settlement")
        ),
    )
