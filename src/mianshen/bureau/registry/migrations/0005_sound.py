"""Namings whose number proves itself are told apart, so that they are matched without opening."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = (("registry", "0004_accounts_in_doubt"),)

    operations = (
        migrations.AddField("naming", "is_sound", models.BooleanField(null=True)),
        migrations.AddField("naming", "card_born", models.DateField(null=True)),
        migrations.AddField("naming", "card_sex", models.TextField(null=True)),
        migrations.AddIndex(
            "naming",
            models.Index(
                fields=["id"],
                condition=Q(is_sound__isnull=True) | Q(is_sound=False),
                name="vault_naming_unsound",
            ),
        ),
        migrations.AddIndex("tie", models.Index(fields=["naming"], name="vault_tie_naming")),
        migrations.AddIndex(
            "resolution",
            models.Index(
                fields=["naming"],
                condition=Q(known_to__isnull=True) & (Q(person__isnull=True) | ~Q(reason="")),
                name="registry_resolution_doubt",
            ),
        ),
        migrations.AddIndex(
            "listing",
            models.Index(
                fields=["naming"],
                condition=Q(kept=True, known_to__isnull=True),
                name="registry_listing_kept",
            ),
        ),
    )
