"""Who rests on a list, counted without reading every class of everybody."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = (("registry", "0005_sound"),)

    operations = (
        migrations.AddIndex(
            "identity",
            models.Index(
                fields=["source", "person"],
                condition=Q(known_to__isnull=True, valid_to__isnull=True),
                name="registry_identity_resting",
            ),
        ),
    )
